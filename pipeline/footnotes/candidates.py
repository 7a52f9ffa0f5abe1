"""Candidates: everything in a text that could call a note or begin one. They are cheap; the decision comes later."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ..ledger import Span
from ..roman import roman_value
from ..tree import Block, Para, Quote, Str, leaves
from .markers import CALL, LABEL, Family, Kind, number_of, read_call, read_label

Numbered = Iterable[tuple[int, Block]]
"""Blocks of a text with their places in it."""

_UNITS = "[cdkm]?m|ft|in|yd|mi|sec|min|hr|ha"
# The last word before a figure: a unit, a ten or a lone letter, but not the end of a word (`Lenin’s`) or a king (`I`).
_POWER = re.compile(rf"(?<![^\W\d_])(?<![’'])(?:{_UNITS}|[^\W\d_I]|(?<!\d)10)$")
_CITING = re.compile(
    r"(?<![^\W\d_])(?:No|[Nn]os|pp?|[Pp]ages?|[Vv]ols?|[Bb]k|[Cc]h|[Cc]hap|[Cc]ap|[Ff]igs?|[Ss]ect?|[Cc]ol|[Cc]f|[Ii]bid)\.$"
)
# What comes before an item of a list within a sentence: `three points: (1) that …; (2) that …, and (3) that …`.
_LISTING = re.compile(r"(?:[:;,—–]|\b(?:and|or|nor|[a-z]+s))[ \u00a0\n]$|[(\[–—-]$")
_INITIALS = re.compile(r"(?<![^\W_])[^\W\d_]+$")
_INITIAL = re.compile(r"(?<![^\W_])[^\W_]\.$")
_ROMAN = re.compile(r"[CILVX]{2,}")
_LONGEST_WORD = 24


class Call(Struct, frozen=True):
    """A possible note reference: its span, and its label as `key` in the block at `block`; `number` is 0 for a sign.

    `doubtful` says that the words around it make it something else: a power, a name, a chapter and verse.
    """

    block: int
    span: Span
    key: str
    number: int
    family: Family
    doubtful: bool = False
    part: str = ""

    @property
    def kind(self) -> Kind:
        """What its core is."""
        return self.family.kind

    @property
    def bracket(self) -> str:
        """What sets it off."""
        return self.family.enclosure

    def as_roman(self) -> Call:
        """Its letter read as a Roman numeral."""
        return replace(self, number=roman_value(self.key), family=Family(self.family.enclosure, "roman"))


class Opening(Struct, frozen=True):
    """A possible beginning of a note's text: the label at the start of the block at `block`.

    `style` tells ways of printing labels apart: `[]`, `1.`, `wrapped` for `[Footnote 1: …]`; `announced` that it stands
    under a heading of notes.
    """

    block: int
    label: Span
    key: str
    number: int
    kind: Kind
    style: str
    announced: bool = False
    part: str = ""

    @property
    def bracket(self) -> str:
        """What sets it off."""
        return self.style

    def as_roman(self) -> Opening:
        """Its letter read as a Roman numeral."""
        return replace(self, number=roman_value(self.key), kind="roman")


def find_calls(blocks: Numbered) -> Iterator[Call]:
    """Every string of any family in the numbered blocks, in reading order; none at the beginning of a block."""
    for index, block in blocks:
        first = True
        for leaf in leaves((block,)):
            if not isinstance(leaf, Str) or leaf.span is None:
                continue
            for match in CALL.finditer(leaf.text):
                if (match.start() > 0 or not first) and (call := _call(index, leaf.span.start, match)):
                    yield call
            first = False


def _call(block: int, start: int, match: re.Match[str]) -> Call | None:
    marker = read_call(match)
    if marker is None:
        return None
    span = Span(start + match.start(), start + match.end())
    doubtful = _is_doubtful(match, marker.family)
    return Call(block, span, marker.key, number_of(marker.key), marker.family, doubtful)


def find_openings(blocks: Numbered, announcing: Container[int] = (), heads: Container[int] = ()) -> Iterator[Opening]:
    """Every numbered block that begins with a label; `heads` are headings, `announcing` those of notes among them."""
    announced = False
    for index, block in blocks:
        announced = index in announcing or (announced and index not in heads)
        if opening := _opening(index, block, announced):
            yield opening


def _opening(index: int, block: Block, announced: bool) -> Opening | None:
    first = next(leaves((block,)), None) if isinstance(block, Para | Quote) else None
    if not isinstance(first, Str) or first.span is None:
        return None
    match = LABEL.match(first.text)
    if match is None or match.end() == len(first.text):
        return None
    kind, key, style = read_label(match)
    label = Span(first.span.start, first.span.start + match.end())
    return Opening(index, label, key, number_of(key), kind, style, announced)


_Found = TypeVar("_Found", Call, Opening)


def with_romans(found: list[_Found]) -> list[_Found]:
    """The calls or labels with `i`, `v` and the like read as numerals where others in such brackets must be: `[ii]`."""
    brackets = {one.bracket for one in found if one.kind == "roman"}
    return [
        one.as_roman() if one.kind == "letter" and one.bracket in brackets and one.key in "ivxlc" else one
        for one in found
    ]


def within(calls: Sequence[Call], start: int, end: int) -> Sequence[Call]:
    """The calls in the blocks [start, end)."""
    return calls[calls_before(calls, start) : calls_before(calls, end)]


def calls_before(calls: Sequence[Call], block: int) -> int:
    """The number of calls before a block."""
    return bisect_left(calls, block, key=lambda call: call.block)


def without_calls(text: str) -> str:
    """The text without anything that could be a call."""
    return CALL.sub("", text)


def _is_doubtful(match: re.Match[str], family: Family) -> bool:
    """Whether a figure has another reading: `500 m²`, `MI5`, `page.2`, a stop within a sentence as in `Mark.1 and`."""
    before = match.string[max(0, match.start() - _LONGEST_WORD) : match.start()]
    if family.enclosure not in {"raised", "bare"}:
        return family.enclosure == "()" and _LISTING.search(before) is not None
    if family.kind == "symbol":
        return False
    if match["decimal"] or _POWER.search(before):
        return True
    if family.enclosure == "raised":
        return False
    if before.endswith("."):
        goes_on = re.match(r"\s+[^\W\d_]", match.string[match.end() :][:9])
        if _INITIAL.search(before):
            return True
        return _CITING.search(before) is not None or (goes_on is not None and goes_on.group()[-1].islower())
    initials = _INITIALS.search(before)
    return initials is not None and initials.group().isupper() and not _ROMAN.fullmatch(initials.group())
