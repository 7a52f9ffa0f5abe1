"""Linked data: what search engines and libraries read of the book on its landing page, in schema.org's words."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ..anchors import make_anchors
from ..credits import all_credits
from ..document import Book
from ..epub.accessibility import accessibility, find_traits
from ..templating import Setting
from .download import Download

SCHEMA = "https://schema.org"

_PROPERTIES = frozenset({"author", "editor", "translator", "illustrator"})
"""Roles that schema.org has a property for; all others are those of a `contributor`."""


def linked_data(book: Book, downloads: tuple[Download, ...], cover: str) -> dict[str, Any]:
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
        **_accessible(book),
        "workExample": [_example(book, download) for download in downloads],
    }
    return {key: value for key, value in data.items() if value}


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


def _accessible(book: Book) -> dict[str, str | list[str]]:
    """What is so of every edition on a screen: all are made of the same tree."""
    found: dict[str, list[str]] = defaultdict(list)
    traits = find_traits(Setting(book, make_anchors(book), "web"), ())
    for name, value in accessibility(traits):
        found[name].append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _example(book: Book, download: Download) -> dict[str, Any]:
    encoding = {"@type": "MediaObject", "contentUrl": download.name, "encodingFormat": download.media_type}
    if not download.is_page:
        encoding |= {"contentSize": str(len(download.content)), "sha256": download.sha256}
    example = {
        "@type": "Book",
        "bookFormat": f"{SCHEMA}/EBook",
        "name": book.manifest.book.title,
        "inLanguage": book.manifest.book.language,
        "url": download.name,
        "numberOfPages": download.pages,
        "encoding": encoding,
    }
    return {key: value for key, value in example.items() if value}
