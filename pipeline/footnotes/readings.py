"""Readings: every way to read the notes of a text, a family of calls aligned with a style of labels, and its worth."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ..document import Chapter
from ..ledger import Span
from ..tree import Para, span_of
from .alignment import Pair, align, counting_chain
from .candidates import Call, Opening, within, without_calls
from .layout import Layout, titles, words_of_title
from .markers import Family
from .sections import ENCLOSED, Section, find_sections

ANNOUNCED = 0.25
"""What a note under a heading or rule of notes counts for a reading."""

UNASKED = 0.5
"""What a body that nothing calls counts against one."""

FEWEST_RAISED = 5
"""Raised figures that are surely no powers from which those that may be are taken for such."""

UNANSWERED = 1.0
"""What a call that finds no body counts against one."""

BULK = 0.05
"""What a block more than one in a note counts against it: of two readings the notes are the shorter texts."""


class Reading(Struct, frozen=True):
    """One way to read a text: a family of calls, the pairs they make with bodies, and where these stand."""

    family: Family
    calls: tuple[Call, ...]
    openings: tuple[Opening, ...]
    pairs: tuple[Pair, ...]
    sections: tuple[Section, ...]

    @property
    def unanswered(self) -> int:
        """How many calls of the main text find no body; bare digits may be anything, and are not counted."""
        if self.family.enclosure == "bare":
            return 0
        noted = {index for section in self.sections for index in section.blocks()}
        answered = {call for call, _ in self.pairs}
        return sum(c.block not in noted and c not in answered and not c.doubtful for c in self.calls)

    @property
    def worth(self) -> float:
        """How much of the text this reading explains, less what it leaves unexplained in the sections it claims."""
        plain = sum(not call.doubtful for call, _ in self.pairs)
        openings = sum(len(section.openings) for section in self.sections)
        blocks = sum(section.end - section.start for section in self.sections)
        announced = sum(len(section.openings) for section in self.sections if section.first < section.start)
        against = UNASKED * (openings - len(self.pairs)) + BULK * (blocks - openings) + UNANSWERED * self.unanswered
        return len(self.pairs) + plain + ANNOUNCED * announced - against


def readings(
    chapter: Chapter, calls: list[Call], openings: list[Opening], layout: Layout, taken: Set[int]
) -> Iterator[Reading]:
    """Every family of calls with every style of labels; `taken` are the blocks of sections that are certain."""
    every = list(titles(chapter.blocks, layout, 0, len(chapter.blocks)))
    last = max(layout.announcing, default=None)
    parts = _parts(every, last) if last is not None else {}
    for family in sorted({call.family for call in calls}):
        ours = _without_powers([call for call in calls if call.family == family])
        for style in sorted({opening.style for opening in openings if opening.kind == family.kind}):
            labels = [o for o in openings if o.style == style and o.kind == family.kind]
            yield _read(chapter, family, ours, labels, layout)
            if last is not None:
                after = [opening for opening in labels if opening.block > last]
                yield _read(chapter, family, _in_parts(ours, parts), _in_parts(after, parts), layout)
        if unlabelled := list(_unlabelled(chapter, ours, {*taken, *(o.block for o in openings)}, layout)):
            yield _read(chapter, family, ours, unlabelled, layout)


def _parts(every: list[tuple[int, str]], last: int) -> dict[int, str]:
    """Where parts begin whose names stand again over their notes at the end, which begin at `last`: block to name."""
    named = [(n, " ".join(words_of_title(without_calls(text)))) for n, text in every]
    above, below = {name for n, name in named if n < last}, {name for n, name in named if n > last}
    again = {name for name in above & below if name}
    return {n: name for n, name in named if name in again}


def _without_powers(calls: list[Call]) -> list[Call]:
    """The calls of one family, without raised figures that are powers where there are enough that are none."""
    plain = [call for call in calls if not call.doubtful]
    return plain if calls[0].family.enclosure == "raised" and len(plain) >= FEWEST_RAISED else calls


def _unlabelled(chapter: Chapter, calls: list[Call], others: Set[int], layout: Layout) -> Iterator[Opening]:
    """The paragraphs under a heading of notes, if none has a label and they are as many as the calls before."""
    chain = counting_chain([call for call in calls if not call.doubtful])
    blocks, begin = chapter.blocks, 0
    for heading in sorted(layout.announcing):
        end = next((n for n in range(heading + 1, len(blocks)) if layout.closes(n)), len(blocks))
        here = within(chain, begin, heading)
        inside = range(heading + 1, end)
        if here and all(isinstance(blocks[n], Para) and n not in others for n in inside):
            for call, n in zip(here, _beginnings(inside, layout, len(here)), strict=False):
                start = span_of(blocks[n]).start
                yield Opening(n, Span(start, start), call.key, call.number, call.family.kind, "none")
        begin = end


def _beginnings(section: range, layout: Layout, count: int) -> Sequence[int]:
    """The blocks that begin a note where no label does: all, or all that a blank line parts or does not, if so many."""
    parted = [n for n in section if n == section.start or n in layout.gaps]
    close = [n for n in section if n == section.start or n not in layout.gaps]
    return next((some for some in (section, parted, close) if len(some) == count), ())


def _read(chapter: Chapter, family: Family, calls: list[Call], openings: list[Opening], layout: Layout) -> Reading:
    """The calls aligned with the labels; then again without the calls that stand in notes."""
    layout = layout.with_calls(call.block for call in calls if not call.doubtful)
    labelled = {opening.block for opening in openings if opening.style in ENCLOSED}
    main = [call for call in calls if call.block not in labelled]
    announcing = sorted(layout.announcing)
    pairs = align(main, openings, announcing)
    sections: list[Section] = []
    for _ in range(2):
        sections = find_sections(chapter.blocks, pairs, openings, layout, chapter.settings.title)
        outer = [call for call in outside(sections, calls, len(chapter.blocks)) if call.block not in labelled]
        if outer == main:
            break
        main, pairs = outer, align(outer, openings, announcing)
    pairs = _with_swapped(main, openings, pairs, sections)
    sections = find_sections(chapter.blocks, pairs, openings, layout, chapter.settings.title)
    return Reading(family, tuple(calls), tuple(openings), tuple(pairs), tuple(sections))


def _with_swapped(
    calls: Sequence[Call], openings: Sequence[Opening], pairs: list[Pair], sections: Sequence[Section]
) -> list[Pair]:
    """The pairs, and those out of their order: a call and a body of one label in the same section, both left over."""
    answered, answering = {call for call, _ in pairs}, {opening for _, opening in pairs}
    for section in sections:
        left = {o.key: o for o in reversed(section.openings) if o not in answering}
        for call in calls:
            if call.key in left and call not in answered and call.block < section.start and not call.doubtful:
                pairs = [*pairs, (call, left.pop(call.key))]
                answered.add(call)
    return sorted(pairs, key=lambda pair: pair[1].label)


def is_likely(reading: Reading) -> bool:
    """Whether a reading is borne out: enough of its calls find bodies, and enough of the labels there are notes."""
    pairs, bodies = len(reading.pairs), sum(len(section.openings) for section in reading.sections)
    is_announced = all(section.first < section.start for section in reading.sections)
    if pairs == bodies >= 2 and is_announced:
        return True
    answered = sum(not call.doubtful for call, _ in reading.pairs)
    if not answered or pairs * (4 if is_announced else 2) < bodies or answered * 2 < pairs:
        return False
    noted = {index for section in reading.sections for index in section.blocks()}
    plain = sum(not call.doubtful for call in reading.calls if call.block not in noted)
    if plain * 2 < len(reading.calls) and reading.family.enclosure == "()":
        return False
    if reading.family.kind == "symbol" and not any(call.key.startswith(("*", "†")) for call, _ in reading.pairs):
        return False
    if reading.family.enclosure == "bare" and reading.family.kind != "symbol":
        return answered >= 2 and answered * 2 >= plain
    return answered * 2 >= plain


def outside(sections: Sequence[Section], calls: Sequence[Call], length: int) -> list[Call]:
    """The calls in the main text."""
    starts, ends = [0, *(section.end for section in sections)], [*(section.first for section in sections), length]
    return [call for start, end in zip(starts, ends, strict=True) for call in within(calls, start, end)]


_Located = TypeVar("_Located", Call, Opening)


def _in_parts(found: list[_Located], parts: dict[int, str]) -> list[_Located]:
    """Calls or bodies, each with the name of the part it stands in."""
    starts = sorted(parts)
    located: list[_Located] = []
    for one in found:
        at = bisect_right(starts, one.block) - 1
        located.append(replace(one, part=parts[starts[at]] if at >= 0 else ""))
    return located
