"""The locator: which chapter of the book a place in a source belongs to, where a source may hold several."""

from __future__ import annotations

from bisect import bisect_right

from msgspec import Struct

from ..document import Book, Chapter
from ..tree import Block, Break, Figure, leaf_span, leaves


class Locator(Struct, frozen=True):
    """The chapters by file, with the offsets in its cleaned text where they begin; the first begins with the file."""

    chapters: dict[str, tuple[Chapter, ...]]
    starts: dict[str, tuple[int, ...]]

    def chapter(self, file: str, offset: int) -> Chapter:
        """The chapter that holds a character of the cleaned text of a file."""
        return self.chapters[file][bisect_right(self.starts[file], offset) - 1]


def make_locator(book: Book) -> Locator:
    """The locator of a book."""
    chapters = book.by_source()
    return Locator(chapters, {file: (0, *map(_start, parts[1:])) for file, parts in chapters.items()})


def _start(chapter: Chapter) -> int:
    """Where a chapter begins: with its title, or else with its first words."""
    return min((*(mark.span.start for mark in chapter.marks), *(_first(block) for block in chapter.blocks[:1])))


def _first(block: Block) -> int:
    if isinstance(block, Break | Figure):
        return block.span.start
    return next((span.start for leaf in leaves((block,)) if (span := leaf_span(leaf)) is not None), 0)


def paragraph_starts(chapter: Chapter) -> tuple[int, ...]:
    """Where each block of a chapter begins in the cleaned text: the place of ¶ 1, ¶ 2 … in order."""
    return tuple(_first(block) for block in chapter.blocks)
