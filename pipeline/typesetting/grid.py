"""The grid: after a quotation that a page turn has cut, lines stand again where those of the facing page do.

What is set off has half a line above it and half a line below. Where a page begins in its midst only the lower half is
left, and all lines after it would stand between those of the grid. So they move down to the next line of it, into the
room that is too low for one more line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .boxes import TOLERANCE, foot, is_line, lines

if TYPE_CHECKING:
    from weasyprint import Document

SET_OFF = frozenset({"verse", "list"})
"""Classes of what is set off, besides block quotations."""


def settle_lines(document: Document) -> Document:
    """The document with the lines after such quotations on the grid."""
    pages = list(document.pages)
    for number in range(1, len(pages)):
        if moved := _moved(pages[number - 1], pages[number]):
            rest, distance = moved
            for box in rest:
                box.translate(dy=distance)
            pages[number] = type(pages[number])(pages[number]._page_box)
    return document.copy(pages)


def _moved(before: Any, page: Any) -> tuple[list[Any], float] | None:
    """What follows a quotation that was begun on the page before, and how far it must move, if it must and can."""
    text, cut = page._page_box.children[0], {id(box.element) for box in _last_boxes(before)}
    rest = _after_quotation(text, cut)
    following = next((line for box in rest for line in lines(box)), None)
    if following is None:
        return None
    top, leading = page._page_box.content_box_y(), _leading(text)
    over = (following.position_y - top) % leading if abs(following.height - leading) <= TOLERANCE else 0
    if min(over, leading - over) <= TOLERANCE:
        return None
    area = foot(page)
    bottom = top + page._page_box.height if area is None else area.position_y
    end = max(line.position_y + line.height for box in rest for line in lines(box))
    return (rest, leading - over) if end + leading - over <= bottom + TOLERANCE else None


def _last_boxes(page: Any) -> Iterator[Any]:
    """The boxes that hold the last line of a page's text, outermost first."""
    box = page._page_box.children[0]
    while getattr(box, "children", ()) and not is_line(box):
        yield box
        box = box.children[-1]


def _after_quotation(text: Any, cut: set[int]) -> list[Any]:
    """The boxes that stand below the first quotation of a text, if a page turn has cut it; none in columns."""
    rest: list[Any] = []
    box = text
    while getattr(box, "children", ()) and not is_line(box):
        if box.style["column_count"] != "auto" or box.style["column_width"] != "auto":
            return []
        if _is_set_off(box) and id(box.element) in cut:
            return rest
        rest = [*box.children[1:], *rest]
        box = box.children[0]
    return []


def _is_set_off(box: Any) -> bool:
    classes = (box.element.get("class") or "").split() if box.element is not None else []
    return box.element_tag == "blockquote" or not SET_OFF.isdisjoint(classes)


def _leading(text: Any) -> float:
    """The height of a line of text, in CSS pixels."""
    from weasyprint.text.line_break import strut

    return float(strut(text.style)[0])
