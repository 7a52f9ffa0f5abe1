"""The PDF: the pages set as a book, with notes at the foot of the page, and proof that every word is on one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ..document import Book
from ..pagination import PageStart
from .folios import page_starts, with_folios
from .layout import Layout, lay_out
from .words import check_words

__all__ = ["Printed", "make_pdf"]


@dataclass(frozen=True, slots=True)
class Printed:
    """The PDF file, its number of pages, and where in the book each begins."""

    content: bytes
    page_count: int
    starts: tuple[PageStart, ...]


def make_pdf(book: Book, modified: datetime.datetime) -> Printed:
    """The PDF file of a book. The same book and time give the same bytes.

    Raises:
        MissingLibrary: Pango, which WeasyPrint needs, is not installed.
        WordsLost: a word of the book is on no page.
    """
    layout: Layout = with_folios(lay_out(book, modified), modified)
    check_words(layout)
    return Printed(layout.pdf(), layout.page_count, page_starts(layout))
