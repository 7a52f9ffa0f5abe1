"""Pairs: the signs of a text matched, passage by passage; what does not come out even is said to be doubtful.

A quotation of several paragraphs goes on where the next one begins with its mark (*New Hart's Rules* 9.2.3, *Chicago*
13.30); one of several lines, such as verse, where the next line follows without a blank one between.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from .reader import Mark, Reader, in_doubt
from .signs import Sign, find_signs

LONGEST_STANZA = 60
"""Lines that a quotation may run over if none of them begins with its mark."""

LONGEST_VERSE = 100
"""Characters of a line; in a longer one, which is a paragraph, a single mark that does not close never did open."""


class Passage(Struct, frozen=True):
    """The marks of lines that belong together, in order."""

    marks: tuple[Mark, ...]

    @property
    def is_sure(self) -> bool:
        """Whether its marks can be read in one way only."""
        return all(mark.sure for mark in self.marks)


class _Line(Struct, frozen=True):
    start: int
    signs: tuple[Sign, ...]
    length: int
    follows: bool


def pair(text: str) -> Iterator[Passage]:
    """The passages of a text that have signs, in order."""
    reader, unmarked = Reader(text), 0
    for line in _lines(text):
        if not line.signs and not reader.open:
            continue
        unmarked = 0 if reader.continues(line.signs, line.start) else unmarked + 1
        if not (_may_go_on(reader, line, unmarked) and reader.read_line(line.signs, line.start)):
            yield from _end(reader)
            reader, unmarked = Reader(text), 0
            if not reader.read_line(line.signs, line.start):
                yield Passage(tuple(in_doubt(text, line.signs)))
        if not reader.open:
            yield from _end(reader)
            reader = Reader(text)
    yield from _end(reader)


def _lines(text: str) -> Iterator[_Line]:
    start, follows = 0, False
    for line in text.split("\n"):
        end = start + len(line)
        if is_filled := bool(line.strip()):
            yield _Line(start, tuple(find_signs(text, start, end)), len(line), follows)
        start, follows = end + 1, is_filled


def _may_go_on(reader: Reader, line: _Line, unmarked: int) -> bool:
    """Whether a quotation that is open may go on in a line."""
    if not unmarked or not reader.open:
        return bool(reader.open)
    is_verse = line.length <= LONGEST_VERSE or not reader.is_open_by_singles
    return line.follows and unmarked <= LONGEST_STANZA and is_verse


def _end(reader: Reader) -> Iterator[Passage]:
    """The passage a reader has come to the end of; where double marks are still open, all of it is in doubt."""
    reader.settle_singles()
    if reader.open:
        yield Passage(tuple(in_doubt(reader.text, reader.signs)))
    elif reader.marks:
        yield Passage(tuple(reader.marks))
