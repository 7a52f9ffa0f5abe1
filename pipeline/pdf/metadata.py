"""Metadata: what the file says of itself: title, authors, dates, and that it is PDF/UA-1 and PDF/A-3a at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from ..credits import creators
from ..document import Book
from ..jinja import make_environment
from ..typesetting.objects import string
from ..version import __version__
from .volume import Volume, deflate


class About(Struct, frozen=True):
    """What is said of a book; `modified` is in UTC."""

    title: str
    language: str
    authors: tuple[str, ...]
    description: str
    identifier: str
    modified: datetime.datetime
    tagged: bool = True


def about_book(book: Book, modified: datetime.datetime) -> About:
    """What is said of a book."""
    said = book.manifest.book
    names = tuple(credit.name for credit in creators(said))
    return About(said.title, said.language, names, said.description or "", book.manifest.identifier, modified)


def write_metadata(volume: Volume, about: About) -> tuple[bytes, int]:
    """Write the XMP packet, the colours that the file is meant for, and the information dictionary.

    Returns:
        What the catalogue says of them and of the book, and the number of the information dictionary.
    """
    packet, profile = volume.reserve(), volume.reserve()
    volume.put_stream(packet, b"/Type/Metadata/Subtype/XML", _packet(about))
    volume.put_stream(profile, b"/N 3", deflate(_colour_profile()), deflated=True)
    name = string("sRGB2014")
    intent = b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier%s/Info%s/DestOutputProfile %d 0 R>>"
    said = b"/Lang%s/ViewerPreferences<</DisplayDocTitle true>>/MarkInfo<</Marked true>>/Metadata %d 0 R" % (
        string(about.language),
        packet,
    )
    info = volume.add(b"<<%s>>" % b"".join(f"/{key}".encode() + string(text) for key, text in _information(about)))
    return said + b"/OutputIntents[%s]" % (intent % (name, name, profile)), info


def _information(about: About) -> Iterator[tuple[str, str]]:
    """The information dictionary."""
    date = f"D:{about.modified:%Y%m%d%H%M%S}Z"
    yield "Title", about.title
    yield "Creator", f"Reader Edition {__version__}"
    yield "Producer", f"Reader Edition {__version__}"
    yield "CreationDate", date
    yield "ModDate", date
    if about.authors:
        yield "Author", ", ".join(about.authors)
    if about.description:
        yield "Subject", about.description


def _packet(about: About) -> bytes:
    text = make_environment().get_template("metadata.xml").render(about=about, version=__version__)
    return text.encode()


def _colour_profile() -> bytes:
    spec = find_spec("weasyprint")  # not imported: that takes longer than all the rest
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "pdf" / "sRGB2014.icc").read_bytes()
