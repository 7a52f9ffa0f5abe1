"""Listings: rows in the type of a typewriter that are set apart, as lines of a program or of what machines say are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .measures import Measures
from .words import Row

APART = 1.15
"""Of the distance of lines: what parts a listing from the text."""

SET_IN = 0.6
"""Of the size: as far is a listing set in, or out of what is set in."""

LARGER = 1.1
"""Of the size of the text: type as large is that of headings."""


def find_listings(rows: Sequence[Row], measures: Measures) -> set[int]:
    """The numbers of the rows of a frame that are lines of listings."""
    return {
        n for start, end in _runs(rows, measures) for n in range(start, end) if _is_apart(rows, start, end, measures)
    }


def _runs(rows: Sequence[Row], measures: Measures) -> Iterator[tuple[int, int]]:
    """The rows in a row that are in such type: the first, and the one after the last."""
    start = 0
    for n in range(len(rows) + 1):
        if n == len(rows) or not rows[n].is_fixed or rows[n].size > LARGER * measures.size:
            if start < n:
                yield start, n
            start = n + 1


def _is_apart(rows: Sequence[Row], start: int, end: int, measures: Measures) -> bool:
    """Whether neither the row above nor the one below is of one paragraph with some rows; of one, by a gap alone."""
    is_one = end - start == 1
    if is_one and all(word.style.bold for word in rows[start].words):
        return False
    left = min(row.left for row in rows[start:end])
    beside = [(rows[start - 1], rows[start], rows[start - 1])] if start else []
    beside += [(rows[end - 1], rows[end], rows[end])] if end < len(rows) else []
    return all(
        above.y - below.y > APART * measures.leading * measures.size
        or (not is_one and abs(other.left - left) > SET_IN * measures.size)
        for above, below, other in beside
    )
