"""Relocation: notes leave the main text, become a table on the chapter, and are called from where they were."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile

from ..document import Block, Chapter, Heading, Inline, Note, NoteRef, Para, Str, map_strings, span_of
from ..ledger import Mark, Span
from ..queries import Query
from .apparatus import Apparatus, choose_apparatus
from .candidates import Call, Opening


@dataclass(frozen=True, slots=True)
class Body:
    """A note's text: the label it opens with and the blocks after it, the label taken off."""

    opening: Opening
    blocks: tuple[Block, ...]


def relocate(chapter: Chapter) -> Chapter:
    """The chapter with its notes found, taken out of the main text and called by `NoteRef`s."""
    apparatus = choose_apparatus(chapter.blocks)
    if not apparatus.calls:
        return chapter
    bodies = {body.opening: body for body in _bodies(chapter.blocks, apparatus)}
    answers = dict(apparatus.answers)
    keys = dict(zip(apparatus.calls, _keys(apparatus.calls), strict=True))
    notes = tuple(_note(keys[call], call, bodies.get(answers[call]) if call in answers else None) for call in keys)
    called = set(answers.values())
    orphans = tuple(
        Note(f"orphan-{n}", str(body.opening.number), body.blocks)
        for n, body in enumerate((body for opening, body in bodies.items() if opening not in called), 1)
    )
    taken = _taken_blocks(chapter.blocks, apparatus)
    kept = tuple(block for index, block in enumerate(chapter.blocks) if index not in taken)
    found = replace(
        chapter,
        blocks=map_strings(kept, lambda leaf: _insert_calls(leaf, apparatus.calls, keys), headings=True),
        notes=notes,
        orphans=orphans,
        marks=(*chapter.marks, *_marks(chapter.blocks, apparatus)),
    )
    return replace(found, queries=(*chapter.queries, *_doubts(found, apparatus)))


def _bodies(blocks: tuple[Block, ...], apparatus: Apparatus) -> Iterator[Body]:
    """Each body runs from its label to the next, or to the end of its section; headings in between are not text."""
    for section in apparatus.sections:
        openings = [o for o in apparatus.openings if section.start <= o.block < section.end]
        for opening, following in zip(openings, [*openings[1:], None], strict=False):
            end = following.block if following else section.end
            first, *rest = (block for block in blocks[opening.block : end] if not isinstance(block, Heading))
            yield Body(opening, (_without_label(first, opening.label), *rest))


def _without_label(block: Block, label: Span) -> Block:
    match block:
        case Para(inlines=(Str(text=text, span=Span() as span), *rest)):
            cut = label.end - span.start
            return Para((Str(text[cut:], Span(label.end, span.end)), *rest))
        case _:
            raise AssertionError("a note's text opens with a paragraph")


def _taken_blocks(blocks: tuple[Block, ...], apparatus: Apparatus) -> set[int]:
    """The blocks that leave the main text: everything from a section's first label on, and the headings before it."""
    taken: set[int] = set()
    for section in apparatus.sections:
        firsts = [o.block for o in apparatus.openings if section.start <= o.block < section.end]
        if firsts:
            start = section.start if section.heading is None else section.heading
            taken.update(index for index in range(start, firsts[0]) if isinstance(blocks[index], Heading))
            taken.update(range(firsts[0], section.end))
    return taken


def _marks(blocks: tuple[Block, ...], apparatus: Apparatus) -> Iterator[Mark]:
    taken = _taken_blocks(blocks, apparatus)
    for index in sorted(taken):
        if isinstance(blocks[index], Heading):
            yield Mark(span_of(blocks[index]), "notes.heading")
    for opening in apparatus.openings:
        yield Mark(opening.label, "notes.label")


def _keys(calls: tuple[Call, ...]) -> Iterator[str]:
    """A key for each call: its number, told apart where numbers begin again."""
    seen: Counter[int] = Counter()
    for call in calls:
        seen[call.number] += 1
        yield str(call.number) if seen[call.number] == 1 else f"{call.number}.{seen[call.number]}"


def _note(key: str, call: Call, body: Body | None) -> Note:
    return Note(key, str(call.number), body.blocks if body else ())


def _insert_calls(leaf: Str, calls: tuple[Call, ...], keys: dict[Call, str]) -> tuple[Inline, ...]:
    """A leaf with a `NoteRef` in place of each call that stands in it."""
    span = leaf.span
    if span is None:
        return (leaf,)
    parts: list[Inline] = []
    position = span.start
    first = bisect_left(calls, span.start, key=lambda call: call.span.start)
    for call in takewhile(lambda call: call.span.start < span.end, islice(calls, first, None)):
        parts += (_part(leaf, position, call.span.start), NoteRef(keys[call], call.span))
        position = call.span.end
    parts.append(_part(leaf, position, span.end))
    return tuple(part for part in parts if not isinstance(part, Str) or part.text)


def _part(leaf: Str, start: int, end: int) -> Str:
    """The part of a leaf between two offsets of the cleaned text."""
    assert leaf.span is not None
    return Str(leaf.text[start - leaf.span.start : end - leaf.span.start], Span(start, end))


def _doubts(chapter: Chapter, apparatus: Apparatus) -> Iterator[Query]:
    for before, call in pairwise(apparatus.calls):
        if call.number > before.number + 1:
            yield chapter.ask(
                "notes.gap",
                call.span,
                f"note {call.number} follows note {before.number}: the call of {before.number + 1} is not in the text",
                "look for it in the source; it may have been lost, or stand where this tool does not see it",
            )
    opened = {opening.number: opening for opening in apparatus.openings}
    for orphan in chapter.orphans:
        yield chapter.ask(
            "notes.uncalled",
            opened[int(orphan.label)].label,
            f"nothing in the text calls note {orphan.label}",
            "it is printed at the end of the chapter",
        )
