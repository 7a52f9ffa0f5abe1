"""`book.toml` and its companions as one frozen `Manifest`: all that an editor decides about a book.

Nothing is read later from these files; a manifest that loads names only files that exist and choices that are known.
"""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import astuple, dataclass
from difflib import SequenceMatcher, get_close_matches
from itertools import islice
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote

from .errors import ManifestError
from .queries import Place
from .settings import BookFile, ChapterSettings, Emendation, Emendations, Glossary, NoteEntry, NoteTexts, TermEntry
from .styling import check_style
from .toml_file import Path_, Settings, TomlFile, read_toml

LONGEST_SLUG = 60
"""Characters of a title that name the output files: file systems take 255 bytes, and a letter may have four."""

NAMESPACE = uuid.UUID("5f0c1d3e-6f0d-5c55-9d0c-1d6a3b0a7e55")
"""Namespace of the identifiers derived for books that name none (RFC 9562, version 5)."""

DEEPEST_QUOTE = 5
"""Quotations within quotations that are set as such. The parser drops what stands deeper than its own limit, 20."""

MARKDOWN = MarkdownIt("zero").enable(["blockquote", "emphasis", "escape", "link", "newline"])
"""Reads the editor's own words: paragraphs, and what is named here; all other signs are characters like any."""


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.level < DEEPEST_QUOTE and blockquote(state, start, end, silent)


MARKDOWN.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "blockquote"]})

_LEADS_OUT = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#]|$)|mailto:[^\s?@]+@[\w.-]+", re.IGNORECASE)
"""The links a book may hold: its own pages have other names in each format, and a file beside it is not shipped."""

_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?",
    re.IGNORECASE,
)
"""A language tag: language, extensions of it, script, region, variants, extensions, private use (RFC 5646, 2.1)."""

YEARS = range(1900, 3000)
"""Years an edition made by a program may bear; any other is a slip of the pen (`1026` for `2026`), or the text's own
date. EPUB wants four digits besides."""

_SEARCHED, _SHOWN = 2000, 5
"""Files looked through, and named, where one is wanting."""


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
        style=check_style(style) if style.exists() else None,
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


def _wrong(toml: TomlFile, way: Path_, message: str, hint: str) -> ManifestError:
    return ManifestError(message, hint=hint, place=toml.place(way))


def _check_book(toml: TomlFile, book: BookFile) -> None:
    _check_filled(toml, toml.data)
    if not book.chapter:
        raise _wrong(toml, (), "the book has no chapters", "add a [[chapter]] with file and title")
    if book.slug is not None and book.slug != short_slug(book.slug):
        hint = f'use letters, digits and hyphens: slug = "{short_slug(book.slug)}"'
        raise _wrong(toml, ("slug",), f"“{book.slug}” can't name the output files", hint)
    _check_language(toml, ("language",), book.language)
    if book.date.year not in YEARS:
        hint = "“date” is that of this edition; the date of a text goes into its [[chapter]]"
        raise _wrong(toml, ("date",), f"an edition of the year {book.date.year} can't be", hint)


def _check_chapter(toml: TomlFile, book: BookFile, number: int, chapter: ChapterSettings) -> None:
    _check_language(toml, ("chapter", number, "language"), chapter.language)
    way, folder = ("chapter", number, "file"), toml.path.parent
    if Path(chapter.file).is_absolute() or ".." in Path(chapter.file).parts:
        raise _wrong(toml, way, f"“{chapter.file}” leads out of the book folder", "copy the file into the book folder")
    if (folder / chapter.file).resolve() in {(folder / c.file).resolve() for c in book.chapter[:number]}:
        raise _wrong(toml, way, f"“{chapter.file}” is listed twice", "remove one of the two chapters")
    if not _is_file(folder / chapter.file):
        hint = _nearest_files(folder, chapter.file)
        raise _wrong(toml, way, f"there is no file “{chapter.file}” in the book folder", hint)


def _nearest_files(folder: Path, name: str) -> str:
    """A hint that names the file meant, or those there are, the most similar first."""
    paths = (path.relative_to(folder) for path in islice(folder.rglob("*"), _SEARCHED) if path.is_file())
    files = [path.as_posix() for path in paths if _may_be_text(path)]
    if near := get_close_matches(name, files, n=1):
        return f"did you mean “{near[0]}”?"
    files.sort(key=lambda file: (-SequenceMatcher(None, file, name).ratio(), file))
    more = f" and {len(files) - _SHOWN} more" if len(files) > _SHOWN else ""
    return f"the files there are: {', '.join(files[:_SHOWN]) or 'none'}{more}"


def _may_be_text(path: Path) -> bool:
    """Whether a file of the book folder can be a chapter: no companion, no output of ours, and not hidden."""
    is_ours = path.suffix in {".toml", ".css"} or path.parts[0] == "build"
    return not is_ours and not any(part.startswith(".") for part in path.parts)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the file system takes
        return False


