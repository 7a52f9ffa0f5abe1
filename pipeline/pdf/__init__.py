"""The PDF: the pages set as a book, with notes at the foot of the page, and proof that every word is on one."""

from __future__ import annotations

import datetime
from concurrent.futures import Executor
from pathlib import Path

from ..document import Book
from .cache import Cache
from .gate import WordsLost
from .joining import join
from .layout import lay_out
from .metadata import about_book
from .press import open_press

__all__ = ["WordsLost", "make_pdf"]


def make_pdf(
    book: Book, modified: datetime.datetime, *, cache: Path | None = None, executor: Executor | None = None
) -> tuple[bytes, int]:
    """The PDF file and its number of pages. The same book and time give the same bytes.

    Parts that have not changed are taken from the folder `cache`; the others are set by `executor`, by default in as
    many processes as there are cores.

    Raises:
        MissingLibrary: Pango, which WeasyPrint needs, is not installed.
        WordsLost: a word of the book is on no page.
    """
    with open_press(Cache(cache), executor) as press:
        run, furniture = lay_out(book, press)
        return join(run, furniture, about_book(book, modified), press.cut_font), run.page_count
