"""Pages: where the pages of a source edition begin is kept in the text, so that citations of them still work."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from msgspec.structs import replace

from ..cleaning.pages import page_breaks
from ..document import Chapter
from ..ledger import Span
from ..tree import Inline, PageBreak, Str, map_strings, part_of

_REST_OF_WORD = re.compile(r"\w+\s*")


def read_pages(chapter: Chapter) -> Chapter:
    """The chapter with a `PageBreak` in its main text where each page begins whose number the source gives.

    Where a word goes over the page it stands before the next. Of pages that begin at one place, which are empty but for
    notes, the last is kept.
    """
    declared = ((mark.span.start, mark.value) for mark in chapter.cleaned.markup if mark.kind == "page")
    waiting = deque(sorted(dict((*page_breaks(chapter.cleaned), *declared)).items()))
    broken = {mark.span.end for mark in chapter.marks if mark.rule == "hyphen.page"}
    cut = False

    def insert(leaf: Str) -> tuple[Inline, ...]:
        nonlocal cut
        if leaf.span is None:
            return (leaf,)
        parts = list(_insert(leaf, waiting, cut))
        cut = leaf.span.end + 1 in broken
        return tuple(part for part in parts if not isinstance(part, Str) or part.text)

    return replace(chapter, blocks=map_strings(chapter.blocks, insert, headings=True))


def _insert(leaf: Str, waiting: deque[tuple[int, str]], cut: bool) -> Iterator[Inline]:
    """A leaf with the page breaks that fall into it; `cut` says that it begins within a word."""
    assert leaf.span is not None
    position = 0
    while waiting and waiting[0][0] < leaf.span.end:
        at, label = waiting.popleft()
        if waiting and waiting[0][0] <= leaf.span.start:
            continue
        here = max(at - leaf.span.start, 0)
        in_word = cut if here == 0 else leaf.text[here - 1].isalpha()
        if in_word and (rest := _REST_OF_WORD.match(leaf.text, here)):
            here = rest.end()
        yield part_of(leaf, position, here)
        yield PageBreak(label, Span(leaf.span.start + here, leaf.span.start + here))
        position = here
    yield part_of(leaf, position, len(leaf.text))
