"""Parts: a text that holds several chapters is cut at the headings that book.toml names.

Notes go with the chapter that calls them, wherever in the source their texts stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..document import Block, Chapter, Heading, Note, NoteRef, leaves, plain_text, span_of
from ..errors import ManifestError
from ..ledger import Mark
from ..manifest import Manifest
from .headings import in_title_case

_BARE_NUMBER = re.compile(
    r"(?:[^\W\d_]+\s+)?(?:the\s+)?"
    r"(?:[ivxlc]+|\d+|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|last)[.:]?",
    re.IGNORECASE,
)
"""A heading that is only a number, `CHAPTER IV`: the heading right after it belongs to it."""


def cut(chapter: Chapter, manifest: Manifest) -> tuple[Chapter, ...]:
    """The chapters that a text holds: itself, or one for each heading that begins with words of its `split`.

    Raises:
        ManifestError: no heading begins with such words.
    """
    split = chapter.settings.split
    if not split:
        return (chapter,)
    starts = [n for n, block in enumerate(chapter.blocks) if any(_begins(block, words) for words in split)]
    for number, words in enumerate(split):
        if not any(_begins(chapter.blocks[start], words) for start in starts):
            raise _no_heading(chapter, manifest, number)
    bounds = [*([0] if starts[0] else []), *starts, len(chapter.blocks)]
    return tuple(_with_rest(chapter, [_part(chapter, n, *pair) for n, pair in enumerate(pairwise(bounds), 1)]))


def _begins(block: Block, words: str) -> bool:
    """Whether a block is a heading that begins with these words, whatever their case."""
    if not isinstance(block, Heading):
        return False
    heading, wanted = (" ".join(text.casefold().split()) for text in (plain_text(block.inlines), words))
    return heading.startswith(wanted) and not heading[len(wanted) : len(wanted) + 1].isalnum()


def _no_heading(chapter: Chapter, manifest: Manifest, number: int) -> ManifestError:
    files = [settings.file for settings in manifest.book.chapter]
    headings = [plain_text(block.inlines) for block in chapter.blocks if isinstance(block, Heading)]
    return manifest.toml.wrong(
        ("chapter", files.index(chapter.settings.file), "split", number),
        f"no heading of {chapter.settings.file} begins with “{chapter.settings.split[number]}”",
        f"its headings are: {' · '.join(headings[:12])}" if headings else "no line of it is read as a heading",
    )


def _part(chapter: Chapter, number: int, start: int, end: int) -> Chapter:
    """One chapter, its heading become its title; only the first has the credit and date of the whole."""
    heads = _heads(chapter, start, end)
    settings = replace(chapter.settings, split=())
    if number > 1:
        settings = replace(settings, credit=None, date=None, source=None)
    if heads:
        title = ": ".join(in_title_case(plain_text(head.inlines)).rstrip(".:") for head in heads)
        settings = replace(settings, title=title, short_title=None)
    blocks = chapter.blocks[start + len(heads) : end]
    marks = tuple(Mark(span_of(head), "heading.title") for head in heads)
    return Chapter(f"{chapter.key}.{number}", settings, chapter.cleaned, blocks, marks=marks)


def _heads(chapter: Chapter, start: int, end: int) -> Sequence[Heading]:
    """The headings that make the title of a part: that it is cut at, and the next if that is only a number."""
    if not any(_begins(chapter.blocks[start], words) for words in chapter.settings.split):
        return ()
    first, *rest = (block for block in chapter.blocks[start : min(start + 2, end)] if isinstance(block, Heading))
    is_next = start + 1 < end and isinstance(chapter.blocks[start + 1], Heading)
    return (first, rest[0]) if is_next and _BARE_NUMBER.fullmatch(plain_text(first.inlines)) else (first,)


def _with_rest(whole: Chapter, parts: list[Chapter]) -> Iterator[Chapter]:
    """The parts with what belongs to each: the notes it calls, and the marks and queries that stand in it.

    What stands after the text of the last, such as the heading of all notes, goes with it; so do notes nothing calls.
    """
    starts = [_start(part) for part in parts[1:]]
    notes = {note.key: note for note in whole.notes}
    for number, part in enumerate(parts):
        yield replace(
            part,
            notes=tuple(_called(part.blocks, notes)),
            orphans=whole.orphans if number == len(parts) - 1 else (),
            marks=(*part.marks, *(mark for mark in whole.marks if bisect_right(starts, mark.span.start) == number)),
            queries=tuple(q for q in whole.queries if bisect_right(starts, q.span.start if q.span else 0) == number),
        )


def _start(part: Chapter) -> int:
    """Where a part begins in the cleaned text: with its title, or else with its first block."""
    return min(mark.span.start for mark in part.marks) if part.marks else span_of(part.blocks[0]).start


def _called(blocks: tuple[Block, ...], notes: dict[str, Note]) -> Iterator[Note]:
    """The notes that blocks call, and those that these call, in the order of their first calls."""
    seen: set[str] = set()
    waiting = [blocks]
    while waiting:
        keys = [leaf.key for leaf in leaves(waiting.pop(0)) if isinstance(leaf, NoteRef)]
        for key in dict.fromkeys(key for key in keys if key not in seen):
            seen.add(key)
            waiting.append(notes[key].blocks)
            yield notes[key]
