"""Columns: the rows of a page cut at the gutters between columns, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct, field

from .words import Row, Word

GUTTER = 0.65
"""Of the size of the text: what no word crosses between columns is at least so wide. TeX's is an em."""

LEAST_ROWS = 5
"""Rows that must have words on both sides of a gutter."""

FILLED = 0.7
"""Of the width of a column: what a line of prose fills; in tables few do."""

MOST_CUTS = 3
"""How often columns are cut again, so that there are up to eight."""


class Frame(Struct):
    """Rows that are read from the top down: a column, or what stands above, between or below columns.

    `left` and `right` are the edges of the column, those of the rows to begin with; `column` counts from 0.
    """

    rows: list[Row]
    left: float = 0.0
    right: float = 0.0
    column: int = 0
    columns: int = 1
    page: int = field(default=0)


def frames_of(rows: Sequence[Row], size: float) -> list[Frame]:
    """The frames of a page in the order in which they are read; `size` is that of the text."""
    return list(_frames(list(rows), size, MOST_CUTS)) if rows else []


def _frames(rows: list[Row], size: float, cuts: int) -> Iterator[Frame]:
    zone = _zone(rows, size) if cuts and len(rows) >= LEAST_ROWS else None
    if zone is None:
        yield _frame(rows)
        return
    start, end, gutter = zone
    if start:
        yield _frame(rows[:start])
    sides = [_side(rows[start:end], gutter, is_left) for is_left in (True, False)]
    parts = [list(_frames(side, size, cuts - 1)) for side in sides]
    count = sum(max(frame.columns for frame in part) for part in parts)
    first = 0
    for part in parts:
        for frame in part:
            frame.column, frame.columns = first + frame.column, count
            yield frame
        first = max(frame.column for frame in part) + 1
    if end < len(rows):
        yield from _frames(rows[end:], size, cuts)


def _frame(rows: list[Row]) -> Frame:
    return Frame(rows, min(row.left for row in rows), max(row.right for row in rows), page=rows[0].page)


def _side(rows: Sequence[Row], gutter: float, is_left: bool) -> list[Row]:
    sides = ([word for word in row.words if (word.left < gutter) == is_left] for row in rows)
    return [_row(words, rows[0].page) for words in sides if words]


def _row(words: list[Word], page: int) -> Row:
    words[0].is_glued = False
    return Row(words, page)


def _zone(rows: Sequence[Row], size: float) -> tuple[int, int, float] | None:
    """The first and the last row of two columns, and the gutter between them; None, where there are none."""
    gaps = [list(_gaps(row, GUTTER * size)) for row in rows]
    for gutter in _gutters(gaps):
        crossed = [_crosses(row, gutter, GUTTER * size) for row in rows]
        for start, end in _runs(crossed):
            start, end = _trimmed(rows, start, end, gutter)
            if _are_columns(rows[start:end], gutter):
                return start, end, gutter
    return None


def _gaps(row: Row, least: float) -> Iterator[tuple[float, float]]:
    """What lies between the words of a row, where it is wide."""
    end = row.words[0].right
    for word in row.words[1:]:
        if word.left - end >= least:
            yield end, word.left
        end = max(end, word.right)


def _gutters(gaps: Sequence[Sequence[tuple[float, float]]]) -> list[float]:
    """The middles of the stretches that are gaps in most rows, the likeliest first."""
    edges = sorted((edge, step) for row in gaps for gap in row for edge, step in ((gap[0], 1), (gap[1], -1)))
    found: list[tuple[int, float]] = []
    depth = 0
    for (at, step), (following, next_step) in pairwise(edges):
        depth += step
        if step > 0 and next_step < 0 and depth >= LEAST_ROWS:
            found.append((depth, (at + following) / 2))
    return [middle for _, middle in sorted(found, reverse=True)[:4]]


def _crosses(row: Row, gutter: float, least: float) -> bool:
    """Whether a word stands across a gutter, or words stand so near on both its sides that they are of one line."""
    before = max((word.right for word in row.words if word.left < gutter), default=None)
    after = min((word.left for word in row.words if word.left >= gutter), default=None)
    if before is not None and before > gutter + 0.5:
        return True
    return before is not None and after is not None and after - before < least


def _runs(crossed: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for n, is_crossed in enumerate((*crossed, True)):
        if is_crossed:
            if n - start >= LEAST_ROWS:
                yield start, n
            start = n + 1


def _trimmed(rows: Sequence[Row], start: int, end: int, gutter: float) -> tuple[int, int]:
    """Columns without the last line of what stands above them, nor what stands alone below them."""
    leading = median([one.y - other.y for one, other in pairwise(rows[start:end])] or [0.0])
    while start and start < end and not _has_both(rows[start], gutter) and _gap(rows, start) <= 1.3 * leading:
        start += 1
    last = max((n for n in range(start, end) if _has_both(rows[n], gutter)), default=start)
    for n in range(last + 1, end):
        if _gap(rows, n) > 2.2 * leading:
            return start, n
    return start, end


def _gap(rows: Sequence[Row], n: int) -> float:
    return rows[n - 1].y - rows[n].y if n else 0.0


def _has_both(row: Row, gutter: float) -> bool:
    return row.left < gutter < row.words[-1].left


def _are_columns(rows: Sequence[Row], gutter: float) -> bool:
    """Whether what stands on both sides is prose, and not the columns of a table."""
    if sum(_has_both(row, gutter) for row in rows) < LEAST_ROWS:
        return False
    for is_left in (True, False):
        side = [[word for word in row.words if (word.left < gutter) == is_left] for row in rows]
        widths = [max(word.right for word in words) - words[0].left for words in side if words]
        if not widths or sum(width >= FILLED * max(widths) for width in widths) * 2 < len(widths):
            return False
        if median(len(words) for words in side if words) < 3:
            return False
    return True
