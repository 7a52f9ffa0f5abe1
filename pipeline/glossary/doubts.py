"""Doubts: what the glossary asks the editor, of terms that contradict themselves, say nothing, or may be two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..document import Book, Chapter, Term
from ..queries import Query, write_entry
from .acronyms import find_acronyms
from .entries import Survey, forms_of


def doubts(book: Book, seen: Survey, collected: list[Term], printed: Sequence[Term]) -> Iterator[Query]:
    """Every query about the glossary of a book but those about entries that say nothing."""
    yield from _conflicts(book, printed)
    yield from _ambiguous(book, seen, printed)
    yield from _undefined(book, seen, collected)


def _conflicts(book: Book, terms: Iterable[Term]) -> Iterator[Query]:
    """Two long forms of one name."""
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


def _ambiguous(book: Book, seen: Survey, terms: Iterable[Term]) -> Iterator[Query]:
    """A short form that two entries could own, `the Committee` of two committees, and neither does."""
    owners: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        words = term.headword.split()
        for start in range(1, len(words)):
            owners[" ".join(words[start:])].append(term)
    listed = forms_of(terms)
    chapters = {chapter.key: chapter for chapter in book.chapters}
    for candidate in seen.candidates:
        for form in candidate.forms:
            if form in listed or len(owners.get(form, ())) < 2:
                continue
            first = next(mention for mention in candidate.mentions if mention.form == form)
            names = " or ".join(f"“{term.headword}”" for term in owners[form])
            yield chapters[first.passage.chapter.key].ask(
                "glossary.ambiguous",
                first.passage.span(first.start, first.end),
                f"“{form}” may be {names}, and is not linked",
                "add it to the forms of one of them in glossary.toml, or of none",
                minor=True,
            )


def _undefined(book: Book, seen: Survey, terms: list[Term]) -> Iterator[Query]:
    """An acronym that nobody explains; a long form that fits its letters is named, and marked as inferred."""
    chapters: dict[str, Chapter] = {chapter.key: chapter for chapter in book.chapters}
    covered = forms_of(terms) | {form for entry in book.manifest.terms for form in (entry.headword, *entry.forms)}
    for name, (key, span) in find_acronyms(book.chapters).items():
        if name in covered:
            continue
        candidate = seen.of(name)
        inferred = f"; by its initials it may be “{candidate.expansion}”" if candidate and candidate.expansion else ""
        yield chapters[key].ask(
            "glossary.undefined",
            span,
            f"“{name}” is used but nowhere explained{inferred}",
            f'add it to glossary.toml: [[term]] headword = "{name}"',
            minor=True,
            stub=write_entry("term", headword=name, definition="…"),
        )
