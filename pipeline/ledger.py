"""The ledger: every change to a text as an `Edit`, every reading of it as a `Mark`.

A chain of steps can be undone to the last character, and any offset can be followed back to the source or forward
from it. All offsets count Unicode code points; spans are half open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import Literal

from msgspec import Struct

Side = Literal["left", "right"]


class Span(Struct, frozen=True, order=True):
    """A half-open range [start, end) of code points in one text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters the span covers in `text`."""
        return text[self.start : self.end]


class Edit(Struct, frozen=True):
    """One replacement; `span` lies in the text its step was given, and `before` is what stood there."""

    span: Span
    before: str
    after: str
    rule: str


class Mark(Struct, frozen=True):
    """Text read as structure and no longer shown, such as a note's label; `span` lies in the cleaned text."""

    span: Span
    rule: str


class Step(Struct, frozen=True, dict=True):
    """The edits of one rule: sorted, disjoint, all in the coordinates of the text before the step.

    Raises:
        ValueError: the edits overlap or are out of order.
    """

    rule: str
    edits: tuple[Edit, ...]

    def __post_init__(self) -> None:
        previous_end = 0
        for edit in self.edits:
            if edit.span.start < previous_end:
                raise ValueError(f"{self.rule}: edits overlap or are out of order at {edit.span.start}")
            previous_end = edit.span.end

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(edit.span.start for edit in self.edits)

    @cached_property
    def _starts_after(self) -> tuple[int, ...]:
        grown = accumulate((len(edit.after) - len(edit.before) for edit in self.edits), initial=0)
        return tuple(start + shift for start, shift in zip(self._starts, grown, strict=False))

    def apply(self, text: str) -> str:
        """`text` with every edit made.

        Raises:
            ValueError: an edit's `before` is not what stands in `text`.
        """
        return _splice(text, self.rule, ((e.span.start, e.before, e.after) for e in self.edits))

    def undo(self, text: str) -> str:
        """The text the step was given, from the text it made; the inverse of `apply`."""
        pairs = zip(self._starts_after, self.edits, strict=True)
        return _splice(text, self.rule, ((start, e.after, e.before) for start, e in pairs))

    @cached_property
    def _ends_after(self) -> tuple[int, ...]:
        return tuple(start + len(edit.after) for start, edit in zip(self._starts_after, self.edits, strict=True))

    @cached_property
    def _shifts(self) -> tuple[int, ...]:
        return tuple(e.span.end - end for e, end in zip(self.edits, self._ends_after, strict=True))

    def origin(self, offset: int, side: Side) -> int:
        """The offset before the step that answers to `offset` after it.

        Where text was deleted at `offset`, `side` says on which side of the gap the answer lies.
        """
        index = _last_before(self._starts_after, offset, side)
        if index < 0:
            return offset
        if offset >= self._ends_after[index]:  # Most places lie between two edits.
            return offset + self._shifts[index]
        edit = self.edits[index]
        inside = offset - self._starts_after[index]
        return edit.span.start + _carry(inside, len(edit.after), len(edit.before), side)

    def forward(self, offset: int, side: Side) -> int:
        """The offset after the step that answers to `offset` before it; the counterpart of `origin`."""
        index = _last_before(self._starts, offset, side)
        if index < 0:
            return offset
        edit = self.edits[index]
        inside = offset - edit.span.start
        return self._starts_after[index] + _carry(inside, len(edit.before), len(edit.after), side)


def origin(steps: tuple[Step, ...], span: Span) -> Span:
    """Where `span` of the text that `steps` made stood in the text they were given."""
    start, end = span.start, span.end
    for step in reversed(steps):
        if step.edits:  # Most rules find nothing.
            start, end = step.origin(start, "right"), step.origin(end, "left")
    return Span(start, max(start, end))


def forward(steps: tuple[Step, ...], span: Span) -> Span:
    """Where `span` of the text that `steps` were given stands in the text they made."""
    start, end = span.start, span.end
    for step in steps:
        if step.edits:
            start, end = step.forward(start, "left"), step.forward(end, "right")
    return Span(start, max(start, end))


def net_edits(steps: tuple[Step, ...], before: str, after: str) -> list[Edit]:
    """All steps as one: sorted, disjoint edits that turn `before` into `after`.

    Edits of several rules that meet in one place become one; its rule names them all, joined by `+`.
    """
    pieces: list[tuple[Span, Span, str]] = []
    for number, step in enumerate(steps):
        for start_after, edit in zip(step._starts_after, step.edits, strict=True):
            made = Span(start_after, start_after + len(edit.after))
            pieces.append((_reach(steps[:number], edit.span), forward(steps[number + 1 :], made), edit.rule))
    merged: list[tuple[Span, Span, list[str]]] = []
    for there, here, rule in sorted(pieces):
        if merged and (there.start < merged[-1][0].end or here.start < merged[-1][1].end):
            one, other, rules = merged[-1]
            joined = rules if rule in rules else [*rules, rule]
            merged[-1] = (_cover(one, there), _cover(other, here), joined)
        else:
            merged.append((there, here, [rule]))
    return [Edit(one, one.of(before), other.of(after), "+".join(rules)) for one, other, rules in merged]


def _reach(steps: tuple[Step, ...], span: Span) -> Span:
    """Where a span stood in the text before `steps`, with what they deleted at its ends."""
    start, end = span.start, span.end
    for step in reversed(steps):
        start, end = step.origin(start, "left"), step.origin(end, "right")
    return Span(start, end)


def _cover(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def undo(steps: tuple[Step, ...], text: str) -> str:
    """The text before all of `steps`."""
    for step in reversed(steps):
        text = step.undo(text)
    return text


def _splice(text: str, rule: str, changes: Iterable[tuple[int, str, str]]) -> str:
    parts: list[str] = []
    position = 0
    for start, before, after in changes:
        if not text.startswith(before, start):
            raise ValueError(f"{rule}: expected {before!r} at {start}, found {text[start : start + len(before)]!r}")
        parts += (text[position:start], after)
        position = start + len(before)
    parts.append(text[position:])
    return "".join(parts)


def _last_before(starts: tuple[int, ...], offset: int, side: Side) -> int:
    """The index of the last change that begins before `offset` (or at it, seen from the right); -1 for none."""
    return (bisect_right if side == "right" else bisect_left)(starts, offset) - 1


def _carry(inside: int, length_here: int, length_there: int, side: Side) -> int:
    """How far from a change's start on the other side, for `inside` characters from its start on this one."""
    if inside >= length_here:
        return length_there + inside - length_here
    if length_here == length_there or inside == 0:
        return inside
    return 0 if side == "right" else length_there
