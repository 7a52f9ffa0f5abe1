"""Relocation: notes leave the main text, become a table on the chapter, and are called from where they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from ..cleaning import Evidence
from ..companions import PlacedCall
from ..document import Chapter, Note
from ..ledger import Mark, Span
from ..tree import Block, Break, Heading, Inline, NoteRef, Para, Quote, Str, map_strings, part_of, span_of
from .apparatus import Apparatus, choose_apparatus
from .calling import keys_of, with_calls
from .candidates import Opening
from .declared import read_declared_notes
from .doubts import find_doubts
from .rejoining import rejoin
from .rulings import read_rulings


def relocate(chapter: Chapter, evidence: Evidence | None = None, calls: Iterable[PlacedCall] = ()) -> Chapter:
    """The chapter with its notes found, taken out of the main text and called by `NoteRef`s.

    Where the format of the source says which they are, it is believed.

    `evidence` says which words that a note had cut in two are one, `calls` what the editor rules in notes.toml.

    Raises:
        EmendationError: words that notes.toml quotes stand nowhere, or in more than one place.
    """
    if any(mark.kind == "noteref" for mark in chapter.cleaned.markup):
        return read_declared_notes(chapter)
    evidence = evidence or Evidence()
    apparatus = choose_apparatus(chapter, read_rulings(chapter, calls))
    keyed = list(zip(keys_of(entry.key for entry in apparatus.entries), apparatus.entries, strict=True))
    refs = sorted((NoteRef(key, call.span) for key, entry in keyed for call in entry.calls), key=lambda ref: ref.span)
    found_bodies = list(_bodies(chapter, apparatus, evidence))
    bodies = {opening: with_calls(body, refs) for opening, body, _ in found_bodies}
    orphans = [Note(f"orphan-{n}", o.key, bodies[o]) for n, o in enumerate(apparatus.orphans, 1)]
    taken = _taken_blocks(apparatus)
    left = [index for index in range(len(chapter.blocks)) if index not in taken]
    main, seams = rejoin(chapter.blocks, left, chapter.cleaned.text, evidence)
    seams += [mark for *_, marks in found_bodies for mark in marks]
    found = replace(
        chapter,
        blocks=with_calls(main, refs),
        notes=tuple(Note(key, e.key, bodies[e.opening] if e.opening else ()) for key, e in keyed),
        orphans=tuple(orphans),
        marks=(*chapter.marks, *_marks(chapter.blocks, apparatus), *seams),
    )
    return replace(found, queries=(*chapter.queries, *find_doubts(chapter, found, apparatus)))


def _bodies(
    chapter: Chapter, apparatus: Apparatus, evidence: Evidence
) -> Iterator[tuple[Opening, tuple[Block, ...], list[Mark]]]:
    """The text of each note, and marks for what is not shown of it: its label, what pages put into it.

    A heading within it is a paragraph of the note.
    """
    for section in apparatus.sections:
        for opening, indices in section.bodies():
            body = {index: _as_paragraph(chapter.blocks[index]) for index in indices}
            rules = [index for index in section.more if isinstance(body.get(index), Break)]
            body[opening.block] = _without_label(body[opening.block], opening.label)
            shown = [index for index in indices if index not in rules]
            whole, marks = rejoin(body, shown, chapter.cleaned.text, evidence)
            marks += [Mark(span_of(body[index]), "notes.rule") for index in rules]
            marks += [Mark(opening.label, "notes.label")] if opening.label.start < opening.label.end else []
            if opening.style == "wrapped":
                whole, closing = _without_bracket(whole)
                marks += closing
            yield opening, tuple(whole), marks


def _without_label(block: Block, label: Span) -> Block:
    """The first block of a note without its label; what it was taken for, a quotation, was the label's doing."""
    if isinstance(block, Quote) and len(block.blocks) == 1:
        return _without_label(block.blocks[0], label)

    def cut(leaf: Str) -> tuple[Inline, ...]:
        if leaf.span is None or not leaf.span.start <= label.start < label.end <= leaf.span.end:
            return (leaf,)
        before = part_of(leaf, 0, label.start - leaf.span.start)
        after = part_of(leaf, label.end - leaf.span.start, len(leaf.text))
        return tuple(part for part in (before, after) if part.text)

    return map_strings((block,), cut, headings=True)[0]


def _without_bracket(body: list[Block]) -> tuple[list[Block], list[Mark]]:
    """A body `[Footnote 1: …]` without the bracket that closes it, and that as a mark."""
    match body:
        case [*first, Para(inlines=(*before, Str(text=text, span=Span() as span)))] if text.endswith("]"):
            last = (part_of(Str(text, span), 0, len(text) - 1),) if len(text) > 1 else ()
            return [*first, Para((*before, *last))], [Mark(Span(span.end - 1, span.end), "notes.label")]
        case _:
            return body, []


def _as_paragraph(block: Block) -> Block:
    return Para(block.inlines) if isinstance(block, Heading) else block


def _taken_blocks(apparatus: Apparatus) -> set[int]:
    """The blocks that leave the main text: what announces notes, repeated headings, and all from the first label on."""
    taken: set[int] = set()
    for section in apparatus.sections:
        taken.update(section.blocks())
    return taken


def _marks(blocks: Sequence[Block], apparatus: Apparatus) -> Iterator[Mark]:
    """What announces notes: headings, rules, and the names of parts said again."""
    for section in apparatus.sections:
        for index in sorted({*range(section.first, section.start), *section.repeats} - section.others):
            yield Mark(span_of(blocks[index]), "notes.heading")
