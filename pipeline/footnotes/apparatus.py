"""The apparatus: how a text calls its notes and where it keeps them, chosen as the reading that explains most of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..document import Block
from .alignment import counting_chain, match_in_order
from .candidates import FORMS, Call, Form, Opening, find_calls, within
from .entries import Entry, Stretch, find_entries
from .sections import Section, find_sections, true_openings

BODY_WORTH = 2
"""A call that finds its body is worth this many calls that only count."""

FEWEST_BARE = 3
"""Bare digits, none with a body, that must count on before they are believed: one or two may be anything."""


@dataclass(frozen=True, slots=True)
class Apparatus:
    """The notes of a text, the bodies nothing calls, and the sections they stand in.

    `calls` are those that count, in order, none of them called again. `perhaps` are what could be calls and are too few
    to be believed.
    """

    entries: tuple[Entry, ...] = ()
    orphans: tuple[Opening, ...] = ()
    sections: tuple[Section, ...] = ()
    calls: tuple[Call, ...] = ()
    perhaps: tuple[Call, ...] = ()

    @property
    def worth(self) -> int:
        """How much of the text this reading explains."""
        answered = sum(entry.opening is not None for entry in self.entries)
        return len(self.calls) + BODY_WORTH * answered


def choose_apparatus(blocks: tuple[Block, ...], title: str) -> Apparatus:
    """The best reading over all forms of call of a text and its title; without notes where nothing speaks for any."""
    readings = [_read(blocks, form, title) for form in FORMS]
    best = max(readings, key=lambda apparatus: apparatus.worth)
    doubts = sorted((call for reading in readings for call in reading.perhaps), key=lambda call: call.span)
    return best if best.entries else Apparatus(perhaps=tuple(doubts))


def _read(blocks: Sequence[Block], form: Form, title: str) -> Apparatus:
    candidates = list(find_calls(enumerate(blocks), form))
    sections = find_sections(blocks, candidates, form, title)
    candidates = _outside(sections, candidates, len(blocks))
    sections.append(Section(form, None, len(blocks), len(blocks)))
    stretches = list(_stretches(candidates, counting_chain(candidates), sections))
    if not any(stretch.answers for stretch in stretches):
        candidates = [call for call in candidates if not call.doubtful]
        chain = counting_chain(candidates)
        if not _is_believable(chain, form):
            return Apparatus(perhaps=tuple(chain if form == "bare" else candidates))
        stretches = list(_stretches(candidates, chain, sections))
    found = [find_entries(blocks, stretch) for stretch in stretches]
    return Apparatus(
        tuple(entry for entries, _ in found for entry in entries),
        tuple(opening for _, orphans in found for opening in orphans),
        tuple(stretch.section for stretch in stretches if _holds_notes(stretch)),
        tuple(call for stretch in stretches for call in stretch.calls),
    )


def _holds_notes(stretch: Stretch) -> bool:
    """Whether a section has notes, or says that it has: a heading with nothing under it after calls without bodies."""
    section = stretch.section
    return bool(section.openings) or (section.first < section.start == section.end and bool(stretch.calls))


def _is_believable(chain: Sequence[Call], form: Form) -> bool:
    """Whether calls that find no body are notes all the same: a lone figure may be anything, the number 1 seldom is."""
    if form == "bare":
        return len(chain) >= FEWEST_BARE
    counts_on = any(call.number == before.number + 1 for before, call in pairwise(chain))
    return counts_on or any(call.number == 1 for call in chain)


def _outside(sections: Sequence[Section], calls: Sequence[Call], length: int) -> list[Call]:
    """The calls in the main text."""
    starts, ends = [0, *(section.end for section in sections)], [*(section.first for section in sections), length]
    return [call for start, end in zip(starts, ends, strict=True) for call in within(calls, start, end)]


def _stretches(candidates: Sequence[Call], chain: Sequence[Call], sections: Sequence[Section]) -> Iterator[Stretch]:
    """The text cut after each section, with the bodies there that answer its calls.

    Doubtful candidates without a body are left out, and bare digits outside the count: they may be anything.
    """
    counting = frozenset(chain)
    strays = [c for c in candidates if c not in counting and c.form != "bare" and not c.doubtful]
    begin = 0
    for section in sections:
        here = within(chain, begin, section.first)
        answers = match_in_order(here, section.openings)
        true = true_openings(section.openings, frozenset(answers.values()), headed=section.heading is not None)
        yield Stretch(
            tuple(call for call in here if call in answers or not call.doubtful),
            tuple(within(strays, begin, section.first)),
            replace(section, openings=tuple(true)),
            answers,
        )
        begin = section.end
