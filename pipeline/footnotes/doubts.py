"""Doubts: the queries to the editor that come of reading notes: what is wanting, uncalled, unread or unsure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..document import Chapter
from ..ledger import Span
from ..queries import Query, write_entry
from ..structure import is_apparatus_heading
from ..tree import Block, Heading, plain_text, span_of
from .apparatus import Apparatus
from .candidates import Opening, find_openings
from .layout import text_of

WORDS = 30
"""Characters on either side of a call that are quoted with it."""

UNREAD_HINT = "it stands in the main text; give it the form of the other notes, by emendations.toml or in the source"


def find_doubts(chapter: Chapter, found: Chapter, apparatus: Apparatus) -> Iterator[Query]:
    """What an editor should look at, in a chapter as it was and as it is with its notes found."""
    yield from _figures(chapter, apparatus)
    yield from _ends(chapter, apparatus)
    yield from _gaps(chapter, apparatus)
    yield from _uncalled(chapter, apparatus)
    yield from _empty_sections(chapter, apparatus)
    if apparatus.entries:
        yield from _unread(chapter, list(_unread_openings(found.blocks, apparatus)))


def _figures(chapter: Chapter, apparatus: Apparatus) -> Iterator[Query]:
    for call in apparatus.perhaps:
        yield chapter.ask(
            "notes.perhaps",
            call.span,
            f"“{call.span.of(chapter.cleaned.text)}” could call note {call.key}, but nothing else bears it out",
            f'if it does, say so in notes.toml: chapter = "{chapter.settings.file}", find = "…", label = "{call.key}"; '
            "else leave it, or silence this with keep = true",
            minor=True,
            stub=write_entry("note", chapter=chapter.settings.file, find=_around(chapter, call.span), label=call.key),
        )


def _around(chapter: Chapter, span: Span) -> str:
    """A few words that hold a call."""
    text = chapter.cleaned.text
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    before = text[max(start, span.start - WORDS) : span.start].partition(" ")[2] or text[start : span.start][-WORDS:]
    return before + text[span.start : span.end + WORDS if end < 0 else min(end, span.end + WORDS)].rpartition(" ")[0]


def _ends(chapter: Chapter, apparatus: Apparatus) -> Iterator[Query]:
    for section in apparatus.sections:
        if section.guessed and section.openings:
            *_, (opening, body) = section.bodies()
            words = " ".join(text_of(chapter.blocks[body[-1]]).split()[-5:])
            yield chapter.ask(
                "notes.end",
                opening.label,
                f"where note {opening.key} ends is a guess: it is read up to “…{words}”",
                'if the main text goes on earlier, quote the note’s last words in notes.toml: ends = "…"',
                minor=True,
                stub=write_entry("note", chapter=chapter.settings.file, label=opening.key, ends="…"),
            )


def _gaps(chapter: Chapter, apparatus: Apparatus) -> Iterator[Query]:
    counting = frozenset(apparatus.calls)
    strays = {call.number for entry in apparatus.entries for call in entry.calls if call not in counting}
    for before, call in pairwise(apparatus.calls):
        if before.number and call.number > before.number + 1 and before.number + 1 not in strays:
            yield chapter.ask(
                "notes.gap",
                call.span,
                f"note {call.number} follows note {before.number}: the call of {before.number + 1} is not in the text",
                "look for it in the source; it may have been lost, or stand where this tool does not see it",
            )


def _uncalled(chapter: Chapter, apparatus: Apparatus) -> Iterator[Query]:
    for opening in apparatus.orphans:
        yield chapter.ask(
            "notes.uncalled",
            opening.label,
            f"nothing in the text calls note {opening.key}",
            "it is printed at the end of the chapter",
        )


def _empty_sections(chapter: Chapter, apparatus: Apparatus) -> Iterator[Query]:
    for section in apparatus.sections:
        if section.first < section.start == section.end:
            heading = span_of(chapter.blocks[section.first])
            yield chapter.ask(
                "notes.empty-section",
                heading,
                f"“{heading.of(chapter.cleaned.text)}” announces notes, and none follow",
                "look for them in the source; note texts can be supplied in notes.toml",
            )


def _unread_openings(blocks: Sequence[Block], apparatus: Apparatus) -> Iterator[Opening]:
    """Labels in the main text: of notes that have no text, called before them, or the first under `Notes`."""
    wanting: dict[str, deque[int]] = defaultdict(deque)
    for entry in apparatus.entries:
        if entry.opening is None:
            wanting[entry.key].append(entry.calls[0].span.start)
    openings = {opening.block: opening for opening in find_openings(enumerate(blocks))}
    announced = False
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            announced = is_apparatus_heading(plain_text(block.inlines))
        elif opening := openings.get(index):
            calls = wanting[opening.key]
            is_wanted = bool(calls) and calls[0] < opening.label.start
            if is_wanted:
                calls.popleft()
            if is_wanted or announced:
                yield opening
            announced = False


def _unread(chapter: Chapter, openings: Sequence[Opening]) -> Iterator[Query]:
    for opening in openings:
        yield chapter.ask("notes.unread", opening.label, f"this looks like the text of note {opening.key}", UNREAD_HINT)
