"""Templating: the book's tree becomes XHTML pages, by one template a page kind and one macro a piece of markup.

XHTML exists from here on only; nothing after this stage reads it to find out what the book says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from .anchors import COLOPHON, CONTENTS, GLOSSARY, NOTE_ON_THE_TEXT, NOTES, TITLE_PAGE
from .document import Chapter, Note, Term
from .rendering import ENVIRONMENT, Renderer
from .settings import Placement
from .textual_note import write_textual_note
from .version import __version__

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
class Setting(Renderer):
    """What a template may ask: how to render a piece of the tree, and what stands where."""

    def pages(self) -> tuple[Page, ...]:
        """The pages of the book in reading order."""
        title_page, *rest = _render_pages(self)
        contents = Page(CONTENTS, CONTENTS, "Contents", "frontmatter", _template("contents", self, pages=rest), "toc")
        return (title_page, contents, *rest)

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

    def forms_used(self, term: Term) -> list[str]:
        """The spellings of a term that the book has, besides the headword."""
        texts = {chapter.key: chapter.cleaned.text for chapter in self.book.chapters}
        used = {" ".join(use.span.of(texts[use.chapter]).split()) for use in term.uses}
        return sorted(used - {term.headword})

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
    if setting.placement == "book" and any(setting.notes_apart(chapter) for chapter in book.chapters):
        yield Page(NOTES, NOTES, "Notes", "backmatter", _template("notes", setting), "endnotes")
    if book.terms:
        yield setting.glossary_page()
    note = write_textual_note(book)
    body = _template("note-on-the-text", setting, blocks=note)
    yield Page(NOTE_ON_THE_TEXT, NOTE_ON_THE_TEXT, "Note on the Text", "backmatter", body, "afterword")
    body = _template("colophon", setting)
    yield Page(COLOPHON, COLOPHON, "Colophon", "backmatter", body, "colophon")


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
