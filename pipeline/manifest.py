"""`book.toml` and its companions as one frozen `Manifest`: all that an editor decides about a book.

Nothing is read later from these files; a manifest that loads names only files that exist and choices that are known.
"""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import astuple, dataclass
from difflib import get_close_matches
from pathlib import Path

from .errors import ManifestError
from .queries import Place
from .settings import BookFile, ChapterSettings, Emendation, Emendations, Glossary, NoteEntry, NoteTexts, TermEntry
from .toml_file import TomlFile, read_toml

LONGEST_SLUG = 60
"""Characters of a title that name the output files: file systems take 255 bytes, and a letter may have four."""

NAMESPACE = uuid.UUID("5f0c1d3e-6f0d-5c55-9d0c-1d6a3b0a7e55")
"""Namespace of the identifiers derived for books that name none (RFC 9562, version 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedNote(NoteEntry):
    """A note text, and where it stands in notes.toml."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedEmendation(Emendation):
    """An emendation, and where it stands in emendations.toml."""

    place: Place


@dataclass(frozen=True, slots=True)
class Manifest:
    """A book folder, read and checked; `path` is its book.toml, `style` its own style sheet if it has one."""

    path: Path
    book: BookFile
    slug: str
    identifier: str
    terms: tuple[TermEntry, ...]
    notes: tuple[PlacedNote, ...]
    emendations: tuple[PlacedEmendation, ...]
    style: Path | None

    @property
    def folder(self) -> Path:
        """The folder that book.toml stands in; chapter files are named from here."""
        return self.path.parent

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file of the book folder that the outputs depend on."""
        companions = [self.folder / name for name in ("glossary.toml", "notes.toml", "emendations.toml")]
        chapters = [self.folder / chapter.file for chapter in self.book.chapter]
        styles = [self.style] if self.style else []
        return (self.path, *(path for path in companions if path.exists()), *chapters, *styles)


def load_manifest(folder_or_file: Path) -> Manifest:
    """Read a book folder, or a book.toml.

    Raises:
        ManifestError: a file is missing or wrong, a chapter is listed twice, a companion names no chapter of the book.
    """
    path = folder_or_file / "book.toml" if folder_or_file.is_dir() else folder_or_file
    if path.is_file() and path.suffix != ".toml":
        hint = f"name a book folder or its book.toml; to make one of a text: new FOLDER {path.name}"
        raise ManifestError("this is not a book.toml", hint=hint, place=path.name)
    toml = read_toml(path)
    book = toml.read(BookFile)
    _check_book(toml, book)
    for number, chapter in enumerate(book.chapter):
        _check_chapter(toml, book, number, chapter)
    slug = book.slug or short_slug(book.title)
    style = path.parent / "style.css"
    return Manifest(
        path=path,
        book=book,
        slug=slug,
        identifier=book.identifier or f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{slug}/{book.language}')}",
        terms=_read_terms(path.parent / "glossary.toml"),
        notes=_read_notes(path.parent / "notes.toml", book),
        emendations=_read_emendations(path.parent / "emendations.toml", book),
        style=style if style.exists() else None,
    )


def bare_manifest(document: Path) -> Manifest:
    """The manifest of a document on its own, every choice at its default."""
    chapter = ChapterSettings(file=document.name, title=document.stem)
    book = BookFile(title=chapter.title, language="en", date=datetime.date(1970, 1, 1), chapter=(chapter,))
    return Manifest(document.parent / "book.toml", book, slugify(chapter.title), "urn:none", (), (), (), None)


def slugify(title: str) -> str:
    """A title as a file name: lower-case words joined by hyphens.

    >>> slugify("The Vikzhel Talks: 1917")
    'the-vikzhel-talks-1917'
    """
    return "-".join(re.findall(r"\w+", title.lower().replace("’", "").replace("'", ""))) or "book"


def short_slug(title: str) -> str:
    """A title as the name of the output files, cut at a word if it is long.

    >>> short_slug("The Life and Strange Surprizing Adventures of Robinson Crusoe, of York, Mariner")
    'the-life-and-strange-surprizing-adventures-of-robinson'
    """
    slug = slugify(title)
    return slug if len(slug) <= LONGEST_SLUG else slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]


def _check_book(toml: TomlFile, book: BookFile) -> None:
    _check_filled(toml, ("title",), book.title)
    if not book.chapter:
        raise ManifestError(
            "the book has no chapters", hint="add a [[chapter]] with file and title", place=toml.place(())
        )
    if book.slug is not None and book.slug != short_slug(book.slug):
        raise ManifestError(
            f"“{book.slug}” can't name the output files",
            hint=f'use letters, digits and hyphens: slug = "{short_slug(book.slug)}"',
            place=toml.place(("slug",)),
        )
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", book.language):
        raise ManifestError(
            f"“{book.language}” is not a language tag",
            hint='use a BCP 47 tag such as "en-GB" or "ru"',
            place=toml.place(("language",)),
        )


def _check_chapter(toml: TomlFile, book: BookFile, number: int, chapter: ChapterSettings) -> None:
    _check_filled(toml, ("chapter", number, "title"), chapter.title)
    place = toml.place(("chapter", number, "file"))
    folder = toml.path.parent
    if Path(chapter.file).is_absolute() or ".." in Path(chapter.file).parts:
        raise ManifestError(
            f"“{chapter.file}” leads out of the book folder", hint="copy the file into the book folder", place=place
        )
    if (folder / chapter.file).resolve() in {(folder / c.file).resolve() for c in book.chapter[:number]}:
        raise ManifestError(f"“{chapter.file}” is listed twice", hint="remove one of the two chapters", place=place)
    if not _is_file(folder / chapter.file):
        there = sorted(path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".toml")
        near = get_close_matches(chapter.file, there, n=1)
        hint = f"did you mean “{near[0]}”?" if near else f"the files there are: {', '.join(there) or 'none'}"
        raise ManifestError(f"there is no file “{chapter.file}” in the book folder", hint=hint, place=place)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the file system takes
        return False


def _check_filled(toml: TomlFile, way: tuple[str | int, ...], text: str) -> None:
    if not text.strip():
        key = next(part for part in reversed(way) if isinstance(part, str))
        raise ManifestError(
            f"“{key}” is empty",
            hint="put words between the quotation marks, or take the entry out",
            place=toml.place(way),
        )


def _read_terms(path: Path) -> tuple[TermEntry, ...]:
    if not path.exists():
        return ()
    toml = read_toml(path)
    terms = toml.read(Glossary).term
    headwords = [term.headword for term in terms]
    owners: dict[str, str] = {}
    for number, term in enumerate(terms):
        _check_filled(toml, ("term", number, "headword"), term.headword)
        for nth, form in enumerate(term.forms):
            _check_filled(toml, ("term", number, "forms", nth), form)
        for form in (term.headword, *term.forms):
            if owners.setdefault(form, term.headword) != term.headword or term.headword in headwords[:number]:
                raise ManifestError(
                    f"“{form}” belongs to two entries, “{owners[form]}” and “{term.headword}”",
                    hint="keep it in one of them",
                    place=toml.place(("term", number, "headword")),
                )
        if term.see is not None and term.see not in headwords:
            near = get_close_matches(term.see, headwords, n=1)
            hint = f"did you mean “{near[0]}”?" if near else "name the headword of another entry"
            raise ManifestError(f"no entry “{term.see}” to see", hint=hint, place=toml.place(("term", number, "see")))
    return terms


def _read_notes(path: Path, book: BookFile) -> tuple[PlacedNote, ...]:
    if not path.exists():
        return ()
    toml = read_toml(path)
    entries = toml.read(NoteTexts).note
    for number, entry in enumerate(entries):
        _check_names_chapter(toml, ("note", number, "chapter"), book, entry.chapter)
        _check_filled(toml, ("note", number, "text"), entry.text)
    return tuple(PlacedNote(*astuple(entry), place=toml.place(("note", n, "label"))) for n, entry in enumerate(entries))


def _read_emendations(path: Path, book: BookFile) -> tuple[PlacedEmendation, ...]:
    if not path.exists():
        return ()
    toml = read_toml(path)
    entries = toml.read(Emendations).emendation
    for number, entry in enumerate(entries):
        if entry.chapter is not None:
            _check_names_chapter(toml, ("emendation", number, "chapter"), book, entry.chapter)
        _check_filled(toml, ("emendation", number, "find"), entry.find)
    places = (toml.place(("emendation", number, "find")) for number in range(len(entries)))
    return tuple(PlacedEmendation(*astuple(e), place=place) for e, place in zip(entries, places, strict=True))


def _check_names_chapter(toml: TomlFile, way: tuple[str | int, ...], book: BookFile, name: str) -> None:
    files = [chapter.file for chapter in book.chapter]
    if name not in files:
        near = get_close_matches(name, files, n=1, cutoff=0.3)
        hint = f"did you mean “{near[0]}”?" if near else f"the chapters are: {', '.join(files)}"
        raise ManifestError(f"no chapter has the file “{name}”", hint=hint, place=toml.place(way))
