"""Folios: the pages that the uses of each term lie on, read from the layout, and printed in the glossary as ranges.

The words of a chapter stand on its pages in the order of the tree, as `words` proves; so the letters before a use say
on which page it is. The glossary stands after the texts, and what it prints moves none of their pages.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from ..anchors import NOTE_ON_THE_TEXT, Anchor
from ..document import Chapter
from ..pagination import PageStart, letters
from ..rendering import Folios
from ..tree import Block, Str, TermRef, leaves, words_of
from .boxes import Word
from .layout import Layout, render
from .words import owned_words

Places = dict[str, dict[int, Anchor | None]]
"""By term: each page it is used on, with a link on that page to its entry, if there is one."""


def with_folios(layout: Layout, modified: datetime.datetime) -> Layout:
    """The book set again, with the pages of their uses in the entries of the glossary."""
    if not layout.setting.book.terms:
        return layout
    setting = replace(layout.setting, folios=find_folios(layout))
    return Layout(setting, render(setting, modified))


def find_folios(layout: Layout) -> dict[str, tuple[Folios, ...]]:
    """The pages each term is used on, those that follow each other as one range."""
    places: Places = defaultdict(dict)
    streams = owned_words(layout)
    for chapter, owner, blocks in _parts(layout):
        for key, page, anchor in _uses(layout, chapter, blocks, streams.get(owner, [])):
            places[key][page] = places[key].get(page) or anchor
    return {key: tuple(_ranges(pages)) for key, pages in places.items()}


def page_starts(layout: Layout) -> tuple[PageStart, ...]:
    """Where each page begins: before an element that it opens with, or so many letters into one that goes on.

    A page that goes on with the contents, the colophon or an entry of the glossary, and begins none, has no beginning
    that could be named.
    """
    elements = [page.id for page in layout.setting.pages()]
    streams = owned_words(layout, NOTE_ON_THE_TEXT)
    anchors = layout.setting.anchors
    texts = [
        owner
        for chapter in layout.setting.book.chapters
        for owner in (
            anchors.chapters[chapter.key].id,
            *(anchors.notes[chapter.key, note.key].note.id for note in layout.setting.notes_apart(chapter)),
        )
    ]
    terms = {anchor.id for anchor in anchors.terms.values()}
    going_on: dict[int, PageStart] = {}
    for owner in (*texts, NOTE_ON_THE_TEXT):
        for page, count in _beginnings(streams.get(owner, [])):
            going_on.setdefault(page, PageStart(_label(page), owner, count))
    starts: list[PageStart | None] = []
    seen: set[str] = set()
    for number, page in enumerate(layout.document.pages):
        new = [name for name in page.anchors if name not in seen]
        seen.update(new)
        opened, entry = (next((name for name in new if name in ids), None) for ids in (elements, terms))
        start = PageStart(_label(number), opened or entry or "", 0)
        starts.append(start if opened else going_on.get(number) or (start if entry else None))
    return tuple(start for start in starts if start is not None)


def _beginnings(stream: list[Word]) -> Iterator[tuple[int, int]]:
    """The pages that a stream of words stands on, each with the number of letters before it."""
    count, last = 0, -1
    for word in stream:
        if word.page != last:
            yield word.page, count
        count, last = count + len(letters(word.text)), word.page


def _label(page: int) -> str:
    """What is printed at the foot of a page, which is counted from 0."""
    return str(page + 1)


def _parts(layout: Layout) -> Iterator[tuple[Chapter, str, tuple[Block, ...]]]:
    anchors = layout.setting.anchors
    for chapter in layout.setting.book.chapters:
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
    layout: Layout, chapter: Chapter, blocks: tuple[Block, ...], stream: list[Word]
) -> Iterator[tuple[str, int, Anchor | None]]:
    """Each use in some blocks: its term, its page, and its anchor if it is the one in the chapter that has one."""
    ends = list(accumulate(len(letters(word.text)) for word in stream))
    read = list(_leaves(blocks))
    starts = [leaf.start for leaf in read]
    for term in layout.setting.book.terms:
        for use in term.uses:
            at = bisect_right(starts, use.span.start) - 1
            if use.chapter != chapter.key or at < 0 or use.span.start >= read[at].start + len(read[at].text):
                continue
            leaf = read[at]
            letter = leaf.before + len(letters(leaf.text[: use.span.start - leaf.start]))
            word = bisect_right(ends, letter)
            if word < len(stream):
                linked = leaf.ref is not None and leaf.ref.nth == 1
                anchor = layout.setting.anchors.uses.get((chapter.key, term.key)) if linked else None
                yield term.key, stream[word].page + 1, anchor


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
