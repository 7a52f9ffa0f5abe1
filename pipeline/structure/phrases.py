"""Phrases: words that the format of a source sets apart in their line: emphasis, small capitals, languages, links."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from msgspec.structs import replace

from ..document import Chapter, Note
from ..ledger import Span
from ..markup import INLINES, Markup
from ..tree import (
    Emph,
    Foreign,
    Inline,
    Link,
    NoteRef,
    SmallCaps,
    Str,
    Strong,
    Subscript,
    Superscript,
    flatten,
    leaf_span,
    map_inlines,
    part_of,
)
from .declared import outermost

_CALLS_APART = frozenset(("superscript", "subscript", "language"))
"""What no call of a note stands in: it is raised anyway, and its note may be set where it is called."""


def read_declared_inlines(chapter: Chapter) -> Chapter:
    """The chapter and its notes with what is declared of their words; emphasis and links may hold note calls."""
    marks = [mark for mark in chapter.cleaned.markup if mark.kind in INLINES and mark.span.start < mark.span.end]
    if not marks:
        return chapter

    reach = list(accumulate((mark.span.end for mark in marks), max))

    def read(inlines: tuple[Inline, ...], is_heading: bool) -> tuple[Inline, ...]:
        spans = [span for leaf in inlines if (span := leaf_span(leaf)) is not None]
        if not spans:
            return inlines
        after = bisect_left(marks, spans[-1].end, key=lambda mark: mark.span.start)
        near = marks[bisect_right(reach, spans[0].start) : after]
        return tuple(_nested(inlines, [mark for mark in near if mark.span.end > spans[0].start]))

    def read_note(note: Note) -> Note:
        return replace(note, blocks=map_inlines(note.blocks, read)) if note.origin == "source" else note

    return replace(
        chapter,
        blocks=map_inlines(chapter.blocks, read),
        notes=tuple(map(read_note, chapter.notes)),
        orphans=tuple(map(read_note, chapter.orphans)),
    )


def _nested(inlines: tuple[Inline, ...], marks: Sequence[Markup]) -> Iterator[Inline]:
    """The inlines, those under each of the outermost marks inside an inline of its kind."""
    for mark, within in outermost(marks):
        before, held, inlines = _cut(inlines, mark.span)
        yield from before
        children = tuple(_nested(held, within))
        apart = groupby(children, _holds_call) if mark.kind in _CALLS_APART else [(False, children)]
        for is_call, part in apart:
            held = tuple(part)
            if is_call:
                yield from held
            elif held:
                yield _inline(mark, held)
    yield from inlines


def _holds_call(inline: Inline) -> bool:
    return any(isinstance(leaf, NoteRef) for leaf in flatten((inline,)))


def _inline(mark: Markup, children: tuple[Inline, ...]) -> Inline:
    match mark.kind:
        case "strong":
            return Strong(children)
        case "small-caps":
            return SmallCaps(children)
        case "superscript":
            return Superscript(children)
        case "subscript":
            return Subscript(children)
        case "language":
            return Foreign(children, mark.value)
        case "link":
            return Link(children, mark.value)
        case _:
            return Emph(children)


Inlines = tuple[Inline, ...]


def _cut(inlines: Inlines, span: Span) -> tuple[Inlines, Inlines, Inlines]:
    """The inlines before, in and after a span."""
    parts: tuple[list[Inline], list[Inline], list[Inline]] = ([], [], [])
    side = 0
    for leaf in inlines:
        there = leaf_span(leaf)
        if isinstance(leaf, Str) and there is not None:
            cuts = (max(there.start, min(edge, there.end)) for edge in (span.start, span.end))
            edges = (there.start, *cuts, there.end)
            for number in range(3):
                if edges[number] < edges[number + 1]:
                    parts[number].append(part_of(leaf, edges[number] - there.start, edges[number + 1] - there.start))
                    side = number
        else:
            side = side if there is None else (there.start >= span.end) + (there.start >= span.start)
            parts[side].append(leaf)
    return tuple(parts[0]), tuple(parts[1]), tuple(parts[2])
