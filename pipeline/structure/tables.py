"""Tables: consecutive lines whose cells stand in columns, parted by tabs or by two blanks and more."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise

from msgspec import Struct

from ..ledger import Span
from ..tree import Cell, Str, Table
from .claims import Claim, free_runs
from .lines import Layout, TextLine

GAP = 2
"""Blanks that part two columns."""

LONGEST_CELL, LONGEST_TITLE = 48, 72
"""Characters; two columns of running text side by side have longer ones. A first cell beside numbers may be longer."""

_GAP = re.compile(rf"[ ]{{{GAP},}}|\s*\t\s*")
_NUMBER = re.compile(r"[^\w\s]{0,2}\s?\d[\d.,:/½⅓⅔¼¾\s–-]*\s?(?:[^\W\d_]{1,3}\.?|%)?[^\w\s]?")
_NOTHING = re.compile(r"[-–—.…\"”„″]*")
"""A dash, dots or marks of repetition, which stand in a column of numbers for one."""

_YEAR = re.compile(r"1\d{3}|20\d{2}")
_SPLIT = re.compile(r"[^\W\d]\.?\s{3,}\d")
"""Words and a number in one cell with blanks between: the columns do not stand where they seem to."""

_LEADER = re.compile(r"\.{4,}|(?:\. ){3,}")

Row = tuple[Span, ...]
"""Where the cells of a line stand in it; an empty cell is an empty span."""


class _Grid(Struct, frozen=True):
    """Lines with as many cells each."""

    lines: Sequence[TextLine]
    rows: Sequence[Row]

    def column(self, number: int, *, below: int = 0) -> list[str]:
        """The cells of a column that are not empty, from row `below` on."""
        cells = (row[number].of(line.text) for line, row in zip(self.lines[below:], self.rows[below:], strict=True))
        return [cell for cell in cells if cell]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0])

    @property
    def head(self) -> bool:
        """Whether the first row heads the others: words or years above numbers."""
        first = [span.of(self.lines[0].text) for span in self.rows[0]]
        heads = [n for n in range(self.width) if first[n] and is_numeric(self.column(n, below=1))]
        return bool(heads) and all(_is_title(first[n], self.column(n, below=1)) for n in heads)


def read_tables(layout: Layout, taken: Set[int]) -> Iterator[Claim]:
    """The tables of a text. Lines that do not share their columns, or words in two of them only, are none."""
    for group in layout.groups():
        for run in free_runs(group, taken):
            if len(run) == 1:
                continue
            for parted, numbers in groupby(run, key=lambda n: _has_gap(layout.lines[n].text)):
                there = list(numbers)
                if parted and len(there) > 1 and (grid := _grid([layout.lines[n] for n in there])):
                    yield Claim(there[0], there[-1] + 1, (_table(grid),))


def _has_gap(text: str) -> bool:
    return "  " in text or "\t" in text


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether the cells of a column are numbers, as most of them, and marks that stand for one: `12`, `4s.`, `—`."""
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
    others = [cell for cell in cells if not _NUMBER.fullmatch(cell) and not _NOTHING.fullmatch(cell)]
    return numbers > 0 and not others


def _is_title(cell: str, below: Sequence[str]) -> bool:
    """Whether a cell heads a column of numbers: it is words, or a year above what are no years."""
    return not _NUMBER.fullmatch(cell) or (_YEAR.fullmatch(cell) is not None and not all(map(_YEAR.fullmatch, below)))


def _grid(lines: Sequence[TextLine]) -> _Grid | None:
    """The lines as rows of a table, if they are one."""
    for rows in (_by_gaps(lines, "\t"), _by_columns(lines), _by_gaps(lines, "  ")):
        if rows and _is_table(grid := _Grid(lines, rows)):
            return grid
    return None


def _is_table(grid: _Grid) -> bool:
    """Whether cells are short and a column is numbers; a table of words alone has three columns and three rows."""
    columns = [grid.column(n) for n in range(grid.width)]
    if grid.width < 2 or not all(columns) or any(len(cell) > LONGEST_TITLE for cells in columns for cell in cells):
        return False
    if any(_LEADER.search(line.text) for line in grid.lines) or any(map(_SPLIT.search, itertools.chain(*columns))):
        return False
    numeric = sum(is_numeric(grid.column(n, below=int(grid.head))) for n in range(1, grid.width))
    if numeric + 1 < grid.width and any(len(cell) > LONGEST_CELL for cells in columns for cell in cells):
        return False
    rows = len(grid.rows) - grid.head
    return (numeric > 0 and rows > 1 and rows + grid.width > 4) or (rows > 2 and grid.width > 2)


def _by_gaps(lines: Sequence[TextLine], gap: str) -> list[Row]:
    """The cells between the gaps of each line, if every line has as many."""
    if not all(gap in line.text for line in lines):
        return []
    rows = [tuple(_cells(line.text)) for line in lines]
    return rows if len({len(row) for row in rows}) == 1 else []


def _cells(text: str) -> Iterator[Span]:
    start = 0
    for gap in _GAP.finditer(text):
        yield Span(start, gap.start())
        start = gap.end()
    yield Span(start, len(text))


def _by_columns(lines: Sequence[TextLine]) -> list[Row]:
    """The cells between the strips of blanks that run through all lines; a line may leave cells empty."""
    if any("\t" in line.text for line in lines):
        return []
    ends = [line.indent + len(line.text) for line in lines]
    filled = {line.indent + n for line in lines for n, sign in enumerate(line.text) if sign != " "}
    blank = [n for n in range(min(filled), max(ends)) if n not in filled]
    strips = [s for s in _strips(blank) if s.end - s.start >= GAP]
    edges = [0, *(strip.end for strip in strips), max(ends)]
    return [tuple(_slice(line, start, end) for start, end in pairwise(edges)) for line in lines]


def _strips(columns: Sequence[int]) -> Iterator[Span]:
    """The runs of columns that follow each other."""
    for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
        there = [column for _, column in run]
        yield Span(there[0], there[-1] + 1)


def _slice(line: TextLine, start: int, end: int) -> Span:
    """Where the words of a line between two columns of the page stand in it."""
    first, last = (min(max(column - line.indent, 0), len(line.text)) for column in (start, end))
    words = line.text[first:last]
    first += len(words) - len(words.lstrip())
    return Span(first, first + len(words.strip()))


def _table(grid: _Grid) -> Table:
    numeric = [is_numeric(grid.column(n, below=int(grid.head))) for n in range(grid.width)]
    rows = (
        tuple(_cell(line, span, is_number) for span, is_number in zip(row, numeric, strict=True))
        for line, row in zip(grid.lines, grid.rows, strict=True)
    )
    return Table(tuple(rows), grid.head)


def _cell(line: TextLine, span: Span, numeric: bool) -> Cell:
    there = Span(line.span.start + span.start, line.span.start + span.end)
    return Cell((Str(span.of(line.text), there),) if span.start < span.end else (), numeric)
