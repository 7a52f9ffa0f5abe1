"""Pagination: the pages of a print edition, marked where each begins, so that every reader can cite them.

A mark stands before the first whole word of its page, and takes or moves no letter.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from .document import Book
from .ledger import Span
from .scripts import letters
from .tree import (
    Block,
    Inline,
    Link,
    NoteRef,
    PageBreak,
    Phrase,
    Str,
    TermRef,
    flatten,
    leaves,
    map_inlines,
    paragraphs,
    part_of,
    plain_text,
    words_of,
)

Point = tuple[int, str]
"""A place in a paragraph, in characters, and the label of the page that begins there."""

_WORD = re.compile(r"\S+")


class PageStart(Struct, frozen=True):
    """Where a page begins: `letters` letters and digits into the words of the element whose id is `stream`."""

    label: str
    stream: str
    letters: int


class Pagination(Struct, frozen=True):
    """The pages of an edition in their order, and what edition that is, in words."""

    source: str = ""
    starts: tuple[PageStart, ...] = ()

    def before(self, stream: str) -> tuple[str, ...]:
        """The labels of pages that begin with an element."""
        return tuple(start.label for start in self.starts if start.stream == stream and not start.letters)

    def mark(self, stream: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks of an element with a `PageBreak` where each page begins inside it."""
        starts = deque(start for start in self.starts if start.stream == stream and start.letters)
        if not starts:
            return blocks
        count, left = 0, sum(1 for _ in paragraphs(blocks))

        def mark_paragraph(inlines: tuple[Inline, ...], _: bool) -> tuple[Inline, ...]:
            nonlocal count, left
            before, text = count, plain_text(inlines)
            count, left = count + len(letters(text)), left - 1
            if not starts or (starts[0].letters >= count and left):
                return inlines
            points = list(_points(starts, inlines, before))
            points += [(len(text), starts.popleft().label) for _ in range(0 if left else len(starts))]
            return tuple(_insert(inlines, deque(points)))

        return map_inlines(blocks, mark_paragraph)


def choose_pages(book: Book, starts: tuple[PageStart, ...]) -> Pagination:
    """The pages that our own print edition begins at `starts`, unless the texts have those of their sources."""
    marked = (leaf for chapter in book.chapters for leaf in leaves(chapter.blocks))
    if not starts or any(isinstance(leaf, PageBreak) for leaf in marked):
        return Pagination()
    about = book.manifest.book
    return Pagination(f"{about.title}, PDF edition of {about.date.isoformat()}", starts)


def page_id(label: str) -> str:
    """The id of the mark where a page of our own print edition begins."""
    return f"page-{label}"


def _points(starts: deque[PageStart], inlines: tuple[Inline, ...], before: int) -> Iterator[Point]:
    """The beginnings of words at which the waiting pages begin; `before` letters stand before the paragraph."""
    text, whole = plain_text(inlines), list(_undivided(inlines))
    count, counted = before, 0
    for word in _WORD.finditer(text):
        at = word.start()
        count, counted = count + len(letters(text[counted:at])), at
        if any(start < at < end for start, end in whole):
            continue
        while starts and starts[0].letters <= count:
            yield at, starts.popleft().label
        if not starts:
            return


def _undivided(inlines: tuple[Inline, ...], at: int = 0) -> Iterator[tuple[int, int]]:
    """From where to where links go, which no mark may stand in."""
    for inline in inlines:
        end = at + len(plain_text((inline,)))
        match inline:
            case TermRef() | Link():
                yield at, end
            case Phrase():
                yield from _undivided(inline.children, at)
            case Str() | NoteRef() | PageBreak():
                pass
        at = end


def _insert(inlines: tuple[Inline, ...], points: deque[Point]) -> Iterator[Inline]:
    """The inlines of a paragraph with its marks."""
    yield from _insert_from(inlines, points, 0)
    yield from (PageBreak(label, Span(0, 0)) for _, label in points)


def _insert_from(inlines: tuple[Inline, ...], points: deque[Point], at: int) -> Iterator[Inline]:
    for inline in inlines:
        end = at + len("".join(words_of(leaf) for leaf in flatten((inline,))))
        while points and points[0][0] <= at:
            yield PageBreak(points.popleft()[1], Span(0, 0))
        match inline:
            case Str():
                yield from _divide(inline, points, at)
            case Link() | NoteRef() | TermRef() | PageBreak():
                yield inline
            case Phrase():
                yield replace(inline, children=tuple(_insert_from(inline.children, points, at)))
        at = end


def _divide(leaf: Str, points: deque[Point], at: int) -> Iterator[Inline]:
    done = 0
    while points and points[0][0] < at + len(leaf.text):
        place, label = points.popleft()
        if place - at > done:
            yield part_of(leaf, done, place - at)
        yield PageBreak(label, Span(0, 0))
        done = place - at
    yield part_of(leaf, done, len(leaf.text))
