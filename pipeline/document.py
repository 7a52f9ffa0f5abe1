"""The document model: a text layer of immutable strings, the chapters with their trees above it, and the book.

Types only; nothing here reads, decides or prints.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from .artwork import Artwork
from .ledger import Mark, Span, Step, forward, origin
from .manifest import Manifest
from .markup import BLOCKS, About, LeftOut, Markup
from .picture import Picture
from .queries import Place, Query, Severity, place_in
from .settings import ChapterSettings, LinkPolicy
from .tree import Block, Figure, Inline, innermost

# ---- the text layer ----------------------------------------------------------------------------------------------


class Source(Struct, frozen=True):
    """A file as it was received: of plain text, `text.encode(encoding)` is the file, byte for byte.

    `sha256` is of those bytes, in hexadecimal, `encoding` what they are in; `guessed` says that this was inferred, not
    declared or proven. Of another format `text` is what a reader takes from it, `markup` what it declares of that
    text, in order, the outer before the inner, and `left_out` what it does not take. `pictures` are those that it
    brings, by the names that its figures have for them: of files in the book folder their own.
    """

    name: str
    sha256: str
    encoding: str
    text: str
    guessed: bool = False
    markup: tuple[Markup, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    about: About = About()
    pictures: dict[str, Picture] = {}

    @property
    def declares_blocks(self) -> bool:
        """Whether the format says where paragraphs begin and what they are."""
        return any(mark.kind in BLOCKS for mark in self.markup)


class Cleaned(Struct, frozen=True, dict=True):
    """A repaired text; undoing `steps` in reverse order gives `source.text`, always."""

    source: Source
    text: str
    steps: tuple[Step, ...]

    @cached_property
    def markup(self) -> tuple[Markup, ...]:
        """What the format declares, with its places in the cleaned text; many stages look through all of it."""
        return tuple(replace(mark, span=forward(self.steps, mark.span)) for mark in self.source.markup)

    def origin(self, span: Span) -> Span:
        """Where `span` of the cleaned text stands in the source."""
        return origin(self.steps, span)

    def place(self, span: Span) -> Place:
        """File, line and column of `span`, in the source as the editor has it."""
        there = self.origin(span)
        return place_in(self.source.name, self.source.text, there.start, there.end)


# ---- the book ----------------------------------------------------------------------------------------------------


class Note(Struct, frozen=True):
    """A note. `label` is what the source prints; `blocks` is empty where the source gives no text for it."""

    key: str
    label: str
    blocks: tuple[Block, ...]
    origin: Literal["source", "editor"] = "source"


class Chapter(Struct, frozen=True):
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


class Definition(Struct, frozen=True):
    """What a term means: the editor's own words, or a verbatim quotation with its chapter and span.

    `expansion` is the span of the long form inside a quotation, where it gives one.
    """

    origin: Literal["editor", "stated"]
    inlines: tuple[Inline, ...]
    chapter: str | None = None
    span: Span | None = None
    expansion: Span | None = None


class Use(Struct, frozen=True):
    """An occurrence of a term in a chapter's cleaned text."""

    chapter: str
    span: Span


class Term(Struct, frozen=True):
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


class Book(Struct, frozen=True):
    """Everything the reader gets; `queries` are those about the book as a whole, `kept` those that are settled.

    `artwork` are the pictures of its figures by the names that these have for them, once they are ready.
    """

    manifest: Manifest
    chapters: tuple[Chapter, ...]
    terms: tuple[Term, ...]
    queries: tuple[Query, ...] = ()
    kept: tuple[Query, ...] = ()
    artwork: dict[str, Artwork] = {}

    def brought(self) -> dict[str, Picture]:
        """The pictures that the documents bring and the figures show, by their names, in the order of the chapters."""
        return {
            block.picture: chapter.cleaned.source.pictures[block.picture]
            for chapter in self.chapters
            for part in (chapter.blocks, *(note.blocks for note in (*chapter.notes, *chapter.orphans)))
            for block in innermost(part)
            if isinstance(block, Figure) and block.origin == "source" and block.picture is not None
        }

    def by_source(self) -> dict[str, tuple[Chapter, ...]]:
        """The chapters by the file they are made of, which may hold several."""
        files = dict.fromkeys(chapter.settings.file for chapter in self.chapters)
        return {file: tuple(c for c in self.chapters if c.settings.file == file) for file in files}
