"""The tree of a text: a closed union of inlines and blocks whose leaves are spans, and the walks every stage needs.

Types only; nothing here reads, decides or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from .ledger import Span

# ---- inlines -----------------------------------------------------------------------------------------------------


class Str(Struct, frozen=True):
    """Words of the text; `span` is None for words of the edition (an editor's note), which stand in no source."""

    text: str
    span: Span | None = None


class Phrase(Struct, frozen=True):
    """Words that are set apart: what all inlines are that hold others."""

    children: tuple[Inline, ...]


class Emph(Phrase, frozen=True):
    """Emphasis, or a title set in italics."""


class Strong(Phrase, frozen=True):
    """Strong emphasis."""


class SmallCaps(Phrase, frozen=True):
    """Words in small capitals."""


class Superscript(Phrase, frozen=True):
    """Words above their line; what calls a note is a `NoteRef`, and what Unicode has a raised character for is that."""


class Subscript(Phrase, frozen=True):
    """Words below their line that have no characters of their own."""


class Foreign(Phrase, frozen=True):
    """Words in another language than those around them, a tag of BCP 47."""

    language: str


class Link(Phrase, frozen=True):
    """A link out of the book."""

    href: str


class NoteRef(Struct, frozen=True):
    """The call of the note `key` of the same chapter; `span` is the marker as the source has it."""

    key: str
    span: Span


class TermRef(Struct, frozen=True):
    """A use of the glossary term `key` that links to its entry, the `nth` of its chapter that does."""

    key: str
    child: Str
    nth: int = 1


class PageBreak(Struct, frozen=True):
    """The beginning of the page `label` of the source edition, at a point of the text: `span` is empty."""

    label: str
    span: Span


Inline = Str | Emph | Strong | SmallCaps | Superscript | Subscript | Foreign | Link | NoteRef | TermRef | PageBreak

# ---- blocks ------------------------------------------------------------------------------------------------------


Role = Literal["text", "dateline", "salute", "signed"]
"""What a paragraph is to the letter or document it stands in; the names are those of TEI, “signed” for a signature."""


class Para(Struct, frozen=True):
    """A paragraph."""

    inlines: tuple[Inline, ...]
    role: Role = "text"


class Heading(Struct, frozen=True):
    """A heading inside a chapter; `level` counts from 2, the chapter's own title being 1."""

    inlines: tuple[Inline, ...]
    level: int = 2


class Quote(Struct, frozen=True):
    """A block quotation, or a letter or telegram that the text gives in full."""

    blocks: tuple[Block, ...]
    kind: Literal["quotation", "letter"] = "quotation"


class Line(Struct, frozen=True):
    """A line of verse; `indent` counts steps from the stanza's own margin."""

    inlines: tuple[Inline, ...]
    indent: int = 0


class Verse(Struct, frozen=True):
    """Verse: stanzas of lines."""

    stanzas: tuple[tuple[Line, ...], ...]


class ListBlock(Struct, frozen=True):
    """A list of items, each of one or more blocks; the first begins with the label that the source prints, if any."""

    items: tuple[tuple[Block, ...], ...]


class Cell(Struct, frozen=True):
    """A cell of a table; `numeric` if it is to be set to the right."""

    inlines: tuple[Inline, ...]
    numeric: bool = False


class Table(Struct, frozen=True):
    """A table: rows of as many cells each; `head` says that the first row heads the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    head: bool = False


class Break(Struct, frozen=True):
    """A thought break; `span` is the ornament the source prints."""

    span: Span


class Figure(Struct, frozen=True):
    """An illustration; `picture` is the name of its file, or none where there is only word of one.

    `alt` says what it shows; it is empty for an ornament, and None where nobody has said. `caption` is of the text,
    or of the edition; `span` is what the source prints for the figure, and empty at the place of one that the editor
    puts where the source says nothing. `origin` is who brings the picture.
    """

    picture: str | None
    alt: str | None
    caption: tuple[Block, ...]
    span: Span
    origin: Literal["source", "editor"] = "editor"


Block = Para | Heading | Quote | Verse | ListBlock | Table | Break | Figure
Paragraph = Para | Heading | Line | Cell
"""What holds inlines."""

# ---- walks -------------------------------------------------------------------------------------------------------


def flatten(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Every inline, children in place of what holds them; term references stay whole."""
    for inline in inlines:
        if isinstance(inline, Phrase):
            return _flatten(inlines)
    return iter(inlines)  # Most paragraphs are flat, and every stage walks through them.


def _flatten(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    for inline in inlines:
        match inline:
            case Phrase():
                yield from flatten(inline.children)
            case Str() | NoteRef() | TermRef() | PageBreak():
                yield inline


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """The blocks that hold inlines, in reading order."""
    for block in blocks:
        match block:
            case Para() | Heading():
                yield block
            case Quote():
                yield from paragraphs(block.blocks)
            case Verse():
                yield from (line for stanza in block.stanzas for line in stanza)
            case ListBlock():
                yield from (paragraph for item in block.items for paragraph in paragraphs(item))
            case Table():
                yield from (cell for row in block.rows for cell in row)
            case Figure():
                yield from paragraphs(block.caption)
            case Break():
                pass


def passages(block: Block) -> Iterator[tuple[Inline, ...]]:
    """What can be cited of a block: the inlines of each paragraph, heading and stanza in it; a table has none."""
    match block:
        case Para() | Heading():
            yield block.inlines
        case Quote():
            yield from (inlines for inner in block.blocks for inlines in passages(inner))
        case Figure():
            yield from (inlines for inner in block.caption for inlines in passages(inner))
        case Verse():
            yield from (tuple(i for line in stanza for i in line.inlines) for stanza in block.stanzas)
        case ListBlock():
            yield from (inlines for item in block.items for inner in item for inlines in passages(inner))
        case Table() | Break():
            pass


def first_span(inlines: tuple[Inline, ...]) -> Span | None:
    """Where the inlines begin: the span of their first leaf that stands in a source."""
    spans = (leaf_span(leaf) for leaf in flatten(inlines) if not isinstance(leaf, PageBreak))
    return next((span for span in spans if span is not None), None)


def without_pages(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The inlines without the marks of pages."""
    kept: list[Inline] = []
    for inline in inlines:
        match inline:
            case Phrase():
                kept.append(replace(inline, children=without_pages(inline.children)))
            case Str() | NoteRef() | TermRef():
                kept.append(inline)
            case PageBreak():
                pass
    return tuple(kept)


def leaves(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    """Every leaf of the blocks, in reading order."""
    for paragraph in paragraphs(blocks):
        yield from flatten(paragraph.inlines)


def innermost(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks that hold no others, in reading order; a figure is taken whole."""
    for block in blocks:
        match block:
            case Quote():
                yield from innermost(block.blocks)
            case ListBlock():
                yield from (inner for item in block.items for inner in innermost(item))
            case Para() | Heading() | Verse() | Table() | Break() | Figure():
                yield block


def map_blocks(blocks: tuple[Block, ...], change: Callable[[Block], tuple[Block, ...]]) -> tuple[Block, ...]:
    """The blocks with each of the innermost replaced by what `change` makes of it."""
    changed: list[Block] = []
    for block in blocks:
        match block:
            case Quote():
                changed.append(replace(block, blocks=map_blocks(block.blocks, change)))
            case ListBlock():
                changed.append(replace(block, items=tuple(map_blocks(item, change) for item in block.items)))
            case Para() | Heading() | Verse() | Table() | Break() | Figure():
                changed += change(block)
    return tuple(changed)


def part_of(leaf: Str, start: int, end: int) -> Str:
    """The characters [start, end) of a leaf, with their place."""
    span = Span(leaf.span.start + start, leaf.span.start + end) if leaf.span else None
    return Str(leaf.text[start:end], span)


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """The words of the inlines, without note calls."""
    return "".join(map(words_of, flatten(inlines)))


def words_of(leaf: Inline) -> str:
    """The words of one leaf; none for a note call."""
    match leaf:
        case Str():
            return leaf.text
        case TermRef():
            return leaf.child.text
        case NoteRef() | PageBreak() | Phrase():
            return ""


def map_strings(
    blocks: tuple[Block, ...], change: Callable[[Str], tuple[Inline, ...]], *, headings: bool
) -> tuple[Block, ...]:
    """The blocks with every `Str` of a paragraph replaced, and of a heading if `headings`; links are left alone."""

    def map_paragraph(inlines: tuple[Inline, ...], is_heading: bool) -> tuple[Inline, ...]:
        return _map_inlines(inlines, change) if headings or not is_heading else inlines

    return map_inlines(blocks, map_paragraph)


def map_inlines(
    blocks: tuple[Block, ...], change: Callable[[tuple[Inline, ...], bool], tuple[Inline, ...]]
) -> tuple[Block, ...]:
    """The blocks with the inlines of every paragraph replaced; `change` is told whether they are those of a heading."""
    return tuple(_map_block(block, change) for block in blocks)


def _map_block(block: Block, change: Callable[[tuple[Inline, ...], bool], tuple[Inline, ...]]) -> Block:
    match block:
        case Para() | Heading():
            return replace(block, inlines=change(block.inlines, isinstance(block, Heading)))
        case Quote():
            return replace(block, blocks=map_inlines(block.blocks, change))
        case Verse():
            stanzas = (tuple(replace(ln, inlines=change(ln.inlines, False)) for ln in s) for s in block.stanzas)
            return replace(block, stanzas=tuple(stanzas))
        case ListBlock():
            return replace(block, items=tuple(map_inlines(item, change) for item in block.items))
        case Table():
            rows = (tuple(replace(cell, inlines=change(cell.inlines, False)) for cell in row) for row in block.rows)
            return replace(block, rows=tuple(rows))
        case Figure():
            return replace(block, caption=map_inlines(block.caption, change))
        case Break():
            return block


def _map_inlines(inlines: tuple[Inline, ...], change: Callable[[Str], tuple[Inline, ...]]) -> tuple[Inline, ...]:
    changed: list[Inline] = []
    for inline in inlines:
        match inline:
            case Str():
                changed += change(inline)
            case Link() | NoteRef() | TermRef() | PageBreak():
                changed.append(inline)
            case Phrase():
                changed.append(replace(inline, children=_map_inlines(inline.children, change)))
    return tuple(changed)


def span_of(block: Block) -> Span:
    """From the block's first leaf to its last; of a figure all that the source prints for it.

    Raises:
        ValueError: the block is of the edition, not of a source.
    """
    if isinstance(block, Break | Figure):
        return block.span
    spans = [span for leaf in leaves((block,)) if (span := leaf_span(leaf)) is not None]
    if not spans:
        raise ValueError("a block without a place in a source")
    return Span(spans[0].start, spans[-1].end)


def leaf_span(leaf: Inline) -> Span | None:
    """Where a leaf stands in its cleaned text, if it stands in one."""
    match leaf:
        case Str() | NoteRef() | PageBreak():
            return leaf.span
        case TermRef():
            return leaf.child.span
        case Phrase():
            return None
