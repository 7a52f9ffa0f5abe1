"""Memos: what WeasyPrint works out again and again for one style or one line, kept with it. The pages are the same.

Each function stands for one of WeasyPrint's and gives what that gives; where anything is out of the ordinary, it asks
that. Only `patches`, which puts them in their places, and what it puts there imports this module: it needs WeasyPrint.
"""

from __future__ import annotations

import copy
from typing import Any

from weasyprint.css import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, PHYSICAL_FUNCTIONS
from weasyprint.css import ComputedStyle as _ComputedStyle
from weasyprint.css.tokens import Pending
from weasyprint.formatting_structure.boxes import BlockBox, InlineBox, LineBox, MarginBox, TextBox
from weasyprint.layout import percent as _percent
from weasyprint.text import line_break as _line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from . import mends

LONGEST = 4000
"""Characters of a text whose lines are kept, so that those of a very long paragraph do not fill memory."""

MOST_SOLVED = 4000
"""Styles whose variables are kept solved, so that those of a very long book do not fill memory."""

LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{bound}{axis}" for axis in ("width", "height") for bound in ("", "min_", "max_")),
)
PLAIN_BOXES = frozenset({TextBox, InlineBox, LineBox, BlockBox, MarginBox})
"""Boxes whose margins do not depend on the height of what holds them, and whose style stays as it is."""

BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
FONT = ("font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variation_settings")
TYPE = (*FONT, *FEATURES, "font_language_override", "lang", "direction")

SPECIAL = {"position", "float", "display", "page"} | {
    name for name in INITIAL_VALUES if name[:16] == "text_decoration_"
}
INHERITED_PLAINLY = frozenset(INHERITED) - SPECIAL
INITIAL_PLAINLY = frozenset(INITIAL_VALUES) - INHERITED - INITIAL_NOT_COMPUTED - SPECIAL
LOGICAL = frozenset(
    function(block="ttb", inline=inline) for function in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
)

_stock_missing = _ComputedStyle.__missing__
_stock_strut = _line_break.strut
_stock_setup = _line_break.Layout.setup
_stock_resolve = _percent.resolve_percentages


class Memo:
    """What was worked out for a style. It lasts as long as the style, and copies of the style have their own."""

    __slots__ = ("face", "lengths", "lines", "strut")

    def __init__(self) -> None:
        self.face: tuple[Any, Any, Any, bytes] | None = None
        self.lengths: dict[str, Any] | None = None
        self.lines: dict[tuple[object, ...], tuple[Any, ...]] = {}
        self.strut: tuple[float, float] | None = None


def memo_of(style: Any) -> Memo:
    """The memo of a style."""
    memo: Memo | None = style.__dict__.get("memo")
    if memo is None:
        memo = style.memo = Memo()
    return memo


def missing(self: Any, key: str) -> Any:
    """As `ComputedStyle.__missing__`: the computed value of a property."""
    if key not in self.cascaded:
        if self.parent_style is None:
            return _stock_missing(self, key)
        if key in INHERITED_PLAINLY:
            value = self[key] = self.parent_style[key]
            return value
        if key in INITIAL_PLAINLY and _is_plain(self, key):
            value = self[key] = INITIAL_VALUES[key]
            return value
    elif key not in SPECIAL and isinstance(self.cascaded[key][0], Pending) and _is_plain(self, key):
        solved = _solved(self)
        if key not in solved:
            solved[key] = _stock_missing(self, key)
        value = self[key] = solved[key]
        return value
    return _stock_missing(self, key)


def _solved(style: Any) -> dict[str, Any]:
    """What declarations with variables came to in styles that have the same ones as this and so have all above it.

    Each page has styles of its own, and so has each note; their declarations are those of the sheets.
    """
    solved: dict[str, Any] | None = style.__dict__.get("solved")
    if solved is None:
        above = [_solved(s) if isinstance(s, _ComputedStyle) else s for s in (style.parent_style, style.root_style)]
        said = [(name, id(value)) for name, (value, _) in style.cascaded.items()]
        key = (*(id(held) for held in above), style.pseudo_type, *said)
        known = known_of(style, "solved")
        if len(known) > MOST_SOLVED:
            known.clear()
        _, solved = known.setdefault(key, ((above, style.cascaded), {}))  # what is held keeps its identity
        style.solved = solved
    return solved


