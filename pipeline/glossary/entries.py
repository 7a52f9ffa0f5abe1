"""Entries: the terms of a book before anybody looks where they are used, each with a key of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from ..document import Book, Definition, Term
from ..manifest import slugify
from ..prose import read_phrase
from ..settings import TermEntry
from .definitions import Found, find_definitions
from .linking import plain_spaces


def collect_terms(book: Book) -> list[Term]:
    """The editor's entries, then the names that a text defines and no entry covers."""
    found: dict[str, list[Found]] = defaultdict(list)
    for chapter in book.chapters:
        for item in find_definitions(chapter):
            found[item.name].append(item)
    terms = [_from_entry(entry, found) for entry in book.manifest.terms]
    covered = forms_of(terms)
    for name, items in found.items():
        if name not in covered:
            terms.append(
                Term(f"text-{slugify(name)}", name, (name,), "term", None, tuple(item.definition for item in items))
            )
    return list(_with_own_keys(terms))


def forms_of(terms: Iterable[Term]) -> set[str]:
    """Every spelling that the terms are looked for by."""
    return {plain_spaces(form) for term in terms for form in term.forms}


def _from_entry(entry: TermEntry, found: dict[str, list[Found]]) -> Term:
    forms = (entry.headword, *entry.forms)
    definitions: list[Definition] = []
    if entry.definition:
        definitions.append(Definition("editor", read_phrase(entry.definition)))
    for form in dict.fromkeys(map(plain_spaces, forms)):
        definitions += [item.definition for item in found.get(form, ())]
    return Term(
        slugify(entry.headword), entry.headword, forms, entry.kind, entry.expansion, tuple(definitions), see=entry.see
    )


def _with_own_keys(terms: Iterable[Term]) -> Iterator[Term]:
    """Number the keys that two headwords share: `C.C.` and `C C` are both `c-c`."""
    taken: set[str] = set()
    for term in terms:
        numbered = (f"{term.key}-{number}" for number in count(2))
        key = term.key if term.key not in taken else next(key for key in numbered if key not in taken)
        taken.add(key)
        yield replace(term, key=key)
