"""Furniture: the lines at the edges of pages that are no text: page numbers, running heads, form feeds.

Page numbers are found by counting (see `folios`); a running head by standing beside them, or at a page's distance,
again and again, if for some letters a scanner took for others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from .folios import (
    ALIKE,
    Folio,
    Lines,
    breaks_sentence,
    cuts_sentence,
    find_folios,
    is_finished,
    is_regular,
    is_title,
    page_length,
)

AS_SCANNED = 0.78
"""How much two running heads must have in common to be one that a scanner read twice."""

LONGEST_HEAD = 80

TELLING = 8
"""Letters of a line in capitals that are too many for one heading to be like another: `PART I`, `PART II` are."""

FEWEST_HEADS = 4
"""How many running heads must be seen where no page numbers tell that they are such."""

_SHAPES = str.maketrans("01JL5826QDFGVN", "OIIISBZCOOECUM")
"""Characters that scanners confuse, each for the one that stands for all of them here."""

_DIGITS = r"[\[(]?(?=\w{0,3}\d)[\dOoQIl|i!ZzSsB]{1,4}[\])]?"
_NUMBER = re.compile(rf"\A{_DIGITS}\s|\s{_DIGITS}\Z")


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where a page ends: the last line of its text, the first of the next, and between them numbers or form feeds."""

    above: int
    below: int
    folios: tuple[Folio, ...] = ()
    feeds: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The boundaries of a text's pages in order, and how many lines of print a page has (None: nobody knows)."""

    lines: Lines
    boundaries: tuple[Boundary, ...]
    length: float | None
    heads: frozenset[int]


@dataclass(slots=True)
class _Heads:
    """Running heads as scanned, those that are one under one number, with the lines they stand on."""

    signatures: list[str] = field(default_factory=list)
    lines: list[set[int]] = field(default_factory=list)

    def find(self, signature: str, but: int = -1) -> int | None:
        """The number of a head that reads so, if for a scanner's errors; `but` is a line that it must not be."""
        for number, other in enumerate(self.signatures):
            if abs(len(signature) - len(other)) * 4 <= len(other) and _alike(signature, other):
                return None if but in self.lines[number] else number
        return None

    def add(self, signature: str, line: int) -> None:
        """Keep a line that may be a running head."""
        number = self.find(signature)
        if number is None:
            self.signatures.append(signature)
            self.lines.append({line})
        else:
            self.lines[number].add(line)

    def only(self, kept: list[int]) -> _Heads:
        """Those of these numbers."""
        return _Heads([self.signatures[n] for n in kept], [self.lines[n] for n in kept])


@lru_cache(maxsize=4)
def find_pages(text: str) -> Pages:
    """The pages of a text, as far as anything in it tells where they end."""
    lines = Lines.of(text)
    folios = {folio.line: folio for folio in find_folios(lines)}
    length = page_length(lines, list(folios.values()))
    titles = [n for n, t in enumerate(lines.texts) if t and len(t) <= 2 * LONGEST_HEAD and _may_be_head(lines, n, t)]
    heads = _beside(lines, titles, folios) if folios or lines.feeds else _recurring(lines, titles)
    furniture = _with_heads(lines, titles, heads, folios, length)
    known = list(_boundaries(lines, furniture, folios))
    boundaries = sorted([*known, *_lost(lines, known, length)], key=lambda boundary: boundary.above)
    return Pages(lines, tuple(boundaries), length, frozenset(furniture - set(folios)))


def _may_be_head(lines: Lines, line: int, words: str) -> bool:
    if not words.isupper() and not lines.is_apart(line):
        return False
    text = words.strip()
    return 0 < len(text) <= LONGEST_HEAD and is_title(_NUMBER.sub("", text) or text, lines.is_apart(line))


def _signature(text: str) -> str:
    """The letters of a line, those alike being one: `112  THF L1BRARY` → `THEIIBRARY`, as `THE LIBRARY`."""
    words = _NUMBER.sub("", text.strip()).upper().translate(_SHAPES)
    return "".join(filter(str.isalpha, words))


@lru_cache(maxsize=4096)
def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return one == other or (matcher.quick_ratio() >= AS_SCANNED and matcher.ratio() >= AS_SCANNED)


def _beside(lines: Lines, titles: list[int], folios: dict[int, Folio]) -> _Heads:
    """What stands beside page numbers and form feeds, and repeats, or is a heading elsewhere, or cuts a sentence."""
    heads = _Heads()
    known = set(titles)
    for line, folio in folios.items():
        if folio.head:
            heads.add(_signature(folio.head), line)
    for line in {*(line for line, folio in folios.items() if folio.form != "page"), *lines.feeds}:
        for near in (lines.before(line), line if line in lines.feeds else -1, lines.after(line)):
            if near in known and near not in folios:
                heads.add(_signature(lines.texts[near]), near)
    headings = {number for n in titles if (number := heads.find(_signature(lines.texts[n]), n)) is not None}
    kept = [n for n, found in enumerate(heads.lines) if _cuts_often(lines, found, n in headings)]
    return heads.only(kept)


