"""Running heads: lines that stand beside page numbers, or at a page's distance, again and again.

A scanner may have taken some of their letters for others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct, field

from .folios import ALIKE, Folio, is_regular
from .lines import Lines, breaks_sentence, cuts_sentence, is_title

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


class Heads(Struct):
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

    def only(self, kept: list[int]) -> Heads:
        """Those of these numbers."""
        return Heads([self.signatures[n] for n in kept], [self.lines[n] for n in kept])


def titles_of(lines: Lines, folios: Mapping[int, Folio]) -> list[int]:
    """The lines that may be running heads by their look and place; `folios` maps lines to the page numbers on them."""
    short = (n for n, text in enumerate(lines.texts) if text and len(text) <= 2 * LONGEST_HEAD)
    return [n for n in short if _may_be_head(lines, n) and not _is_of_text(lines, n, folios)]


def _may_be_head(lines: Lines, line: int) -> bool:
    words = lines.texts[line]
    if not words.isupper() and not lines.is_apart(line):
        return False
    text = words.strip()
    return 0 < len(text) <= LONGEST_HEAD and is_title(_NUMBER.sub("", text) or text, lines.is_apart(line))


def _is_of_text(lines: Lines, line: int, folios: Mapping[int, Folio]) -> bool:
    """Whether a line belongs to the text beside it: a blank line parts it from a page number that has its head.

    A sentence may end on a line in capitals: `… History, Book`, `III.`
    """
    for step, near in ((-1, lines.after(line)), (1, lines.before(line))):
        has_head = near in folios and folios[near].head and near not in {line - 1, line + 1}
        if has_head and 0 <= line + step < len(lines.texts) and lines.texts[line + step].strip():
            return True
    return False


def find_heads(lines: Lines, titles: list[int], folios: Mapping[int, Folio]) -> Heads:
    """The running heads of a text, told by page numbers and form feeds if it has any."""
    return _beside(lines, titles, folios) if folios or lines.feeds else _recurring(lines, titles)


def signature_of(text: str) -> str:
    """The letters of a line, those alike being one: `112  THF L1BRARY` → `THEIIBRARY`, as `THE LIBRARY`."""
    words = _NUMBER.sub("", text.strip()).upper().translate(_SHAPES)
    return "".join(filter(str.isalpha, words))


@lru_cache(maxsize=4096)
def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return one == other or (matcher.quick_ratio() >= AS_SCANNED and matcher.ratio() >= AS_SCANNED)


def _beside(lines: Lines, titles: list[int], folios: Mapping[int, Folio]) -> Heads:
    """What stands beside page numbers and form feeds, and repeats, or is a heading elsewhere, or cuts a sentence."""
    heads = Heads()
    known = set(titles)
    for line, folio in folios.items():
        if folio.head:
            heads.add(signature_of(folio.head), line)
    for line in {*(line for line, folio in folios.items() if folio.form != "page"), *lines.feeds}:
        for near in (lines.before(line), line if line in lines.feeds else -1, lines.after(line)):
            if near in known and near not in folios:
                heads.add(signature_of(lines.texts[near]), near)
    headings = {number for n in titles if (number := heads.find(signature_of(lines.texts[n]), n)) is not None}
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
    same, times = Counter(signature_of(lines.texts[line]) for line in found).most_common(1)[0]
    return cuts * 3 >= len(found) or (times > 1 and in_capitals and len(same) >= TELLING)


def _recurring(lines: Lines, titles: list[int]) -> Heads:
    """Lines that recur at a page's distance in a text without page numbers, and nearly always cut a sentence."""
    heads = Heads()
    for line in titles:
        if breaks_sentence(lines, line):
            heads.add(signature_of(lines.texts[line]), line)
    heads = heads.only([number for number, found in enumerate(heads.lines) if len(found) > 1])
    cutting = set().union(*heads.lines)
    for line in set(titles) - cutting if len(cutting) >= FEWEST_HEADS else ():
        if (number := heads.find(signature_of(lines.texts[line]))) is not None:
            heads.lines[number].add(line)
    found = sorted(set().union(*heads.lines))
    apart = [lines.depths[other] - lines.depths[one] for one, other in pairwise(found)]
    if len(cutting) < FEWEST_HEADS or len(cutting) < 0.8 * len(found) or not is_regular(apart, ALIKE):
        return Heads()
    return heads
