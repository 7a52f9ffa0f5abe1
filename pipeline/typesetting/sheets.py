"""Sheets: the values that go to a pool of processes and come back: a part to be set, its pages, the running heads.

Types only. All lengths are in PostScript points from the bottom left corner.
"""

from __future__ import annotations

from msgspec import Struct

from .objects import Record

OUTSIDE = "book:#"
"""What a link begins with that leads to another part."""


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

Sides = tuple[float, float, float, float]
"""Left, bottom, right, top."""


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
    """A font as a part used it: its name in content streams, what identifies its file, width and text of each glyph.

    `face` is its PostScript name, `kind` the kind of its file, `description` what stands in its font descriptor.
    """

    name: str
    file: str
    widths: dict[int, float]
    texts: dict[int, str]
    face: str = ""
    kind: str = ""
    description: bytes = b""


class Drawing(Struct, frozen=True):
    """What is drawn on a page, deflated, and the page's boxes."""

    content: bytes
    media: Sides
    trim: Sides
    bleed: Sides


class Link(Struct, frozen=True):
    """The annotation of a link, its page, where on it, and what it says; `owner` is its structure element."""

    number: int
    page: int
    area: Sides
    address: str
    contents: str
    owner: int


class Illustration(Struct, frozen=True):
    """The object that says where on a page a figure stands."""

    number: int
    page: int
    area: Rectangle


class Plates(Struct, frozen=True):
    """The objects of a part, in the order of their numbers: its pages, what is drawn on them, its fonts, others.

    `resources` are what stands in those of a page by their kind, `fonts` the objects of fonts by name, 0 for ours. Of
    the structure elements `tops` stand at the top, `owners` hold the marked runs of each page (0 for an artifact),
    `ids` are of notes. The objects of `links` and `figures` depend on where their page comes to lie.
    """

    drawings: tuple[Drawing, ...]
    resources: tuple[tuple[str, Record], ...]
    fonts: dict[str, int]
    objects: tuple[Record, ...]
    tops: tuple[int, ...] = ()
    owners: tuple[tuple[int, ...], ...] = ()
    ids: tuple[tuple[str, int], ...] = ()
    links: tuple[Link, ...] = ()
    figures: tuple[Illustration, ...] = ()


class Shift(Struct, frozen=True):
    """How far a page of a part is moved on its sheet."""

    x: float
    y: float


class SetPart(Struct, frozen=True):
    """A part as it was set.

    `places` are where its ids stand, `streams` on which page each stream of words goes on: (letters before, page).
    `side` is the side it must begin on, if it must. `misplaced` are the ids of notes that the foot of no page could
    take, `failure` what the gate found, as (message, hint).
    """

    plates: Plates
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

    plates: Plates
    pages: tuple[SetPage, ...]
    fonts: tuple[UsedFont, ...]
