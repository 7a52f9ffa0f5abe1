"""Fonts: each font once in the file, with the glyphs that any part uses.

WeasyPrint keeps the numbers of glyphs when it cuts a font down, so the content of pages stays as it is. A font that is
not one of our style sheets' stays as each part has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Protocol

from pikepdf import Array, Dictionary, Name, Object, Pdf

from ..styling import STYLES
from .sheets import UsedFont

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


class Foundry(Protocol):
    """Where fonts come from, each named by the SHA-256 of its file."""

    def has_font(self, file: str) -> bool:
        """Whether it is one of our themes'."""

    def cut_font(self, file: str, glyphs: tuple[int, ...]) -> bytes:
        """One of them with some glyphs alone."""


class Fonts:
    """The fonts of a book: `use_in` points resources to them, `write` puts them into the file."""

    def __init__(self, book: Pdf, used: Iterable[tuple[UsedFont, ...]], foundry: Foundry) -> None:
        self.book = book
        self.foundry = foundry
        self.fonts: dict[str, UsedFont] = {}
        self.written: dict[str, Object] = {}
        for font in (font for fonts in used for font in fonts):
            if not foundry.has_font(font.file):
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
            content = self.foundry.cut_font(used.file, tuple(sorted(used.widths)))
            kind = "/FontFile3" if "/FontFile3" in descriptor else "/FontFile2"
            stream = self.book.make_stream(content)
            if kind == "/FontFile3":
                stream.Subtype = Name.OpenType
            else:
                stream.Length1 = len(content)
            descriptor[kind] = stream


@cache
def find_font(file: str) -> bytes | None:
    """The font of our themes with this SHA-256, as WeasyPrint reads it: a WOFF2 file unpacked.

    Files that need no unpacking are looked at first, for that takes a second each.
    """
    paths = (path for path in (STYLES / "fonts").rglob("*") if path.suffix in {".otf", ".ttf", ".woff2"})
    fonts = map(_unpacked, sorted(paths, key=lambda path: (path.suffix == ".woff2", path)))
    return next((font for font in fonts if sha256(font).hexdigest() == file), None)


@cache
def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix != ".woff2":
        return content
    from fontTools.ttLib import woff2

    unpacked = BytesIO()
    woff2.decompress(BytesIO(content), unpacked)
    return unpacked.getvalue()


def cut_font(file: str, glyphs: tuple[int, ...]) -> bytes:
    """One of our fonts, by its SHA-256, with some glyphs alone, which keep their numbers."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        retain_gids=True, notdef_outline=True, desubroutinize=True, hinting=False, layout_features=[], name_IDs=[]
    )
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "DSIG", "FFTM"]
    content = find_font(file)
    assert content is not None
    font = TTFont(BytesIO(content), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(gids=glyphs)
    cutter.subset(font)
    small = BytesIO()
    font.save(small)
    return small.getvalue()


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
