"""Layout: WeasyPrint sets the book; a note that its page can't hold is set at the end of its chapter instead.

WeasyPrint never splits a footnote and drops what runs off the page (its issue 1833), so the boxes it made are read
back: what is too long, cut off, or on a page of another chapter moves, and the book is set again.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..anchors import make_anchors
from ..document import Book
from ..errors import MissingLibrary
from ..styling import STYLES
from ..templating import Setting, render_document
from ..theme import print_sheets
from ..tree import paragraphs, plain_text
from .boxes import SetNote, set_notes

if TYPE_CHECKING:
    from weasyprint import Document

PANGO_HINT = (
    "install it: Debian/Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 · Fedora: dnf install "
    "pango · macOS: brew install pango · Windows: pacman -S mingw-w64-x86_64-pango, in MSYS2"
)

CHARACTERS_A_LINE = 110
"""More than any line of a note holds; a note with this many for each line it may have is surely too long."""

MOST_PASSES = 8
"""Each pass moves at least one note; in a book that needs more, notes crowd each other, and all of them move."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The book as WeasyPrint laid it out, and the setting it was made from."""

    setting: Setting
    document: Document

    @property
    def page_count(self) -> int:
        """The number of pages."""
        return len(self.document.pages)

    def pdf(self) -> bytes:
        """The file: tagged for PDF/UA-1, with an identifier that depends on the book alone."""
        identifier = self.setting.book.manifest.identifier.encode()
        pdf: bytes = self.document.write_pdf(pdf_identifier=identifier, pdf_variant="pdf/ua-1", pdf_tags=True)
        return pdf


def lay_out(book: Book, modified: datetime.datetime) -> Layout:
    """Set the book, moving notes to the ends of chapters until every one is where it belongs.

    Raises:
        MissingLibrary: Pango is not installed.
    """
    apart = _surely_long(book) if book.manifest.book.notes.placement == "foot" else _every_note(book)
    setting = Setting(book, make_anchors(book), "print", frozenset(apart))
    for _ in range(MOST_PASSES):
        layout = Layout(setting, render(setting, modified))
        misplaced = frozenset(_misplaced(layout)) - setting.endnotes
        if not misplaced:
            return layout
        setting = replace(setting, endnotes=setting.endnotes | misplaced)
    setting = replace(setting, endnotes=frozenset(_every_note(book)))
    return Layout(setting, render(setting, modified))


def render(setting: Setting, modified: datetime.datetime) -> Document:
    """Set the book once."""
    weasyprint = load_weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    html = render_document("print", setting, pages=setting.pages(), date=modified.strftime("%Y-%m-%dT%H:%M:%SZ"))
    fonts = FontConfiguration()
    sheets = print_sheets(setting.book.manifest.book.theme, setting.book.manifest.style)
    styles = [weasyprint.CSS(string=sheet, base_url=f"{STYLES}/", font_config=fonts) for sheet in sheets]
    document: Document = weasyprint.HTML(string=html, base_url=str(STYLES)).render(
        font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return document


def load_weasyprint() -> Any:
    """The module, imported late: it is slow to load, and needs Pango.

    Raises:
        MissingLibrary: Pango or WeasyPrint itself is not installed.
    """
    try:
        import weasyprint
    except OSError as failure:
        raise MissingLibrary("the PDF needs Pango, which is not installed", hint=PANGO_HINT) from failure
    except ImportError as failure:
        hint = "install it with: pip install weasyprint"
        raise MissingLibrary("the PDF needs WeasyPrint, which is not installed", hint=hint) from failure
    return weasyprint


def _every_note(book: Book) -> Iterator[tuple[str, str]]:
    return ((chapter.key, note.key) for chapter in book.chapters for note in chapter.notes)


def _surely_long(book: Book) -> Iterator[tuple[str, str]]:
    most = book.manifest.book.pdf.note_lines * CHARACTERS_A_LINE
    for chapter in book.chapters:
        for note in chapter.notes:
            if sum(len(plain_text(p.inlines)) for p in paragraphs(note.blocks)) > most:
                yield chapter.key, note.key


def _misplaced(layout: Layout) -> Iterator[tuple[str, str]]:
    """Notes at the foot that have too many lines, stand outside their page, or on a page of another chapter."""
    setting = layout.setting
    by_id: dict[str, SetNote] = {note.id: note for note in set_notes(layout.document)}
    for chapter in setting.book.chapters:
        home = setting.anchors.chapters[chapter.key].id
        for note in setting.shown_notes(chapter):
            found = by_id.get(setting.anchors.notes[chapter.key, note.key].note.id)
            if found is None or found.chapter != home or not _fits(found, setting):
                yield chapter.key, note.key


def _fits(note: SetNote, setting: Setting) -> bool:
    return note.inside and note.lines <= setting.book.manifest.book.pdf.note_lines
