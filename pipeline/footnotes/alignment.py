"""Alignment: which candidates count like notes, and which bodies answer which calls. Two small dynamic programs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from .candidates import Call, Opening

STEP, GAP, RESTART = 1.0, -0.6, -0.2
"""Worth of a call that counts on by one, of each number skipped before it, of a count that begins again at 1."""

DOUBTFUL_STEP = 0.5
"""Worth of a call that the words around it speak against."""

LARGEST_GAP = 3
"""Numbers that may be wanting between two calls before they no longer belong to one count."""


def counting_chain(calls: Sequence[Call]) -> list[Call]:
    """The calls that together count best: each one more than the last, with few gaps, or beginning again at 1.

    Of calls that count equally well it takes the first. Linear in the number of calls: the best chain so far is kept
    for each number it may end on.
    """
    best_ending: dict[int, tuple[float, int]] = {}
    previous: list[int | None] = []
    best: tuple[float, int] = (0.0, -1)
    for index, call in enumerate(calls):
        endings = ((skipped, best_ending.get(call.number - 1 - skipped)) for skipped in range(LARGEST_GAP + 1))
        options = [(0.0, -1), *((e[0] + GAP * skipped, e[1]) for skipped, e in endings if e is not None)]
        if call.number == 1 and previous:
            options.append((best[0] + RESTART, best[1]))
        score, before = max(options)
        score += DOUBTFUL_STEP if call.doubtful else STEP
        previous.append(before if before >= 0 else None)
        if score > best_ending.get(call.number, (0.0, 0))[0]:
            best_ending[call.number] = (score, index)
        if score > best[0]:
            best = (score, index)
    return [calls[index] for index in _trace(previous, best[1])]


def match_in_order(calls: Sequence[Call], openings: Sequence[Opening]) -> dict[Call, Opening]:
    """The largest set of pairs with equal numbers in which calls and bodies stand in the same order.

    Of several such sets it is the one of the first calls and the first bodies. A longest common subsequence by the
    method of Hunt and Szymanski (Communications of the ACM 20, 1977), after what both have in common at their heads.
    """
    alike = list(takewhile(lambda pair: pair[0].number == pair[1].number, zip(calls, openings, strict=False)))
    pairs = dict(alike)
    calls, openings = calls[len(alike) :], openings[len(alike) :]
    where: dict[int, list[int]] = {}
    for index, opening in enumerate(openings):
        where.setdefault(opening.number, []).append(index)
    tails: list[int] = []
    links: list[tuple[int, int, int | None]] = []
    tail_links: list[int] = []
    for call_index, call in enumerate(calls):
        for index in reversed(where.get(call.number, [])):
            length = bisect_left(tails, index)
            if tails[length : length + 1] == [index]:
                continue
            links.append((call_index, index, tail_links[length - 1] if length else None))
            tails[length : length + 1] = [index]
            tail_links[length : length + 1] = [len(links) - 1]
    link = tail_links[-1] if tail_links else None
    while link is not None:
        call_index, index, link = links[link]
        pairs[calls[call_index]] = openings[index]
    return pairs


def _trace(previous: Sequence[int | None], last: int) -> list[int]:
    """The indices of a chain, first to last."""
    chain: list[int] = []
    index: int | None = last if last >= 0 else None
    while index is not None:
        chain.append(index)
        index = previous[index]
    return chain[::-1]
