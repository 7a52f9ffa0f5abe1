"""Silence: entries that say nothing, and the query about each."""

from __future__ import annotations

from collections.abc import Iterable

from ..document import Chapter, Term
from ..ledger import Span
from ..queries import Query
from ..tree import NoteRef, TermRef, leaves
from .linking import Linked


def says_something(term: Term, printed: Iterable[Term]) -> bool:
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


def ask_what_it_means(term: Term, linked: Iterable[Linked]) -> Query:
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
