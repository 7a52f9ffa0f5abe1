"""`book.toml` and its companions as one frozen `Manifest`: all that an editor decides about a book.

Nothing is read later from these files; a manifest that loads names only files that exist and choices that are known.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from itertools import islice
from pathlib import Path

from msgspec import Struct

from .addresses import broken_address, is_address
from .companions import (
    Keep,
    PlacedCall,
    PlacedEmendation,
    PlacedNote,
    check_filled,
    read_emendations,
    read_notes,
)
from .errors import ManifestError
from .figure_file import NAME as FIGURES
from .figure_file import PlacedFigure, picture_files, read_figures
from .folder import is_file, is_inside
from .glossary_file import check_shared, glossary_files, read_terms
from .identifier import derive_identifier, named_identifier
from .picture import Picture, pictures_in, read_cover
from .queries import Place
from .settings import (
    BookFile,
    ChapterSettings,
    RuleTable,
    TermEntry,
)
from .styling import read_style
from .toml_file import Path_, TomlFile, read_toml

STYLE = "style.css"
"""The style sheet of a book's own."""

LONGEST_SLUG = 60
"""Characters of a title that name the output files: file systems take 255 bytes, and a letter may have four."""

_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?",
    re.IGNORECASE,
)
"""A language tag: language, extensions of it, script, region, variants, extensions, private use (RFC 5646, 2.1)."""

YEARS = range(1900, 3000)
"""Years an edition made by a program may bear; any other is a slip of the pen (`1026` for `2026`), or the text's own
date. EPUB wants four digits besides."""

