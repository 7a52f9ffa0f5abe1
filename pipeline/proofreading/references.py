"""References that lead nowhere: to pages of another edition, to notes and chapters that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..roman import VALUES, roman_value, write_roman
from ..tree import Heading, plain_text
from .check import Findings, at
from .passages import Corpus

_SEE = r"\b(?:[Ss]ee|[Cc]ompare|[Cc]f\.|[Vv]ide)(?:\s(?:also|above|below|supra|infra|and|the),?)*"
_HERE = r"(?:above|below|supra|infra|ante|post|of\sthis\s(?:book|volume|edition|work))\b"
_PAGES = r"(?:pp?\.|[Pp]ages?)\s?\d+(?:[-–]\d+)?"
_PAGE = re.compile(rf"{_SEE}\s(?P<see>{_PAGES})(?![\d–-])(?!\sof\b(?!\sthis))|\b(?P<here>{_PAGES})(?=,?\s{_HERE})")
_FOLIO = re.compile(r"p\.\s?\d|ages?\s\d")
_NOTE = re.compile(
    rf"(?:{_SEE}\s(?:[Ff]oot|[Ee]nd)?[Nn]otes?\s(?P<see>\d{{1,3}})(?!\s(?:of|to|in|on)\b|,\sp)"
    rf"|\b(?:foot|end)?notes?\s(?P<here>\d{{1,3}})(?=,?\s{_HERE}))(?!\d)"
)
_ROMAN = r"[IVXLC]{1,8}|[ivxlc]{1,8}"
_PART = r"[Cc]hap(?:ter|\.)|[Pp]art|[Bb]ook|[Ss]ection|[Ll]ecture|[Ll]etter|[Ee]ssay"
_CHAPTER = re.compile(
    rf"{_SEE}\s(?P<part>{_PART})\s(?P<number>{_ROMAN}|\d{{1,3}})\b(?!\s(?:of|in|to)\b(?!\sthis)|[,.]\s?(?:p|§|sec|verse|v)\b|:\d)"
)
_NUMBERED = re.compile(rf"(?P<part>{_PART})\s(?P<number>{_ROMAN}|\d{{1,3}})\b", re.IGNORECASE)

FEWEST = 3
"""Numbered headings of one kind from which they are taken to be all there are."""


def pages(corpus: Corpus) -> Findings:
    """A reference to pages of another edition: `see pp. 277-79` means nothing in this one."""
    hint = "readers can’t follow it; name that edition in the chapter’s source line, or in an emendation"
    for passage in corpus.passages:
        for match in _PAGE.finditer(passage.text) if _FOLIO.search(passage.text) else ():
            group = "see" if match["see"] else "here"
            words = match[group]
            one = not re.match(r"pp|[Pp]ages", words)
            message = f"“{words}” is of another edition" if one else f"“{words}” are pages of another edition"
            yield at(passage, *match.span(group), message, hint=hint, minor=True)


def notes(corpus: Corpus) -> Findings:
    """A reference to a note that the chapter doesn’t have: `see note 14`."""
    for text in corpus.texts:
        labels = {re.sub(r"\D", "", note.label) for note in (*text.chapter.notes, *text.chapter.orphans)}
        for passage in text.passages:
            for match in _NOTE.finditer(passage.text) if "ote" in passage.text else ():
                group = "see" if match["see"] else "here"
                if match[group] not in labels:
                    message = f"there is no note {match[group]} in this chapter"
                    yield at(passage, *match.span(group), message)


def chapters(corpus: Corpus) -> Findings:
    """A reference to a chapter that the book doesn’t have: `see chapter IX` in a book of eight."""
    there = set(_headings(corpus))
    parts = {part for part, _ in there if sum(other == part for other, _ in there) >= FEWEST}
    for passage in corpus.passages if parts else ():
        for match in _CHAPTER.finditer(passage.text) if passage.kind != "heading" else ():
            part, number = _kind(match["part"]), _number(match["number"])
            if part in parts and number and (part, number) not in there:
                message = f"there is no {part} {match['number']} in this book"
                yield at(passage, *match.span("number"), message)


def _headings(corpus: Corpus) -> Iterator[tuple[str, int]]:
    """The numbered headings and titles of the book: `Chapter IX` is ("chapter", 9)."""
    for text in corpus.texts:
        titles = [plain_text(block.inlines) for block in text.chapter.blocks if isinstance(block, Heading)]
        for title in (text.chapter.settings.title, *titles):
            if (match := _NUMBERED.match(title.strip())) and (number := _number(match["number"])):
                yield _kind(match["part"]), number


def _kind(part: str) -> str:
    return "chapter" if part.lower().startswith("chap") else part.lower()


def _number(figure: str) -> int:
    """The value of an Arabic or a Roman number; 0 if it is none.

    >>> [_number(figure) for figure in ("14", "xiv", "IX", "ic", "civil")]
    [14, 14, 9, 0, 0]
    """
    if figure.isdecimal():
        return int(figure)
    numeral = figure.lower()
    total = roman_value(numeral) if VALUES.keys() >= set(numeral) else 0
    return total if write_roman(total) == numeral else 0
