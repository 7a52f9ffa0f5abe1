"""Candidates: everything in a text that could call a note or begin one. They are cheap; the decision comes later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..document import Block, Para, Str, leaves
from ..ledger import Span

Form = Literal["bracketed", "superscript", "bare"]
"""How a note is called: `[1]`, `¹`, or a digit that has lost its superscript, as in `rules”.11`."""

FORMS: tuple[Form, ...] = ("bracketed", "superscript", "bare")

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")

_CALL: dict[Form, re.Pattern[str]] = {
    "bracketed": re.compile(r"\[ ?(\d{1,3}) ?\]"),
    "superscript": re.compile(f"([{_SUPERSCRIPTS}]{{1,3}})"),
    # Glued to a letter or to closing punctuation, and followed by nothing that would make it a number: a unit, a
    # decimal, an ordinal ending, a range.
    "bare": re.compile(r"(?<=[^\W\d_.,]|[.,;:!?”’\"')\]»])(?<!\d[.,:])(\d{1,3})(?![\w%°/]|[-–,.:]\d)"),
}
_BODY = re.compile(rf"(?:\[ ?(\d{{1,3}}) ?\][.:]?|([{_SUPERSCRIPTS}]{{1,3}})|(\d{{1,3}})[.):]?(?=\s))\s*")


@dataclass(frozen=True, slots=True)
class Call:
    """A possible note reference: its span, and its number in the block at `block`."""

    block: int
    span: Span
    number: int
    form: Form


@dataclass(frozen=True, slots=True)
class Opening:
    """A possible beginning of a note's text: the label at the start of the block at `block`."""

    block: int
    label: Span
    number: int


def find_calls(blocks: Iterable[tuple[int, Block]], form: Form) -> Iterator[Call]:
    """Every string of the given form in the numbered blocks, in reading order."""
    for index, block in blocks:
        for leaf in leaves((block,)):
            if not isinstance(leaf, Str) or leaf.span is None:
                continue
            for match in _CALL[form].finditer(leaf.text):
                if match.start() == 0:
                    continue
                start = leaf.span.start + match.start()
                yield Call(index, Span(start, start + len(match.group())), _number(match.group(1)), form)


def find_openings(blocks: Iterable[tuple[int, Block]]) -> Iterator[Opening]:
    """Every numbered block that begins with a label."""
    for index, block in blocks:
        first = next(leaves((block,)), None) if isinstance(block, Para) else None
        if not isinstance(first, Str) or first.span is None:
            continue
        if (match := _BODY.match(first.text)) and match.end() < len(first.text):
            number = _number(next(group for group in match.groups() if group))
            yield Opening(index, Span(first.span.start, first.span.start + match.end()), number)


def _number(digits: str) -> int:
    return int(digits.translate(_TO_DIGITS))
