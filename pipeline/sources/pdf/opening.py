"""Opening: a PDF is read in a process of its own, and what comes of it is a document, or one message."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder

from ...errors import SourceError
from ...settings import Limits
from . import extraction
from .extraction import Head, Page

EXTRA = "pypdfium2"
PROGRAM = Path(extraction.__file__)

NUMBER = 4
"""Bytes of the length before each message of a process."""

_PASSWORD, _SECURITY = 4, 5
_NEW_COPY = "open it in a PDF viewer; if it opens, print it to a new PDF and use that, or copy the file anew"
_RAISE = "or raise the limit of the book in its book.toml: [limits]"


class Document(Struct, frozen=True):
    """A PDF: what it says of itself, and its pages."""

    head: Head
    pages: tuple[Page, ...]


def open_document(raw: bytes, name: str, limits: Limits) -> Document:
    """All pages of a PDF.

    Raises:
        SourceError: the extra is not installed; or the file is no PDF, is damaged, locked, or beyond the limits.
    """
    if find_spec(EXTRA) is None:
        raise SourceError(
            "PDF is read with an extra that is not installed", hint="pip install 'reader-edition[pdf]'", place=name
        )
    if b"%PDF-" not in raw[:1024]:
        raise SourceError("the file is no PDF: it does not begin with %PDF-", hint=_NEW_COPY, place=name)
    most = limits.pdf_pages, limits.pdf_page_characters, limits.pdf_memory_mb, limits.pdf_seconds
    command = [sys.executable, "-P", str(PROGRAM), *map(str, most)]
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
            if not (first := next(sent, b"")):
                raise _stopped("the PDF", process.wait(), name, limits)
            head = Decoder(Head).decode(first)
            _check(head, name, limits)
            pages = tuple(map(Decoder(Page).decode, sent))
        except DecodeError:
            raise _broken(name) from None
    if full := [number for number, page in enumerate(pages, 1) if page.is_full]:
        raise SourceError(
            f"page {full[0]} of the PDF has more than {limits.pdf_page_characters:,} characters, which none has that "
            "people read",
            hint=f"set the text anew on more pages and use that file, {_RAISE} pdf_page_characters = …",
            place=name,
        )
    if len(pages) < head.pages:
        raise _stopped(f"page {len(pages) + 1} of the PDF", process.returncode, name, limits)
    return Document(head, pages)


def messages(pipe: IO[bytes]) -> Iterator[bytes]:
    """What comes through a pipe, each after its length; one that breaks off is none."""
    while len(length := pipe.read(NUMBER)) == NUMBER:
        size = int.from_bytes(length, "big")
        message = pipe.read(size)
        if len(message) == size:
            yield message


def _check(head: Head, name: str, limits: Limits) -> None:
    if head.fault in (_PASSWORD, _SECURITY):
        raise SourceError("the file is locked with a password", hint="save it again with no password", place=name)
    if head.fault or not head.pages:
        raise _broken(name)
    if head.pages > limits.pdf_pages:
        raise SourceError(
            f"the file has {head.pages} pages; up to {limits.pdf_pages} are read",
            hint=f"split it into parts, {_RAISE} pdf_pages = …",
            place=name,
        )


def _broken(name: str) -> SourceError:
    return SourceError("the PDF is damaged: no page of it can be read", hint=_NEW_COPY, place=name)


def _stopped(what: str, status: int, name: str, limits: Limits) -> SourceError:
    """The message about what the process was reading as it ended: the system says whether its time was up."""
    is_slow = status == -getattr(signal, "SIGXCPU", 0)
    asks = f"more time than a text does, {limits.pdf_seconds} seconds and what its length adds"
    if not is_slow:
        asks = f"more than {limits.pdf_memory_mb} MB of memory"
    setting = "pdf_seconds" if is_slow else "pdf_memory_mb"
    return SourceError(
        f"{what} can’t be read: it is damaged, or asks for {asks}",
        hint=f"it may be meant to do harm; if you know who made it, use it without such pages, {_RAISE} {setting} = …",
        place=name,
    )
