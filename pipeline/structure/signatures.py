"""Signatures: the forms of the lines that open and close letters and documents: dateline, salute, closing, name."""

from __future__ import annotations

import re
from typing import Literal

Form = Literal["dateline", "date", "salute", "closing", "signed", "office", "initials", "name", "person"]
"""`dateline` has a place and `date` none; `initials` is a name with initials, `person` an office and a name together.

`name` is a bare capitalised name, which says nothing on its own.
"""

LONGEST = 90
"""Characters; a longer line is a sentence."""

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.?"
    r"|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?(?:\s?(?:\(\d{1,2}\)|/\s?\d{1,2}))?"
_YEAR = r"\d{4}(?:\s?г\.)?"
_DATE = (
    rf"{_WEEKDAY}(?:[Tt]he\s+|den\s+|le\s+)?(?:{_DAY}(?:\s+of)?\s+{_MONTH},?(?:\s+{_YEAR})?"
    rf"|{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?|{_MONTH},?\s+{_YEAR}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
)
_HOUR = r"(?:,?\s+(?:at\s+)?\d{1,2}(?:[.:]\d{2})?\s*(?:[AaPp]\.\s?[Mm]\.?|o’clock))?"
_CAPITAL = r"(?:(?![a-zà-öø-ÿа-яё⁰¹²³⁴⁵⁶⁷⁸⁹])[^\W\d_])"
_CAPITALISED = rf"{_CAPITAL}[\w’'-]*"
_PLACE = rf"(?:St\.\s+)?{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,3}}"
_DATELINE = re.compile(rf"[\[(]?(?:{_PLACE},\s+){{1,3}}{_DATE}{_HOUR}[.,]?[\])]?")
_ONLY_DATE = re.compile(rf"[\[(]?{_DATE}{_HOUR}[.,]?[\])]?")

_DEAR = re.compile(
    r"(?:My\s+(?:very\s+)?)?(?:Dear(?:est)?|Hono(?:u)?red|Esteemed|Respected|Beloved)\s+(?:and\s+\w+\s+)?"
    rf"(?:Sirs?|Madam|Comrades?|Friends?|{_CAPITALISED})(?:\s+{_CAPITALISED}){{0,4}}\s*[,:!](?:\s?[—–-])?"
    rf"|(?:Liebe[rs]?|Werte[rs]?|Sehr\s+geehrte[rs]?)\s+{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,3}}[,!]"
    rf"|(?:Mon\s+cher|Ma\s+chère|Cher|Chère)\s+\w+(?:\s+{_CAPITALISED}){{0,3}}[,!]"
    rf"|(?:Дорог|Уважаем)\w+\s+\w+(?:\s+{_CAPITALISED}){{0,3}}[,!]",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:Sirs?|Madam|Gentlemen|Ladies and Gentlemen|Comrades|Citizens|Brothers|Friends|Fellow[ -]\w+"
    r"|Genossen|Genossinnen und Genossen|Camarades|Citoyens|Messieurs|Товарищи|Граждане)\s*[,:!](?:\s?[—–-])?"
)
_ADDRESSED = re.compile(r"(?:To|An|Ко?)\s+(?P<whom>[^.;?]{3,80})[:!]")

_CLOSING = re.compile(
    r"(?:(?:and\s+)?I\s+(?:remain|am|have\s+the\s+hono(?:u)?r\s+to\s+be),?\s.{0,50}|.{0,40}\b)?"
    r"(?:(?:your|yours)\s+(?:\w+,?\s+){0,4}(?:servants?|friend|brother|comrade|truly|sincerely|faithfully"
    r"|respectfully|obediently|fraternally|affectionately|cordially|ever)"
    r"|(?:truly|sincerely|faithfully|respectfully|fraternally|affectionately|cordially|ever)(?:\s+yours)?|yours(?=[,.])"
    r"|(?:with\s+(?:\w+\s+){0,3}|(?:best|kind|warm)\s+)(?:greetings|regards|wishes|respects?)"
    r"|mit\s+(?:\w+\s+){1,3}gr(?:u|ü)(?:ß|ss)e?n?|hochachtungsvoll|salut\s+et\s+fraternité|с\s+\w+\s+приветом)[,.!]?",
    re.IGNORECASE,
)
_REMAIN = re.compile(r"I\s+(?:remain|am|have\s+the\s+hono(?:u)?r\s+to\s+be),?(?:\s+(?:my\s+)?dear\s+\w+(?:\s\w+)?)?,")
_SIGNED = re.compile(
    r"[\[(]?(?:(?:Read\s+and\s+)?[Ss]igned|[Gg]ezeichnet|[Gg]ez\.|[Пп]одпись)[\])]?\s*[:,]?(?:\s.{0,80})?[\])]?"
)

