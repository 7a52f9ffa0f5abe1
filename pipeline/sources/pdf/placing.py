"""Placing: where the pictures of a page stand among its rows, and the rows that are their captions.

A picture comes after the paragraph that ends above it, or goes on below it: where a page breaks a paragraph, or a
picture does, the words stay together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from ..office.paragraphs import Plate
from .columns import Frame
from .grouping import Group
from .measures import Measures
from .pictures import Hung
from .words import Row

NEAR = 2.5
"""Distances of lines: a caption stands no further from its picture."""

LONGEST, LONGEST_PLAIN = 10, 4
"""Rows of a caption, and of one that nothing tells but its place."""

SMALL = 0.95
"""Of the size of the text: type as small is that of captions."""

APART = 1.15
"""Of the distance of the lines of a caption: what parts it from the text below."""

NARROW = 0.9
"""Of the width of a column: a picture that is narrower leaves room beside its caption."""

_LABEL = re.compile(
    r"(?:fig(?:ure|\.)?|abb(?:ildung|\.)?|bild|plate|pl\.|illustration|ill\.|photo(?:graph)?|map|tafel|karte|planche|carte|"
    r"figura|tavola|afb(?:eelding|\.)?|рис(?:унок|\.)?|илл\.|obr\.|rys\.)\s*\d",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\W*\d|[*†‡§]")


class Placed(Struct, frozen=True):
    """A picture between two rows of a frame, either of which may be wanting, and the rows of its caption."""

    page: int
    plate: Plate
    above: Row | None
    below: Row | None
    caption: Group


def place(pictures: Iterable[Hung], pages: Sequence[Sequence[Frame]], measures: Measures) -> list[Placed]:
    """Each picture where it stands; the rows of captions leave the frames."""
    return [_place(picture, pages[picture.page], measures) for picture in pictures]


def _place(picture: Hung, frames: Sequence[Frame], measures: Measures) -> Placed:
    frame = _frame_of(picture, frames)
    if frame is None:
        return Placed(picture.page, picture.plate, None, None, Group())
    middle = (picture.box[1] + picture.box[3]) / 2
    at = next((n for n, row in enumerate(frame.rows) if row.y < middle), len(frame.rows))
    rows = frame.rows[at : at + _caption_below(picture, frame, at, measures)]
    if not rows and (count := _caption_above(picture, frame, at, measures)):
        at -= count
        rows = frame.rows[at : at + count]
    del frame.rows[at : at + len(rows)]
    above = frame.rows[at - 1] if at else None
    below = frame.rows[at] if at < len(frame.rows) else None
    if below is not None:
        below.is_below_picture = True
    return Placed(picture.page, picture.plate, above, below, Group(rows, [frame] * len(rows)))


def _frame_of(picture: Hung, frames: Sequence[Frame]) -> Frame | None:
    """The frame that a picture stands in or nearest to; of columns that it spans the first below, the last above it."""
    left, bottom, right, top = picture.box
    found: list[tuple[float, int, Frame]] = []
    for n, frame in enumerate(frame for frame in frames if frame.rows):
        first, last = frame.rows[0], frame.rows[-1]
        shared = min(right, frame.right) - max(left, frame.left)
        if shared > 0.3 * min(right - left, frame.right - frame.left):
            is_above = bottom > (first.y + last.y) / 2
            distance = max(bottom - first.y - first.size, last.y - top, 0.0)
            found.append((round(distance / (4 * first.size)), n if is_above else -n, frame))
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def _caption_below(picture: Hung, frame: Frame, at: int, measures: Measures) -> int:
    """How many of the rows below a picture are its caption."""
    rows = frame.rows[at:]
    line = measures.leading * measures.size
    if not rows or not -0.5 * line < picture.box[1] - rows[0].y < NEAR * line + rows[0].size:
        return 0
    count = _together(rows)
    is_apart = count == len(rows) or _parts(rows, count)
    is_labelled = _LABEL.match(rows[0].text) is not None
    is_small = rows[0].size <= SMALL * measures.size and not _CALLED.match(rows[0].text)
    is_set_off = is_small or all(word.style.italic for row in rows[:count] for word in row.words)
    if count <= LONGEST and is_apart and (is_labelled or is_set_off or _is_within(picture, frame, rows[:count])):
        return count
    return 0


def _caption_above(picture: Hung, frame: Frame, at: int, measures: Measures) -> int:
    """How many of the rows above a picture are its caption, which only begins as one there."""
    rows = frame.rows[:at]
    line = measures.leading * measures.size
    if not rows or not -0.5 * line < rows[-1].y - picture.box[3] < NEAR * line:
        return 0
    start = next(
        (n for n in range(len(rows) - 1, max(len(rows) - LONGEST_PLAIN, 0) - 1, -1) if _LABEL.match(rows[n].text)), 0
    )
    count = len(rows) - start
    is_apart = not start or _parts(rows[start - 1 :], 1)
    return count if _LABEL.match(rows[start].text) and is_apart and _together(rows[start:]) == count else 0


def _together(rows: Sequence[Row]) -> int:
    """How many rows from the first on stand as close as lines do, in type of one size."""
    step = rows[0].y - rows[1].y if len(rows) > 1 else 0.0
    count = 1
    while count < len(rows) and abs(rows[count].size - rows[0].size) < 0.08 * rows[0].size:
        gap = rows[count - 1].y - rows[count].y
        if gap > min(step * APART, 1.8 * rows[0].size):
            break
        count += 1
    return count


def _parts(rows: Sequence[Row], count: int) -> bool:
    """Whether what stands below so many rows is another block: further away, or in other type."""
    last, following = rows[count - 1], rows[count]
    steps = [one.y - other.y for one, other in pairwise(rows[:count])]
    usual = median(steps) if steps else 1.25 * last.size
    return last.y - following.y > APART * usual or abs(last.size - following.size) > 0.04 * last.size


def _is_within(picture: Hung, frame: Frame, rows: Sequence[Row]) -> bool:
    """Whether rows stand right below a picture that is narrower than its column, and no further to either side."""
    left, _, right, _ = picture.box
    if len(rows) > LONGEST_PLAIN or right - left > NARROW * (frame.right - frame.left):
        return False
    size = rows[0].size
    is_set_in = left > frame.left + size
    is_centred = all(abs((row.left + row.right) - (left + right)) < 2 * size for row in rows)
    return (is_set_in or is_centred) and all(left - size < row.left and row.right < right + size for row in rows)


def by_group(placed: Iterable[Placed], groups: Sequence[Group]) -> Mapping[int, list[Placed]]:
    """Pictures by the number of the group after which they come; those before all groups by -1."""
    number = {id(row): n for n, group in enumerate(groups) for row in group.rows}
    after: dict[int, list[Placed]] = {}
    for each in placed:
        above, below = number.get(id(each.above)), number.get(id(each.below))
        if above is not None:
            at = above
        elif below is not None:
            at = below - 1 if groups[below].rows[0] is each.below else below
        else:
            at = max((n for n, group in enumerate(groups) if group.rows[0].page < each.page), default=-1)
        after.setdefault(at, []).append(each)
    return after
