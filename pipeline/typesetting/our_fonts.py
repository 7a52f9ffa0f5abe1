"""Our fonts: those of the style sheets, told from every other by what they hold.

The book cuts them down, once; a part has no copies of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from ..styling import STYLES
from .sheets import UsedFont

TELLING = ("name", "OS/2", "cmap", "maxp")
"""Tables that stay as they are whoever packs or unpacks a font (WOFF 2.0, 5)."""


@cache
def our_fonts() -> dict[str, Path]:
    """The font files of our themes by what identifies them."""
    return {identify(path): path for path in sorted((STYLES / "fonts").glob("*/*.?tf"))}


def ours_among(fonts: Iterable[UsedFont]) -> frozenset[str]:
    """The names of those fonts that are our style sheets'."""
    return frozenset(font.name for font in fonts if font.file in our_fonts())


def identify(file: Path | BytesIO) -> str:
    """The SHA-256 of the tables that tell a font from every other."""
    with TTFont(file, lazy=True, fontNumber=0) as font:
        return sha256(b"".join(font.reader[tag] for tag in TELLING if tag in font)).hexdigest()
