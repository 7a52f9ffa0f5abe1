"""Gallery: the pictures of one document, from within it or from beside it, as every reader can show them.

No reader opens a file or looks into a picture itself: it asks here, and gets a name for its figure, or nothing. What is
not taken is counted, and named with the reason. Nothing is fetched, and nothing is read outside the book folder.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from msgspec import Struct, field

from ..artwork import check_artwork, prepare
from ..errors import SourceError
from ..folder import is_file, is_inside
from ..markup import UNDESCRIBED, LeftOut
from ..picture import Picture, UnfitPicture, read_bytes
from ..settings import Limits

LEAST_EDGE = 8
"""Pixels: what is smaller on a side holds a place, draws a line or counts readers."""

MOST_PIXELS = 40_000_000
"""Of one picture: more than an A4 page scanned at 600 to the inch has. What is larger may be meant to fill memory."""

MEGAPIXEL = 1_000_000
LONGEST_ALT = 500
"""Characters of an alternative text that are kept."""

_SHOWN, _LONGEST_NAME = 5, 60
"""Names of pictures that are told for one reason, and characters of each."""

_DATA = re.compile(r"data:(?P<type>[\w.+/-]*)(?P<more>(?:;[^,;]{0,100}){0,5}),", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z\d+.-]*:|//|\\\\")
_FILE_NAME = re.compile(r"\S+\.(?:bmp|emf|gif|jpe?g|png|svg|tiff?|webp|wmf)", re.IGNORECASE)

_ELSEWHERE = "pictures that stand elsewhere, and are not fetched"
_OUTSIDE = "pictures outside of the book folder"
_ABSENT = "pictures that are not there"
TINY = "pictures of a few pixels, which only hold a place"
IN_LINE = "pictures within a line, a heading or a table"


class Gallery(Struct):
    """The pictures of the document `name`, by the names that its figures have for them.

    `folder` is the book folder, from which the document is named; without one, nothing beside it is taken. `known` are
    the answers so far, `refused` the names of what is left out by the reason.
    """

    name: str
    folder: Path | None = None
    limits: Limits = Limits()
    pictures: dict[str, Picture] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0
    pixels: int = 0

    def take(self, inner: str, content: Callable[[], bytes]) -> str:
        """The name of a picture that the document holds and calls `inner`; nothing if it is left out.

        Raises:
            SourceError: its pictures are more, or come to more pixels, than the book allows.
        """
        return self._take(f"{self.name}/{inner}", inner, content)

    def find(self, address: str) -> str:
        """The name of a picture that the document refers to, in the book folder or by a `data:` address.

        Raises:
            SourceError: as `take`.
        """
        address = address.strip()
        if data := _DATA.match(address):
            return self._take_data(data, address[data.end() :])
        if not address or _ADDRESS.match(address):
            return self.leave_out(_ELSEWHERE if address else _ABSENT, address)
        way = unquote(address.partition("#")[0].partition("?")[0])
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), way))
        if self.folder is None or not path.isprintable():
            return self.leave_out(_ABSENT, address)
        file = self.folder / path
        if path.startswith(("/", "../")) or not is_inside(file, self.folder):
            return self.leave_out(_OUTSIDE, address)
        if not is_file(file):
            return self.leave_out(_ABSENT, address)
        return self._take(path, path, partial(read_bytes, file))

    def leave_out(self, reason: str, shown: str) -> str:
        """Count what is not taken; gives the name that it has then, which is none."""
        self.refused.setdefault(reason, []).append(_shown(shown))
        return ""

    def left_out(self) -> Iterator[LeftOut]:
        """What was not taken, for the report."""
        for reason, names in sorted((reason, names) for reason, names in self.refused.items() if names):
            told = [name for name in dict.fromkeys(names) if name]
            more = f" and {len(told) - _SHOWN} more" if len(told) > _SHOWN else ""
            yield LeftOut(f"{reason}: {', '.join(told[:_SHOWN])}{more}" if told else reason, len(names))

    def _take_data(self, data: re.Match[str], content: str) -> str:
        """A picture that is written out in the address itself."""
        kind = data["type"].lower()
        shown = f"data:{kind}"
        if not kind.startswith("image/") or kind.startswith("image/svg"):
            return self.leave_out(_ELSEWHERE, shown)
        raw = unquote_to_bytes(content)
        if data["more"].lower().endswith(";base64"):
            try:
                raw = base64.b64decode(raw + b"=" * (-len(raw) % 4))
            except binascii.Error:
                raw = b""
        return self._take(f"{self.name}/{hashlib.sha256(raw).hexdigest()[:12]}", shown, lambda: raw)

    def _take(self, name: str, shown: str, content: Callable[[], bytes]) -> str:
        if name not in self.known:
            self.known[name] = ""
            try:
                self.pictures[name] = self._hang(shown, content)
                self.known[name] = name
            except UnfitPicture as unfit:
                reason = str(unfit)
                return self.leave_out(reason if reason == TINY else f"pictures left out ({reason})", shown)
        elif not self.known[name]:
            return self.leave_out("pictures named again that were left out", shown)
        return self.known[name]

    def _hang(self, shown: str, content: Callable[[], bytes]) -> Picture:
        self.count += 1
        if self.count > self.limits.members:
            raise SourceError(
                f"the file has more than {self.limits.members:,} pictures",
                hint="raise the limit of the book in its book.toml: [limits] members = …, or leave some out",
                place=self.name,
            )
        try:
            raw = content()
        except SourceError:
            raise UnfitPicture("it is damaged, or not there") from None
        width, height = check_artwork(shown, raw)
        if min(width, height) < LEAST_EDGE:
            raise UnfitPicture(TINY)
        if width * height > MOST_PIXELS:
            raise UnfitPicture("it has too many pixels")
        self.pixels += width * height
        if self.pixels > self.limits.megapixels * MEGAPIXEL:
            raise SourceError(
                f"the pictures of the file come to more than {self.limits.megapixels} million pixels",
                hint="raise the limit of the book in its book.toml: [limits] megapixels = …, or make them smaller",
                place=self.name,
            )
        return prepare(raw)


def alternative(*texts: str | None) -> str:
    """What a document says that a picture shows: the first of what it says that is more than the name of a file."""
    said = (" ".join((text or "").split())[:LONGEST_ALT] for text in texts)
    return next((text for text in said if text and text != UNDESCRIBED and not _FILE_NAME.fullmatch(text)), "")


def _shown(name: str) -> str:
    line = "".join(char if char.isprintable() else "�" for char in name)
    return line if len(line) <= _LONGEST_NAME else f"{line[:_LONGEST_NAME]}…"
