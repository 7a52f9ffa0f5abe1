"""Glossary: the terms of a book, from the editor's file and from what the texts say themselves.

The editor's entry always wins; a definition from a text is a verbatim quotation with its place; what is wanting or
contradicts itself is a query.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from ..document import Book, Chapter, Definition, Term, Use
from ..manifest import slugify
from ..prose import read_phrase
from ..queries import Query
from ..settings import TermEntry
from .candidates import find_acronyms
from .definitions import Found, find_definitions
from .linking import Matcher, find_uses, link_first_uses

__all__ = ["add_glossary"]


def add_glossary(book: Book) -> Book:
    """The book with its terms, and with the first use of each in a chapter linked."""
    terms = _collect(book)
    matcher = Matcher(terms)
    uses: dict[str, list[Use]] = defaultdict(list)
    for chapter in book.chapters:
        for key, use in find_uses(chapter, matcher):
            uses[key].append(use)
    printed = tuple(replace(term, uses=tuple(uses[term.key])) for term in terms if uses[term.key])
    linker = Matcher(printed)
    return replace(
        book,
        chapters=tuple(link_first_uses(chapter, linker) for chapter in book.chapters),
        terms=tuple(sorted(printed, key=lambda term: term.headword.casefold())),
        queries=(*book.queries, *_conflicts(book, printed), *_undefined(book, terms)),
    )


def _collect(book: Book) -> list[Term]:
    """The editor's entries, then the names that a text defines and no entry covers."""
    found: dict[str, list[Found]] = defaultdict(list)
    for chapter in book.chapters:
        for item in find_definitions(chapter):
            found[item.name].append(item)
    terms = [_from_entry(entry, found) for entry in book.manifest.terms]
    covered = {form for term in terms for form in term.forms}
    for name, items in found.items():
        if name not in covered:
            terms.append(
                Term(f"text-{slugify(name)}", name, (name,), "term", None, tuple(item.definition for item in items))
            )
    return terms


def _from_entry(entry: TermEntry, found: dict[str, list[Found]]) -> Term:
    forms = (entry.headword, *entry.forms)
    definitions: list[Definition] = []
    if entry.definition:
        definitions.append(Definition("editor", read_phrase(entry.definition)))
    definitions += [item.definition for form in forms for item in found.get(form, ())]
    return Term(
        slugify(entry.headword), entry.headword, forms, entry.kind, entry.expansion, tuple(definitions), see=entry.see
    )


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
    covered = {form for term in terms for form in term.forms}
    for name, (key, span) in find_acronyms(book.chapters).items():
        if name not in covered:
            yield chapters[key].ask(
                "glossary.undefined",
                span,
                f"“{name}” is used but nowhere explained",
                f'add it to glossary.toml: [[term]] headword = "{name}"',
                minor=True,
            )
