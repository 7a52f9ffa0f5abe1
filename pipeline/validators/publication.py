"""A publication: an EPUB opened for reading by the rules, whoever made it.

Opening one never runs, fetches or expands anything: members are counted and measured before they are read, and XML is
parsed without entities and without the network.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree
from msgspec import Struct

from ..errors import SourceError

XHTML, OPF, EPUB = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/opf", "http://www.idpf.org/2007/ops"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
EPUB_TYPE = f"{{{EPUB}}}type"
NAMES = {
    "h": XHTML,
    "opf": OPF,
    "epub": EPUB,
    "dc": "http://purl.org/dc/elements/1.1/",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
CONTENT = "application/xhtml+xml"
CONTAINER = "META-INF/container.xml"

MOST_MEMBERS = 20_000
MOST_BYTES = 2_000_000_000
"""The members and bytes of an archive, unpacked, beyond which it is not read."""
LARGEST_PAGE = 100_000_000
"""Bytes beyond which a page, a style sheet or the package document is not read."""

_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError)
_BUILD_AGAIN = "name a file that ends in .epub, or build the book again"


class Item(Struct, frozen=True):
    """An entry of the manifest; `path` is its full name in the archive."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str]


class Document(Struct, frozen=True):
    """A content document: its path, its root, and each id with its element and its number in document order."""

    path: str
    root: etree._Element
    ids: Mapping[str, tuple[int, etree._Element]]

    def place(self, element: etree._Element) -> str:
        """Where an element stands: `EPUB/chapter-1.xhtml:12`."""
        return f"{self.path}:{element.sourceline}" if element.sourceline else self.path

    def find(self, path: str) -> list[etree._Element]:
        """The elements an XPath selects; prefixes as in `NAMES`."""
        return list(self.root.xpath(path, namespaces=NAMES))


class Publication(Struct, frozen=True, dict=True):
    """An EPUB: its members in the order of the archive, its package document, and what that lists."""

    file: Path
    members: tuple[zipfile.ZipInfo, ...]
    package_path: str
    package: etree._Element
    items: Mapping[str, Item]
    documents: Mapping[str, Document]
    sheets: Mapping[str, str]
    """The text of each style sheet by its path."""
    unreadable: tuple[tuple[str, str], ...]
    """Members that are no XML, each with what the parser said."""
    others: Mapping[str, bytes]
    """The mimetype and the NCX, as they are."""

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all members."""
        return frozenset(member.filename for member in self.members)

    @cached_property
    def spine(self) -> tuple[tuple[Item, bool], ...]:
        """The items of the spine in order, and whether each is linear."""
        refs = self.package.iterfind(f".//{{{OPF}}}itemref")
        pairs = ((self.items.get(ref.get("idref", "")), ref.get("linear") != "no") for ref in refs)
        return tuple((item, linear) for item, linear in pairs if item is not None)

    @cached_property
    def _order(self) -> dict[str, int]:
        """Where in the spine each page first stands."""
        return {item.path: number for number, (item, _) in reversed(list(enumerate(self.spine)))}

    @cached_property
    def navigation(self) -> Document | None:
        """The navigation document."""
        items = (item for item in self.items.values() if "nav" in item.properties)
        return next((self.documents[item.path] for item in items if item.path in self.documents), None)

    def metadata(self, path: str, **variables: Any) -> list[etree._Element]:
        """Elements of the metadata, by XPath from the metadata element; `variables` are those of the path."""
        tops = self.package.iterfind(f"{{{OPF}}}metadata")
        return [found for top in tops for found in top.xpath(path, namespaces=NAMES, **variables)]

    def nav(self, kind: str) -> etree._Element | None:
        """The nav element of a kind (`toc`, `landmarks`, `page-list`)."""
        if self.navigation is None:
            return None
        navs = self.navigation.find("//h:nav")
        return next((nav for nav in navs if kind in nav.get(EPUB_TYPE, "").split()), None)

    def nav_links(self, kind: str) -> list[etree._Element]:
        """The links of the nav element of a kind, in order."""
        nav = self.nav(kind)
        return [] if nav is None else list(nav.iter(f"{{{XHTML}}}a"))

    def position(self, path: str, fragment: str) -> tuple[int, int] | None:
        """Where in reading order a target stands: its place in the spine and in its document; None if nowhere."""
        document = self.documents.get(path)
        if path not in self._order or document is None or (fragment and fragment not in document.ids):
            return None
        return self._order[path], document.ids[fragment][0] if fragment else 0

    def pages(self) -> Iterator[Document]:
        """The documents of the spine in reading order."""
        yield from (self.documents[item.path] for item, _ in self.spine if item.path in self.documents)


def resolve(base: str, href: str) -> tuple[str, str] | None:
    """The member and the fragment a link in `base` leads to; None for a link out of the book.

    >>> resolve("EPUB/a.xhtml", "b%20c.xhtml#d")
    ('EPUB/b c.xhtml', 'd')
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))) if parts.path else base
    return path, unquote(parts.fragment)


