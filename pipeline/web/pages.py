"""The pages of the web edition: those of the EPUB, in a frame with ways through the book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from ..anchors import IMPRINT, NOTES
from ..document import Chapter, Term
from ..rendering import macro
from ..styling import PACKAGE
from ..templating import Page, Setting, render_document
from ..tree import Block, TermRef, leaves
from .style import stylesheet

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What a page may fetch, its own files alone (Content Security Policy Level 3)."""

_EPUB_ONLY = re.compile(r'(<[a-z][^<>]*?) epub:type="[^"<>]*"')
"""An attribute that HTML does not have; in the words of a text each `<` is escaped, so that none of them matches."""

_FRAGMENT = re.compile(r'(<a [^<>]*?href=")#')
"""The beginning of a link inside its page."""


class Frame(Struct, frozen=True):
    """What stands around a page: the pages before and after it, and what its links lead to elsewhere."""

    before: Page | None
    after: Page | None
    entries: Markup


def make_web(setting: Setting, pages: tuple[Page, ...]) -> dict[str, bytes]:
    """The files of the web edition by their names in its folder; `setting` is of the medium `web`.

    The imprint comes last: a reader who turns the pages of a screen wants the text first.
    """
    chapters = {setting.anchors.chapters[chapter.key].page: chapter for chapter in setting.book.chapters}
    ordered = sorted(pages, key=lambda page: page.name == IMPRINT)
    rooms = [page for page in ordered if page.landmark]
    files = {}
    for before, page, after in zip((None, *ordered), ordered, (*ordered[1:], None), strict=False):
        frame = Frame(before, after, _entries(setting, page, chapters))
        document = render_document(
            "web/page.html", setting, page=page, frame=frame, rooms=rooms, policy=POLICY, body=as_html(page.body)
        )
        files[setting.file(page.name)] = document.encode()
    files |= {art.file: art.picture.content for art in setting.book.artwork.values()}
    return files | {"style.css": stylesheet(setting.book.manifest), "notes.js": _script()}


def as_html(xhtml: Markup) -> Markup:
    """Markup of the EPUB without what HTML does not know."""
    return Markup(_EPUB_ONLY.sub(r"\1", str(xhtml)))


def _entries(setting: Setting, page: Page, chapters: dict[str, Chapter]) -> Markup:
    """The notes and glossary entries that a page's links lead to, where they stand on another page."""
    if page.name == NOTES:
        called: tuple[Markup, ...] = ()
        parts = [note.blocks for chapter in chapters.values() for note in (*chapter.notes, *chapter.orphans)]
    elif (chapter := chapters.get(page.name)) is not None:
        called = tuple(_notes_elsewhere(setting, chapter))
        parts = [chapter.blocks, *(note.blocks for note in (*chapter.notes, *chapter.orphans))]
    else:
        return Markup()
    terms = _linked_terms(setting, parts)
    if not called and not terms:
        return Markup()
    return as_html(Markup(render_document("web/entries.html", setting, notes=called, terms=terms, page=page.name)))


def _notes_elsewhere(setting: Setting, chapter: Chapter) -> Iterator[Markup]:
    """The notes of a chapter whose notes stand on a page of their own; their links lead from here as from there."""
    if setting.placement == "book":
        for note in setting.shown_notes(chapter):
            anchors = setting.anchors.notes[chapter.key, note.key]
            block = macro("note_block", setting=setting, chapter=chapter, note=note, anchors=anchors)
            yield Markup(_FRAGMENT.sub(rf"\1{setting.file(NOTES)}#", str(block)))


def _linked_terms(setting: Setting, parts: list[tuple[Block, ...]]) -> list[Term]:
    """The terms that are linked in these blocks, and those their entries refer to, in the order of the glossary."""
    keys = {leaf.key for part in parts for leaf in leaves(part) if isinstance(leaf, TermRef)}
    queue = [term for term in setting.book.terms if term.key in keys]
    while queue:
        other = setting.see(queue.pop())
        if other is not None and other.key not in keys:
            keys.add(other.key)
            queue.append(other)
    return [term for term in setting.book.terms if term.key in keys]


def _script() -> bytes:
    return (PACKAGE / "templates" / "web" / "notes.js").read_bytes()
