"""Rules for the ways through a book: spine, table of contents, landmarks, page list, NCX."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Fault, Rule
from ..publication import EPUB_TYPE, NAMES, Document, Publication, parse_xml, resolve

_NOT_LISTED = frozenset("cover titlepage halftitlepage toc frontispiece epigraph dedication copyright-page".split())
"""Pages that a table of contents may leave out."""


def _has_nav(publication: Publication) -> Iterator[Fault]:
    if publication.package.get("version", "").startswith("3"):
        if publication.nav("toc") is None:
            yield Fault(publication.package_path, "has no navigation document with a table of contents")
        elif publication.nav("landmarks") is None:
            yield Fault(_nav(publication).path, "has no landmarks")


def _landmarks(publication: Publication) -> Iterator[Fault]:
    links = publication.nav_links("landmarks")
    kinds = {kind for link in links for kind in link.get(EPUB_TYPE, "").split()}
    if links and not {"bodymatter", "toc"} <= kinds:
        missing = sorted({"bodymatter", "toc"} - kinds)
        yield Fault(_nav(publication).path, f"has no landmark for {' and '.join(missing)}")
    for link in links:
        if not link.get(EPUB_TYPE):
            yield Fault(_nav(publication).place(link), f"the landmark “{_words(link)}” says no epub:type")


def _targets(publication: Publication) -> Iterator[Fault]:
    """Links of the navigation that lead nowhere, or back in the book."""
    for kind in ("toc", "page-list", "landmarks"):
        last = (-1, -1)
        for link in publication.nav_links(kind):
            target = resolve(_nav(publication).path, link.get("href", ""))
            position = publication.position(*target) if target else None
            place = _nav(publication).place(link)
            if position is None and link.get("href"):
                yield Fault(place, f"the entry “{_words(link)}” of the {kind} leads to no place in the reading order")
            elif position is not None and kind != "landmarks":
                if position < last:
                    yield Fault(place, f"the entry “{_words(link)}” of the {kind} stands before the one above it")
                last = position


def _complete(publication: Publication) -> Iterator[Fault]:
    """Pages of the reading order that the table of contents passes over."""
    if publication.nav("toc") is None:
        return
    listed = {t[0] for a in publication.nav_links("toc") if (t := resolve(_nav(publication).path, a.get("href", "")))}
    for item, linear in publication.spine:
        document = publication.documents.get(item.path)
        if linear and item.path not in listed and document is not None and not _may_be_unlisted(document):
            yield Fault(item.path, "is part of the reading order, but not of the table of contents")


def _may_be_unlisted(document: Document) -> bool:
    tops = document.find("/h:html/h:body | /h:html/h:body/* | //h:nav")
    return any(_NOT_LISTED & set(top.get(EPUB_TYPE, "").split()) for top in tops)


def _reachable(publication: Publication) -> Iterator[Fault]:
    linked = {
        target[0]
        for document in publication.documents.values()
        for a in document.find("//h:a[@href]")
        if (target := resolve(document.path, a.get("href", ""))) and target[0] != document.path
    }
    spine = {item.path for item, _ in publication.spine}
    for item, linear in publication.spine:
        if not linear and item.path not in linked:
            yield Fault(item.path, "stands outside the reading order, and no link leads to it")
    for path in publication.documents:
        if path not in spine and path in linked:
            yield Fault(path, "is linked to, but not in the spine")


def _pages(publication: Publication) -> Iterator[Fault]:
    """Page breaks against the page list."""
    breaks = {
        (document.path, element.get("id", "")): document.place(element)
        for document in publication.pages()
        for element in document.find("//*[@epub:type='pagebreak' or @role='doc-pagebreak']")
    }
    links = publication.nav_links("page-list")
    listed = {target for link in links if (target := resolve(_nav(publication).path, link.get("href", "")))}
    if breaks and not links:
        yield Fault(
            next(iter(breaks.values())), f"is the first of {len(breaks)} page breaks, but there is no page list"
        )
    elif links:
        yield from (
            Fault(at, "is a page break that the page list leaves out")
            for key, at in breaks.items()
            if key not in listed
        )
        sources = publication.metadata("opf:meta[@property='pageBreakSource' or @property='source-of'] | dc:source")
        if not sources:
            yield Fault(publication.package_path, "has a page list, and does not say whose pages they are")
    labels = [_words(link) for link in links]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        yield Fault(_nav(publication).path, f"lists page {label} more than once")


def _ncx(publication: Publication) -> Iterator[Fault]:
    for item in publication.items.values():
        if item.media_type != "application/x-dtbncx+xml" or item.path not in publication.others:
            continue
        points = parse_xml(publication.others[item.path]).xpath("//ncx:navPoint", namespaces=NAMES)
        for point in points:
            source = point.xpath("string(ncx:content/@src)", namespaces=NAMES)
            target = resolve(item.path, source)
            if target is None or publication.position(*target) is None:
                yield Fault(f"{item.path}:{point.sourceline}", f"“{source}” leads to no place in the reading order")
        shown = [_words(link) for link in publication.nav_links("toc")]
        told = [" ".join(p.xpath("string(ncx:navLabel)", namespaces=NAMES).split()) for p in points]
        if lost := [label for label in shown if label not in told]:
            yield Fault(item.path, f"leaves out what the table of contents lists: “{lost[0]}”")


def _nav(publication: Publication) -> Document:
    assert publication.navigation is not None
    return publication.navigation


def _words(link: object) -> str:
    return " ".join("".join(link.itertext()).split())  # type: ignore[attr-defined]


RULES = (
    Rule("nav.missing", "error", "add the nav: reading systems show it as contents and jump by it", _has_nav),
    Rule("nav.landmarks", "warning", "name at least where the text begins and the contents", _landmarks),
    Rule("nav.targets", "error", "let every entry lead to a page of the spine, in the order of the book", _targets),
    Rule("nav.complete", "warning", "list the page: readers find it by leafing alone", _complete),
    Rule("spine.reachable", "error", "link to the page, or make it part of the reading order", _reachable),
    Rule("pages.list", "warning", "list every page break once, and name the edition (pageBreakSource)", _pages),
    Rule("nav.ncx", "warning", "let the NCX list the same entries: old reading systems know nothing else", _ncx),
)
