"""Tables: rows whose words stand in columns, told by the strips that no word of any row crosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from .words import Row, Word

APART = 1.2
"""Of the size: the gap between two cells of a row."""

STRIP = 0.8
"""Of the size: the width of what no word crosses between two columns."""

LEAST_ROWS = 3
"""Rows of a table; two are enough where there are three columns."""

Cells = list[list[Word]]


class Grid(Struct, frozen=True):
    """A table: the numbers of its first row and the one after its last, and its rows of cells, some of them empty."""

    start: int
    end: int
    rows: tuple[Cells, ...]
    is_headed: bool


def find_tables(rows: Sequence[Row]) -> Iterator[Grid]:
    """The tables among the rows of a frame, in order."""
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and _is_row(rows, start, end):
            end += 1
        grid = _grid(rows, start, end)
        while grid is None and end - start > LEAST_ROWS:
            end -= 1
            grid = _grid(rows, start, end)
        if grid is not None:
            yield grid
        start = end if grid is not None else start + 1


def _is_row(rows: Sequence[Row], start: int, n: int) -> bool:
    """Whether a row has cells, or goes on with a cell of the row above it that is not its first."""
    if len(_split(rows[n])) > 1:
        return n == start or rows[n - 1].y - rows[n].y < 3 * rows[n].size
    is_below = n > start and rows[n - 1].y - rows[n].y < 1.6 * rows[n].size
    return is_below and rows[n].left > rows[start].left + 3 * rows[n].size and len(_split(rows[n - 1])) > 1


def _split(row: Row) -> Cells:
    """The words of a row, parted where gaps are wide."""
    cells: Cells = [[]]
    end, apart = row.left, APART * row.size
    for word in row.words:
        if word.left - end >= apart and cells[-1]:
            cells.append([])
        cells[-1].append(word)
        end = max(end, word.right)
    return cells


def _grid(rows: Sequence[Row], start: int, end: int) -> Grid | None:
    """The table that some rows are, if their cells stand in columns."""
    part = rows[start:end]
    strips = _strips(part)
    if not strips or end - start < (LEAST_ROWS if len(strips) == 1 else 2):
        return None
    table: list[Cells] = []
    for row in part:
        cells: Cells = [[] for _ in range(len(strips) + 1)]
        for word in row.words:
            cells[sum(word.left >= strip for strip in strips)].append(word)
        if table and not cells[0] and sum(map(bool, cells)) == 1:
            for above, cell in zip(table[-1], cells, strict=True):
                above += cell
        else:
            table.append(cells)
    full = sum(sum(map(bool, cells)) > 1 for cells in table)
    if full < 2 or full < 0.7 * len(table) or not _is_short(table):
        return None
    return Grid(start, end, tuple(table), _is_bold(table[0]) and not all(map(_is_bold, table)))


def _strips(rows: Sequence[Row]) -> list[float]:
    """The middles of the strips that no word of the rows crosses, with words on both sides in most rows."""
    spans = sorted((word.left, word.right) for row in rows for word in row.words)
    size = rows[0].size if rows else 0.0
    strips, end = [], spans[0][1] if spans else 0.0
    for left, right in spans:
        if left - end >= STRIP * size:
            strips.append((left + end) / 2)
        end = max(end, right)
    return strips


def _is_short(table: Sequence[Cells]) -> bool:
    """Whether the cells are those of a table, not of two texts beside each other."""
    cells = [sum(len(word.text) + 1 for word in cell) for row in table for cell in row if cell]
    return sum(cells) / len(cells) < 40


def _is_bold(cells: Cells) -> bool:
    return all(word.style.bold for cell in cells for word in cell)
