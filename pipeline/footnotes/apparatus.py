"""The apparatus: how a text calls its notes and where it keeps them, chosen as the reading that explains most of it.

A text may have two at once, an author's and an editor's: what the first leaves unexplained is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from ..document import Chapter
from .alignment import counting_chain
from .candidates import Call, Opening, find_calls, find_openings, with_romans, within
from .entries import Entry, Stretch, find_entries
from .layout import Layout, read_layout
from .markers import Family
from .readings import Reading, is_likely, outside, readings
from .rulings import Rulings, ruled_end
from .sections import Section, empty_announcements

FEWEST_BARE = 3
"""Bare digits, none with a body, that must count on before they are believed: one or two may be anything."""

MOST_APPARATUSES = 3
"""Apparatuses that one text may have: an author’s, an editor’s, a translator’s."""


class Apparatus(Struct, frozen=True):
    """The notes of a text, the bodies nothing calls, and the sections they stand in.

    `calls` are those that count, in order, none of them called again. `perhaps` are what could be calls and are too few
    to be believed.
    """

    entries: tuple[Entry, ...] = ()
    orphans: tuple[Opening, ...] = ()
    sections: tuple[Section, ...] = ()
    calls: tuple[Call, ...] = ()
    perhaps: tuple[Call, ...] = ()


def choose_apparatus(chapter: Chapter, rulings: Rulings) -> Apparatus:
    """The best readings of a text and its title; without notes where nothing speaks for any."""
    blocks = chapter.blocks
    layout = read_layout(chapter)
    calls = [call for call in with_romans(list(find_calls(enumerate(blocks)))) if rulings.allows(call)]
    openings = with_romans(list(find_openings(enumerate(blocks), layout.announcing, layout.heads)))
    chosen: list[Reading] = []
    taken: set[int] = set()
    while len(chosen) < MOST_APPARATUSES and (best := _best(chapter, calls, openings, layout, taken)):
        sections = (ruled_end(section.clear_of(taken), blocks, rulings) for section in best.sections)
        best = replace(best, sections=tuple(sections))
        chosen.append(best)
        taken.update(index for section in best.sections for index in section.blocks())
        calls = [call for call in calls if call.family != best.family and call.block not in taken]
        openings = [opening for opening in openings if opening.block not in taken]
    parts = [_apparatus(chapter, reading) for reading in chosen] or [_without_bodies(chapter, calls, layout)]
    return _with_ruled(_join(parts), list(rulings.ruled_calls(blocks, chapter.cleaned.text)))


def _with_ruled(apparatus: Apparatus, calls: list[Call]) -> Apparatus:
    """The apparatus with the calls that the editor says there are: of a note that is known, or of a new one."""
    known = {call.span for entry in apparatus.entries for call in entry.calls}
    entries = list(apparatus.entries)
    for call in (call for call in calls if call.span not in known):
        nth = next((n for n, entry in enumerate(entries) if entry.key == call.key), None)
        if nth is None:
            entries.append(Entry(call.key, (call,), None))
        else:
            entries[nth] = replace(entries[nth], calls=tuple(sorted((*entries[nth].calls, call), key=lambda c: c.span)))
    ordered = tuple(sorted(entries, key=lambda entry: entry.calls[0].span)) if calls else apparatus.entries
    return replace(apparatus, entries=ordered)


def _best(
    chapter: Chapter, calls: list[Call], openings: list[Opening], layout: Layout, taken: Set[int]
) -> Reading | None:
    every = readings(chapter, calls, openings, layout, taken)
    likely = [reading for reading in every if is_likely(reading) and reading.worth > 0]
    return max(likely, key=lambda reading: reading.worth, default=None)


def _apparatus(chapter: Chapter, reading: Reading) -> Apparatus:
    stretches = list(_stretches(reading, len(chapter.blocks)))
    found = [find_entries(chapter.blocks, stretch) for stretch in stretches]
    return Apparatus(
        tuple(entry for entries, _ in found for entry in entries),
        tuple(opening for _, orphans in found for opening in orphans),
        reading.sections,
        tuple(call for stretch in stretches for call in stretch.calls),
        tuple(_unused(reading, [entry for entries, _ in found for entry in entries], len(chapter.blocks))),
    )


def _unused(reading: Reading, entries: list[Entry], length: int) -> Iterator[Call]:
    """What looks like a call of this apparatus and is none; of bare digits there are too many to be looked at."""
    called = {call.span for entry in entries for call in entry.calls}
    is_bare = reading.family.enclosure == "bare" and reading.family.kind != "symbol"
    for call in () if is_bare else outside(reading.sections, reading.calls, length):
        if call.span not in called and not call.doubtful:
            yield call


def _stretches(reading: Reading, length: int) -> Iterator[Stretch]:
    """The text cut after each section, with the bodies there that answer its calls."""
    answers = dict(reading.pairs)
    sections = [*reading.sections, Section(length, length, length)]
    main = outside(reading.sections, reading.calls, length)
    believed = frozenset(_believed(main, answers, reading.family))
    begin = 0
    for section in sections:
        here = within(main, begin, section.first)
        chosen = tuple(call for call in here if call in believed)
        strays = tuple(c for c in here if c not in believed and not c.doubtful and c.family.enclosure != "bare")
        mine = {call: answers[call] for call in chosen if call in answers and answers[call] in section.openings}
        yield Stretch(chosen, strays, section, mine, reading.family)
        begin = section.end


def _believed(calls: Sequence[Call], answers: dict[Call, Opening], family: Family) -> Iterator[Call]:
    """The calls that find a body, and those between them that count on without one."""
    if family.kind == "symbol":
        yield from (call for call in calls if call in answers)
        return
    chain = frozenset(counting_chain([call for call in calls if call in answers or not call.doubtful]))
    for call in calls:
        if call in answers or call in chain:
            yield call


def _without_bodies(chapter: Chapter, calls: list[Call], layout: Layout) -> Apparatus:
    """Calls of one family that count by themselves, their texts being nowhere."""
    chains = {
        family: counting_chain([call for call in calls if call.family == family and not call.doubtful])
        for family in {call.family for call in calls}
        if family.kind == "number" and family.enclosure in {"[]", "{}", "raised", "bare"}
    }
    believable = {family: chain for family, chain in chains.items() if _is_believable(chain, family)}
    if not believable:
        doubts = [call for chain in chains.values() for call in chain]
        return Apparatus(perhaps=tuple(sorted(doubts, key=lambda call: call.span)))
    family = max(believable, key=lambda family: (len(believable[family]), family.enclosure != "bare"))
    chain = tuple(believable[family])
    length = len(chapter.blocks)
    counted = frozenset(chain)
    strays = [
        c for c in calls if c.family == family and c not in counted and not c.doubtful and family.enclosure != "bare"
    ]
    stretch = Stretch(chain, tuple(strays), Section(length, length, length), {}, family)
    entries, orphans = find_entries(chapter.blocks, stretch)
    empty = (Section(n, n + 1, n + 1) for n in empty_announcements(chapter.blocks, layout) if n > chain[0].block)
    return Apparatus(tuple(entries), tuple(orphans), tuple(empty), chain)


def _is_believable(chain: Sequence[Call], family: Family) -> bool:
    """Whether calls that find no body are notes all the same: a lone figure may be anything, the number 1 seldom is."""
    if family.enclosure == "bare":
        return len(chain) >= FEWEST_BARE
    counts_on = any(call.number == before.number + 1 for before, call in pairwise(chain))
    return counts_on or any(call.number == 1 for call in chain)


def _join(parts: list[Apparatus]) -> Apparatus:
    """Several apparatuses as one, with the notes in the order of their calls; what a note calls comes after it."""
    placed = [pair for part in parts for pair in _placed(part)]
    return Apparatus(
        tuple(entry for _, entry in sorted(placed, key=lambda pair: pair[0])),
        tuple(sorted((o for part in parts for o in part.orphans), key=lambda opening: opening.label)),
        tuple(sorted((s for part in parts for s in part.sections), key=lambda section: section.first)),
        tuple(sorted((c for part in parts for c in part.calls), key=lambda call: call.span)),
        tuple(call for part in parts for call in part.perhaps),
    )


def _placed(part: Apparatus) -> Iterator[tuple[int, Entry]]:
    """Each entry with the place of its first call in the main text, or of the entry whose note calls it."""
    noted = {index for section in part.sections for index in section.blocks()}
    place = 0
    for entry in part.entries:
        if entry.calls[0].block not in noted:
            place = entry.calls[0].span.start
        yield place, entry
