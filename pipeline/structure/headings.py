"""Headings: what heads a part of a text, and what announces its notes, told by the form of the line and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from ..tree import Heading
from .casing import is_acronym
from .claims import Claim
from .labels import read_roman
from .levels import levels_of, number_of
from .lines import LONGEST_HEADING, Layout, TextLine, ends_sentence
from .rows import crowds, in_a_row, in_contents, repeated
from .signatures import form_of

_WORDED = re.compile(
    r"(?:(?:chapter|part|book|section|letter|essay|lectures?|act|scene|appendix|volume|teil|kapitel|abschnitt|buch"
    r"|chapitre|partie|livre|глава|часть|книга)\s+(?:the\s+)?"
    r"(?:[ivxlcdm]+|\d+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|last)\b.{0,60}"
    r"|(?:preface|introduction|foreword|conclusion|epilogue|prologue|postscript|appendix|contents"
    r"|vorwort|einleitung|préface|предисловие|введение)\.?"
    r"|(?-i:[IVXLC]+\.?))",
    re.IGNORECASE,
)
_APPARATUS_HEADING = re.compile(
    r"(?:the\s+)?(?:foot|end)?notes?(?:\s+(?:and\s+references|to\b.{1,60}))?\s*[.:]?"
    r"|references\s*[.:]?|(?:anmerkungen|fu(?:ß|ss)noten|endnoten|notes de bas de page|notas(?: al pie| de rodapé)?"
    r"|note a piè di pagina|(?:voet|eind)?noten|aantekeningen|przypisy|poznámky(?: pod čarou)?|примечания|сноски"
    r"|комментарии|примітки|(?:fot|slut)?noter|(?:ala)?viitteet|(?:láb)?jegyzetek|(?:υπο)?σημειώσεις|(?:dip)?notlar"
    r"|notae|adnotationes)\s*[.:]?",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"[.!?:;,…”’\")\]*†]\d*$")
_TITLE_NUMBER = re.compile(r"[IVXLC]+\.\s+|\([A-Z]\)\.?\s+")
_ROMAN_TITLE = re.compile(r"[IVXLC]+\.\s+\S")
_FIELD = re.compile(r"[^\W\d_]+:\s")
"""`Author: N. N.`"""

_NO_TITLE = re.compile(r"[.,;:!?…—=$%*\[\]“”\"]$|[$=%\[\]_|]")
_SMALL = frozenset("about after before between from into over than that through under upon with without".split())
"""Words of four letters and more that titles leave small."""

_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def is_apparatus_heading(text: str) -> bool:
    """Whether a line announces notes: `Footnotes`, `Notes to chapter 3`, `Anmerkungen`."""
    return _APPARATUS_HEADING.fullmatch(text.strip()) is not None


def may_be_title(text: str) -> bool:
    """Whether a line may be a title, whatever stands round it: short, without a stop, its weighty words capitalised.

    >>> may_be_title("Results"), may_be_title("The great towns are large.")
    (True, False)
    """
    if len(text) > LONGEST_HEADING or not text[:1].isupper() or _STOPPED.search(text):
        return False
    return all(word[0].isupper() for word in re.findall(r"[^\W\d_]{4,}", text))


def has_form_of_heading(line: TextLine, language: str = "en") -> bool:
    """Whether a line heads what follows wherever it stands: it is numbered, in capitals, or announces notes."""
    text = line.text
    if len(text) > LONGEST_HEADING or text.endswith((",", ";")):
        return False
    return is_numbered_heading(text) or is_apparatus_heading(text) or _is_in_capitals(text, language)


LONGEST_IN_CAPITALS = 160
"""Characters of a title that has a number and is in capitals throughout: nothing else looks so."""


def read_headings(layout: Layout, taken: Set[int]) -> Iterator[Claim]:
    """The headings of a text with their levels."""
    lines = layout.lines
    found = set(_candidates(layout, taken))
    found -= set(in_contents(lines, found))
    found |= set(_second_lines(lines, found, taken))
    numbers = sorted(found)
    for number, level in zip(numbers, levels_of([(n, lines[n].text) for n in numbers]), strict=True):
        yield Claim(number, number + 1, (Heading(lines[number].inlines, level),))


def is_numbered_heading(text: str) -> bool:
    """Whether a line is a heading by its number or its word: `Chapter 3`, `IV.`, `Preface`."""
    return _WORDED.fullmatch(text) is not None


def _is_in_capitals(text: str, language: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    if not text.isupper() or not text[0].isalpha() or sum(map(len, words)) < 4 or form_of(text) == "initials":
        return False
    return len(words) > 1 or not is_acronym(words[0], language)


def _candidates(layout: Layout, taken: Set[int]) -> Iterator[int]:
    """The lines that have the form of a heading, in a place where one can stand: text follows it."""
    lines = layout.lines
    free = [n for n in range(len(lines)) if n not in taken]
    crowded = set(crowds(lines, free))
    often = repeated(lines)
    romans = frozenset(_counting_romans(layout))
    alone = [n for n in free if lines[n].isolated or (layout.is_dense and _TITLE_NUMBER.match(lines[n].text))]
    titles = {n for n in alone if _is_title(lines[n].text, romans)}
    listed = set(in_a_row(lines, {n for n in titles if not _TITLE_NUMBER.match(lines[n].text)}))
    for number in free:
        line = lines[number]
        if is_numbered_heading(line.text) or is_apparatus_heading(line.text):
            yield number
        elif has_form_of_heading(line, layout.language):
            if number not in crowded and line.text not in often and number + 1 < len(lines):
                yield number
        elif number in titles and number not in listed and number + 1 < len(lines):
            yield number


def _counting_romans(layout: Layout) -> Iterator[int]:
    """The roman numbers of titles that stand alone which count on from each other: a name’s initial seldom does."""
    alone = (line.text for line in layout.lines if line.isolated or layout.is_dense)
    numbers = [read_roman(text.split(".")[0]) for text in alone if _ROMAN_TITLE.match(text[:LONGEST_HEADING])]
    for one, other in pairwise(numbers):
        if one is not None and other == one + 1:
            yield from (one, other)


def _is_title(text: str, romans: Set[int]) -> bool:
    """Whether a line is capitalised as titles are: `III. Of the Association of Ideas`, `The Great Towns`.

    One of one letter may be a name, `V. Lenin`, unless its number is in `romans`: those that count on.
    """
    numbered = _TITLE_NUMBER.match(text)
    longest = LONGEST_IN_CAPITALS if numbered and text.isupper() else LONGEST_HEADING
    if len(text) > longest or _NO_TITLE.search(text):
        return False
    if not numbered and _FIELD.match(text):
        return False
    words = _WORD.findall(text[numbered.end() :] if numbered else text)
    weighty = [word for word in words if len(word) > 3 and word not in _SMALL]
    if numbered:
        is_sure = numbered.end() > len("V. ") or len(words) > 3 or read_roman(text.split(".")[0]) in romans
        return is_sure and bool(weighty) and text[numbered.end()].isupper()
    is_capitalised = text[0].isupper() and all(word[0].isupper() for word in weighty)
    return len(words) > 2 and bool(weighty) and is_capitalised and not re.search(r"[\d,]", text)


def _second_lines(lines: Sequence[TextLine], found: Set[int], taken: Set[int]) -> Iterator[int]:
    """The titles under headings that are only a number: short, no sentence, and with text below them."""
    for number in found:
        below = number + 1
        if below + 1 < len(lines) and below not in found | taken and _is_bare(lines[number].text):
            line, text = lines[below], lines[below].text
            short = len(text) <= LONGEST_HEADING and text[0].isupper() and not ends_sentence(text)
            if short and not text.endswith((",", ";", ":")) and lines[below + 1].gap and line.gap < 3:
                yield below


def _is_bare(text: str) -> bool:
    """Whether a heading is a number and nothing else."""
    number = number_of(text)
    return number is not None and not number.title
