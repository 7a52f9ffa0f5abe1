"""Templating: the book's tree becomes XHTML pages, by one template a page kind and one macro a piece of markup.

XHTML exists from here on only; nothing after this stage reads it to find out what the book says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from markupsafe import Markup, escape
from msgspec import Struct
from msgspec.structs import replace

from .addresses import part_addresses
from .anchors import COLOPHON, CONTENTS, GLOSSARY, IMPRINT, NOTE_ON_THE_TEXT, NOTES, TITLE_PAGE, Anchor
from .cover import COVER_PAGE, alternative, cover_file
from .credits import Phrases, imprinted, titled
from .document import Chapter, Note, Term
from .outline import Entry, headlines, nest
from .pagination import page_id
from .rendering import ENVIRONMENT, Renderer
from .settings import Placement
from .textual_note import write_textual_note
from .theme import load_theme
from .tree import PageBreak, leaves, paragraphs, plain_text
from .version import __version__

RUNNING = 54
"""Characters that a running head has room for."""

PAUSE = re.compile("[,:;.](?= )| [–—]")
"""Where a title that is too long may end."""

POPUP = range(9, 5001)
"""The characters of a note that Kobo shows in a pop-up, if it stands after its call (kobolabs/epub-spec, Footnotes).

KOReader shows up to 10,000 (koreader pull request 4261); foliate-js, Thorium and Apple Books show a note of any length.
A note that is too long for a pop-up is not divided, for then those that show it whole would show a part: Kobo follows
the link to it instead, and so it leads back from its end too. Such a link also makes the shortest note long enough.
"""

Part = Literal["frontmatter", "bodymatter", "backmatter"]

KIND_HEADINGS = {"person": "Persons", "place": "Places"}
"""Kinds of term that a long glossary lists apart; all others stand together under the first heading."""

TERMS_HEADING = "Terms and bodies"
LONG_GLOSSARY = 25
"""Entries above which a glossary is divided by kind."""


class Page(Struct, frozen=True):
    """One page of the book: `name` is its file name without ending, `body` its XHTML, `id` that of its element.

    `landmark` is its term in the EPUB Structural Semantics Vocabulary, if readers jump to it, and `entries` are its
    headings.
    """

    name: str
    id: str
    title: str
    part: Part
    body: Markup
    landmark: str | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether the table of contents names it: what stands before the contents it does not."""
        return self.part != "frontmatter"


