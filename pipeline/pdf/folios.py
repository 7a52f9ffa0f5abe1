"""Folios: the pages that the uses of each term lie on, read from the layout, and printed in the glossary as ranges.

The words of a chapter stand on its pages in the order of the tree, as the gate proves; so the letters before a use say
on which page it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..anchors import NOTE_ON_THE_TEXT, Anchor
from ..document import Chapter
from ..pagination import PageStart
from ..rendering import Folios
from ..scripts import letters
from ..templating import Setting
from ..tree import Block, Str, TermRef, leaves, words_of
from ..typesetting.sheets import SetPart
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
    used = _uses_of_chapters(setting)
    for chapter, owner, blocks in _parts(setting):
        for key, page, linked in _uses(used[chapter.key], blocks, turns.get(owner, ())):
            anchor = setting.anchors.uses.get((chapter.key, key)) if linked else None
            places[key][page] = places[key].get(page) or anchor
    return {key: tuple(_ranges(pages)) for key, pages in places.items()}


def page_starts(setting: Setting, run: Run, pages: Iterable[str]) -> tuple[PageStart, ...]:
    """Where each page begins: before an element that it opens with, or so many letters into one that goes on.

    `pages` are the ids of the pages of the book. A page that goes on with the contents, the colophon or an entry of
    the glossary, and begins none, is named where that begins, since it can't be where it goes on.
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
    latest: dict[int, str] = {}
    for _, start, part in run.parts:
        for name, place in part.places.items():
            if name in elements:
                opening.setdefault(start + place.page, name)
            elif name in terms:
                entries.setdefault(start + place.page, name)
            if name in elements or name in terms:
                latest[start + place.page] = name
        feet = (name for name in part.streams if name not in terms)  # what begins pages that hold nothing else
        for owner in (*owners, NOTE_ON_THE_TEXT, *feet):
            for count, page in part.streams.get(owner, ()):
                going_on.setdefault(start + page, PageStart(str(start + page), owner, count))
        for n, page_start in _wordless(setting, start, part):
            going_on.setdefault(n, page_start)
        for n in range(start + 1, start + len(part.pages)):
            latest.setdefault(n, latest[n - 1])
    return tuple(
        PageStart(str(n), opening[n], 0)
        if n in opening
        else going_on.get(n) or PageStart(str(n), entries.get(n, latest[n]), 0)
        for n in sorted(latest)
    )


def _wordless(setting: Setting, start: int, part: SetPart) -> Iterator[tuple[int, PageStart]]:
    """The pages of a chapter that have no words of its own, only pictures: they begin where the next one does.

    The first is left out, and if no words follow, they begin where the words end.
    """
    for chapter in setting.book.chapters:
        if turns := part.streams.get(owner := setting.anchors.chapters[chapter.key].id):
            for page in set(range(1, len(part.pages))) - {turn for _, turn in turns}:
                count = next((count for count, turn in turns if turn > page), None)
                if count is None:
                    count = sum(len(letters(words_of(leaf))) for leaf in leaves(chapter.blocks))
                yield start + page, PageStart(str(start + page), owner, count)


def _parts(setting: Setting) -> Iterator[tuple[Chapter, str, tuple[Block, ...]]]:
    anchors = setting.anchors
    for chapter in setting.book.chapters:
        yield chapter, anchors.chapters[chapter.key].id, chapter.blocks
        for note in (*chapter.notes, *chapter.orphans):
            yield chapter, anchors.notes[chapter.key, note.key].note.id, note.blocks


class _Leaf(Struct, frozen=True):
    """A leaf with the number of letters before it."""

    start: int
    text: str
    before: int
    ref: TermRef | None


def _uses_of_chapters(setting: Setting) -> dict[str, list[tuple[int, str]]]:
    """The uses of all terms in each chapter, in order: where each begins, and the key of its term."""
    used: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for term in setting.book.terms:
        for use in term.uses:
            used[use.chapter].append((use.span.start, term.key))
    for uses in used.values():
        uses.sort()
    return used


def _uses(used: list[tuple[int, str]], blocks: tuple[Block, ...], turns: Turns) -> Iterator[tuple[str, int, bool]]:
    """Each of a chapter's uses that is in some blocks: its term, its page, and whether it is the one that is linked."""
    counts = [count for count, _ in turns]
    for leaf in _leaves(blocks):
        first, last = (bisect_left(used, (at, "")) for at in (leaf.start, leaf.start + len(leaf.text)))
        for start, key in used[first:last]:
            turn = bisect_right(counts, leaf.before + len(letters(leaf.text[: start - leaf.start]))) - 1
            if turn >= 0:
                yield key, turns[turn][1], leaf.ref is not None and leaf.ref.nth == 1


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
