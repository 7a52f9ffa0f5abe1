"""Glossary: the terms of a book, from the editor's file and from what the texts say themselves.

The editor's entry always wins; a definition from a text is a verbatim quotation with its place; what is wanting or
contradicts itself is a query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..document import Book, Chapter, NoteRef, Term, TermRef, Use, leaves
from ..ledger import Span
from ..queries import Query, write_entry
from .candidates import find_acronyms
from .entries import collect_terms, forms_of
from .linking import Linked, Matcher, link_uses
from .topics import TOPICS

__all__ = ["TOPICS", "add_glossary"]


def add_glossary(book: Book) -> Book:
    """The book with its terms, and with the first use of each in a chapter linked.

    A term is printed if the book uses it and its entry says something; `Term.uses` are its places in the sources, of
    which a term that only an editor's note uses has none.
    """
    collected = collect_terms(book)
    terms, linked, queries = _choose(book, collected)
    uses: dict[str, list[Use]] = defaultdict(list)
    for key, use in (pair for part in linked for pair in part.uses):
        uses[key].append(use)
    printed = tuple(replace(term, uses=tuple(uses[term.key])) for term in terms)
    return replace(
        book,
        chapters=tuple(part.chapter for part in linked),
        terms=tuple(sorted(printed, key=lambda term: term.headword.casefold())),
        queries=(*book.queries, *_conflicts(book, printed), *queries, *_undefined(book, collected)),
    )


def _choose(book: Book, terms: list[Term]) -> tuple[list[Term], list[Linked], list[Query]]:
    """The terms to print, the chapters with links to them, and a query for each that is used but says nothing.

    To leave one out can uncover a shorter name, or leave another entry without what it refers to, so all is linked
    again until nothing is left out.
    """
    queries: list[Query] = []
    while True:
        matcher = Matcher(terms)
        linked = [link_uses(chapter, matcher) for chapter in book.chapters]
        used = [term for term in terms if any(term.key in part.keys for part in linked)]
        silent = [term for term in used if not _says_something(term, used)]
        if not silent:
            return used, linked, queries
        queries += [_empty(term, linked) for term in silent]
        terms = [term for term in terms if term not in silent]


def _says_something(term: Term, printed: Iterable[Term]) -> bool:
    """Whether an entry explains its headword, or refers to one that does."""
    by_headword = {other.headword: other for other in printed}
    passed: set[str] = set()
    entry: Term | None = term
    while entry is not None and entry.key not in passed:
        if entry.definitions or entry.expansion:
            return True
        passed.add(entry.key)
        entry = by_headword.get(entry.see) if entry.see else None
    return False


def _empty(term: Term, linked: Iterable[Linked]) -> Query:
    """A query at the term's first use, or at the call of the editor's note that uses it."""
    part = next(part for part in linked if term.key in part.keys)
    spans = (use.span for key, use in part.uses if key == term.key)
    span = next(spans, None) or _call(part.chapter, term.key)
    refers = f" but “see {term.see}”, which is not printed or says no more" if term.see else ""
    return part.chapter.ask(
        "glossary.empty",
        span,
        f"the entry “{term.headword}” says nothing{refers}, and is left out",
        'say what it means, in its entry in glossary.toml: definition = "…"',
        stub='definition = "…"',
    )


def _call(chapter: Chapter, key: str) -> Span:
    """Where the note that uses a term is called from."""
    blocks = (chapter.blocks, *(note.blocks for note in chapter.notes))
    users = {n.key for n in chapter.notes for leaf in leaves(n.blocks) if isinstance(leaf, TermRef) and leaf.key == key}
    calls = (leaf for part in blocks for leaf in leaves(part) if isinstance(leaf, NoteRef))
    return next(call.span for call in calls if call.key in users)


def _conflicts(book: Book, terms: tuple[Term, ...]) -> Iterator[Query]:
    chapters = {chapter.key: chapter for chapter in book.chapters}
    for term in terms:
        long_forms = [
            (c, d.expansion) for d in term.definitions if d.expansion and (c := chapters.get(d.chapter or ""))
        ]
        for chapter, span in long_forms[1:]:
            first, first_span = long_forms[0]
            one, other = first_span.of(first.cleaned.text), span.of(chapter.cleaned.text)
            if one.casefold() != other.casefold():
                yield chapter.ask(
                    "glossary.conflict",
                    span,
                    f"{term.headword} is here “{other}”, but “{one}” in {first.cleaned.place(first_span)}",
                    "both are quoted in the entry, each with its source; the entry in glossary.toml has the last word",
                )


def _undefined(book: Book, terms: list[Term]) -> Iterator[Query]:
    chapters: dict[str, Chapter] = {chapter.key: chapter for chapter in book.chapters}
    covered = forms_of(terms)
    for name, (key, span) in find_acronyms(book.chapters).items():
        if name not in covered:
            yield chapters[key].ask(
                "glossary.undefined",
                span,
                f"“{name}” is used but nowhere explained",
                f'add it to glossary.toml: [[term]] headword = "{name}"',
                minor=True,
                stub=write_entry("term", headword=name, definition="…"),
            )
