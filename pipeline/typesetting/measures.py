"""Measures: how WeasyPrint breaks notes into lines, read from a layout of nothing but notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from .boxes import foot, is_generated, is_line, is_text

if TYPE_CHECKING:
    from weasyprint import Document


class Run(Struct, frozen=True):
    """A run of text on a line: the numbers of the elements that hold it, outermost first; perhaps no text."""

    way: tuple[int, ...]
    text: str


class NoteLine(Struct, frozen=True):
    """A line of a note.

    `gap` is the space above it, `left` and `right` that beside it, in CSS pixels; `blocks` are the numbers of elements
    that are blocks; `paragraph` numbers the block of the line.
    """

    runs: tuple[Run, ...]
    blocks: frozenset[int]
    paragraph: int
    gap: float
    left: float
    right: float
    justified: bool


def footnote_width(document: Document) -> float:
    """The width of the notes on the first page that has any."""
    return float(next(area.width for page in document.pages if (area := foot(page)) is not None))


def note_lines(document: Document, index: str) -> dict[str, list[NoteLine]]:
    """The lines of each note in a document of notes, whose elements bear their number as the attribute `index`.

    A note with lines inside a line, as those of a table in a line, is left out.
    """
    found: dict[str, list[NoteLine]] = {}
    for page in document.pages:
        for box in page._page_box.descendants():
            element = getattr(box, "element", None)
            if element is not None and element.get("role") == "doc-footnote" and element.get("id") not in found:
                found[element.get("id")] = _note_lines(box, index)
    return {name: lines for name, lines in found.items() if lines}


def _note_lines(note: Any, index: str) -> list[NoteLine]:
    measured: list[NoteLine] = []
    bottom = note.content_box_y()
    for block, held, line in _blocks_of_lines(note, (), index):
        runs = tuple(_runs(line, tuple(n for n, _ in held), index))
        texts = [box for box in line.descendants() if is_text(box)]
        if any(is_line(box) for box in line.descendants() if box is not line) or not texts:
            return []
        left = texts[0].position_x - note.content_box_x()
        wide = block.style["text_align_all"] == "justify" and line.resume_at is not None
        right = note.content_box_x() + note.width - block.content_box_x() - block.width if wide else 0
        blocks = frozenset(n for n, is_block in held if is_block)
        measured.append(NoteLine(runs, blocks, id(block), line.position_y - bottom, left, right, wide))
        bottom = line.position_y + line.height
    return measured


def _blocks_of_lines(box: Any, held: tuple[tuple[int, bool], ...], index: str) -> Iterator[Any]:
    """Each line below a box with the block it stands in and the numbered elements that hold it."""
    for child in box.children:
        if is_line(child):
            yield box, held, child
        else:
            number = int(child.element.get(index, 0)) if child.element is not None else 0
            new = number and number not in [n for n, _ in held]
            yield from _blocks_of_lines(child, (*held, (number, True)) if new else held, index)


def _runs(box: Any, way: tuple[int, ...], index: str) -> Iterator[Run]:
    for child in box.children:
        number = int(child.element.get(index, 0)) if child.element is not None else 0
        inner = (*way, number) if number and number not in way else way
        if is_text(child):
            yield Run(inner, "" if is_generated(child) else child.text)
        elif getattr(child, "children", ()):
            yield from _runs(child, inner, index)
        else:
            yield Run(inner, "")
