"""The PDF: the pages set as a book, with notes at the foot of the page, and proof that every word is on one."""

from __future__ import annotations

import datetime

from ..document import Book
from .folios import with_folios
from .layout import Layout, lay_out
from .words import check_words

__all__ = ["make_pdf"]


def make_pdf(book: Book, modified: datetime.datetime) -> tuple[bytes, int]:
    """The PDF file and its number of pages. The same book and time give the same bytes.

    Raises:
        MissingLibrary: Pango, which WeasyPrint needs, is not installed.
        WordsLost: a word of the book is on no page.
    """
    layout: Layout = with_folios(lay_out(book, modified), modified)
    check_words(layout)
    return layout.pdf(), layout.page_count
