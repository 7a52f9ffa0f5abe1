"""Grouping: rows that follow each other become the rows of one paragraph, over columns and pages too.

A paragraph ends where the next word would have fitted into its last row, where a row is set in, where a gap is wider
than lines are apart, and where the type changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from .columns import Frame
from .listings import find_listings
from .measures import Measures, fits
from .tables import Grid, find_tables
from .words import Row

WIDE = 1.22
"""Of the usual distance of lines: a wider gap parts paragraphs."""

WIDE_HEADING = 1.12
"""Of the usual distance of lines in type as large: a wider gap parts headings."""

SET_IN = 0.6
"""Of the size: what is set in by more begins a paragraph, or is set apart."""

LARGER = 1.1
"""Of the size of the text: in type as large a short row ends nothing, for it is of a heading."""

SAME_SIZE = 0.08
"""Of the size: by how much rows of a paragraph may differ in size."""

BULLETS = "•·▪◦●○■‣"
"""What begins an item of a list, whatever stands above it."""

_STARTS_SMALL = re.compile(r"[^\w]*[a-zа-яà-öø-ÿ]")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]\d*†‡]*\Z|[”»]\d*\Z")
ITEM = re.compile(rf"([{BULLETS}*–—-]|\(?(?:\d{{1,3}}|[a-zA-Z]|[ivxlcIVXLC]{{1,6}})[.)])")
"""The label of an item, alone."""


class Group(Struct):
    """The rows of a paragraph, each with its frame; `gap` is the distance above it, in lines, and 0 at a page's top
    or below a picture.

    Or they are those of a table, or lines of a listing of a program or of what a machine says (`is_listing`).
    """

    rows: list[Row] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    gap: float = 0.0
    table: Grid | None = None
    is_listing: bool = False

    @property
    def text(self) -> str:
        """All its words, by rows."""
        return "\n".join(row.text for row in self.rows)

    @property
    def size(self) -> float:
        """That of its largest row."""
        return max(row.size for row in self.rows)

    @property
    def is_loud(self) -> bool:
        """Whether all of it is bold."""
        return all(word.style.bold for row in self.rows for word in row.words if not word.note)

    def indents(self) -> list[float]:
        """By how much each row is set in."""
        return [inset(row, frame) for row, frame in zip(self.rows, self.frames, strict=True)]

    def add(self, row: Row, frame: Frame) -> None:
        """One row more."""
        self.rows.append(row)
        self.frames.append(frame)


def inset(row: Row, frame: Frame) -> float:
    """By how much a row is set in."""
    return row.left - frame.left


def group(frames: Sequence[Frame], measures: Measures) -> list[Group]:
    """The paragraphs of frames that are read one after the other."""
    groups: list[Group] = []
    is_typed = _is_typed(frames)
    for frame in frames:
        listed = set() if is_typed else find_listings(frame.rows, measures)
        grids = {
            n: grid
            for grid in find_tables(frame.rows)
            for n in range(grid.start, grid.end)
            if not listed.intersection(range(grid.start, grid.end))
        }
        for n, row in enumerate(frame.rows):
            above = frame.rows[n - 1] if n and not row.is_below_picture else None
            gap = (above.y - row.y) / (measures.leading * measures.size) if above else 0.0
            last = groups[-1] if groups else None
            if n in grids or (last is not None and last.table is not None):
                if last is None or last.table is not grids.get(n):
                    groups.append(Group(gap=gap, table=grids.get(n), is_listing=n in listed))
            elif n in listed or (last is not None and last.is_listing):
                if last is None or last.is_listing != (n in listed) or gap > WIDE:
                    groups.append(Group(gap=gap, is_listing=n in listed))
            elif last is None or _begins(last, row, frame, frame.rows[n + 1 :][:2], gap, measures):
                groups.append(Group(gap=gap))
            groups[-1].add(row, frame)
    return groups


def _is_typed(frames: Sequence[Frame]) -> bool:
    """Whether most of a text is as a typewriter has it, so that this says nothing of any part."""
    lengths = [(len(row.text), row.is_fixed) for frame in frames for row in frame.rows]
    return sum(length for length, is_fixed in lengths if is_fixed) * 2 > sum(length for length, _ in lengths)


def _begins(group: Group, row: Row, frame: Frame, below: Sequence[Row], gap: float, measures: Measures) -> bool:
    """Whether a row begins a paragraph after a group."""
    above, frame_above = group.rows[-1], group.frames[-1]
    if row.is_first or abs(above.size - row.size) > SAME_SIZE * measures.size or _is_loud(above) != _is_loud(row):
        return True
    if gap and (gap < 0 or gap > WIDE * max(1.0, row.size / measures.size)):
        return True
    if min(above.size, row.size) > LARGER * measures.size:
        return not gap or gap > WIDE_HEADING * row.size / measures.size
    is_broken = above.text.endswith(("-", "\u2010", "\u00ad"))
    is_short = not is_broken and fits(above, row, edge(group, frame_above, measures))
    here, there = inset(row, frame), inset(above, frame_above)
    em = measures.size
    if _hangs(group, row):
        return False
    if row.words[0].text in BULLETS and len(row.words) > 1:
        return True
    if is_short and not _STARTS_SMALL.match(row.text):
        return True
    if here > there + SET_IN * em:
        return not (len(group.rows) == 1 and below and not is_short and _stays(row, below, em) and not _ends(above))
    if here < there - SET_IN * em:
        return len(group.rows) > 1
    return len(group.rows) == 1 and bool(below) and _both_begin(row, below[0], here, frame, em)


def _both_begin(row: Row, below: Row, here: float, frame: Frame, em: float) -> bool:
    """Whether a row that is set in as far as the one above begins a paragraph: the next is not set in."""
    return here > SET_IN * em > inset(below, frame) and row.y - below.y < 2 * row.size


def edge(group: Group, frame: Frame, measures: Measures) -> float:
    """Where the rows of a group end on the right: before the column does, if all of it is set in on both sides."""
    rows = [row for row, other in zip(group.rows, group.frames, strict=True) if other is frame]
    near = rows[-4:]
    ends = max(row.right for row in near)
    is_set_in = len(near) > 2 and all(inset(row, frame) > SET_IN * measures.size for row in near)
    return ends if is_set_in and ends < frame.right - SET_IN * measures.size else frame.right


def _stays(row: Row, below: Sequence[Row], em: float) -> bool:
    return abs(below[0].left - row.left) < 0.2 * em


def _hangs(group: Group, row: Row) -> bool:
    """Whether a row hangs below the words of an item, whose label stands out."""
    first = group.rows[0]
    if len(first.words) < 2 or not ITEM.fullmatch(first.words[0].text):
        return False
    text = next((word.left for word in first.words[1:] if not word.is_glued), first.left)
    return abs(row.left - text) < 0.35 * row.size < text - first.left


def _ends(row: Row) -> bool:
    return _SENTENCE_END.search(row.text) is not None


def _is_loud(row: Row) -> bool:
    return all(word.style.bold for word in row.words if not word.note and any(map(str.isalnum, word.text)))
