"""The sources as the report shows them: numbered lines, with what is asked about marked; of a large book only the
lines that something is said about, and those around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..document import Source
from ..queries import Place

LARGEST, LARGEST_IN_ALL = 400_000, 4_000_000
"""Characters up to which a text is shown whole, and a book's texts together."""

AROUND = 2
"""Lines shown before and after one that something is said about."""

SHOWN = 2000
"""Characters shown of a line of a large text before, between and after what is asked about."""

_LINE_END = re.compile(r"\r\n|\r|\n")


class Asked(Struct, frozen=True):
    """A query about a line: the name of its place in the page, its code, and its columns, half open from 0."""

    anchor: str
    code: str
    start: int
    end: int


class Line(Struct, frozen=True):
    """A line of a source: its number, and its text in parts, each marked or not; `asked` are the queries about it."""

    number: int
    parts: tuple[tuple[str, bool], ...]
    asked: tuple[Asked, ...]


class View(Struct, frozen=True):
    """A source with the runs of its lines that are shown; `number` is its place in the book, from 1."""

    number: int
    source: Source
    runs: tuple[tuple[Line, ...], ...]
    length: int

    @property
    def is_whole(self) -> bool:
        """Whether every line is shown."""
        return sum(map(len, self.runs)) == self.length


def view_sources(
    sources: Iterable[Source], places: Iterable[Place], asked: Iterable[tuple[Place, str, str]]
) -> tuple[View, ...]:
    """The sources of a book; `places` are those the report leads to, `asked` those of its queries, anchor and code."""
    sources = tuple(sources)
    wanted: dict[str, set[int]] = {source.name: set() for source in sources}
    for place in places:
        wanted[place.file].add(place.line)
    marked: dict[tuple[str, int], list[Asked]] = {}
    for place, anchor, code in asked:
        start = place.column - 1
        marked.setdefault((place.file, place.line), []).append(Asked(anchor, code, start, start + place.length))
    is_large = sum(len(source.text) for source in sources) > LARGEST_IN_ALL
    return tuple(
        _view(number, source, wanted[source.name] if is_large or len(source.text) > LARGEST else None, marked)
        for number, source in enumerate(sources, 1)
    )


def _view(number: int, source: Source, wanted: set[int] | None, marked: dict[tuple[str, int], list[Asked]]) -> View:
    lines = _LINE_END.split(source.text.removeprefix("\ufeff"))
    if not lines[-1]:
        lines.pop()
    numbers: Iterable[int] = range(1, len(lines) + 1)
    if wanted is not None:
        near = {line + step for line in wanted for step in range(-AROUND, AROUND + 1)}
        numbers = sorted(near.intersection(numbers))
    cut = None if wanted is None else SHOWN
    shown = (_line(n, lines[n - 1], tuple(marked.get((source.name, n), ())), cut) for n in numbers)
    return View(number, source, tuple(_runs(shown)), len(lines))


def _runs(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines that follow each other, together."""
    run: list[Line] = []
    for line in lines:
        if run and line.number != run[-1].number + 1:
            yield tuple(run)
            run = []
        run.append(line)
    if run:
        yield tuple(run)


def _line(number: int, text: str, asked: tuple[Asked, ...], cut: int | None) -> Line:
    parts: list[tuple[str, bool]] = []
    position = 0
    for query in sorted(asked, key=lambda query: (query.start, query.end)):
        start = max(position, query.start)
        if start < query.end:
            parts += ((text[position:start], False), (text[start : query.end], True))
            position = query.end
    parts.append((text[position:], False))
    return Line(number, tuple((_shorten(part, cut), marked) for part, marked in parts if part), asked)


def _shorten(text: str, cut: int | None) -> str:
    """A long stretch of a line without its middle."""
    return text if cut is None or len(text) <= cut else f"{text[: cut // 2]} […] {text[-cut // 2 :]}"
