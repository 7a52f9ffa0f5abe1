"""Fonts: each font once in the file, with the glyphs that any part uses.

WeasyPrint keeps the numbers of glyphs when it cuts a font down, so the content of pages stays as it is. A font that is
not one of our style sheets' stays as each part has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf

from ..theme import THEMES, load_theme
from .sheets import UsedFont

TELLING = ("name", "OS/2", "cmap", "maxp")
"""Tables that WOFF2 leaves as they are (WOFF 2.0, 5)."""

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
    """The fonts of a book: `use_in` points resources to them, `write` puts them into the file."""

    def __init__(self, book: Pdf, used: Iterable[tuple[UsedFont, ...]], cut: Cut) -> None:
        self.book = book
        self.cut = cut
        self.fonts: dict[str, UsedFont] = {}
        self.written: dict[str, Object] = {}
        for font in (font for fonts in used for font in fonts):
            if font.file not in our_fonts():
                continue
            known = self.fonts.setdefault(font.name, UsedFont(font.name, font.file, {}, {}))
            for glyph, width in font.widths.items():
                known.widths.setdefault(glyph, width)
            for glyph, text in font.texts.items():
                known.texts.setdefault(glyph, text)

    def use_in(self, resources: Object) -> None:
        """Let resources have the book's fonts in place of the part's own."""
        fonts = resources.get("/Font", Dictionary())
        own = {str(name): font for name, font in fonts.items()}
        for name, font in own.items():
            if name.removeprefix("/") in self.fonts:
                own[name] = self.written.setdefault(name, font)
        resources.Font = Dictionary(own)

    def write(self) -> None:
        """Give each font all its glyphs, their widths and what they mean."""
        for name, font in self.written.items():
            used = self.fonts[name.removeprefix("/")]
            below = font.DescendantFonts[0]
            below.W = Array(_widths(used.widths))
            font.ToUnicode = self.book.make_stream(_meanings(used.texts))
            descriptor = below.FontDescriptor
            content = self.cut(used.file, tuple(sorted(used.widths)))
            kind = "/FontFile3" if "/FontFile3" in descriptor else "/FontFile2"
            stream = self.book.make_stream(content)
            if kind == "/FontFile3":
                stream.Subtype = Name.OpenType
            else:
                stream.Length1 = len(content)
            descriptor[kind] = stream


@cache
def our_fonts() -> dict[str, Path]:
    """The font files of our themes by what identifies them."""
    faces = {family.path(face) for name in THEMES for family in load_theme(name).family for face in family.face}
    return {identify(path): path for path in sorted(faces)}


def identify(file: Path | BytesIO) -> str:
    """The SHA-256 of the tables that tell a font from every other, the same for WOFF2 and what it is unpacked to."""
    with TTFont(file, lazy=True, fontNumber=0) as font:
        return sha256(b"".join(font.reader[tag] for tag in TELLING if tag in font)).hexdigest()


def cut_font(file: str, glyphs: tuple[int, ...]) -> bytes:
    """One of our fonts, by what identifies it, with some glyphs alone, which keep their numbers."""
    from fontTools import subset

    options = subset.Options(
        retain_gids=True, notdef_outline=True, desubroutinize=True, hinting=False, layout_features=[], name_IDs=[]
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "FFTM", "Silt"]
    font = TTFont(our_fonts()[file], recalcTimestamp=False)
    font.flavor = None
    cutter = subset.Subsetter(options)
    cutter.populate(gids=glyphs)
    cutter.subset(font)
    content = BytesIO()
    font.save(content)
    return content.getvalue()


def _widths(widths: dict[int, float]) -> list[object]:
    """The `W` array: runs of glyphs, each with its first number (ISO 32000-1, 9.7.4.3)."""
    runs = groupby(enumerate(sorted(widths)), key=lambda pair: pair[1] - pair[0])
    found: list[object] = []
    for _, run in runs:
        glyphs = [glyph for _, glyph in run]
        found += [glyphs[0], Array([widths[glyph] for glyph in glyphs])]
    return found


def _meanings(texts: dict[int, str]) -> bytes:
    pairs = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>\n" for glyph, text in sorted(texts.items())]
    sections = (pairs[n : n + MOST_PAIRS] for n in range(0, len(pairs), MOST_PAIRS))
    body = "".join(f"{len(section)} beginbfchar\n{''.join(section)}endbfchar\n" for section in sections)
    return _CMAP_HEAD + body.encode() + _CMAP_TAIL
