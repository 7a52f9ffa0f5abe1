"""Lines: what a cleaned text is made of before it is read, with what their form and its layout say of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from ..ledger import Span
from ..tree import Str

TAB = 4
"""Blanks that a tab at the beginning of a line stands for."""

LEAST_INDENT = 2
"""Blanks by which a line is set in: a single one is a slip."""

RUNNING_TEXT = 90
"""Characters from which a line is certainly a paragraph: verse, rows, headings and signatures are shorter."""

LONGEST_HEADING = 80
"""Characters; a longer line is prose, whatever its letters."""

_FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*(?:\[\d+\]|[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{0,3})$")
_STOP = re.compile(r"[:;][\"'”’»)\]]*(?:\[\d+\]|[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{0,3})$")
_END = 12
"""Characters that a stop and what closes after it take."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends a sentence, whatever closes after the stop, and whatever figure calls a note: `war.”[12]`."""
    return _FULL_STOP.search(text[-_END:]) is not None


def ends_clause(text: str) -> bool:
    """Whether a text ends a sentence, or a part of it that a colon or semicolon closes."""
    return ends_sentence(text) or _STOP.search(text[-_END:]) is not None


class TextLine(Struct, frozen=True):
    """A line that is not blank, without the white space at its ends.

    `indent` counts the blanks before it, `gap` the blank lines above it; `isolated` says that it stands between blank
    lines (a blank line after the end of the text is none).
    """

    span: Span
    text: str
    indent: int = 0
    gap: int = 0
    isolated: bool = False

    @property
    def inlines(self) -> tuple[Str, ...]:
        """The words of the line with their place."""
        return (Str(self.text, self.span),)


class Layout(Struct, frozen=True):
    """The lines of a text, and how its prose is laid out.

    `margin` is the indent most paragraphs have; `is_dense` says that no blank lines part them.
    """

    lines: Sequence[TextLine]
    margin: int
    is_dense: bool
    language: str = "en"

    def is_set_in(self, line: TextLine) -> bool:
        """Whether a line stands deeper than the prose."""
        return line.indent >= self.margin + LEAST_INDENT

    def groups(self) -> Iterator[range]:
        """The runs of lines that no blank line parts."""
        starts = [n for n, line in enumerate(self.lines) if line.gap or n == 0]
        return (range(start, end) for start, end in zip_longest(starts, starts[1:], fillvalue=len(self.lines)))


def layout_of(lines: Sequence[TextLine], language: str = "en") -> Layout:
    """How the lines that are certainly prose are laid out; a text without any stands at the margin."""
    prose = [line for line in lines[1:] if len(line.text) >= RUNNING_TEXT]
    indents = Counter(line.indent for line in prose)
    margin = max(indents, key=lambda indent: (indents[indent], -indent), default=0)
    return Layout(lines, margin, sum(line.gap == 0 for line in prose) * 2 > len(prose), language)


def lines_of(text: str) -> Iterator[TextLine]:
    """The lines of a text, in order."""
    start = gap = 0
    line: TextLine | None = None
    for whole in text.split("\n"):
        if words := whole.strip():
            if line is not None:
                yield replace(line, isolated=line.isolated and gap > 0)
            blanks = len(whole) - len(whole.lstrip())
            span = Span(start + blanks, start + blanks + len(words))
            indent = len(whole[:blanks].expandtabs(TAB))
            line, gap = TextLine(span, words, indent, gap, line is None or gap > 0), 0
        else:
            gap += 1
        start += len(whole) + 1
    if line is not None:
        yield replace(line, isolated=line.isolated and gap > 1)
