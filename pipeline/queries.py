"""Queries to the editor: what is doubtful in a text, where it stands, and what to do about it.

A query is a value; only the command line and the report show it, always with file, line, column and a caret.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from msgspec import Struct

from .ledger import Span

Severity = Literal["warning", "note"]
"""`warning`: a reader would stumble; `note`: the editor may wish to know."""

EXCERPT = 76
"""Columns of source text shown around a place, so that a line and its caret fit a terminal of 80 columns."""


_encode = json.JSONEncoder(ensure_ascii=False).encode


class Place(Struct, frozen=True, order=True):
    """A stretch of one line of a file; `line` and `column` count from 1, `text` is the whole line."""

    file: str
    line: int
    column: int
    text: str = ""
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def excerpt(self) -> tuple[str, str]:
        """The line, cut to `EXCERPT` columns around the place, and a caret line below it."""
        at = self.column - 1
        start = max(0, min(at - EXCERPT // 2, len(self.text) - EXCERPT))
        end = min(len(self.text), start + EXCERPT)
        head, tail = "…" if start else "", "…" if end < len(self.text) else ""
        shown = head + "".join(c if c.isprintable() else " " for c in self.text[start:end]) + tail
        carets = "^" * max(1, min(self.length, end - at))
        return shown, " " * (len(head) + at - start) + carets


class Query(Struct, frozen=True):
    """A question to the editor. `code` names its kind (`bracket.unclosed`); `hint` says what would settle it.

    `stub` is a piece of TOML to paste where the hint says, and to complete; a query without one is settled by an
    emendation. `span` is the place in the cleaned text, `suggestion` how its words might read.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str
    stub: str = ""
    span: Span | None = None
    suggestion: str | None = None


class Topic(Struct, frozen=True):
    """What the queries of one code are about, for a list of all: `says` completes “the editor is asked about …”."""

    code: str
    says: str


def place_in(file: str, text: str, start: int, end: int) -> Place:
    """The place of text[start:end] in a file; lines end at LF, CR or CR LF, as the file has them.

    A byte-order mark takes no column: editors don't show it.
    """
    starts = _line_starts(text)
    line = max(1, bisect_right(starts, start))
    line_start, shown = starts[line - 1], _line(text, line)
    start = max(start, line_start)
    return Place(file, line, start - line_start + 1, shown, max(1, min(end, line_start + len(shown)) - start))


def place_of_byte(file: str, raw: bytes, at: int, encoding: str) -> Place:
    """The place of the first byte that is not in `encoding`; it and what follows are shown as Latin-1."""
    before, after = raw[:at].decode(encoding), raw[at : at + EXCERPT].decode("latin-1")
    return place_in(file, before + after, len(before), len(before) + 1)


def write_entry(table: str, **values: str | bool | None) -> str:
    """An entry of a companion of book.toml, for a stub; the escapes of a TOML string are those of JSON.

    >>> print(write_entry("note", chapter="a.txt", label="1", text="…"))
    [[note]]
    chapter = "a.txt"
    label = "1"
    text = "…"
    """
    lines = (f"{key} = {_encode(value)}" for key, value in values.items() if value is not None)
    return "\n".join([f"[[{table}]]", *lines])


@lru_cache(maxsize=1024)
def _line(text: str, number: int) -> str:
    """A line of a text; all queries about it share it, for there may be thousands, and it may be the whole text."""
    starts = _line_starts(text)
    return text[starts[number - 1] : starts[number] if number < len(starts) else len(text)].rstrip("\r\n")


@lru_cache(maxsize=64)
def _line_starts(text: str) -> tuple[int, ...]:
    r"""Where each line begins; kept for the texts last asked about, which are asked about often.

    >>> _line_starts("a\n\r\nb\rc")
    (0, 2, 4, 6)
    """
    lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
    return (int(text.startswith("\ufeff")), *accumulate(len(line) + 1 for line in lines[:-1]))
