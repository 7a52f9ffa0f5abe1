"""Glossary: the terms of a book, from the editor's file and from what the texts say themselves.

The editor's entry always wins; a definition from a text is a verbatim quotation with its place; what is wanting or
contradicts itself is a query.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count

from msgspec.structs import replace

from ..document import Book, Term, Use
from ..proofreading import read_corpus
from ..queries import Query
from .doubts import doubts, without_parted
from .entries import Survey, collect_terms, count_unread, survey
from .linking import Linked, Matcher, link_uses
from .silence import ask_what_they_mean, find_silent
from .stock import Spot, Stock, spot_of, take_stock
from .todo import write_todo
from .topics import TOPICS

__all__ = [
    "TOPICS",
    "Spot",
    "Stock",
    "Survey",
    "add_glossary",
    "count_unread",
    "spot_of",
    "survey",
    "take_stock",
    "write_todo",
]


PATIENCE = 12
"""Times that a book is linked while entries without a word uncover others; each costs as much as all the linking."""


def add_glossary(book: Book, seen: Survey | None = None) -> Book:
    """The book with its terms, and with the first use of each in a chapter linked.

    A term is printed if the book uses it and its entry says something; `Term.uses` are its places in the sources, of
    which a term that only an editor's note uses has none. `seen` is what the texts offer, if it
    is known already.
    """
    seen = seen or survey(book, read_corpus(book))
    collected = collect_terms(book, seen)
    terms, linked, queries = _choose(book, collected)
    uses: dict[str, list[Use]] = defaultdict(list)
    for key, use in (pair for part in linked for pair in part.uses):
        uses[key].append(use)
    printed = tuple(replace(term, uses=tuple(uses[term.key])) for term in terms)
    book = replace(
        book,
        chapters=tuple(part.chapter for part in linked),
        terms=tuple(sorted(printed, key=lambda term: (term.sort or term.headword).casefold())),
    )
    queries += doubts(book, seen, collected, take_stock(book, seen))
    return replace(book, queries=(*without_parted(book), *queries))


def _choose(book: Book, terms: list[Term]) -> tuple[list[Term], list[Linked], list[Query]]:
    """The terms to print, the chapters with links to them, and a query for each that is used but says nothing.

    To leave one out can uncover a shorter name, or leave another entry without what it refers to, so all is linked
    again until nothing is left out. After so many times none that says nothing is tried any more.
    """
    queries: list[Query] = []
    for times in count(1):
        matcher = Matcher(terms)
        linked = [link_uses(chapter, matcher, terms) for chapter in book.chapters]
        used = [term for term in terms if any(term.key in part.keys for part in linked)]
        silent = find_silent(used)
        if not silent:
            return used, linked, queries
        queries += ask_what_they_mean(silent, linked)
        terms = _without(silent, terms)
        while times == PATIENCE and (silent := find_silent(terms)):
            terms = _without(silent, terms)
    raise AssertionError("each time something is left out")


def _without(some: list[Term], terms: list[Term]) -> list[Term]:
    left_out = {term.key for term in some}
    return [term for term in terms if term.key not in left_out]
