"""The document model: a text layer of immutable strings, and above it a small frozen tree whose leaves are spans.

Types only, with the few walks every stage needs; nothing here reads, decides or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from .ledger import Mark, Span, Step, origin
from .manifest import Manifest
from .queries import Place, Query, Severity, place_in
from .settings import ChapterSettings, LinkPolicy

# ---- the text layer ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was received: `text.encode(encoding)` is the file, byte for byte.

    `sha256` is of those bytes, in hexadecimal; `guessed` says that the encoding was inferred, not declared or proven.
    """

    name: str
    sha256: str
    encoding: str
    text: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A repaired text; undoing `steps` in reverse order gives `source.text`, always."""

    source: Source
    text: str
    steps: tuple[Step, ...]

    def origin(self, span: Span) -> Span:
        """Where `span` of the cleaned text stands in the source."""
        return origin(self.steps, span)

    def place(self, span: Span) -> Place:
        """File, line and column of `span`, in the source as the editor has it."""
        there = self.origin(span)
        return place_in(self.source.name, self.source.text, there.start, there.end)


# ---- inlines -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Str:
    """Words of the text; `span` is None for words of the edition (an editor's note), which stand in no source."""

    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Emph:
    """Emphasis, or a title set in italics."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong emphasis."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the book."""

    children: tuple[Inline, ...]
    href: str


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The call of the note `key` of the same chapter; `span` is the marker as the source has it."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class TermRef:
    """A use of the glossary term `key` that links to its entry, the `nth` of its chapter that does."""

    key: str
    child: Str
    nth: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The beginning of the page `label` of the source edition, at a point of the text: `span` is empty."""

    label: str
    span: Span


Inline = Str | Emph | Strong | Link | NoteRef | TermRef | PageBreak

# ---- blocks ------------------------------------------------------------------------------------------------------


Role = Literal["text", "dateline", "salute", "signed"]
"""What a paragraph is to the letter or document it stands in; the names are those of TEI, “signed” for a signature."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    inlines: tuple[Inline, ...]
    role: Role = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a chapter; `level` counts from 2, the chapter's own title being 1."""

    inlines: tuple[Inline, ...]
    level: int = 2


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation, or a letter or telegram that the text gives in full."""

    blocks: tuple[Block, ...]
    kind: Literal["quotation", "letter"] = "quotation"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of verse; `indent` counts steps from the stanza's own margin."""

    inlines: tuple[Inline, ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Verse:
    """Verse: stanzas of lines."""

    stanzas: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list of items, each of one or more blocks; the first begins with the label that the source prints, if any."""

    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `numeric` if it is to be set to the right."""

    inlines: tuple[Inline, ...]
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of as many cells each; `head` says that the first row heads the columns."""

    rows: tuple[tuple[Cell, ...], ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A thought break; `span` is the ornament the source prints."""

    span: Span


Block = Para | Heading | Quote | Verse | ListBlock | Table | Break
Paragraph = Para | Heading | Line | Cell
"""What holds inlines."""

# ---- the book ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `label` is what the source prints; `blocks` is empty where the source gives no text for it."""

    key: str
    label: str
    blocks: tuple[Block, ...]
    origin: Literal["source", "editor"] = "source"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One text of the book: its blocks, its notes in the order of their first call, and what was read as structure.

    `orphans` are notes that nothing calls.
    """

    key: str
    settings: ChapterSettings
    cleaned: Cleaned
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    orphans: tuple[Note, ...] = ()
    marks: tuple[Mark, ...] = ()
    queries: tuple[Query, ...] = ()

    def ask(
        self,
        code: str,
        span: Span,
        message: str,
        hint: str,
        *,
        minor: bool = False,
        stub: str = "",
        suggestion: str | None = None,
    ) -> Query:
        """A query about `span` of the cleaned text; `suggestion` is how its words might read."""
        severity: Severity = "note" if minor else "warning"
        return Query(code, severity, self.cleaned.place(span), message, hint, stub, span, suggestion)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a term means: the editor's own words, or a verbatim quotation with its chapter and span.

    `expansion` is the span of the long form inside a quotation, where it gives one.
    """

    origin: Literal["editor", "stated"]
    inlines: tuple[Inline, ...]
    chapter: str | None = None
    span: Span | None = None
    expansion: Span | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """An occurrence of a term in a chapter's cleaned text."""

    chapter: str
    span: Span


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; `forms` are all spellings looked for, the headword among them."""

    key: str
    headword: str
    forms: tuple[str, ...]
    kind: str
    expansion: str | None
    definitions: tuple[Definition, ...]
    see: str | None = None
    uses: tuple[Use, ...] = ()
    not_forms: tuple[str, ...] = ()
    sort: str | None = None
    language: str | None = None
    link: LinkPolicy = "first"


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the reader gets; `queries` are those about the book as a whole, `kept` those that are settled."""

    manifest: Manifest
    chapters: tuple[Chapter, ...]
    terms: tuple[Term, ...]
    queries: tuple[Query, ...] = ()
    kept: tuple[Query, ...] = ()

    def by_source(self) -> dict[str, tuple[Chapter, ...]]:
        """The chapters by the file they are made of, which may hold several."""
        files = dict.fromkeys(chapter.settings.file for chapter in self.chapters)
        return {file: tuple(c for c in self.chapters if c.settings.file == file) for file in files}


# ---- walks -------------------------------------------------------------------------------------------------------


def flatten(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Every inline, children in place of the emphasis or link that holds them; term references stay whole."""
    for inline in inlines:
        match inline:
            case Emph() | Strong() | Link():
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
            case Break():
                pass


def leaves(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    """Every leaf of the blocks, in reading order."""
    for paragraph in paragraphs(blocks):
        yield from flatten(paragraph.inlines)


def part_of(leaf: Str, start: int, end: int) -> Str:
    """The characters [start, end) of a leaf, with their place."""
    span = Span(leaf.span.start + start, leaf.span.start + end) if leaf.span else None
    return Str(leaf.text[start:end], span)


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """The words of the inlines, without note calls."""
    return "".join(words_of(inline) for inline in flatten(inlines))


def words_of(leaf: Inline) -> str:
    """The words of one leaf; none for a note call."""
    match leaf:
        case Str():
            return leaf.text
        case TermRef():
            return leaf.child.text
        case NoteRef() | PageBreak() | Emph() | Strong() | Link():
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
        case Break():
            return block


def _map_inlines(inlines: tuple[Inline, ...], change: Callable[[Str], tuple[Inline, ...]]) -> tuple[Inline, ...]:
    changed: list[Inline] = []
    for inline in inlines:
        match inline:
            case Str():
                changed += change(inline)
            case Emph() | Strong():
                changed.append(replace(inline, children=_map_inlines(inline.children, change)))
            case Link() | NoteRef() | TermRef() | PageBreak():
                changed.append(inline)
    return tuple(changed)


def span_of(block: Block) -> Span:
    """From the block's first leaf to its last.

    Raises:
        ValueError: the block is of the edition, not of a source.
    """
    if isinstance(block, Break):
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
        case Emph() | Strong() | Link():
            return None
