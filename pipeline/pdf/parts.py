"""Parts: the pages of the book as documents of their own, with what each must show and which folios it prints.

Links out of a part can't be resolved while it is set; they lead to `book:#id`, and the join turns them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from ..anchors import CONTENTS, NOTE_ON_THE_TEXT
from ..pagination import letters
from ..styling import STYLES
from ..templating import Page, Setting, render_document
from ..textual_note import write_textual_note
from ..theme import print_sheets
from ..tree import Block, paragraphs, plain_text
from .sheets import PartJob, Style

OUTSIDE = "book:#"
"""What a link begins with that leads to another part."""

_FONT_FACE = re.compile(r'@font-face\s*\{[^}]*font-family:\s*"([^"]+)"')

Words = dict[str, list[tuple[str, str]]]


class Part(Struct, frozen=True):
    """A page of the book to be set, perhaps the first; `folios` are the ids whose page numbers it prints."""

    page: Page
    words: tuple[tuple[str, str], ...]
    folios: frozenset[str]
    root: etree._Element
    first: bool = False


def read_style(setting: Setting) -> Style:
    """The style sheets of a book: ours, those of its theme, and its own.

    A font of the same name that the system has would be used in place of ours, and not on every machine; so ours go
    by other names.
    """
    about = setting.book.manifest
    sheets = list(print_sheets(about.book.theme, about.style))
    families = {name for sheet in sheets for name in _FONT_FACE.findall(sheet)}
    for name in sorted(families):
        sheets = [sheet.replace(f'"{name}"', f'"{name} Book"') for sheet in sheets]
    return Style(tuple(sheets), STYLES.as_uri() + "/")


def make_parts(setting: Setting) -> dict[str, Part]:
    """The parts by name, in the order of the book."""
    words = words_of(setting)
    return {page.name: make_part(setting, page, words, first=not n) for n, page in enumerate(setting.pages())}


def make_part(setting: Setting, page: Page, words: Words, *, first: bool = False) -> Part:
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
            link.set("data-folio", target)
            wanted.add(target)
    return Part(page, tuple(words.get(page.name, ())), frozenset(wanted), root, first)


def make_job(part: Part, style: Style, folios: Mapping[str, int], *, left: bool = False) -> PartJob:
    """The job of setting a part, with the folios it prints."""
    if part.folios:
        for link in part.root.iter("a"):
            if (target := link.get("href", "").rpartition("#")[2]) in part.folios and "data-folio" in link.attrib:
                link.set("data-folio", str(folios.get(target, "")))
    foot = frozenset(
        element.get("id", "") for element in part.root.iter("span") if element.get("role") == "doc-footnote"
    )
    document = etree.tostring(part.root, encoding="unicode", method="html")
    return PartJob(part.page.name, document, part.words, foot, style, part.first, left)


def words_of(setting: Setting) -> Words:
    """The letters that must be on pages, by part, each stream with the id of the element that holds it."""
    words: Words = defaultdict(list)
    for page, name, text in _streams(setting):
        words[page].append((name, letters(text)))
    return words


def _streams(setting: Setting) -> Iterator[tuple[str, str, str]]:
    for chapter in setting.book.chapters:
        anchor = setting.anchors.chapters[chapter.key]
        yield anchor.page, anchor.id, text_of(chapter.blocks)
        for note in (*chapter.notes, *chapter.orphans):
            anchor = setting.anchors.notes[chapter.key, note.key].note
            yield anchor.page, anchor.id, text_of(note.blocks)
    for term in setting.book.terms:
        anchor = setting.anchors.terms[term.key]
        yield anchor.page, anchor.id, "".join(plain_text(d.inlines) for d in term.definitions)
    yield NOTE_ON_THE_TEXT, NOTE_ON_THE_TEXT, text_of(write_textual_note(setting.book))


def text_of(blocks: tuple[Block, ...]) -> str:
    """The words of blocks, without note calls."""
    return "".join(plain_text(paragraph.inlines) for paragraph in paragraphs(blocks))