_TITLES = (
    r"(?:Vice-?|Deputy\s+|Acting\s+|Assistant\s+|Provisional\s+|People[’']s\s+|Prime\s+|General\s+)*"
    r"(?:President|Chairman|Chairwoman|Chairperson|Secretary|Secretaries|Commissars?|Commander(?:-in-Chief)?|Minister"
    r"|Commandant|Adjutant|Director|Delegates?|Editors?|Executive|Treasurer|General|Colonel|Captain|Lieutenant"
    r"|Members?|Mayor|Governor|Ambassador|Consul|Clerk|Registrar|Vorsitzender|Sekretär|Председатель|Секретарь)"
)
_OFFICE = re.compile(rf"(?:The\s+)?{_TITLES}(?:(?:\s+|,\s+)[^.,;:!?]{{1,70}})?[,.:]?")
_CHAIR = re.compile(r"in the chair\.?")
_FOR = re.compile(r"(?:In the name|On behalf|By order|For and on behalf) of\s[^.;!?]{3,70}[,:.]?")

_INITIAL = r"[^\W\d_]\."
_PARTICLE = r"(?:von|van|de|der|den|du|la|le|di|da|zu|ibn|al)"
_SURNAME = rf"(?:{_PARTICLE}\s+){{0,2}}(?![IVXLC]+\b){_CAPITAL}[\w’'-]+"
_OTHER_NAME = r"(?:\s?\([^\W\d_][\w’'. -]{2,30}\))"
_INITIALS = re.compile(
    rf"(?:{_CAPITALISED}\.?\s+)?(?:{_INITIAL}\s?-?){{1,3}}\s?{_SURNAME}{_OTHER_NAME}?[.,]?|(?:{_INITIAL}\s?){{2,3}}"
)
_NAME = re.compile(rf"(?:{_CAPITALISED}\.?\s+){{0,3}}{_SURNAME}{_OTHER_NAME}?[.,]?")
_SIGNED_AND_DATED = re.compile(rf"{_NAME.pattern.removesuffix('[.,]?')}[.,]\s+{_DATELINE.pattern}")
_ROMAN_TITLE = re.compile(r"[IVXLCDM]\.\s[^\s.()]+")
_NO_NAME = re.compile(r"(?:Mrs?|Messrs|Dr|St|No|Vol|Ch|Fig|Pt|Art)\.|(?:the\s|end$|finis$|fin$|ende$)", re.IGNORECASE)
"""A courtesy, an abbreviation, an article, the end of a book."""


def form_of(text: str) -> Form | None:
    """What a line could be that opens or closes a letter, by its form alone; `_underscores_` only set it in italics."""
    text = text.strip("_")
    if not text or len(text) > LONGEST or not (text[0].isalpha() or text[0].isdecimal() or text[0] in "[("):
        return None
    if _DATELINE.fullmatch(text):
        return "dateline"
    if _ONLY_DATE.fullmatch(text):
        return "date"
    if is_dear(text) or _CALL.fullmatch(text) or _is_addressed(text):
        return "salute"
    if _SIGNED.fullmatch(text) or _SIGNED_AND_DATED.fullmatch(text):
        return "signed"
    if _CLOSING.fullmatch(text) or _REMAIN.fullmatch(text):
        return "closing"
    return _form_of_name(text)


def is_dear(text: str) -> bool:
    """Whether a line is a salute that nothing but a letter has: `Dear Sir,`."""
    return _DEAR.fullmatch(text) is not None and text[0].isupper()


def may_be_title(text: str) -> bool:
    """Whether a name with one initial may as well be a numbered title: `V. Reparation`."""
    return _ROMAN_TITLE.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    return _INITIALS.fullmatch(text) is not None or _NAME.fullmatch(text) is not None


def _is_addressed(text: str) -> bool:
    """`To the Central Committee:`; its weighty words are capitalised, else it is the beginning of a sentence."""
    match = _ADDRESSED.fullmatch(text)
    weighty = [word for word in re.findall(r"[^\W\d_]+", match["whom"]) if len(word) > 3] if match else []
    return bool(weighty) and all(word[0].isupper() for word in weighty)


def _form_of_name(text: str) -> Form | None:
    if _NO_NAME.match(text.rstrip(".!")):
        return None
    if _INITIALS.fullmatch(text):
        return "initials"
    head, _, tail = text.partition(", ") if ", " in text else text.partition(": ")
    if tail and _OFFICE.fullmatch(head) and _is_name(tail):
        return "person"
    if tail and (_OFFICE.fullmatch(tail) or _CHAIR.fullmatch(tail)) and _is_name(head):
        return "person"
    if _OFFICE.fullmatch(text) or _FOR.fullmatch(text):
        return "office"
    return "name" if _NAME.fullmatch(text) and len(text) <= 40 else None
