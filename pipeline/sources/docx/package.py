"""Package: the parts of a DOCX, found by their relations to its main document, with the names that Word gives them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from ...errors import SourceError
from ..archive import Archive, open_archive
from ..safe_xml import parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ALTERNATES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
"""What a document says that was saved as “Strict Open XML”, and what all others say."""

Element = etree._Element


class Relation(Struct, frozen=True):
    """Where a relation leads: a member of the container, or an address outside."""

    kind: str
    target: str
    is_external: bool


class Part(Struct, frozen=True):
    """An XML file of the package, and what it relates to, by id."""

    root: Element
    relations: Mapping[str, Relation]


class Package(Struct, frozen=True):
    """The parts that hold words; `others` by the last word of their kind: `styles`, `footnotes`, `comments`."""

    archive: Archive
    main: Part
    others: Mapping[str, Part]
    properties: Element | None


def open_package(raw: bytes, name: str) -> Package:
    """The package that a file is.

    Raises:
        SourceError: it is no DOCX, or is damaged.
    """
    archive = open_archive(raw, name)
    top = {relation.kind: relation.target for relation in _relations(archive, "").values()}
    path = top.get("officeDocument", "word/document.xml")
    if path not in archive:
        raise SourceError("the file holds no text of Word", hint="save the text again as .docx", place=name)
    main = _part(archive, path)
    wanted = ("styles", "numbering", "footnotes", "endnotes", "comments", "settings")
    others = {
        relation.kind: _part(archive, relation.target)
        for relation in main.relations.values()
        if relation.kind in wanted and not relation.is_external and relation.target in archive
    }
    core = top.get("core-properties", "docProps/core.xml")
    properties = parse_xml(archive.read(core), name, core) if core in archive else None
    return Package(archive, main, others, properties)


def value(parent: Element | None, tag: str, attribute: str = "val") -> str | None:
    """What a child of an element says, or nothing."""
    child = parent.find(W + tag) if parent is not None else None
    return child.get(W + attribute) if child is not None else None


def switch(parent: Element | None, tag: str) -> bool | None:
    """Whether a property is on, or off, or not said."""
    child = parent.find(W + tag) if parent is not None else None
    return None if child is None else child.get(W + "val", "1") not in ("0", "false", "off", "none")


def number(parent: Element | None, tag: str, attribute: str = "val") -> int | None:
    """The whole number that a child of an element gives, or nothing."""
    said = value(parent, tag, attribute)
    return int(said) if said is not None and said.removeprefix("-").isdecimal() and len(said) < 9 else None


def local(element: Element) -> str:
    """The name of an element in its namespace; of a comment or an entity none."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def children(element: Element) -> Iterator[Element]:
    """The elements in an element, of what programs of different age read differently those that new ones read."""
    return element.iterchildren("*") if element.find(_ALTERNATES) is None else _chosen(element)


def _chosen(element: Element) -> Iterator[Element]:
    for child in element.iterchildren("*"):
        if child.tag == _ALTERNATES:
            choice = next((inner for inner in child if local(inner) in ("Choice", "Fallback")), None)
            yield from children(choice) if choice is not None else ()
        else:
            yield child


def _part(archive: Archive, path: str) -> Part:
    raw = archive.read(path)
    for strict, usual in _STRICT:
        raw = raw.replace(strict, usual)
    return Part(parse_xml(raw, archive.name, path), _relations(archive, path))


def _relations(archive: Archive, path: str) -> dict[str, Relation]:
    folder, file = posixpath.split(path)
    listed = posixpath.join(folder, "_rels", f"{file}.rels")
    if listed not in archive:
        return {}
    root = parse_xml(archive.read(listed), archive.name, listed)
    return {entry.get("Id", ""): _relation(entry, folder) for entry in root.iterchildren(_RELATION)}


def _relation(entry: Element, folder: str) -> Relation:
    kind, target = entry.get("Type", "").rpartition("/")[2], entry.get("Target", "")
    if entry.get("TargetMode") == "External":
        return Relation(kind, target, True)
    inner = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
    return Relation(kind, inner, False)
