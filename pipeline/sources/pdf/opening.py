"""Opening: a PDF is read in a process of its own, and what comes of it is a document, or one message."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder

from ...errors import SourceError
from . import extraction
from .extraction import CHARACTERS, PAGES, Head, Page

EXTRA = "pypdfium2"
PROGRAM = Path(extraction.__file__)

NUMBER = 4
"""Bytes of the length before each message of a process."""

_PASSWORD, _SECURITY = 4, 5
_NEW_COPY = "open it in a PDF viewer; if it opens, print it to a new PDF and use that, or copy the file anew"


class Document(Struct, frozen=True):
    """A PDF: what it says of itself, and its pages."""

    head: Head
    pages: tuple[Page, ...]


def open_document(raw: bytes, name: str) -> Document:
    """All pages of a PDF.

    Raises:
        SourceError: the extra is not installed; or the file is no PDF, is damaged, locked, too long or too slow.
    """
    if find_spec(EXTRA) is None:
        raise SourceError(
            "PDF is read with an extra that is not installed", hint="pip install 'reader-edition[pdf]'", place=name
        )
    if b"%PDF-" not in raw[:1024]:
        raise SourceError("the file is no PDF: it does not begin with %PDF-", hint=_NEW_COPY, place=name)
    command = [sys.executable, "-P", str(PROGRAM)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(raw)
            process.stdin.close()
        except OSError:
            raise _broken(name) from None
        sent = messages(process.stdout)
        try:
            head = Decoder(Head).decode(next(sent, b""))
            _check(head, name)
            pages = tuple(map(Decoder(Page).decode, sent))
        except DecodeError:
            raise _broken(name) from None
    if full := [number for number, page in enumerate(pages, 1) if page.is_full]:
        raise SourceError(
            f"page {full[0]} of the PDF has more than {CHARACTERS:,} characters, and no more are read of one",
            hint="no page that people read has so many: set the text anew on more pages, and use that file",
            place=name,
        )
    if len(pages) < head.pages:
        raise _stopped(len(pages), name)
    return Document(head, pages)


def messages(pipe: IO[bytes]) -> Iterator[bytes]:
    """What comes through a pipe, each after its length; one that breaks off is none."""
    while len(length := pipe.read(NUMBER)) == NUMBER:
        size = int.from_bytes(length, "big")
        message = pipe.read(size)
        if len(message) == size:
            yield message


def _check(head: Head, name: str) -> None:
    if head.fault in (_PASSWORD, _SECURITY):
        raise SourceError("the file is locked with a password", hint="save it again with no password", place=name)
    if head.fault or not head.pages:
        raise _broken(name)
    if head.pages > PAGES:
        raise SourceError(
            f"the file has {head.pages} pages; up to {PAGES} are read", hint="split it into parts", place=name
        )


def _broken(name: str) -> SourceError:
    return SourceError("the PDF is damaged: no page of it can be read", hint=_NEW_COPY, place=name)


def _stopped(number: int, name: str) -> SourceError:
    return SourceError(
        f"page {number + 1} of the PDF can’t be read: it is damaged, or asks for more time or memory than a text does",
        hint="it may be meant to do harm; use it only if you know who made it, and without that page",
        place=name,
    )