def open_publication(file: Path) -> Publication:
    """Open an EPUB.

    Raises:
        SourceError: it can't be read, is no EPUB, or unpacks to more than the limits.
    """
    if not file.is_file():
        raise SourceError(f"there is no file {file}", hint="build the book first")
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_bomb(file, archive)
            return _read(file, archive)
    except _DAMAGED as damage:
        reason = str(damage) or type(damage).__name__
        raise SourceError(f"{file} is not an EPUB, or a damaged one: {reason}", hint=_BUILD_AGAIN) from None
    except OSError as failure:
        raise SourceError(f"can't read {file}: {failure.strerror}", hint="check the name and your rights") from None


def _refuse_bomb(file: Path, archive: zipfile.ZipFile) -> None:
    """Stop at an archive that would fill the memory; what a member is said to unpack to is also what is read of it."""
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or size > MOST_BYTES:
        message = f"{file} unpacks to {len(members):,} files of {size:,} bytes: more than any book needs"
        raise SourceError(message, hint="don’t open it: an archive like this is made to fill a disk")


def _read(file: Path, archive: zipfile.ZipFile) -> Publication:
    members = tuple(archive.infolist())
    container = _required(file, archive, CONTAINER)
    rootfile = next(container.iterfind(".//c:rootfile", NAMES), None)
    package_path = rootfile.get("full-path", "") if rootfile is not None else ""
    package = _required(file, archive, package_path)
    items = {item.id: item for item in _items(package, package_path)}
    names = {member.filename for member in members}
    documents: dict[str, Document] = {}
    unreadable: list[tuple[str, str]] = []
    for path in {item.path: None for item in items.values() if item.media_type == CONTENT and item.path in names}:
        root = read_xml(_bytes(archive, path))
        if isinstance(root, str):
            unreadable.append((path, root))
        else:
            documents[path] = Document(path, root, _ids(root))
    sheets = {i.path: _bytes(archive, i.path).decode("utf-8", "replace") for i in items.values() if _is_sheet(i, names)}
    kept = {"mimetype", *(i.path for i in items.values() if i.media_type == "application/x-dtbncx+xml")} & names
    others = {name: _bytes(archive, name) for name in kept}
    return Publication(file, members, package_path, package, items, documents, sheets, tuple(unreadable), others)


def _required(file: Path, archive: zipfile.ZipFile, name: str) -> etree._Element:
    """The root of a member without which there is no EPUB."""
    try:
        root = read_xml(_bytes(archive, name))
    except KeyError:
        raise SourceError(f"{file} is not an EPUB: it has no {name or 'package document'}", hint=_BUILD_AGAIN) from None
    if isinstance(root, str):
        raise SourceError(f"{file} can’t be read: {name}: {root}", hint=_BUILD_AGAIN)
    return root


def _bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    size = archive.getinfo(name).file_size
    if size > LARGEST_PAGE:
        hint = "divide it into several"
        raise SourceError(f"{archive.filename}: {name} has {size:,} bytes: no reading system opens it", hint=hint)
    return archive.read(name)


def read_xml(raw: bytes) -> etree._Element | str:
    """The root of an XML document, or what is wrong with it; entities are not expanded, the network is not asked."""
    try:
        return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as fault:
        return str(fault).removesuffix(" (<string>, line 0)").replace("<string>, ", "")


def _items(package: etree._Element, package_path: str) -> Iterator[Item]:
    for element in package.iterfind(f".//{{{OPF}}}item"):
        target = resolve(package_path, element.get("href", ""))
        if target is not None:
            properties = frozenset(element.get("properties", "").split())
            yield Item(element.get("id", ""), target[0], element.get("media-type", ""), properties)


def _is_sheet(item: Item, names: set[str]) -> bool:
    return item.media_type == "text/css" and item.path in names


def _ids(root: etree._Element) -> dict[str, tuple[int, etree._Element]]:
    ids: dict[str, tuple[int, etree._Element]] = {}
    for number, element in enumerate(root.iter(etree.Element)):
        if (name := element.get("id")) is not None:
            ids.setdefault(name, (number, element))
    return ids
