"""EPUB package: what the package document and the navigation of an EPUB 2 or 3 say of it: pages in order, their kinds.

EPUB 3.3, Packages; OPF 2.0.1 for `guide` and NCX.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from ...errors import SourceError
from ...markup import SET_IN, About
from ..archive import Archive
from ..hypertext.parsing import parse_xhtml
from ..hypertext.vocabulary import Element, kinds, words_of
from ..safe_xml import parse_xml

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"))
_FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Algorithms that make fonts unreadable alone: their pages are open."""

_HINT = "make the EPUB anew with the program that made it"


class Package(Struct, frozen=True):
    """An EPUB: its pages by their names in the container, in reading order, and its style sheets.

    `kinds` are those that landmarks give pages, in the terms of EPUB 3; `titles` those that the contents give them;
    `pages` the labels of the places (`name#id`) where pages of print begin.
    """

    about: About
    spine: tuple[str, ...]
    sheets: tuple[str, ...]
    navigation: str
    kinds: Mapping[str, frozenset[str]]
    titles: Mapping[str, str]
    pages: Mapping[str, str]


def read_package(archive: Archive) -> Package:
    """Read the package document of a container, and its navigation.

    Raises:
        SourceError: one that has to be there is missing or damaged, or its pages are locked.
    """
    _refuse_locks(archive)
    where = next(_container(archive), None)
    if where is None:
        raise SourceError("the EPUB does not say where its package is", hint=_HINT, place=archive.name)
    root = _without_namespaces(parse_xml(archive.read(where), archive.name, where))
    base = posixpath.dirname(where)
    items = {i.get("id", ""): i for i in root.iter("item") if i.get("href")}
    names = {key: inner_name(base, item.get("href", "")) for key, item in items.items()}
    spine = tuple(_spine(archive, root, items, names))
    if not spine:
        raise SourceError("the EPUB lists no page that can be read", hint=_HINT, place=archive.name)
    navigation = next((names[k] for k, i in items.items() if "nav" in i.get("properties", "").split()), "")
    ncx = next((names[k] for k, i in items.items() if i.get("media-type") == "application/x-dtbncx+xml"), "")
    said: dict[str, frozenset[str]] = {}
    titles: dict[str, str] = {}
    pages: dict[str, str] = {}
    for reference in root.iter("reference"):
        _note_kind(said, inner_name(base, reference.get("href", "")), reference.get("type", ""))
    if navigation in archive:
        _read_navigation(archive, navigation, said, titles, pages)
    if ncx in archive and not titles:
        _read_ncx(archive, ncx, titles, pages)
    sheets = tuple(names[k] for k, i in items.items() if i.get("media-type") == "text/css" and names[k] in archive)
    return Package(_about(root), spine, sheets, navigation, said, titles, pages)


def inner_name(base: str, href: str) -> str:
    """The place in the container, `name` or `name#id`, that a link from a folder of it leads to."""
    path, sharp, name = href.partition("#")
    inside = posixpath.normpath(posixpath.join(base, unquote(path))) if path else base
    return f"{inside}{sharp}{unquote(name)}"


def _refuse_locks(archive: Archive) -> None:
    if _LOCKS not in archive:
        return
    root = _without_namespaces(parse_xml(archive.read(_LOCKS), archive.name, _LOCKS))
    for method in root.iter("EncryptionMethod"):
        holder = method.getparent()
        if holder is not None and holder.tag == "EncryptedData" and method.get("Algorithm") not in _FONT_LOCKS:
            raise SourceError(
                "the EPUB is locked (it has digital rights management)",
                hint="ask its publisher for a copy without a lock",
                place=archive.name,
            )


def _container(archive: Archive) -> Iterator[str]:
    if _CONTAINER in archive:
        root = _without_namespaces(parse_xml(archive.read(_CONTAINER), archive.name, _CONTAINER))
        yield from (path for file in root.iter("rootfile") if (path := file.get("full-path", "")) in archive)
    yield from (name for name in archive.members if name.endswith(".opf"))


def _spine(archive: Archive, root: Element, items: Mapping[str, Element], names: Mapping[str, str]) -> Iterator[str]:
    """The pages in reading order, those that stand beside it (notes in pop-ups) after the others."""
    references = sorted(root.iter("itemref"), key=lambda reference: reference.get("linear") == "no")
    keys = dict.fromkeys(reference.get("idref", "") for reference in references)
    for key in keys:
        if key in items and names[key] in archive and items[key].get("media-type") in _PAGES:
            yield names[key]


def _about(root: Element) -> About:
    def said(name: str) -> list[str]:
        return [words for element in root.iter(name) if (words := words_of(element))]

    others = {refined.get("refines", "")[1:] for refined in root.iter("meta") if _is_other(refined)}
    authors = [
        words_of(creator)
        for creator in root.iter("creator")
        if creator.get("id", "-") not in others and creator.get("role", "aut") == "aut"
    ]
    language = next(iter(said("language")), "").replace("_", "-")
    dates = [e for e in root.iter("date") if words_of(e) and e.get("event", "publication") != "modification"]
    return About(
        next(iter(said("title")), ""),
        tuple(dict.fromkeys(filter(None, authors))),
        words_of(dates[0]) if dates else "",
        "" if language.lower() in {"und", "un"} else language,
        is_set=any(meta.get("name") == SET_IN for meta in root.iter("meta")),
    )


def _is_other(meta: Element) -> bool:
    """Whether metadata says that a creator is not an author."""
    return meta.get("property") == "role" and words_of(meta) not in {"aut", ""}


def _note_kind(said: dict[str, frozenset[str]], place: str, kind: str) -> None:
    """`kind` of the page; the terms of `guide` are written as those of EPUB 3."""
    page = place.partition("#")[0]
    said[page] = said.get(page, frozenset()) | frozenset(kind.lower().replace("title-page", "titlepage").split())


def _read_navigation(
    archive: Archive, name: str, said: dict[str, frozenset[str]], titles: dict[str, str], pages: dict[str, str]
) -> None:
    base = posixpath.dirname(name)
    for nav in parse_xhtml(archive.read(name), archive.name, name)[0].iter("nav"):
        for link in nav.iter("a"):
            place = (
                name + link.get("href", "")
                if link.get("href", "#")[:1] == "#"
                else inner_name(base, link.get("href", ""))
            )
            if "landmarks" in kinds(nav):
                _note_kind(said, place, " ".join(kinds(link)))
            elif {"page-list", "pagelist"} & kinds(nav):
                pages.setdefault(place, words_of(link))
            elif "toc" in kinds(nav):
                titles.setdefault(place.partition("#")[0], words_of(link))


def _read_ncx(archive: Archive, name: str, titles: dict[str, str], pages: dict[str, str]) -> None:
    base = posixpath.dirname(name)
    root = _without_namespaces(parse_xml(archive.read(name), archive.name, name))
    for point in root.iter("navPoint", "pageTarget"):
        label, content = next(point.iter("text"), None), next(point.iterchildren("content"), None)
        if label is None or content is None:
            continue
        place = inner_name(base, content.get("src", ""))
        if point.tag == "pageTarget":
            pages.setdefault(place, words_of(label))
        else:
            titles.setdefault(place.partition("#")[0], words_of(label))


def _without_namespaces(root: Element) -> Element:
    for element in root.iter(etree.Element):
        element.tag = str(element.tag).rpartition("}")[2]
        for attribute in list(element.attrib):
            space, _, local = str(attribute).rpartition("}")
            if space and local not in element.attrib:
                element.set(local, element.attrib.pop(attribute))
    return root
