"""Inspection: what is read in a document on its own, without a book, as one record.

All offsets are code points of the source text, decoded without newline translation, half open.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .build import edit_book
from .cleaning import class_of
from .desk import all_queries
from .document import Book, Chapter, Note
from .ledger import Span, net_edits
from .manifest import bare_manifest
from .report import query_record
from .tree import (
    Block,
    Break,
    Figure,
    Heading,
    ListBlock,
    NoteRef,
    Para,
    Quote,
    Table,
    Verse,
    leaf_span,
    leaves,
    plain_text,
    span_of,
)

FRAME = "frame"
KEPT_APART = frozenset({FRAME, "read.emphasis", "read.figures"})
"""Marks of what is not dropped: what a web site put round a text is set aside, and underscores are set as italics.

So is `[Illustration: …]` set as a figure.
"""

SIGNS = 3
"""Characters between two leaves of one stretch of text that may be signs read as structure, such as underscores."""


def inspect_file(path: Path) -> dict[str, Any]:
    """Read one document as a book of one chapter, in the default house style.

    Raises:
        SourceError: the file can't be read.
    """
    return record(edit_book(bare_manifest(path)))


def record(book: Book) -> dict[str, Any]:
    """The record of a book of one chapter."""
    (chapter,) = book.chapters
    source = chapter.cleaned.source
    return {
        "source": {
            "name": source.name,
            "sha256": source.sha256,
            "encoding": source.encoding,
            "length": len(source.text),
        },
        "edits": list(_edits(chapter)),
        "blocks": [{"kind": _kind(block)} | _ends(chapter, span_of(block)) for block in chapter.blocks],
        "notes": list(_notes(chapter)),
        "orphan_bodies": [{"label": note.label, "body_spans": _body(chapter, note)} for note in chapter.orphans],
        "dropped_spans": [_pair(chapter, mark.span) for mark in chapter.marks if mark.rule not in KEPT_APART],
        "set_aside_spans": [_pair(chapter, mark.span) for mark in chapter.marks if mark.rule == FRAME],
        "terms": list(_terms(book, chapter)),
        "queries": [query_record(query) for query in all_queries(book)],
    }


def _edits(chapter: Chapter) -> Iterator[dict[str, Any]]:
    """What was changed between source and cleaned text; `before` is what stands at its place in the source."""
    cleaned = chapter.cleaned
    for edit in net_edits(cleaned.steps, cleaned.source.text, cleaned.text):
        yield {
            "start": edit.span.start,
            "end": edit.span.end,
            "before": edit.before,
            "after": edit.after,
            "rule": edit.rule,
            "class": class_of(edit.rule.split("+")[-1]),
        }


def _kind(block: Block) -> str:
    match block:
        case Para(role=role):
            return "paragraph" if role == "text" else role
        case Quote(kind=kind):
            return kind
        case Verse():
            return "verse"
        case ListBlock():
            return "list"
        case Table():
            return "table"
        case Figure():
            return "figure"
        case Heading():
            return "heading"
        case Break():
            return "break"


def _notes(chapter: Chapter) -> Iterator[dict[str, Any]]:
    """One record for each call, in the order of the source."""
    notes = {note.key: note for note in chapter.notes}
    parts = (chapter.blocks, *(note.blocks for note in chapter.notes))
    calls = [leaf for part in parts for leaf in leaves(part) if isinstance(leaf, NoteRef)]
    for call in sorted(calls, key=lambda call: call.span):
        note = notes[call.key]
        start, end = _pair(chapter, call.span)
        body = _body(chapter, note) if note.blocks else None
        yield {"label": note.label, "ref_start": start, "ref_end": end, "body_spans": body}


def _body(chapter: Chapter, note: Note) -> list[list[int]]:
    """The stretches of the source that the note's text stands in: one for each block and for each page it runs over."""
    return [_pair(chapter, _with_signs(chapter, span)) for block in note.blocks for span in _stretches(block)]


def _stretches(block: Block) -> Iterator[Span]:
    spans = [span for leaf in leaves((block,)) if (span := leaf_span(leaf)) is not None]
    start = 0
    for index in range(1, len(spans) + 1):
        if index == len(spans) or spans[index].start > spans[index - 1].end + SIGNS:
            yield Span(spans[start].start, spans[index - 1].end)
            start = index


def _with_signs(chapter: Chapter, span: Span) -> Span:
    """A span with the underscores right before and after it, which stand for italics."""
    signs = {mark.span for mark in chapter.marks if mark.rule == "read.emphasis"}
    start, end = Span(span.start - 1, span.start), Span(span.end, span.end + 1)
    return Span(span.start - (start in signs), span.end + (end in signs))


def _terms(book: Book, chapter: Chapter) -> Iterator[dict[str, Any]]:
    for term in book.terms:
        long_form = next((d.expansion for d in term.definitions if d.expansion), None)
        text = long_form.of(chapter.cleaned.text) if long_form else ""
        yield {
            "headword": term.headword,
            "kind": term.kind,
            "forms": list(term.forms),
            "expansion": {"text": text} | _ends(chapter, long_form) if long_form else None,
            "uses": [_pair(chapter, use.span) for use in term.uses],
            "definitions": [
                {"origin": d.origin, "text": plain_text(d.inlines)} | _ends(chapter, d.span)
                for d in term.definitions
                if d.span is not None
            ],
        }


def _ends(chapter: Chapter, span: Span) -> dict[str, int]:
    start, end = _pair(chapter, span)
    return {"start": start, "end": end}


def _pair(chapter: Chapter, span: Span) -> list[int]:
    there = chapter.cleaned.origin(span)
    return [there.start, there.end]
