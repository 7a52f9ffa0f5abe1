"""Drawing: lines written from what is known of their words; Pango is asked only about what is out of the ordinary.

Kerns of nothing, which WeasyPrint writes too, are left out. Only `patches` imports this module: it needs WeasyPrint.
"""

from __future__ import annotations

from typing import Any

from weasyprint.draw import text as _draw
from weasyprint.text import line_break as _line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, pango

from .breaking import sleeping_layout
from .shaping import SMALLEST, Glyph, Word, face_of, neighbour_of, runs

_stock_create = _line_break.create_layout
_stock_reactivate = _line_break.Layout.reactivate
_stock_draw = _draw.draw_first_line


def create_layout(text: str, style: Any, context: Any, max_width: Any, justification_spacing: float) -> Any:
    """As `create_layout`, for a line that was justified: what it is set up for is asked only when it is drawn."""
    if max_width is not None or text in {"", " "} or "\n" in text or style["text_decoration_line"] != "none":
        return _stock_create(text, style, context, max_width, justification_spacing)
    return sleeping_layout(text, justification_spacing)


def reactivate(self: Any, style: Any) -> None:
    """As `Layout.reactivate`, but put off: `draw_first_line` may need nothing of it."""
    if style["text_decoration_line"] != "none":
        _stock_reactivate(self, style)
    else:
        self.layout = self.language = self.style = None


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> list[Any]:
    """As `draw_first_line`: write the glyphs of a line."""
    layout, style = textbox.pango_layout, textbox.style
    if style["font_size"] < SMALLEST or not textbox.text.strip():
        return []
    is_cut = text_overflow == "ellipsis" or block_ellipsis != "none"
    if not is_cut and layout.layout is None and (drawn := _words(stream, layout, style)):
        font, size, shown = drawn
        stream.set_text_matrix(*matrix.values)
        stream.set_font_size(font.hash, size)
        stream.show_text(shown)
        return []
    if layout.layout is None:
        _stock_reactivate(layout, style)
    if is_cut or not _draw_runs(stream, layout, matrix):
        return list(_stock_draw(stream, textbox, text_overflow, block_ellipsis, matrix))
    return []


def _words(stream: Any, layout: Any, style: Any) -> tuple[Any, float, str] | None:
    """The font, its size and the operand of `TJ` of a line of ordinary words."""
    text, spacing = layout.text, layout.justification_spacing
    face, neighbour = face_of(style), neighbour_of(text)
    if face is None or neighbour is None:
        return None
    units = int(spacing * TO_UNITS)
    if (spacing and units < 1) or "\u00a0" in text:
        return None
    font, size = stream.add_font(face.font)
    if _is_of_pictures(font):
        return None
    writer = _Writer(stream, face.font, font, size)
    first, wide, last = _widened(face.space, units) if spacing else (None, None, face.space)
    pieces: list[str] = []
    names = text.split(" ")
    for number, name in enumerate(names):
        if not name and number in {0, len(names) - 1}:
            if number:
                pieces.append(writer.glyph(last))
            continue
        word = face.word(name, neighbour)
        if word is None:
            return None
        if number:
            space = wide if number > 1 or names[0] else first
            pieces.append(writer.glyph(space or face.space._replace(width=word.gap)))
        kern = word.kern if not spacing and number < len(names) - 1 else 0
        pieces.append(writer.word(word, (face, name, neighbour), kern))
    return font, size, f"<{''.join(pieces)}>".removesuffix("<>").replace("><", "")


def _left_of(units: int) -> int:
    """How much of what a space is widened by Pango puts on its left side."""
    left = units // 2
    return left if units % TO_UNITS else (left + TO_UNITS // 2) // TO_UNITS * TO_UNITS


def _widened(space: Glyph, units: int) -> tuple[Glyph, Glyph, Glyph]:
    """The space that begins a justified line, one in its midst, and the space that ends it.

    WeasyPrint widens those at its ends twice as much, as Pango takes what is on their outer side away.
    """
    left, half = _left_of(units), _left_of(2 * units)
    return (
        space._replace(width=space.width + 2 * units - half),
        space._replace(width=space.width + units, shift=left),
        space._replace(width=space.width + half, shift=half),
    )


def _draw_runs(stream: Any, layout: Any, matrix: Any) -> bool:
    """Write the glyphs of a line that Pango has shaped, if all are usual."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    found = [(run, *stream.add_font(run.font)) for run in runs(layout.get_first_line()[0], layout.text)]
    if any(not run.is_usual or _is_of_pictures(font) for run, font, _ in found):
        return False
    stream.set_text_matrix(*matrix.values)
    shown, before = "", None
    for run, font, size in found:
        if run.font != before:
            before = run.font
            if shown:
                stream.show_text(shown)
            shown = ""
            stream.set_font_size(font.hash, size)
        writer = _Writer(stream, run.font, font, size)
        shown += f"<{''.join(map(writer.glyph, run.glyphs))}>".removesuffix("<>")
    stream.show_text(shown.replace("><", ""))
    return True


def _is_of_pictures(font: Any) -> bool:
    return bool(font.bitmap or font.png or font.svg or font.colr)


class _Writer:
    """Writes glyphs of a font at a size as parts of an operand of `TJ` (ISO 32000-1, 9.4.3)."""

    __slots__ = ("_font", "_known", "_pango_font", "_size", "_stream", "_words")

    def __init__(self, stream: Any, pango_font: Any, font: Any, size: float) -> None:
        self._stream, self._pango_font, self._font, self._size = stream, pango_font, font, size
        self._known, self._words = font.__dict__.setdefault("pieces", {}).setdefault(size, ({}, {}))

    def word(self, word: Word, key: tuple[object, ...], kern: int) -> str:
        """The glyphs of a word, which a key tells from all others, the last widened by a kern."""
        piece: str | None = self._words.get((*key, kern))
        if piece is None:
            *first, last = word.glyphs
            every = (*first, last._replace(width=last.width + kern))
            piece = self._words[*key, kern] = "".join(map(self.glyph, every))
        return piece

    def glyph(self, glyph: Glyph) -> str:
        """A glyph with its offset before it and its kern after it; what it means and how wide it is is noted."""
        piece: str | None = self._known.get(glyph)
        if piece is None:
            piece = self._known[glyph] = self._write(glyph)
        return piece

    def _write(self, glyph: Glyph) -> str:
        font, size, stream = self._font, self._size, self._stream
        number, width, shift, text = glyph
        font.to_unicode.setdefault(number, text)
        if number not in font.widths:
            pango.pango_font_get_glyph_extents(self._pango_font, number, stream.ink_rect, stream.logical_rect)
            font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
        offset = shift / size
        kern = int(font.widths[number] + offset - width * 1000 * FROM_UNITS / size)
        return (f">{-offset}<" if offset else "") + f"{number:04x}" + (f">{kern}<" if kern else "")
