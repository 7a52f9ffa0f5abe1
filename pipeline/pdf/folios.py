"""Folios: the pages that the uses of each term lie on, read from the layout, and printed in the glossary as ranges.

The words of a chapter stand on its pages in the order of the tree, as the gate proves; so the letters before a use say
on which page it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..anchors import NOTE_ON_THE_TEXT, Anchor
from ..document import Chapter
from ..pagination import PageStart, letters
from ..rendering import Folios
from ..templating import Setting
from ..tree import Block, Str, TermRef, leaves, words_of
from .numbering import Run

Places = dict[str, dict[int, Anchor | None]]
"""By term: each page it is used on, with a link on that page to its entry, if there is one."""

Turns = tuple[tuple[int, int], ...]
"""On which page a stream of words goes on: (letters before, folio)."""


def find_folios(setting: Setting, run: Run) -> dict[str, tuple[Folios, ...]]:
    """The pages each term is used on, those that follow each other as one range."""
    places: Places = defaultdict(dict)
    turns = {
        name: tuple((count, page + start) for count, page in stream)
        for _, start, part in run.parts
        for name, stream in part.streams.items()
    }
    for chapter, owner, blocks in _parts(setting):
        for key, page, anchor in _uses(setting, chapter, blocks, turns.get(owner, ())):
            places[key][page] = places[key].get(page) or anchor
    return {key: tuple(_ranges(pages)) for key, pages in places.items()}


def page_starts(setting: Setting, run: Run, pages: Iterable[str]) -> tuple[PageStart, ...]:
    """Where each page begins: before an element that it opens with, or so many letters into one that goes on.

    `pages` are the ids of the pages of the book. A page that goes on with the contents, the colophon or an entry of
    the glossary, and begins none, has no beginning that could be named.
    """
    anchors, elements = setting.anchors, frozenset(pages)
    owners = [anchor.id for anchor in anchors.chapters.values()]
    owners += [
        anchors.notes[chapter.key, note.key].note.id
        for chapter in setting.book.chapters
        for note in setting.notes_apart(chapter)
    ]
    terms = {anchor.id for anchor in anchors.terms.values()}
    opening: dict[int, str] = {}
    going_on: dict[int, PageStart] = {}
    entries: dict[int, str] = {}
    for _, start, part in run.parts:
        for name, place in part.places.items():
            if name in elements:
                opening.setdefault(start + place.page, name)
            elif name in terms:
                entries.setdefault(start + place.page, name)
        for owner in (*owners, NOTE_ON_THE_TEXT):
            for count, page in part.streams.get(owner, ()):
                going_on.setdefault(start + page, PageStart(str(start + page), owner, count))
    numbered = sorted(opening.keys() | going_on.keys() | entries.keys())
    return tuple(
        PageStart(str(n), opening[n], 0) if n in opening else going_on.get(n) or PageStart(str(n), entries[n], 0)
        for n in numbered
    )


def _parts(setting: Setting) -> Iterator[tuple[Chapter, str, tuple[Block, ...]]]:
    anchors = setting.anchors
    for chapter in setting.book.chapters:
        yield chapter, anchors.chapters[chapter.key].id, chapter.blocks
        for note in (*chapter.notes, *chapter.orphans):
            yield chapter, anchors.notes[chapter.key, note.key].note.id, note.blocks


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A leaf with the number of letters before it."""

    start: int
    text: str
    before: int
    ref: TermRef | None


def _uses(
    setting: Setting, chapter: Chapter, blocks: tuple[Block, ...], turns: Turns
) -> Iterator[tuple[str, int, Anchor | None]]:
    """Each use in some blocks: its term, its page, and its anchor if it is the one in the chapter that has one."""
    read = list(_leaves(blocks))
    starts = [leaf.start for leaf in read]
    counts = [count for count, _ in turns]
    for term in setting.book.terms:
        for use in term.uses:
            at = bisect_right(starts, use.span.start) - 1
            if use.chapter != chapter.key or at < 0 or use.span.start >= read[at].start + len(read[at].text):
                continue
            leaf = read[at]
            letter = leaf.before + len(letters(leaf.text[: use.span.start - leaf.start]))
            turn = bisect_right(counts, letter) - 1
            if turn >= 0:
                linked = leaf.ref is not None and leaf.ref.nth == 1
                anchor = setting.anchors.uses.get((chapter.key, term.key)) if linked else None
                yield term.key, turns[turn][1], anchor


def _leaves(blocks: tuple[Block, ...]) -> Iterator[_Leaf]:
    count = 0
    for leaf in leaves(blocks):
        text = words_of(leaf)
        match leaf:
            case Str() if leaf.span is not None:
                yield _Leaf(leaf.span.start, text, count, None)
            case TermRef() if leaf.child.span is not None:
                yield _Leaf(leaf.child.span.start, text, count, leaf)
            case _:
                pass
        count += len(letters(text))


def _ranges(pages: dict[int, Anchor | None]) -> Iterator[Folios]:
    """`3, 7–9` from 3, 7, 8 and 9; each leads to the first link on its pages."""
    run: list[int] = []
    for page in sorted(pages):
        if run and page != run[-1] + 1:
            yield _range(run, pages)
            run = []
        run.append(page)
    if run:
        yield _range(run, pages)


def _range(run: list[int], pages: dict[int, Anchor | None]) -> Folios:
    anchors: Iterable[Anchor] = (anchor for page in run if (anchor := pages[page]) is not None)
    return Folios(run[0], run[-1], next(iter(anchors), None))
