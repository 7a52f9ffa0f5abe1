"""Sources: a reader a format, from bytes to an immutable `Source` that can be turned back into those bytes.

A file that can't be read whole and right is a `SourceError` with its place; nothing is decoded approximately.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..document import Source
from ..errors import SourceError
from ..settings import Limits
from .plain import decode

PLAIN = frozenset({"", ".txt", ".text", ".asc"})
"""The file name endings read as plain text; whatever stands in such a file, tags included, is text."""

MEGABYTE = 1_000_000


def read_source(path: Path, name: str, encoding: str | None = None, limits: Limits | None = None) -> Source:
    """Read one file; `name` is how messages call it, `encoding` what the editor says it is.

    Raises:
        SourceError: missing, empty, too large, binary, of a format or in an encoding that can't be read.
    """
    limits = limits or Limits()
    if not name.isprintable() and any("\ud800" <= char <= "\udfff" for char in name):
        raise SourceError("the name of the file is not UTF-8", hint="give the file another name", place=name)
    if path.suffix.lower() not in PLAIN:
        raise SourceError(
            f"files that end in “{path.suffix}” are not read",
            hint=f"save the text as plain text (UTF-8), ending in {', '.join(sorted(PLAIN - {''}))}",
            place=name,
        )
    raw = _read_bytes(path, name, limits)
    text, used, guessed = decode(raw, name, encoding)
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise SourceError("the file is empty", hint="put a text into it, or take it out of book.toml", place=name)
    return Source(name, hashlib.sha256(raw).hexdigest(), used, text, guessed)


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
