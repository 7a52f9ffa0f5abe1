"""Looks: what a paragraph is by its type and its place: a heading, verse, an item, or set in as a quotation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ..office.paragraphs import LONGEST_HEADING, LONGEST_STYLED
from .extraction import Entry
from .grouping import BULLETS, ITEM, Group
from .measures import Measures, fits

LARGER = 1.12
"""Of the size of the text: type as large is that of headings."""

LONGEST_LINE = 60
"""Characters of a line of verse that is set apart."""

APART = 1.15
"""Of the distance of lines: a gap that sets apart."""

MOST_ROWS = 5
"""Rows of a heading."""

_ENDS = (".", ",", ":", ";", "-", "”", "’")
_WHITE = re.compile(r"\W+")


def find_headings(groups: Sequence[Group], outline: Sequence[Entry], measures: Measures) -> dict[int, int]:
    """The level from 1 of each group that is a heading, by its number; what bookmarks say of one counts first."""
    said = _bookmarks(outline)
    levels: dict[int, int] = {}
    looks: dict[int, tuple[float, bool, bool]] = {}
    for number, group in enumerate(groups):
        marked = _marked(group, said)
        if marked or _looks_like_heading(groups, number, measures):
            looks[number] = (round(group.size * 2) / 2, group.is_loud, _is_centred(group, measures))
            if marked:
                levels[number] = marked
    _rank(looks, levels)
    return levels


def _bookmarks(outline: Sequence[Entry]) -> dict[tuple[int, str], int]:
    return {(entry.page, _plain(entry.title)): entry.level for entry in outline if _plain(entry.title)}


def _plain(text: str) -> str:
    return _WHITE.sub("", text).casefold()


def _marked(group: Group, said: dict[tuple[int, str], int]) -> int:
    """The level that a bookmark to its page gives a group that has its words; 0 without one."""
    if len(group.rows) > MOST_ROWS or not said:
        return 0
    words = _plain(group.text)
    return said.get((group.rows[0].page, words), 0)


def _looks_like_heading(groups: Sequence[Group], number: int, measures: Measures) -> bool:
    group = groups[number]
    if group.table is not None or group.is_listing:
        return False
    text = group.text.strip()
    letters = sum(map(str.isalpha, text))
    if not letters or letters * 2 < len(text) or len(text) > LONGEST_STYLED or len(group.rows) > MOST_ROWS:
        return False
    if group.size >= LARGER * measures.size:
        return True
    if len(text) > LONGEST_HEADING or text.endswith(_ENDS):
        return False
    if group.is_loud and group.size > 0.9 * measures.size:
        return True
    below = groups[number + 1].gap if number + 1 < len(groups) else 0.0
    is_apart = (not group.gap or group.gap > APART) and below > APART
    return text.isupper() and letters > 2 and is_apart and _is_centred(group, measures)


def _is_centred(group: Group, measures: Measures) -> bool:
    """Whether all rows leave as much room on the left as on the right."""
    for row, frame in zip(group.rows, group.frames, strict=True):
        left, right = row.left - frame.left, frame.right - row.right
        if abs(left - right) > measures.size or left < measures.size:
            return False
    return True


def _rank(looks: dict[int, tuple[float, bool, bool]], levels: dict[int, int]) -> None:
    """Levels for those that no bookmark gives one: that of others that look so, else by their sizes."""
    known: dict[tuple[float, bool, bool], Counter[int]] = defaultdict(Counter)
    for number, level in levels.items():
        known[looks[number]][level] += 1
    ranked = sorted(set(looks.values()), key=lambda look: (-look[0], not look[1], not look[2]))
    given: dict[tuple[float, bool, bool], int] = {}
    above = 0
    for look in ranked:
        above = given[look] = known[look].most_common(1)[0][0] if look in known else above + 1
    for number, look in looks.items():
        levels.setdefault(number, given[look])


def find_verse(groups: Sequence[Group], taken: Sequence[bool], measures: Measures) -> set[int]:
    """The groups that are lines of verse: short rows set in farther than paragraphs are, several in a row."""
    lines = [not taken[n] and _may_be_line(group, measures) for n, group in enumerate(groups)]
    found: set[int] = set()
    start = 0
    for n in range(len(groups) + 1):
        if n < len(groups) and lines[n]:
            continue
        run = range(start, n)
        rows = sum(len(groups[m].rows) for m in run)
        is_apart = rows == 2 and groups[start].gap > APART and (n == len(groups) or groups[n].gap > APART)
        capitals = sum(row.text.lstrip("“‘\"'—")[:1].isupper() for m in run for row in groups[m].rows)
        if (rows > 2 or is_apart) and capitals * 3 >= rows * 2:
            found.update(run)
        start = n + 1
    return found


def _may_be_line(group: Group, measures: Measures) -> bool:
    if group.table is not None:
        return False
    least = max(measures.indent + 0.5 * measures.size, 0.8 * measures.size)
    if any(indent < least for indent in group.indents()) or ITEM.fullmatch(group.rows[0].words[0].text):
        return False
    widest = max(row.right for row in group.rows)
    if sum(fits(one, other, widest) for one, other in pairwise(group.rows)) * 2 < len(group.rows) - 1:
        return False
    return all(
        len(row.text) <= LONGEST_LINE and row.right < frame.right - 2 * measures.size
        for row, frame in zip(group.rows, group.frames, strict=True)
    )


def item_labels(groups: Sequence[Group]) -> dict[int, str]:
    """The labels of items of lists, by the numbers of their groups.

    That is a bullet, or a number whose words hang in one column, or that is set in as the one before or after it.
    """
    numbers = [_number(group) for group in groups]
    labels: dict[int, str] = {}
    for n, group in enumerate(groups):
        first = group.rows[0].words
        match = ITEM.fullmatch(first[0].text) if len(first) > 1 and group.table is None else None
        if match is None or first[1].is_glued:
            continue
        hangs = len(group.rows) > 1 and abs(group.rows[1].left - first[1].left) < 0.35 * group.size
        near = [m for m in (n - 1, n + 1) if 0 <= m < len(groups) and numbers[m] and numbers[n]]
        counts = any(numbers[m] - numbers[n] == m - n and _is_level(group, groups[m]) for m in near)
        if match[1] in BULLETS or hangs or counts:
            labels[n] = "•" if match[1] in BULLETS else match[1]
    return labels


def _number(group: Group) -> int:
    digits = group.rows[0].words[0].text.strip("().")
    return int(digits) if digits.isdecimal() and len(digits) < 4 else 0


def _is_level(one: Group, other: Group) -> bool:
    indents = one.indents()[0], other.indents()[0]
    return abs(indents[0] - indents[1]) < 0.5 * one.size and min(indents) > 0.3 * one.size


def left_of(group: Group, measures: Measures) -> float:
    """How far all rows of a group are set in; the first does not count where paragraphs begin so."""
    indents = group.indents()
    if len(indents) == 1 and indents[0] <= measures.indent + 0.3 * measures.size:
        return 0.0
    if _is_centred(group, measures) and len(indents) < 3:
        return 0.0
    return max(min(indents), 0.0)