class Setting(Renderer, frozen=True):
    """What a template may ask: how to render a piece of the tree, and what stands where."""

    def pages(self, *, whole: bool = True) -> tuple[Page, ...]:
        """The pages of the book in reading order; if not `whole`, those of chapters have no body."""
        every = tuple(_render_pages(self, whole=whole))
        front = tuple(page for page in every if not page.listed)
        contents = Page(CONTENTS, CONTENTS, "Contents", "frontmatter", Markup(""), "toc")
        pages = (*front, contents, *every[len(front) :])
        body = _template("contents", self, pages=pages, landmarks=tuple(_landmarks(pages)))
        return tuple(replace(page, body=body) if page is contents else page for page in pages)

    def chapter_body(self, chapter: Chapter) -> Markup:
        """What stands on the page of a chapter."""
        return _template("chapter", self, chapter=chapter, anchor=self.anchors.chapters[chapter.key])

    def page_list(self) -> tuple[tuple[str, Anchor], ...]:
        """The pages of print that this edition marks: their labels, and where they begin."""
        if self.pagination.starts:
            named = (*self.anchors.chapters.values(), *self.anchors.terms.values())
            pages = {anchor.id: anchor.page for anchor in (*named, *(n.note for n in self.anchors.notes.values()))}
            starts = self.pagination.starts
            return tuple((s.label, Anchor(pages.get(s.stream, s.stream), page_id(s.label))) for s in starts)
        marks = ((c.key, leaf) for c in self.book.chapters for leaf in leaves(c.blocks) if isinstance(leaf, PageBreak))
        return tuple((mark.label, self.anchors.pages[key, mark.span]) for key, mark in marks)

    @property
    def titled(self) -> Phrases:
        """Those whom the title page names."""
        return titled(self.book.manifest.book)

    @property
    def typefaces(self) -> tuple[str, ...]:
        """The fonts that come along with this edition, and who designed them."""
        about = self.book.manifest.book
        comes_along = self.medium == "print" or (self.medium == "epub" and about.epub.embed_fonts)
        return tuple(family.credit for family in load_theme(about.theme).family) if comes_along else ()

    @property
    def imprinted(self) -> Phrases:
        """Those whom the imprint names."""
        return imprinted(self.book.manifest.book)

    def linked(self, text: str) -> Markup:
        """Words of the editor with the addresses in them as links."""
        parts = part_addresses(text)
        return Markup("").join(Markup('<a href="{0}">{0}</a>').format(t) if link else escape(t) for t, link in parts)

    def pops_up(self, note: Note, number: str) -> bool:
        """Whether every reading system shows the note in a pop-up, as it does what the edition says in place of one."""
        length = len(number) + 1 + sum(len(plain_text(p.inlines)) for p in paragraphs(note.blocks))
        return not note.blocks or length in POPUP

    def glossary_page(self) -> Page:
        """The glossary by itself: it is rendered anew when the folios are known."""
        return Page(GLOSSARY, GLOSSARY, "Glossary", "backmatter", _template("glossary", self), "glossary")

    def shown_notes(self, chapter: Chapter) -> list[Note]:
        """The chapter's notes that are printed: all, or only those that have a text, as the book chooses."""
        explain = self.book.manifest.book.notes.missing == "explain"
        return [note for note in chapter.notes if note.blocks or explain]

    @property
    def placement(self) -> Placement:
        """Where the book sets its notes."""
        return self.book.manifest.book.notes.placement

    def notes_after(self, chapter: Chapter) -> list[Note]:
        """The notes that stand after the chapter's text: in print at the foot only the long ones and the uncalled."""
        return [] if self.placement == "book" else self.notes_apart(chapter)

    def notes_apart(self, chapter: Chapter) -> list[Note]:
        """The notes of a chapter that stand at no foot of a page."""
        shown = [n for n in self.shown_notes(chapter) if self.medium != "print" or self.is_endnote(chapter, n)]
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
        return self._by_headword.get(term.see) if term.see else None

    @cached_property
    def _by_headword(self) -> dict[str, Term]:
        """The entries by headword; of two that share one, the first."""
        return {term.headword: term for term in reversed(self.book.terms)}

    def forms_used(self, term: Term) -> list[str]:
        """The spellings of a term that the book has, besides the headword."""
        texts = {chapter.key: chapter.cleaned.text for chapter in self.book.chapters}
        used = {" ".join(use.span.of(texts[use.chapter]).split()) for use in term.uses}
        return sorted(used - {term.headword})

    def short_title(self, chapter_key: str) -> str:
        """A chapter's title for running heads and references."""
        settings = next(chapter.settings for chapter in self.book.chapters if chapter.key == chapter_key)
        return settings.short_title or settings.title

    @property
    def book_head(self) -> str:
        """The title of the book as running heads have it."""
        return one_line(self.book.manifest.book.title)

    def running_head(self, chapter_key: str) -> str:
        """A chapter's title as it stands over its pages, on one line."""
        return one_line(self.short_title(chapter_key))


def one_line(title: str) -> str:
    """A title, or as much of it as one line of a running head holds: to its last pause, or else to a word.

    >>> one_line("The Fifth Part: Of the Several Ways in Which a Country May Be Governed")
    'The Fifth Part'
    """
    if len(title) <= RUNNING:
        return title
    begins = title[: RUNNING + 1]
    pause = max((match.start() for match in PAUSE.finditer(begins)), default=0)
    return begins[:pause].rstrip() if pause >= RUNNING // 5 else f"{begins[: begins.rfind(' ')].rstrip()} …"


