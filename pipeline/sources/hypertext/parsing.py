"""Parsing: a page as a tree of elements without namespaces, each one that HTML knows. Nothing is fetched or expanded.

XHTML is read as XML where it is well formed, and else as browsers read it when it is served as HTML.
"""

from __future__ import annotations

import html
import re

from lxml import etree

from ...errors import SourceError
from ..safe_xml import parse_xml
from .charset import Charset, decode_page
from .vocabulary import ASIDE, BLOCKS, EPUB_TYPE, INLINES, LEFT_OUT, NOTE, PAGE, PICTURE, PLATE, STANZA, VERSE, Element

_NAMESPACES = {
    "http://www.idpf.org/2007/ops": "epub-",
    "http://www.w3.org/XML/1998/namespace": "xml-",
}
_KNOWN = (BLOCKS | INLINES | frozenset(LEFT_OUT)) - {ASIDE, NOTE, PAGE, PLATE, VERSE, STANZA}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What XML has no place for; a tree can’t hold it."""

_DEEPEST = "Excessive depth"


def parse_html(raw: bytes, name: str, encoding: str | None) -> tuple[Element, Charset]:
    """The root of an HTML page, and its encoding.

    Raises:
        SourceError: it is no text, or nests too deep.
    """
    text, charset = decode_page(raw, name, encoding)
    return _parse_text(text, name, ""), charset


def parse_xhtml(raw: bytes, name: str, part: str = "", encoding: str | None = None) -> tuple[Element, Charset]:
    """The root of an XHTML page, and its encoding; `part` is what it is called in a container that `name` is.

    Raises:
        SourceError: it is no text, nests too deep, or defines entities of its own.
    """
    try:
        root = parse_xml(raw, name, part)
    except SourceError:
        if b"<!ENTITY" in raw:
            raise
        text, charset = decode_page(raw, name, encoding)
        return _parse_text(text, name, part), charset
    for entity in list(root.iter(etree.Entity)):
        _expand(entity)
    _without_namespaces(root)
    _normalise(root)
    return root, Charset((root.getroottree().docinfo.encoding or "utf-8").lower())


def _parse_text(text: str, name: str, part: str) -> Element:
    what = f"“{part}” in the file" if part else "the file"
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    clean = _CONTROLS.sub("", text)
    if not clean.strip():
        raise SourceError(f"{what} is empty", hint="put a text into it, or take it out of book.toml", place=name)
    try:
        root = etree.fromstring(clean.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if any(_DEEPEST in entry.message for entry in parser.error_log):
        raise SourceError(
            f"{what} nests elements in each other more than 2000 deep",
            hint="it is damaged or meant to do harm; open it in a browser and save the text from there",
            place=name,
        )
    if root is None:
        raise SourceError(
            f"{what} is no HTML: there is no element in it", hint="save the page again from a browser", place=name
        )
    _normalise(root)
    return root


def _normalise(root: Element) -> None:
    """Names without namespaces, in small letters; elements that HTML does not know become spans.

    An `image`, which SVG has, is for browsers an `img` elsewhere too.
    """
    for element in root.iter(etree.Element):
        name = str(element.tag)
        bare = name.rpartition("}")[2].lower()
        element.tag = PICTURE if bare == "image" else bare if bare in _KNOWN else "span"
        if "epub:type" in element.attrib:
            element.set(EPUB_TYPE, element.attrib.pop("epub:type"))


def _without_namespaces(root: Element) -> None:
    """Attributes without namespaces; those of an HTML page have none, whatever stands in their names."""
    for element in root.iter(etree.Element):
        for attribute in list(element.attrib):
            space, _, local = str(attribute).rpartition("}")
            if space:
                element.set(_NAMESPACES.get(space[1:], "") + local, element.attrib.pop(attribute))


def _expand(entity: Element) -> None:
    """A named character of HTML in the place of its entity; one that HTML does not know is nothing."""
    parent, previous = entity.getparent(), entity.getprevious()
    if parent is None:
        return
    char = html.unescape(str(entity.text or ""))
    text = ("" if char.startswith("&") and len(char) > 1 else char) + (entity.tail or "")
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text
    entity.tail = None
    parent.remove(entity)
