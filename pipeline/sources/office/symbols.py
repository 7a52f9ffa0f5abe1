"""Symbols: the letters of the fonts Symbol and Wingdings, which word processors keep by their place in the font."""

from __future__ import annotations

import re

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑",
)
"""From 0x20 and from 0xA0, after the encoding that Adobe publishes with the font."""

_WINGDINGS = dict(
    zip("!\"#()*6<>AEFGHIJKLPRSTY", "✏✂✁☎✆✉⌛💾✇✌☜☞☝☟🖐☺😐☹🏱☼💧❄✡", strict=True)
) | {
    "l": "●", "n": "■", "o": "□", "q": "❑", "u": "◆", "v": "❖", "w": "⬥", "\x9f": "•", "\xa7": "▪", "\xa8": "◻",
    "\xd8": "➢", "\xdf": "←", "\xe0": "→", "\xe1": "↑", "\xe2": "↓", "\xe8": "➔",
    "\xfb": "✗", "\xfc": "✓", "\xfd": "☒", "\xfe": "☑",
}  # fmt: skip

_PRIVATE = 0xF000
_IN_SYMBOL = re.compile("[\uf020-\uf0ff]")
_UNKNOWN = "□"
SYMBOL_FONTS = frozenset({"symbol", "wingdings"})


def symbol(font: str, code: int) -> str:
    """The Unicode character at a place of a font, `□` where there is none.

    >>> symbol("Symbol", 0xF061), symbol("Wingdings", 0xFC), symbol("Webdings", 0xF061), symbol("Arial", 0x2014)
    ('α', '✓', '□', '—')
    """
    place = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code
    if font.lower() == "symbol" and place <= 0xFF:
        row, first = (_SYMBOL[0], 0x20) if place < 0xA0 else (_SYMBOL[1], 0xA0)
        return row[place - first] if 0 <= place - first < len(row) else _UNKNOWN
    if font.lower() == "wingdings" and place <= 0xFF:
        return _WINGDINGS.get(chr(place), _UNKNOWN)
    is_character = place == code and 0x20 <= code < 0x110000 and not 0xD800 <= code <= 0xF8FF
    return chr(code) if is_character else _UNKNOWN


def in_font(text: str, font: str) -> str:
    """A text as its font shows it; letters of the private area are those of a symbol font wherever they stand."""
    if font.lower() in SYMBOL_FONTS:
        return "".join(symbol(font, ord(char)) if not char.isspace() else char for char in text)
    return text if text.isascii() else _IN_SYMBOL.sub(lambda sign: symbol("Symbol", ord(sign[0])), text)
