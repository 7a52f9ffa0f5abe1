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

    def width_from(self, skip: Any) -> float | None:
        """How wide the line that begins at one of WeasyPrint's places is to be."""
        path: list[int] = []
        while skip is not None:
            ((index, skip),) = skip.items()
            path.append(index)
        number = bisect_left(self.paths, tuple(path))
        offset = 0
        if number and tuple(path[:-1]) == self.paths[number - 1]:
            number, offset = number - 1, path[-1]
        place = self.numbers.get((number, offset))
        return self.widths[place] if place is not None else None


def get_next_linebox(
    context: Any, box: Any, position_y: float, bottom: float, skip: Any, block: Any, *more: Any
) -> Any:
    """As `mends.get_next_linebox`: the next line and where the one after it begins."""
    before, context.room = context.__dict__.get("room"), (box, _room(context, box, skip, block))
    try:
        return mends.get_next_linebox(context, box, position_y, bottom, skip, block, *more)
    finally:
        context.room = before


def _room(context: Any, box: Any, skip: Any, block: Any) -> float | None:
    """How wide the next line of a paragraph is to be, if not as wide as it can."""
    if context.excluded_shapes or box.style["text_align_all"] != "justify" or box.style["direction"] != "ltr":
        return None
    plans = box.__dict__.setdefault("plans", {})
    if block.width not in plans:
        indent = box.text_indent if skip is None else 0
        plans[block.width] = _plan(context, box, block.width, indent) if isinstance(indent, int | float) else None
    plan: Plan | None = plans[block.width]
    return plan.width_from(skip) if plan is not None else None


def split_inline_box(context: Any, box: Any, position_x: float, max_x: float, *more: Any) -> Any:
    """As WeasyPrint's: as much of a box as fits; of a line that is to be narrower, no more than fits that."""
    room = context.__dict__.get("room")
    if room is not None and room[0] is box and room[1] is not None and not context.__dict__.get("whole_words"):
        max_x = min(max_x, position_x + room[1])
    return _stock_split_inline_box(context, box, position_x, max_x, *more)


def _plan(context: Any, box: Any, measure: float, indent: float) -> Plan | None:
    """The lines of a paragraph, if those that WeasyPrint would fill are loose."""
    try:
        leaves = list(_leaves(box, ()))
        keys, places = _places(context, leaves)
    except _Unknown:
        return None
    face = face_of(box.style)
    if face is None or len(places) > MOST:
        return None
    lines = _Lines(places, measure, indent, face.space.width * FROM_UNITS, box.style["font_size"])
    return Plan([path for path, _ in leaves], keys, lines.widths()) if lines.are_loose() else None


def _leaves(box: Any, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """The runs of text of a box, each with the way to it."""
    for number, child in enumerate(box.children):
        if type(child) is TextBox:
            yield (*path, number), child
        elif type(child) is InlineBox and all(child.style[name] in PLAIN for name in DECORATION):
            yield from _leaves(child, (*path, number))
        else:
            raise _Unknown


def _places(context: Any, leaves: list[tuple[tuple[int, ...], Any]]) -> tuple[dict[Key, int], list[Place]]:
    """Where lines may end, the beginning and the end of the paragraph among them, and their numbers by key."""
    places, keys = [Place(0, 0, 0, is_hyphen=False)], {(0, 0): 0}
    length, spaces = 0, 0
    for number, (_, leaf) in enumerate(leaves):
        style, text = leaf.style, leaf.text
        face, neighbour = face_of(style), neighbour_of(text)
        if face is None or neighbour is None or style["white_space"] != "normal":
            raise _Unknown
        face.learn(text, neighbour)
        offset, last = 0, None
        for count, name in enumerate(text.split(" ")):
            word = face.word(name, neighbour) if name else face.end
            if word is None:
                raise _Unknown
            if count:
                end, spaces, offset = length, spaces + 1, offset + 1
                length += (last.kern if last else 0) + (word.gap if name else face.space.width)
                keys[number, offset] = len(places)
                if offset == 1:
                    keys[number, 0] = len(places)
                if offset == len(text.encode()):
                    keys[number + 1, 0] = len(places)
                places.append(Place(end * FROM_UNITS, length * FROM_UNITS, spaces, is_hyphen=False))
            if not name:
                last = None
                continue
            for beginning in reversed(() if mends.is_name(name, style) else beginnings_of(name, style, context)):
                part = _width_of(word, len(beginning))
                keys[number, offset + len(beginning.encode())] = len(places)
                start = (length + part) * FROM_UNITS
                places.append(Place(start + _hyphen(face, style, neighbour), start, spaces, is_hyphen=True))
            length, offset, last = length + word.width, offset + len(name.encode()), word
    places.append(Place(length * FROM_UNITS, length * FROM_UNITS, spaces + 1, is_hyphen=False))
    return keys, places


def _width_of(word: Any, count: int) -> int:
    """About how wide the first characters of a word are, in Pango's units."""
    width = 0
    for glyph in word.glyphs:
        if count <= 0:
            break
        width += glyph.width
        count -= len(glyph.text)
    return width


def _hyphen(face: Any, style: Any, neighbour: str) -> float:
    word = face.word(style["hyphenate_character"], neighbour)
    return word.width * FROM_UNITS if word else 0


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
        room = self.measure if number else self.measure - self.indent
        return (room - stop + start) / (self.space * ((spaces - before - (not is_hyphen)) or 1))

    def _cost(self, number: int, end: int) -> float:
        if end == self.last:
            return SHORT_END * (self.places[end].end - self.places[number].start < INDENT * self.size)
        looseness = self._looseness(number, end)
        cost = (1 + looseness * looseness * looseness) ** 2 if looseness > 0 else 1.0
        return cost + HYPHEN if self.places[end].is_hyphen else cost
