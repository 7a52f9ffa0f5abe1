"""Mends: functions of WeasyPrint as they should be. `patches` puts them in their places, and alone imports this module.

A run of text that fits its line but for the space at its end stays whole. WeasyPrint counts that space, finds the run
too wide, and breaks its first word, so that a line holds one word or half of one.

A word in the midst of a line is not broken where no hyphen can stand. WeasyPrint breaks it, as it must a word longer
than a line, if the whole line is in one inline element.

The call of a note never begins a line. WeasyPrint asks Pango about the two characters that meet, and Pango parts a full
stop and a figure.

A note called on the last line of a page is moved to the next page where earlier notes had to be. WeasyPrint makes room
for that line by moving earlier notes, and forgets those of the line itself: they are on no page. And notes that are
moved keep their order, which WeasyPrint loses where it moves some after others.

No more than two lines that follow each other end in a hyphen, and the last of a page does not, unless it became the
last because a heading after it had to move on. WeasyPrint knows neither `hyphenate-limit-lines` nor
`hyphenate-limit-last`.

No name is parted by a hyphen: no word with a capital, but in languages that write other nouns so too. WeasyPrint does
not tell names from other words.

The height of a page's notes is the sum of what each was measured at once. WeasyPrint lays out all the notes of a page
anew for every note that comes to it or leaves it, which takes two fifths of the time of a book with many notes, and
far more where notes are cut into lines. The pages are the same.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import build
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import LayoutContext
from weasyprint.layout.block import _linebox_layout as _stock_linebox_layout
from weasyprint.layout.block import block_level_layout, collapse_margin
from weasyprint.layout.inline import get_next_linebox as _stock_get_next_linebox
from weasyprint.layout.inline import split_inline_level as _stock_split_inline_level
from weasyprint.text import line_break as _line_break

_stock_update_footnote_area = LayoutContext._update_footnote_area

JOINER = "\u2060"
"""The word joiner: no line ends before it (Unicode’s UAX 14, LB 11)."""

NARROWEST = 0.2
"""Ems that a character takes at least, to tell without measuring that a run is too wide."""

WIDEST_INDENT = 3
"""Ems from its left edge in which a line may begin."""

CAPITAL_NOUNS = frozenset({"de", "lb", "gsw", "nds"})
"""Languages in which every noun has a capital."""

MOST_HYPHENS = 2
"""Lines in a row that may end in a hyphen."""


def linebox_layout(context: Any, box: Any, index: Any, child: Any, new_children: Any, *more: Any) -> Any:
    """As WeasyPrint's: put lines on a page, and the notes they call on it or on the next."""
    if not hasattr(context, "_order"):
        context._order = {id(note): number for number, note in enumerate(context.footnotes)}
    count = len(new_children)
    result = _stock_linebox_layout(context, box, index, child, new_children, *more)
    if result[1] and len(new_children) > count + 1 and _ends_in_hyphen(new_children[-1]):
        result = (*result[:2], {index: _end_page(context, box, child, new_children, *more)}, *result[3:])
    if context.reported_footnotes:
        called = (note for line in new_children[count:] for note in _called(line))
        for note in [note for note in called if note in context.footnotes]:
            context.footnotes.remove(note)
            context.reported_footnotes.append(note)
            result[4].append(note)
        context.reported_footnotes.sort(key=lambda note: context._order.get(id(note), -1))
    return result


def _end_page(context: Any, box: Any, child: Any, new_children: list[Any], *more: Any) -> Any:
    """Put a line without a hyphen in the place of the last; where the next page goes on."""
    _, absolute, fixed, _, bottom_space, *_ = more
    before, last = new_children[-2:]
    place = (last.position_y, bottom_space, before.resume_at)
    line, resume_at = _whole_words(context, child, *place, box, absolute, fixed, None, None)
    if line is not None and resume_at is not None and _called(line) == _called(last):
        line.resume_at = resume_at
        new_children[-1] = line
    return new_children[-1].resume_at


def _called(line: Any) -> list[Any]:
    """The notes that a line calls."""
    return [note for inside in line.descendants() if (note := inside.footnote) is not None]


