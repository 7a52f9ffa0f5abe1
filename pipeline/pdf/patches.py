"""Patches of WeasyPrint, for one version; with any other, pages are made as that version makes them.

The height of a page's notes is the sum of what each was measured at once. WeasyPrint lays out all the notes of a page
anew for every note that comes to it or leaves it, which takes two fifths of the time of a book with many notes, and
far more where notes are cut into lines. The pages are the same.

A run of text that fits its line but for the space at its end stays whole. WeasyPrint counts that space, finds the run
too wide, and breaks its first word, so that a line holds one word or half of one.

A word in the midst of a line is not broken where no hyphen can stand. WeasyPrint breaks it, as it must a word longer
than a line, if the whole line is in one inline element.

A note called on the last line of a page is moved to the next page where earlier notes had to be. WeasyPrint makes room
for that line by moving earlier notes, and forgets those of the line itself: they are on no page. And notes that are
moved keep their order, which WeasyPrint loses where it moves some after others.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

PATCHED = "70.0"
"""The version of WeasyPrint whose functions are replaced."""

NARROWEST = 0.2
"""Ems that a character takes at least, to tell without measuring that a run is too wide."""


WIDEST_INDENT = 3
"""Ems from its left edge in which a line may begin."""


def patch() -> None:
    """Replace the functions, if it is the version we know."""
    import weasyprint
    from weasyprint.layout import LayoutContext, block, inline

    if weasyprint.VERSION != PATCHED or hasattr(LayoutContext, "_stock_update_footnote_area"):
        return
    LayoutContext._stock_update_footnote_area = LayoutContext._update_footnote_area
    LayoutContext._update_footnote_area = _update_footnote_area
    inline._stock_split_first_line = inline.split_first_line
    inline.split_first_line = _split_first_line
    inline._stock_split_inline_level = inline.split_inline_level
    inline.split_inline_level = _split_inline_level
    block._stock_linebox_layout = block._linebox_layout
    block._linebox_layout = _linebox_layout


def _linebox_layout(context: Any, box: Any, index: Any, child: Any, new_children: Any, *more: Any) -> Any:
    """As WeasyPrint's: put lines on a page, and the notes they call on it or on the next."""
    from weasyprint.layout.block import _stock_linebox_layout as stock

    if not hasattr(context, "_order"):
        context._order = {id(note): number for number, note in enumerate(context.footnotes)}
    count = len(new_children)
    result = stock(context, box, index, child, new_children, *more)
    if context.reported_footnotes:
        called = (inside.footnote for line in new_children[count:] for inside in line.descendants())
        for note in [note for note in called if note is not None and note in context.footnotes]:
            context.footnotes.remove(note)
            context.reported_footnotes.append(note)
            result[4].append(note)
        context.reported_footnotes.sort(key=lambda note: context._order.get(id(note), -1))
    return result


def _split_inline_level(context: Any, box: Any, position_x: float, *more: Any) -> Any:
    """As WeasyPrint's; a run of text that begins in the midst of a line is told so by what is on the line before it."""
    from weasyprint.formatting_structure.boxes import TextBox
    from weasyprint.layout.inline import _stock_split_inline_level as stock

    *others, block, absolute, fixed, placeholders, floats, before, letter, line = more
    indent = position_x - block.content_box_x() if hasattr(block, "content_box_x") else 0
    if isinstance(box, TextBox) and not before and indent > WIDEST_INDENT * box.style["font_size"]:
        before = [None]
    return stock(context, box, position_x, *others, block, absolute, fixed, placeholders, floats, before, letter, line)


def _split_first_line(text: str, style: Any, context: Any, max_width: Any, *more: Any, **named: Any) -> Any:
    """As WeasyPrint's: the layout of as much text as fits a line, its length, and where the next line begins."""
    from weasyprint.layout.inline import _stock_split_first_line as stock

    split = stock(text, style, context, max_width, *more, **named)
    bare = text.rstrip(" ")
    if split[2] is None or bare in {"", text} or style["white_space"] not in {"normal", "pre-line"}:
        return split
    if len(bare) * style["font_size"] * NARROWEST > max_width:
        return split
    _, _, rest, width, *_ = stock(bare, style, context, max_width, *more, **named)
    return stock(text, style, context, None, *more, **named) if rest is None and width <= max_width else split


def _update_footnote_area(self: Any) -> bool:
    """Update the bottom of the page's text and the height of its notes; whether the notes are higher than they may be.

    Margins of notes that follow each other collapse. Those of the first and of the area would too if nothing parted
    them, as a rule or padding does; then the stock method is used.
    """
    from weasyprint.layout.block import collapse_margin

    area = self.current_footnote_area
    if self.in_column or not area.padding_top + area.border_top_width:
        return bool(self._stock_update_footnote_area())
    if area.height != "auto":
        self.page_bottom += area.margin_height()
    area.children = self.current_page_footnotes
    if not area.children:
        area.height = 0
        self.page_bottom -= area.margin_height()
        return False
    notes = [_measure(self, note) for note in area.children]
    gaps = (collapse_margin([upper[2], lower[0]]) for upper, lower in pairwise(notes))
    content = notes[0][0] + sum(gaps) + sum(height for _, height, _, _ in notes)
    _, _, bottom, is_inside = notes[-1]
    area.height = max(area.min_height, min(area.max_height, content + (bottom if is_inside else 0)))
    self.page_bottom -= area.margin_height()
    return bool(content > area.height + area.padding_bottom + area.border_bottom_width)


def _measure(self: Any, note: Any) -> tuple[float, float, float, bool]:
    """Margin, height and margin of a note by itself, and whether the lower margin stays inside the area."""
    from weasyprint.formatting_structure import build
    from weasyprint.layout.block import block_level_layout

    area = self.current_footnote_area
    known = getattr(note, "_measured", None)
    if known is None or known[0] != area.page.width:
        alone = area.copy_with_children([note]).deepcopy()
        laid = block_level_layout(self, build.create_anonymous_boxes(alone), -float("inf"), None, area.page)[0]
        child = laid.children[-1]
        top, height, below = child.margin_top, child.border_height(), child.margin_bottom
        note._measured = known = (area.page.width, (top, height, below, laid.height > top + height))
    measured: tuple[float, float, float, bool] = known[1]
    return measured
