"""Rows: lines in the form of headings that head nothing, as several stand together: contents, names, speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import groupby

from .levels import Number, number_of
from .lines import LONGEST_HEADING, TextLine, ends_sentence

CROWD = 4
"""Lines in capitals without a blank line between them that are no headings: a telegram, a title page."""

FULL_LINE = 55
"""Characters of a line in capitals that, with others, is a paragraph in capitals."""

NAMES = 3
"""Titles in a row with no text between them that are a list; so many numbered ones are a table of contents."""


def crowds(lines: Sequence[TextLine], free: Sequence[int]) -> Iterator[int]:
    """Lines in capitals of which several follow each other."""
    capitals = [n for n in free if lines[n].text.isupper()]
    start = 0
    for end, number in enumerate(capitals, 1):
        if end == len(capitals) or capitals[end] != number + 1 or lines[capitals[end]].gap:
            is_long = end - start > 1 and any(len(lines[n].text) > FULL_LINE for n in capitals[start:end])
            if end - start >= CROWD or is_long:
                yield from capitals[start:end]
            start = end


def repeated(lines: Sequence[TextLine]) -> set[str]:
    """What stands in capitals again and again: the speakers of a play, a running head."""
    counts = Counter(line.text for line in lines if len(line.text) <= LONGEST_HEADING and line.text.isupper())
    return {text for text, count in counts.items() if count > 2}


def in_a_row(lines: Sequence[TextLine], titles: Set[int]) -> Iterator[int]:
    """Titles without a number of which several follow each other: names, a list."""
    plain = sorted(titles)
    for _, run in groupby(enumerate(plain), key=lambda pair: pair[1] - pair[0]):
        there = [number for _, number in run]
        if len(there) >= NAMES:
            yield from there


def in_contents(lines: Sequence[TextLine], found: Set[int]) -> Iterator[int]:
    """Numbered headings that count on with no text between them, and what stands close to them: a table of contents."""
    numbered = [(n, number) for n in sorted(found) if (number := number_of(lines[n].text)) is not None]
    start = 0
    for end in range(1, len(numbered) + 1):
        if end == len(numbered) or not _follows(lines, numbered[end - 1], numbered[end]):
            if end - start >= NAMES:
                first, last = numbered[start][0], numbered[end - 1][0]
                above = first - 1 if lines[first].gap == 0 else first
                below = last + 1 if last + 1 < len(lines) and lines[last + 1].gap == 0 else last
                yield from (n for n in range(above, below + 1) if n in found)
            start = end


def _follows(lines: Sequence[TextLine], one: tuple[int, Number], other: tuple[int, Number]) -> bool:
    """Whether a number counts on from another with no more than a title between them."""
    (line, number), (below, following) = one, other
    between = lines[line + 1 : below]
    is_title = all(len(ln.text) <= LONGEST_HEADING and not ends_sentence(ln.text) for ln in between)
    counts_on = number.kind == following.kind and following.value == number.value + 1
    return counts_on and len(between) < 2 and is_title
