"""Readings: everything in a chapter that was read as structure, and not as a plain paragraph, in the order of the book.

What is read is told in the words of an editor: a block quotation, verse, the heading of the notes, page 112.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..document import Chapter, Note
from ..ledger import Span
from ..tree import Block, Break, Figure, Heading, ListBlock, PageBreak, Para, Quote, Table, Verse, leaves

_MARKS = {
    "frame": "frame of a library or web site, not printed",
    "heading.title": "title, printed at the head of the chapter",
    "heading.credit": "author or date, printed at the head of the chapter",
    "notes.heading": "heading of the notes, not printed",
    "notes.label": "label of a note, printed as its number",
    "read.emphasis": "sign of emphasis, printed as italics",
    "read.figures": "word and brackets for an illustration, not printed",
    "read.pictures": "picture that the document brings, and its caption, not printed",
}
"""What became of text that is read and no longer shown, by the rule of its mark."""

RULES = {
    "frame of a library or web site, not printed": "read.frames",
    "heading": "read.headings",
    "block quotation": "read.quotations",
    "thought break": "read.breaks",
    "verse": "read.verse",
    "table": "read.tables",
    "list": "read.lists",
    "letter or telegram": "read.letters",
    "dateline": "read.letters",
    "salutation": "read.letters",
    "signature": "read.letters",
    "sign of emphasis, printed as italics": "read.emphasis",
    "illustration that is wanting": "read.figures",
    "illustration that the editor supplies": "read.figures",
    "illustration that the document brings": "read.pictures",
    "picture that the document brings, and its caption, not printed": "read.pictures",
    "word and brackets for an illustration, not printed": "read.figures",
    "pages of the source": "read.pages",
}
"""The rule by which each is read, for an editor who wants to switch it off; notes have none."""

_ROLES = {"dateline": "dateline", "salute": "salutation", "signed": "signature"}


class Reading(Struct, frozen=True):
    """What was read, from blocks or from a span of the cleaned text; `said` is what the editor says of it."""

    kind: str
    blocks: tuple[Block, ...] = ()
    span: Span | None = None
    said: str = ""


def read_again(chapter: Chapter) -> Iterator[Reading]:
    """Every reading of a chapter: its blocks, its notes, the pages of its source, and what is no longer shown."""
    for block in chapter.blocks:
        yield from _blocks(block)
    for note in (*chapter.notes, *chapter.orphans):
        if note.blocks and note.origin == "source":
            yield Reading(f"note {note.label}", note.blocks)
            yield from (reading for block in note.blocks for reading in _blocks(block))
    for leaf in leaves((*chapter.blocks, *_noted(chapter.notes))):
        if isinstance(leaf, PageBreak):
            after = min(leaf.span.end + 60, len(chapter.cleaned.text))
            yield Reading(f"page {leaf.label} of the source begins", span=Span(leaf.span.start, after))
    for mark in sorted(chapter.marks, key=lambda mark: mark.span):
        yield Reading(_MARKS.get(mark.rule, f"not printed ({mark.rule})"), span=mark.span)


def _noted(notes: tuple[Note, ...]) -> tuple[Block, ...]:
    return tuple(block for note in notes if note.origin == "source" for block in note.blocks)


def _blocks(block: Block) -> Iterator[Reading]:
    match block:
        case Para():
            if block.role != "text":
                yield Reading(_ROLES[block.role], (block,))
        case Heading():
            yield Reading("heading", (block,))
        case Quote():
            yield Reading("block quotation" if block.kind == "quotation" else "letter or telegram", (block,))
            yield from (reading for inner in block.blocks for reading in _blocks(inner))
        case Verse():
            yield Reading("verse", (block,))
        case ListBlock():
            yield Reading("list", (block,))
            yield from (reading for item in block.items for inner in item for reading in _blocks(inner))
        case Table():
            yield Reading("table", (block,))
        case Figure():
            yield _figure(block)
        case Break():
            yield Reading("thought break", (block,))


def _figure(figure: Figure) -> Reading:
    if figure.picture is None:
        return Reading("illustration that is wanting", (figure,))
    shown = "an ornament" if figure.alt == "" else figure.alt or "nobody says what it shows"
    who = "the editor supplies" if figure.origin == "editor" else "the document brings"
    return Reading(f"illustration that {who}", (figure,), said=f"{figure.picture}: {shown} ")
