"""Wanting: the names that no entry covers, those among them that want a definition, and entries that no text needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..document import Book
from .candidates import Candidate

NOT_DEMANDED = ("person", "place", "name")
"""Kinds a book may leave undefined, a `name` being that of a person or of a place: other books tell of them."""

SHORTHAND = ("acronym", "contraction")
"""Kinds that say nothing to a reader who doesn't know them, however rarely they are used."""

OFTEN = 3
"""Uses from which any other name is one that a reader must know to follow; a long book names hundreds in passing."""

UNDEFINED = "glossary.undefined"
"""The query about names that nothing explains. One that is kept, or first used where it is switched off, needs none."""


def find_wanting(book: Book, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates that neither the editor nor a text covers, the likeliest first."""
    own = {form for entry in book.manifest.terms for form in (entry.headword, *entry.forms)}
    known = own | {form for term in book.terms for form in term.forms} | set(_long_forms(book))
    return (c for c in candidates if c.score > 0 and known.isdisjoint(c.forms))


def find_undefined(book: Book, wanting: Iterable[Candidate]) -> Iterator[Candidate]:
    """Of the names that are wanting those that a definition is demanded of.

    They are shorthand, and what is used often, persons and places excepted.
    """
    texts = {chapter.settings.file: chapter.cleaned.text for chapter in book.chapters}
    kept = {q.span.of(texts[q.place.file]) for q in book.kept if q.code == UNDEFINED and q.span is not None}
    for candidate in wanting:
        file = candidate.mentions[0].passage.chapter.settings.file
        is_off = UNDEFINED in book.manifest.off(file)
        is_demanded = candidate.kind in SHORTHAND or len(candidate.mentions) >= OFTEN
        is_open = not is_off and kept.isdisjoint(candidate.forms)
        if is_demanded and candidate.kind not in NOT_DEMANDED and is_open:
            yield candidate


def find_unused(book: Book) -> Iterator[str]:
    """The headwords of entries that stand nowhere in the texts."""
    printed = {term.headword for term in book.terms}
    texts = "\n".join(chapter.cleaned.text for chapter in book.chapters)
    for entry in book.manifest.terms:
        forms = (entry.headword, *entry.forms)
        if not entry.exclude and entry.headword not in printed and not any(form in texts for form in forms):
            yield entry.headword


def _long_forms(book: Book) -> Iterator[str]:
    """What the texts give as the long form of a term is no other term."""
    texts = {chapter.key: chapter.cleaned.text for chapter in book.chapters}
    for definition in (definition for term in book.terms for definition in term.definitions):
        if definition.expansion is not None and definition.chapter is not None:
            yield definition.expansion.of(texts[definition.chapter])
