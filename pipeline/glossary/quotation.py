"""Quotation: a name with the words of a text that define it, to the letter and with their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..document import Definition
from ..proofreading.passages import Passage
from ..tree import Str


@dataclass(frozen=True, slots=True)
class Found:
    """A name and the definition a text gives of it."""

    name: str
    definition: Definition


def quote(passage: Passage, name: str, start: int, end: int, long: tuple[int, int] | None = None) -> Found:
    """A definition quoted from the passage, with the place of its long form."""
    expansion = passage.span(*long) if long else None
    quotation = tuple(_verbatim(passage, start, end))
    return Found(name, Definition("stated", quotation, passage.chapter.key, passage.span(start, end), expansion))


def _verbatim(passage: Passage, start: int, end: int) -> Iterator[Str]:
    """The words from `start` to `end`, piece by piece: a note call between them is left out."""
    starts = [here for here, _ in passage.pieces if start < here < end]
    run = start
    for at in (*starts, end):
        if at == end or passage.span(at - 1, at).end != passage.span(at, at + 1).start:
            yield Str(passage.text[run:at], passage.span(run, at))
            run = at
