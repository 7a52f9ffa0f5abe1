"""Numbering: the label that Word prints before a paragraph, counted as it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

from ..numerals import numeral
from .package import Element, W, number, value

BULLET = "•"
_DEEPEST = 9


class Level(Struct, frozen=True):
    """A level of a list: `text` is what stands before a paragraph, with `%1` for the number of the first level."""

    numeral: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering(Struct):
    """The lists of a document, by the id a paragraph gives: what they count with, their levels, and new beginnings.

    `counts` is how far each has come.
    """

    lists: Mapping[str, tuple[str, Mapping[int, Level], Mapping[int, int]]]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def label(self, numbered: str, level: int) -> str | None:
        """What stands before the next paragraph of a list: a bullet, a number, or nothing; None if there is no list."""
        if numbered not in self.lists or not 0 <= level < _DEEPEST:
            return None
        abstract, levels, restarts = self.lists[numbered]
        counts = self.counts.setdefault(abstract, [None] * _DEEPEST)
        if numbered not in self.begun:
            self.begun.add(numbered)
            for depth in restarts:
                counts[depth] = None
        here = levels.get(level, Level())
        last = counts[level]
        counts[level] = restarts.get(level, here.start) if last is None else last + 1
        counts[level + 1 :] = [None] * (_DEEPEST - level - 1)
        return self._text(here, levels, counts, restarts)

    def series(self, numbered: str, level: int) -> str:
        """What tells a list from another that stands right above it: whether it has bullets or numbers."""
        _, levels, _ = self.lists.get(numbered, ("", {}, {}))
        return "bullets" if levels.get(level, Level()).numeral == "bullet" else "numbers"

    def _text(
        self, here: Level, levels: Mapping[int, Level], counts: list[int | None], restarts: Mapping[int, int]
    ) -> str:
        if here.numeral == "bullet":
            sign = here.text.strip(" \uf020")
            return sign if not sign or (sign.isascii() and sign.isprintable() and not sign.isalnum()) else BULLET
        if here.numeral == "none":
            return ""

        def count(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            level = levels.get(depth, Level())
            counted = counts[depth]
            return numeral(restarts.get(depth, level.start) if counted is None else counted, level.numeral)

        return re.sub(r"%([1-9])", count, here.text).strip()


def read_numbering(root: Element | None) -> Numbering:
    """The lists of numbering.xml."""
    if root is None:
        return Numbering({})
    abstracts = {entry.get(W + "abstractNumId", ""): entry for entry in root.iterchildren(W + "abstractNum")}
    styled = {name: entry for entry in abstracts.values() if (name := value(entry, "styleLink")) is not None}
    lists = {}
    for entry in root.iterchildren(W + "num"):
        abstract = value(entry, "abstractNumId") or ""
        shape = abstracts.get(abstract)
        shape = styled.get(value(shape, "numStyleLink") or "", shape) if shape is not None else None
        levels = _levels(shape)
        restarts: dict[int, int] = {}
        for override in entry.iterchildren(W + "lvlOverride"):
            levels |= _levels(override)
            begin, depth = number(override, "startOverride"), _depth(override)
            if begin is not None and 0 <= depth < _DEEPEST:
                restarts[depth] = begin
        lists[entry.get(W + "numId", "")] = (abstract, levels, restarts)
    return Numbering(lists)


def _levels(parent: Element | None) -> dict[int, Level]:
    if parent is None:
        return {}
    return {
        _depth(entry): Level(
            value(entry, "numFmt") or "decimal", value(entry, "lvlText") or "", number(entry, "start") or 0
        )
        for entry in parent.iterchildren(W + "lvl")
    }


def _depth(entry: Element) -> int:
    said = entry.get(W + "ilvl", "")
    return int(said) if said.isdecimal() and len(said) < 3 else 0
