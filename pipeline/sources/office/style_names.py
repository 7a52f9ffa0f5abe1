"""Style names: what word processors call the styles of headings, titles and quotations, in the languages they speak.

Word keeps its own names in English whatever its language; other programs, and converters, write what they show.
"""

from __future__ import annotations

import re
from typing import Literal

from .paragraphs import Form

Role = Literal["", "title", "author", "date", "contents"]
"""What a paragraph is to the document: it names it, or only lists what stands in it."""

_HEADING = re.compile(
    r"(?:heading|chapter heading|überschrift|titre|título|titulo|titolo|titlu|заголовок|nagłówek|kop|rubrik|overskrift|"
    r"otsikko|nadpis|naslov|címsor|başlık|見出し|标题|標題|제목|επικεφαλίδα|عنوان)[\s_-]*(\d{1,2})"
)
_FORMS: dict[Form, str] = {
    "quotation": (
        "quote|intense quote|quotation|quotations|blockquote|block quote|block quotation|block text|extract|"
        "zitat|intensives zitat|blockzitat|citation|citation intense|citat|citaat|cita|"
        "cita destacada|citazione|citazione intensa|citação|"
        "cytat|цитата|выделенная цитата|цитаты"
    ),
    "verse": (
        "verse|poem|poetry|poem line|line block|line-block|stanza|preformatted text|html preformatted|source code|"
        "vers|gedicht|poème|poesía|poesia|wiersz|стихи|стихотворение"
    ),
    "caption": (
        "caption|image caption|imagecaption|figure caption|figurecaption|picture caption|illustration|figure|drawing|"
        "beschriftung|bildunterschrift|abbildung|légende|legende|epígrafe|leyenda|legenda|didascalia|bijschrift|"
        "podpis|название объекта|подпись"
    ),
}
_FORM_OF = {name: form for form, names in _FORMS.items() for name in names.split("|")}
_ROLES: dict[Role, str] = {
    "title": "title|book title|titel|titre|título|titolo|tytuł|название|заголовок|заглавие",
    "author": "author|byline|autor|auteur|autore|автор",
    "date": "date|datum|fecha|data|дата",
}
_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names.split("|")}
_CONTENTS = re.compile(
    r"(?:toc|verzeichnis|inhaltsverzeichnis|contents|tm|tdc|sommario|spis treści|оглавление)[\s_-]*(?:heading|\d+)"
)


def heading_level(name: str) -> int | None:
    """The level in the name of a heading’s style, from 1.

    >>> [heading_level(name) for name in ("heading 2", "Überschrift 1", "berschrift1", "Heading_20_3", "Quote")]
    [2, 1, 1, 3, None]
    """
    found = _HEADING.fullmatch(_plain(name)) or re.fullmatch(r"(?:berschrift|nagwek)(\d)", _plain(name))
    return int(found[1]) if found else None


def form_of(name: str) -> Form | None:
    """What a style makes of its paragraphs, if its name says so."""
    return _FORM_OF.get(_plain(name))


def role_of(name: str) -> Role:
    """What the paragraphs of a style are to the document, if its name says so."""
    plain = _plain(name)
    return "contents" if _CONTENTS.fullmatch(plain) else _ROLE_OF.get(plain, "")


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name.replace("_20_", " ")).strip().casefold()
