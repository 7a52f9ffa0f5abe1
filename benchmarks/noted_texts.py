"""Texts with real notes: the footnote data with its gold put back, so that any program can set it with notes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes" / "dev"
STYLE = "S1"
"""The style of the data that is flattened least: `[1]` in the text, and the notes after each chapter."""

LONGEST_HEADING = 60
"""Characters."""

Kind = Literal["heading", "paragraph", "verse", "break"]

LONGEST_NOTE = 2_000
"""Characters: further paragraphs of a longer note are left out, for a program that never splits notes loses them."""

_CALL = "\ue000"
_ENDS = tuple(".,;:!?”’)—")


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a note, by paragraphs."""

    paragraphs: tuple[str, ...]


Piece = str | Note


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or verse whose lines end in newlines; a note stands where it is called."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words without those of its notes."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes that it calls."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Note))


@dataclass(frozen=True, slots=True)
class Noted:
    """A text: its name, its title and its blocks."""

    name: str
    title: str
    blocks: tuple[Block, ...]


def noted_texts() -> Iterator[Noted]:
    """Every text of the data, once."""
    for path in sorted(DATA.glob(f"*.{STYLE}.gold.json")):
        with path.with_name(path.name.replace(".gold.json", ".txt")).open(encoding="utf-8", newline="") as file:
            yield read_gold(file.read(), json.loads(path.read_text("utf-8")))


def read_gold(text: str, gold: dict[str, Any]) -> Noted:
    """A flattened text and its gold as one text with notes; a call within a note is words of it."""
    bodies = [tuple(span) for note in gold["notes"] for span in note["body_spans"] or ()]
    calls = {
        note["ref_start"]: note
        for note in gold["notes"]
        if note["body_spans"] and not any(start <= note["ref_start"] < end for start, end in bodies)
    }
    labels = [note["label_span"] for note in gold["notes"] if note.get("label_span")]
    out = sorted([*bodies, *map(tuple, gold["neutral"]), *map(tuple, labels)])
    parts, notes, position = list[str](), list[Note](), 0
    for start, end in out:
        parts.append(text[position : max(start, position)])
        if start in calls:
            parts.append(_CALL)
            notes.append(_note(text, calls[start]["body_spans"]))
        position = max(position, end)
    parts.append(text[position:])
    return Noted(gold["doc"], gold["title"], tuple(_blocks("".join(parts), gold["variant"]["psep"], iter(notes))))


def _note(text: str, spans: list[list[int]]) -> Note:
    """The paragraphs of a note, up to `LONGEST_NOTE`."""
    body = "".join(text[start:end] for start, end in spans)
    parts = [" ".join(part.split()) for part in body.split("\n") if part.strip()]
    lengths = accumulate(map(len, parts))
    return Note(
        tuple(
            part
            for n, (part, so_far) in enumerate(zip(parts, lengths, strict=True))
            if n == 0 or so_far <= LONGEST_NOTE
        )
    )


def _blocks(text: str, parted: str, notes: Iterator[Note]) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n" if parted == "\n\n" else r"\n+", text):
        lines = [" ".join(line.split()) for line in part.strip("\n").split("\n") if line.strip()]
        if not lines:
            continue
        words = "\n".join(lines)
        kind: Kind = "verse" if len(lines) > 1 else "paragraph"
        if not any(map(str.isalpha, words)):
            kind = "break"
        elif len(words) <= LONGEST_HEADING and len(lines) == 1 and not words.rstrip(_CALL).endswith(_ENDS):
            kind = "heading"
        yield Block(kind, tuple(_pieces(words, notes)))


def _pieces(words: str, notes: Iterator[Note]) -> Iterator[Piece]:
    for piece in re.split(f"({_CALL})", words):
        if piece == _CALL:
            yield next(notes)
        elif piece:
            yield piece
