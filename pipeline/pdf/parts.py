"""Parts: the pages of the book as documents of their own, with what each must show and which folios it prints.

Links out of a part can't be resolved while it is set; they lead to `book:#id`, and the join turns them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from ..anchors import CONTENTS, NOTE_ON_THE_TEXT, Anchor
from ..artwork import Artwork
from ..document import Book
from ..scripts import letters
from ..styling import STYLES
from ..templating import Page, Setting, render_document
from ..textual_note import write_textual_note
from ..theme import print_sheets
from ..tree import Block, paragraphs, plain_text
from ..typesetting.sheets import OUTSIDE, PartJob, Style
from .views import View, views

IN_COLUMNS = frozenset({"handout"})
"""Formats whose pages have several columns."""

_FONT_FACE = re.compile(r'@font-face\s*\{[^}]*font-family:\s*"([^"]+)"')


class Part(Struct, frozen=True):
    """A page of the book to be set, perhaps the first: `id` is that of its element, `document` its XHTML.

    `words` and `foot` are as in a `PartJob`; `folios` are the ids whose page numbers it prints, `pictures` the names
    that it shows pictures by.
    """

    name: str
    id: str
    document: str
    words: tuple[tuple[str, str], ...]
    folios: frozenset[str]
    foot: frozenset[str]
    first: bool = False
    pictures: tuple[str, ...] = ()


def place_notes(book: Book) -> Book:
    """The book with its notes after their chapters where the foot of a page is wider than a note may be."""
    said = book.manifest.book
    if said.pdf.format not in IN_COLUMNS or said.notes.placement != "foot":
        return book
    notes = dataclasses.replace(said.notes, placement="chapter")
    return replace(book, manifest=replace(book.manifest, book=dataclasses.replace(said, notes=notes)))


def read_style(setting: Setting) -> Style:
    """The style sheets of a book: ours, those of its theme, and its own.

    A font of the same name that the system has would be used in place of ours, and not on every machine; so ours go
    by other names.
    """
    about = setting.book.manifest
    sheets = list(print_sheets(about.book, about.style))
    families = {name for sheet in sheets for name in _FONT_FACE.findall(sheet)}
    for name in sorted(families):
        sheets = [sheet.replace(f'"{name}"', f'"{name} Book"') for sheet in sheets]
    return Style(tuple(sheets), STYLES.as_uri() + "/")


class Rendering(Struct, frozen=True):
    """The rendering of a chapter: the hash of its view."""

    view: str


Remember = Callable[[Rendering, Callable[[], Part]], Part]
"""Gives what was made of a rendering before, or makes it."""


def make_parts(setting: Setting, remember: Remember = lambda subject, make: make()) -> dict[str, Part]:
    """The parts by name, in the order of the book; chapters that have not changed are remembered."""
    anchors = setting.anchors.chapters
    seen = {anchors[view.chapter.key].page: view for view in views(setting)}
    parts: dict[str, Part] = {}
    for page in setting.pages(whole=False):
        if (view := seen.get(page.name)) is None:
            parts[page.name] = make_part(setting, page, first=not parts)
        else:
            parts[page.name] = remember(Rendering(view.digest), partial(_make_chapter, view, page))
    return parts


def _make_chapter(view: View, page: Page) -> Part:
    return make_part(view.setting, replace(page, body=view.setting.chapter_body(view.chapter)))


def make_part(setting: Setting, page: Page, *, first: bool = False) -> Part:
    """A part of one page of the book."""
    root = etree.fromstring(render_document("print", setting, page=page).encode())
    etree.strip_attributes(root, "{http://www.idpf.org/2007/ops}*", "{http://www.w3.org/XML/1998/namespace}*")
    etree.cleanup_namespaces(root)
    inside = {element.get("id") for element in root.iter() if element.get("id")}
    wanted: set[str] = set()
    for link in root.iter("a"):
        target = link.get("href", "").removeprefix("#")
        if not link.get("href", "").startswith("#"):
            continue
        if target not in inside:
            link.set("href", OUTSIDE + target)
        if "folio" in link.get("class", "").split() or page.name == CONTENTS:
            link.set("data-folio", "")
            wanted.add(target)
    foot = frozenset(element.get("id", "") for element in root.iter("span") if element.get("role") == "doc-footnote")
    document = etree.tostring(root, encoding="unicode")
    pictures = tuple(art.file for art in setting.book.artwork.values() if art.file in document)
    return Part(page.name, page.id, document, words_of(setting, page.name), frozenset(wanted), foot, first, pictures)


def make_job(
    part: Part, style: Style, folios: Mapping[str, int], *, left: bool = False, artwork: Iterable[Artwork] = ()
) -> PartJob:
    """The job of setting a part, with the folios it prints."""
    document = part.document
    if part.folios:
        root = etree.fromstring(document)
        for link in root.iter("a"):
            if "data-folio" in link.attrib:
                link.set("data-folio", str(folios.get(link.get("href", "").rpartition("#")[2], "")))
        document = etree.tostring(root, encoding="unicode")
    pictures = tuple((art.file, art.picture.content) for art in artwork if art.file in part.pictures)
    return PartJob(part.name, document, part.words, part.foot, style, part.first, left, pictures)


def words_of(setting: Setting, page: str) -> tuple[tuple[str, str], ...]:
    """The letters that must be on a page of the book, each stream with the id of the element that holds it."""
    return tuple((anchor.id, letters(text)) for anchor, text in _streams(setting, page))


def _streams(setting: Setting, page: str) -> Iterator[tuple[Anchor, str]]:
    for chapter in setting.book.chapters:
        if (anchor := setting.anchors.chapters[chapter.key]).page == page:
            yield anchor, text_of(chapter.blocks)
        for note in (*chapter.notes, *chapter.orphans):
            if (anchor := setting.anchors.notes[chapter.key, note.key].note).page == page:
                yield anchor, text_of(note.blocks)
    for term in setting.book.terms:
        if (anchor := setting.anchors.terms[term.key]).page == page:
            yield anchor, "".join(plain_text(d.inlines) for d in term.definitions)
    if page == NOTE_ON_THE_TEXT:
        yield Anchor(page, page), text_of(write_textual_note(setting.book))


def text_of(blocks: tuple[Block, ...]) -> str:
    """The words of blocks, without note calls."""
    return "".join(plain_text(paragraph.inlines) for paragraph in paragraphs(blocks))
