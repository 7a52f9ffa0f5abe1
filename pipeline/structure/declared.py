"""Declared: blocks that the format of a source declares, read as they are, whatever their form."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import cast

from msgspec.structs import replace

from ..ledger import Span
from ..markup import BLOCKS, PICTURE, Markup
from ..tree import (
    Block,
    Break,
    Cell,
    Figure,
    Heading,
    Line,
    ListBlock,
    Para,
    Quote,
    Role,
    Str,
    Table,
    Verse,
)
from .lines import TextLine
from .tables import is_numeric

TITLE_LEVEL = 1
"""The level of a chapter's title; what is declared to be on it inside a chapter is a heading of the next."""

STEP = 2
"""Blanks by which a line of verse is set in for each step."""


def read_declared(lines: Sequence[TextLine], markup: Sequence[Markup]) -> tuple[Block, ...]:
    """The blocks of some lines; a line of which nothing is declared is a paragraph."""
    marks = [mark for mark in markup if mark.kind in BLOCKS]
    start = lines[0].span.start if lines else 0
    levels = [_level(mark) for mark in marks if mark.kind == "heading" and mark.span.end > start]
    if TITLE_LEVEL in levels:
        marks = [replace(mark, value=str(_level(mark) + 1)) if mark.kind == "heading" else mark for mark in marks]
    return tuple(_blocks(lines, marks))


def _level(heading: Markup) -> int:
    return int(heading.value or TITLE_LEVEL + 1)


def _blocks(lines: Sequence[TextLine], marks: Sequence[Markup]) -> Iterator[Block]:
    """The outermost of `marks` in turn, and what stands between them."""
    done = 0
    for mark, inner in outermost(marks):
        first = next((n for n in range(done, len(lines)) if lines[n].span.end > mark.span.start), len(lines))
        last = next((n for n in range(first, len(lines)) if lines[n].span.start >= mark.span.end), len(lines))
        yield from (Para(line.inlines) for line in lines[done:first])
        if first < last:
            yield from _block(mark, lines[first:last], inner)
        done = last
    yield from (Para(line.inlines) for line in lines[done:])


def outermost(marks: Sequence[Markup]) -> Iterator[tuple[Markup, Sequence[Markup]]]:
    """The marks that stand in no other, each with those that lie within it; an empty cell may end its row."""
    number = 0
    while number < len(marks):
        outer = marks[number].span
        end = max(outer.end, outer.start + 1)
        after = number + 1
        while after < len(marks) and (marks[after].span.start < end or marks[after].span == Span(outer.end, outer.end)):
            after += 1
        yield marks[number], [mark for mark in marks[number + 1 : after] if mark.span.end <= outer.end]
        number = after


def _block(mark: Markup, lines: Sequence[TextLine], inner: Sequence[Markup]) -> Iterator[Block]:
    match mark.kind:
        case "heading":
            yield from (Heading(line.inlines, _level(mark)) for line in lines)
        case "paragraph":
            role = cast(Role, mark.value or "text")
            yield from (Para(line.inlines, role) for line in lines)
        case "quotation":
            yield Quote(_held(lines, inner), "letter" if mark.value == "letter" else "quotation")
        case "verse":
            yield _verse(lines)
        case "list":
            items = ((item, within) for item, within in outermost(inner) if item.kind == "item")
            yield ListBlock(tuple(_held(_lines_of(lines, item), within) for item, within in items))
        case "table":
            yield _table(lines, inner)
        case "figure":
            yield _figure(mark, lines, inner)
        case "break":
            yield from (Break(line.span) for line in lines)
        case _:
            yield from _blocks(lines, inner)


def _figure(mark: Markup, lines: Sequence[TextLine], inner: Sequence[Markup]) -> Figure:
    """A figure with the picture that the document brings, if it does; of an ornament it says that it shows nothing."""
    brought = next((held for held in inner if held.kind in ("picture", "ornament")), None)
    caption = () if [line.text for line in lines] == [PICTURE] else _held(lines, inner)
    span = Span(lines[0].span.start, lines[-1].span.end)
    if brought is None:
        return Figure(None, mark.value or None, caption, span)
    is_ornament = brought.kind == "ornament" and not caption
    return Figure(brought.value, "" if is_ornament else mark.value or None, caption, span, "source")


def _held(lines: Sequence[TextLine], marks: Sequence[Markup]) -> tuple[Block, ...]:
    """The blocks inside a quotation or an item, where a thought break is a paragraph of its own."""
    texts = {line.span: line for line in lines}
    blocks = _blocks(lines, marks)
    return tuple(Para(texts[block.span].inlines) if isinstance(block, Break) else block for block in blocks)


def _lines_of(lines: Sequence[TextLine], mark: Markup) -> Sequence[TextLine]:
    first = bisect_right(lines, mark.span.start, key=lambda line: line.span.end)
    return lines[first : bisect_left(lines, mark.span.end, key=lambda line: line.span.start)]


def _verse(lines: Sequence[TextLine]) -> Verse:
    margin = min(line.indent for line in lines)
    stanzas: list[list[Line]] = []
    for number, line in enumerate(lines):
        if number == 0 or line.gap:
            stanzas.append([])
        stanzas[-1].append(Line(line.inlines, (line.indent - margin) // STEP))
    return Verse(tuple(map(tuple, stanzas)))


def _table(lines: Sequence[TextLine], inner: Sequence[Markup]) -> Table:
    """Rows of as many cells each: a short one gets empty cells. A column of numbers is set to the right."""
    rows = [(mark, within) for mark, within in outermost(inner) if mark.kind == "row"]
    cells = [[_cell(mark.span, lines) for mark in within if mark.kind == "cell"] for _, within in rows]
    width = max(map(len, cells), default=0)
    even = [[*row, *((None,) * (width - len(row)))] for row in cells]
    head = bool(rows) and rows[0][0].value == "head" and len(lines) > 1
    below = [[cell.text for row in even[head:] if (cell := row[n]) is not None] for n in range(width)]
    numeric = [is_numeric(column) for column in below]
    return Table(
        tuple(tuple(Cell((c,) if c else (), is_number) for c, is_number in zip(r, numeric, strict=True)) for r in even),
        head,
    )


def _cell(span: Span, lines: Sequence[TextLine]) -> Str | None:
    """The words of a cell, which stands in one line."""
    line = next(iter(_lines_of(lines, Markup("cell", span))), None)
    words = line.text[span.start - line.span.start : span.end - line.span.start] if line else ""
    start = span.start + len(words) - len(words.lstrip())
    return Str(words.strip(), Span(start, start + len(words.strip()))) if words.strip() else None
