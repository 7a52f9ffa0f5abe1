"""The setter: a part or some running heads in, PDF pages and the facts about them out, in any process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import TYPE_CHECKING

from ..errors import EngineFailed
from .boxes import crowding_notes, has_room, words
from .engine import BODY_SHEET, NOT_FIRST, NOTES_SHEET, SIDE, load_weasyprint, set_document
from .facts import bookmarks, leading_pages, places, set_page, side_wanted, used_fonts
from .feet import settle_feet
from .fits import set_to_fit
from .gate import check, page_turns, streams_of
from .grid import settle_lines
from .headings import balance_headings
from .notes import cut_notes
from .our_fonts import ours_among
from .patches import known_words
from .plates import Maker
from .sheets import FurnitureJob, PageJob, PartJob, SetFurniture, SetPart
from .tagging import tag_part
from .unshown import number_letters, unshown
from .vocabulary import Shelf

if TYPE_CHECKING:
    from weasyprint import Document

NO_SHELF = Shelf()

HINT = (
    "build with --only epub; a style.css that hides or repeats text does this, and so may a text we have not met: "
    "please report it"
)


_OWN_STYLE = (
    "take out of style.css, if the book has one, what asks for very large or very small measures, or what was changed "
    "last; build with --only epub if that does not help, and please report it"
)

_LARGER = "let @page in style.css have a larger size or smaller margins"


def set_part(job: PartJob, shelf: Shelf = NO_SHELF) -> SetPart:
    """Set a part, look whether all its words are there, and write its pages. Words on the shelf are not shaped again.

    Raises:
        EngineFailed: WeasyPrint stops with a fault, or comes to pages that can't be.
        MissingLibrary: Pango or WeasyPrint itself is not installed.
    """
    load_weasyprint()
    with _without_collecting(), _in_one_message(), known_words(shelf):
        return _set_part(job)


@contextmanager
def _in_one_message() -> Iterator[None]:
    """What goes wrong with a style sheet of any kind is told, whatever it is."""
    try:
        yield
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        StopIteration,
        TypeError,
        ValueError,
    ) as fault:
        said = f"{type(fault).__name__}: {fault}"
        raise EngineFailed(f"WeasyPrint can't lay out these pages ({said})", hint=_OWN_STYLE) from fault


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let a part's boxes live until it is set: looking for garbage among them takes time and finds little."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _set_part(job: PartJob) -> SetPart:
    side = SIDE % ("right" if job.left != job.first else "left")
    sheets = (BODY_SHEET, NOTES_SHEET, side, *(() if job.first else (NOT_FIRST,)))
    text = cut_notes(balance_headings(job.document, job.style), job.style)

    def lay_out(text: str) -> Document:
        balanced = balance_headings(text, job.style) if job.first else text  # again: a title page may be set smaller
        document = set_document(balanced, job.style, *sheets, pictures=dict(job.pictures))
        if not has_room(document):  # Else every letter has a page of its own, on which it can't be seen.
            raise EngineFailed("the pages have no room for text between their margins", hint=_LARGER)
        return document

    document = set_to_fit(text, lay_out)
    wanted = side_wanted(document)
    document = settle_feet(settle_lines(document.copy(document.pages[leading_pages(document) :])))
    streams = streams_of(words(document), {name for name, _ in job.words})
    faults = check(job, streams)
    notes = sorted({*crowding_notes(document), *(name for name, _ in faults)} & job.foot)
    other = next((message for name, message in faults if name not in notes), None)
    maker = Maker(document, tagged=True)
    if (letters := unshown(document)) and (numbered := number_letters(job, letters)) is not job:
        return _set_part(numbered)
    fonts = used_fonts(document, maker.pdf)
    return SetPart(
        tag_part(document, maker, ours_among(fonts)),
        tuple(set_page(page) for page in document.pages),
        places(document),
        bookmarks(document),
        {name: page_turns(stream) for name, stream in streams.items()},
        fonts,
        wanted,
        tuple(notes),
        (other, HINT) if other else None,
    )


def set_furniture(job: FurnitureJob, shelf: Shelf = NO_SHELF) -> SetFurniture:
    """Set running heads and folios on pages that hold nothing else.

    Raises:
        EngineFailed, MissingLibrary: as `set_part`.
    """
    load_weasyprint()
    with _in_one_message(), known_words(shelf):
        return _set_furniture(job)


def _set_furniture(job: FurnitureJob) -> SetFurniture:
    first = "right" if job.folio % 2 == 0 else "left"
    body = "".join(_empty_page(page) for page in job.pages)
    html = f'<html lang="{escape(job.language)}"><body>{body}</body></html>'
    sheets = [SIDE % first, f"@page :first {{ counter-reset: page {job.folio - 1} }}", NOT_FIRST, _strings(job.before)]
    if job.folio == 1:
        sheets = [SIDE % "right"]
    document = set_document(html, job.style, *sheets)
    document = document.copy(document.pages[job.folio != 1 :])
    maker = Maker(document, tagged=False)
    fonts = used_fonts(document, maker.pdf)
    plates = maker.plates(ours_among(fonts))
    return SetFurniture(plates, tuple(set_page(page) for page in document.pages), fonts)


def _strings(strings: tuple[tuple[str, str], ...]) -> str:
    return f"body::before {{ {_string_set(strings)} }}"


def _string_set(strings: tuple[tuple[str, str], ...]) -> str:
    pieces = (f"{name} {_quoted(text)}" for name, text in strings)
    return f"string-set: {', '.join(pieces)};" if strings else ""


def _quoted(text: str) -> str:
    r"""A CSS string: `"` and `\` and line ends escaped."""
    return '"' + "".join(f"\\{ord(c):x} " if c in '"\\\n\r\f' else c for c in text) + '"'


def _empty_page(page: PageJob) -> str:
    side = page.side or "page"
    name = f"page: {page.name};" if page.name else ""
    return f'<div style="{escape(f"break-before: {side}; {name} {_string_set(page.strings)}")}"></div>'
