"""Silence: entries that say nothing, and the query about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..document import Chapter, Term
from ..ledger import Span
from ..queries import Query
from ..tree import NoteRef, TermRef, leaves
from .linking import Linked


def find_silent(terms: Sequence[Term]) -> list[Term]:
    """The entries that are to be printed and neither explain their headword nor refer to one that does."""
    by_headword = {term.headword: term for term in terms}
    return [term for term in terms if not _says_something(term, by_headword)]


def _says_something(term: Term, by_headword: Mapping[str, Term]) -> bool:
    passed: set[str] = set()
    entry: Term | None = term
    while entry is not None and entry.key not in passed:
        if entry.definitions or entry.expansion:
            return True
        passed.add(entry.key)
        entry = by_headword.get(entry.see) if entry.see else None
    return False


def ask_what_they_mean(terms: Iterable[Term], linked: Sequence[Linked]) -> Iterator[Query]:
    """A query at each term's first use, or at the call of the editor's note that uses it."""
    first: dict[str, tuple[Chapter, Span | None]] = {}
    for part in reversed(linked):
        first |= dict.fromkeys(part.keys, (part.chapter, None))
        first |= {key: (part.chapter, use.span) for key, use in reversed(part.uses)}
    return (_ask_what_it_means(term, *first[term.key]) for term in terms)


def _ask_what_it_means(term: Term, chapter: Chapter, span: Span | None) -> Query:
    refers = f" but “see {term.see}”, which is not printed or says no more" if term.see else ""
    return chapter.ask(
        "glossary.empty",
        span or _call(chapter, term.key),
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
