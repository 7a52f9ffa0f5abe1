"""Drawings: the pictures of an RTF file while they are read, each the data of a group, with what stands about it."""

from __future__ import annotations

import binascii
import re

from msgspec import Struct, field

from ..gallery import alternative
from ..office.plates import TALL, Sketch

TWENTIETHS = 20
"""Of a point: what lengths are given in."""

OFFICE = "pictures in the formats of office programs (WMF, EMF and the like), which no reader shows"
UNSEEN = "pictures in hidden or deleted text"

ENDINGS = {"pngblip": "png", "jpegblip": "jpg"}
"""What a picture is that books can hold, by the control word that says so."""

OTHERS = {
    "emfblip": "emf", "wmetafile": "wmf", "pmmetafile": "met", "macpict": "pict", "dibitmap": "dib", "wbitmap": "ddb",
}  # fmt: skip
"""What no reader shows."""

_NO_FIGURES = re.compile(r"[^0-9A-Fa-f]+")


class Drawing(Struct):
    r"""A picture, its `data` in figures or, after `\bin`, `raw`; or a shape, with the pictures that fill it.

    `height` is in twentieths of a point, `scale` in per cent of it.
    """

    ending: str = ""
    data: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    height: int = 0
    scale: int = 100
    alt: str = ""
    inner: list[Sketch] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        """The file that the picture is; half a byte at its end is none."""
        if self.raw:
            return "".join(self.raw).encode("latin-1")
        figures = _NO_FIGURES.sub("", "".join(self.data))
        return binascii.unhexlify(figures[: len(figures) // 2 * 2])

    def sketch(self, name: str, at: int) -> Sketch:
        """The picture by the name that it gets, where `at` pieces of its paragraph stand before it."""
        is_tall = self.height * self.scale >= TALL * TWENTIETHS * 100
        return Sketch((name,), alternative(self.alt), at=at, is_tall=is_tall)
