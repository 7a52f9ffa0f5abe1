"""Folios: which lines carry the numbers of pages, known by counting up at the distance of a page.

A number alone proves nothing: years, sections and verses stand on lines of their own too. But only pages count up by
one at like distances and cut sentences.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Literal

from msgspec import Struct

from ..roman import roman_value
from .lines import ONE_LINE, Lines, breaks_sentence, cuts_sentence, has_small_letters, is_title

SHORTEST, LONGEST = 10, 110
"""Printed lines of the shortest and the longest page that is believed."""

LONGEST_STANZA = 20
"""Printed lines up to which what stands between two numbers may be a stanza, which may end in a semicolon."""

MISSED = 4
"""Numbers in a row that a scanner may have lost without ending the count."""

LIKE = (0.6, 1.6)
"""How far pages may differ from the middle one and still be of one book."""

ALIKE = (0.85, 1.15)
"""How far pages differ at most that follow each other without an end of a chapter."""

Form = Literal["page", "decorated", "left", "right", "bare"]

_CONFUSED = str.maketrans("OoQIl|i!ZzSsB", "0001111122558")
_NUMBER = r"[\dOoQIl|i!ZzSsB]{1,4}|[ivxlc]{1,7}"
_NUMERAL = re.compile(rf"\W{{0,3}}(?:(?i:page|pag|pg|p|стр|с)\.?\W?)?(?:{_NUMBER})?\W{{0,3}}")
_ALONE = re.compile(
    r"(?P<open>[-–—~=*·•|\[({<]{0,3})\s*(?:(?P<word>(?i:page|pag|pg|p|seite|стр|с))\b\.?\s*)?"
    rf"(?P<number>{_NUMBER})\s*[-–—~=*·•|\])}}>]{{0,3}}"
)
_BEFORE_HEAD = re.compile(rf"[\[(]?(?P<number>{_NUMBER})[\])]?(?P<gap>\s+)(?P<head>\S.*)")
_AFTER_HEAD = re.compile(rf"(?P<head>\S.*?)(?P<gap>\s+)[\[(]?(?P<number>{_NUMBER})[\])]?")
_DIGIT = re.compile(r"\d|\s{3}")
_BEGINS_HEAD = re.compile(r"[^\W_]|[“‘\"'«]")
_CLEAN = re.compile(r"\d+|[ivxlc]+")
_ROMAN = re.compile(r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_LEADERS = re.compile(r"(?:\. ?){3}")


class Folio(Struct, frozen=True):
    """A line that may carry a page number: the number as printed and as a count, and what else stands on the line.

    `head` is the running head beside it; `form` says how far the look of the line alone tells that it is a page's:
    `page` for `page 12`, `decorated` for `- 12 -`, `left` and `right` for a head after or before it, else `bare`.
    """

    line: int
    printed: str
    count: int
    roman: bool
    head: str
    form: Form

    @property
    def is_clean(self) -> bool:
        """Whether no letter had to be read as a digit."""
        return _CLEAN.fullmatch(self.printed) is not None


def find_folios(lines: Lines) -> list[Folio]:
    """The page numbers of a text in order, each line once."""
    candidates = list(_candidates(lines))
    length = _usual_length(lines, _chains(lines, candidates, None))
    return sorted((f for chain in _chains(lines, candidates, length) for f in chain), key=lambda folio: folio.line)


def page_length(lines: Lines, folios: Sequence[Folio]) -> float | None:
    """The usual number of printed lines from one page to the next."""
    return _usual_length(lines, [list(folios)])


def _candidates(lines: Lines) -> Iterator[Folio]:
    for number, raw in enumerate(lines.texts):
        words = raw.split() if len(raw) <= ONE_LINE else []
        if words and (_NUMERAL.fullmatch(words[0]) or _NUMERAL.fullmatch(words[-1])):
            yield from _read(number, raw.strip(), lines.is_apart(number))


def _read(line: int, text: str, apart: bool) -> Iterator[Folio]:
    if match := _ALONE.fullmatch(text):
        form: Form = "page" if match["word"] else "decorated" if match["open"] else "bare"
        yield from _counts(line, match["number"], "", form)
        return
    sides: tuple[tuple[re.Pattern[str], Form], ...] = ((_BEFORE_HEAD, "left"), (_AFTER_HEAD, "right"))
    for pattern, side in sides:
        match = pattern.fullmatch(text)
        if match and _DIGIT.search(match["number"] + " " * len(match["gap"])) and _is_head(match, apart):
            yield from _counts(line, match["number"], match["head"], side)


def _is_head(match: re.Match[str], apart: bool) -> bool:
    """Whether words beside a number look like a running head: in capitals, or else as titles are and set apart."""
    head = match["head"]
    if sum(char.isalpha() for char in head) < 3 or not _BEGINS_HEAD.match(head) or _LEADERS.search(head):
        return False
    return not has_small_letters(head) or is_title(head, apart or len(match["gap"]) > 2)


def _counts(line: int, printed: str, head: str, form: Form) -> Iterator[Folio]:
    if _ROMAN.fullmatch(printed) and not printed.isdigit():
        yield Folio(line, printed, roman_value(printed), True, head, form)
    digits = printed.translate(_CONFUSED)
    if digits.isdecimal():
        yield Folio(line, printed, int(digits), False, head, form)


def _chains(lines: Lines, candidates: list[Folio], length: float | None) -> list[list[Folio]]:
    """The runs of candidates that count up as pages do, each over a stretch of the text of its own."""
    best, previous = _link(lines, candidates, length)
    taken: list[tuple[int, int]] = []
    chains = []
    used: set[int] = set()
    for last in sorted(range(len(candidates)), key=lambda n: -best[n]):
        if best[last] < 1 or last in used:
            continue
        chain = [last]
        while (before := previous[chain[-1]]) >= 0 and before not in used:
            chain.append(before)
        folios = [candidates[n] for n in reversed(chain)]
        stretch = folios[0].line, folios[-1].line
        if any(start <= stretch[1] and stretch[0] <= end for start, end in taken) or not _counts_pages(lines, folios):
            continue
        used.update(chain)
        taken.append(stretch)
        chains.append(folios)
    return chains


def _link(lines: Lines, candidates: list[Folio], length: float | None) -> tuple[list[float], list[int]]:
    """For each candidate, how good the best count is that ends with it, and the candidate before it there, or -1."""
    best: list[float] = []
    previous: list[int] = []
    seen: defaultdict[tuple[bool, int], list[int]] = defaultdict(list)
    for number, folio in enumerate(candidates):
        weight = 1.0 if folio.is_clean else 0.6
        shortest, longest = (1, 10 * LONGEST) if folio.form == "page" else (SHORTEST, LONGEST)
        choice, before = 0.0, -1
        for step in range(1, MISSED + 2):
            for other in reversed(seen[folio.roman, folio.count - step]):
                page = (lines.depths[folio.line] - lines.depths[candidates[other].line]) / step
                if page > longest:
                    break
                cost = 0.1 * (step - 1) + (min(0.8, abs(page / length - 1)) if length else 0.0)
                if page >= shortest and best[other] + weight - cost > choice:
                    choice, before = best[other] + weight - cost, other
        best.append(choice)
        previous.append(before)
        seen[folio.roman, folio.count].append(number)
    return best, previous


def _counts_pages(lines: Lines, folios: list[Folio]) -> bool:
    """Whether a run of numbers is one of pages: `page 12` says so itself, others must cut sentences, and regularly."""
    if len(folios) < 2:
        return False
    if all(folio.form == "page" for folio in folios) or _alternate(folios):
        return True
    cuts = sum(cuts_sentence(lines, folio.line) for folio in folios)
    breaks = sum(breaks_sentence(lines, folio.line) for folio in folios)
    if len(folios) == 2:
        is_told = all(folio.is_clean and (folio.form != "bare" or lines.is_fed(folio.line)) for folio in folios)
        return is_told and (cuts == 2 or breaks > 0 or all(lines.is_fed(folio.line) for folio in folios))
    if sum(folio.is_clean for folio in folios) * 2 < len(folios):
        return False
    pages = list(_page_lengths(lines, folios))
    if all(folio.form in {"left", "right", "decorated"} for folio in folios) and is_regular(pages, ALIKE):
        return cuts > 0
    if median(pages) < LONGEST_STANZA and not breaks:
        return False
    return cuts + breaks >= max(2, len(folios) / 4) and is_regular(pages, LIKE)


def _alternate(folios: list[Folio]) -> bool:
    """Whether numbers stand at the outer corners of pages: even ones left of the head, odd ones right of it."""
    outer = [f.form == ("right" if f.count % 2 else "left") for f in folios if f.is_clean and f.head]
    return all(outer) and len(outer) == len(folios) and len({folio.form for folio in folios}) == 2


def is_regular(apart: Sequence[float], like: tuple[float, float]) -> bool:
    """Whether most distances, in lines of print, are those of pages of one book."""
    middle = median(apart) if apart else 0
    return middle >= SHORTEST and sum(like[0] * middle <= d <= like[1] * middle for d in apart) >= 0.6 * len(apart)


def _page_lengths(lines: Lines, folios: Iterable[Folio]) -> Iterator[float]:
    for one, other in pairwise(folios):
        if one.roman == other.roman and 0 < other.count - one.count <= MISSED + 1:
            yield (lines.depths[other.line] - lines.depths[one.line]) / (other.count - one.count)


def _usual_length(lines: Lines, chains: Iterable[Sequence[Folio]]) -> float | None:
    pages = [page for chain in chains for page in _page_lengths(lines, chain)]
    return median(pages) if pages else None
