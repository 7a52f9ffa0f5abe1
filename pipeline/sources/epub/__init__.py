"""EPUB: the pages of an EPUB 2 or 3 in reading order, read as one document whose chapters begin with their titles.

What every edition makes anew (cover, title page, contents, imprint) is left out and counted; of an edition that this
project made also what it wrote itself: glossary, note on the text, colophon.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import partial

from lxml import etree
from msgspec.structs import replace

from ..archive import Archive, open_archive
from ..gallery import Gallery
from ..hypertext.charset import Charset
from ..hypertext.looks import Looks, looks_in, sheets_in, write_looks
from ..hypertext.parsing import parse_xhtml
from ..hypertext.reading import read_document
from ..hypertext.vocabulary import (
    HEADINGS,
    PICTURE,
    Element,
    Tally,
    classes,
    count_words,
    drop,
    has_words,
    kinds,
    words_of,
)
from ..writer import Read
from .package import Package, inner_name, read_package

_MADE_ANEW = frozenset(
    "cover titlepage halftitlepage toc copyright-page copyrightpage colophon imprint imprimatur landmarks loi lot "
    "page-list".split()
)
_CALLED = {
    "cover": "covers",
    "titlepage": "title pages",
    "halftitlepage": "title pages",
    "toc": "pages of contents",
}
_OURS = frozenset(("glossary", "note-on-the-text", "colophon", "copyright-page", "titlepage"))
"""The classes of the pages that our own editions add to the texts."""

_SIGN_OF_OURS = "note-on-the-text"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z\d+.-]*:|//")
"""How an address begins that leads out of the container."""


def read(raw: bytes, name: str, encoding: str | None, gallery: Gallery) -> Read:
    """The text of an EPUB, its notes at their calls.

    Raises:
        SourceError: it is damaged or locked, or one of its pages can't be read.
    """
    archive = open_archive(raw, name)
    package = read_package(archive)
    tally = Tally()
    looks = looks_in(archive.read(place).decode("utf-8", "replace") for place in package.sheets)
    parsed = {place: parse_xhtml(archive.read(place), name, place, encoding) for place in package.spine}
    pages = {place: _page(root, place, looks) for place, (root, _) in parsed.items()}
    charset = next((charset for _, charset in parsed.values() if charset.guessed), Charset())
    is_ours = any(
        _SIGN_OF_OURS in classes(section) for page in pages.values() for section in page.iterchildren("section")
    )
    body = etree.Element("body")
    for place, page in pages.items():
        if kind := _made_anew(page, package, place, is_ours=is_ours):
            tally[_CALLED.get(kind, "pages about the edition")] += 1
            continue
        _clean(page, is_ours=is_ours)
        _give_title(page, package.titles.get(place, ""))
        page.tag = "section"
        body.append(page)
    _raise_headings(body)
    find = partial(_find, archive, gallery)
    taken = read_document(body, package.about, tally, gallery, find, is_site=False, pages=package.pages)
    about = replace(package.about, chapters=tuple(_chapters(taken)))
    return replace(taken, encoding=charset.encoding, guessed=charset.guessed, about=about)


def _chapters(taken: Read) -> Iterator[str]:
    """The highest headings of a book: those over its chapters."""
    for mark in taken.markup:
        if mark.kind == "heading" and mark.value == "1":
            yield mark.span.of(taken.text).partition("\n")[0].strip()


def _page(root: Element, place: str, looks: Looks) -> Element:
    """The body of a page by its root; its ids and the links to pages of the EPUB are those of the whole."""
    body = next(root.iter("body"), root)
    write_looks(body, {**looks, **looks_in(sheets_in(root))})
    body.tail = None
    base = posixpath.dirname(place)
    for element in body.iter(etree.Element):
        for attribute in ("id", "name"):
            if value := element.get(attribute):
                element.set(attribute, f"{place}#{value}")
        if element.tag == "a" and (href := element.get("href")) and ":" not in href.partition("#")[0].partition("/")[0]:
            inside = f"{place}{href}" if href.startswith("#") else inner_name(base, href)
            element.set("href", f"#{inside.replace('%', '%25')}")
        if element.tag == PICTURE:
            for attribute in ("src", "href"):
                if (address := element.get(attribute)) and not _ADDRESS.match(address):
                    element.set(attribute, inner_name(base, address.partition("#")[0]))
    body.set("id", place)
    return body


def _find(archive: Archive, gallery: Gallery, address: str) -> str:
    """A picture by its place in the container; one that stands elsewhere is not fetched."""
    if not address or _ADDRESS.match(address):
        return gallery.find(address)
    return gallery.take(address, partial(archive.read, address))


def _made_anew(page: Element, package: Package, place: str, *, is_ours: bool) -> str:
    """What a page is that an edition makes anew; ``""`` of a page of the text."""
    if place == package.navigation:
        return "toc"
    outer = [page, *_only_children(page)]
    said = {kind for element in outer for kind in kinds(element)} | package.kinds.get(place, frozenset())
    if is_ours and any(classes(element) & _OURS for element in outer):
        return "edition"
    if found := sorted(said & _MADE_ANEW):
        return found[0]
    is_plate = place != package.spine[0] and next(page.iter(PICTURE), None) is not None
    return "" if is_plate or has_words(page) or any(True for _ in page.iter("a")) else "cover"


def _only_children(page: Element) -> Iterator[Element]:
    """The elements that hold all of a page, from the outside in."""
    here = page
    while len(here) == 1 and not (here.text or "").strip():
        here = here[0]
        yield here


def _clean(page: Element, *, is_ours: bool) -> None:
    """Take out lists of pages and contents, and what our own editions say beside a text."""
    for nav in list(page.iter("nav")):
        drop(nav)
    if is_ours:
        for element in list(page.iter("p", "span", "a")):
            if classes(element) & {"edition", "credit", "permalink"} or (
                element.tag == "p" and "date" in classes(element)
            ):
                drop(element)
        for figure in page.iter("div"):
            if "figure" in classes(figure):
                figure.tag = "figure"
                if next(figure.iter(PICTURE), None) is None:
                    figure.set("pictured" if has_words(figure) else "lost", "")


def _give_title(page: Element, title: str) -> None:
    """A page without a heading gets the title that the contents give it."""
    if title and count_words(page) and not any(True for _ in page.iter(*HEADINGS)):
        if words_of(page).casefold().startswith(title.casefold()):
            return
        heading = etree.Element("h1")
        heading.text, heading.tail, page.text = title, page.text, None
        page.insert(0, heading)


def _raise_headings(body: Element) -> None:
    """The highest headings of a book are of level 1."""
    levels = sorted({int(str(heading.tag)[1:]) for heading in body.iter(*HEADINGS)})
    if levels and levels[0] > 1:
        for heading in list(body.iter(*HEADINGS)):
            heading.tag = f"h{int(str(heading.tag)[1:]) - levels[0] + 1}"
