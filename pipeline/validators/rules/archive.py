"""Rules for the archive: its first file, its names, its dates (EPUB OCF 3.3, section 4)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from ..finding import Fault, Rule
from ..publication import CONTAINER, Publication

MIMETYPE = b"application/epub+zip"
_UNSAFE = frozenset('\\"*:<>?|\x7f') | frozenset(map(chr, range(32)))


def _mimetype(publication: Publication) -> Iterator[Fault]:
    first = publication.members[0]
    if first.filename != "mimetype":
        yield Fault(first.filename, "stands first in the archive, where mimetype must stand")
    elif first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield Fault("mimetype", "is compressed, or has extra fields")
    elif publication.others["mimetype"] != MIMETYPE:
        yield Fault("mimetype", f"must hold just {MIMETYPE.decode()}")


def _names(publication: Publication) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for member in publication.members:
        name = member.filename
        if name.startswith("/") or ".." in name.split("/") or _UNSAFE & set(name):
            yield Fault(name, "has a name that not every system can unpack, or that leads out of the book")
        if (other := seen.setdefault(name.casefold(), name)) != name:
            yield Fault(name, f"differs from {other} by capitals alone")


def _unlisted(publication: Publication) -> Iterator[Fault]:
    listed = {item.path for item in publication.items.values()} | {publication.package_path, "mimetype"}
    for name in sorted(publication.names - listed):
        if not name.startswith("META-INF/") and not name.endswith("/"):
            yield Fault(name, "is in the archive, but the manifest does not list it")
    for item in publication.items.values():
        if item.path not in publication.names:
            yield Fault(publication.package_path, f"lists {item.path}, which is not in the archive")


def _order(publication: Publication) -> Iterator[Fault]:
    if len(publication.members) > 1 and publication.members[1].filename != CONTAINER:
        yield Fault(publication.members[1].filename, f"stands before {CONTAINER}")


def _dates(publication: Publication) -> Iterator[Fault]:
    dates = {member.date_time for member in publication.members}
    if len(dates) > 1:
        yield Fault("", f"the files of the archive have {len(dates)} different times")


def _protection(publication: Publication) -> Iterator[Fault]:
    if "META-INF/rights.xml" in publication.names:
        yield Fault("META-INF/rights.xml", "protects the book against copying")


def _readable(publication: Publication) -> Iterator[Fault]:
    yield from (Fault(path, f"is no XML: {said}") for path, said in publication.unreadable)


RULES = (
    Rule("archive.mimetype", "error", "pack mimetype first, stored, with no line end and no extra fields", _mimetype),
    Rule("archive.names", "error", "use letters, digits, hyphens and points, and one spelling a name", _names),
    Rule("archive.listed", "error", "let the archive and the manifest hold the same files", _unlisted),
    Rule(
        "archive.order", "info", "pack the container right after mimetype: a reader of a stream needs it first", _order
    ),
    Rule("archive.dates", "info", "give all files one time, so that the same book gives the same bytes", _dates),
    Rule(
        "archive.protection",
        "warning",
        "hand out a copy without protection: readers with assistive software need it",
        _protection,
    ),
    Rule("xml.readable", "error", "look for a tag that is not closed, or an & that is not &amp;", _readable),
)
