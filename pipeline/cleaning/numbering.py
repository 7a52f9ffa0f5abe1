"""Numbering: which number each page has, told from where on their pages the numbers of its edition stand.

A number at the head is that of the page it begins; one at the foot is that of the page that ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..roman import write_roman
from .folios import Folio
from .furniture import Boundary, Pages

Numbered = tuple[Boundary, str]


def number_pages(pages: Pages) -> Iterator[Numbered]:
    """The boundaries after which the number of the page is known, with that number; they rise."""
    at_foot = _at_foot(pages)
    numbered: list[tuple[int, int, bool]] = []
    for index, boundary in enumerate(pages.boundaries):
        counts = [(folio.count + (not folio.head and at_foot), folio.roman) for folio in boundary.folios]
        if counts and not (numbered and numbered[-1][2] == counts[-1][1] and counts[-1][0] <= numbered[-1][1]):
            numbered.append((index, *counts[-1]))
    for index, count, roman in _with_lost(numbered):
        yield pages.boundaries[index], write_roman(count) if roman else str(count)


def _at_foot(pages: Pages) -> bool:
    """Whether numbers that stand alone are at the feet of their pages: as most of the evidence has it, or usage."""
    votes = [vote for b in pages.boundaries for f in b.folios if not f.head for vote in _votes(pages, b, f)]
    if votes:
        return sum(votes) * 2 > len(votes)
    return not any(folio.form == "page" for boundary in pages.boundaries for folio in boundary.folios)


def _votes(pages: Pages, boundary: Boundary, folio: Folio) -> Iterator[bool]:
    """Whether a number is above a form feed or a running head of the next page, or ends the text; or the contrary."""
    lines = range(boundary.above + 1, boundary.below + 1)
    for feed in pages.lines.feeds.intersection(lines):
        yield folio.line < feed
    for head in pages.heads.intersection(lines):
        yield folio.line < head
    if boundary.above < 0 or boundary.below == len(pages.lines.texts):
        yield boundary.above >= 0


def _with_lost(numbered: Sequence[tuple[int, int, bool]]) -> Iterator[tuple[int, int, bool]]:
    """Pages between two numbered ones that are as many as their numbers say have their number too."""
    for (index, count, roman), (other, next_count, _) in pairwise([*numbered, (-1, -1, False)]):
        yield index, count, roman
        if next_count - count == other - index:
            yield from ((index + step, count + step, roman) for step in range(1, other - index))
