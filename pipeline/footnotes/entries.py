"""Entries: which calls belong to one note. A note may be called again, and from within another note.

A note never calls itself, no two notes share a body, and every note can be reached from the text or from a body that
nothing calls.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from itertools import chain, pairwise

from msgspec import Struct

from ..tree import Block
from .candidates import Call, Opening, find_calls
from .markers import Family
from .sections import Section

Name = tuple[int, str]
"""Which count of its stretch a note belongs to, and its label in it."""

Links = Mapping[Opening, Sequence[tuple[Name, Call]]]
"""For each body the calls in it, with the notes they call."""


class Entry(Struct, frozen=True):
    """A note: its label, its calls in the text and then those in notes, and where its text opens, if it has one."""

    key: str
    calls: tuple[Call, ...]
    opening: Opening | None


class Stretch(Struct, frozen=True):
    """Main text up to a section of notes: its calls that count, other candidates, and the calls that find a body.

    The openings of its section are those that begin a note. After the last section of a text comes an empty one.
    """

    calls: tuple[Call, ...]
    strays: tuple[Call, ...]
    section: Section
    answers: Mapping[Call, Opening]
    family: Family


def find_entries(blocks: Sequence[Block], stretch: Stretch) -> tuple[list[Entry], list[Opening]]:
    """The notes of a stretch in the order of their first calls, and the bodies that nothing calls."""
    name_of = _namer(stretch)
    names = dict(_names_of_openings(stretch, name_of))
    bodies: dict[Name, Opening] = {}
    for opening in (*stretch.answers.values(), *names):
        bodies.setdefault(names[opening], opening)
    calls = _calls_in_text(stretch, name_of, bodies)
    links = dict(_links(blocks, stretch, names, {*bodies, *calls}, frozenset(calls)))
    first = sorted(calls, key=lambda name: calls[name][0].span)
    notes, orphans = _follow(first, names, bodies, links)
    for name, call in chain.from_iterable(links.values()):
        if name in notes:
            calls.setdefault(name, []).append(call)
    return [Entry(name[1], tuple(calls[name]), bodies.get(name)) for name in notes], orphans


def _namer(stretch: Stretch) -> Callable[[Call], Name]:
    """What names the note that a call belongs to.

    A count begins again within a stretch only where the numbers of the bodies that answer it come again too; else a
    number that comes again calls the same note. Without bodies, and of bare digits, every count is believed.
    """
    keys = [opening.key for opening in stretch.answers.values()]
    is_believed = len(keys) > len(set(keys)) or not keys
    starts = [
        call.span.start
        for before, call in pairwise(stretch.calls)
        if call.number <= before.number and (is_believed or call.family.enclosure == "bare")
    ]
    return lambda call: (bisect_right(starts, call.span.start), call.key)


def _names_of_openings(stretch: Stretch, name_of: Callable[[Call], Name]) -> Iterator[tuple[Opening, Name]]:
    """A body that answers a call bears its name; others belong to the count of the body before them."""
    answered = {opening: name_of(call) for call, opening in stretch.answers.items()}
    count = min((name[0] for name in answered.values()), default=0)
    for opening in stretch.section.openings:
        count = answered[opening][0] if opening in answered else count
        yield opening, (count, opening.key)


def _calls_in_text(
    stretch: Stretch, name_of: Callable[[Call], Name], bodies: Mapping[Name, Opening]
) -> dict[Name, list[Call]]:
    """The calls of each note in reading order; a stray one belongs to the note of its label, if there is one."""
    calls: dict[Name, list[Call]] = {}
    for call in stretch.calls:
        calls.setdefault(name_of(call), []).append(call)
    for call in stretch.strays:
        if (name := name_of(call)) in calls or name in bodies:
            calls.setdefault(name, []).append(call)
    return {name: sorted(there, key=lambda call: call.span) for name, there in calls.items()}


def _links(
    blocks: Sequence[Block], stretch: Stretch, names: Mapping[Opening, Name], known: Set[Name], called: Set[Name]
) -> Iterator[tuple[Opening, list[tuple[Name, Call]]]]:
    """For each body its calls of other notes that are known; a bare digit calls only what the text does not."""
    family = stretch.family
    for opening, body in stretch.section.bodies():
        count = names[opening][0]
        calls = [c for c in find_calls((index, blocks[index]) for index in body) if c.family == family]
        named = [((count, call.key), call) for call in calls if call.span.start >= opening.label.end]
        yield (
            opening,
            [
                (name, call)
                for name, call in named
                if name in known and name != names[opening] and not call.doubtful
                if family.enclosure != "bare" or name not in called
            ],
        )


def _follow(
    first: Sequence[Name], names: Mapping[Opening, Name], bodies: Mapping[Name, Opening], links: Links
) -> tuple[dict[Name, None], list[Opening]]:
    """The notes that calls lead to, from those the text calls and then from each body still uncalled: an orphan."""
    notes: dict[Name, None] = {}
    orphans: list[Opening] = []
    seen = set(first)

    def called_first_in(opening: Opening | None) -> list[Name]:
        found = links.get(opening, ()) if opening else ()
        fresh = list(dict.fromkeys(name for name, _ in found if name not in seen))
        seen.update(fresh)
        return fresh[::-1]

    def visit(waiting: list[Name]) -> None:
        while waiting:
            name = waiting.pop()
            notes[name] = None
            waiting += called_first_in(bodies.get(name))

    visit([*reversed(first)])
    for opening, name in names.items():
        if bodies[name] is not opening or name not in notes:
            orphans.append(opening)
            seen.add(name)
            visit(called_first_in(opening))
    return notes, orphans