def _cuts_often(lines: Lines, found: set[int], is_heading: bool) -> bool:
    """Whether lines that look alike cut sentences as pages do, which headings do not; or are one and the same.

    A line that was seen but once must cut a sentence beyond doubt, or be a heading elsewhere as well.
    """
    cuts = sum(cuts_sentence(lines, line) for line in found)
    in_capitals = all(lines.texts[line].isupper() for line in found)
    if len(found) == 1:
        return cuts > 0 and (is_heading or (in_capitals and all(breaks_sentence(lines, line) for line in found)))
    same, times = Counter(_signature(lines.texts[line]) for line in found).most_common(1)[0]
    return cuts * 3 >= len(found) or (times > 1 and in_capitals and len(same) >= TELLING)


def _recurring(lines: Lines, titles: list[int]) -> _Heads:
    """Lines that recur at a page's distance in a text without page numbers, and nearly always cut a sentence."""
    heads = _Heads()
    for line in titles:
        if breaks_sentence(lines, line):
            heads.add(_signature(lines.texts[line]), line)
    heads = heads.only([number for number, found in enumerate(heads.lines) if len(found) > 1])
    cutting = set().union(*heads.lines)
    for line in set(titles) - cutting if len(cutting) >= FEWEST_HEADS else ():
        if (number := heads.find(_signature(lines.texts[line]))) is not None:
            heads.lines[number].add(line)
    found = sorted(set().union(*heads.lines))
    apart = [lines.depths[other] - lines.depths[one] for one, other in pairwise(found)]
    if len(cutting) < FEWEST_HEADS or len(cutting) < 0.8 * len(found) or not is_regular(apart, ALIKE):
        return _Heads()
    return heads


def _with_heads(
    lines: Lines, titles: list[int], heads: _Heads, folios: dict[int, Folio], length: float | None
) -> set[int]:
    """The lines that are page numbers or running heads."""
    furniture = set(folios)
    edges = sorted({lines.depths[line] for line in (*folios, *lines.feeds)})
    seen: set[int] = set()
    for line in titles:
        number = None if line in furniture else heads.find(_signature(lines.texts[line]))
        if number is None:
            continue
        beside = lines.before(line) in furniture or lines.after(line) in folios or lines.is_fed(line)
        surely = cuts_sentence(lines, line) or len(heads.lines[number]) >= FEWEST_HEADS
        if not (beside or (surely and _is_page_away(lines.depths[line], edges, length))):
            continue
        if number in seen or not _opens_chapter(lines, line, edges, length):
            furniture.add(line)
        seen.add(number)
    return furniture


def _is_page_away(depth: int, edges: list[int], length: float | None) -> bool:
    """Whether a page may end here, being far enough from the pages' ends that are known."""
    if length is None:
        return not edges
    index = bisect_left(edges, depth)
    near = [0, *edges[max(0, index - 1) : index + 1]]
    return all(abs(depth - edge) >= 0.8 * length for edge in near)


def _opens_chapter(lines: Lines, line: int, edges: list[int], length: float | None) -> bool:
    """Whether a line is a heading that the running heads repeat: no sentence is cut, and the page before is short."""
    if cuts_sentence(lines, line):
        return False
    index = bisect_left(edges, lines.depths[line] - 2)
    before = edges[index - 1] if index else 0
    return length is None or lines.depths[line] - before < 0.9 * length


def _boundaries(lines: Lines, furniture: set[int], folios: dict[int, Folio]) -> Iterator[Boundary]:
    """The furniture and form feeds between two lines of text, taken together."""
    done = -1
    for line in sorted({*furniture, *lines.feeds}):
        if line <= done:
            continue
        above, below = lines.before(line), line
        while above in furniture:
            above = lines.before(above)
        while below < len(lines.texts) and (below in furniture or not lines.texts[below].strip()):
            below += 1
        numbers = tuple(folios[n] for n in range(above + 1, below) if n in folios)
        yield Boundary(above, below, numbers, any(n in lines.feeds for n in range(above + 1, below + 1)))
        done = below


def _lost(lines: Lines, known: list[Boundary], length: float | None) -> Iterator[Boundary]:
    """Pages whose number and head were lost: blank lines in a sentence, where a page must end."""
    if length is None:
        return
    for one, other in pairwise(known):
        start, end = lines.depths[one.below], lines.depths[other.above] + 1
        pages = round((end - start) / length)
        for page in range(1, pages):
            due = start + (end - start) * page / pages
            gaps = [gap for gap in _gaps(lines, due, length / 10) if one.below <= gap.above < gap.below <= other.above]
            yield from sorted(gaps, key=lambda gap: abs(lines.depths[gap.below] - due))[:1]


def _gaps(lines: Lines, due: float, slack: float) -> Iterator[Boundary]:
    """The blank lines near a place that stand in a sentence."""
    for line in range(lines.at_depth(due - slack), lines.at_depth(due + slack) + 1):
        if lines.texts[line].strip() and not lines.texts[line - 1].strip():
            above = lines.before(line)
            if above >= 0 and lines.texts[line][0].islower() and not is_finished(lines.texts[above]):
                yield Boundary(above, line)
