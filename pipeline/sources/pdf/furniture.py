"""Furniture: the running heads and folios at the top and the foot of pages, which are no text.

They are told by what they do: they say the same again and again, or count as the pages do, and stand at one height.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from msgspec import Struct

from ...roman import roman_value
from .labels import calls_in, opening_of
from .words import Row

DEPTH = 3
"""Rows at the top and at the foot of a page that may be furniture."""

LEAST = 3
"""Pages on which the same must stand, or which must count; of a short document all but one."""

LARGER = 1.12
"""Of the size of the text: what is as large is a heading, though several stand at one height."""

SAME_HEIGHT = 3.0
"""Points by which heads at one height may differ."""

_NUMBER = re.compile(r"\d{1,4}|[ivxlc]{1,8}|[IVXLC]{1,8}")
_FOLIO = re.compile(r"\W{0,3}(?:(?i:page|p|seite|s|стр|с)\.?\s)?(\d{1,4}|[ivxlc]{1,8}|[IVXLC]{1,8})\W{0,3}")
_AT_ENDS = re.compile(rf"^{_FOLIO.pattern}(?=\s|$)|(?:(?<=\s)|^){_FOLIO.pattern}$")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\w{1,8}\s*$")
_OF = re.compile(r"(?i)\W{0,3}(?:page |seite )?(\d{1,4}) ?(?:of|/|von|de|из|sur) ?\d{1,4}\W{0,3}")


class Edge(Struct, frozen=True):
    """A row that may be furniture: its page, its place from the top (0, 1 …) or the foot (-1, -2 …), and its words."""

    page: int
    place: int
    row: Row

    @property
    def band(self) -> int:
        """Where it stands, so that rows at one height have one band, or bands beside each other."""
        return round(self.row.y / SAME_HEIGHT)

    @property
    def key(self) -> str:
        """What it says, whatever its numbers."""
        return _NUMBER.sub("#", self.row.text) if any(map(str.isdigit, self.row.text)) else self.row.text

    @property
    def words(self) -> str:
        """What it says without the number at its beginning or end."""
        return _AT_ENDS.sub("", self.row.text).strip("-–—[]()|· ")


class Furniture(Struct, frozen=True):
    """The rows that are furniture, by `id`, and the folio that each page prints."""

    rows: frozenset[int]
    folios: dict[int, str]


def find_furniture(pages: Sequence[Sequence[Row]], size: float) -> Furniture:
    """The furniture of all pages; rows from the top down. `size` is that of the text: heads are not larger."""
    edges = [edge for number, rows in enumerate(pages) for edge in _edges(number, rows)]
    edges = [e for e in edges if e.row.size < LARGER * size and not _opens_note(e, pages)]
    least = min(LEAST, max(2, len(pages) - 1))
    found = [*_repeating(edges, least), *_counting(edges, least)]
    found += _level(edges, found, least)
    found += _alone(edges)
    rows_found = {id(edge.row) for edge in found}
    taken = {row for rows in pages for row in _outermost(rows, rows_found)}
    folios = {edge.page: folio for edge in edges if id(edge.row) in taken and (folio := _folio_of(edge.row))}
    return Furniture(frozenset(taken), folios)


def _opens_note(edge: Edge, pages: Sequence[Sequence[Row]]) -> bool:
    """Whether a row at the foot begins with a label that its page or the one before calls; many notes say the same."""
    opening = opening_of(edge.row) if edge.place < 0 else None
    if opening is None or not opening.is_sure:
        return False
    near = (row for rows in pages[max(0, edge.page - 1) : edge.page + 1] for row in rows if row is not edge.row)
    return any(label == opening.label for row in near for _, label, _ in calls_in(row))


def _edges(number: int, rows: Sequence[Row]) -> Iterator[Edge]:
    """The rows at both ends of a page."""
    for step, ends in ((1, rows), (-1, rows[::-1])):
        for place, row in enumerate(ends[:DEPTH]):
            yield Edge(number, place if step > 0 else -1 - place, row)


def _repeating(edges: Iterable[Edge], least: int) -> Iterator[Edge]:
    """What stands at one height on several pages; words beside a number that changes are the same."""
    said: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        said[edge.key].append(edge)
    for group in said.values():
        bands = _bands(group)
        for edge in group:
            near = sum(bands[edge.band + step] for step in (-1, 0, 1))
            if near >= least and (any(map(str.isalpha, edge.key.replace("#", ""))) or len(edge.key) > 3):
                yield edge


def _bands(edges: Iterable[Edge]) -> Counter[int]:
    """On how many pages something stands at each height."""
    return Counter(band for _, band in {(edge.page, edge.band) for edge in edges})


def _counting(edges: Iterable[Edge], least: int) -> Iterator[Edge]:
    """What holds a number that rises as the pages do, at one height, and with it nothing, or what is said again.

    The notes at the foot of pages may count as the pages do.
    """
    edges = list(edges)
    said = Counter(words for _, words in {(edge.page, edge.words) for edge in edges})
    counts: dict[tuple[bool, bool, int], list[Edge]] = defaultdict(list)
    for edge in edges:
        if not edge.words or said[edge.words] > 1:
            for number, is_roman in _numbers(edge.row):
                counts[edge.place >= 0, is_roman, number - edge.page].append(edge)
    for group in counts.values():
        bands = _bands(group)
        for edge in group:
            if sum(bands[edge.band + step] for step in (-1, 0, 1)) >= least:
                yield edge


def _numbers(row: Row) -> Iterator[tuple[int, bool]]:
    """The numbers at both ends of a row, and whether they are roman."""
    words = row.text.split()
    if match := _OF.fullmatch(row.text):
        yield int(match[1]), False
    for word in {words[0], words[-1]} if words else ():
        if match := _FOLIO.fullmatch(word):
            if match[1].isdecimal():
                yield int(match[1]), False
            elif value := roman_value(match[1].lower()):
                yield value, True


def _level(edges: Iterable[Edge], found: Sequence[Edge], least: int) -> Iterator[Edge]:
    """Rows at the height of what is furniture on other pages, in the type of it: heads change with the chapters."""
    distinct = {id(edge.row): edge for edge in found}.values()
    bands = Counter((edge.place >= 0, edge.band, edge.row.size) for edge in distinct)
    for edge in edges:
        if sum(bands[edge.place >= 0, edge.band + step, edge.row.size] for step in (-1, 0, 1)) >= least:
            yield edge


def find_contents(pages: Sequence[Sequence[Row]]) -> set[int]:
    """The rows, by `id`, of a list of contents by pages: leaders or links to pages of the document, and a number."""
    found: set[int] = set()
    for rows in pages:
        numbered = [n for n, row in enumerate(rows) if _LEADERS.search(row.text) or _leads(row, is_numbered=True)]
        if len(numbered) >= LEAST:
            between = range(numbered[0], numbered[-1])
            found |= {id(rows[n]) for n in (*numbered, *(n for n in between if _leads(rows[n])))}
    return found


def _leads(row: Row, is_numbered: bool = False) -> bool:
    """Whether nearly all words of a row lead to pages of the document, and the last is a number."""
    inside = sum(word.target is not None and not word.target.address for word in row.words)
    return inside >= max(2 if is_numbered else 1, len(row.words) - 1) and (
        not is_numbered or _FOLIO.fullmatch(row.words[-1].text) is not None
    )


def _alone(edges: Iterable[Edge]) -> Iterator[Edge]:
    """The number of a page with nothing beside it, at its very end: a short document gives no other proof."""
    for edge in edges:
        if edge.place in (0, -1) and edge.row.text == str(edge.page + 1):
            yield edge


def _outermost(rows: Sequence[Row], found: Container[int]) -> Iterator[int]:
    """Of what was found on a page, that beyond which nothing else stands."""
    for ends in (rows, rows[::-1]):
        for row in ends[:DEPTH]:
            if id(row) not in found:
                break
            yield id(row)


def _folio_of(row: Row) -> str:
    """The number of the page that a row prints."""
    words = row.text.split()
    if match := _OF.fullmatch(row.text):
        return match[1]
    for word in (words[0], words[-1]) if words else ():
        if match := _FOLIO.fullmatch(word):
            return match[1]
    return ""
