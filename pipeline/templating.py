"""Templating: the book's tree becomes XHTML pages, by one template a page kind and one macro a piece of markup.

XHTML exists from here on only; nothing after this stage reads it to find out what the book says.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup, escape

from . import __version__
from .anchors import COLOPHON, CONTENTS, GLOSSARY, NOTE_ON_THE_TEXT, TITLE_PAGE, Anchor, Anchors
from .document import (
    Block,
    Book,
    Break,
    Chapter,
    Definition,
    Emph,
    Heading,
    Inline,
    Link,
    Note,
    NoteRef,
    Para,
    Quote,
    Str,
    Strong,
    Term,
    TermRef,
)
from .jinja import make_environment
from .textual_note import write_textual_note

Medium = Literal["epub", "print"]
Part = Literal["frontmatter", "bodymatter", "backmatter"]

KIND_HEADINGS = {"person": "Persons", "place": "Places"}
"""Kinds of term that a long glossary lists apart; all others stand together under the first heading."""

TERMS_HEADING = "Terms and bodies"
LONG_GLOSSARY = 25
"""Entries above which a glossary is divided by kind."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the book: `name` is its file name without ending, `body` its XHTML, `id` that of its element.

    `landmark` is its term in the EPUB Structural Semantics Vocabulary, if readers jump to it.
    """

    name: str
    id: str
    title: str
    part: Part
    body: Markup
    landmark: str | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a template may ask of the book: the tree, the anchors, the medium, and how to render a piece of the tree.

    `endnotes` holds the (chapter key, note key) of notes that the print medium sets at the end of their chapter.
    """

    book: Book
    anchors: Anchors
    medium: Medium
    endnotes: frozenset[tuple[str, str]] = frozenset()

    def href(self, anchor: Anchor, page: str) -> str:
        """A link to `anchor` from `page`."""
        same = self.medium == "print" or anchor.page == page
        return f"#{anchor.id}" if same else f"{anchor.page}.xhtml#{anchor.id}"

    def pages(self) -> tuple[Page, ...]:
        """The pages of the book in reading order."""
        title_page, *rest = _render_pages(self)
        contents = Page(CONTENTS, CONTENTS, "Contents", "frontmatter", _template("contents", self, pages=rest), "toc")
        return (title_page, contents, *rest)

    # ---- the tree ----

    def blocks(self, blocks: tuple[Block, ...], chapter: Chapter | None = None) -> Markup:
        """Blocks as block-level XHTML; `chapter` is where their notes and terms are looked up."""
        return Markup("\n").join(self._block(block, chapter) for block in blocks)

    def note_body(self, note: Note, chapter: Chapter, number: Markup, after: Markup) -> Markup:
        """A note's blocks; its number leads the first paragraph, and `after` ends the last."""
        blocks = list(note.blocks) or [Para(())]
        heads = [number + " "] + [Markup("")] * (len(blocks) - 1)
        tails = [Markup("")] * (len(blocks) - 1) + [after]
        pieces: list[Markup] = []
        for head, block, tail in zip(heads, blocks, tails, strict=True):
            if isinstance(block, Para):
                pieces.append(Markup("<p>{}{}{}</p>").format(head, self.inlines(block.inlines, chapter), tail))
            else:
                pieces += [Markup("<p>{}</p>").format(head)] if head else []
                pieces += [self._block(block, chapter)]
                pieces += [Markup("<p>{}</p>").format(tail)] if tail else []
        return Markup("\n").join(pieces)

    def inlines(self, inlines: tuple[Inline, ...], chapter: Chapter | None = None) -> Markup:
        """Inlines as phrasing XHTML."""
        return Markup("").join(self._inline(inline, chapter) for inline in inlines)

    def run_in(self, blocks: tuple[Block, ...], chapter: Chapter | None = None) -> Markup:
        """Blocks as phrasing XHTML, for a note that stands inside a paragraph of print."""
        return Markup("").join(self._run_in(block, chapter) for block in blocks)

    def _block(self, block: Block, chapter: Chapter | None) -> Markup:
        match block:
            case Para():
                return Markup("<p>{}</p>").format(self.inlines(block.inlines, chapter))
            case Heading():
                return Markup("<h{0}>{1}</h{0}>").format(block.level, self.inlines(block.inlines, chapter))
            case Quote():
                return Markup("<blockquote>\n{}\n</blockquote>").format(self.blocks(block.blocks, chapter))
            case Break():
                return Markup('<hr class="break"/>')

    def _run_in(self, block: Block, chapter: Chapter | None) -> Markup:
        match block:
            case Para() | Heading():
                return Markup('<span class="p">{}</span>').format(self.inlines(block.inlines, chapter))
            case Quote():
                return Markup('<span class="quote">{}</span>').format(self.run_in(block.blocks, chapter))
            case Break():
                return Markup('<span class="break"></span>')

    def _inline(self, inline: Inline, chapter: Chapter | None) -> Markup:
        match inline:
            case Str():
                return escape(inline.text)
            case Emph():
                return Markup("<em>{}</em>").format(self.inlines(inline.children, chapter))
            case Strong():
                return Markup("<strong>{}</strong>").format(self.inlines(inline.children, chapter))
            case Link():
                return Markup('<a href="{}">{}</a>').format(inline.href, self.inlines(inline.children, chapter))
            case NoteRef():
                assert chapter is not None
                return self._note_ref(inline, chapter)
            case TermRef():
                assert chapter is not None
                target, here = self.anchors.terms[inline.key], self.anchors.uses[chapter.key, inline.key]
                return _macro("term_ref", text=inline.child.text, id=here.id, href=self.href(target, here.page))

    def _note_ref(self, ref: NoteRef, chapter: Chapter) -> Markup:
        note = next(note for note in chapter.notes if note.key == ref.key)
        anchors, here = self.anchors.notes[chapter.key, ref.key], self.anchors.calls[chapter.key, ref.span]
        missing = self.book.manifest.book.notes.missing
        if not note.blocks and missing != "explain":
            return _macro("bare_number", number=anchors.number) if missing == "plain" else Markup("")
        call = _macro("note_ref", number=anchors.number, id=here.id, href=self.href(anchors.note, here.page))
        if self.medium == "epub" or here != anchors.calls[0]:
            return call
        return call + _macro("footnote", setting=self, chapter=chapter, note=note, anchors=anchors)

    # ---- what templates ask ----

    def shown_notes(self, chapter: Chapter) -> list[Note]:
        """The chapter's notes that are printed: all, or only those that have a text, as the book chooses."""
        explain = self.book.manifest.book.notes.missing == "explain"
        return [note for note in chapter.notes if note.blocks or explain]

    def notes_after(self, chapter: Chapter) -> list[Note]:
        """The notes that stand after the chapter's text: in print only the long ones, and those that nothing calls."""
        shown = [n for n in self.shown_notes(chapter) if self.medium == "epub" or self.is_endnote(chapter, n)]
        return [*shown, *chapter.orphans]

    def is_endnote(self, chapter: Chapter, note: Note) -> bool:
        """Whether print sets this note at the end of its chapter."""
        return (chapter.key, note.key) in self.endnotes

    def term_groups(self) -> list[tuple[str | None, list[Term]]]:
        """The glossary's entries under their headings; a short glossary has no headings."""
        if len(self.book.terms) <= LONG_GLOSSARY:
            return [(None, list(self.book.terms))]
        headings = (TERMS_HEADING, *KIND_HEADINGS.values())
        groups = [(h, [t for t in self.book.terms if KIND_HEADINGS.get(t.kind, TERMS_HEADING) == h]) for h in headings]
        return [(heading, terms) for heading, terms in groups if terms]

    def see(self, term: Term) -> Term | None:
        """The entry that a term refers to, if it is printed."""
        return next((other for other in self.book.terms if other.headword == term.see), None)

    def source_of(self, definition: Definition) -> Chapter:
        """The chapter that a quoted definition is taken from."""
        return next(chapter for chapter in self.book.chapters if chapter.key == definition.chapter)

    def short_title(self, chapter_key: str) -> str:
        """A chapter's title for running heads and references."""
        settings = next(chapter.settings for chapter in self.book.chapters if chapter.key == chapter_key)
        return settings.short_title or settings.title


