"""The apparatus: how a text calls its notes and where it keeps them, chosen as the reading that explains most of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..document import Block
from .alignment import counting_chain, match_in_order
from .candidates import FORMS, Call, Form, Opening, find_calls
from .entries import Entry, Stretch, find_entries
from .sections import Section, between, find_sections, true_openings

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
    sections = find_sections(blocks, form, title)
    candidates = _outside(blocks, sections, form)
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


def _outside(blocks: Sequence[Block], sections: Sequence[Section], form: Form) -> list[Call]:
    """Every candidate in the main text."""
    firsts, ends = [*(section.first for section in sections), len(blocks)], [0, *(section.end for section in sections)]
    parts = (between(blocks, end, first) for end, first in zip(ends, firsts, strict=True))
    return [call for part in parts for call in find_calls(part, form)]


def _stretches(candidates: Sequence[Call], chain: Sequence[Call], sections: Sequence[Section]) -> Iterator[Stretch]:
    """The text cut after each section, with the bodies there that answer its calls.

    Two classes of candidate are left out: strays of bare digits, and doubtful ones without a body.
    """
    counting = frozenset(chain)
    strays = [c for c in candidates if c not in counting and c.form != "bare" and not c.doubtful]
    begin = 0
    for section in sections:
        here = _within(chain, begin, section.first)
        answers = match_in_order(here, section.openings)
        true = true_openings(section.openings, frozenset(answers.values()), headed=section.heading is not None)
        yield Stretch(
            tuple(call for call in here if call in answers or not call.doubtful),
            tuple(_within(strays, begin, section.first)),
            replace(section, openings=tuple(true)),
            answers,
        )
        begin = section.end


def _within(calls: Sequence[Call], start: int, end: int) -> Sequence[Call]:
    """The calls in the blocks [start, end)."""
    first, last = (bisect_left(calls, edge, key=lambda call: call.block) for edge in (start, end))
    return calls[first:last]
