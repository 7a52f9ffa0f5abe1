"""Metadata: what the package document says of the book (EPUB 3.3, 5.5)."""

from __future__ import annotations

from collections.abc import Iterator

from ebooklib import epub

from ..credits import Credit, contributors, creators
from ..document import Book
from ..markup import SET_IN
from ..settings import BookFile
from ..templating import Setting
from .accessibility import CONFORMANCE, accessibility, find_traits, languages, page_sources
from .resource import Resource


def add_metadata(package: epub.EpubBook, setting: Setting, resources: tuple[Resource, ...]) -> None:
    """Say in the package what the book is, who made it, where it comes from, and how it can be read."""
    book = setting.book
    about = book.manifest.book
    package.set_identifier(book.manifest.identifier)
    package.title = about.title
    package.language = about.language
    _add_titles(package, about)
    for language in languages(book):
        package.add_metadata("DC", "language", language)
    for number, credit in enumerate(creators(about), 1):
        _add_person(package, "creator", f"creator-{number}", credit)
    for number, credit in enumerate(contributors(about), 1):
        _add_person(package, "contributor", f"contributor-{number}", credit)
    for name, value in _elements(book):
        package.add_metadata("DC", name, value)
    if about.licence:
        _add_meta(package, "dcterms:license", about.licence)
    _add_series(package, about)
    for source in page_sources(setting):
        _add_meta(package, "pageBreakSource", source)
    for name, value in accessibility(find_traits(setting, resources)):
        _add_meta(package, f"schema:{name}", value)
    _add_certificate(package, about)
    if about.house_style != "source":
        package.add_metadata(None, "meta", "", {"name": SET_IN, "content": about.house_style})


def links(about: BookFile) -> list[dict[str, str]]:
    """The attributes of the package's `link` elements, which EbookLib does not write."""
    if about.accessibility is None or about.accessibility.report is None:
        return []
    return [{"rel": "a11y:certifierReport", "refines": "#certifier", "href": about.accessibility.report}]


def _add_series(package: epub.EpubBook, about: BookFile) -> None:
    if about.series is not None:
        _add_meta(package, "belongs-to-collection", about.series.name, id="series")
        _add_meta(package, "collection-type", "series", refines="#series")
        if about.series.number is not None:
            _add_meta(package, "group-position", str(about.series.number), refines="#series")


def _add_certificate(package: epub.EpubBook, about: BookFile) -> None:
    """What somebody vouches for."""
    if about.accessibility is not None:
        _add_meta(package, "dcterms:conformsTo", CONFORMANCE, id="conformance")
        _add_meta(package, "a11y:certifiedBy", about.accessibility.certified_by, id="certifier", refines="#conformance")
        if about.accessibility.credential:
            _add_meta(package, "a11y:certifierCredential", about.accessibility.credential, refines="#certifier")


def sources_of(book: Book) -> list[tuple[str, list[str]]]:
    """What the chapters are taken from, each source once, with the titles of those that name it."""
    titles: dict[str, list[str]] = {}
    for chapter in book.chapters:
        if chapter.settings.source:
            titles.setdefault(chapter.settings.source, []).append(chapter.settings.title)
    return list(titles.items())


def _elements(book: Book) -> Iterator[tuple[str, str]]:
    """The elements of Dublin Core that need no more said of them.

    The publisher is no contributor with a role: foliate-js 1.0 fails to open a book that has one of the role `pbl`.
    """
    about = book.manifest.book
    if about.publisher:
        yield "publisher", about.publisher
    yield "date", about.date.isoformat()
    yield from (("subject", subject) for subject in about.subjects)
    if about.description:
        yield "description", " ".join(about.description.split())
    if about.rights:
        yield "rights", about.rights
    if about.source:
        yield "source", about.source
    for source, titles in sources_of(book):
        yield "source", f"{titles[0]}: {source}" if len(titles) == 1 else source


def _add_titles(package: epub.EpubBook, about: BookFile) -> None:
    package.add_metadata("DC", "title", about.title, {"id": "title"})
    _add_meta(package, "title-type", "main", refines="#title")
    if about.sort_title:
        _add_meta(package, "file-as", about.sort_title, refines="#title")
    if about.subtitle:
        package.add_metadata("DC", "title", about.subtitle, {"id": "subtitle"})
        _add_meta(package, "title-type", "subtitle", refines="#subtitle")


def _add_person(package: epub.EpubBook, element: str, id_: str, credit: Credit) -> None:
    package.add_metadata("DC", element, credit.name, {"id": id_})
    _add_meta(package, "role", credit.relator, refines=f"#{id_}", scheme="marc:relators")
    if credit.sort:
        _add_meta(package, "file-as", credit.sort, refines=f"#{id_}")


def _add_meta(package: epub.EpubBook, name: str, value: str, **attributes: str) -> None:
    package.add_metadata(None, "meta", value, attributes | {"property": name})
