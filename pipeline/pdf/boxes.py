"""Boxes: what WeasyPrint put on each page, read from its layout rather than from the finished file.

The only module that knows WeasyPrint's box tree, which is not part of its public interface.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint import Document

TOLERANCE = 1.0
"""CSS pixels by which a line may hang out of the page area, as descenders and rounding do."""

Path = tuple[Any, ...]
"""The elements that hold a box, outermost first."""


GENERATED = ("::before", "::after", "::marker")
"""Pseudo-elements, whose text is not the book's."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where the words of a page may stand, in CSS pixels from the top left corner."""

    left: float
    right: float
    bottom: float

    @classmethod
    def of(cls, page: Any) -> Area:
        """The page area between the margins; marks may hang into the side margins, but not over the paper's edge."""
        return cls(0, page.margin_width(), page.content_box_y() + page.height + TOLERANCE)

    def holds(self, box: Any) -> bool:
        """Whether a line or a run of text lies inside."""
        across = self.left <= box.position_x and box.position_x + box.width <= self.right
        return bool(across and box.position_y + box.height <= self.bottom)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text on a line: the elements that hold it, its page (from 0), and whether it is inside the page area."""

    text: str
    path: Path
    page: int
    inside: bool


@dataclass(frozen=True, slots=True)
class SetNote:
    """A note at the foot of a page: its id, its number of lines, and the id of the last section begun on that page."""

    id: str
    lines: int
    inside: bool
    chapter: str


def words(document: Document) -> Iterator[Word]:
    """Every run of text in the page areas, in the order of layout.

    Running heads and folios are left out, and what a style sheet generates before and after elements.
    """
    for number, page in enumerate(document.pages):
        area = Area.of(page._page_box)
        for child in page._page_box.children:
            if type(child).__name__ != "MarginBox":
                yield from _words(child, (), number, area)


def set_notes(document: Document) -> Iterator[SetNote]:
    """Every note at the foot of a page."""
    chapter = ""
    for page in document.pages:
        area = Area.of(page._page_box)
        for child in page._page_box.children:
            if type(child).__name__ == "FootnoteAreaBox":
                for note in child.children:
                    lines = list(_lines(note))
                    inside = all(area.holds(line) for line in lines)
                    yield SetNote(note.element.get("id", ""), len(lines), inside, chapter)
            elif type(child).__name__ != "MarginBox":
                chapter = next(_sections(child), chapter)


def _words(box: Any, path: Path, page: int, area: Area) -> Iterator[Word]:
    element = getattr(box, "element", None)
    if element is not None and (not path or path[-1] is not element):
        path = (*path, element)
    if str(getattr(box, "element_tag", "")).endswith(GENERATED):
        return
    if type(box).__name__ == "TextBox":
        yield Word(box.text, path, page, area.holds(box))
    for child in getattr(box, "children", ()):
        yield from _words(child, path, page, area)


def _lines(box: Any) -> Iterator[Any]:
    if type(box).__name__ == "LineBox":
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _sections(box: Any) -> Iterator[str]:
    """The ids of the chapters or other top sections on a page, the last first."""
    element = getattr(box, "element", None)
    if element is not None and element.tag == "section" and element.get("id"):
        yield element.get("id")
        return
    for child in reversed(getattr(box, "children", ())):
        yield from _sections(child)