def _check_language(toml: TomlFile, way: Path_, tag: str | None) -> None:
    if tag is not None and not _LANGUAGE.fullmatch(tag):
        raise _wrong(toml, way, f"“{tag}” is not a language tag", 'use a BCP 47 tag such as "en-GB" or "ru"')


def _check_filled(toml: TomlFile, value: object, way: Path_ = ()) -> None:
    """Every string in the file holds a word; only `replace` may be empty, which takes words out."""
    match value:
        case str() if not value.strip() and way[-1] != "replace":
            key = next(part for part in reversed(way) if isinstance(part, str))
            hint = "put words between the quotation marks, or take the entry out"
            raise _wrong(toml, way, f"“{key}” is empty", hint)
        case dict():
            for key, inner in value.items():
                _check_filled(toml, inner, (*way, key))
        case list():
            for number, inner in enumerate(value):
                _check_filled(toml, inner, (*way, number))


def _check_prose(toml: TomlFile, way: Path_, text: str) -> None:
    """Markdown of which something is left to print, and whose links lead somewhere."""
    inlines = [child for token in MARKDOWN.parse(text) for child in token.children or ()]
    if not any(child.content.strip() or child.type == "link_open" for child in inlines):
        raise _wrong(toml, way, "nothing of this would be printed", "put words into it")
    for href in (str(child.attrs["href"]) for child in inlines if child.type == "link_open"):
        if not _LEADS_OUT.match(href):
            hint = "begin it with https:// or mailto:, or take it out and leave its words"
            raise _wrong(toml, way, f"the link to “{href}” would lead nowhere from a book", hint)


def _read_companion(path: Path, into: type[Settings]) -> tuple[TomlFile, Settings]:
    """A file that need not be there; it is empty then."""
    toml = read_toml(path) if path.exists() else TomlFile(path, "", {}, {})
    settings = toml.read(into)
    _check_filled(toml, toml.data)
    return toml, settings


def _read_terms(path: Path) -> tuple[TermEntry, ...]:
    toml, glossary = _read_companion(path, Glossary)
    headwords = [term.headword for term in glossary.term]
    owners: dict[str, str] = {}
    for number, term in enumerate(glossary.term):
        for form in (" ".join(form.split()) for form in (term.headword, *term.forms)):
            if owners.setdefault(form, term.headword) != term.headword or term.headword in headwords[:number]:
                message = f"“{form}” belongs to two entries, “{owners[form]}” and “{term.headword}”"
                raise _wrong(toml, ("term", number, "headword"), message, "keep it in one of them")
        if term.definition is not None:
            _check_prose(toml, ("term", number, "definition"), term.definition)
        if term.see is not None:
            _check_see(toml, ("term", number, "see"), term.see, [word for word in headwords if word != term.headword])
    return glossary.term


def _check_see(toml: TomlFile, way: Path_, see: str, others: list[str]) -> None:
    if see not in others:
        near = get_close_matches(see, others, n=1)
        hint = f"did you mean “{near[0]}”?" if near else "name the headword of another entry"
        raise _wrong(toml, way, f"no other entry “{see}” to see", hint)


def _read_notes(path: Path, book: BookFile) -> tuple[PlacedNote, ...]:
    toml, texts = _read_companion(path, NoteTexts)
    for number, entry in enumerate(texts.note):
        _check_names_chapter(toml, ("note", number, "chapter"), book, entry.chapter)
        _check_prose(toml, ("note", number, "text"), entry.text)
    places = (toml.place(("note", number, "label")) for number in range(len(texts.note)))
    return tuple(PlacedNote(*astuple(e), place=place) for e, place in zip(texts.note, places, strict=True))


def _read_emendations(path: Path, book: BookFile) -> tuple[PlacedEmendation, ...]:
    toml, emendations = _read_companion(path, Emendations)
    entries = emendations.emendation
    for number, entry in enumerate(entries):
        if entry.chapter is not None:
            _check_names_chapter(toml, ("emendation", number, "chapter"), book, entry.chapter)
    places = (toml.place(("emendation", number, "find")) for number in range(len(entries)))
    return tuple(PlacedEmendation(*astuple(e), place=place) for e, place in zip(entries, places, strict=True))


def _check_names_chapter(toml: TomlFile, way: Path_, book: BookFile, name: str) -> None:
    files = [chapter.file for chapter in book.chapter]
    if name not in files:
        near = get_close_matches(name, files, n=1, cutoff=0.3)
        hint = f"did you mean “{near[0]}”?" if near else f"the chapters are: {', '.join(files)}"
        raise _wrong(toml, way, f"no chapter has the file “{name}”", hint)
