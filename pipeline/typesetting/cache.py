"""The cache of set pages: each result under the hash of all it was made from, so that only what changed is set again.

An entry that is damaged is as good as none. Results are plain data; nothing read from a cache is ever run.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct, msgpack

from ..styling import PACKAGE, STYLES
from .system import shaping

SPARE = 64 * 1024 * 1024
"""Bytes of entries that no longer serve but may again, as when an edit is undone."""

ENGINE = ("weasyprint", "pydyf", "fonttools", "uharfbuzz", "pyphen", "tinycss2", "cssselect2", "lxml")
"""The libraries that pages depend on."""

RENDERER = ("jinja2", "markupsafe", "lxml")
"""The libraries that XHTML depends on."""

_DIGEST = 32


class Cache(Struct, frozen=True):
    """A folder of results by key; without a folder, nothing is kept."""

    folder: Path | None = None

    def get(self, key: str) -> bytes | None:
        """The result kept under a key, if there is one and it is whole."""
        if self.folder is None:
            return None
        try:
            content = (self.folder / key).read_bytes()
        except OSError:
            return None
        if sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return None
        with suppress(OSError):
            os.utime(self.folder / key)
        return content[_DIGEST:]

    def put(self, key: str, content: bytes) -> None:
        """Keep a result; where that can't be done, the next build sets the part again."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
                file.write(sha256(content).digest() + content)
            Path(file.name).replace(self.folder / key)

    def prune(self, used: Iterable[str]) -> None:
        """Remove what this build did not use, the oldest first, until no more than `SPARE` bytes of it are left."""
        if self.folder is None or not self.folder.is_dir():
            return
        kept = set(used)
        with suppress(OSError):
            others = [(path.stat(), path) for path in self.folder.iterdir() if path.name not in kept]
            room = SPARE
            for stat, path in sorted(others, key=lambda entry: -entry[0].st_mtime_ns):
                room -= stat.st_size
                if room < 0:
                    path.unlink()


def key_of(job: Struct, *, rendered: bool = False) -> str:
    """The hash of a job, of our code, the fonts and the engine; of what is rendered, of all our code and templates."""
    name = type(job).__name__.encode()
    made_by = _all_of_ours() if rendered else surroundings()
    return sha256(name + msgpack.encode(job, order="deterministic") + made_by).hexdigest()


@cache
def surroundings() -> bytes:
    """A hash of what pages depend on besides their job."""
    ours = _digest_of(ENGINE, (*Path(__file__).parent.glob("*.py"), *(STYLES / "fonts").rglob("*")))
    return sha256(ours + "\n".join(shaping()).encode()).digest()


@cache
def _all_of_ours() -> bytes:
    """A hash of what XHTML depends on besides the book."""
    return _digest_of(RENDERER, (path for path in PACKAGE.rglob("*") if path.parent.name != "__pycache__"))


def _digest_of(libraries: Iterable[str], files: Iterable[Path]) -> bytes:
    digest = sha256()
    for name in libraries:
        with suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\0".encode())
    for path in sorted(files):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.digest()
