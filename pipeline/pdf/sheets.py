"""Sheets: the values that go to a pool of processes and come back: a part to be set, its pages, the running heads.

Types only. All lengths are in PostScript points from the bottom left corner.
"""

from __future__ import annotations

from msgspec import Struct


class Style(Struct, frozen=True):
    """The style sheets of a book in the order they apply, and the address that their `url(…)` start from."""

    sheets: tuple[str, ...]
    base: str


class PartJob(Struct, frozen=True):
    """A part to be set on pages of its own: an XHTML document, and the words that must come out of it.

    `words` are the letters of each stream by the id of the element that holds it, `foot` the ids of the notes for the
    feet of pages. `first` says that the book begins with this part, `left` that it begins on a left page; a part whose
    sides are alike can be moved to the other side. `pictures` are those it shows, by their file names.
    """

    name: str
    document: str
    words: tuple[tuple[str, str], ...]
    foot: frozenset[str]
    style: Style
    first: bool = False
    left: bool = False
    pictures: tuple[tuple[str, bytes], ...] = ()


class PageJob(Struct, frozen=True):
    """What is asked about a page to set its running head and folio: CSS page name, strings set on it, side forced."""

    name: str
    strings: tuple[tuple[str, str], ...] = ()
    side: str = ""


class FurnitureJob(Struct, frozen=True):
    """The running heads and folios of some pages that follow each other, the first numbered `folio`.

    `before` are the strings that earlier pages have set.
    """

    language: str
    folio: int
    before: tuple[tuple[str, str], ...]
    pages: tuple[PageJob, ...]
    style: Style


Rectangle = tuple[float, float, float, float]
"""Left, bottom, width, height."""


class SetPage(Struct, frozen=True):
    """A page that was set: its CSS name, its area between the margins, and the strings it sets for running heads."""

    name: str
    area: Rectangle
    strings: tuple[tuple[str, str], ...] = ()


class Place(Struct, frozen=True):
    """A point of a part: its page (from 0), and where on it."""

    page: int
    x: float
    y: float


class Bookmark(Struct, frozen=True):
    """An entry of the outline, with those below it."""

    title: str
    place: Place
    children: tuple[Bookmark, ...] = ()


class UsedFont(Struct, frozen=True):
    """A font as a part used it: its name in content streams, what identifies its file, width and text of each glyph."""

    name: str
    file: str
    widths: dict[int, float]
    texts: dict[int, str]


class SetPart(Struct, frozen=True):
    """A part as it was set.

    `places` are where its ids stand, `streams` on which page each stream of words goes on: (letters before, page).
    `side` is the side it must begin on, if it must. `misplaced` are the ids of notes that the foot of no page could
    take, `failure` what the gate found, as (message, hint).
    """

    pdf: bytes
    pages: tuple[SetPage, ...]
    places: dict[str, Place]
    bookmarks: tuple[Bookmark, ...]
    streams: dict[str, tuple[tuple[int, int], ...]]
    fonts: tuple[UsedFont, ...]
    side: str = ""
    misplaced: tuple[str, ...] = ()
    failure: tuple[str, str] | None = None


class SetFurniture(Struct, frozen=True):
    """Running heads and folios as they were set, one PDF page for each page, blank ones among them."""

    pdf: bytes
    pages: tuple[SetPage, ...]
    fonts: tuple[UsedFont, ...]
