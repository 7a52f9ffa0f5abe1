"""Paragraphs: where a justified paragraph has a loose line, its lines are chosen together (Knuth and Plass, 1981).

WeasyPrint fills one line after the other, so that a long word leaves a line of wide spaces before it. Here the breaks
are found that make all lines of a paragraph about equally tight, without one line more. Spaces are never narrowed: a
better line ends before the one that is filled, and so it is enough to tell the engine of a narrower measure. A break
that it does not find costs nothing: the best lines after each place are known.

Only `patches`, and what it puts in WeasyPrint's place, imports this module: it needs WeasyPrint.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from math import inf
from typing import Any, NamedTuple

from weasyprint.css.properties import ZERO_PIXELS
from weasyprint.formatting_structure.boxes import InlineBox, TextBox
from weasyprint.layout.inline import split_inline_box as _stock_split_inline_box
from weasyprint.text.ffi import FROM_UNITS

from . import mends
from .breaking import beginnings_of
from .shaping import face_of, neighbour_of

LOOSE = 1.0
"""By how much of itself a space may be widened before the lines of its paragraph are chosen anew."""

HYPHEN = 3.0
"""What a hyphen costs, where a line whose spaces are as they should be costs 1."""

SHORT_END = 4.0
"""What a last line costs that is shorter than an indent."""

INDENT = 2.0
"""Ems of the shortest last line that costs nothing."""

ROOM = 0.2
"""Ems by which a narrowed measure is wider than what is to fit it, and narrower than any syllable more."""

NARROWEST = 0.8
"""Of the measure, the shortest line that is looked at."""

MOST = 1500
"""Places of a paragraph where lines may end; the lines of a longer one stay as they are."""

DECORATION = tuple(
    f"{kind}_{side}{end}"
    for kind, end in (("margin", ""), ("padding", ""), ("border", "_width"))
    for side in ("left", "right")
)
PLAIN = frozenset({0, "auto", ZERO_PIXELS})
"""Values of what stands beside a run of text that leave no room there."""

Key = tuple[int, int]
"""A place in a paragraph: the number of a run of text, and the bytes before it."""


class _Unknown(Exception):
    """A paragraph holds what is not text of known widths."""


class Place(NamedTuple):
    """Where a line may end: the width of what stands before, at the end of a line and where another begins after it.

    Widths are in pixels; `spaces` are those before it, with the one that it takes away.
    """

    end: float
    start: float
    spaces: int
    is_hyphen: bool


class Plan(NamedTuple):
    """The ways to a paragraph's runs of text, the numbers of its places, and how wide the line from each is to be."""

    paths: list[tuple[int, ...]]
    numbers: dict[Key, int]
    widths: list[float]

    def width_from(self, skip: Any) -> float:
        """How wide the line that begins at one of WeasyPrint's places is to be; endless, if that is not known."""
        path: list[int] = []
        while skip is not None:
            ((index, skip),) = skip.items()
            path.append(index)
        number = bisect_left(self.paths, tuple(path))
        offset = 0
        if number and tuple(path[:-1]) == self.paths[number - 1]:
            number, offset = number - 1, path[-1]
        place = self.numbers.get((number, offset))
        return self.widths[place] if place is not None else inf


def get_next_linebox(
    context: Any, box: Any, position_y: float, bottom: float, skip: Any, block: Any, *more: Any
) -> Any:
    """As `mends.get_next_linebox`: the next line and where the one after it begins."""
    before, context.room = context.__dict__.get("room"), (box, _width(context, box, skip, block))
    try:
        return mends.get_next_linebox(context, box, position_y, bottom, skip, block, *more)
    finally:
        context.room = before


def _width(context: Any, box: Any, skip: Any, block: Any) -> float:
    """How wide the next line of a paragraph is to be; endless, if as wide as it can."""
    if context.excluded_shapes or box.style["text_align_all"] != "justify" or box.style["direction"] != "ltr":
        return inf
    plans: dict[float, Plan | None] = box.__dict__.setdefault("plans", {})
    if block.width not in plans:
        plans[block.width] = _plan(context, box, block.width, box.text_indent)
    plan = plans[block.width]
    return plan.width_from(skip) if plan is not None else inf


def split_inline_box(context: Any, box: Any, position_x: float, max_x: float, *more: Any) -> Any:
    """As WeasyPrint's: as much of a box as fits; of a line that is to be narrower, no more than fits that."""
    room = context.__dict__.get("room")
    if room is not None and room[0] is box and not context.__dict__.get("whole_words"):
        max_x = min(max_x, position_x + room[1])
    return _stock_split_inline_box(context, box, position_x, max_x, *more)


def _plan(context: Any, box: Any, measure: float, indent: float) -> Plan | None:
    """The lines of a paragraph, if those that WeasyPrint would fill are loose."""
    known = _Places()
    try:
        leaves = list(_leaves(box, ()))
        for number, (_, leaf) in enumerate(leaves):
            known.add_text(context, number, leaf)
    except _Unknown:
        return None
    face, places = face_of(box.style), known.close()
    if face is None or len(places) > MOST:
        return None
    lines = _Lines(places, measure, indent, face.space.width * FROM_UNITS, box.style["font_size"])
    return Plan([path for path, _ in leaves], known.keys, lines.widths()) if lines.are_loose() else None


