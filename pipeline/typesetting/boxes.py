"""Boxes: what WeasyPrint put on each page, read from its layout rather than from the finished file.

This module, `measures`, `feet`, `fits`, `facts` and `patches` alone know WeasyPrint's box tree, which is not part of
its public interface.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from weasyprint import Document

TOLERANCE = 1.0
"""CSS pixels by which a line may hang out of the page area, as descenders and rounding do."""

Path = tuple[Any, ...]
"""The elements that hold a box, outermost first."""

GENERATED = ("::before", "::after", "::marker")
"""Pseudo-elements, whose text is not the book's."""


class Area(Struct, frozen=True):
    """Where the words of a page may stand, in CSS pixels from the top left corner."""

    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def of(cls, page: Any) -> Area:
        """The page area between the margins; marks may hang into the side margins, but not over the paper's edge."""
        top = page.content_box_y()
        return cls(0, page.margin_width(), top - TOLERANCE, top + page.height + TOLERANCE)

    def holds(self, box: Any) -> bool:
        """Whether a line or a run of text lies inside."""
        across = self.left <= box.position_x and box.position_x + box.width <= self.right
        return bool(across and self.top <= box.position_y and box.position_y + box.height <= self.bottom)


class Word(Struct, frozen=True):
    """A run of text on a line: the elements that hold it, its page (from 0), and whether it is inside the page area."""

    text: str
    path: Path
    page: int
    inside: bool


def has_room(document: Document) -> bool:
    """Whether any page has room between its margins."""
    boxes = (page._page_box for page in document.pages)
    return any(box.width > 0 and box.height > 0 for box in boxes)


def words(document: Document) -> Iterator[Word]:
    """Every run of text in the page areas, in the order of layout.

    Running heads and folios are left out, what a style sheet generates before and after elements, and the head of a
    table where a page repeats it.
    """
    again = repeated_heads(document)
    for number, page in enumerate(document.pages):
        area = Area.of(page._page_box)
        for child in inner_boxes(page):
            yield from _words(child, (), number, area, again)


def repeated_heads(document: Document) -> frozenset[int]:
    """The heads, by the identity of their boxes, of tables that began on an earlier page."""
    heads = [
        box
        for page in document.pages
        for child in inner_boxes(page)
        for box in _boxes(child)
        if getattr(box, "is_header", False)
    ]
    first = {id(box.element): id(box) for box in reversed(heads)}
    return frozenset(id(box) for box in heads if first[id(box.element)] != id(box))


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def inner_boxes(page: Any) -> Iterator[Any]:
    """The text and the notes of a page, without the boxes in its margins."""
    return (child for child in page._page_box.children if type(child).__name__ != "MarginBox")


def is_text(box: Any) -> bool:
    """Whether a box is a run of text."""
    return type(box).__name__ == "TextBox"


def is_leaf(box: Any) -> bool:
    """Whether a box is drawn as one marked run: text or a picture."""
    from weasyprint.formatting_structure.boxes import ReplacedBox, TextBox

    return isinstance(box, TextBox | ReplacedBox)


def is_generated(box: Any) -> bool:
    """Whether a style sheet made the box."""
    return str(getattr(box, "element_tag", "")).endswith(GENERATED)


def is_line(box: Any) -> bool:
    """Whether a box is a line."""
    return type(box).__name__ == "LineBox"


def lines(box: Any) -> Iterator[Any]:
    """The lines in a box."""
    if is_line(box):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from lines(child)


def _words(box: Any, path: Path, page: int, area: Area, again: frozenset[int]) -> Iterator[Word]:
    element = getattr(box, "element", None)
    if element is not None and (not path or path[-1] is not element):
        path = (*path, element)
    if is_generated(box) or id(box) in again:
        return
    if is_text(box):
        yield Word(box.text, path, page, area.holds(box))
    for child in getattr(box, "children", ()):
        yield from _words(child, path, page, area, again)


def foot(page: Any) -> Any:
    """The box that holds the notes of a page; None if it has none."""
    return next((box for box in page._page_box.children if type(box).__name__ == "FootnoteAreaBox"), None)


def crowding_notes(document: Document) -> set[str]:
    """The ids of notes on pages whose text runs into the notes."""
    crowding: set[str] = set()
    for page in document.pages:
        *texts, notes = [*inner_boxes(page)]
        if not texts or notes is not foot(page):
            continue
        bottom = max((line.position_y + line.height for text in texts for line in lines(text)), default=0)
        if bottom > notes.position_y + TOLERANCE:
            crowding |= {
                str(e.get("data-note") or e.get("id")) for note in notes.children if (e := note.element) is not None
            }
    return crowding