def get_next_linebox(context: Any, box: Any, position_y: float, bottom_space: float, skip: Any, *more: Any) -> Any:
    """As WeasyPrint's: the next line and where the one after it begins; without a hyphen where there can't be one."""
    counts: dict[tuple[int, str], int] = context.__dict__.setdefault("hyphens", {})
    before = counts.get((id(box.element), repr(skip)), 0) if skip else 0
    line, resume_at = _stock_get_next_linebox(context, box, position_y, bottom_space, skip, *more)
    if line is None or resume_at is None or not _ends_in_hyphen(line):
        return line, resume_at
    if before >= MOST_HYPHENS:
        line, resume_at = _whole_words(context, box, position_y, bottom_space, skip, *more)
    if line is not None and _ends_in_hyphen(line):
        counts[id(box.element), repr(resume_at)] = before + 1
    return line, resume_at


def _whole_words(context: Any, *more: Any) -> Any:
    """The next line, without a hyphen at its end."""
    context.whole_words = True
    result = _stock_get_next_linebox(context, *more)
    context.whole_words = False
    return result


def _ends_in_hyphen(line: Any) -> bool:
    last = line
    while getattr(last, "children", ()):
        last = last.children[-1]
    return isinstance(last, TextBox) and last.text.endswith(last.style["hyphenate_character"])


def _unhyphenated(style: Any) -> Any:
    """A style without hyphens at line ends."""
    other = style.__dict__.get("unhyphenated")
    if other is None:
        other = style.unhyphenated = style.copy()
        other["hyphens"] = "manual"
    return other


def split_inline_level(context: Any, box: Any, position_x: float, *more: Any) -> Any:
    """As WeasyPrint's; what is raised is joined to what stands before it.

    A run of text that begins in the midst of a line is told so by what is on the line before it.
    """
    if isinstance(box, TextBox) and getattr(context, "whole_words", False):
        box = box.copy()
        box.style = _unhyphenated(box.style)
    *others, block, absolute, fixed, placeholders, floats, before, letter, line = more
    indent = position_x - block.content_box_x() if hasattr(block, "content_box_x") else 0
    if isinstance(box, TextBox) and not before and indent > WIDEST_INDENT * box.style["font_size"]:
        before = [None]
    more = (*others, block, absolute, fixed, placeholders, floats, before, letter, line)
    new_box, resume_at, preserved, first, *rest = _stock_split_inline_level(context, box, position_x, *more)
    if box.element_tag == "sup":
        first = JOINER
    return new_box, resume_at, preserved, first, *rest


def split_first_line(text: str, style: Any, context: Any, max_width: Any, *more: Any, **named: Any) -> Any:
    """As WeasyPrint's: the layout of as much text as fits a line, its length, and where the next line begins."""
    stock = _line_break.split_first_line
    split = stock(text, style, context, max_width, *more, **named)
    bare = text.rstrip(" ")
    if split[2] is not None and _parts_a_name(text, style, split):
        return split_first_line(text, _unhyphenated(style), context, max_width, *more, **named)
    if split[2] is None or bare in {"", text} or style["white_space"] not in {"normal", "pre-line"}:
        return split
    if len(bare) * style["font_size"] * NARROWEST > max_width:
        return split
    _, _, rest, width, *_ = stock(bare, style, context, max_width, *more, **named)
    return stock(text, style, context, None, *more, **named) if rest is None and width <= max_width else split


def _parts_a_name(text: str, style: Any, split: Any) -> bool:
    """Whether a line ends with the first letters of a name that is not its only word."""
    layout, _, resume_at, *_ = split
    if style["hyphens"] != "auto" or not layout.text.endswith(style["hyphenate_character"]):
        return False
    before, _, word = text.encode()[:resume_at].decode().rpartition(" ")
    return bool(before) and is_name(word, style) and not word.endswith("-")


def is_name(word: str, style: Any) -> bool:
    """Whether a word has a capital, in a language that does not write other nouns so."""
    first = next((character for character in word if character.isalpha()), "")
    return first.isupper() and (style["lang"] or "").partition("-")[0].lower() not in CAPITAL_NOUNS


def update_footnote_area(self: Any) -> bool:
    """Update the bottom of the page's text and the height of its notes; whether the notes are higher than they may be.

    Margins of notes that follow each other collapse. Those of the first and of the area would too if nothing parted
    them, as a rule or padding does; then the stock method is used.
    """
    area = self.current_footnote_area
    if self.in_column or not area.padding_top + area.border_top_width:
        return bool(_stock_update_footnote_area(self))
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
