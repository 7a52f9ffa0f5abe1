"""Pages: where the pages of a source edition begin is kept in the text, so that citations of them still work."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from ..cleaning.pages import page_breaks
from ..document import Chapter, Inline, PageBreak, Str, map_strings, part_of
from ..ledger import Span


def read_pages(chapter: Chapter) -> Chapter:
    """The chapter with a `PageBreak` in its main text where each page begins whose number the source gives.

    Of pages that begin at one place, which are empty but for notes, the last is kept.
    """
    waiting = deque(sorted(dict(page_breaks(chapter.cleaned)).items()))

    def insert(leaf: Str) -> tuple[Inline, ...]:
        if leaf.span is None:
            return (leaf,)
        parts: list[Inline] = []
        position = 0
        while waiting and waiting[0][0] < leaf.span.end:
            at, label = waiting.popleft()
            if waiting and waiting[0][0] <= leaf.span.start:
                continue
            here = max(at, leaf.span.start)
            parts += (part_of(leaf, position, here - leaf.span.start), PageBreak(label, Span(here, here)))
            position = here - leaf.span.start
        parts.append(part_of(leaf, position, len(leaf.text)))
        return tuple(part for part in parts if not isinstance(part, Str) or part.text)

    return replace(chapter, blocks=map_strings(chapter.blocks, insert, headings=True))
