"""Rules for the metadata: what a library, a shop and a reader with assistive software look for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from ..finding import Fault, Rule
from ..publication import XML_LANG, Publication

_MODIFIED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
"""The profile of ISO 8601 that EPUB uses (W3C note on date and time formats)."""
_NEEDED = ("title", "language", "identifier")
_WANTED = ("date", "description", "publisher", "rights", "source", "subject")
_ACCESS = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary")


def _needed(publication: Publication) -> Iterator[Fault]:
    for name in _NEEDED:
        if not any((e.text or "").strip() for e in publication.metadata(f"dc:{name}")):
            yield Fault(publication.package_path, f"names no {name}")


def _wanted(publication: Publication) -> Iterator[Fault]:
    for name in _WANTED:
        if not publication.metadata(f"dc:{name}"):
            yield Fault(publication.package_path, f"says no dc:{name}")


def _people(publication: Publication) -> Iterator[Fault]:
    if not publication.metadata("dc:creator | dc:contributor"):
        yield Fault(publication.package_path, "names no author, editor or other contributor")


def _contributors(publication: Publication) -> Iterator[Fault]:
    for person in publication.metadata("dc:creator | dc:contributor"):
        refined = f"opf:meta[@refines='#{person.get('id', '')}']"
        for name in ("role", "file-as"):
            attribute = f"{{http://www.idpf.org/2007/opf}}{name}"
            if person.get(attribute) is None and not publication.metadata(f"{refined}[@property='{name}']"):
                yield Fault(f"{publication.package_path}:{person.sourceline}", f"gives “{person.text}” no {name}")


def _modified(publication: Publication) -> Iterator[Fault]:
    if publication.package.get("version", "").startswith("2"):
        return
    dates = [e.text or "" for e in publication.metadata("opf:meta[@property='dcterms:modified'][not(@refines)]")]
    if len(dates) != 1:
        yield Fault(publication.package_path, f"says {len(dates)} times when the book was last modified")
    yield from (
        Fault(publication.package_path, f"says “{date}” for dcterms:modified")
        for date in dates
        if not _MODIFIED.fullmatch(date) or not _is_day(date[:10])
    )


def _dates(publication: Publication) -> Iterator[Fault]:
    for element in publication.metadata("dc:date"):
        date = (element.text or "").strip()
        if not _DATE.fullmatch(date) or (len(date) >= 10 and not _is_day(date[:10])):
            yield Fault(f"{publication.package_path}:{element.sourceline}", f"says “{date}” for a date")


def _is_day(date: str) -> bool:
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        return False
    return True


def _language(publication: Publication) -> Iterator[Fault]:
    if not publication.package.get(XML_LANG):
        yield Fault(publication.package_path, "has no xml:lang on its package element")


def _version(publication: Publication) -> Iterator[Fault]:
    version = publication.package.get("version", "")
    if not version.startswith("3"):
        yield Fault(publication.package_path, f"says it is EPUB {version or 'of no version'}")


def _access(publication: Publication) -> Iterator[Fault]:
    said = {element.get("property", "") for element in publication.metadata("opf:meta")}
    said |= {element.get("name", "") for element in publication.metadata("opf:meta")}
    for name in _ACCESS:
        if f"schema:{name}" not in said:
            yield Fault(publication.package_path, f"says no schema:{name}")


def _conformance(publication: Publication) -> Iterator[Fault]:
    claims = publication.metadata("opf:meta[@property='dcterms:conformsTo'] | opf:link[@rel='dcterms:conformsTo']")
    certified = publication.metadata("opf:meta[@property='a11y:certifiedBy']")
    if claims and not certified:
        yield Fault(publication.package_path, "claims to be accessible, and names nobody who says so")


RULES = (
    Rule("metadata.needed", "error", "say it in the metadata: every EPUB must", _needed),
    Rule(
        "metadata.contributors",
        "warning",
        "name each person with a role (marc:relators) and a name to sort by",
        _contributors,
    ),
    Rule("metadata.modified", "error", "say it once, in UTC, like 2026-01-31T00:00:00Z", _modified),
    Rule("metadata.dates", "error", "write dates like 2026-01-31, or the year alone", _dates),
    Rule("metadata.language", "warning", "say the language of the metadata there", _language),
    Rule("metadata.version", "warning", "make it EPUB 3: notes, landmarks and page lists need it", _version),
    Rule(
        "metadata.access",
        "warning",
        "say what senses the book needs and what it offers (EPUB Accessibility 1.1)",
        _access,
    ),
    Rule("metadata.conformance", "warning", "name who certifies it (a11y:certifiedBy), or make no claim", _conformance),
    Rule("metadata.people", "info", "name one if there is one: shops and libraries file books by it", _people),
    Rule("metadata.wanted", "info", "say it if you know it: catalogues and shops show it", _wanted),
)
