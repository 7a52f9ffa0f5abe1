"""Series: the headings of a text that divide it into chapters, as a new book proposes them for `split`."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from ..document import Chapter
from ..tree import Heading, plain_text
from .levels import CHAPTERS, TOP, Number, number_of

SOME = 3
"""Headings of a kind that are rather chapters than parts."""

_BESIDE = re.compile(
    r"(preface|introduction|foreword|conclusion|epilogue|prologue|postscript|appendix|vorwort|einleitung|préface"
    r"|предисловие|введение)\b",
    re.IGNORECASE,
)


def find_series(chapter: Chapter) -> tuple[str, ...]:
    """The words that the headings of chapters begin with: `("PREFACE", "CHAPTER")`; none if they form no series.

    They are those of chapters, or else of the highest kind with some headings that count on; those of the kinds above
    it; and those of prefaces and their like.
    """
    headings = [block for block in chapter.blocks if isinstance(block, Heading)]
    kinds: dict[str, list[tuple[Heading, Number]]] = defaultdict(list)
    for heading in headings:
        number = number_of(plain_text(heading.inlines))
        if number is not None and number.kind != "(A)":
            kinds[number.kind].append((heading, number))
    series = {kind: members for kind, members in kinds.items() if _counts_on([number for _, number in members])}
    if not series:
        return ()
    levels = {kind: members[0][0].level for kind, members in series.items()}
    main = min(series, key=lambda kind: (kind not in CHAPTERS, len(series[kind]) < SOME, levels[kind]))
    chosen = {kind for kind in series if kind == main or levels[kind] < levels[main]}
    words = (_words(heading, chosen) for heading in headings)
    return tuple({word.casefold(): word for word in words if word}.values())


def _counts_on(numbers: list[Number]) -> bool:
    return any(other.value == one.value + 1 for one, other in pairwise(numbers))


def _words(heading: Heading, kinds: set[str]) -> str:
    """What a heading of a series begins with: `CHAPTER`, or `I.` for all roman numbers; else nothing."""
    text = plain_text(heading.inlines)
    number = number_of(text)
    if number is not None and number.kind in kinds:
        return "I." if number.kind in {"I", "I."} else text.split()[0]
    beside = _BESIDE.match(text)
    return beside[1] if beside and heading.level == TOP else ""
