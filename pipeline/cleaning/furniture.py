"""Furniture: the lines at the edges of pages that are no text: page numbers, running heads, form feeds.

Page numbers are found by counting (see `folios`), running heads by standing beside them again and again (see `heads`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from .folios import Folio, find_folios, page_length
from .heads import FEWEST_HEADS, Heads, find_heads, signature_of, titles_of
from .lines import Lines, cuts_sentence, is_finished


class Boundary(Struct, frozen=True):
    """Where a page ends: the last line of its text, the first of the next, and between them numbers or form feeds."""

    above: int
    below: int
    folios: tuple[Folio, ...] = ()
    feeds: bool = False


class Pages(Struct, frozen=True):
    """The boundaries of a text's pages in order, and how many lines of print a page has (None: nobody knows)."""

    lines: Lines
    boundaries: tuple[Boundary, ...]
    length: float | None
    heads: frozenset[int]


@lru_cache(maxsize=4)
def find_pages(text: str) -> Pages:
    """The pages of a text, as far as anything in it tells where they end."""
    lines = Lines.of(text)
    folios = {folio.line: folio for folio in find_folios(lines)}
    length = page_length(lines, list(folios.values()))
    titles = titles_of(lines, folios)
    heads = find_heads(lines, titles, folios)
    furniture = _with_heads(lines, titles, heads, folios, length)
    known = list(_boundaries(lines, furniture, folios))
    boundaries = sorted([*known, *_lost(lines, known, length)], key=lambda boundary: boundary.above)
    return Pages(lines, tuple(boundaries), length, frozenset(furniture - set(folios)))


def _with_heads(
    lines: Lines, titles: list[int], heads: Heads, folios: dict[int, Folio], length: float | None
) -> set[int]:
    """The lines that are page numbers or running heads."""
    furniture = set(folios)
    edges = sorted({lines.depths[line] for line in (*folios, *lines.feeds)})
    seen: set[int] = set()
    for line in titles:
        number = None if line in furniture else heads.find(signature_of(lines.texts[line]))
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
