"""Anchors: every id and every printed note number of a book, made here and nowhere else.

An id is unique in the whole book, so that the same ids serve the many files of the EPUB and the one file of the PDF.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from msgspec import Struct

from .document import Book, Chapter
from .ledger import Span
from .settings import NoteSettings
from .tree import NoteRef, PageBreak, TermRef, first_span, leaves, passages, plain_text

GLOSSARY = "glossary"
NOTES = "notes"
NOTE_ON_THE_TEXT = "note-on-the-text"
COLOPHON = "colophon"
CONTENTS = "contents"
TITLE_PAGE = "titlepage"
IMPRINT = "imprint"

FIRST_WORDS = 12
"""Words that name a paragraph: enough to tell it from the others, and what comes after them can be corrected."""


class Anchor(Struct, frozen=True):
    """An id, and the page (file name without its ending) it stands on."""

    page: str
    id: str


class NoteAnchors(Struct, frozen=True):
    """Where a note stands, what number it bears, and where it is called from, in order."""

    number: str
    note: Anchor
    calls: tuple[Anchor, ...]


class Passage(Struct, frozen=True):
    """A paragraph, heading or stanza: where it stands, and the number of its block in the chapter, as in `¶ 3`."""

    anchor: Anchor
    number: int


class Anchors(Struct, frozen=True, dict=True):
    """All anchors of a book. Notes are keyed by (chapter key, note key), calls by (chapter key, span)."""

    chapters: dict[str, Anchor]
    notes: dict[tuple[str, str], NoteAnchors]
    calls: dict[tuple[str, Span], Anchor]
    terms: dict[str, Anchor]
    uses: dict[tuple[str, str], Anchor]
    """The first linked use of each term in each chapter, by (chapter key, term key)."""
    pages: dict[tuple[str, Span], Anchor]
    """Where each page of a source edition begins, by (chapter key, span)."""
    passages: dict[tuple[str, Span], Passage]
    """What can be cited of a chapter's text, by (chapter key, first span)."""

    def uses_of(self, term: str) -> list[tuple[str, Anchor]]:
        """(chapter key, anchor) of each chapter's first linked use of a term, in the order of the book."""
        return self._by_term.get(term, [])

    @cached_property
    def _by_term(self) -> dict[str, list[tuple[str, Anchor]]]:
        found: dict[str, list[tuple[str, Anchor]]] = {}
        for (chapter, key), anchor in self.uses.items():
            found.setdefault(key, []).append((chapter, anchor))
        return found


def make_anchors(book: Book) -> Anchors:
    """Name everything in the book that can be linked to."""
    chapters = {c.key: Anchor(f"chapter-{n}", f"ch{n}") for n, c in enumerate(book.chapters, 1)}
    calls: dict[tuple[str, Span], Anchor] = {}
    notes: dict[tuple[str, str], NoteAnchors] = {}
    uses: dict[tuple[str, str], Anchor] = {}
    pages: dict[tuple[str, Span], Anchor] = {}
    cited: dict[tuple[str, Span], Passage] = {}
    for chapter, numbers in zip(book.chapters, _numbers(book, book.manifest.book.notes), strict=True):
        here = chapters[chapter.key]
        by_note: dict[str, list[Anchor]] = defaultdict(list)
        labels: Counter[str] = Counter()
        beside = NOTES if book.manifest.book.notes.placement == "book" else here.page
        for page, ref in _leaves_of(chapter, here.page, beside):
            match ref:
                case NoteRef():
                    nth = len(by_note[ref.key]) + 1
                    suffix = f"-{nth}" if nth > 1 else ""
                    anchor = Anchor(page, f"{here.id}-ref-{_safe(ref.key)}{suffix}")
                    by_note[ref.key].append(anchor)
                    calls[chapter.key, ref.span] = anchor
                case TermRef():
                    uses.setdefault((chapter.key, ref.key), Anchor(page, f"{here.id}-use-{ref.key}"))
                case PageBreak():
                    labels[ref.label] += 1
                    suffix = f"-{labels[ref.label]}" if labels[ref.label] > 1 else ""
                    pages[chapter.key, ref.span] = Anchor(page, f"{here.id}-page-{_safe(ref.label)}{suffix}")
                case _:
                    pass
        cited |= {(chapter.key, span): passage for span, passage in _passages(chapter, here)}
        for note in (*chapter.notes, *chapter.orphans):
            anchor = Anchor(beside, f"{here.id}-note-{_safe(note.key)}")
            notes[chapter.key, note.key] = NoteAnchors(numbers[note.key], anchor, tuple(by_note[note.key]))
    terms = {term.key: Anchor(GLOSSARY, f"term-{term.key}") for term in book.terms}
    return Anchors(chapters, notes, calls, terms, uses, pages, cited)


def _numbers(book: Book, settings: NoteSettings) -> Iterator[dict[str, str]]:
    """For each chapter, the number that each note bears; a note that nothing calls keeps its label.

    Notes that the book omits take no number. Signs and letters stay, for they tell one apparatus from another: the
    author's notes from an editor's.
    """
    counter = 0
    for chapter in book.chapters:
        if settings.numbering == "chapter":
            counter = 0
        numbers = {note.key: note.label for note in chapter.orphans}
        for note in chapter.notes:
            counts = note.label[:1].isdigit() and settings.numbering != "source"
            counter += counts and (bool(note.blocks) or settings.missing != "omit")
            numbers[note.key] = str(counter) if counts else note.label
        yield numbers


def _leaves_of(chapter: Chapter, main: str, beside: str) -> Iterator[tuple[str, object]]:
    """Every leaf of a chapter with the page it stands on: `main`, or that of the notes, `beside`."""
    yield from ((main, leaf) for leaf in leaves(chapter.blocks))
    for note in (*chapter.notes, *chapter.orphans):
        yield from ((beside, leaf) for leaf in leaves(note.blocks))


def _passages(chapter: Chapter, here: Anchor) -> Iterator[tuple[Span, Passage]]:
    """The passages of a chapter. Their ids come from their own first words, so that an edit elsewhere changes none."""
    alike: Counter[str] = Counter()
    for number, block in enumerate(chapter.blocks, 1):
        for inlines in passages(block):
            if (span := first_span(inlines)) is not None:
                found = islice(re.finditer(r"\w+", plain_text(inlines).casefold()), FIRST_WORDS)
                words = " ".join(word.group() for word in found)
                name = hashlib.sha256(words.encode()).hexdigest()[:6]
                alike[name] += 1
                suffix = f"-{alike[name]}" if alike[name] > 1 else ""
                yield span, Passage(Anchor(here.page, f"{here.id}-p-{name}{suffix}"), number)


def _safe(key: str) -> str:
    return re.sub(r"[^\w-]", "_", key)


def duplicate_ids(anchors: Anchors) -> list[str]:
    """The ids that were given twice; none, if all is well."""
    every = [
        *(a.id for a in anchors.chapters.values()),
        *(a.note.id for a in anchors.notes.values()),
        *(a.id for a in anchors.calls.values()),
        *(a.id for a in anchors.terms.values()),
        *(a.id for a in anchors.uses.values()),
        *(a.id for a in anchors.pages.values()),
        *(p.anchor.id for p in anchors.passages.values()),
    ]
    return [name for name, count in Counter(every).items() if count > 1]
