"""Verse: groups of short lines that are neither prose nor a list, told by indent, rhyme and how a line runs on.

What may be verse and may not stays paragraphs, and the editor is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise

from ..tree import Line, Para, Verse
from .claims import Claim, free_runs
from .labels import labels_of
from .lines import Layout, TextLine, ends_sentence
from .metre import has_rhyme, runs_on

LONGEST_LINE = 72
"""Characters; a longer line is prose, but for verse that nobody could tell from prose by its form."""

LINES_ENOUGH = 4
"""Lines from which one sign of verse is enough."""

MOST_GAP = 2
"""Blank lines between stanzas."""

_BEGINS = re.compile(r"[\"'“‘‚„«»(…–—_-]*[^\W\d_]")
_NO_LINE = re.compile(r"\S(?: {3,}|\t)\S|[@=|{}<>\\]|\.{4,}|\s\d[\d.,:–-]*(?: nn?)?[.,;]?$|^[^\W\d_]{2,}\.?$")
"""Columns, signs of programs and addresses, leaders, a number at the end, a single word."""

_NUMBER = re.compile(r"(?:\d{1,3}|[IVXLC]+)\.?")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


def read_verse(layout: Layout, taken: Set[int]) -> Iterator[Claim]:
    """The verse of a text: each run of stanzas as one block, and what is perhaps verse as doubtful paragraphs."""
    stanzas = [stanza for group in layout.groups() for stanza in _stanzas(layout, group, taken)]
    certain = {stanza for stanza in stanzas if _is_certain(layout, stanza)}
    certain |= set(_company(layout, stanzas, certain))
    for run in _poems(layout, [stanza for stanza in stanzas if stanza in certain]):
        yield Claim(run[0].start, run[-1].stop, (_verse(layout, run),))
    for stanza in stanzas:
        if stanza not in certain and _signs(layout, stanza) and not layout.is_dense and _stands_alone(layout, stanza):
            lines = (layout.lines[n] for n in stanza)
            yield Claim(stanza.start, stanza.stop, tuple(Para(line.inlines) for line in lines), is_doubtful=True)


def _stanzas(layout: Layout, group: range, taken: Set[int]) -> Iterator[range]:
    """The lines of a group that have the form of verse; if it holds others, those set in."""
    for run in free_runs(group, taken):
        for fits, numbers in groupby(run, key=lambda n: _is_line(layout.lines[n])):
            there = list(numbers)
            stanza = range(there[0], there[-1] + 1)
            if fits and _is_stanza([layout.lines[n] for n in stanza]):
                whole = stanza.stop == group.stop and _is_numbered(layout, range(group.start, stanza.start))
                whole = whole or (not layout.is_dense and _is_introduced(layout, stanza))
                if whole or all(layout.is_set_in(layout.lines[n]) for n in stanza):
                    yield stanza


def _is_line(line: TextLine) -> bool:
    """Whether a line could be one of verse."""
    text = line.text
    if len(text) > LONGEST_LINE or not _BEGINS.match(text) or _NO_LINE.search(text) or text.isupper():
        return False
    return not any(labels_of(text))


def _is_numbered(layout: Layout, before: range) -> bool:
    """Whether nothing stands before a stanza in its group, or only its number."""
    return len(before) < 2 and all(_NUMBER.fullmatch(layout.lines[n].text) for n in before)


def _is_introduced(layout: Layout, stanza: range) -> bool:
    """Whether the line before, in the same group, ends in a colon and is the only one of it that is no verse."""
    before = layout.lines[stanza.start - 1] if stanza.start else None
    after = layout.lines[stanza.stop] if stanza.stop < len(layout.lines) else None
    return bool(before and before.text.endswith((":", ":—"))) and bool(after is None or after.gap)


def _is_stanza(lines: Sequence[TextLine]) -> bool:
    """Whether lines begin with capitals, as verse does, and are made of more than names; or are set in and ragged."""
    if len(lines) < 2:
        return len(lines) == 1 and lines[0].isolated
    words = [word for line in lines for word in _WORD.findall(line.text)]
    small = sum(word[0].islower() for word in words)
    capitals = sum(_is_capital(line) for line in lines)
    is_ragged = max(len(line.text) for line in lines[:-1]) * 4 <= LONGEST_LINE * 3
    return small * 2 >= len(words) and (capitals * 4 >= len(lines) * 3 or (is_ragged and len(lines) > 2))


def _is_capital(line: TextLine) -> bool:
    """Whether the first letter of a line is a capital; one of signs alone has none."""
    return next((sign for sign in line.text if sign.isalpha()), "").isupper()


def _signs(layout: Layout, stanza: range) -> int:
    """How many signs of verse a stanza bears: it is set in, it rhymes, its lines run on."""
    lines = [layout.lines[n] for n in stanza]
    texts = [line.text for line in lines]
    is_set_in = all(layout.is_set_in(line) for line in lines)
    return len(lines) > 1 and is_set_in + has_rhyme(texts) + runs_on(texts)


def _is_certain(layout: Layout, stanza: range) -> bool:
    """Whether a stanza is verse beyond doubt; lines that begin with small letters and are not set in never are."""
    lines = [layout.lines[n] for n in stanza]
    signs = _signs(layout, stanza)
    if signs == 1 and layout.is_set_in(lines[0]) and not _ends_as_verse(lines):
        return False
    capitals = sum(_is_capital(line) for line in lines)
    if capitals * 4 < len(lines) * 3 or len(lines) == 2:
        return signs > 1 and layout.is_set_in(lines[0])
    return signs > 1 or (signs == 1 and len(lines) >= LINES_ENOUGH)


def _ends_as_verse(lines: Sequence[TextLine]) -> bool:
    """Whether some lines end with a stop and not most: an inscription has none, dialogue one at each line."""
    stops = sum(line.text[-1] in ".,;:!?—…”’" for line in lines)
    return stops * 4 >= len(lines) and sum(ends_sentence(line.text) for line in lines) * 2 <= len(lines)


def _stands_alone(layout: Layout, stanza: range) -> bool:
    """Whether more than one line is at stake, and blank lines part them from what follows."""
    return len(stanza) > 1 and (stanza.stop == len(layout.lines) or layout.lines[stanza.stop].gap > 0)


def _company(layout: Layout, stanzas: Sequence[range], certain: Set[range]) -> Iterator[range]:
    """The stanzas next to one that is certain, at its margin: a couplet, a refrain; a lone line only between two."""
    for nth, stanza in enumerate(stanzas):
        near = [s for s in stanzas[max(nth - 1, 0) : nth + 2] if s in certain and _are_neighbours(layout, stanza, s)]
        if near and len(near) + len(stanza) > 2 and (len(stanza) > 1 or layout.is_set_in(layout.lines[stanza.start])):
            yield stanza


def _are_neighbours(layout: Layout, one: range, other: range) -> bool:
    """Whether two stanzas follow each other at one margin."""
    first, second = sorted((one, other), key=lambda stanza: stanza.start)
    margins = {min(layout.lines[n].indent for n in stanza) for stanza in (one, other)}
    return first.stop == second.start and 0 < layout.lines[second.start].gap <= MOST_GAP and len(margins) == 1


def _poems(layout: Layout, stanzas: Sequence[range]) -> Iterator[list[range]]:
    """The runs of stanzas that nothing but blank lines parts."""
    poem: list[range] = []
    for stanza in stanzas:
        if poem and not (poem[-1].stop == stanza.start and layout.lines[stanza.start].gap <= MOST_GAP):
            yield poem
            poem = []
        poem.append(stanza)
    if poem:
        yield poem


def _verse(layout: Layout, stanzas: Sequence[range]) -> Verse:
    """The lines with their indents, in steps of the smallest there is."""
    lines = [layout.lines[n] for stanza in stanzas for n in stanza]
    levels = sorted({line.indent for line in lines})
    step = max(min((b - a for a, b in pairwise(levels)), default=1), 1)

    def set_line(line: TextLine) -> Line:
        return Line(line.inlines, round((line.indent - levels[0]) / step))

    return Verse(tuple(tuple(set_line(layout.lines[n]) for n in stanza) for stanza in stanzas))
