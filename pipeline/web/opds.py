"""OPDS: the book as a catalogue of one, which reading apps open by its address.

Two forms of it: an acquisition feed of OPDS 1.2, which is Atom, and a feed of OPDS 2.0, which is JSON. Addresses are
relative to the feed, for the folder may stand anywhere.
"""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from ..cover import Cover
from ..credits import contributors, creators
from ..document import Book
from ..version import __version__
from .download import Download
from .linked_data import SCHEMA, described

OPDS_1, OPDS_2 = "opds.xml", "opds.json"
OPDS_1_TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"
OPDS_2_TYPE = "application/opds+json"
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
IMAGE, THUMBNAIL = "http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"
LANDING = "index.html"
GENERATOR = "Reader Edition"

_ATOM, _DC = "http://www.w3.org/2005/Atom", "http://purl.org/dc/terms/"
_A = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM, "dc": _DC})
_D = ElementMaker(namespace=_DC)


def opds_1(book: Book, downloads: tuple[Download, ...], cover: Cover, time: datetime.datetime) -> bytes:
    """The feed of OPDS 1.2; `time`, in UTC, is when it was last changed."""
    about, updated = book.manifest.book, _instant(time)
    feed = _A.feed(
        _A.id(_name(book, OPDS_1)),
        _A.title(about.title),
        _A.updated(updated),
        _A.author(_A.name(about.publisher or next((c.name for c in creators(about)), GENERATOR))),
        _A.generator(GENERATOR, version=__version__),
        _link("self", OPDS_1, OPDS_1_TYPE),
        _link("start", OPDS_1, OPDS_1_TYPE),
        _link("alternate", LANDING, "text/html"),
        _entry(book, downloads, cover, updated),
    )
    etree.indent(feed)
    return etree.tostring(feed, xml_declaration=True, encoding="UTF-8") + b"\n"


def _entry(book: Book, downloads: tuple[Download, ...], cover: Cover, updated: str) -> etree._Element:
    """The entry: what Atom has an element for is said in Atom, the rest in Dublin Core (OPDS 1.2, 5.1.1)."""
    about = book.manifest.book
    title = f"{about.title}: {about.subtitle}" if about.subtitle else about.title
    entry = _A.entry(_A.id(_name(book, "entry")), _A.title(title), _A.updated(updated))
    entry.extend(_A.author(_A.name(credit.name)) for credit in creators(about))
    entry.extend(_A.contributor(_A.name(credit.name)) for credit in contributors(about))
    entry.extend((_D.identifier(book.manifest.identifier), _D.language(about.language)))
    entry.append(_D.issued(about.date.isoformat()))
    if about.publisher:
        entry.append(_D.publisher(about.publisher))
    entry.extend(_A.category(term=subject, label=subject) for subject in about.subjects)
    if about.rights:
        entry.append(_A.rights(about.rights))
    if description := described(book):
        entry.append(_A.summary(description))
    entry.extend(_link(rel, cover.file, cover.picture.media_type) for rel in (IMAGE, THUMBNAIL))
    entry.extend(_link(ACQUIRE, download.name, download.media_type, download) for download in downloads)
    return entry


def opds_2(book: Book, downloads: tuple[Download, ...], cover: Cover, time: datetime.datetime) -> bytes:
    """The feed of OPDS 2.0; `time`, in UTC, is when it was last changed."""
    about = book.manifest.book
    metadata: dict[str, Any] = {
        "@type": f"{SCHEMA}/Book",
        "identifier": book.manifest.identifier,
        "title": about.title,
        "subtitle": about.subtitle,
        **_people(book),
        "language": about.language,
        "modified": _instant(time),
        "published": about.date.isoformat(),
        "publisher": about.publisher,
        "subject": list(about.subjects),
        "belongsTo": _series(book),
        "description": described(book),
    }
    picture = cover.picture
    publication: dict[str, Any] = {
        "metadata": {key: value for key, value in metadata.items() if value},
        "links": [
            *({"rel": ACQUIRE, "href": d.name, "type": d.media_type, "title": d.form} for d in downloads),
            {"rel": "alternate", "href": LANDING, "type": "text/html"},
        ],
        "images": [
            {"href": cover.file, "type": picture.media_type, "width": picture.width, "height": picture.height},
        ],
    }
    feed = {
        "metadata": {"title": about.title, "modified": _instant(time), "numberOfItems": 1},
        "links": [{"rel": "self", "href": OPDS_2, "type": OPDS_2_TYPE}],
        "publications": [publication],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def _people(book: Book) -> dict[str, list[dict[str, str]]]:
    """Names by the properties of the Readium Web Publication Manifest."""
    about = book.manifest.book
    people: dict[str, list[dict[str, str]]] = {}
    for credit in (*creators(about), *contributors(about)):
        known = credit.role in {"author", "editor", "translator", "illustrator"}
        person = {"name": credit.name} | ({"sortAs": credit.sort} if credit.sort else {})
        people.setdefault(credit.role if known else "contributor", []).append(person)
    return people


def _series(book: Book) -> dict[str, Any] | None:
    series = book.manifest.book.series
    if series is None:
        return None
    return {"series": {"name": series.name} | ({"position": series.number} if series.number is not None else {})}


def _link(rel: str, href: str, media_type: str, download: Download | None = None) -> etree._Element:
    link = _A.link(rel=rel, href=href, type=media_type)
    if download is not None:
        link.set("title", download.form)
        if not download.is_page:
            link.set("length", str(len(download.content)))
    return link


def _name(book: Book, part: str) -> str:
    """An id of a feed or entry, which is not that of the book (OPDS 1.2, 5.1.1)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{book.manifest.identifier}/{part}").urn


def _instant(time: datetime.datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
