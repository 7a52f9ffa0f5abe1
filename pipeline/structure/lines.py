"""Lines: what a cleaned text is made of before it is read, with what their form says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..ledger import Span


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank, without the white space at its ends.

    `indent` counts the blanks before it, `gap` the blank lines above it; `isolated` says that it stands between blank
    lines (a blank line after the end of the text is none).
    """

    span: Span
    text: str
    indent: int = 0
    gap: int = 0
    isolated: bool = False


def lines_of(text: str) -> Iterator[TextLine]:
    """The lines of a text, in order."""
    start = gap = 0
    line: TextLine | None = None
    for whole in text.split("\n"):
        if words := whole.strip():
            if line is not None:
                yield replace(line, isolated=line.isolated and gap > 0)
            indent = len(whole) - len(whole.lstrip())
            span = Span(start + indent, start + indent + len(words))
            line, gap = TextLine(span, words, indent, gap, line is None or gap > 0), 0
        else:
            gap += 1
        start += len(whole) + 1
    if line is not None:
        yield replace(line, isolated=line.isolated and gap > 1)
