"""Emphasis: words that a plain text sets between underscores, `_Novaya Zhizn_`, are set in italics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from ..document import Chapter
from ..ledger import Mark
from ..tree import Emph, Inline, Str, map_inlines, part_of

_MARKED = re.compile(r"_(?<![\w_]_)(?=[^\s_])(?P<words>[^_\n]{1,400}?)(?<=[^\s_])_(?![\w_])")
"""Underscores close to the words they hold and to no others, as transcribers for the web set italics."""

_NO_WORD = "\ufffc"
"""Stands for a note call (U+FFFC, the object replacement character)."""


def read_emphasis(chapter: Chapter) -> Chapter:
    """The chapter and its notes with emphasis read; the underscores become marks. Emphasis may hold note calls."""
    marks: list[Mark] = []

    def read(inlines: tuple[Inline, ...], is_heading: bool) -> tuple[Inline, ...]:
        return _emphasise(inlines, marks)

    notes = (replace(n, blocks=map_inlines(n.blocks, read)) if n.origin == "source" else n for n in chapter.notes)
    return replace(
        chapter,
        blocks=map_inlines(chapter.blocks, read),
        notes=tuple(notes),
        orphans=tuple(replace(note, blocks=map_inlines(note.blocks, read)) for note in chapter.orphans),
        marks=(*chapter.marks, *marks),
    )


def _emphasise(inlines: tuple[Inline, ...], marks: list[Mark]) -> tuple[Inline, ...]:
    text = "".join(leaf.text if isinstance(leaf, Str) else _NO_WORD for leaf in inlines)
    read: list[Inline] = []
    position = 0
    for match in _MARKED.finditer(text):
        words = match.span("words")
        read += (*_slice(inlines, position, match.start()), Emph(tuple(_slice(inlines, *words))))
        signs = (*_slice(inlines, match.start(), words[0]), *_slice(inlines, words[1], match.end()))
        marks += (Mark(sign.span, "read.emphasis") for sign in signs if isinstance(sign, Str) and sign.span)
        position = match.end()
    return (*read, *_slice(inlines, position, len(text))) if read else inlines


def _slice(inlines: tuple[Inline, ...], start: int, end: int) -> Iterator[Inline]:
    """The inlines, or parts of them, between two characters of their text; what is no words counts as one."""
    at = 0
    for inline in inlines:
        length = len(inline.text) if isinstance(inline, Str) else 1
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            yield part_of(inline, first, last) if isinstance(inline, Str) else inline
        at += length
