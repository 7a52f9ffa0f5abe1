"""The feet of pages, once they are laid out: the rule over a note that goes on, and what is left of a chapter's notes.

Over notes stands a short rule; where the first goes on from the page before, the rule is as wide as the text. So
readers see it without a word, which would be one of no text, in a language that may not be the note's.

WeasyPrint leaves a quarter of a page to its text even where no more text comes, and sets what then remains of the
notes at the foot of further pages. Here the notes fill the chapter's last page, and go on at the head of the next.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from .boxes import TOLERANCE, foot, lines

if TYPE_CHECKING:
    from weasyprint import Document


def settle_feet(document: Document) -> Document:
    """The document with the feet of its pages as they are to be."""
    pages = list(document.pages)
    first = next((n for n in range(len(pages), 0, -1) if _text_bottom(pages[n - 1])), 1) - 1
    pages[first:] = _refill(pages[first:])
    for page in pages:
        _widen_rule(page)
    return document.copy(pages)


def _text_bottom(page: Any) -> float:
    """How far down the last line of a page's text comes, in CSS pixels; 0 if it has none."""
    text = page._page_box.children[0]
    return max((float(line.position_y + line.height) for line in lines(text)), default=0)


def _refill(pages: list[Any]) -> list[Any]:
    """The page on which the text ends, and those after it, with the notes as high up as they have room."""
    feet = [area for page in pages if (area := foot(page)) is not None]
    is_even = all(abs(area.width - feet[0].width) <= TOLERANCE for area in feet)
    if len(pages) < 2 or len(feet) < len(pages) or not is_even:
        return pages
    notes = [note for area in feet for note in area.children]
    filled: list[Any] = []
    for page, area in zip(pages, feet, strict=True):
        if filled and not notes:
            break
        box = page._page_box
        top = box.content_box_y() if filled else _text_bottom(page) + area.margin_top
        bottom = box.content_box_y() + box.height
        taken = _take(notes, bottom - top - area.border_top_width - area.padding_top)
        del notes[: len(taken)]
        area.children = taken
        area.height = _stack(taken, 0)
        area.position_y = top - area.margin_top if filled else bottom - area.margin_height()
        _stack(taken, area.content_box_y())
        for note in taken:
            note.translate(dx=area.content_box_x() - note.position_x)
        filled.append(type(page)(box))
    return filled


def _take(notes: list[Any], room: float) -> list[Any]:
    """The first notes that fit, or at least one."""
    count = len(notes)
    while count > 1 and _stack(notes[:count], 0) > room + TOLERANCE:
        count -= 1
    return notes[:count]


def _stack(notes: list[Any], top: float) -> float:
    """Put notes below each other, their margins collapsing; where the last one ends."""
    bottom, margin = top, 0.0
    for note in notes:
        bottom += max(margin, note.margin_top)
        note.translate(dy=bottom - note.border_box_y())
        bottom += note.border_height()
        margin = note.margin_bottom
    return bottom


def _widen_rule(page: Any) -> None:
    """Draw the rule as wide as the notes, if the first of them began on an earlier page: a gradient of one colour."""
    area = foot(page)
    rule = getattr(area, "border_image", None)
    if rule is not None and "begun" in (area.children[0].element.get("class") or "").split():
        area.border_image = copy(rule)
        area.border_image.colors = [rule.colors[0]] * len(rule.colors)