def _render_pages(setting: Setting, *, whole: bool) -> Iterator[Page]:
    book = setting.book
    about = book.manifest.book
    if setting.medium == "epub":
        body = _template("cover", setting, file=cover_file(book.manifest), alt=alternative(about))
        yield Page(COVER_PAGE, COVER_PAGE, "Cover", "frontmatter", body, "cover")
    yield Page(TITLE_PAGE, TITLE_PAGE, about.title, "frontmatter", _template("titlepage", setting))
    yield Page(IMPRINT, IMPRINT, "Imprint", "frontmatter", _template("imprint", setting), "copyright-page")
    for chapter in book.chapters:
        anchor = setting.anchors.chapters[chapter.key]
        body = setting.chapter_body(chapter) if whole else Markup("")
        entries = tuple(_entries(setting, chapter))
        yield Page(anchor.page, anchor.id, chapter.settings.title, "bodymatter", body, entries=nest(entries))
    if setting.placement == "book" and any(setting.notes_apart(chapter) for chapter in book.chapters):
        yield Page(NOTES, NOTES, "Notes", "backmatter", _template("notes", setting), "endnotes")
    if book.terms:
        yield setting.glossary_page()
    note = write_textual_note(book)
    body = _template("note-on-the-text", setting, blocks=note)
    yield Page(NOTE_ON_THE_TEXT, NOTE_ON_THE_TEXT, "Note on the Text", "backmatter", body, "afterword")
    body = _template("colophon", setting)
    yield Page(COLOPHON, COLOPHON, "Colophon", "backmatter", body, "colophon")


def _entries(setting: Setting, chapter: Chapter) -> Iterator[tuple[int, Entry]]:
    """The entries of a chapter's headings in the table of contents, with their levels."""
    for headline in headlines(chapter.blocks):
        if (here := setting.heading_anchor(headline.head, chapter)) is not None:
            yield headline.head.level, Entry(headline.title, here.anchor.id)


def _landmarks(pages: tuple[Page, ...]) -> Iterator[tuple[str, str, str]]:
    """The landmarks in reading order: their kinds, their titles, and their pages."""
    text = next((page for page in pages if page.part == "bodymatter"), None)
    for page in pages:
        if page is text:
            yield "bodymatter", "Beginning of the text", page.name
        if page.name == TITLE_PAGE:
            yield "titlepage", "Title page", page.name
        elif page.landmark:
            yield page.landmark, page.title, page.name


def render_ncx(setting: Setting, pages: tuple[Page, ...]) -> str:
    """The contents for reading systems of EPUB 2 (OPF 2.0.1, 2.4.1): the same entries and pages as ours."""
    page_list = setting.page_list()
    numbers = (int(label) for label, _ in page_list if label.isdecimal())
    depth = max((1 + _depth(page.entries) for page in pages), default=1)
    values = {"pages": pages, "page_list": page_list, "highest": max(numbers, default=0), "depth": depth}
    return str(_template("toc-ncx.xml", setting, **values)) + "\n"


def _depth(entries: tuple[Entry, ...]) -> int:
    return max((1 + _depth(entry.below) for entry in entries), default=0)


def render_key_map(setting: Setting) -> str:
    """The search key map of the glossary: the forms to look up (EPUB Dictionaries and Glossaries 1.0)."""
    return str(_template("search-key-map.xml", setting)) + "\n"


def render_document(template: str, setting: Setting, **values: object) -> str:
    """A whole XHTML document: `page.xhtml` for one page of the EPUB, `print.xhtml` for the book in one."""
    return str(_template(template, setting, **values))


def _template(name: str, setting: Setting, **values: object) -> Markup:
    manifest = setting.book.manifest
    rendered = ENVIRONMENT.get_template(name if "." in name else f"{name}.xhtml").render(
        setting=setting, manifest=manifest, about=manifest.book, version=__version__, **values
    )
    return Markup(rendered.strip())
