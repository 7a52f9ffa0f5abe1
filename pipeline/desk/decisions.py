"""Decisions: the queries an editor has settled, by keeping the words they ask about or by switching a check off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ..cleaning import locate_kept
from ..companions import Keep
from ..document import Book
from ..ledger import Span
from ..queries import Query, Topic

Kept = dict[str, list[tuple[Span, Keep]]]
"""The words that are kept, by chapter file: where they stand in the cleaned text, and what keeps them."""

UNNEEDED = Topic("keep.unneeded", "words that are kept though nothing is asked about them")
TOPICS = (UNNEEDED,)


def settle(book: Book) -> Book:
    """The book without the queries that are settled; those about words that are kept are in `kept`.

    A book that is settled already may be settled again, with more that is kept.

    Raises:
        EmendationError: the words an editor keeps stand nowhere, or in more than one place.
    """
    texts = {chapter.settings.file: chapter.cleaned for chapter in book.chapters}
    kept: Kept = defaultdict(list)
    for keep, file, span in locate_kept(book.manifest.keeps, texts):
        kept[file].append((span, keep))
    about_book = [query for query in book.queries if query.code != UNNEEDED.code]
    every = [*(query for chapter in book.chapters for query in chapter.queries), *about_book]
    settled = [*book.kept, *(query for query in every if _is_kept(query, kept))]
    return replace(
        book,
        chapters=tuple(replace(c, queries=tuple(_open(book, c.queries, kept))) for c in book.chapters),
        queries=(*_open(book, about_book, kept), *_unneeded(book, kept, settled)),
        kept=tuple(settled),
    )


def _open(book: Book, queries: Iterable[Query], kept: Kept) -> Iterator[Query]:
    off = {chapter.settings.file: book.manifest.off(chapter.settings.file) for chapter in book.chapters}
    return (query for query in queries if not _is_kept(query, kept) and query.code not in off[query.place.file])


def _is_kept(query: Query, kept: Kept) -> bool:
    return any(_settles(span, keep, query) for span, keep in kept.get(query.place.file, ()))


def _settles(span: Span, keep: Keep, query: Query) -> bool:
    """Whether a query asks about words that are kept."""
    inside = query.span is not None and span.start <= query.span.start and query.span.end <= span.end
    return inside and keep.query in (None, query.code)


def _unneeded(book: Book, kept: Kept, settled: list[Query]) -> Iterator[Query]:
    """A query for each `keep` that settles none: what it was for is asked no more."""
    by_file = {chapter.settings.file: chapter for chapter in book.chapters}
    for file, entries in kept.items():
        for span, keep in entries if UNNEEDED.code not in book.manifest.off(file) else ():
            if not any(query.place.file == file and _settles(span, keep, query) for query in settled):
                yield by_file[file].ask(
                    UNNEEDED.code,
                    span,
                    f"these words are kept ({keep.place}), but nothing is asked about them",
                    f"take the entry out of {keep.place.file}" + (", or mend its “query”" if keep.query else ""),
                    minor=True,
                )
