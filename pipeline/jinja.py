"""The one way templates are loaded: escaped, strict about what is undefined, without stray blank lines."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from zlib import crc32

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

Filter = Callable[..., object]

_COMPILED = f"%s.{crc32(Path(__file__).read_bytes()):08x}.jinja"
"""The names of compiled templates, which depend on the options below as well as on their sources."""


def make_environment(folder: str = "templates", *, autoescape: bool = True, **filters: Filter) -> Environment:
    """An environment for the templates in a folder of the package, with filters by name."""
    beside = cache_from_source(str(Path(__file__).parent / folder / "template.py"))
    environment = Environment(
        loader=PackageLoader("pipeline", folder),
        autoescape=autoescape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        bytecode_cache=None if sys.dont_write_bytecode else _Cache(str(Path(beside).parent), _COMPILED),
    )
    environment.filters.update(filters)
    return environment


class _Cache(FileSystemBytecodeCache):
    """Compiled templates where Python would keep modules of their folder; none where it can't be written to."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
