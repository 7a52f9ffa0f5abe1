"""Candidates: everything in a text that could call a note or begin one. They are cheap; the decision comes later."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..document import Block, Para, Str, leaves
from ..ledger import Span

Form = Literal["bracketed", "superscript", "bare"]
"""How a note is called: `[1]`, `¹`, or a digit that has lost its superscript, as in `rules”.11`."""

FORMS: tuple[Form, ...] = ("bracketed", "superscript", "bare")

Numbered = Iterable[tuple[int, Block]]
"""Blocks of a text with their places in it."""

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")

_CALL: dict[Form, re.Pattern[str]] = {
    "bracketed": re.compile(r"\[ ?(\d{1,3}) ?\]"),
    "superscript": re.compile(f"([{_SUPERSCRIPTS}]{{1,3}})"),
    # Glued to a letter or to closing punctuation, and followed by nothing that would make it a number: a unit, a
    # decimal, an ordinal ending, a range.
    "bare": re.compile(r"(?<=[^\W\d_.,]|[.,;:!?…”’\"')\]»])(?<!\d[.,:])(\d{1,3})(?![\w%°/]|[-–,.:]\d)"),
}
# One group for each form of label, in the order of FORMS.
_BODY = re.compile(rf"(?:\[ ?(\d{{1,3}}) ?\][.:]?|([{_SUPERSCRIPTS}]{{1,3}})|(\d{{1,3}})[.):]?(?=\s))\s*")

_UNITS = "[cdkm]?m|ft|in|yd|mi|sec|min|hr|ha"
# The last word before a figure: a unit, a ten or a lone letter, but not the end of a word (`Lenin’s`) or a king (`I`).
_POWER = re.compile(rf"(?<![^\W\d_])(?<![’'])(?:{_UNITS}|[^\W\d_I]|(?<!\d)10)$")
_CITING = re.compile(
    r"(?<![^\W\d_])(?:No|[Nn]os|pp?|[Pp]ages?|[Vv]ols?|[Bb]k|[Cc]h|[Cc]hap|[Cc]ap|[Ff]igs?|[Ss]ect?|[Cc]ol|[Cc]f|[Ii]bid)\.$"
)
_INITIALS = re.compile(r"(?<![^\W_])[^\W\d_]+$")
_ROMAN = re.compile(r"[CILVX]{2,}")
_LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Call:
    """A possible note reference: its span, and its number in the block at `block`.

    `doubtful` says that the words around it make it something else: a power, a name, a chapter and verse.
    """

    block: int
    span: Span
    number: int
    form: Form
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A possible beginning of a note's text: the label at the start of the block at `block`."""

    block: int
    label: Span
    number: int
    form: Form


def find_calls(blocks: Numbered, form: Form) -> Iterator[Call]:
    """Every string of the given form in the numbered blocks, in reading order."""
    for index, block in blocks:
        for leaf in leaves((block,)):
            if not isinstance(leaf, Str) or leaf.span is None:
                continue
            for match in _CALL[form].finditer(leaf.text):
                if match.start() == 0:
                    continue
                span = Span(leaf.span.start + match.start(), leaf.span.start + match.end())
                yield Call(index, span, _number(match.group(1)), form, _is_doubtful(match, form))


def find_openings(blocks: Numbered) -> Iterator[Opening]:
    """Every numbered block that begins with a label."""
    for index, block in blocks:
        first = next(leaves((block,)), None) if isinstance(block, Para) else None
        if not isinstance(first, Str) or first.span is None:
            continue
        if (match := _BODY.match(first.text)) and match.end() < len(first.text):
            form, digits = next((f, d) for f, d in zip(FORMS, match.groups(), strict=True) if d)
            label = Span(first.span.start, first.span.start + match.end())
            yield Opening(index, label, _number(digits), form)


def within(calls: Sequence[Call], start: int, end: int) -> Sequence[Call]:
    """The calls in the blocks [start, end)."""
    return calls[calls_before(calls, start) : calls_before(calls, end)]


def calls_before(calls: Sequence[Call], block: int) -> int:
    """The number of calls before a block."""
    return bisect_left(calls, block, key=lambda call: call.block)


def without_calls(text: str, form: Form) -> str:
    """The text without anything that could be a call of the form."""
    return _CALL[form].sub("", text)


def _is_doubtful(match: re.Match[str], form: Form) -> bool:
    """Whether a figure has another reading: `500 m²`, `MI5`, `page.2`, a stop within a sentence as in `Mark.1 and`."""
    before = match.string[max(0, match.start() - _LONGEST_WORD) : match.start()]
    if form == "bracketed":
        return False
    if _POWER.search(before):
        return True
    if form == "superscript":
        return False
    if before.endswith("."):
        goes_on = re.match(r"\s+[^\W\d_]", match.string[match.end() :][:9])
        return _CITING.search(before) is not None or (goes_on is not None and goes_on.group()[-1].islower())
    initials = _INITIALS.search(before)
    return initials is not None and initials.group().isupper() and not _ROMAN.fullmatch(initials.group())


def _number(digits: str) -> int:
    return int(digits.translate(_TO_DIGITS))
