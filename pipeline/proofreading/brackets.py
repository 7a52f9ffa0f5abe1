"""Brackets without their partners."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from .check import Findings, at
from .passages import Corpus, Passage, all_parts

_CLOSERS = {")": "(", "]": "[", "}": "{"}
_BRACKETS = re.compile(r"[()\[\]{}]")
_LIST_NUMBER = re.compile(r"(?:^|[\s(])(?:\d{1,3}|[a-z]|[ivx]{1,4})$")

REACH = 12
"""Paragraphs of prose that a parenthesis may span."""


class _Lone(Struct, frozen=True):
    """A bracket with no partner in its paragraph, the `number`th of its part."""

    number: int
    passage: Passage
    place: int

    @property
    def char(self) -> str:
        return self.passage.text[self.place]


def unclosed(corpus: Corpus) -> Findings:
    """A bracket that never closes, as in `(see above`."""
    for lone in _lone(corpus):
        if lone.char not in _CLOSERS:
            message = f"“{lone.char}” opens a bracket that never closes"
            yield at(lone.passage, lone.place, lone.place + 1, message)


def unopened(corpus: Corpus) -> Findings:
    """A bracket that was never opened: `the 3rd] and`. `1)` in a list wants none."""
    for lone in _lone(corpus):
        if lone.char in _CLOSERS:
            message = f"“{lone.char}” closes a bracket that was never opened"
            yield at(lone.passage, lone.place, lone.place + 1, message)


def _lone(corpus: Corpus) -> Iterator[_Lone]:
    """The brackets without a partner, but for those that open in one paragraph and close in one of the next."""
    for part in all_parts(corpus):
        waiting: list[_Lone] = []
        for number, passage in enumerate(part):
            for place in _unpaired(passage.text):
                lone = _Lone(number, passage, place)
                opener = _CLOSERS.get(lone.char)
                if opener is None:
                    waiting.append(lone)
                elif waiting and waiting[-1].char == opener and _apart(part, waiting[-1], lone) <= REACH:
                    waiting.pop()
                else:
                    yield lone
        yield from waiting


def _apart(part: list[Passage], one: _Lone, other: _Lone) -> int:
    return sum(passage.kind == "prose" for passage in part[one.number : other.number])


def _unpaired(text: str) -> list[int]:
    """Where brackets without a partner in their paragraph stand."""
    stack: list[int] = []
    unopened: list[int] = []
    for match in _BRACKETS.finditer(text):
        place, opener = match.start(), _CLOSERS.get(match.group())
        if opener is None:
            stack.append(place)
        elif stack and text[stack[-1]] == opener:
            stack.pop()
        elif not _LIST_NUMBER.search(text[max(0, place - 6) : place]):
            unopened.append(place)
    return sorted(stack + unopened)
