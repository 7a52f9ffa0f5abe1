"""Alignment: which words of one text stand in another, and how many characters part the two.

Words are matched first: runs of words that occur once in both texts are anchors, what lies between two anchors is
matched by `difflib`. Then the stretches between matched words are compared character by character, exactly. The sum is
an upper bound of the edit distance, and equals it wherever the words are matched as a shortest edit would match them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

_WORD = re.compile(r"\w+")

ANCHOR_SIZES = (4, 2, 1)
"""Words in a row that make an anchor; longer ones first, for they mislead less."""

SMALL = 40_000
"""The product of two lengths, in words, up to which `difflib` is quick."""

Pair = tuple[int, int]
Words = Sequence[str]


@dataclass(frozen=True)
class Alignment:
    """Two texts and the pairs of word numbers that answer to each other, rising in both."""

    one: str
    other: str

    @cached_property
    def words(self) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
        """The words of both texts: maximal runs of letters, digits and low lines."""
        return list(_WORD.finditer(self.one)), list(_WORD.finditer(self.other))

    @cached_property
    def pairs(self) -> list[Pair]:
        """The matched words, as numbers in `words`."""
        here, there = self.words
        return sorted(_match([word.group() for word in here], [word.group() for word in there]))

    def stretches(self) -> Iterator[tuple[slice, slice]]:
        """The characters between matched words in both texts, equal or not, in order."""
        here, there = self.words
        start = start_there = 0
        for i, j in self.pairs:
            yield slice(start, here[i].start()), slice(start_there, there[j].start())
            start, start_there = here[i].end(), there[j].end()
        yield slice(start, len(self.one)), slice(start_there, len(self.other))

    def differences(self) -> Iterator[tuple[slice, slice]]:
        """The stretches that are not equal."""
        for here, there in self.stretches():
            if self.one[here] != self.other[there]:
                yield here, there

    @cached_property
    def distance(self) -> int:
        """Characters inserted, deleted or replaced to make `other` of `one`."""
        return sum(edit_distance(self.one[here], self.other[there]) for here, there in self.differences())


def edit_distance(one: str, other: str) -> int:
    """Levenshtein's distance, exact, a column of the matrix at a time in the bits of one integer.

    After Myers, *A fast bit-vector algorithm for approximate string matching* (1999), as Hyyrö (2003) gives it.

    >>> edit_distance("rnoney", "money"), edit_distance("", "abc"), edit_distance("of the", "of the")
    (2, 3, 0)
    """
    if one == other:
        return 0
    if not one or not other:
        return len(one) + len(other)
    where: dict[str, int] = {}
    for index, char in enumerate(one):
        where[char] = where.get(char, 0) | 1 << index
    mask, last = (1 << len(one)) - 1, 1 << len(one) - 1
    up, down, distance = mask, 0, len(one)
    for char in other:
        equal = where.get(char, 0)
        vertical = equal | down
        diagonal = ((equal & up) + up ^ up) | equal
        right, left = down | ~(diagonal | up) & mask, up & diagonal
        distance += bool(right & last) - bool(left & last)
        right, left = (right << 1 | 1) & mask, left << 1 & mask
        up, down = left | ~(vertical | right) & mask, right & vertical
    return distance


def _match(one: Words, other: Words) -> Iterator[Pair]:
    """Pairs of equal words, rising in both; a stack of boxes still to be matched stands in for recursion."""
    boxes = [(0, len(one), 0, len(other), 0)]
    while boxes:
        a, b, c, d, level = boxes.pop()
        while a < b and c < d and one[a] == other[c]:
            yield a, c
            a, c = a + 1, c + 1
        while a < b and c < d and one[b - 1] == other[d - 1]:
            b, d = b - 1, d - 1
            yield b, d
        if a == b or c == d:
            continue
        if (b - a) * (d - c) <= SMALL:
            yield from _match_small(one[a:b], other[c:d], a, c)
        elif level < len(ANCHOR_SIZES):
            anchors = _anchors(one[a:b], other[c:d], ANCHOR_SIZES[level])
            corners = [(a, c), *((a + i, c + j) for i, j in anchors), (b, d)]
            deeper = 0 if anchors else level + 1
            boxes += [(i, k, j, m, deeper) for (i, j), (k, m) in pairwise(corners) if (i, j) != (k, m)]


def _match_small(one: Words, other: Words, a: int, c: int) -> Iterator[Pair]:
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield a + block.a + step, c + block.b + step


def _anchors(one: Words, other: Words, size: int) -> list[Pair]:
    """Where runs of `size` words that are unique in both begin, the longest rising chain of them."""
    here, there = _unique(one, size), _unique(other, size)
    return _rising([(i, there[run]) for run, i in here.items() if run in there])


def _unique(words: Words, size: int) -> dict[tuple[str, ...], int]:
    first: dict[tuple[str, ...], int] = {}
    again: set[tuple[str, ...]] = set()
    for index in range(len(words) - size + 1):
        run = tuple(words[index : index + size])
        if run in first:
            again.add(run)
        first[run] = index
    return {run: index for run, index in first.items() if run not in again}


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The longest subsequence whose second numbers rise, by patience sorting; the first rise already."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(last[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        last[pile : pile + 1] = [index]
    chain: list[Pair] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]
