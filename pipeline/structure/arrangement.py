"""Arrangement: what can be read in a text only once its notes have left it, and what would hide them from it.

A numbered paragraph may be an item of a list or the text of a note; an underscore may stand beside a call.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from ..document import Chapter, Note
from ..tree import Block
from .correspondence import gather_letters
from .doubts import ask_about_forms
from .emphasis import read_emphasis
from .lists import gather_lists
from .pages import read_pages
from .phrases import read_declared_inlines
from .quotations import gather_quotations, page_of


def arrange(chapter: Chapter, off: frozenset[str] = frozenset()) -> Chapter:
    """The chapter with lists, letters, quotations, emphasis and the pages of its source, but for what is off.

    What may have another form and was read as plain paragraphs is a query.
    """
    if chapter.cleaned.source.declares_blocks:
        return read_pages(read_declared_inlines(chapter))
    for name, read in _READERS:
        chapter = chapter if name in off else read(chapter)
    return ask_about_forms(chapter, off)


def _read_lists(chapter: Chapter) -> Chapter:
    return _gather(chapter, lambda blocks: gather_lists(blocks, chapter.cleaned.text))


def _read_letters(chapter: Chapter) -> Chapter:
    return _gather(chapter, gather_letters)


def _read_quotations(chapter: Chapter) -> Chapter:
    page = page_of(chapter.cleaned.text)
    return _gather(chapter, lambda blocks: gather_quotations(blocks, page))


def _gather(chapter: Chapter, gather: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Chapter:
    """The chapter with its blocks gathered, and those of its notes; the first of a note stays the paragraph it is."""

    def gather_note(note: Note) -> Note:
        if note.origin == "editor":
            return note
        blocks = gather(note.blocks)
        is_whole = blocks[:1] == note.blocks[:1]
        return replace(note, blocks=blocks if is_whole else (*note.blocks[:1], *gather(note.blocks[1:])))

    return replace(
        chapter,
        blocks=gather(chapter.blocks),
        notes=tuple(map(gather_note, chapter.notes)),
        orphans=tuple(map(gather_note, chapter.orphans)),
    )


_READERS = (
    ("read.lists", _read_lists),
    ("read.letters", _read_letters),
    ("read.quotations", _read_quotations),
    ("read.emphasis", read_emphasis),
    ("read.pages", read_pages),
)
