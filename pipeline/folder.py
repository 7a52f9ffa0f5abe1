"""The book folder: which files lie in it, links followed, and how they are read: none that never ends."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from .errors import ManifestError

COMPANION_MB = 2
"""Megabytes of book.toml, and of a companion of it for which the book says no more."""


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a path stays in a folder, also where links lead it; what they lead to need not be there."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead to each other, or a name longer than the file system takes
        return False


def is_file(path: Path) -> bool:
    """Whether there is an ordinary file."""
    try:
        return path.is_file()
    except OSError:  # a name longer than the file system takes
        return False


def read_file(path: Path, megabytes: int = COMPANION_MB) -> bytes:
    """All of an ordinary file that stands in its folder; a pipe or a device might never come to its end.

    Raises:
        OSError: it can't be read, is none, or is a link to elsewhere.
        ManifestError: it has more than so many megabytes (of 1,000,000 bytes).
    """
    if not is_inside(path, path.parent):
        raise OSError(errno.ELOOP, "It is a link that leads out of its folder")
    if path.exists() and not path.is_file():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR) if path.is_dir() else "It is no ordinary file")
    if (size := path.stat().st_size) > megabytes * 1_000_000:
        more = "or raise the limit of the book in its book.toml: [limits] companion_mb = …"
        raise ManifestError(
            f"the file has {size / 1e6:.1f} MB; beside the texts, files up to {megabytes} MB are read",
            hint="take out what the book does not need" + (f", {more}" if path.name != "book.toml" else ""),
            place=path.name,
        )
    return path.read_bytes()
