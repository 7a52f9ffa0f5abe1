"""Fonts for the EPUB: each face of a theme cut down to the characters of the book, under a name of its own.

The Open Font License wants its text to come along, and a changed font not to bear the names its makers reserved
(sections 2 and 3; its FAQ, 2.2, counts a subset as changed), so every subset is called by its family's alias.
"""

from __future__ import annotations

import io
import string
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import uharfbuzz
from fontTools.ttLib import TTFont

from .theme import Face, Family, Theme, face_rules

MEDIA_TYPES = {b"OTTO": "font/otf", b"\0\1\0\0": "font/ttf"}
FEATURES = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "lnum", "onum", "sups", "smcp", "tnum")
"""OpenType features that are kept: what sets letters right, and the figures and small capitals the styles ask for."""
ALWAYS = frozenset(string.printable) | frozenset("\u00a0\u00ad\u2002\u2003\u2010\u2011*“”‘’–—…")
"""Characters that are kept besides the book's: a reader may search, and the styles bring some of their own."""

USELESS = ("DSIG", "FFTM", "meta", "Feat", "Glat", "Gloc", "Silf", "Sill", "Silt")
"""Tables that are left out: signatures, editors' notes, and Graphite, which reading systems do not know."""

_ENGLISH = 0x409
_COPYRIGHT, _FAMILY, _STYLE, _UNIQUE, _FULL, _POSTSCRIPT = 0, 1, 2, 3, 4, 6
_VERSION, _LICENCE, _LICENCE_URL = 5, 13, 14
_KEPT_NAMES = [_COPYRIGHT, _FAMILY, _STYLE, _UNIQUE, _FULL, _VERSION, _POSTSCRIPT, _LICENCE, _LICENCE_URL]
_STYLE_NAMES = {(400, "normal"): "Regular", (400, "italic"): "Italic", (600, "normal"): "Semibold"}


def subset_fonts(theme: Theme, text: str) -> Iterator[tuple[Family, Face, str, bytes]]:
    """Each face of a theme with its family, a file name, and the font with what it has of the characters of `text`."""
    characters = ALWAYS | frozenset(text) | frozenset(text.upper())
    for family in theme.family:
        for face in family.face:
            content = cut(family.path(face), characters, family.alias, _style_name(face))
            ending = MEDIA_TYPES[content[:4]].removeprefix("font/")
            name = f"{family.alias} {_style_name(face)}".lower().replace(" ", "-")
            yield family, face, f"{name}.{ending}", content


def font_rules(theme: Theme, files: Iterable[tuple[Family, Face, str, bytes]], folder: str) -> str:
    """The style sheet that loads embedded fonts from `folder`, and sets in each what the theme sets in its family."""
    files = list(files)
    families = [
        (family.alias, [(face, f"{folder}{name}", content) for f, face, name, content in files if f is family])
        for family in theme.family
    ]
    uses = [f'{f.selector} {{ font-family: "{f.alias}", {f.generic}; }}' for f in theme.family]
    return "\n".join([face_rules(families), *uses, ""])


def cut(path: Path, characters: frozenset[str], name: str, style: str) -> bytes:
    """The font of a file with no more than these characters, named `name`; the same bytes every time."""
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    for kept, those in (
        (wanted.layout_feature_tag_set, map(_tag, FEATURES)),
        (wanted.name_id_set, _KEPT_NAMES),
        (wanted.name_lang_id_set, [_ENGLISH]),
    ):
        kept.clear()
        kept.update(those)
    buffer = io.BytesIO()
    with TTFont(io.BytesIO(subset(path, wanted, USELESS)), recalcTimestamp=False) as font:
        _rename(font, name, style)
        font.save(buffer, reorderTables=None)
    return buffer.getvalue()


def subset(path: Path, wanted: Any, useless: Iterable[str]) -> bytes:
    """The font of a file with what HarfBuzz is asked for, without some tables and hints for coarse screens."""
    wanted.drop_table_tag_set.update(map(_tag, useless))
    wanted.flags |= (
        uharfbuzz.SubsetFlags.NOTDEF_OUTLINE | uharfbuzz.SubsetFlags.DESUBROUTINIZE | uharfbuzz.SubsetFlags.NO_HINTING
    )
    return bytes(uharfbuzz.subset(uharfbuzz.Face(path.read_bytes()), wanted).blob.data)


def _tag(name: str) -> int:
    """The name of a table or a feature as HarfBuzz has it."""
    return int.from_bytes(name.ljust(4).encode())


def _rename(font: TTFont, name: str, style: str) -> None:
    """Name a font in every place that shows one; its copyright, which names what is reserved, stays."""
    postscript = f"{name}-{style}".replace(" ", "")
    names = {_FAMILY: name, _STYLE: style, _UNIQUE: postscript, _FULL: f"{name} {style}", _POSTSCRIPT: postscript}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    if "CFF " in font:
        table = font["CFF "].cff
        table.fontNames = [postscript]
        table[0].FamilyName, table[0].FullName = name, f"{name} {style}"


def _style_name(face: Face) -> str:
    return _STYLE_NAMES.get((face.weight, face.style), "Bold")
