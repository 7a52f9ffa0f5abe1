"""The account of a book: every query, every edit and every reading, each with its place in the source."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..cleaning import class_of
from ..desk import Locator, Question, all_queries, ask, make_desk
from ..document import Book, Chapter, Cleaned
from ..glossary import Stock, Survey, take_stock
from ..ledger import Span, forward
from ..queries import Place
from ..tree import span_of
from .readings import Reading, read_again
from .terms import Part, candidate_parts, glossary_parts

AROUND = 40
"""Characters of context shown on either side of a change."""

BEGINS = 120
"""Characters shown of what was read as structure."""


class ShownEdit(Struct, frozen=True):
    """An edit with its place in the source, its chapter, and what stood around it when it was made."""

    rule: str
    kind: str
    place: Place
    chapter: Chapter
    left: str
    before: str
    after: str
    right: str


class ShownReading(Struct, frozen=True):
    """Something read as structure; `text` is how it begins."""

    kind: str
    place: Place
    chapter: Chapter
    text: str


class Account(Struct, frozen=True):
    """What was asked, what the editor keeps, what was changed and what was read, in the order of the texts.

    `stock` is what there is to say of the glossary; `terms` and `candidates` are the rows that show it.
    """

    book: Book
    questions: tuple[Question, ...]
    kept: tuple[Question, ...]
    edits: tuple[ShownEdit, ...]
    readings: tuple[ShownReading, ...]
    stock: Stock
    terms: tuple[Part, ...]
    candidates: tuple[Part, ...]


def take_account(book: Book, seen: Survey | None = None) -> Account:
    """The account of a book that is done; `seen` is what its texts offer the glossary, if it is known already."""
    desk, sources = make_desk(book), book.by_source().values()
    stock = take_stock(book, seen)
    return Account(
        book,
        tuple(ask(query, desk) for query in all_queries(book)),
        tuple(ask(query, desk) for query in book.kept),
        tuple(edit for chapters in sources for edit in _edits(chapters[0].cleaned, desk.locator)),
        tuple(_show(reading, chapter) for chapter in book.chapters for reading in read_again(chapter)),
        stock,
        glossary_parts(book, stock),
        candidate_parts(stock),
    )


def _edits(cleaned: Cleaned, locator: Locator) -> Iterator[ShownEdit]:
    """Every edit of a text, step by step."""
    text = cleaned.source.text
    for number, step in enumerate(cleaned.steps):
        partial = Cleaned(cleaned.source, text, cleaned.steps[:number])
        for edit in step.edits:
            start, end = edit.span.start, edit.span.end
            yield ShownEdit(
                edit.rule,
                class_of(edit.rule),
                partial.place(edit.span),
                locator.chapter(cleaned.source.name, forward(cleaned.steps[number:], edit.span).start),
                text[max(0, start - AROUND) : start],
                edit.before,
                edit.after,
                text[end : end + AROUND],
            )
        text = step.apply(text)


def _show(reading: Reading, chapter: Chapter) -> ShownReading:
    span = reading.span or Span(span_of(reading.blocks[0]).start, span_of(reading.blocks[-1]).end)
    words = " ".join(f"{reading.said}{span.of(chapter.cleaned.text)[: 2 * BEGINS]}".split())
    text = words if len(words) <= BEGINS else f"{words[:BEGINS].rpartition(' ')[0]} …"
    return ShownReading(reading.kind, chapter.cleaned.place(span), chapter, text)
