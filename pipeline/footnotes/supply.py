"""Note texts an editor supplies in notes.toml, for calls whose text the source does not give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from msgspec.structs import replace

from ..companions import PlacedNote
from ..document import Chapter, Note
from ..errors import EmendationError
from ..ledger import Span
from ..prose import read_prose
from ..queries import Query, write_entry
from ..tree import NoteRef, leaves


def supply_texts(chapter: Chapter, entries: Iterable[PlacedNote]) -> Chapter:
    """The chapter with the editor's note texts, and a query for each note that still has none.

    Raises:
        EmendationError: an entry names a note that is not there, or one that has a text already.
    """
    notes = {note.key: note for note in chapter.notes}
    for entry in entries:
        if entry.chapter == chapter.settings.file:
            note = _addressed(notes, entry)
            notes[note.key] = replace(note, blocks=read_prose(entry.text), origin="editor")
    supplied = replace(chapter, notes=tuple(notes.values()))
    return replace(supplied, queries=(*chapter.queries, *_wanting(supplied)))


def _addressed(notes: dict[str, Note], entry: PlacedNote) -> Note:
    labelled = [note for note in notes.values() if note.label == entry.label]
    note = notes.get(entry.label) or (labelled[0] if len(labelled) == 1 else None)
    if note is None:
        near = get_close_matches(entry.label, notes, n=1)
        wanting = [key for key, other in notes.items() if not other.blocks]
        hint = f"the notes without text are {', '.join(wanting)}" if wanting else "no note of this chapter wants a text"
        hint = f"did you mean “{near[0]}”? {hint}" if near else hint
        raise EmendationError(f"no note “{entry.label}” is called in {entry.chapter}", hint=hint, place=entry.place)
    if note.blocks:
        raise EmendationError(
            f"note “{entry.label}” of {entry.chapter} has a text already",
            hint="take this entry out of notes.toml, or change the note’s words in emendations.toml",
            place=entry.place,
        )
    return note


def _wanting(chapter: Chapter) -> Iterator[Query]:
    calls: dict[str, Span] = {}
    for leaf in leaves(chapter.blocks):
        if isinstance(leaf, NoteRef):
            calls.setdefault(leaf.key, leaf.span)
    for note in chapter.notes:
        if not note.blocks and note.key in calls:
            yield chapter.ask(
                "notes.no-text",
                calls[note.key],
                f"the source gives no text for note {note.label}",
                f'supply it in notes.toml: chapter = "{chapter.settings.file}", label = "{note.key}", text = "…"',
                minor=True,
                stub=write_entry("note", chapter=chapter.settings.file, label=note.key, text="…"),
            )
