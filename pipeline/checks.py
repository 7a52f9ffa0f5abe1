"""Checks: the invariants of a book and of its EPUB, read back from the finished files.

A check yields one plain sentence for each thing that is wrong; a file without findings has passed.
"""

from __future__ import annotations

import copy
import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from lxml import etree

from .anchors import CONTENTS, NOTE_ON_THE_TEXT, NOTES, Anchors, duplicate_ids, make_anchors
from .document import Book, Chapter
from .ledger import Span, undo
from .templating import Setting
from .textual_note import write_textual_note
from .tree import Block, Break, NoteRef, leaf_span, leaves, paragraphs, plain_text

_XHTML = "{http://www.w3.org/1999/xhtml}"


def check_book(book: Book, anchors: Anchors | None = None) -> Iterator[str]:
    """The invariants of the tree; each names the chapter it fails in. `anchors` are its own, if they are made."""
    for name, chapters in book.by_source().items():
        cleaned = chapters[0].cleaned
        if undo(cleaned.steps, cleaned.text) != cleaned.source.text:
            yield f"{name}: undoing the ledger does not give the source"
        yield from (f"{name}: {finding}" for finding in _ownership(chapters))
    for chapter in book.chapters:
        name = chapter.settings.title
        keys = {note.key for note in chapter.notes}
        called = {leaf.key for part in _parts([chapter]) for leaf in leaves(part) if isinstance(leaf, NoteRef)}
        yield from (f"{name}: a call of a note that is not there: {key}" for key in sorted(called - keys))
        yield from (f"{name}: nothing calls note {key}" for key in sorted(keys - called))
    yield from (f"the id “{name}” is given twice" for name in duplicate_ids(anchors or make_anchors(book)))


