"""Names: the elements and attributes of OpenDocument 1.3, by their usual prefixes."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

Element = etree._Element

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_PREFIXES = {space: prefix for prefix, space in _SPACES.items()}


@lru_cache(maxsize=1024)
def tag(name: str) -> str:
    """A name as lxml has it: `text:p` is `{urn:…}p`."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def name_of(element: Element) -> str:
    """The name of an element with its usual prefix; nothing, if it is none of OpenDocument."""
    return _name_of(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=4096)
def _name_of(full: str) -> str:
    space, _, local = full.removeprefix("{").partition("}")
    return f"{_PREFIXES[space]}:{local}" if space in _PREFIXES else ""


def said(element: Element, name: str) -> str:
    """What an element says of itself, or nothing."""
    return element.get(tag(name), "")


def count(element: Element, name: str, usual: int, largest: int) -> int:
    """A number that an element gives, within bounds."""
    number = said(element, name)
    return min(int(number), largest) if number.isdecimal() and len(number) < 9 else usual
