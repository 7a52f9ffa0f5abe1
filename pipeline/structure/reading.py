"""Reading: a cleaned text becomes blocks: headings, verse, tables, the ends of letters, thought breaks, paragraphs.

Every line that is left after cleaning is a block or a part of one; where its form is unsure it is a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from ..document import Chapter, Cleaned
from ..frames import find_frames
from ..ledger import Mark, Span
from ..markup import Kind, Markup
from ..queries import Query
from ..settings import ChapterSettings
from ..tree import Block, Para, span_of
from .breaks import read_breaks
from .claims import Claim, Reader
from .declared import read_declared
from .figures import figure_marks, gather_figures, read_figures
from .headings import read_headings
from .letters import read_letters
from .lines import Layout, TextLine, layout_of, lines_of
from .tables import read_tables
from .verse import read_verse

MOST_ABOVE = 8
"""Lines that may repeat what is printed at the head of a chapter."""

_BY = frozenset(("by", "von", "par", "de", "di", "por", "av", "af", "door"))
"""What stands before the name of an author, in European languages."""

_PICTURES: tuple[Kind, ...] = ("picture", "ornament")
"""Markup of the pictures that a document brings; each has the span of its figure."""

READERS: tuple[tuple[str, Reader], ...] = (
    ("read.figures", read_figures),
    ("read.breaks", read_breaks),
    ("read.tables", read_tables),
    ("read.letters", read_letters),
    ("read.verse", read_verse),
    ("read.headings", read_headings),
)
"""What reads the lines, in order; each leaves alone what one before it has claimed."""


def read_structure(cleaned: Cleaned, settings: ChapterSettings, key: str, off: frozenset[str] = frozenset()) -> Chapter:
    """The blocks of a text, each leaf with its span. First lines that repeat what stands over the chapter are marks.

    What the format of the source declares is believed; else the lines are read by their form.

    `off` names the readings that the editor has switched off.
    """
    frames = list(_frames(cleaned)) if "read.frames" not in off else []
    pictures, markup = _without_pictures(cleaned) if "read.pictures" in off else ([], cleaned.markup)
    is_aside = _test_of([*frames, *pictures])
    lines = [line for line in lines_of(cleaned.text) if not is_aside(line.span.start)]
    marks = [*(Mark(frame, "frame") for frame in frames), *(Mark(picture, "read.pictures") for picture in pictures)]
    marks += _printed_above(lines, settings, cleaned)
    is_declared = cleaned.source.declares_blocks
    claims = [] if is_declared else _claims(layout_of(lines, settings.language or "en"), off)
    blocks = read_declared(lines, markup) if is_declared else tuple(_blocks(lines, claims))
    blocks = gather_figures(blocks) if is_declared and "read.figures" not in off else blocks
    marks = sorted([*marks, *figure_marks(blocks)], key=lambda mark: mark.span)
    chapter = Chapter(key, settings, cleaned, blocks, marks=tuple(marks))
    return replace(chapter, queries=tuple(_doubts(chapter, claims)))


def _frames(cleaned: Cleaned) -> Iterator[Span]:
    """What was put round the text; where a note is declared, or called, the text goes on."""
    notes = [mark.span for mark in cleaned.markup if mark.kind in ("note", "noteref")]
    furniture = [mark.span for mark in cleaned.markup if mark.kind == "furniture"]
    found = find_frames(_blanked(cleaned.text, furniture))
    frames = [frame for frame in found if not any(_meet(frame, note) for note in notes)]
    yield from frames
    yield from (span for span in furniture if not any(_meet(span, frame) for frame in frames))


def _without_pictures(cleaned: Cleaned) -> tuple[list[Span], list[Markup]]:
    """The figures of pictures that the document brings, with their captions, and the markup without them.

    A caption with the call of a note stays, as a paragraph.
    """
    brought = {mark.span for mark in cleaned.markup if mark.kind in _PICTURES}
    is_figure = _test_of(sorted(brought))
    calls = [mark.span.start for mark in cleaned.markup if mark.kind == "noteref" and is_figure(mark.span.start)]
    aside = [span for span in sorted(brought) if not any(span.start <= call < span.end for call in calls)]
    is_aside = _test_of(aside)
    kept = (mark for mark in cleaned.markup if mark.span not in brought or mark.kind not in ("figure", *_PICTURES))
    return aside, [mark for mark in kept if not is_aside(mark.span.start)]


def _test_of(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Whether a character stands in one of some spans."""
    starts: list[int] = []
    ends: list[int] = []
    for span in sorted(spans):
        if not ends or span.start > ends[-1]:
            starts.append(span.start)
            ends.append(span.end)
        ends[-1] = max(ends[-1], span.end)

    def test(at: int) -> bool:
        n = bisect_right(starts, at) - 1
        return n >= 0 and at < ends[n]

    return test


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """A text with blanks in place of some spans, which lie apart, in order."""
    pieces: list[str] = []
    done = 0
    for span in spans:
        pieces += (text[done : span.start], " " * (span.end - span.start))
        done = span.end
    return "".join((*pieces, text[done:]))


def _printed_above(lines: list[TextLine], settings: ChapterSettings, cleaned: Cleaned) -> Iterator[Mark]:
    """Take away the first lines that repeat what is printed at the head of the chapter: its title, authors, date."""
    persons = (settings.authors, settings.translators)
    said = [", ".join(names) for names in persons] + [name for names in persons for name in names]
    known = [_words(text) for text in (*said, settings.credit or "", settings.date or "") if text]
    furniture = [mark.span for mark in cleaned.markup if mark.kind == "furniture"]
    stand = (number for number, line in enumerate(lines) if not any(_meet(line.span, span) for span in furniture))
    first = next(stand, len(lines))
    for _ in range(min(MOST_ABOVE, len(lines) - first)):
        words = _words(lines[first].text)
        if not words or _holds_call(lines[first], cleaned):
            return
        if words == _words(settings.title):
            yield Mark(lines.pop(first).span, "heading.title")
        elif words in known or (words[1:] in known and words[0] in _BY):
            yield Mark(lines.pop(first).span, "heading.credit")
        else:
            return


def _holds_call(line: TextLine, cleaned: Cleaned) -> bool:
    return any(mark.kind == "noteref" and line.span.start <= mark.span.start < line.span.end for mark in cleaned.markup)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _claims(layout: Layout, off: frozenset[str]) -> list[Claim]:
    """What the readers make of the lines, in their order."""
    taken: set[int] = set()
    claims: list[Claim] = []
    for name, reader in READERS:
        if name not in off:
            found = list(reader(layout, frozenset(taken)))
            taken.update(number for claim in found for number in range(claim.start, claim.end))
            claims += found
    return sorted(claims, key=lambda claim: claim.start)


def _blocks(lines: list[TextLine], claims: Iterable[Claim]) -> Iterator[Block]:
    position = 0
    for claim in claims:
        yield from (Para(line.inlines) for line in lines[position : claim.start])
        yield from claim.blocks
        position = claim.end
    yield from (Para(line.inlines) for line in lines[position:])


def _doubts(chapter: Chapter, claims: Iterable[Claim]) -> Iterator[Query]:
    for claim in claims:
        if claim.is_doubtful:
            spans = [span_of(block) for block in claim.blocks]
            yield chapter.ask(
                "verse.perhaps",
                Span(spans[0].start, spans[-1].end),
                f"these {len(spans)} lines may be verse; they are set as paragraphs",
                "if they are verse, indent them in the text by four blanks; if not, keep them",
                minor=True,
            )
