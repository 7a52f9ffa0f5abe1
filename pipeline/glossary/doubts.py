"""Doubts: what the glossary asks the editor, of terms that contradict themselves, say nothing, or may be two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..document import Book, Chapter, Term
from ..queries import Query, write_entry
from .acronyms import find_acronyms
from .entries import Survey, forms_of
from .pairs import Pair, Rulings
from .stock import Conflict, Stock, spot_of
from .wanting import UNDEFINED


def doubts(book: Book, seen: Survey, collected: list[Term], stock: Stock) -> Iterator[Query]:
    """Every query about the glossary of a book but those about entries that say nothing."""
    for conflict in stock.conflicts:
        yield from _ask_which(conflict)
    for ambiguity in stock.ambiguities:
        names = " or ".join(f"“{headword}”" for headword in ambiguity.headwords)
        yield ambiguity.uses[0].chapter.ask(
            "glossary.ambiguous",
            ambiguity.uses[0].span,
            f"“{ambiguity.form}” may be {names}, and is not linked",
            "add it to the forms of one of them in glossary.toml, or of none",
            minor=True,
        )
    yield from map(_ask_whether_one, stock.near)
    yield from _undefined(book, seen, collected)


def without_parted(book: Book) -> Iterator[Query]:
    """The queries of a book but those whether two spellings are one name that the editor’s entries part."""
    texts = {chapter.settings.file: chapter.cleaned.text for chapter in book.chapters}
    rulings = Rulings(book.manifest.terms)
    for query in book.queries:
        is_pair = query.code == "spelling.name" and query.span is not None and query.suggestion is not None
        if not (is_pair and rulings.part(query.span.of(texts[query.place.file]), query.suggestion)):  # type: ignore
            yield query


def _ask_which(conflict: Conflict) -> Iterator[Query]:
    """A query for each long form but the first."""
    first, *others = conflict.long_forms
    for other in others:
        yield other.chapter.ask(
            "glossary.conflict",
            other.span,
            f"{conflict.headword} is here “{other.words}”, but “{first.words}” in {first.place}",
            "both are quoted in the entry, each with its source; the entry in glossary.toml has the last word",
        )


def _ask_whether_one(pair: Pair) -> Query:
    """A query at the first use of the rarer spelling."""
    (rarer, usual), spot = pair.forms, spot_of(pair.rarer[0])
    return spot.chapter.ask(
        "glossary.near",
        spot.span,
        f"“{rarer}” here ({len(pair.rarer)}×) looks like “{usual}” elsewhere ({len(pair.usual)}×): one name?",
        "if it is a slip, correct it in emendations.toml; if both are right, list it in glossary.toml in the entry of "
        f"“{usual}”: among its forms if they are one name, among its not_forms if they are two",
        minor=True,
        suggestion=usual,
    )


def _undefined(book: Book, seen: Survey, terms: Iterable[Term]) -> Iterator[Query]:
    """An acronym that nobody explains; a long form that fits its letters is named, and marked as inferred."""
    chapters: dict[str, Chapter] = {chapter.key: chapter for chapter in book.chapters}
    covered = forms_of(terms) | {form for entry in book.manifest.terms for form in (entry.headword, *entry.forms)}
    for name, (key, span) in find_acronyms(book.chapters).items():
        if name in covered:
            continue
        candidate = seen.of(name)
        long = candidate.expansion if candidate else None
        refusal = f'; not_forms = ["{long}"] says that it is not “{long}”' if long else ""
        yield chapters[key].ask(
            UNDEFINED,
            span,
            f"“{name}” is used but nowhere explained" + (f"; by its initials it may be “{long}”" if long else ""),
            f'add it to glossary.toml: [[term]] headword = "{name}"{refusal}',
            minor=True,
            stub=write_entry("term", headword=name, definition="…"),
        )