def _leaves(box: Any, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """The runs of text of a box, each with the way to it."""
    for number, child in enumerate(box.children):
        if type(child) is TextBox:
            yield (*path, number), child
        elif type(child) is InlineBox and all(child.style[name] in PLAIN for name in DECORATION):
            yield from _leaves(child, (*path, number))
        else:
            raise _Unknown


class _Places:
    """The places where lines may end, the beginning of the paragraph first, and their numbers by key."""

    def __init__(self) -> None:
        self.places, self.keys = [Place(0, 0, 0, is_hyphen=False)], {(0, 0): 0}
        self.length = self.spaces = 0

    def add_text(self, context: Any, number: int, leaf: Any) -> None:
        """Add the places of a run of text."""
        style, text = leaf.style, leaf.text
        face, neighbour = face_of(style), neighbour_of(text)
        if face is None or neighbour is None or style["white_space"] != "normal":
            raise _Unknown
        face.learn(text, neighbour)
        hyphen, size = face.word(style["hyphenate_character"], neighbour), len(text.encode())
        offset, last = 0, None
        for count, name in enumerate(text.split(" ")):
            word = face.word(name, neighbour) if name else face.end
            if word is None or hyphen is None:
                raise _Unknown
            if count:
                offset += 1
                alike = [(number, 0)] * (offset == 1) + [(number + 1, 0)] * (offset == size)
                width = (last.kern if last else 0) + (word.gap if name else word.width)
                self._add_space(width, (number, offset), *alike)
            if name and not mends.is_name(name, style):
                for beginning in reversed(beginnings_of(name, style, context)):
                    key = number, offset + len(beginning.encode())
                    self._add_hyphen(_width_of(word, len(beginning)), hyphen.width, key)
            if name:
                self.length += word.width
                offset += len(name.encode())
            last = word if name else None

    def close(self) -> list[Place]:
        """The places, with the end of the paragraph."""
        end = self.length * FROM_UNITS
        return [*self.places, Place(end, end, self.spaces + 1, is_hyphen=False)]

    def _add_space(self, width: int, *keys: Key) -> None:
        """Add a space and the kern before it; the engine has several keys for the beginning of a line after it."""
        end = self.length * FROM_UNITS
        self.length += width
        self.spaces += 1
        self.keys |= dict.fromkeys(keys, len(self.places))
        self.places.append(Place(end, self.length * FROM_UNITS, self.spaces, is_hyphen=False))

    def _add_hyphen(self, part: int, hyphen: int, key: Key) -> None:
        """Add a hyphen after the part of a word that is so wide."""
        start = self.length + part
        self.keys[key] = len(self.places)
        self.places.append(Place((start + hyphen) * FROM_UNITS, start * FROM_UNITS, self.spaces, is_hyphen=True))


def _width_of(word: Any, count: int) -> int:
    """About how wide the first characters of a word are, in Pango's units."""
    ends = accumulate((len(glyph.text) for glyph in word.glyphs), initial=0)
    return sum(glyph.width for end, glyph in zip(ends, word.glyphs, strict=False) if end < count)


class _Lines:
    """The lines of a paragraph by the places where they may end; `space` is the width of one."""

    def __init__(self, places: list[Place], measure: float, indent: float, space: float, size: float) -> None:
        self.places, self.last = places, len(places) - 1
        self.ends = list(accumulate((place.end for place in places), max))
        self.measure, self.indent, self.space, self.size = measure, indent, space, size

    def are_loose(self) -> bool:
        """Whether one is, if each is filled."""
        number = 0
        while (end := self._fullest(number)) < self.last:
            if self._looseness(number, end) > LOOSE:
                return True
            number = end
        return False

    def widths(self) -> list[float]:
        """How wide the line from each place is to be, so that all from there on are the best; the fullest is endless.

        The best are the fewest, and of these the least loose with the fewest hyphens.
        """
        best = [(0, 0.0)] * len(self.places)
        widths = [inf] * len(self.places)
        hyphens = [False] * len(self.places)
        for number in range(self.last - 1, -1, -1):
            fullest = self._fullest(number)
            least = self.places[number].start + NARROWEST * self._room(number)
            chosen = fullest
            for end in range(fullest, bisect_left(self.ends, least, number + 1, fullest) - 1, -1):
                count, cost = best[end]
                again = HYPHEN * (hyphens[end] and self.places[end].is_hyphen)
                found = count + 1, cost + self._cost(number, end) + again
                if end == fullest or found < best[number]:
                    best[number], chosen = found, end
            hyphens[number] = self.places[chosen].is_hyphen
            if chosen != fullest:
                widths[number] = self.places[chosen].end - self.places[number].start + ROOM * self.size
        return widths

    def _room(self, number: int) -> float:
        return self.measure - (self.indent if number == 0 else 0)

    def _fullest(self, number: int) -> int:
        """Where a line ends that is filled; a word that is too long for it fills it."""
        end = bisect_right(self.ends, self.places[number].start + self._room(number))
        return max(number + 1, end - 1)

    def _looseness(self, number: int, end: int) -> float:
        """By how much of itself each space of a line is widened."""
        _, start, before, _ = self.places[number]
        stop, _, spaces, is_hyphen = self.places[end]
        return (self._room(number) - stop + start) / (self.space * ((spaces - before - (not is_hyphen)) or 1))

    def _cost(self, number: int, end: int) -> float:
        if end == self.last:
            return SHORT_END * (self.places[end].end - self.places[number].start < INDENT * self.size)
        looseness = self._looseness(number, end)
        cost = (1 + looseness * looseness * looseness) ** 2 if looseness > 0 else 1.0
        return cost + HYPHEN if self.places[end].is_hyphen else cost
