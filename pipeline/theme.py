"""Themes: the look of a book. A theme is a folder of `styles/themes`: what it is, and its rules for screen and print.

`theme.toml` names the fonts and draws the cover, `screen.css` dresses the EPUB and the web edition, `print.css` the
PDF.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from fontTools.ttLib import TTFont
from pydantic import ConfigDict, TypeAdapter

from .settings import BookFile, PageFormat, ThemeName
from .styling import STYLES

THEMES: tuple[ThemeName, ...] = get_args(ThemeName)
FONTS = STYLES / "fonts"
FORMATS = {b"OTTO": "opentype", b"\0\1\0\0": "truetype"}
"""How CSS names the format of a font file, by its first four bytes (CSS Fonts 4, 11.1)."""

_CLOSED = ConfigDict(extra="forbid")
Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a part of the cover, in pixels of `cover.SIZE`."""
Ink = Literal["paper", "ink", "accent"]


@dataclass(frozen=True, slots=True)
class Face:
    """One font file of a family, and what CSS calls it."""

    file: str
    weight: int = 400
    style: Literal["normal", "italic"] = "normal"
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Family:
    """A font family, in the folder of its files and its licence; `selector` says what is set in it.

    `credit` names its designer in the colophon. `alias` is the name of a subset of it: the Open Font License lets no
    modified font bear a name that its makers reserve (section 3; FAQ, 2.2).
    """

    name: str
    credit: str
    folder: str
    alias: str
    generic: Literal["serif", "sans-serif"]
    selector: str
    face: tuple[Face, ...]
    __pydantic_config__ = _CLOSED

    def path(self, face: Face) -> Path:
        """Where the file of a face is."""
        return FONTS / self.folder / face.file

    @property
    def licence(self) -> Path:
        """Where its licence is."""
        return FONTS / self.folder / "OFL.txt"


@dataclass(frozen=True, slots=True)
class Palette:
    """The three colours of a cover, as CSS writes them; each theme has several, and the book's title chooses."""

    paper: str
    ink: str
    accent: str
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle of the cover: filled, or with `line` an outline so many pixels wide."""

    box: Box
    line: int = 0
    colour: Ink = "accent"
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class CoverText:
    """Words on the cover: as large as `sizes` (largest, smallest; pixels) let them fit their box in `most` lines.

    `say` may hold {title}, {subtitle}, {people} and {publisher}; `leading` and `tracking` are in ems; `after` begins
    below the words before it, if these leave room.
    """

    say: str
    file: str
    box: Box
    sizes: tuple[int, int]
    leading: float = 1.2
    tracking: float = 0.0
    capitals: bool = False
    align: Literal["left", "center"] = "center"
    stand: Literal["top", "middle", "bottom"] = "top"
    most: int = 12
    colour: Ink = "ink"
    after: bool = False
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class CoverDesign:
    """How a theme draws a cover: its palettes, its shapes from the back to the front, its words on top of them."""

    palette: tuple[Palette, ...]
    shape: tuple[Shape, ...]
    text: tuple[CoverText, ...]
    __pydantic_config__ = _CLOSED


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as its theme.toml says it; the first family is that of the text, `format` its own page."""

    format: PageFormat
    family: tuple[Family, ...]
    cover: CoverDesign
    __pydantic_config__ = _CLOSED

    def font(self, file: str) -> Path:
        """Where a font file of the theme is."""
        return next(family.path(face) for family in self.family for face in family.face if face.file == file)


@cache
def load_theme(name: ThemeName) -> Theme:
    """The theme of a name."""
    return TypeAdapter(Theme).validate_python(tomllib.loads(sheet(name, "theme.toml").read_text("utf-8")))


def sheet(name: ThemeName, file: str) -> Path:
    """Where a file of a theme is: `screen.css`, `print.css` or `theme.toml`."""
    return STYLES / "themes" / name / file


@cache
def characters(path: Path) -> frozenset[int]:
    """The code points that a font file has glyphs for."""
    with TTFont(path, lazy=True) as font:
        font.setGlyphOrder(range(font["maxp"].numGlyphs))  # The names of the glyphs, slow to read, are not asked for.
        return frozenset(font.getBestCmap())


def text_characters(name: ThemeName) -> frozenset[int]:
    """The code points that the text font of a theme has glyphs for."""
    text = load_theme(name).family[0]
    return characters(text.path(text.face[0]))


def face_rules(families: Iterable[tuple[str, Iterable[tuple[Face, str, bytes]]]]) -> str:
    """`@font-face` rules: of each family its name, and of each face the address and the first bytes of its file."""
    rule = '@font-face {{ font-family: "{}"; font-weight: {}; font-style: {}; src: url("{}") format("{}"); }}'
    return "\n".join(
        rule.format(name, face.weight, face.style, address, FORMATS[content[:4]])
        for name, faces in families
        for face, address, content in faces
    )


def print_faces(theme: Theme) -> str:
    """The `@font-face` rules of the PDF, with addresses from `styles/`."""
    return face_rules(
        (f.name, [(face, f.path(face).relative_to(STYLES).as_posix(), _head(f.path(face))) for face in f.face])
        for f in theme.family
    )


def print_sheets(book: BookFile, own: str | None) -> tuple[str, ...]:
    """The style sheets of the PDF in the order they apply, addresses in them from `styles/`; the book's own is last."""
    theme, pdf = load_theme(book.theme), book.pdf
    asked = {"screen": pdf.medium == "screen", "recto": pdf.recto, "crop-marks": pdf.crop_marks}
    files = [
        STYLES / "base.css",
        STYLES / "print.css",
        sheet(book.theme, "print.css"),
        STYLES / "formats" / f"{pdf.format or theme.format}.css",
        *(STYLES / "options" / f"{name}.css" for name, is_asked in asked.items() if is_asked),
    ]
    last = [own] if own else []
    return (print_faces(theme), *(file.read_text("utf-8") for file in files), *last)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)
