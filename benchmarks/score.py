"""The score of one cleaned book: what a reader would see of it, against what the clean book shows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .alignment import Alignment
from .damage import WORD
from .stream import BREAKS, LINE, PARAGRAPH, SET_LINE, plain

EXAMPLES = 3
"""Differences shown of each book."""

NEARBY = 16
"""Words on each side of a word among which another like it may have been matched in its stead.

Where a word stands twice and one of the two was damaged, either may be matched with the one that is left. So a word is
changed only if fewer whole ones are left nearby than there were undamaged ones.
"""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; of nothing, all is right."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.right / self.of if self.of else 1.0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the clean book with their surroundings, and what stands in their place."""

    before: str
    wanted: str
    got: str
    after: str


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one book.

    `characters`: 1 - edit distance / length. `paragraphs`: F1 of paragraph breaks, as right twice of wanted and given.
    `verse`, `set_lines`: line breaks kept, in verse and in lists, tables and letter heads. `changed`: words that differ
    though the damage had not touched them.
    """

    characters: float
    paragraphs: Share
    verse: Share
    set_lines: Share
    changed: tuple[Difference, ...]
    examples: tuple[Difference, ...]


NOTHING = Score(0.0, Share(0, 1), Share(0, 1), Share(0, 1), (), ())
"""The score of a book that could not be read."""


def compare(wanted: str, got: str, touched: frozenset[int]) -> Score:
    """The score of the stream `got`, where `wanted` is right; `touched` are the numbers of damaged words."""
    alignment = Alignment(plain(wanted), plain(got))
    paragraphs, verse, set_lines = _score_breaks(wanted, got, alignment)
    return Score(
        characters=max(0.0, 1 - alignment.distance / max(1, len(wanted))),
        paragraphs=paragraphs,
        verse=verse,
        set_lines=set_lines,
        changed=tuple(_changed_words(alignment, touched)),
        examples=tuple(islice(_examples(alignment), EXAMPLES)),
    )


def _score_breaks(wanted: str, got: str, alignment: Alignment) -> tuple[Share, Share, Share]:
    """Paragraph breaks, verse lines and other set lines that are right.

    A break stands before a word. Where that word or the one before it is not in both texts, it may answer to any break
    of the clean text between the nearest words that are. A break at the place of a set line keeps that line; whether it
    is a break between paragraphs there, is not judged.
    """
    here, there = alignment.words
    right = dict(_breaks(wanted, here))
    claimed: dict[int, str] = {}
    false: set[tuple[int, int]] = set()
    for (low, high), kind in _placed(_breaks(got, there), alignment):
        place = next((n for n in range(low, high + 1) if n in right and n not in claimed), None)
        if place is not None:
            claimed[place] = kind
        elif kind == PARAGRAPH and not (low == high and low in claimed):
            false.add((low, high))
        elif kind == PARAGRAPH:
            claimed[low] = kind
    kept = {kind: {n for n in claimed if right[n] == kind} for kind in BREAKS}
    count = {kind: sum(k == kind for k in right.values()) for kind in BREAKS}
    hits = sum(claimed[n] == PARAGRAPH for n in kept[PARAGRAPH])
    paragraphs = Share(2 * hits, count[PARAGRAPH] + hits + len(false))
    return paragraphs, Share(len(kept[LINE]), count[LINE]), Share(len(kept[SET_LINE]), count[SET_LINE])


def _breaks(stream: str, words: list[re.Match[str]]) -> Iterator[tuple[int, str]]:
    """The words before which there is a break, by number, and its kind; a paragraph's outweighs a line's."""
    for number in range(1, len(words)):
        gap = stream[words[number - 1].end() : words[number].start()]
        kinds = [kind for kind in BREAKS if kind in gap]
        if kinds:
            yield number, kinds[0]


def _placed(breaks: Iterator[tuple[int, str]], alignment: Alignment) -> Iterator[tuple[tuple[int, int], str]]:
    """Breaks of the other text with the range of places in the first that they may answer to."""
    here, _ = alignment.words
    pairs = iter([*alignment.pairs, (len(here), 1 << 60)])
    low, (high, there) = 0, next(pairs)
    for number, kind in breaks:
        while there < number:
            low, (high, there) = high + 1, next(pairs)
        yield (low, high), kind


def _changed_words(alignment: Alignment, touched: frozenset[int]) -> Iterator[Difference]:
    """Words of the first text, not among `touched`, that are not whole in the other."""
    partner = dict(alignment.pairs)
    starts = [part.start() for part in alignment.words[0]]
    words = list(WORD.finditer(alignment.one))
    for number, word in enumerate(words):
        parts = range(bisect_left(starts, word.start()), bisect_left(starts, word.end()))
        if number in touched or _is_whole(word.group(), alignment, partner, parts):
            continue
        around = range(max(0, parts[0] - NEARBY), min(len(starts), parts[-1] + 1 + NEARBY))
        here, there = _around(alignment, partner, around)
        near = words[max(0, number - NEARBY) : number + NEARBY + 1]
        inside = [n for n, w in enumerate(near, max(0, number - NEARBY)) if here.start <= w.start() < here.stop]
        undamaged = sum(words[n].group() == word.group() and n not in touched for n in inside)
        if WORD.findall(alignment.other, there.start, there.stop).count(word.group()) < undamaged:
            yield _difference(alignment, *_around(alignment, partner, parts))


def _is_whole(word: str, alignment: Alignment, partner: dict[int, int], parts: range) -> bool:
    """Whether the first and last part of a word are matched, and what lies from the one to the other is the word."""
    if parts[0] not in partner or parts[-1] not in partner:
        return False
    there = alignment.words[1]
    return alignment.other[there[partner[parts[0]]].start() : there[partner[parts[-1]]].end()] == word


def _around(alignment: Alignment, partner: dict[int, int], inside: range) -> tuple[slice, slice]:
    """Some words, by the numbers of their parts, and what stands between the nearest matched words round it."""
    here, there = alignment.words
    before = next((partner[n] for n in range(inside[0] - 1, -1, -1) if n in partner), None)
    after = next((partner[n] for n in range(inside[-1] + 1, len(here)) if n in partner), None)
    start = 0 if before is None else there[before].end()
    end = len(alignment.other) if after is None else there[after].start()
    return slice(here[inside[0]].start(), here[inside[-1]].end()), slice(start, end)


def _examples(alignment: Alignment) -> Iterator[Difference]:
    return (_difference(alignment, here, there) for here, there in alignment.differences())


def _difference(alignment: Alignment, here: slice, there: slice) -> Difference:
    one = alignment.one
    before, after = one[max(0, here.start - 24) : here.start], one[here.stop : here.stop + 24]
    return Difference(before, one[here], alignment.other[there], after)
