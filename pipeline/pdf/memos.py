"""Memos: what WeasyPrint works out again and again for one style or one line, kept with it. The pages are the same.

Each function stands for one of WeasyPrint's and gives what that gives; where anything is out of the ordinary, it asks
that. `patches` puts them in their places, and alone imports this module: it needs WeasyPrint.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import partial
from typing import Any

from weasyprint.css import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, PHYSICAL_FUNCTIONS
from weasyprint.css import ComputedStyle as _ComputedStyle
from weasyprint.css.tokens import Pending
from weasyprint.draw import text as _draw
from weasyprint.formatting_structure.boxes import BlockBox, InlineBox, LineBox, MarginBox, TextBox
from weasyprint.layout import percent as _percent
from weasyprint.text import line_break as _line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from . import mends

LONGEST = 4000
"""Characters of a text whose lines are kept, so that those of a very long paragraph do not fill memory."""

MOST_SOLVED = 4000
"""Styles whose variables are kept solved, so that those of a very long book do not fill memory."""

UNUSUAL = 0x0FFFFFFF
"""The first number that is no glyph's: Pango means by it that there is none, or a character without one."""

GLYPH = 5
"""Integers in Pango’s record of a glyph: its number, its width, its offsets across and upwards, its flags."""

SMALLEST = 1e-6
"""Pixels below which type is not drawn."""

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
_stock_create = _line_break.create_layout
_stock_resolve = _percent.resolve_percentages
_stock_draw = _draw.draw_first_line


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
        known = _known(style, "solved")
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
        known = _known(style, "struts")
        key = (_type_of(style), style["line_height"])
        if key not in known:
            known[key] = _stock_strut(style)
        memo.strut = known[key]
    return memo.strut


def _known(style: Any, name: str) -> dict[object, Any]:
    """What is known of all styles that use the same fonts."""
    known: dict[object, Any] = style.font_config.__dict__.setdefault(name, {})
    return known


def _type_of(style: Any) -> tuple[object, ...]:
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
        known = _known(style, "faces")
        key = _type_of(style)
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


def create_layout(text: str, style: Any, context: Any, max_width: Any, justification_spacing: float) -> Any:
    """As `create_layout`, for a line that was justified: what it is set up for is asked only when it is drawn."""
    if max_width is not None or text in {"", " "} or "\n" in text or style["text_decoration_line"] != "none":
        return _stock_create(text, style, context, max_width, justification_spacing)
    layout = _line_break.Layout.__new__(_line_break.Layout)
    layout.justification_spacing, layout.max_width, layout.first_line_direction = justification_spacing, None, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = layout.language = layout.style = None
    layout.text = text
    return layout


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


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
    """As `draw_first_line`: write the glyphs of a line; kerns of nothing, which it writes too, are left out."""
    stock = partial(_stock_draw, stream, textbox, text_overflow, block_ellipsis, matrix)
    layout, size = textbox.pango_layout, textbox.style["font_size"]
    if text_overflow == "ellipsis" or block_ellipsis != "none" or size < SMALLEST or not textbox.text.strip():
        return list(stock())
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    first_line, _ = layout.get_first_line()
    runs = list(_runs(stream, first_line))
    if any(run.is_unusual() for run in runs):
        return list(stock())
    stream.set_text_matrix(*matrix.values)
    text, shown, before = layout.text.encode(), "", None
    for run in runs:
        if run.pango_font != before:
            before = run.pango_font
            if shown:
                stream.show_text(shown)
            shown = ""
            stream.set_font_size(run.font.hash, run.size)
        shown += run.write(stream, text)
    stream.show_text(shown.replace("><", ""))
    return []


def _runs(stream: Any, line: Any) -> Iterator[_Run]:
    """The runs of a line: stretches of one font, and each space of a justified line."""
    before, font, size = None, None, 0.0
    run = line.runs[0]
    while run != ffi.NULL:
        pango_font = run.data.item.analysis.font
        if pango_font != before:
            before = pango_font
            font, size = stream.add_font(pango_font)
        yield _Run(run.data, pango_font, font, size)
        run = run.next


class _Run:
    """The glyphs of a run, each with its width and its horizontal offset in Pango’s units."""

    __slots__ = ("font", "glyphs", "item", "pango_font", "rises", "size")

    def __init__(self, item: Any, pango_font: Any, font: Any, size: float) -> None:
        self.item, self.pango_font, self.font, self.size = item, pango_font, font, size
        length = item.glyphs.num_glyphs * ffi.sizeof("PangoGlyphInfo")
        numbers = memoryview(ffi.buffer(item.glyphs.glyphs, length)).cast("i").tolist()
        self.glyphs = list(zip(numbers[::GLYPH], numbers[1::GLYPH], numbers[2::GLYPH], strict=True))
        self.rises = any(numbers[3::GLYPH])

    def is_unusual(self) -> bool:
        """Whether a font is made of pictures, a glyph is missing, or one is raised."""
        pictures = self.font.bitmap or self.font.png or self.font.svg or self.font.colr
        return bool(pictures or self.rises or any(glyph >= UNUSUAL for glyph, _, _ in self.glyphs))

    def write(self, stream: Any, text: bytes) -> str:
        """The glyphs as an operand of `TJ` (ISO 32000-1, 9.4.3)."""
        known: dict[tuple[int, int, int], str] = self.font.__dict__.setdefault("pieces", {}).setdefault(self.size, {})
        pieces = ["<"]
        for number, glyph in enumerate(self.glyphs):
            piece = known.get(glyph)
            if piece is None:
                piece = known[glyph] = self._piece(number, stream, text)
            pieces.append(piece)
        return f"{''.join(pieces)}>".removesuffix("<>")

    def _piece(self, number: int, stream: Any, text: bytes) -> str:
        """A glyph with its offset before it and its kern after it; what it means and how wide it is is noted."""
        (glyph, width, shift), font, size = self.glyphs[number], self.font, self.size
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = text[slice(*self._place(number))].decode()
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(self.pango_font, glyph, stream.ink_rect, stream.logical_rect)
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        offset = shift / size
        kern = int(font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size)
        return (f">{-offset}<" if offset else "") + f"{glyph:04x}" + (f">{kern}<" if kern else "")

    def _place(self, number: int) -> tuple[int, int]:
        """Where in the text the characters of a glyph stand, in bytes."""
        item, clusters, last = self.item.item, self.item.glyphs.log_clusters, len(self.glyphs) - 1
        if item.analysis.level % 2:
            end = item.length if number == 0 else clusters[number - 1]
        else:
            end = item.length if number == last else clusters[number + 1]
        return item.offset + clusters[number], item.offset + end