def check_epub(content: bytes, setting: Setting) -> Iterator[str]:
    """Ids, links and words of a finished EPUB against the tree it was made from."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        pages = {name: etree.fromstring(archive.read(name)) for name in names}
        folder = posixpath.dirname(names[0])
        ncx, package = (etree.fromstring(archive.read(f"{folder}/{name}")) for name in ("toc.ncx", "content.opf"))
    yield from _check_pages(pages, folder, setting)
    files = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    spine = [str(files[item.get("idref")]) for item in package.iter("{*}itemref")]
    ordered = {name: pages[f"{folder}/{name}"] for name in spine}
    yield from _check_navigation(ordered, setting, [str(src) for src in ncx.xpath("//@src")])
    note = _words(write_textual_note(setting.book))
    yield from _differences("Note on the Text", note, _shown_words(ordered[setting.file(NOTE_ON_THE_TEXT)]))


def check_web(files: Mapping[str, bytes], setting: Setting) -> Iterator[str]:
    """Ids, links and words of the web edition, its files by name, against the tree it was made from."""
    pages = {name: etree.fromstring(content) for name, content in files.items() if name.endswith(".html")}
    for page in pages.values():
        etree.strip_elements(page, f"{_XHTML}template")
        for link in page.xpath("//*[@href='../index.html']"):
            del link.attrib["href"]  # The landing page is made later.
    yield from _check_pages(pages, "", setting)


def _check_pages(pages: dict[str, etree._Element], folder: str, setting: Setting) -> Iterator[str]:
    ids: dict[str, Counter[str]] = {name: Counter(page.xpath("//@id")) for name, page in pages.items()}
    for name, counts in ids.items():
        yield from (f"{name}: the id “{key}” stands {count} times" for key, count in counts.items() if count > 1)
    for name, page in pages.items():
        yield from _broken_links(name, page, ids)
    anchors = setting.anchors

    def file(page: str) -> str:
        return posixpath.join(folder, setting.file(page))

    for chapter in setting.book.chapters:
        page = pages[file(anchors.chapters[chapter.key].page)]
        parts = (chapter.blocks,) if setting.placement == "book" else _printed(chapter)
        wanted = [word for part in parts for word in _words(part)]
        yield from _differences(chapter.settings.title, wanted, _shown_words(page))
    if file(NOTES) in pages:
        notes = (note for chapter in setting.book.chapters for note in setting.notes_apart(chapter))
        shown = _shown_words(pages[file(NOTES)])
        yield from _differences("Notes", [word for note in notes for word in _words(note.blocks)], shown)
    pages_of_terms = {anchor.page for anchor in anchors.terms.values()}
    entries = {each.get("id"): each for page in pages_of_terms for each in pages[file(page)].iter(etree.Element)}
    for term in setting.book.terms:
        shown = _DEFINITIONS(entries[anchors.terms[term.key].id])
        wanted = [word for definition in term.definitions for word in _split(plain_text(definition.inlines))]
        found = [word for definition in shown for word in _split("".join(definition.itertext()))]
        yield from _differences(f"glossary entry {term.headword}", wanted, found)


def _check_navigation(pages: dict[str, etree._Element], setting: Setting, ncx: list[str]) -> Iterator[str]:
    """Whether the contents and the list of pages lead through the book in its order, and the NCX as they do.

    `pages` are in the order of the spine.
    """
    contents = setting.file(CONTENTS)
    places: dict[str, int] = {}
    for name, page in pages.items():
        for target in (name, *(f"{name}#{key}" for key in page.xpath("//@id"))):
            places[target] = len(places)
    every: list[str] = []
    for role in ("doc-toc", "doc-pagelist"):
        links = [str(href) for href in pages[contents].xpath("//*[@role=$role]//@href", role=role)]
        every += links
        for before, link in pairwise(links):
            if places.get(link, -1) <= places.get(before, -1):
                yield f"{contents}: “{link}” comes after “{before}”, but not in the book"
    if every != ncx:
        yield "toc.ncx does not lead where the contents and the list of pages do"
    marks = [str(mark) for page in pages.values() for mark in page.xpath("//*[@role='doc-pagebreak']/@aria-label")]
    if sorted(marks) != sorted(label for label, _ in setting.page_list()):
        yield "the marks of pages are not those of the list of pages"


def _differences(name: str, wanted: list[str], found: list[str]) -> Iterator[str]:
    """Words lost, added or out of order."""
    if wanted == found:
        return
    lost = list((Counter(wanted) - Counter(found)).elements())
    added = list((Counter(found) - Counter(wanted)).elements())
    if lost or added:
        yield f"{name}: words lost: {lost[:9]}; words added: {added[:9]}"
    else:
        at = next(n for n, (a, b) in enumerate(zip(wanted, found, strict=True)) if a != b)
        yield f"{name}: words out of order from “{' '.join(found[at : at + 6])}” on"


def _ownership(chapters: Sequence[Chapter]) -> Iterator[str]:
    """Every visible character of a source belongs to exactly one leaf or mark, and a leaf's text is what stands there.

    `chapters` are those made of the source; a note that several of them call is printed in each.
    """
    text = chapters[0].cleaned.text
    owned = [mark.span for chapter in chapters for mark in chapter.marks]
    for part in _parts(chapters):
        spans: list[Span] = []
        for leaf in leaves(part):
            if (span := leaf_span(leaf)) is not None:
                spans.append(span)
                if not isinstance(leaf, NoteRef) and span.of(text) != plain_text((leaf,)):
                    yield f"a leaf differs from the text at {span.start}"
        if spans != sorted(spans):
            yield f"the leaves from {spans[0].start} on are out of order"
        owned += spans + [block.span for block in part if isinstance(block, Break)]
    position = 0
    for span in [*sorted(owned), Span(len(text), len(text))]:
        if span.start < position:
            yield f"the characters from {span.start} to {position} are owned twice"
        elif lost := text[position : span.start].strip():
            yield f"nothing owns “{lost[:40]}” at {position}"
        position = max(position, span.end)


def _parts(chapters: Sequence[Chapter]) -> Iterator[tuple[Block, ...]]:
    """The parts of chapters that stand in their source."""
    yield from (chapter.blocks for chapter in chapters)
    notes = {note.key: note for chapter in chapters for note in (*chapter.notes, *chapter.orphans)}
    yield from (note.blocks for note in notes.values() if note.origin == "source")


def _printed(chapter: Chapter) -> Iterator[tuple[Block, ...]]:
    """The parts of a chapter that a reader sees."""
    yield chapter.blocks
    yield from (note.blocks for note in (*chapter.notes, *chapter.orphans))


def _broken_links(name: str, page: etree._Element, ids: dict[str, Counter[str]]) -> Iterator[str]:
    for href in page.xpath("//@href"):
        target, _, fragment = str(href).partition("#")
        if ":" in target or target.endswith(".css"):
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
        if path not in ids or (fragment and fragment not in ids[path]):
            yield f"{name}: the link to “{href}” leads nowhere"


_ADDED = etree.XPath(
    "//*[local-name()='header' or @role='doc-backlink' or @class='call' or @class='edition' or @class='number']"
)
"""What a page adds to the words of the text."""

_DEFINITIONS = etree.XPath(".//*[@class='definition']")


def _shown_words(page: etree._Element) -> list[str]:
    """The words of a chapter's page that are the text's own, without what the edition adds."""
    bare = copy.deepcopy(page)
    for added in _ADDED(bare):
        added.clear(keep_tail=True)
    blocks = bare.iter(*(f"{_XHTML}{tag}" for tag in ("p", "h2", "h3", "h4", "td", "th")))
    return _split("\n".join("".join(block.itertext()) for block in blocks))


def _words(blocks: tuple[Block, ...]) -> list[str]:
    return _split("\n".join(plain_text(paragraph.inlines) for paragraph in paragraphs(blocks)))


def _split(text: str) -> list[str]:
    return re.findall(r"\w+", text)
