"""Pages: page numbers and running heads are taken out, and the paragraphs and words they cut are whole again.

What is furniture is told by its regularity (see `folios` and `furniture`); whether a page ends with a paragraph, by how
its last line ends and the next page's first begins (see `partings`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import fmean, pstdev

from ..document import Cleaned
from ..ledger import undo
from ..roman import roman_value
from .folios import MISSED
from .furniture import find_pages
from .numbering import number_pages
from .partings import Partings
from .rule import Evidence, Found
from .wrapping import find_wrap

FURNITURE, MARKS = "pages.furniture", "pages.marks"

FEWEST_MARKS, FEWEST_BARE_MARKS = 2, 8
"""Marks that must count up before they are believed: those that say `p.`, and those that are a number in brackets."""

EVEN = 0.4
"""How far the distances of bare marks may vary, as a part of their mean: calls of notes vary more than pages do."""

_MARK = re.compile(
    r"(?P<open>[\[{<|])\s*(?P<word>(?i:page|pag|pg|p|стр|с)\b\.?\s*)?(?P<number>\d{1,4}|[ivxlc]{1,7})\s*[\]}>|]"
)


def furniture(text: str, evidence: Evidence) -> Found:
    r"""Page numbers, running heads and form feeds: `to the\n\n112  ESSAYS\n\nArmy` → `to the\nArmy`.

    The line end that is left is one of wrapping. Where no lines are wrapped, what the page cut is joined here.
    """
    pages = find_pages(text)
    if pages.boundaries:
        yield from Partings.of(text, pages, find_wrap(text), evidence).edits(pages.boundaries)


def marks(text: str) -> Found:
    """Page numbers inside lines, where they count up: `Milan the [p. 107] first time` → `Milan the first time`."""
    for match in _page_marks(text):
        start, end = match.span()
        opens = start == 0 or text[start - 1].isspace()
        after = re.compile(r"\s*").match(text, end)
        if opens and after and (after.group() or start == 0):
            end = after.end() if "\n" not in after.group() else end
            start -= 0 if end > match.end() else len(text[:start]) - len(text[:start].rstrip(" "))
        yield start, end, ""


def page_breaks(cleaned: Cleaned) -> tuple[tuple[int, str], ...]:
    """Where each page begins whose number is known: its offset in the cleaned text, and its number as printed."""
    found: list[tuple[int, str]] = []
    for depth, step in enumerate(cleaned.steps):
        if step.rule in _NUMBERED:
            text = undo(cleaned.steps[depth:], cleaned.text)
            for offset, number in _NUMBERED[step.rule](text):
                for later in cleaned.steps[depth:]:
                    offset = later.forward(offset, "right")
                found.append((offset, number))
    return tuple(sorted(found, key=lambda pair: pair[0]))


def page_ends(cleaned: Cleaned) -> tuple[int, ...]:
    """Where the text of a page ends and that of the next begins, in the cleaned text, whether numbered or not."""
    found: set[int] = set()
    for depth, step in enumerate(cleaned.steps):
        for edit in step.edits if step.rule == FURNITURE else ():
            offset = edit.span.end
            for later in cleaned.steps[depth:]:
                offset = later.forward(offset, "right")
            found.add(offset)
    return tuple(sorted(found))


def _numbered_ends(text: str) -> Iterator[tuple[int, str]]:
    """Where the words of pages begin in a text with its furniture, and their numbers."""
    pages = find_pages(text)
    for boundary, number in number_pages(pages):
        if boundary.below < len(pages.lines.texts):
            line = pages.lines.texts[boundary.below]
            yield pages.lines.starts[boundary.below] + len(line) - len(line.lstrip()), number


def _numbered_marks(text: str) -> Iterator[tuple[int, str]]:
    for match in _page_marks(text):
        yield match.end(), match["number"]


_NUMBERED: dict[str, Callable[[str], Iterator[tuple[int, str]]]] = {FURNITURE: _numbered_ends, MARKS: _numbered_marks}


def _page_marks(text: str) -> list[re.Match[str]]:
    """The marks of each form that count up, in the order of the text."""
    forms: defaultdict[tuple[str, bool], list[re.Match[str]]] = defaultdict(list)
    for match in _MARK.finditer(text):
        forms[match["open"], match["word"] is not None].append(match)
    counting = [match for (_, says), found in forms.items() for match in _counting(text, found, says)]
    return sorted(counting, key=lambda match: match.start())


def _counting(text: str, found: list[re.Match[str]], says: bool) -> list[re.Match[str]]:
    """Marks of one form, if they are of pages: nearly all count up, most inside of lines, bare ones evenly apart."""
    counts = [_value(match["number"]) for match in found]
    rises = [0 < other - one <= MISSED + 1 for one, other in pairwise(counts)]
    if len(found) < (FEWEST_MARKS if says else FEWEST_BARE_MARKS) or sum(rises) < 0.9 * len(rises):
        return []
    if len(found) == FEWEST_MARKS and counts[1] != counts[0] + 1:
        return []
    inside = sum(text[match.end() : match.end() + 2].strip(" ")[:1] not in {"", "\n"} for match in found)
    if inside * 2 < len(found) or not (says or _is_even(text, found, counts)):
        return []
    return [match for match, *near in zip(found, [False, *rises], [*rises, False], strict=True) if any(near)]


def _is_even(text: str, found: list[re.Match[str]], counts: list[int]) -> bool:
    """Whether marks stand at like distances, and none at the head of a line, where labels of notes stand."""
    if any(match.start() == 0 or text[match.start() - 1] == "\n" for match in found):
        return False
    pairs = zip(pairwise(found), pairwise(counts), strict=True)
    pages = [(b.start() - a.start()) / (n - m) for (a, b), (m, n) in pairs if n > m]
    return pstdev(pages) < EVEN * fmean(pages)


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else roman_value(number)
