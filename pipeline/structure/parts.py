"""Parts: a text that holds several chapters is cut at the headings that book.toml names.

Notes go with the chapter that calls them, wherever in the source their texts stand.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from ..document import Chapter, Note
from ..errors import ManifestError
from ..ledger import Mark
from ..manifest import Manifest
from ..queries import Query
from ..tree import Block, Heading, Inline, NoteRef, Para, Str, flatten, leaves, plain_text, span_of
from .casing import in_title_case
from .levels import TOP, number_of


def cut(chapter: Chapter, manifest: Manifest) -> tuple[Chapter, ...]:
    """The chapters that a text holds: itself, or one for each heading that begins with words of its `split`.

    `I.` stands for all headings that a roman number begins.

    Raises:
        ManifestError: no heading begins with such words.
    """
    split = chapter.settings.split
    if not split:
        return (replace(chapter, blocks=_closed_up(chapter.blocks)),)
    starts = [n for n, block in enumerate(chapter.blocks) if any(begins(block, words) for words in split)]
    for number, words in enumerate(split):
        if not any(begins(chapter.blocks[start], words) for start in starts):
            raise _no_heading(chapter, manifest, number)
    bounds = [*([0] if starts[0] else []), *starts, len(chapter.blocks)]
    language = chapter.settings.language or manifest.book.language
    return tuple(_with_rest(chapter, [_part(chapter, n, *p, language) for n, p in enumerate(pairwise(bounds), 1)]))


def begins(block: Block, words: str) -> bool:
    """Whether a block is a heading that begins with these words, whatever their case."""
    if not isinstance(block, Heading):
        return False
    heading, wanted = (" ".join(text.casefold().split()) for text in (plain_text(block.inlines), words))
    number = number_of(plain_text(block.inlines))
    if wanted in {"i", "i."} and number is not None and number.kind in {"I", "I."}:
        return True
    return heading.startswith(wanted) and not (
        wanted[-1:].isalnum() and heading[len(wanted) : len(wanted) + 1].isalnum()
    )


def _no_heading(chapter: Chapter, manifest: Manifest, number: int) -> ManifestError:
    files = [settings.file for settings in manifest.book.chapter]
    none = "no line of it is read as a heading: take “split” out"
    headings = [plain_text(block.inlines) for block in chapter.blocks if isinstance(block, Heading)]
    return manifest.toml.wrong(
        ("chapter", files.index(chapter.settings.file), "split", number),
        f"no heading of {chapter.settings.file} begins with “{chapter.settings.split[number]}”",
        f"its headings are: {' · '.join(headings[:12])}" if headings else none,
    )


def _part(chapter: Chapter, number: int, start: int, end: int, language: str) -> Chapter:
    """One chapter, its heading become its title; only the first has the credit and date of the whole."""
    heads = _heads(chapter, start, end)
    settings = dataclasses.replace(chapter.settings, split=())
    if number > 1:
        settings = dataclasses.replace(settings, credit=None, date=None, source=None)
    if heads:
        title = ": ".join(in_title_case(plain_text(head.inlines), language).rstrip(".:") for head in heads)
        settings = dataclasses.replace(settings, title=title, short_title=None)
    calls = tuple(leaf for head in heads for leaf in flatten(head.inlines) if isinstance(leaf, NoteRef))
    blocks = _with_calls(calls, _closed_up(chapter.blocks[start + len(heads) : end]))
    part = Chapter(f"{chapter.key}.{number}", settings, chapter.cleaned, blocks)
    return replace(part, marks=tuple(_title_marks(heads)), queries=tuple(_moved(part, calls)))


def _heads(chapter: Chapter, start: int, end: int) -> Sequence[Heading]:
    """The headings that make the title of a part: that it is cut at, and the next if that is only a number."""
    first = chapter.blocks[start]
    if not isinstance(first, Heading) or not any(begins(first, words) for words in chapter.settings.split):
        return ()
    number = number_of(plain_text(first.inlines))
    following = chapter.blocks[start + 1] if start + 1 < end else None
    if number is None or number.title or not isinstance(following, Heading):
        return (first,)
    return (first,) if number_of(plain_text(following.inlines)) else (first, following)


def _title_marks(heads: Sequence[Heading]) -> Iterator[Mark]:
    """The words of a title as marks, without the calls of notes among them."""
    for head in heads:
        spans = [leaf.span for leaf in flatten(head.inlines) if isinstance(leaf, Str) and leaf.span]
        yield from (Mark(span, "heading.title") for span in spans)


def _closed_up(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with no level of heading left out, counted from the title of the chapter down (WCAG 2.2, H42)."""
    above: list[int] = []
    closed: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            above = [level for level in above if level < block.level]
            above.append(block.level)
            block = replace(block, level=TOP + len(above) - 1)
        closed.append(block)
    return tuple(closed)


def _with_calls(calls: tuple[Inline, ...], blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with the calls of a title before their first paragraph: a title in the contents can't call notes."""
    if not calls:
        return blocks
    match blocks[:1]:
        case (Para() as first,):
            return (replace(first, inlines=(*calls, *first.inlines)), *blocks[1:])
        case _:
            return (Para(calls), *blocks)


def _moved(part: Chapter, calls: tuple[NoteRef, ...]) -> Iterator[Query]:
    for call in calls:
        message = f"the title “{part.settings.title}” calls a note; its call stands before the first paragraph"
        yield part.ask("notes.in-title", call.span, message, "look whether it can stay there", minor=True)


def _with_rest(whole: Chapter, parts: list[Chapter]) -> Iterator[Chapter]:
    """The parts with what belongs to each: the notes it calls, and the marks and queries that stand in it.

    What stands after the text of the last, such as the heading of all notes, goes with it; so do notes nothing calls.
    """
    starts = [_start(part) for part in parts[1:]]
    notes = {note.key: note for note in whole.notes}
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        uncalled = tuple(block for note in whole.orphans for block in note.blocks) if is_last else ()
        yield replace(
            part,
            notes=tuple(_called((*part.blocks, *uncalled), notes)),
            orphans=whole.orphans if is_last else (),
            marks=(*part.marks, *(mark for mark in whole.marks if bisect_right(starts, mark.span.start) == number)),
            queries=(
                *part.queries,
                *(q for q in whole.queries if bisect_right(starts, q.span.start if q.span else 0) == number),
            ),
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
