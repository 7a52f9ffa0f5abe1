"""The PDF: the pages set as a book, with notes at the foot of the page, and proof that every word is on one."""

from __future__ import annotations

import datetime
from concurrent.futures import Executor
from pathlib import Path

from msgspec import Struct

from ..document import Book
from ..errors import OutputError
from ..pagination import PageStart
from ..typesetting.cache import Cache
from ..typesetting.gate import WordsLost
from .folios import page_starts
from .joining import join
from .layout import lay_out, volume
from .long_words import check_words
from .metadata import about_book
from .press import Told, open_press

__all__ = ["Printed", "WordsLost", "make_pdf"]


class Printed(Struct, frozen=True):
    """The PDF file, its number of pages, and where in the book each begins."""

    content: bytes
    page_count: int
    starts: tuple[PageStart, ...]


def make_pdf(
    book: Book,
    modified: datetime.datetime,
    *,
    cache: Path | None = None,
    executor: Executor | None = None,
    told: Told = lambda name, kept: None,
) -> Printed:
    """The PDF file of a book. The same book and time give the same bytes.

    Parts that have not changed are taken from the folder `cache`; the others are set by `executor`, such as
    `open_pool()` gives, without one in this process. `told` is called with the name of each that is set, as soon as it
    is, and whether it came from the cache; more than once, if a part is set again.

    Raises:
        MissingLibrary: Pango, which WeasyPrint needs, is not installed.
        CannotContinue: a word is too long to be set.
        WordsLost: a word of the book is on no page.
        EngineFailed: WeasyPrint stops with a fault.
        ProcessLost: the system has ended a process that sets pages.
        OutputError: there is no room for temporary files.
    """
    try:
        return _make_pdf(book, modified, Cache(cache), executor, told)
    except OSError as failure:
        hint = "free some room where temporary files are, or name another folder for them: TMPDIR=…"
        raise OutputError(f"the pages can't be set: {(failure.strerror or str(failure)).lower()}", hint=hint) from None


def _make_pdf(book: Book, modified: datetime.datetime, cache: Cache, executor: Executor | None, told: Told) -> Printed:
    check_words(book)
    with open_press(cache, executor, told) as press:
        layout, run, furniture = lay_out(book, press)
        about = about_book(book, modified)
        content = press.bind(volume(layout, run, about), lambda: join(run, furniture, about, press.cut_font))
        ids = (part.id for part in layout.parts.values())
        return Printed(content, run.page_count, page_starts(layout.setting, run, ids))
