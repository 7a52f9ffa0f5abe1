"""Wanting: the terms that need the editor, by rank within their class, and the entries that no text needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..document import Book
from ..queries import Place
from .candidates import Candidate
from .entries import survey


@dataclass(frozen=True, slots=True)
class Wanting:
    """Candidates that no entry covers, the likeliest first, and the headwords of entries that no text uses."""

    candidates: tuple[Candidate, ...]
    unused: tuple[str, ...]

    def by_kind(self) -> dict[str, list[Candidate]]:
        """The candidates of each class, in the order of their rank."""
        kinds: dict[str, list[Candidate]] = {}
        for candidate in self.candidates:
            kinds.setdefault(candidate.kind, []).append(candidate)
        return kinds


def find_wanting(book: Book) -> Wanting:
    """What the glossary of a finished book lacks, and what it has too much."""
    own = {form for entry in book.manifest.terms for form in (entry.headword, *entry.forms)}
    known = own | {form for term in book.terms for form in term.forms} | set(_long_forms(book))
    candidates = (c for c in survey(book).candidates if c.score > 0 and known.isdisjoint(c.forms))
    return Wanting(tuple(candidates), tuple(_unused(book)))


def first_place(candidate: Candidate) -> Place:
    """Where a candidate is first used, in the source."""
    first = candidate.mentions[0]
    return first.passage.chapter.cleaned.place(first.passage.span(first.start, first.end))


def _long_forms(book: Book) -> Iterator[str]:
    """What the texts give as the long form of a term is no other term."""
    texts = {chapter.key: chapter.cleaned.text for chapter in book.chapters}
    for definition in (definition for term in book.terms for definition in term.definitions):
        if definition.expansion is not None and definition.chapter is not None:
            yield definition.expansion.of(texts[definition.chapter])


def _unused(book: Book) -> Iterator[str]:
    printed = {term.headword for term in book.terms}
    texts = "\n".join(chapter.cleaned.text for chapter in book.chapters)
    for entry in book.manifest.terms:
        forms = (entry.headword, *entry.forms)
        if not entry.exclude and entry.headword not in printed and not any(form in texts for form in forms):
            yield entry.headword
