"""The companions of book.toml: notes.toml and emendations.toml, read and checked.

None of them need be there; an empty one and a missing one are the same.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct

from .markdown import has_words, links_nowhere
from .queries import Place
from .settings import Emendation, Emendations, Limits, NoteEntry, NoteTexts
from .toml_file import Path_, Settings, TomlFile, read_toml

TO_WRITE = ("…", "...")
"""What stands where the editor is to write."""


class PlacedNote(Struct, frozen=True):
    """A note text that the editor supplies, and where it stands in notes.toml."""

    chapter: str
    label: str
    text: str
    place: Place


class PlacedCall(Struct, frozen=True):
    """Words that hold the call of the note `label`, or if that is None, none; or `is_end`, the last words of its text.

    `chapter` is their file.
    """

    chapter: str
    find: str
    label: str | None
    place: Place
    is_end: bool = False


class PlacedEmendation(Struct, frozen=True):
    """Words to change, and why; `chapter` is the file they stand in, if it is named, `place` is in emendations.toml."""

    find: str
    replace: str
    reason: str
    chapter: str | None
    place: Place


class Keep(Struct, frozen=True):
    """Words that are right as they are, which settles the queries about them, or those of the code `query` alone.

    `place` is where emendations.toml quotes them, `query_place` where it names the query.
    """

    find: str
    chapter: str | None
    query: str | None
    place: Place
    query_place: Place | None = None


def check_filled(toml: TomlFile, value: object, way: Path_ = ()) -> None:
    """Every string in the file holds a word; only `replace` may be empty, which takes words out, and `alt`.

    The dots that stand in the lines a query proposes, where only the editor knows what to write, are no words.
    """
    match value:
        case str() if not value.strip() and way[-1] not in ("replace", "alt"):
            key = next(part for part in reversed(way) if isinstance(part, str))
            hint = "put words between the quotation marks, or take the entry out"
            raise toml.wrong(way, f"“{key}” is empty", hint)
        case str() if value.strip() in TO_WRITE and way[-1] not in ("find", "replace"):
            key = next(part for part in reversed(way) if isinstance(part, str))
            raise toml.wrong(way, f"“{key}” is still to be written", f"put words in place of the {value.strip()}")
        case dict():
            for key, inner in value.items():
                check_filled(toml, inner, (*way, key))
        case list():
            for number, inner in enumerate(value):
                check_filled(toml, inner, (*way, number))


def read_companion(path: Path, into: type[Settings], limits: Limits) -> tuple[TomlFile, Settings]:
    """A file that need not be there; it is empty then."""
    toml = read_toml(path, limits.companion_mb) if path.exists() else TomlFile(path, "", {}, {})
    settings = toml.read(into)
    check_filled(toml, toml.data)
    return toml, settings


def read_notes(path: Path, files: list[str], limits: Limits) -> tuple[tuple[PlacedNote, ...], tuple[PlacedCall, ...]]:
    """The note texts that the editor supplies, and what she rules about calls."""
    toml, texts = read_companion(path, NoteTexts, limits)
    notes: list[PlacedNote] = []
    calls: list[PlacedCall] = []
    for number, entry in enumerate(texts.note):
        way = ("note", number)
        check_names_chapter(toml, (*way, "chapter"), files, entry.chapter)
        _check_note(toml, way, entry)
        if entry.find is not None:
            calls.append(PlacedCall(entry.chapter, entry.find, entry.label, toml.place((*way, "find"))))
        if entry.ends is not None:
            calls.append(PlacedCall(entry.chapter, entry.ends, entry.label, toml.place((*way, "ends")), True))
        if entry.text is not None and entry.label is not None:
            check_prose(toml, (*way, "text"), entry.text)
            notes.append(PlacedNote(entry.chapter, entry.label, entry.text, toml.place((*way, "label"))))
    return tuple(notes), tuple(calls)


def _check_note(toml: TomlFile, way: Path_, entry: NoteEntry) -> None:
    """An entry supplies a text, or says that words hold a call, or that they hold none."""
    if entry.keep and (entry.label, entry.text, entry.ends) != (None, None, None):
        raise toml.wrong(
            (*way, "keep"), "words that hold no call have no note", "take out “label” and “text”, or “keep”"
        )
    if entry.keep and entry.find is None:
        raise toml.wrong(way, "“find” is missing", 'quote the words whose figure or sign calls no note: find = "…"')
    if not entry.keep and entry.label is None:
        raise toml.wrong(way, "“label” is missing", 'say which note: label = "1"')
    if not entry.keep and entry.find is None and entry.text is None and entry.ends is None:
        raise toml.wrong(way, "“text” is missing", 'give the words of the note: text = "…"')


def read_emendations(
    path: Path, files: list[str], limits: Limits
) -> tuple[tuple[PlacedEmendation, ...], tuple[Keep, ...]]:
    """What the editor changes, and what she keeps."""
    toml, emendations = read_companion(path, Emendations, limits)
    changes: list[PlacedEmendation] = []
    keeps: list[Keep] = []
    for number, entry in enumerate(emendations.emendation):
        way = ("emendation", number)
        if entry.chapter is not None:
            check_names_chapter(toml, (*way, "chapter"), files, entry.chapter)
        place = toml.place((*way, "find"))
        if entry.keep:
            _check_keeps(toml, way, entry)
            named = toml.place((*way, "query")) if entry.query is not None else None
            keeps.append(Keep(entry.find, entry.chapter, entry.query, place, named))
        else:
            replace, reason = _check_changes(toml, way, entry)
            changes.append(PlacedEmendation(entry.find, replace, reason, entry.chapter, place))
    return tuple(changes), tuple(keeps)


def _check_keeps(toml: TomlFile, way: Path_, entry: Emendation) -> None:
    if entry.replace is not None:
        hint = "take out “replace”, or “keep”"
        raise toml.wrong((*way, "replace"), "an entry can’t both keep words and replace them", hint)


def _check_changes(toml: TomlFile, way: Path_, entry: Emendation) -> tuple[str, str]:
    """What the words become, and why."""
    if entry.query is not None:
        raise toml.wrong((*way, "query"), "“query” says which query words are kept against", "add a line keep = true")
    if entry.replace is None or entry.reason is None:
        key = "replace" if entry.replace is None else "reason"
        hint = f"add a line “{key} = …”, or keep = true if the words are right as they are"
        raise toml.wrong(way, f"“{key}” is missing", hint)
    return entry.replace, entry.reason


def check_prose(toml: TomlFile, way: Path_, text: str) -> None:
    """Markdown of which something is left to print, and whose links lead somewhere."""
    if not has_words(text):
        raise toml.wrong(way, "nothing of this would be printed", "put words into it")
    if (href := next(links_nowhere(text), None)) is not None:
        hint = "begin it with https:// or mailto:, or take it out and leave its words"
        raise toml.wrong(way, f"the link to “{href}” would lead nowhere from a book", hint)


def check_names_chapter(toml: TomlFile, way: Path_, files: list[str], name: str) -> None:
    """See that a companion names the file of a chapter.

    Raises:
        ManifestError: it does not.
    """
    if name not in files:
        near = get_close_matches(name, files, n=1, cutoff=0.3)
        hint = f"did you mean “{near[0]}”?" if near else f"the chapters are: {', '.join(files)}"
        raise toml.wrong(way, f"no chapter has the file “{name}”", hint)