def _is_plain(style: Any, key: str) -> bool:
    """Whether no property such as `margin-inline-start` can stand for one such as `margin-left`."""
    if key not in PHYSICAL_FUNCTIONS:
        return True
    known: bool | None = style.__dict__.get("is_plain")
    if known is None:
        known = style.is_plain = LOGICAL.isdisjoint(style.cascaded)
    return known


def strut(style: Any) -> tuple[float, float]:
    """As `strut`: the height of a line and its baseline."""
    memo = memo_of(style)
    if memo.strut is None:
        known = known_of(style, "struts")
        key = (type_of(style), style["line_height"])
        if key not in known:
            known[key] = _stock_strut(style)
        memo.strut = known[key]
    return memo.strut


def known_of(style: Any, name: str) -> dict[object, Any]:
    """What is known, under a name, of all styles that use the same fonts."""
    known: dict[object, Any] = style.font_config.__dict__.setdefault(name, {})
    return known


def type_of(style: Any) -> tuple[object, ...]:
    """All that the type of a style depends on."""
    return tuple([style[name] for name in TYPE])


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """As `resolve_percentages`: give a box its lengths; one whose style is without percentages has them at once."""
    if type(box) not in PLAIN_BOXES or box.is_flex_item or box.is_grid_item:
        _stock_resolve(box, containing_block)
        return
    memo = memo_of(box.style)
    if memo.lengths is None:
        _stock_resolve(box, containing_block)
        names = (*LENGTHS, *BORDERS)
        memo.lengths = {name: getattr(box, name) for name in names} if _is_absolute(box.style) else {}
    elif memo.lengths:
        box.__dict__.update(memo.lengths)
    else:
        _stock_resolve(box, containing_block)


def _is_absolute(style: Any) -> bool:
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return False
    values = (style[name] for name in LENGTHS)
    return all(value == "auto" or getattr(value, "unit", None) == "px" for value in values)


def setup(self: Any, style: Any) -> None:
    """As `Layout.setup`: make a Pango layout, with the context and the font that the style has had before."""
    if style["text_decoration_line"] != "none":
        _stock_setup(self, style)
        return
    memo = memo_of(style)
    if memo.face is None:
        known = known_of(style, "faces")
        key = type_of(style)
        if key not in known:
            known[key] = _face_of(style)
        memo.face = known[key]
    context, self.language, description, features = memo.face
    self.style, self.first_line_direction = style, 0
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, description)
    self.ascent = self.underline_position = self.strikethrough_position = None
    if features:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(features))
        pango.pango_layout_set_attributes(self.layout, attributes)


def _face_of(style: Any) -> tuple[Any, Any, Any, bytes]:
    """Pango's context, language, font description and features for a style."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    override = style["font_language_override"]
    name = style["lang"] if override == "normal" else LST_TO_ISO.get(override.lower(), override)
    if name:
        pointer, _ = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    features = font_features(*(style[name] for name in FEATURES))
    said = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    return context, language, get_font_description(style), said


def split_first_line(text: str, style: Any, context: Any, max_width: Any, *more: Any, **named: Any) -> Any:
    """As `mends.split_first_line`: what a line holds is asked anew for each page that it may stand on."""
    if len(text) > LONGEST:
        return mends.split_first_line(text, style, context, max_width, *more, **named)
    lines = memo_of(style).lines
    key = (text, max_width, more, *named.items())
    split = lines.get(key)
    if split is None:
        split = lines[key] = mends.split_first_line(text, style, context, max_width, *more, **named)
    return (copy.copy(split[0]), *split[1:])
