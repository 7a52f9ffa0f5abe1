"""Boxes: what WeasyPrint put on each page, read from its layout rather than from the finished file.

The only module, with `patches`, that knows WeasyPrint's box tree, which is not part of its public interface.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .sheets import Bookmark, Place, SetPage, UsedFont

if TYPE_CHECKING:
    from weasyprint import Document

TOLERANCE = 1.0
"""CSS pixels by which a line may hang out of the page area, as descenders and rounding do."""

POINT = 0.75
"""PostScript points in a CSS pixel."""

Path = tuple[Any, ...]
"""The elements that hold a box, outermost first."""

GENERATED = ("::before", "::after", "::marker")
"""Pseudo-elements, whose text is not the book's."""


@dataclass(frozen=True, slots=True)
class Area:
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


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text on a line: the elements that hold it, its page (from 0), and whether it is inside the page area."""

    text: str
    path: Path
    page: int
    inside: bool


def words(document: Document) -> Iterator[Word]:
    """Every run of text in the page areas, in the order of layout.

    Running heads and folios are left out, and what a style sheet generates before and after elements.
    """
    for number, page in enumerate(document.pages):
        area = Area.of(page._page_box)
        for child in inner_boxes(page):
            yield from _words(child, (), number, area)


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


def _words(box: Any, path: Path, page: int, area: Area) -> Iterator[Word]:
    element = getattr(box, "element", None)
    if element is not None and (not path or path[-1] is not element):
        path = (*path, element)
    if is_generated(box):
        return
    if is_text(box):
        yield Word(box.text, path, page, area.holds(box))
    for child in getattr(box, "children", ()):
        yield from _words(child, path, page, area)


def crowding_notes(document: Document) -> set[str]:
    """The ids of notes on pages whose text runs into the notes."""
    crowding: set[str] = set()
    for page in document.pages:
        *texts, notes = [*inner_boxes(page)]
        if not texts or type(notes).__name__ != "FootnoteAreaBox":
            continue
        bottom = max((line.position_y + line.height for text in texts for line in lines(text)), default=0)
        if bottom > notes.position_y + TOLERANCE:
            crowding |= {str(e.get("data-note") or e.get("id")) for note in notes.children if (e := note.element) is not None}
    return crowding


# ---- the lines of notes ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text on a line: the numbers of the elements that hold it, outermost first; perhaps no text."""

    way: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class NoteLine:
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
    areas = (box for page in document.pages for box in page._page_box.children if type(box).__name__ == "FootnoteAreaBox")
    return float(next(areas).width)


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


# ---- facts about the pages ---------------------------------------------------------------------------------------


def leading_pages(document: Document) -> int:
    """The pages before the first that holds a section: those that only make the part begin on its side."""
    for number, page in enumerate(document.pages):
        if any(getattr(box, "element_tag", "") in {"section", "nav"} for box in page._page_box.descendants()):
            return number
    return 0


def side_wanted(document: Document) -> str:
    """“left” or “right”, if the first section must begin on such a page; else nothing."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if getattr(box, "element_tag", "") in {"section", "nav"}:
                value = box.style["break_before"]
                ltr = box.style["direction"] == "ltr"
                sides = {"recto": "right" if ltr else "left", "verso": "left" if ltr else "right"}
                return sides.get(value, value if value in {"left", "right"} else "")
    return ""


def set_page(page: Any) -> SetPage:
    """The facts about a page that its running head and its place in the book depend on."""
    box = page._page_box
    strings = [
        (str(name), str(text))
        for inside in box.descendants()
        if (found := getattr(inside, "string_set", None)) and found != "none"
        for name, text in found
    ]
    bottom = page.height - box.content_box_y() - box.height
    area = tuple(round(length * POINT, 4) for length in (box.content_box_x(), bottom, box.width, box.height))
    return SetPage(box.page_type.name or "", area, tuple(strings))


def places(document: Document) -> dict[str, Place]:
    """Where each id stands first."""
    found: dict[str, Place] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, *_) in page.anchors.items():
            found.setdefault(name, _place(page, number, x, y))
    return found


def bookmarks(document: Document) -> tuple[Bookmark, ...]:
    """The outline."""

    def read(tree: Any) -> tuple[Bookmark, ...]:
        return tuple(
            Bookmark(title, _place(document.pages[page], page, x, y), read(children))
            for title, (page, x, y), children, _ in tree
        )

    return read(document.make_bookmark_tree())


def _place(page: Any, number: int, x: float, y: float) -> Place:
    return Place(number, round(x * POINT, 3), round((page.height - y) * POINT, 3))


def used_fonts(document: Document) -> tuple[UsedFont, ...]:
    """The fonts of a document that was written."""
    from weasyprint.text.fonts import get_hb_object_data

    found: dict[str, UsedFont] = {}
    for font in document.fonts.values():
        if font.hash in found:
            found[font.hash].widths.update(font.widths)
            found[font.hash].texts.update(font.to_unicode)
        else:
            file = sha256(get_hb_object_data(font.hb_face)).hexdigest()
            found[font.hash] = UsedFont(font.hash, file, dict(font.widths), dict(font.to_unicode))
    return tuple(found.values())
