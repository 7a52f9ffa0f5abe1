"""A download: one format of the book, as a reader gets it from the landing page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct

from ..manifest import Manifest

WEB = "web"
"""The folder of the web edition."""
HTML = "text/html"


class Download(Struct, frozen=True):
    """A format: its name for readers, its media type, and its address from the landing page.

    `content` are the bytes of the file; of the web edition, which is read and not downloaded, those of its first page.
    `pages` is the number of pages in print.
    """

    form: str
    media_type: str
    name: str
    content: bytes
    pages: int | None = None

    @property
    def is_page(self) -> bool:
        """Whether it is read where it is."""
        return self.media_type == HTML

    @property
    def size(self) -> str:
        """Its size as a reader is told it, in kB or MB of 1,000.

        >>> Download("EPUB", "application/epub+zip", "a.epub", bytes(41_200)).size
        '41 kB'
        """
        number = len(self.content)
        return f"{number / 1e6:,.1f} MB" if number >= 1e6 else f"{max(1, round(number / 1e3)):,} kB"

    @property
    def sha256(self) -> str:
        """The checksum of its bytes, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def names_of(manifest: Manifest) -> tuple[str, ...]:
    """Where a build puts the book in its formats; of the web edition its first page."""
    return f"{manifest.slug}.epub", f"{manifest.slug}.pdf", f"{WEB}/index.html"


def offer(manifest: Manifest, files: Mapping[str, bytes], page_count: int | None) -> tuple[Download, ...]:
    """The formats among the files of a build; `page_count` is that of the PDF."""
    epub, pdf, web = names_of(manifest)
    every = (
        ("EPUB", "application/epub+zip", epub, None),
        ("PDF", "application/pdf", pdf, page_count),
        ("Web edition", HTML, web, None),
    )
    return tuple(Download(form, kind, name, files[name], n) for form, kind, name, n in every if name in files)