def _render_pages(setting: Setting) -> Iterator[Page]:
    book = setting.book
    about = book.manifest.book
    yield Page(TITLE_PAGE, TITLE_PAGE, about.title, "frontmatter", _template("titlepage", setting))
    for chapter in book.chapters:
        anchor = setting.anchors.chapters[chapter.key]
        body = _template("chapter", setting, chapter=chapter, anchor=anchor)
        yield Page(anchor.page, anchor.id, chapter.settings.title, "bodymatter", body)
    if book.terms:
        yield Page(GLOSSARY, GLOSSARY, "Glossary", "backmatter", _template("glossary", setting), "glossary")
    note = write_textual_note(book)
    body = _template("note-on-the-text", setting, blocks=note)
    yield Page(NOTE_ON_THE_TEXT, NOTE_ON_THE_TEXT, "Note on the Text", "backmatter", body, "afterword")
    body = _template("colophon", setting)
    yield Page(COLOPHON, COLOPHON, "Colophon", "backmatter", body, "colophon")


def render_document(template: str, setting: Setting, **values: object) -> str:
    """A whole XHTML document: `page.xhtml` for one page of the EPUB, `print.xhtml` for the book in one."""
    return str(_template(template, setting, **values))


def _template(name: str, setting: Setting, **values: object) -> Markup:
    manifest = setting.book.manifest
    rendered = _ENVIRONMENT.get_template(f"{name}.xhtml").render(
        setting=setting, manifest=manifest, about=manifest.book, version=__version__, **values
    )
    return Markup(rendered.strip())


def _macro(name: str, **values: object) -> Markup:
    module = _ENVIRONMENT.get_template("macros.xhtml").module
    return Markup(str(getattr(module, name)(**values)).strip())


def _long_date(date: datetime.date) -> str:
    """A date as a reader says it: `22 November 2026`."""
    return f"{date.day} {date:%B %Y}"


_ENVIRONMENT = make_environment(long_date=_long_date)
