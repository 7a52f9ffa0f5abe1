"""Fonts: each font once in the file, with the glyphs that any part uses.

WeasyPrint keeps the numbers of glyphs when it cuts a font down, so the content of pages stays as it is. A font that is
not one of our style sheets' stays as each part has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from msgspec.structs import replace

from ..fonts import subset
from ..typesetting.objects import array
from ..typesetting.our_fonts import our_fonts
from ..typesetting.sheets import UsedFont
from .volume import Volume, deflate

SHAPING = ("BASE", "DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "Silt")
"""Tables that say how text is shaped, which is done, and by whom the font was made."""

PIECES = 5
"""Objects of a font: itself, its ToUnicode, what descends from it, its descriptor, its file."""

MOST_PAIRS = 100
"""Pairs in one `bfchar` section at most (Adobe technical note 5014, section 1.4.2)."""

_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_CMAP_TAIL = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


Cut = Callable[[str, tuple[int, ...]], bytes]
"""Makes one of our fonts, by what identifies it, with some glyphs alone."""


class Fonts:
    """The fonts of a book that are ours, each with a number in the file; `write` puts them there."""

    def __init__(self, volume: Volume, used: Iterable[tuple[UsedFont, ...]], cut: Cut) -> None:
        self.volume = volume
        self.cut = cut
        self.fonts: dict[str, UsedFont] = {}
        for font in (font for fonts in used for font in fonts):
            if font.file not in our_fonts():
                continue
            known = self.fonts.setdefault(font.name, replace(font, widths={}, texts={}))
            for glyph, width in font.widths.items():
                known.widths.setdefault(glyph, width)
            for glyph, text in font.texts.items():
                known.texts.setdefault(glyph, text)
        self.numbers = {name: volume.reserve(PIECES) for name in self.fonts}

    def resource(self, fonts: Mapping[str, int], base: int) -> bytes:
        """The fonts of a part whose objects have numbers from `base`, as a resource of its pages."""
        numbers = {name: base + number if number else self.numbers[name] for name, number in fonts.items()}
        return b"<<" + b"".join(f"/{name} {number} 0 R".encode() for name, number in numbers.items()) + b">>"

    def write(self) -> None:
        """Write each font with all its glyphs, their widths and what they mean."""
        for name, font in self.fonts.items():
            first = self.numbers[name]
            self.volume.put(
                first,
                f"<</Type/Font/Subtype/Type0/BaseFont/{font.face}/Encoding/Identity-H/ToUnicode {first + 1} 0 R"
                f"/DescendantFonts[{first + 2} 0 R]>>".encode(),
            )
            self.volume.put_stream(first + 1, b"", deflate(_meanings(font.texts)), deflated=True)
            is_cff = font.kind == "FontFile3"
            self.volume.put(
                first + 2,
                f"<</Type/Font/Subtype/CIDFontType{0 if is_cff else 2}/BaseFont/{font.face}/CIDToGIDMap/Identity"
                f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                f"/FontDescriptor {first + 3} 0 R/W".encode()
                + _widths(font.widths)
                + b">>",
            )
            self.volume.put(first + 3, b"<<%s/%s %d 0 R>>" % (font.description, font.kind.encode(), first + 4))
            content = self.cut(font.file, tuple(sorted(font.widths)))
            said = b"/Subtype/OpenType" if is_cff else b"/Length1 %d" % len(content)
            self.volume.put_stream(first + 4, said, deflate(content), deflated=True)


def cut_font(file: str, glyphs: tuple[int, ...]) -> bytes:
    """One of our fonts, by what identifies it, with some glyphs alone, which keep their numbers."""
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS
    return subset(our_fonts()[file], wanted, SHAPING)


def _widths(widths: dict[int, float]) -> bytes:
    """The `W` array: runs of glyphs, each with its first number (ISO 32000-1, 9.7.4.3)."""
    runs = groupby(enumerate(sorted(widths)), key=lambda pair: pair[1] - pair[0])
    found: list[bytes] = []
    for _, run in runs:
        glyphs = [glyph for _, glyph in run]
        found += [b"%d" % glyphs[0], array([widths[glyph] for glyph in glyphs])]
    return b"[" + b" ".join(found) + b"]"


def _meanings(texts: dict[int, str]) -> bytes:
    pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>\n" for glyph, text in sorted(texts.items())]
    sections = (pairs[n : n + MOST_PAIRS] for n in range(0, len(pairs), MOST_PAIRS))
    body = "".join(f"{len(section)} beginbfchar\n{''.join(section)}endbfchar\n" for section in sections)
    return _CMAP_HEAD + body.encode() + _CMAP_TAIL
