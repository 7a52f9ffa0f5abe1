"""The apparatus: how a text calls its notes and where it keeps them, chosen as the reading that explains most of it."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Block, Heading, plain_text
from ..structure import is_apparatus_heading
from .alignment import counting_chain, match_in_order
from .candidates import FORMS, Call, Form, Opening, find_calls, find_openings

BODY_WORTH = 2
"""A call that finds its body is worth this many calls that only count."""

FEWEST: dict[Form, int] = {"bracketed": 1, "superscript": 1, "bare": 3}
"""Calls of a form, none with a body, that it takes to believe in it: a lone digit may be anything."""


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks [start, end) that hold notes; `heading` is the block that announces them, if one does."""

    heading: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Apparatus:
    """The calls of a text in order, the bodies that answer them, all bodies found, and the sections they stand in."""

    calls: tuple[Call, ...] = ()
    answers: tuple[tuple[Call, Opening], ...] = ()
    openings: tuple[Opening, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def worth(self) -> int:
        """How much of the text this reading explains."""
        return len(self.calls) + BODY_WORTH * len(self.answers)


def choose_apparatus(blocks: tuple[Block, ...]) -> Apparatus:
    """The best reading over all forms of call; an empty one where nothing speaks for notes."""
    return max((_read(blocks, form) for form in FORMS), key=lambda apparatus: apparatus.worth)


def _read(blocks: tuple[Block, ...], form: Form) -> Apparatus:
    sections = _headed_sections(blocks) or _unheaded_section(blocks, form)
    inside = {index for s in sections for index in range(s.start if s.heading is None else s.heading, s.end)}
    main = [(index, block) for index, block in enumerate(blocks) if index not in inside]
    calls = counting_chain(list(find_calls(main, form)))
    answers: dict[Call, Opening] = {}
    found: list[Opening] = []
    begin = 0
    for section in sections:
        openings = list(find_openings((i, blocks[i]) for i in range(section.start, section.end)))
        here = [call for call in calls if begin <= call.block < section.start]
        pairs = match_in_order(here, openings)
        answers |= pairs
        found += _true_openings(openings, set(pairs.values()))
        begin = section.end
    if len(calls) < FEWEST[form] and not answers:
        return Apparatus()
    return Apparatus(tuple(calls), tuple(answers.items()), tuple(found), tuple(sections) if found else ())


def _true_openings(openings: list[Opening], answering: set[Opening]) -> list[Opening]:
    """The bodies that answer a call, and those that count on between them; other labels are lists inside a note."""
    true: list[Opening] = []
    for opening in openings:
        if opening in answering or (true and opening.number == true[-1].number + 1):
            true.append(opening)
    return true


def _headed_sections(blocks: tuple[Block, ...]) -> list[Section]:
    """From each heading that announces notes to the next heading of the text.

    Where a labelled block follows every heading that is left, the notes stand under the names of their chapters, and
    these headings belong to them.
    """
    labelled = {opening.block for opening in find_openings(enumerate(blocks))}
    headings = {index: plain_text(block.inlines) for index, block in enumerate(blocks) if isinstance(block, Heading)}
    announcing = [index for index, text in headings.items() if is_apparatus_heading(text)]
    sections: list[Section] = []
    for index in announcing:
        after = [other for other in headings if other > index]
        is_last = all(other + 1 in labelled and other not in announcing for other in after)
        sections.append(Section(index, index + 1, len(blocks) if is_last or not after else after[0]))
    return sections


def _unheaded_section(blocks: tuple[Block, ...], form: Form) -> list[Section]:
    """A list of notes at the end that no heading announces.

    Its labels answer most of the calls before it, and half of its blocks begin a note: else it would be main text.
    """
    numbered = list(enumerate(blocks))
    calls = counting_chain(list(find_calls(numbered, form)))
    openings = list(find_openings(numbered))
    firsts = [opening.block for opening in openings if calls and opening.number == calls[0].number]
    for start in reversed(firsts):
        before = [call for call in calls if call.block < start]
        pairs = match_in_order(before, [opening for opening in openings if opening.block >= start])
        blocks_there = len(blocks) - start
        if len(pairs) >= 2 and len(pairs) * 2 > len(before) and len(pairs) * 2 >= blocks_there:
            return [Section(None, start, len(blocks))]
    return []
