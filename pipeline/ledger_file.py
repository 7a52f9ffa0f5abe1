"""The ledger as a file of JSON lines, and the way back from it to the sources, byte for byte.

Each source takes one `source` line (name, encoding, SHA-256, and the cleaned text with every change in it), then its
`edit` lines step by step and its `mark` lines. Of a source that is no plain text it gives back the text that was read
in it, whose SHA-256 is the `text_sha256`, as a file that ends in `.txt`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from .cleaning import class_of
from .document import Book, Chapter
from .errors import SourceError
from .ledger import Edit, Span, Step, undo

_encode = json.JSONEncoder(ensure_ascii=False).encode


TAKEN = ".txt"
"""What the name of a source that is no plain text gets, where its text is given back."""


class Restored(Struct, frozen=True):
    """A source file made again from the ledger."""

    name: str
    content: bytes


def write_ledger(book: Book) -> bytes:
    """The ledger of a book."""
    sources = book.by_source().values()
    lines = (_encode(record) for chapters in sources for record in _records(chapters))
    return ("\n".join(lines) + "\n").encode()


def read_ledger(path: Path) -> list[Restored]:
    """Undo every change a ledger records.

    Raises:
        SourceError: the file is no ledger, or what it gives is not the source it names (by SHA-256).
    """
    try:
        records = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
        return list(_restore(records))
    except OSError as failure:
        raise SourceError(f"can't read {path}: {failure.strerror}", hint="name a ledger.jsonl") from None
    except (ValueError, TypeError, AttributeError, LookupError):
        raise SourceError(
            "this is not a ledger", hint="name a ledger.jsonl that a build wrote", place=path.name
        ) from None


def _records(chapters: tuple[Chapter, ...]) -> Iterator[dict[str, Any]]:
    """The records of one source, of which one or more chapters are made."""
    cleaned = chapters[0].cleaned
    source = cleaned.source
    is_plain = hashlib.sha256(source.text.encode(source.encoding, "replace")).hexdigest() == source.sha256
    yield {
        "type": "source",
        "name": source.name,
        "sha256": source.sha256,
        "encoding": source.encoding if is_plain else "utf-8",
        "length": len(source.text),
        "text": cleaned.text,
    } | ({} if is_plain else {"text_sha256": hashlib.sha256(source.text.encode()).hexdigest()})
    for number, step in enumerate(cleaned.steps):
        for edit in step.edits:
            yield {
                "type": "edit",
                "step": number,
                "start": edit.span.start,
                "end": edit.span.end,
                "before": edit.before,
                "after": edit.after,
                "rule": edit.rule,
                "class": class_of(edit.rule),
            }
    for mark in sorted((mark for chapter in chapters for mark in chapter.marks), key=lambda mark: mark.span):
        yield {"type": "mark", "start": mark.span.start, "end": mark.span.end, "rule": mark.rule}


def _restore(records: list[dict[str, Any]]) -> Iterator[Restored]:
    starts = [index for index, record in enumerate(records) if record["type"] == "source"]
    if not starts:
        raise ValueError("no source")
    for start, end in zip(starts, [*starts[1:], len(records)], strict=True):
        head = records[start]
        if "\0" in head["name"] or not Path(head["name"]).name:
            raise ValueError("no file name")
        content = _content(head, records[start + 1 : end])
        if content is None or hashlib.sha256(content).hexdigest() != head.get("text_sha256", head["sha256"]):
            raise SourceError(
                "the ledger does not give back the source it names: it was changed",
                hint="build the book again",
                place=head["name"],
            )
        yield Restored(head["name"] + (TAKEN if "text_sha256" in head else ""), content)


def _content(head: dict[str, Any], records: list[dict[str, Any]]) -> bytes | None:
    """The bytes of the source; nothing, if the changes don't fit the text."""
    try:
        content: bytes = undo(_steps(records), head["text"]).encode(head["encoding"])
    except ValueError:
        return None
    return content


def _steps(records: list[dict[str, Any]]) -> tuple[Step, ...]:
    steps: dict[int, list[Edit]] = {}
    for record in records:
        if record["type"] == "edit":
            span = Span(record["start"], record["end"])
            edit = Edit(span, record["before"], record["after"], record["rule"])
            steps.setdefault(record["step"], []).append(edit)
    return tuple(Step(edits[0].rule, tuple(edits)) for _, edits in sorted(steps.items()))