REFERRING = frozenset({".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".docx", ".odt"})
"""Endings of documents that may refer to pictures beside them."""

STATE = ".state.json"
"""What a build leaves in the folder of its outputs, to know it by."""

_SEARCHED, _SHOWN = 2000, 5
"""Files looked through, and named, where one is wanting."""


class Switch(Struct, frozen=True):
    """A rule switched on or off, in the chapter `file` or in the whole book, and where that is said."""

    rule: str
    on: bool
    file: str | None
    place: Place


class Manifest(Struct, frozen=True):
    """A book folder, read and checked; `toml` is its book.toml.

    `style` and `cover` are its own style sheet and picture, if it has them.
    """

    toml: TomlFile
    book: BookFile
    slug: str
    identifier: str
    terms: tuple[TermEntry, ...]
    notes: tuple[PlacedNote, ...]
    emendations: tuple[PlacedEmendation, ...]
    style: str | None
    keeps: tuple[Keep, ...] = ()
    switches: tuple[Switch, ...] = ()
    calls: tuple[PlacedCall, ...] = ()
    cover: Picture | None = None
    figures: tuple[PlacedFigure, ...] = ()

    def off(self, file: str) -> frozenset[str]:
        """The names of the rules that are switched off in a chapter; what the chapter says wins over the book."""
        book = {switch.rule: switch.on for switch in self.switches if switch.file is None}
        chapter = {switch.rule: switch.on for switch in self.switches if switch.file == file}
        return frozenset(rule for rule, on in (book | chapter).items() if not on)

    @property
    def path(self) -> Path:
        """Its book.toml."""
        return self.toml.path

    @property
    def folder(self) -> Path:
        """The folder that book.toml stands in; chapter files are named from here."""
        return self.path.parent

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file of the book folder that the outputs depend on."""
        companions = [self.folder / name for name in ("notes.toml", "emendations.toml", FIGURES)]
        companions += glossary_files(self.folder, self.book.glossary)
        chapters = [self.folder / chapter.file for chapter in self.book.chapter]
        styles = [self.folder / STYLE] if self.style is not None else []
        covers = [self.folder / self.book.cover] if self.book.cover is not None else []
        pictures = [*picture_files(self.folder, self.figures), *self._pictures_beside()]
        there = (path for path in companions if path.exists())
        return tuple(dict.fromkeys((self.path, *there, *chapters, *styles, *covers, *pictures)))

    def _pictures_beside(self) -> Iterator[Path]:
        """The pictures that a document may refer to: all of the folder, for it is not known yet which it does."""
        if any(Path(chapter.file).suffix.lower() in REFERRING for chapter in self.book.chapter):
            yield from islice(pictures_in(self.folder, STATE), _SEARCHED)


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
    files = [chapter.file for chapter in book.chapter]
    notes, calls = read_notes(path.parent / "notes.toml", files, book.limits)
    emendations, keeps = read_emendations(path.parent / "emendations.toml", files, book.limits)
    slug = book.slug or short_slug(book.title)
    return Manifest(
        toml=toml,
        book=book,
        slug=slug,
        identifier=(
            named_identifier(toml, book.identifier)
            if book.identifier
            else derive_identifier(slug, book.language, (path.parent / file for file in files))
        ),
        terms=read_terms(path.parent, book.glossary, book.limits),
        notes=notes,
        calls=calls,
        emendations=emendations,
        style=read_style(path.parent / STYLE, book.limits.companion_mb),
        cover=read_cover(toml, book.cover),
        figures=read_figures(path.parent, files, book.limits),
        keeps=keeps,
        switches=tuple(_switches(toml, book)),
    )


def bare_manifest(document: Path) -> Manifest:
    """The manifest of a document on its own, every choice at its default."""
    chapter = ChapterSettings(file=document.name, title=document.stem)
    toml = TomlFile(document.parent / "book.toml", "", {}, {})
    book = BookFile(title=chapter.title, language="en", date=datetime.date(1970, 1, 1), chapter=(chapter,))
    return Manifest(toml, book, slugify(chapter.title), "urn:none", (), (), (), None)


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
    check_filled(toml, toml.data)
    check_shared(toml, book.glossary)
    if not book.chapter:
        raise toml.wrong((), "the book has no chapters", "add a [[chapter]] with file and title")
    if book.slug is not None and book.slug != short_slug(book.slug):
        hint = f'use letters, digits and hyphens: slug = "{short_slug(book.slug)}"'
        raise toml.wrong(("slug",), f"“{book.slug}” can't name the output files", hint)
    _check_language(toml, ("language",), book.language)
    if book.date.year not in YEARS:
        hint = "“date” is that of this edition; the date of a text goes into its [[chapter]]"
        raise toml.wrong(("date",), f"an edition of the year {book.date.year} can't be", hint)
    for key in ("recto", "crop_marks"):
        if book.pdf.medium == "screen" and getattr(book.pdf, key):
            hint = f'leave “{key}” out, or write medium = "print"'
            raise toml.wrong(("pdf", key), f"“{key}” is for print, and this PDF is for the screen", hint)
    _check_addresses_in(toml, ("source",), book.source)
    _check_addresses_in(toml, ("rights",), book.rights)
    _check_address(toml, ("licence",), book.licence)
    if book.accessibility is not None:
        _check_addresses_in(toml, ("accessibility", "credential"), book.accessibility.credential)
        _check_address(toml, ("accessibility", "report"), book.accessibility.report)


def _check_address(toml: TomlFile, way: Path_, address: str | None) -> None:
    if address is not None and not is_address(address):
        raise _not_an_address(toml, way, address)


def _check_addresses_in(toml: TomlFile, way: Path_, text: str | None) -> None:
    """The addresses in words of the editor, which become links."""
    if text is not None and (broken := broken_address(text)) is not None:
        raise _not_an_address(toml, way, broken)


def _not_an_address(toml: TomlFile, way: Path_, words: str) -> ManifestError:
    hint = "write it in full, as the browser shows it: https://…"
    return toml.wrong(way, f"“{words}” is not the address of a web page", hint)


def _check_chapter(toml: TomlFile, book: BookFile, number: int, chapter: ChapterSettings) -> None:
    _check_language(toml, ("chapter", number, "language"), chapter.language)
    _check_addresses_in(toml, ("chapter", number, "source"), chapter.source)
    way, folder = ("chapter", number, "file"), toml.path.parent
    if (
        Path(chapter.file).is_absolute()
        or ".." in Path(chapter.file).parts
        or not is_inside(folder / chapter.file, folder)
    ):
        raise toml.wrong(way, f"“{chapter.file}” leads out of the book folder", "copy the file into the book folder")
    if (folder / chapter.file).resolve() in {(folder / c.file).resolve() for c in book.chapter[:number]}:
        raise toml.wrong(way, f"“{chapter.file}” is listed twice", "remove one of the two chapters")
    if not is_file(folder / chapter.file):
        hint = _nearest_files(folder, chapter.file)
        raise toml.wrong(way, f"there is no file “{chapter.file}” in the book folder", hint)


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


def is_language(tag: str) -> bool:
    """Whether a text is a language tag of BCP 47."""
    return _LANGUAGE.fullmatch(tag) is not None


def _check_language(toml: TomlFile, way: Path_, tag: str | None) -> None:
    if tag is not None and not is_language(tag):
        raise toml.wrong(way, f"“{tag}” is not a language tag", 'use a BCP 47 tag such as "en-GB" or "ru"')


def _switches(toml: TomlFile, book: BookFile) -> Iterator[Switch]:
    """What `[rules]` says, and `[chapter.rules]`; that there is such a rule is checked where the rules are known."""
    tables: list[tuple[Path_, RuleTable, str | None]] = [(("rules",), book.rules, None)]
    tables += [(("chapter", n, "rules"), chapter.rules, chapter.file) for n, chapter in enumerate(book.chapter)]
    for way, table, file in tables:
        switched: set[str] = set()
        for path, on in _switched(table):
            rule = ".".join(path)
            if not isinstance(on, bool):
                raise toml.wrong((*way, *path), f"“{rule}” is switched neither on nor off", "write true or false")
            if rule in switched:
                raise toml.wrong((*way, *path), f"“{rule}” is switched twice", "keep one of the two lines")
            switched.add(rule)
            yield Switch(rule, on, file, toml.place((*way, *path)))


def _switched(table: RuleTable) -> Iterator[tuple[tuple[str, ...], object]]:
    """What a table of rules says, each with the keys that lead to it; a table in a table has the rules of a family."""
    for family, value in table.items():
        if isinstance(value, dict):
            yield from (((family, name), on) for name, on in value.items())
        else:
            yield (family,), value
