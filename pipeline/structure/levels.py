"""Levels: which headings stand under which, as far as their words or the way they count show it."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from .labels import read_roman

TOP, DEEPEST = 2, 4

CHAPTERS = ("chapter", "lecture", "letter", "essay", "act", "kapitel", "chapitre", "глава")
_RANKS = (
    ("volume",),
    ("book", "part", "buch", "teil", "livre", "partie", "книга", "часть"),
    CHAPTERS,
    ("section", "scene", "abschnitt"),
)
"""The words that number the parts of a book, from the largest to the smallest."""

_ORDINALS = {
    word: value
    for words in ("one two three four five six seven eight nine ten", "first second third fourth fifth sixth seventh")
    for value, word in enumerate(words.split(), 1)
}
_WORDED = re.compile(r"(?P<word>[^\W\d_]{3,})\s+(?:the\s+)?(?P<number>[^\W_]+)(?P<title>.*)", re.IGNORECASE)
_ROMAN = re.compile(r"(?P<number>[IVXLC]+)(?:\.\s+(?P<title>\S.*)|\.?)")
_LETTERED = re.compile(r"\((?P<letter>[A-Z])\)\.?(?P<title>.*)")
_OUTSIDE = re.compile(
    r"(?:preface|introduction|foreword|conclusion|epilogue|prologue|postscript|appendix|contents|(?:foot|end)?notes?"
    r"|references)\b",
    re.IGNORECASE,
)
"""What stands beside the parts of a book, not in them."""

Members = dict[str, list[tuple[int, int]]]
"""For each kind of heading the lines they stand in, and their numbers."""


class Number(Struct, frozen=True):
    """The number of a heading: its kind (`chapter`; `I` for a bare roman number), its value, the title after it."""

    kind: str
    value: int
    title: str


def number_of(text: str) -> Number | None:
    """The number that a heading bears: `CHAPTER IV. Home` is the fourth of its kind."""
    if (match := _LETTERED.fullmatch(text)) is not None:
        return Number("(A)", ord(match["letter"]) - ord("A") + 1, match["title"].strip())
    if (match := _ROMAN.fullmatch(text)) is not None and (value := read_roman(match["number"])) is not None:
        return Number("I." if match["title"] else "I", value, match["title"] or "")
    match = _WORDED.fullmatch(text)
    if match is None or not any(match["word"].lower() in words for words in _RANKS):
        return None
    number = match["number"].lower()
    value = int(number) if number.isdecimal() else _ORDINALS.get(number) or read_roman(number)
    return None if value is None else Number(match["word"].lower(), value, match["title"].strip(" .:—–-"))


def levels_of(headings: Sequence[tuple[int, str]]) -> list[int]:
    """A level for each heading of a text, given with the numbers of their lines; the highest is 2.

    A kind stands under another if its word is that of a smaller part, or if it begins again under the other each time.
    What bears no number stands under the series before it, but for a preface and its like, and for the title that
    follows a bare number.
    """
    numbers = [number_of(text) for _, text in headings]
    kinds: Members = defaultdict(list)
    for (line, _), number in zip(headings, numbers, strict=True):
        if number is not None:
            kinds[number.kind].append((line, number.value))
    depth = {kind: min(TOP + _ancestors(kind, kinds), DEEPEST) for kind in kinds}
    series = [(members[0][0], depth[kind]) for kind, members in kinds.items() if len(members) > 1]
    levels: list[int] = []
    for nth, (line, text) in enumerate(headings):
        number, before = numbers[nth], numbers[nth - 1] if nth and headings[nth - 1][0] == line - 1 else None
        if number is not None:
            levels.append(depth[number.kind])
        elif _OUTSIDE.match(text):
            levels.append(TOP)
        else:
            under = min(max((level for start, level in series if start < line), default=TOP - 1) + 1, DEEPEST)
            levels.append(levels[-1] if before is not None and not before.title else under)
    return levels


def _ancestors(kind: str, kinds: Members) -> int:
    """How many kinds a kind stands under."""
    return sum(_stands_under(kind, other, kinds) for other in kinds if other != kind)


def _stands_under(kind: str, other: str, kinds: Members) -> bool:
    """Whether a kind stands under another: its count begins again there, or else its word says so."""
    again, other_again = _times_again(kinds[kind], kinds[other]), _times_again(kinds[other], kinds[kind])
    if again != other_again:
        return again > other_again
    ranks = [next((n for n, words in enumerate(_RANKS) if k in words), None) for k in (kind, other)]
    return ranks[0] is not None and ranks[1] is not None and ranks[0] > ranks[1]


def _times_again(members: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> int:
    """How often a count begins again after another heading; 0 if it ever does so without one."""
    again = [(one, other) for (one, low), (other, high) in pairwise(members) if high <= low]
    lines = [line for line, _ in others]
    return len(again) if all(bisect(lines, one) < bisect(lines, other) for one, other in again) else 0
