"""Alignment: which bodies answer which calls, and which calls without bodies count. Two small dynamic programs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from .candidates import Call, Opening

STEP, GAP, RESTART = 1.0, -0.6, -0.2
"""Worth of a call that counts on by one, of each number skipped before it, of a count that begins again at 1."""

DOUBTFUL_STEP = 0.5
"""Worth of a call that the words around it speak against."""

NEAR = 0.1
"""Worth, beyond the call's own, of the first body after a call that bears its label."""

ANNOUNCED = 0.3
"""Worth of a body under a heading of notes."""

PASSED = 0.25
"""Worth lost for each heading of notes between a call and its body, but for the first."""

CLOSE = 0.05
"""Worth of a body that comes right after the body of the call before, with no other label between them."""

BROKEN = 0.15
"""Worth lost where a body counts on from the label right before it that answers no call: both may be list items."""

LARGEST_GAP = 3
"""Numbers that may be wanting between two calls before they no longer belong to one count."""

NEXT, NTH = 6, 3
"""Bodies of its label that a call may find: the next so many after it, and so many round the one of its own rank."""

Pair = tuple[Call, Opening]


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


def align(calls: Sequence[Call], openings: Sequence[Opening], announcing: Sequence[int] = ()) -> list[Pair]:
    """The pairs of calls and bodies that bear one label, of the greatest worth in all that keep their order.

    A body stands after its call, and seldom past the first heading of notes after it; `announcing` are the blocks of
    these. It is the heaviest chain of pairs, found with a tree of running maxima (Fenwick,
    Software: Practice and Experience 24, 1994); the pairs looked at are a few for each call, so that it is linear but
    for a logarithm.
    """
    tree = _Maxima(len(openings))
    nodes: list[tuple[int, int, int]] = []
    for index, (call, bodies) in enumerate(zip(calls, _bodies_of(calls, openings), strict=True)):
        found: list[tuple[int, float, int]] = []
        reached = bisect_left(announcing, call.block)
        for rank, body in bodies:
            score, before = tree.before(body)
            score -= BROKEN if _counts_on(openings, body) and before >= 0 else 0.0
            score, before = max((score, before), tree.at(body - 1, CLOSE))
            worth = (DOUBTFUL_STEP if call.doubtful else STEP) + (NEAR if rank == 0 else 0.0)
            worth += ANNOUNCED if openings[body].announced else 0.0
            worth -= PASSED * max(0, bisect_left(announcing, openings[body].block) - reached - 1)
            found.append((body, score + worth, before))
        for body, score, before in found:
            nodes.append((index, body, before))
            tree.raise_to(body, score, len(nodes) - 1)
    pairs: list[Pair] = []
    node = tree.before(len(openings))[1]
    while node >= 0:
        index, body, node = nodes[node]
        pairs.append((calls[index], openings[body]))
    return pairs[::-1]


def _bodies_of(calls: Sequence[Call], openings: Sequence[Opening]) -> Iterator[list[tuple[int, int]]]:
    """For each call the bodies it may find: (how many of its label stand between, index)."""
    where: dict[tuple[str, str], list[int]] = {}
    starts: dict[tuple[str, str], list[int]] = {}
    for index, opening in enumerate(openings):
        where.setdefault((opening.part, opening.key), []).append(index)
        starts.setdefault((opening.part, opening.key), []).append(opening.label.start)
    ranks: Counter[tuple[str, str]] = Counter()
    for call in calls:
        name = (call.part, call.key)
        indices = where.get(name, [])
        first = bisect_right(starts.get(name, []), call.span.start)
        own = ranks[name]
        ranks[name] += 1
        nths = {*range(first, first + NEXT), *range(max(first, own - NTH), own + NTH + 1)}
        yield [(nth - first, indices[nth]) for nth in sorted(nths) if nth < len(indices)]


def _counts_on(openings: Sequence[Opening], body: int) -> bool:
    """Whether a label is one more than the one right before it."""
    return body > 0 and 1 < openings[body].number == openings[body - 1].number + 1


class _Maxima:
    """The greatest score among the first so many places, and what reached it."""

    def __init__(self, size: int) -> None:
        self._best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
        self._exact: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def before(self, place: int) -> tuple[float, int]:
        best = (0.0, -1)
        while place > 0:
            if self._best[place][0] > best[0]:
                best = self._best[place]
            place -= place & -place
        return best

    def at(self, place: int, more: float) -> tuple[float, int]:
        """The score of one place, with so much more."""
        score, node = self._exact[place] if place >= 0 else (0.0, -1)
        return (score + more, node) if node >= 0 else (0.0, -1)

    def raise_to(self, place: int, score: float, node: int) -> None:
        if score > self._exact[place][0]:
            self._exact[place] = (score, node)
        place += 1
        while place < len(self._best):
            if score > self._best[place][0]:
                self._best[place] = (score, node)
            place += place & -place


def _trace(previous: Sequence[int | None], last: int) -> list[int]:
    """The indices of a chain, first to last."""
    chain: list[int] = []
    index: int | None = last if last >= 0 else None
    while index is not None:
        chain.append(index)
        index = previous[index]
    return chain[::-1]
