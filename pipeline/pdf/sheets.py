"""Sheets: the values that go to a pool of processes and come back: a part to be set, its pages, the running heads.

Types only, and their form in the cache. All lengths are in PostScript points from the bottom left corner.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Style:
    """The style sheets of a book in the order they apply, and the address that their `url(…)` start from."""

    sheets: tuple[str, ...]
    base: str


@dataclass(frozen=True, slots=True)
class PartJob:
    """A part to be set on pages of its own: an XHTML document, and the words that must come out of it.

    `words` are the letters of each stream by the id of the element that holds it, `foot` the ids of the notes for the
    feet of pages. `first` says that the book begins with this part, `left` that it begins on a left page; a part whose
    sides are alike can be moved to the other side.
    """

    name: str
    document: str
    words: tuple[tuple[str, str], ...]
    foot: frozenset[str]
    style: Style
    first: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class PageJob:
    """What is asked about a page to set its running head and folio: CSS page name, strings set on it, side forced."""

    name: str
    strings: tuple[tuple[str, str], ...] = ()
    side: str = ""


@dataclass(frozen=True, slots=True)
class FurnitureJob:
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


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page that was set: its CSS name, its area between the margins, and the strings it sets for running heads."""

    name: str
    area: Rectangle
    strings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A point of a part: its page (from 0), and where on it."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline, with those below it."""

    title: str
    place: Place
    children: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedFont:
    """A font as a part used it: its name in content streams, what identifies its file, width and text of each glyph."""

    name: str
    file: str
    widths: dict[int, float]
    texts: dict[int, str]


@dataclass(frozen=True, slots=True)
class SetPart:
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


@dataclass(frozen=True, slots=True)
class SetFurniture:
    """Running heads and folios as they were set, one PDF page for each page, blank ones among them."""

    pdf: bytes
    pages: tuple[SetPage, ...]
    fonts: tuple[UsedFont, ...]


def to_bytes(result: SetPart | SetFurniture) -> bytes:
    """A result as one line of JSON and the PDF after it."""
    facts = asdict(result)
    pdf = facts.pop("pdf")
    return json.dumps(facts, ensure_ascii=False).encode() + b"\n" + bytes(pdf)


def part_from(content: bytes) -> SetPart:
    """The part that `to_bytes` wrote."""
    facts, pdf = _read(content)
    return SetPart(
        pdf,
        _pages(facts),
        {name: Place(**place) for name, place in facts["places"].items()},
        tuple(_bookmark(entry) for entry in facts["bookmarks"]),
        {name: tuple((start, page) for start, page in breaks) for name, breaks in facts["streams"].items()},
        _fonts(facts),
        facts["side"],
        tuple(facts["misplaced"]),
        tuple(facts["failure"]) if facts["failure"] else None,
    )


def furniture_from(content: bytes) -> SetFurniture:
    """The running heads that `to_bytes` wrote."""
    facts, pdf = _read(content)
    return SetFurniture(pdf, _pages(facts), _fonts(facts))


def _read(content: bytes) -> tuple[dict[str, Any], bytes]:
    head, _, pdf = content.partition(b"\n")
    facts: dict[str, Any] = json.loads(head)
    return facts, pdf


def _pages(facts: dict[str, Any]) -> tuple[SetPage, ...]:
    return tuple(
        SetPage(p["name"], tuple(p["area"]), tuple((name, text) for name, text in p["strings"])) for p in facts["pages"]
    )


def _fonts(facts: dict[str, Any]) -> tuple[UsedFont, ...]:
    return tuple(
        UsedFont(
            font["name"],
            font["file"],
            {int(glyph): width for glyph, width in font["widths"].items()},
            {int(glyph): text for glyph, text in font["texts"].items()},
        )
        for font in facts["fonts"]
    )


def _bookmark(entry: dict[str, Any]) -> Bookmark:
    return Bookmark(entry["title"], Place(**entry["place"]), tuple(_bookmark(child) for child in entry["children"]))
