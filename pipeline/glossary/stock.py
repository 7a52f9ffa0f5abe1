"""Stock: what an editor may wish to know of the glossary of a book, found once, and shown as queries, as stubs and on
the report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from ..document import Book, Chapter, Term
from ..ledger import Span
from ..proofreading import read_corpus
from ..queries import Place
from .candidates import Candidate, Class
from .entries import Survey, forms_of, survey
from .naming import Mention
from .pairs import Pair
from .wanting import find_undefined, find_unused, find_wanting


class Spot(Struct, frozen=True, dict=True):
    """Words of a chapter, by their span in its cleaned text."""

    chapter: Chapter
    span: Span

    @property
    def words(self) -> str:
        """The words themselves."""
        return self.span.of(self.chapter.cleaned.text)

    @cached_property
    def place(self) -> Place:
        """File, line and column in the source."""
        return self.chapter.cleaned.place(self.span)


class Conflict(Struct, frozen=True):
    """Long forms of one name that are not the same words, two or more, in the order of its entry."""

    headword: str
    long_forms: tuple[Spot, ...]


class Ambiguity(Struct, frozen=True):
    """A short form that the entries of these headwords could own, and where it is used."""

    form: str
    headwords: tuple[str, ...]
    uses: tuple[Spot, ...]


class Stock(Struct, frozen=True):
    """`candidates` are the names that no entry covers, the likeliest first; a definition is demanded of `undefined`.

    `unused` are headwords of entries; `merged` pairs are one name to the glossary, `near` ones are two.
    """

    candidates: tuple[Candidate, ...]
    undefined: tuple[Candidate, ...]
    unused: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    ambiguities: tuple[Ambiguity, ...]
    merged: tuple[Pair, ...]
    near: tuple[Pair, ...]

    def by_kind(self) -> dict[Class, list[Candidate]]:
        """The candidates of each class, in the order of their rank."""
        kinds: dict[Class, list[Candidate]] = {}
        for candidate in self.candidates:
            kinds.setdefault(candidate.kind, []).append(candidate)
        return kinds


def take_stock(book: Book, seen: Survey | None = None) -> Stock:
    """The stock of a book that has its terms; `seen` is what its texts offer, if it is known already."""
    seen = seen or survey(book, read_corpus(book))
    wanting = tuple(find_wanting(book, seen.candidates))
    return Stock(
        wanting,
        tuple(find_undefined(book, wanting)),
        tuple(find_unused(book)),
        tuple(_conflicts(book)),
        tuple(_ambiguities(book.terms, seen)),
        seen.merged,
        seen.near,
    )


def spot_of(mention: Mention) -> Spot:
    """Where a name is used."""
    return Spot(mention.passage.chapter, mention.passage.span(mention.start, mention.end))


def _conflicts(book: Book) -> Iterator[Conflict]:
    chapters = {chapter.key: chapter for chapter in book.chapters}
    for term in book.terms:
        spots = [Spot(c, d.expansion) for d in term.definitions if d.expansion and (c := chapters.get(d.chapter or ""))]
        told = {spot.words.casefold(): spot for spot in reversed(spots)}
        if len(told) > 1:
            yield Conflict(term.headword, tuple(reversed(told.values())))


def _ambiguities(terms: Iterable[Term], seen: Survey) -> Iterator[Ambiguity]:
    """`the Committee` of two committees: short forms that neither entry lists."""
    terms = tuple(terms)
    owners: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        words = term.headword.split()
        for start in range(1, len(words)):
            owners[" ".join(words[start:])].append(term.headword)
    listed = forms_of(terms)
    for candidate in seen.candidates:
        for form in candidate.forms:
            if form not in listed and len(owners.get(form, ())) > 1:
                uses = tuple(spot_of(mention) for mention in candidate.mentions if mention.form == form)
                yield Ambiguity(form, tuple(owners[form]), uses)
