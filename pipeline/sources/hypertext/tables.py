"""Tables: those that only lay out a page are divisions of it; the others get rows of cells, each on one line."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from .vocabulary import BLOCKS, PICTURE, Element, has_words, is_block, kinds, words_of

_LONGEST_CELL = 400
"""Characters: a longer cell is a text, and its table a layout."""

_MOST_SPANNED = 256
"""Rows that a cell may go over; columns are as many as the row with most cells has."""

_TEXT = BLOCKS - frozenset(
    ("p", "div", "center", "td", "th", "tr", "tbody", "thead", "tfoot", "table", "caption", "note")
)
"""Blocks that stand in no cell of a table of words."""


def read_tables(root: Element) -> None:
    """Make divisions of tables that lay out the page, and rows of as many cells as there are columns of the others."""
    for table in reversed(list(root.iter("table"))):
        caption = next(table.iterchildren("caption"), None)
        if caption is not None:
            caption.tag = "p"
            table.addprevious(caption)
        if _lays_out(table):
            for part in [table, *_parts(table)]:
                part.tag = "div"
        else:
            _even_out(table)


def _parts(table: Element) -> Iterator[Element]:
    """The groups, rows and cells of a table, not those of tables in it: they have been read."""
    for part in list(table.iterdescendants("tbody", "thead", "tfoot", "tr", "td", "th")):
        if next(part.iterancestors("table"), None) is table:
            yield part


def _lays_out(table: Element) -> bool:
    if (
        not {"presentation", "none"}.isdisjoint(kinds(table))
        or next(table.iterdescendants("table", "note"), None) is not None
    ):
        return True
    pictured = sum(next(cell.iter(PICTURE), None) is not None for cell in table.iter("td", "th"))
    rows = [row for row in table.iter("tr") if has_words(row)]
    cells = [cell for cell in table.iter("td", "th") if has_words(cell)]
    if len(rows) == 0 or len(cells) < 2 or max(len(row) for row in rows) < 2 or pictured * 2 >= len(cells):
        return True
    return any(_is_text(cell) for cell in cells)


def _is_text(cell: Element) -> bool:
    """Whether a cell holds a whole text, and not a word or a figure."""
    if next(cell.iterdescendants(*_TEXT), None) is not None or len(words_of(cell)) > _LONGEST_CELL:
        return True
    return sum(1 for part in cell.iterdescendants("p", "div", "center") if has_words(part)) > 2


def _even_out(table: Element) -> None:
    """Empty cells where one goes over several columns or rows; rows without words go; what a cell holds is inline."""
    open_below: dict[int, int] = {}
    widest = max(sum(1 for _ in row.iterchildren("td", "th")) for row in table.iter("tr"))
    for row in list(table.iter("tr")):
        cells = list(row.iterchildren("td", "th"))
        if not has_words(row):
            parent = row.getparent()
            if parent is not None:
                parent.remove(row)
            continue
        below: dict[int, int] = {}
        column = 0
        for cell in cells:
            while open_below.pop(column, 0):
                cell.addprevious(etree.Element("td"))
                column += 1
            column = _spread(cell, column, widest, below)
        open_below = {**{c: n - 1 for c, n in open_below.items() if n > 1}, **below}
    for cell in table.iter("td", "th"):
        for inner in list(cell.iterdescendants(etree.Element)):
            if is_block(inner) or inner.tag == "br":
                inner.tag, inner.tail = "span", f" {inner.tail or ''}"


def _spread(cell: Element, column: int, widest: int, below: dict[int, int]) -> int:
    """Put empty cells after one that goes over several columns; the column of the next."""
    width, height = min(_number(cell, "colspan"), max(widest - column, 1)), _number(cell, "rowspan")
    for number in range(width):
        if height > 1:
            below[column + number] = height - 1
        if number:
            extra = etree.Element(cell.tag)
            extra.tail, cell.tail = cell.tail, None
            cell.addnext(extra)
    return column + width


def _number(cell: Element, attribute: str) -> int:
    said = cell.get(attribute, "1").strip()
    return min(max(int(said), 1), _MOST_SPANNED) if said.isdecimal() and len(said) < 6 else 1
