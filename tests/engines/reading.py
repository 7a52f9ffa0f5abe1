"""What a reading engine makes of a book, against the book's own tree and its navigation document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.anchors import make_anchors
from pipeline.document import Book
from pipeline.tree import NoteRef, TermRef, leaves, paragraphs, plain_text
from pipeline.validators.publication import Publication, open_publication, resolve

from . import open_book, open_in

NAVS = {"toc": "toc", "landmarks": "landmarks", "pages": "page-list"}
MOST_ADDED = 300
"""Letters and digits that a pop-up may show besides the text: a number, who wrote the note, where a term is used."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How many pages an engine opened, how many references it showed in a pop-up, and every fault by its place."""

    engine: str
    sections: int
    opened: int
    references: int
    shown: int
    faults: tuple[str, ...]


def read_in_foliate(epub: Path, book: Book) -> Reading:
    """Click every reference of a book in foliate-js; each must show the whole text of its note or entry."""
    publication, wanted = open_publication(epub), wanted_texts(book)
    references = count_references(book)
    shown = 0
    faults: list[str] = []
    with open_in("foliate", epub) as page:
        opened = open_book(page)
        faults += nav_faults(publication, opened)
        paths = [item.path for item, _ in publication.spine]
        for number, path in enumerate(paths):
            for popup in page.evaluate("index => popups(index)", number):
                fault = _popup_fault(popup, wanted)
                if fault:
                    faults.append(f"{path}#{popup['id']}: {fault}")
                shown += fault is None
    if shown > references or shown + len(faults) < references:
        faults.append(f"{shown} references pop up, of {references} in the tree")
    return Reading("foliate-js", len(paths), opened["sections"], references, shown, tuple(faults))


def read_in_epubjs(epub: Path) -> Reading:
    """Display every page of a book in epub.js; each must show all its words."""
    publication = open_publication(epub)
    faults: list[str] = []
    displayed = 0
    with open_in("epubjs", epub) as page:
        opened = open_book(page)
        faults += nav_faults(publication, opened)
        for number, (item, _) in enumerate(publication.spine):
            shown = page.evaluate("index => display(index)", number)
            body = publication.documents[item.path].find("//h:body")[0]
            lost = [text for text in map(_signs, body.itertext()) if text not in _signs(shown["text"])]
            if shown["href"].lstrip("/") != item.path:
                faults.append(f"{item.path}: {shown['href']} is shown instead")
            elif lost and not body.xpath(".//*[@hidden]"):
                faults.append(f"{item.path}: “{lost[0][:40]}” is not shown")
            else:
                displayed += 1
    return Reading("epub.js", len(publication.spine), displayed, 0, 0, tuple(faults))


def wanted_texts(book: Book) -> dict[str, tuple[str, ...]]:
    """The texts that a pop-up must show, by the id of the note or the entry."""
    anchors = make_anchors(book)
    notes = {
        anchors.notes[chapter.key, note.key].note.id: (
            "".join(_signs(plain_text(paragraph.inlines)) for paragraph in paragraphs(note.blocks)),
        )
        for chapter in book.chapters
        for note in chapter.notes
    }
    terms = {
        anchors.terms[term.key].id: (
            _signs(term.headword),
            *(_signs(plain_text(definition.inlines)) for definition in term.definitions),
        )
        for term in book.terms
    }
    return notes | terms


def count_references(book: Book) -> int:
    """How many calls of printed notes and links to the glossary there are in a book's text and notes."""
    explained = book.manifest.book.notes.missing == "explain"
    number = 0
    for chapter in book.chapters:
        printed = {note.key for note in chapter.notes if note.blocks or explained}
        for part in (chapter.blocks, *(note.blocks for note in (*chapter.notes, *chapter.orphans))):
            for leaf in leaves(part):
                number += leaf.key in printed if isinstance(leaf, NoteRef) else isinstance(leaf, TermRef)
    return number


def _popup_fault(popup: dict[str, Any], wanted: Mapping[str, tuple[str, ...]]) -> str | None:
    """What is wrong with a pop-up; nothing if it shows the whole text, and no other."""
    target = (popup["href"] or "").rpartition("#")[2]
    if popup["shown"] is None:
        return "the link is followed, nothing pops up"
    if target not in wanted:
        return f"the link leads to {target or 'nothing'}"
    shown = _signs(popup["shown"])
    if lost := [text for text in wanted[target] if text not in shown]:
        return f"the pop-up lacks “{lost[0][:40]}”"
    if (added := len(shown) - sum(map(len, wanted[target]))) > MOST_ADDED:
        return f"the pop-up shows {added} letters that are not the note’s"
    return None


def nav_faults(publication: Publication, opened: dict[str, Any]) -> Iterator[str]:
    """Where the engine’s table of contents, landmarks and pages are not those of the navigation document."""
    assert publication.navigation is not None
    for name, kind in NAVS.items():
        ours = [
            (" ".join("".join(link.itertext()).split()), resolve(publication.navigation.path, link.get("href", "")))
            for link in publication.nav_links(kind)
        ]
        theirs = [(" ".join(entry["label"].split()), resolve("", entry["href"].lstrip("/"))) for entry in opened[name]]
        if name == "pages" and all(label.isdigit() or label == "NaN" for label, _ in theirs):
            ours, theirs = [("", target) for _, target in ours], [("", target) for _, target in theirs]
        if ours != theirs:
            differing = next((a for a, b in zip(ours, theirs, strict=False) if a != b), None)
            yield f"{kind}: {len(theirs)} entries instead of {len(ours)}, or others: {differing}"


def _signs(text: str) -> str:
    """The letters and digits of a text, which no layout changes."""
    return "".join(filter(str.isalnum, text))
