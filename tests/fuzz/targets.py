"""Targets: what is fuzzed, each a function of bytes that raises `Broken` where a promise is broken.

A file may be refused, by the one message that a `CannotContinue` is: it is let through.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from msgspec.structs import replace

from pipeline.anchors import make_anchors
from pipeline.build import edit_book
from pipeline.checks import check_book, check_epub, check_web
from pipeline.cleaning import clean, gather_evidence, repair
from pipeline.document import Book, Source
from pipeline.epub import make_epub
from pipeline.errors import CannotContinue
from pipeline.ledger import undo
from pipeline.manifest import bare_manifest, load_manifest
from pipeline.pagination import choose_pages
from pipeline.settings import HouseStyle, Limits
from pipeline.sources.archive import check_archive, open_archive
from pipeline.sources.plain import decode
from pipeline.templating import Setting
from pipeline.web import make_web

from ..hostile import PLAIN
from .bundle import lay_out, pack

REFUSAL = CannotContinue
"""What a target may raise: a message with its place and what to do."""

TIME = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


class Broken(AssertionError):
    """A promise that does not hold."""


def _hold(findings: Iterable[str]) -> None:
    for finding in findings:
        raise Broken(finding)


def _read(ending: str, raw: bytes) -> Book:
    """The whole way of one file to a tree that is sound."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"text{ending}"
        path.write_bytes(raw)
        book = edit_book(bare_manifest(path))
    _hold(check_book(book, make_anchors(book)))
    return book


def _packed(ending: str, bundled: bytes) -> None:
    _read(ending, pack(bundled))


def _plain(raw: bytes) -> None:
    """What is decoded can be written back."""
    text, encoding, _ = decode(raw, "text.txt", None)
    if text.encode(encoding) != raw:
        raise Broken(f"read as {encoding}, the file is not given back")


def _container(raw: bytes) -> None:
    """A ZIP file as it stands, and every member of it."""
    check_archive(raw, "text.docx", Limits())
    archive = open_archive(raw, "text.docx")
    for member in archive.members:
        archive.read(member)


def _cleaning(raw: bytes) -> None:
    """In every house style, undoing what was done gives the text back."""
    text = raw.decode("utf-8", "replace").replace("\0", "")
    evidence = gather_evidence([text], "en")
    repaired = repair(Source("text.txt", "", "utf-8", text), evidence)
    for style in get_args(HouseStyle):
        cleaned = clean(repaired, (), replace(evidence, style=style, quotes="single"))
        if undo(cleaned.steps, cleaned.text) != text:
            raise Broken(f"undoing the ledger does not give the text, house style {style}")


def _folder(bundled: bytes) -> None:
    """A book.toml and its companions, with a text that is sound."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(bundled, folder)
        (folder / "a.txt").write_text(PLAIN, "utf-8")
        book = edit_book(load_manifest(folder))
    _hold(check_book(book, make_anchors(book)))


def _edition(raw: bytes) -> None:
    """The EPUB and the web edition of a flat text: well formed, with the words of the tree."""
    book = _read(".txt", raw)
    anchors = make_anchors(book)
    setting = Setting(book, anchors, "epub", pagination=choose_pages(book, ()))
    _hold(check_epub(make_epub(setting, setting.pages(), TIME), setting))
    web = Setting(book, anchors, "web")
    _hold(check_web(make_web(web, web.pages()), web))


Target = Callable[[bytes], object]

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "plain": _plain,
        "html": partial(_read, ".html"),
        "epub": partial(_packed, ".epub"),
        "docx": partial(_packed, ".docx"),
        "odt": partial(_packed, ".odt"),
        "rtf": partial(_read, ".rtf"),
        "markdown": partial(_read, ".md"),
        "tei": partial(_read, ".xml"),
        "container": _container,
        "cleaning": _cleaning,
        "footnotes": partial(_read, ".txt"),
        "folder": _folder,
        "edition": _edition,
    }
)
"""By what they read or do; `footnotes` is all that is done to a flat text."""
