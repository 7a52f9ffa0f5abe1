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
        yield from _frames(rows[:start], size, cuts)
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
    """The first row of two columns and the one after the last, and the gutter; of several the longest, or None."""
    found: list[tuple[int, int, float]] = []
    for gutter in _gutters(rows, GUTTER * size):
        crossed = [_crosses(row, gutter, GUTTER * size) for row in rows]
        for run in _runs(crossed):
            start, end = _trimmed(rows, *run, gutter)
            if _are_columns(rows[start:end], gutter):
                found.append((start, end, _edge(rows[start:end], gutter)))
    return max(found, key=lambda zone: zone[1] - zone[0], default=None)


def _edge(rows: Sequence[Row], gutter: float) -> float:
    """The left edge of the column beyond a gutter: a call at the end of a row may stand out into the gutter."""
    lefts = sorted(min(right) for row in rows if (right := [word.left for word in row.words if word.left > gutter]))
    return lefts[len(lefts) // 10] - 0.25 * rows[0].size


def _gaps(row: Row, least: float) -> Iterator[tuple[float, float]]:
    """What lies between the words of a row, where it is wide."""
    end = row.words[0].right
    for word in row.words[1:]:
        if word.left - end >= least:
            yield end, word.left
        end = max(end, word.right)


def _gutters(rows: Sequence[Row], least: float) -> list[float]:
    """The middles of the stretches that are gaps in most rows, and of those that fewest rows cross."""
    gaps = [list(_gaps(row, least)) for row in rows]
    between = _stretches([gap for row in gaps for gap in row])
    likely = sorted(((-depth, (a + b) / 2) for depth, a, b in between if depth >= LEAST_ROWS))[:4]
    inked = [part for row, found in zip(rows, gaps, strict=True) for part in _inked(row, found)]
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    middle = (left + 0.15 * (right - left), right - 0.15 * (right - left))
    crossed = [
        (depth, (a + b) / 2) for depth, a, b in _stretches(inked, at_most=len(rows) // 2)
        if b - a >= least and middle[0] < (a + b) / 2 < middle[1]
    ]  # fmt: skip
    return [gutter for _, gutter in (*likely, *sorted(crossed)[:2])]


def _inked(row: Row, gaps: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """What lies between the gaps of a row."""
    start = row.left
    for end, following in gaps:
        yield start, end
        start = following
    yield start, row.right


def _stretches(spans: Sequence[tuple[float, float]], at_most: int | None = None) -> Iterator[tuple[int, float, float]]:
    """Where spans lie over each other more than on both sides, or at most so many of them, with how many they are."""
    edges = sorted((edge, step) for start, end in spans for edge, step in ((start, 1), (end, -1)))
    depth = 0
    for (at, step), (following, next_step) in pairwise(edges):
        depth += step
        if (step > 0 > next_step) if at_most is None else depth <= at_most:
            yield depth, at, following


def _crosses(row: Row, gutter: float, least: float) -> bool:
    """Whether a word stands across a gutter, or words stand so near on both its sides that they are of one line."""
    before = max((word for word in row.words if word.left < gutter), key=lambda word: word.right, default=None)
    after = min((word for word in row.words if word.left >= gutter), key=lambda word: word.left, default=None)
    if before is None or after is None:
        return before is not None and before.right > gutter + 0.5
    near = max(least, GUTTER * min(before.size, after.size))
    return before.right > gutter + 0.5 or after.left - before.right < near


def _runs(crossed: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = 0
    for n, is_crossed in enumerate((*crossed, True)):
        if is_crossed:
            if n - start >= LEAST_ROWS:
                yield start, n
            start = n + 1


def _trimmed(rows: Sequence[Row], start: int, end: int, gutter: float) -> tuple[int, int]:
    """Columns without the last line of what stands above them, nor what stands alone below them."""
    leading = 1.2 * median(row.size for row in rows[start:end])
    while start < end and not _is_beside(rows, start, gutter) and _ends_above(rows, start, leading):
        start += 1
    last = max((n for n in range(start, end) if _is_beside(rows, n, gutter)), default=start)
    for n in range(last + 1, end):
        if _gap(rows, n) > 2.2 * leading:
            return start, n
    return start, end


def _ends_above(rows: Sequence[Row], n: int, leading: float) -> bool:
    """Whether a row at the head of columns ends what stands above them: a paragraph, or a heading over both."""
    is_large = n + 1 < len(rows) and rows[n].size > 1.2 * rows[n + 1].size
    return is_large or (n > 0 and _gap(rows, n) <= 1.3 * leading)


def _gap(rows: Sequence[Row], n: int) -> float:
    return rows[n - 1].y - rows[n].y if n else 0.0


def _is_beside(rows: Sequence[Row], n: int, gutter: float) -> bool:
    """Whether a row, or one that is less than a line away, has words on the other side of a gutter too."""
    near = [row for row in rows[max(0, n - 2) : n + 3] if abs(row.y - rows[n].y) < 1.3 * rows[n].size]
    return any(row.left < gutter for row in near) and any(row.words[-1].left > gutter for row in near)


def _are_columns(rows: Sequence[Row], gutter: float) -> bool:
    """Whether what stands on both sides is prose, and not the columns of a table."""
    if sum(_is_beside(rows, n, gutter) for n in range(len(rows))) < LEAST_ROWS:
        return False
    for is_left in (True, False):
        side = [[word for word in row.words if (word.left < gutter) == is_left] for row in rows]
        lines = [words for words in side if words]
        widths = [max(word.right for word in words) - words[0].left for words in lines]
        if len(lines) < LEAST_ROWS or sum(width >= FILLED * max(widths) for width in widths) * 2 < len(widths):
            return False
        if median(len(words) for words in lines) < 3:
            return False
    return True
