"""Calling: notes get their keys, and a `NoteRef` takes the place of what the source prints for a call."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from ..tree import Block, Inline, NoteRef, Str, map_strings, part_of


def keys_of(labels: Iterable[str]) -> Iterator[str]:
    """A key for each note: its label, or a name for a sign, told apart where numbers begin again."""
    seen: Counter[str] = Counter()
    for label in labels:
        name = label if label.isalnum() else f"sign{len(label)}{ord(label[0]):x}"
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}.{seen[name]}"


def with_calls(blocks: Iterable[Block], refs: Sequence[NoteRef]) -> tuple[Block, ...]:
    """The blocks with those of `refs`, which are sorted, that stand in them."""
    return map_strings(tuple(blocks), lambda leaf: _insert_calls(leaf, refs), headings=True)


def _insert_calls(leaf: Str, refs: Sequence[NoteRef]) -> tuple[Inline, ...]:
    """A leaf with a `NoteRef` in place of each call that stands in it, close to the word before it."""
    span = leaf.span
    if span is None:
        return (leaf,)
    parts: list[Inline] = []
    position = span.start
    first = bisect_left(refs, span.start, key=lambda ref: ref.span.start)
    for ref in takewhile(lambda ref: ref.span.start < span.end, islice(refs, first, None)):
        before = leaf.text[position - span.start : ref.span.start - span.start]
        start = position - span.start
        parts += (part_of(leaf, start, start + len(before.rstrip())), ref)
        position = ref.span.end
    parts.append(part_of(leaf, position - span.start, len(leaf.text)))
    return tuple(part for part in parts if not isinstance(part, Str) or part.text)
