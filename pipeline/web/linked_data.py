"""Linked data: what search engines and libraries read of the book on its landing page, in schema.org's words."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from msgspec.structs import replace

from ..anchors import Anchors
from ..credits import all_credits
from ..document import Book
from ..epub.accessibility import accessibility, find_traits
from ..templating import Setting
from .download import Download

SCHEMA = "https://schema.org"

_PROPERTIES = frozenset({"author", "editor", "translator", "illustrator"})
"""Roles that schema.org has a property for; all others are those of a `contributor`."""


def linked_data(book: Book, anchors: Anchors, downloads: tuple[Download, ...], cover: str) -> dict[str, Any]:
    """The book and the formats it is read in, as JSON-LD; addresses are relative to the landing page."""
    about = book.manifest.book
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Book",
        "identifier": book.manifest.identifier,
        "name": about.title,
        "alternativeHeadline": about.subtitle,
        **_people(book),
        "inLanguage": about.language,
        "datePublished": about.date.isoformat(),
        "publisher": {"@type": "Organization", "name": about.publisher} if about.publisher else None,
        "description": described(book),
        "keywords": list(about.subjects),
        "isPartOf": {"@type": "BookSeries", "name": about.series.name} if about.series else None,
        "position": about.series.number if about.series else None,
        "copyrightNotice": about.rights,
        "license": about.licence,
        "image": cover,
        **_accessible(book, anchors),
        "workExample": [_example(book, download) for download in downloads],
    }
    return _said(data)


def described(book: Book) -> str | None:
    """The description of the book on one line."""
    description = book.manifest.book.description
    return " ".join(description.split()) if description else None


def _people(book: Book) -> dict[str, list[dict[str, str]]]:
    people: dict[str, list[dict[str, str]]] = defaultdict(list)
    for credit in all_credits(book.manifest.book):
        name = credit.role if credit.role in _PROPERTIES else "contributor"
        people[name].append({"@type": "Person", "name": credit.name})
    return dict(people)


def _accessible(book: Book, anchors: Anchors) -> dict[str, str | list[str]]:
    """What is so of every edition on a screen: all are made of the same tree, but the web's has no list of pages."""
    found: dict[str, list[str]] = defaultdict(list)
    traits = find_traits(Setting(book, anchors, "web"), ())
    for name, value in accessibility(replace(traits, has_pages=False)):
        found[name].append(value)
    if traits.has_pages:
        found["accessibilityFeature"].append("pageBreakMarkers")
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _example(book: Book, download: Download) -> dict[str, Any]:
    encoding = {"@type": "MediaObject", "contentUrl": download.name, "encodingFormat": download.media_type}
    if not download.is_page:
        encoding |= {"contentSize": f"{len(download.content)} B", "sha256": download.sha256}
    example = {
        "@type": "Book",
        "bookFormat": f"{SCHEMA}/EBook",
        "name": book.manifest.book.title,
        "inLanguage": book.manifest.book.language,
        "url": download.name,
        "numberOfPages": download.pages,
        "encoding": encoding,
    }
    return _said(example)


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """What there is to say; a number may be 0."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}
