"""Measures: what a document has most of: the size of its text, the distance of its lines, the edges of its columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from .columns import Frame
from .words import Row

BODY = 0.06
"""Of the size of the text: by how much a row may differ and still be text."""

USED = 0.12
"""The part of the rows of a column that must begin at its left edge: more begin paragraphs, fewer stand out."""

BLANK = 0.25
"""Of the size: the width of a blank."""


class Measures(Struct, frozen=True):
    """Of a document: the size of its text, the distance of lines in sizes, and by how much paragraphs are set in."""

    size: float
    leading: float
    indent: float = 0.0

    def is_text(self, row: Row) -> bool:
        """Whether a row is of the size of the text."""
        return abs(row.size - self.size) <= BODY * self.size


def measure(pages: Sequence[Sequence[Row]]) -> Measures:
    """The measures of a document."""
    sizes: Counter[float] = Counter()
    for row in (row for rows in pages for row in rows):
        sizes[row.size] += len(row.text)
    size = max(sizes, key=lambda each: sizes[each], default=10.0)
    gaps = Counter(
        round((one.y - other.y) / size, 1)
        for rows in pages
        for one, other in pairwise(rows)
        if abs(one.size - size) <= BODY * size and abs(other.size - size) <= BODY * size
    )
    likely = {gap: count for gap, count in gaps.items() if 0.8 <= gap <= 3}
    return Measures(size, max(likely, key=lambda gap: likely[gap], default=1.2))


def with_indent(measures: Measures, frames: Iterable[Frame]) -> Measures:
    """The measures with the indent of paragraphs: what most rows that are set in, of those alone, are set in by."""
    found: Counter[int] = Counter()
    for frame in frames:
        for before, row, after in zip(frame.rows, frame.rows[1:], frame.rows[2:], strict=False):
            inset = [each.left - frame.left for each in (before, row, after)]
            if max(inset[0], inset[2]) < 0.4 * measures.size < inset[1] < 4 * measures.size:
                found[round(inset[1])] += 1
    indent, count = max(found.items(), key=lambda item: item[1], default=(0, 0))
    return Measures(measures.size, measures.leading, float(indent) if count > 2 else 0.0)


def set_edges(frames: Sequence[Frame], measures: Measures) -> None:
    """Give frames the edges of their columns, which a column of few rows does not show."""
    alike: dict[tuple[int, int, bool], list[Frame]] = defaultdict(list)
    for frame in frames:
        alike[frame.columns, frame.column, frame.page % 2 == 0].append(frame)
    for group in alike.values():
        rows = [row for frame in group for row in frame.rows if measures.is_text(row)]
        if len(rows) < 8:
            continue
        lefts = Counter(round(row.left) for row in rows)
        near = {left: sum(lefts[left + step] for step in (-1, 0, 1)) for left in lefts}
        left = min((left for left in near if near[left] >= USED * len(rows)), default=min(lefts))
        right = sorted(row.right for row in rows)[int(0.97 * (len(rows) - 1))]
        for frame in group:
            own = [row for row in frame.rows if measures.is_text(row)] or frame.rows
            ends = max(row.right for row in own)
            if left - 4 <= min(row.left for row in own) and ends <= right + measures.size:
                frame.left, frame.right = float(left), max(right, ends)


def fits(row: Row, following: Row, right: float) -> bool:
    """Whether the first word of the row below would have stood at the end of a row, so that something ends there."""
    return row.right + BLANK * row.size + first_width(following) <= right - 0.1 * row.size


def first_width(row: Row) -> float:
    """The width of the first word, with all that is glued to it."""
    end = row.words[0].right
    for word in row.words[1:]:
        if not word.is_glued:
            break
        end = max(end, word.right)
    return end - row.left
