"""Sources: a reader a format, from bytes to an immutable `Source`: a text, and what the format declares of it.

A file that can't be read whole and right is a `SourceError` with its place; nothing is decoded approximately. `FORMATS`
is the door: the stages after it do not know the formats.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ..document import Source
from ..errors import SourceError
from ..settings import Limits
from ..toml_file import UNPRINTABLE
from .archive import ARCHIVES, MEGABYTE, check_archive
from .gallery import Gallery
from .plain import decode
from .writer import Read

PLAIN = frozenset({"", ".txt", ".text", ".asc"})
"""The file name endings read as plain text; whatever stands in such a file, tags included, is text."""

FORMATS = {
    ".md": ".commonmark",
    ".markdown": ".commonmark",
    ".docx": ".docx",
    ".odt": ".odt",
    ".rtf": ".rtf",
    ".html": ".hypertext",
    ".htm": ".hypertext",
    ".xhtml": ".hypertext",
    ".epub": ".epub",
    ".xml": ".tei",
    ".pdf": ".pdf",
}
"""The other endings, and the module whose `read` takes such a file; it is loaded when one comes."""

_INSTEAD = {
    **dict.fromkeys(
        (".doc", ".docm", ".pages", ".sxw", ".wpd", ".wps"), "open it in a word processor, save it as .docx"
    ),
    **dict.fromkeys((".azw", ".azw3", ".fb2", ".mobi"), "turn it into .epub, with Calibre for instance"),
    **dict.fromkeys((".adoc", ".org", ".rst", ".tex"), "turn it into .md, with pandoc for instance"),
    **dict.fromkeys((".jpeg", ".jpg", ".png", ".tif", ".tiff"), "have its text read by OCR, and save that as .txt"),
}
"""Other formats in which texts come, and what makes one of them that is read."""

Reader = Callable[[bytes, str, str | None, Gallery], Read]
"""Given a file, how messages call it, the encoding that the editor says it is in, and what takes its pictures."""


def read_source(path: Path, name: str, encoding: str | None = None, limits: Limits | None = None) -> Source:
    """Read one file; `name` is how messages call it, `encoding` what the editor says it is.

    Raises:
        SourceError: missing, empty, too large, binary, of a format or in an encoding that can't be read.
    """
    limits = limits or Limits()
    if wrong := UNPRINTABLE.search(name):
        is_torn = "\ud800" <= wrong.group() <= "\udfff"
        reason = "is not UTF-8" if is_torn else f"has the character U+{ord(wrong.group()):04X}, which can't be printed"
        raise SourceError(f"the name of the file {reason}", hint="give the file another name", place=name)
    ending = path.suffix.lower()
    if ending not in PLAIN and ending not in FORMATS:
        known = ", ".join(sorted({*PLAIN, *FORMATS} - {""}))
        raise SourceError(
            f"files that end in “{path.suffix}” are not read",
            hint=_INSTEAD.get(ending, f"save the text in one of these formats: {known}"),
            place=name,
        )
    raw = _read_bytes(path, name, limits)
    if ending in ARCHIVES:
        check_archive(raw, name, limits)
    folder = path.parents[len(Path(name).parts) - 1]
    source = _read(raw, ending, encoding, Gallery(name, folder, limits))
    if not any(char.isprintable() and not char.isspace() for char in source.text):
        raise SourceError("the file is empty", hint="put a text into it, or take it out of book.toml", place=name)
    return source


def _read(raw: bytes, ending: str, encoding: str | None, gallery: Gallery) -> Source:
    name, digest = gallery.name, hashlib.sha256(raw).hexdigest()
    if ending in PLAIN:
        text, used, guessed = decode(raw, name, encoding)
        return Source(name, digest, used, text, guessed)
    read: Reader = import_module(FORMATS[ending], __package__).read
    taken = read(raw, name, encoding, gallery)
    left_out = (*taken.left_out, *gallery.left_out())
    said = (taken.encoding, taken.text, taken.guessed, taken.markup, left_out, taken.about)
    return Source(name, digest, *said, gallery.pictures)


def _read_bytes(path: Path, name: str, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.source_mb * MEGABYTE:
            raise SourceError(
                f"the file has {size / MEGABYTE:.1f} MB; texts up to {limits.source_mb} MB are read",
                hint="split it into chapters, or raise the limit of the book in its book.toml: [limits] source_mb = …",
                place=name,
            )
        return path.read_bytes()
    except OSError as failure:
        raise SourceError(
            f"can't read {path}: {failure.strerror}", hint="check the name and the rights of the file", place=name
        ) from None
