"""A resource: a file of the EPUB that is no page of the book."""

from __future__ import annotations

from msgspec import Struct


class Resource(Struct, frozen=True):
    """A style sheet, an image, a font or a licence: `name` is its way from the pages, such as `styles/base.css`.

    `properties` are those of its manifest item (EPUB 3.3, D.2): `cover-image` for the cover. Every page links the
    resources of type `text/css`, in the order they are given.
    """

    name: str
    media_type: str
    content: bytes
    properties: tuple[str, ...] = ()
