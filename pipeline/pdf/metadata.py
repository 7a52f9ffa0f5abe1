"""Metadata: what the file says of itself: title, authors, dates, and that it is PDF/UA-1 and PDF/A-3a at once."""

from __future__ import annotations

import datetime
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Pdf, String

from ..credits import creators
from ..document import Book
from ..jinja import make_environment
from ..version import __version__


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


def write_metadata(book: Pdf, about: About) -> None:
    """Write the information dictionary, the XMP packet, and the colours that the file is meant for."""
    root = book.Root
    root.Lang = String(about.language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.MarkInfo = Dictionary(Marked=True)
    packet = book.make_stream(_packet(about))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    root.Metadata = packet
    root.OutputIntents = Array([_output_intent(book)])
    date = String(f"D:{about.modified:%Y%m%d%H%M%S}Z")
    info = {
        "/Title": String(about.title),
        "/Creator": String(f"Reader Edition {__version__}"),
        "/Producer": String(f"Reader Edition {__version__}"),
        "/CreationDate": date,
        "/ModDate": date,
    }
    if about.authors:
        info["/Author"] = String(", ".join(about.authors))
    if about.description:
        info["/Subject"] = String(about.description)
    book.trailer.Info = book.make_indirect(Dictionary(info))


def _packet(about: About) -> bytes:
    text = make_environment().get_template("metadata.xml").render(about=about, version=__version__)
    return text.encode()


def _output_intent(book: Pdf) -> Dictionary:
    spec = find_spec("weasyprint")  # not imported: that takes longer than all the rest
    assert spec is not None
    assert spec.origin is not None
    profile = book.make_stream((Path(spec.origin).parent / "pdf" / "sRGB2014.icc").read_bytes())
    profile.N = 3
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB2014"),
        Info=String("sRGB2014"),
        DestOutputProfile=profile,
    )
