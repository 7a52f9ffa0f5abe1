"""The report as JSON, for programs and for the next build. Nothing is left out; lines and columns count from 1."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ..desk import Question
from ..document import Book, Chapter
from ..glossary import count_unread
from ..queries import Place, Query
from ..version import __version__
from .account import Account, ShownEdit, ShownReading
from .terms import Row

_encode = json.JSONEncoder(ensure_ascii=False).encode


def report_json(account: Account, inputs: Mapping[str, str]) -> bytes:
    """Counts, what was left out, queries, edits, readings; `inputs` are the files of the book folder with SHA-256."""
    report = {
        "title": account.book.manifest.book.title,
        "version": __version__,
        "inputs": dict(inputs),
        "chapters": chapter_counts(account),
        "left_out": _left_out(account.book),
        "rules": dict(Counter(edit.rule for edit in account.edits)),
        "terms": len(account.book.terms),
        "glossary": _glossary_record(account),
        "queries": [_question_record(question) for question in account.questions],
        "kept": [_question_record(question) for question in account.kept],
        "edits": [_edit_record(edit) for edit in account.edits],
        "readings": [_reading_record(reading) for reading in account.readings],
    }
    return (_write(report) + "\n").encode()


def _write(value: object, start: str = "\n") -> str:
    """JSON to be read: each member of an object in a line of its own, and so each record of an array.

    >>> print(_write({"terms": 2, "edits": [{"file": "a.txt", "line": 1}, {"file": "a.txt", "line": 2}]}))
    {
     "terms": 2,
     "edits": [
      {"file": "a.txt", "line": 1},
      {"file": "a.txt", "line": 2}
     ]
    }
    """
    inside = f"{start} "
    if isinstance(value, dict) and value:
        members = (f"{_encode(key)}: {_write(member, inside)}" for key, member in value.items())
        return f"{{{inside}{f',{inside}'.join(members)}{start}}}"
    if isinstance(value, (list, tuple)) and value:
        return f"[{inside}{f',{inside}'.join(map(_encode, value))}{start}]"
    return _encode(value)


def _left_out(book: Book) -> dict[str, dict[str, int]]:
    """What the readers of formats left out, and how often, by source; not of those they left nothing out of."""
    sources = (chapters[0].cleaned.source for chapters in book.by_source().values())
    return {source.name: {e.what: e.count for e in source.left_out} for source in sources if source.left_out}


def _glossary_record(account: Account) -> dict[str, Any]:
    """What is printed, wanting or in doubt; the names that no entry covers, by class; entries that no text uses.

    `unread` counts the chapters that no names were sought in, by language.
    """
    return {part.key: [_row_record(row) for row in part.rows] for part in account.terms} | {
        "candidates": {part.key: [_row_record(row) for row in part.rows] for part in account.candidates},
        "unused": account.stock.unused,
        "unread": dict(count_unread(account.book)),
    }


def _row_record(row: Row) -> dict[str, Any]:
    said = [{"text": text} | (_place_record(spot.place) if spot else {}) for text, spot in row.said]
    places = [_place_record(spot.place) for spot in row.spots]
    return {"headword": row.name, "kind": row.kind, "said": said, "uses": row.uses, "places": places}


def query_record(query: Query) -> dict[str, Any]:
    """A query as JSON has it."""
    return {
        "code": query.code,
        "severity": query.severity,
        **_place_record(query.place),
        "message": query.message,
        "hint": query.hint,
    }


def chapter_counts(account: Account) -> list[dict[str, Any]]:
    """What each chapter holds, in numbers."""
    queries = Counter(question.chapter.key for question in account.questions)
    edits = Counter(edit.chapter.key for edit in account.edits)
    return [_counts(chapter, edits[chapter.key], queries[chapter.key]) for chapter in account.book.chapters]


def _counts(chapter: Chapter, edits: int, queries: int) -> dict[str, Any]:
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
        "edits": edits,
        "marks": len(chapter.marks),
        "queries": queries,
    }


def _question_record(question: Question) -> dict[str, Any]:
    sentence = f"{question.left}{question.words}{question.right}"
    suggestion = {} if question.query.suggestion is None else {"suggestion": question.query.suggestion}
    return query_record(question.query) | {"sentence": sentence} | suggestion


def _edit_record(edit: ShownEdit) -> dict[str, Any]:
    changes = {"rule": edit.rule, "class": edit.kind, "before": edit.before, "after": edit.after}
    return _place_record(edit.place) | changes


def _reading_record(reading: ShownReading) -> dict[str, Any]:
    return _place_record(reading.place) | {"kind": reading.kind, "text": reading.text}


def _place_record(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}
