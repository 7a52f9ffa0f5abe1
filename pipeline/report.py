"""The report: what was asked, changed and read in a book, as JSON for programs and as one page for its editor."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .cleaning import RULES, class_of
from .document import Block, Book, Chapter, Cleaned, Heading, Quote, span_of
from .jinja import make_environment
from .ledger import Span
from .queries import Place, Query
from .version import __version__

AROUND = 40
"""Characters of context shown on either side of a change."""


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """An edit with its place in the source and the words around it."""

    rule: str
    kind: str
    place: Place
    left: str
    before: str
    after: str
    right: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Something read as structure: a note, a quotation, a label; `text` is how it begins."""

    kind: str
    place: Place
    text: str


def all_queries(book: Book) -> tuple[Query, ...]:
    """The queries of the book in the order of its chapters and their lines."""
    order = {chapter.cleaned.source.name: n for n, chapter in enumerate(book.chapters)}
    queries = [*(query for chapter in book.chapters for query in chapter.queries), *book.queries]
    return tuple(sorted(queries, key=lambda q: (order[q.place.file], q.place.line, q.place.column, q.code)))


def report_json(book: Book) -> bytes:
    """Counts, queries, edits and readings; places are 1-based lines and columns of the source files."""
    report = {
        "title": book.manifest.book.title,
        "version": __version__,
        "chapters": [_chapter_counts(chapter) for chapter in book.chapters],
        "rules": dict(Counter(edit.rule for chapter in book.chapters for edit in shown_edits(chapter))),
        "terms": len(book.terms),
        "queries": [query_record(query) for query in all_queries(book)],
        "edits": [_edit_record(edit) for chapter in book.chapters for edit in shown_edits(chapter)],
        "readings": [_reading_record(reading) for chapter in book.chapters for reading in readings(chapter)],
    }
    return (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode()


def report_html(book: Book) -> bytes:
    """One self-contained page: the queries first, then every change, then every reading."""
    page = (
        make_environment(visible=_make_visible)
        .get_template("report.html")
        .render(
            about=book.manifest.book,
            book=book,
            queries=all_queries(book),
            edits={chapter.key: list(shown_edits(chapter)) for chapter in book.chapters},
            readings={chapter.key: list(readings(chapter)) for chapter in book.chapters},
            counts=[_chapter_counts(chapter) for chapter in book.chapters],
            says={rule.name: rule.says for rule in RULES} | {"editor": "emended by the editor"},
            version=__version__,
        )
    )
    return page.encode()


def query_record(query: Query) -> dict[str, Any]:
    """A query as JSON has it."""
    return {
        "code": query.code,
        "severity": query.severity,
        **_place_record(query.place),
        "message": query.message,
        "hint": query.hint,
    }


def _edit_record(edit: ShownEdit) -> dict[str, Any]:
    changes = {"rule": edit.rule, "class": edit.kind, "before": edit.before, "after": edit.after}
    return _place_record(edit.place) | changes


def _reading_record(reading: Reading) -> dict[str, Any]:
    return _place_record(reading.place) | {"kind": reading.kind, "text": reading.text}


def _place_record(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def shown_edits(chapter: Chapter) -> Iterator[ShownEdit]:
    """Every edit of a chapter, step by step, with what stood around it when it was made."""
    text = chapter.cleaned.source.text
    for number, step in enumerate(chapter.cleaned.steps):
        before = chapter.cleaned.steps[:number]
        partial = Cleaned(chapter.cleaned.source, text, before)
        for edit in step.edits:
            left, right = max(0, edit.span.start - AROUND), edit.span.end + AROUND
            yield ShownEdit(
                edit.rule,
                class_of(edit.rule),
                partial.place(edit.span),
                text[left : edit.span.start],
                edit.before,
                edit.after,
                text[edit.span.end : right],
            )
        text = step.apply(text)


def readings(chapter: Chapter) -> Iterator[Reading]:
    """Every heading, quotation, note and mark of a chapter."""
    text = chapter.cleaned.text

    def reading(kind: str, span: Span) -> Reading:
        return Reading(kind, chapter.cleaned.place(span), text[span.start : min(span.end, span.start + 90)])

    for block in chapter.blocks:
        if isinstance(block, Quote):
            yield reading("block quotation", span_of(block))
        elif isinstance(block, Heading):
            yield reading("heading", span_of(block))
    for note in (*chapter.notes, *chapter.orphans):
        if note.blocks and note.origin == "source":
            yield reading(f"note {note.label}", _extent(note.blocks))
    for mark in chapter.marks:
        yield reading(f"not shown ({mark.rule})", mark.span)


def _make_visible(text: str) -> str:
    """White space and invisible characters as signs, so that a change of them can be seen."""
    return "".join(_SIGNS.get(char, f"U+{ord(char):04X}" if not char.isprintable() else char) for char in text)


_SIGNS = {" ": "␣", "\u00a0": "⍽", "\n": "↵", "\r": "␍", "\t": "⇥"}


def _extent(blocks: tuple[Block, ...]) -> Span:
    return Span(span_of(blocks[0]).start, span_of(blocks[-1]).end)


def _chapter_counts(chapter: Chapter) -> dict[str, Any]:
    source = chapter.cleaned.source
    return {
        "file": source.name,
        "title": chapter.settings.title,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "blocks": dict(Counter(type(block).__name__.lower() for block in chapter.blocks)),
        "notes": len(chapter.notes),
        "notes_without_text": sum(not note.blocks for note in chapter.notes),
        "notes_uncalled": len(chapter.orphans),
        "edits": sum(len(step.edits) for step in chapter.cleaned.steps),
        "marks": len(chapter.marks),
        "queries": len(chapter.queries),
    }
