"""Lists: the label that stands before an item or a heading of an ODT, counted as OpenDocument has it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from ..numerals import numeral
from .names import Element, count, said, tag

BULLET = "•"
DEEPEST = 10
_NUMERALS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class Level(Struct, frozen=True):
    """A level: its numerals, or nothing for `bullet`s; how many levels its label shows, and what stands around."""

    numeral: str = ""
    prefix: str = ""
    suffix: str = ""
    bullet: str = ""
    shown: int = 1
    start: int = 1


class Counter(Struct):
    """Counts the items of one list, level by level."""

    levels: Mapping[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def label(self, depth: int, start: int | None = None) -> str:
        """The label of the next item on a level, from 1, or nothing; `start` is the number it begins anew with."""
        level = self.levels.get(depth, Level())
        self.counts[depth] = start if start is not None else self.counts.get(depth, level.start - 1) + 1
        self.forget(depth)
        if level.bullet:
            return level.bullet
        if not level.numeral:
            return ""
        shown = range(max(depth - level.shown + 1, 1), depth + 1)
        return level.prefix + ".".join(filter(None, map(self._figure, shown))) + level.suffix

    def forget(self, depth: int) -> None:
        """What is deeper begins anew."""
        for deeper in [known for known in self.counts if known > depth]:
            del self.counts[deeper]

    def _figure(self, depth: int) -> str:
        level = self.levels.get(depth, Level())
        return numeral(self.counts.get(depth, level.start), level.numeral) if level.numeral else ""


def read_list_styles(roots: list[Element]) -> dict[str, Mapping[int, Level]]:
    """The styles of lists by name; that of headings has none."""
    styles: dict[str, Mapping[int, Level]] = {}
    for root in roots:
        for entry in root.iter(tag("text:list-style"), tag("text:outline-style")):
            name = said(entry, "style:name") if entry.tag == tag("text:list-style") else ""
            styles.setdefault(name, dict(map(_level, entry.iterchildren("*"))))
    return styles


def _level(entry: Element) -> tuple[int, Level]:
    depth = count(entry, "text:level", 1, DEEPEST)
    if entry.tag in (tag("text:list-level-style-bullet"), tag("text:list-level-style-image")):
        sign = said(entry, "text:bullet-char").strip(" \uf020")
        return depth, Level(bullet=sign if sign in ("", "-", "–", "—", "*") else BULLET)
    return depth, Level(
        numeral=_NUMERALS.get(said(entry, "style:num-format"), ""),
        prefix=said(entry, "style:num-prefix").lstrip(),
        suffix=said(entry, "style:num-suffix").rstrip(),
        shown=count(entry, "text:display-levels", 1, DEEPEST),
        start=count(entry, "text:start-value", 1, 99999),
    )
