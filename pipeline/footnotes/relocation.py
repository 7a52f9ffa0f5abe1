"""Relocation: notes leave the main text, become a table on the chapter, and are called from where they were."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from ..document import Block, Chapter, Heading, Inline, Note, NoteRef, Para, Str, map_strings, part_of, span_of
from ..ledger import Mark, Span
from .apparatus import Apparatus, choose_apparatus
from .candidates import Opening
from .doubts import find_doubts
from .entries import Entry


def relocate(chapter: Chapter) -> Chapter:
    """The chapter with its notes found, taken out of the main text and called by `NoteRef`s."""
    apparatus = choose_apparatus(chapter.blocks, chapter.settings.title)
    keyed = list(zip(_keys(apparatus.entries), apparatus.entries, strict=True))
    refs = sorted((NoteRef(key, call.span) for key, entry in keyed for call in entry.calls), key=lambda ref: ref.span)
    bodies = {opening: _with_calls(body, refs) for opening, body in _bodies(chapter.blocks, apparatus)}
    orphans = [Note(f"orphan-{n}", str(o.number), bodies[o]) for n, o in enumerate(apparatus.orphans, 1)]
    taken = _taken_blocks(apparatus)
    found = replace(
        chapter,
        blocks=_with_calls((block for index, block in enumerate(chapter.blocks) if index not in taken), refs),
        notes=tuple(Note(key, str(e.number), bodies[e.opening] if e.opening else ()) for key, e in keyed),
        orphans=tuple(orphans),
        marks=(*chapter.marks, *_marks(chapter.blocks, apparatus)),
    )
    return replace(found, queries=(*chapter.queries, *find_doubts(chapter, found, apparatus)))


def _keys(entries: Iterable[Entry]) -> Iterator[str]:
    """A key for each note: its number, told apart where numbers begin again."""
    seen: Counter[int] = Counter()
    for entry in entries:
        seen[entry.number] += 1
        nth = seen[entry.number]
        yield str(entry.number) if nth == 1 else f"{entry.number}.{nth}"


def _bodies(blocks: Sequence[Block], apparatus: Apparatus) -> Iterator[tuple[Opening, tuple[Block, ...]]]:
    """The text of each note, without its label; a heading within it is a paragraph of the note."""
    for section in apparatus.sections:
        for opening, body in section.bodies():
            first, *rest = (blocks[index] for index in body)
            yield opening, (_without_label(first, opening.label), *(_as_paragraph(block) for block in rest))


def _without_label(block: Block, label: Span) -> Block:
    match block:
        case Para(inlines=(Str(text=text, span=Span() as span), *rest)):
            cut = label.end - span.start
            return Para((Str(text[cut:], Span(label.end, span.end)), *rest))
        case _:
            raise AssertionError("a note's text opens with a paragraph")


def _as_paragraph(block: Block) -> Block:
    return Para(block.inlines) if isinstance(block, Heading) else block


def _taken_blocks(apparatus: Apparatus) -> set[int]:
    """The blocks that leave the main text: what announces notes, repeated headings, and all from the first label on."""
    taken: set[int] = set()
    for section in apparatus.sections:
        taken.update(range(section.first, section.start), section.repeats)
        if section.openings:
            taken.update(range(section.openings[0].block, section.end))
    return taken


def _marks(blocks: Sequence[Block], apparatus: Apparatus) -> Iterator[Mark]:
    for section in apparatus.sections:
        for index in sorted({*range(section.first, section.start), *section.repeats}):
            yield Mark(span_of(blocks[index]), "notes.heading")
        for opening in section.openings:
            yield Mark(opening.label, "notes.label")


def _with_calls(blocks: Iterable[Block], refs: Sequence[NoteRef]) -> tuple[Block, ...]:
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
