"""Hyphenation: patterns of a language that are parsed when a word has their letters, as most are never asked for.

Pyphen parses all of a dictionary, 14,000 for English, which takes as long as setting a page. Only `patches` imports
this module: what it replaces is of one version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyphen

PATCHED = "0.18.1"
"""The version of Pyphen whose reading is replaced."""

_NO_FIGURES = str.maketrans("", "", "0123456789")
_FIGURE = re.compile("[1-9]")

_stock_read = pyphen.HyphDict.__init__


class Pattern(str):
    """A pattern as it stands in the file; taken apart, it is what Pyphen makes of it."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        return iter(_parsed(self))


@cache
def _parsed(pattern: str) -> tuple[int, tuple[int, ...]]:
    """Where the figures of a pattern begin, and the figures."""
    values = [int(figure or 0) for figure, _ in pyphen.parse(pattern)]
    counted = [place for place, value in enumerate(values) if value]
    return counted[0], tuple(values[counted[0] : counted[-1] + 1])


def read(self: Any, path: Path) -> None:
    """As `HyphDict.__init__`: read the patterns of a file."""
    head, _, body = path.read_bytes().partition(b"\n")
    if b"=" in body or b"^^" in body:
        _stock_read(self, path)
        return
    encoding = head.strip().decode().lower()
    lines = body.decode("cp1251" if encoding == "microsoft-cp1251" else encoding).split("\n")
    lines = [line for line in map(str.strip, lines) if _FIGURE.search(line) and not line.startswith(pyphen.ignored)]
    self.patterns = {line.translate(_NO_FIGURES): Pattern(line) for line in lines}
    self.cache = {}
    self.maxlen = max(map(len, self.patterns))
