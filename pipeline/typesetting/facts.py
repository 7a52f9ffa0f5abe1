"""Facts about the pages of a part: their areas, what stands where on them, and the fonts they use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .plates import faces
from .sheets import Bookmark, Place, Rectangle, SetPage, UsedFont

if TYPE_CHECKING:
    from weasyprint import Document

POINT = 0.75
"""PostScript points in a CSS pixel."""


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


def area_on(page: Any, box: Any) -> Rectangle:
    """Where the content of a box stands on its page."""
    left, bottom = box.content_box_x(), page.height - box.content_box_y() - box.height
    return left * POINT, bottom * POINT, box.width * POINT, box.height * POINT


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


def used_fonts(document: Document, pdf: Any) -> tuple[UsedFont, ...]:
    """The fonts of a document that was drawn."""
    known = faces(pdf)
    found: dict[str, UsedFont] = {}
    for font in document.fonts.values():
        if font.hash in found:
            found[font.hash].widths.update(font.widths)
            found[font.hash].texts.update(font.to_unicode)
        else:
            file = "" if font.missing else font.identity
            face = known.get(font.hash, ("", "", b""))
            found[font.hash] = UsedFont(font.hash, file, dict(font.widths), dict(font.to_unicode), *face)
    return tuple(found.values())
