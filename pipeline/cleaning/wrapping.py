"""Hard wrapping: paragraphs broken into lines of one width are joined again, and the words broken at their ends.

Verse, lists, letter heads and signatures stay, because their lines end before the width does.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from msgspec import Struct

from .. import vocabulary
from .lines import is_finished
from .rule import Evidence, Found

MIN_WRAP, MAX_WRAP = 45, 100
"""Hard wrapping happens at 45 to 100 columns; below lies verse, above paragraphs of one line."""

LEAST_SLACK, MOST_SLACK = 2, 0.2
"""Columns by which a wrapped line may fall short of what would still have fitted, and the part of the width it may.

Type of unlike widths makes lines of unlike lengths, and so does what was taken out of them since: soft hyphens.
"""


FAIRLY_LONG = 0.65
"""The part of the width from which a line may go on though it falls short of it."""


PROSE = 0.5
"""The part of the lines of a block, the last left out, that must be full for it to be prose."""


class Wrap(Struct, frozen=True):
    """The column at which a text was filled, and by how many columns its lines fall short of it.

    `marked` says that paragraphs are parted by blank lines or indents: then no short line alone ends one.
    """

    width: int
    slack: int = LEAST_SLACK
    marked: bool = False


_LABEL = re.compile(r"(?:\[?\d{1,3}[\].)]|[*†‡§•-])\s")
"""What a line begins with whose following lines hang: the label of a note or of an item."""

_LETTER = re.compile(r"[^\W\d_]")
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)+")
_LABELLED = re.compile(r"(?:\[?\d{1,3}[\].)]?|[*†‡§])\s?(?:[^\W\d_a-z]|[\"“‘(—])")
"""What a note or an item begins with, and a sentence in it: it is no line of the paragraph above, if that one ended."""

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*(?:\[?\d{1,3}\]?)?\Z")
_RULED = re.compile(r"[\W_]+")

_ENDS_IN_DASH = re.compile(r"\w(?:-|--|—|–)\Z")
_HEAD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-\Z")
_TAIL = re.compile(r"[^\W\d_]+")


def is_one_word(head: str, tail: str, evidence: Evidence) -> bool:
    """Whether the book, or else a word list, has head and tail as one word rather than with a hyphen."""
    return vocabulary.is_one_word(head, tail, evidence.words, evidence.language)


def wrapped_lines(text: str, evidence: Evidence) -> Found:
    r"""Lines broken at a fixed width: `… of the\nwaverers` → `… of the waverers`, `revo-\nlution` → `revolution`.

    A line is joined to the next only if the next word would not have fitted into the width of the text: that is how
    every program that fills lines breaks them. A hyphen at the line's end goes on evidence alone: the joined word must
    stand elsewhere in the book, more often than the hyphenated one, or in a word list of the language. Otherwise it
    stays, and proofreading asks.
    """
    wrap = find_wrap(text)
    if wrap is None:
        return
    for block in _BLOCK.finditer(text):
        pairs = list(pairwise(block.group().split("\n")))
        full = [is_filled(line, following, wrap) for line, following in pairs]
        if _is_set(pairs, full):
            continue
        position = block.start()
        for (line, following), joins in zip(pairs, full, strict=True):
            position += len(line) + 1
            if joins or _goes_on(line, following, wrap):
                yield _joined(position - 1, line, following, evidence)


def _goes_on(line: str, following: str, wrap: Wrap) -> bool:
    """Whether a line that falls short is inside a paragraph all the same: in a sentence, or where ends are marked."""
    if line.isupper() or _indent(following) > _indent(line) or _RULED.fullmatch(following):
        return False
    if is_finished(line):
        is_labelled = _LABEL.match(following) or _LABELLED.match(following)
        return wrap.marked and len(line) >= FAIRLY_LONG * wrap.width and not is_labelled
    return len(line) >= wrap.width * (0.5 if following[0].islower() else FAIRLY_LONG)


def _joined(position: int, line: str, following: str, evidence: Evidence) -> tuple[int, int, str]:
    """The change that joins the line that ends at a position to the next."""
    end = position + 1 + len(following) - len(following.lstrip())
    if _is_broken_word(line, following, evidence):
        return position - 1, end, ""
    return position, end, "" if _ENDS_IN_DASH.search(line[-3:]) else " "


def _is_set(pairs: list[tuple[str, str]], full: list[bool]) -> bool:
    """Whether the lines of a block are lines for their own sake: many are short of the width, or all begin as verse."""
    level = [joins for (line, following), joins in zip(pairs, full, strict=True) if _indent(following) <= _indent(line)]
    if not any(full) or level.count(True) < PROSE * len(level):
        return True
    return len(pairs) >= 3 and not any(_begins_small(following) for _, following in pairs)


def _begins_small(line: str) -> bool:
    """Whether the first letter of a line is a small one."""
    letter = _LETTER.search(line)
    return letter is not None and letter.group().islower()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_broken_word(line: str, following: str, evidence: Evidence) -> bool:
    if not line.endswith("-"):
        return False
    head, tail = _HEAD.search(line[line.rfind(" ") + 1 :]), _TAIL.match(following.lstrip())
    return head is not None and tail is not None and is_one_word(head[1], tail.group(), evidence)


def find_wrap(text: str) -> Wrap | None:
    """How the text was filled, if it was: the width is what most line breaks inside paragraphs agree on.

    Lines that mostly begin with capitals are verse, however long they are.
    """
    lines = text.split("\n")
    inner = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(inner) < 3 or sum(len(a) > MAX_WRAP for a, _ in inner) * 20 > len(inner):
        return None
    lengths = Counter(len(a) for a, _ in inner if MIN_WRAP <= len(a) <= MAX_WRAP)
    if sum(lengths.values()) * 2 < len(inner) or sum(b.lstrip()[0].isupper() for _, b in inner) * 2 > len(inner):
        return None
    common = [length for length, count in lengths.items() if count * 50 >= len(inner)]
    width = max(common, default=max(lengths))
    wrap = Wrap(width, _slack(inner, width), _is_marked(inner, width))
    filled = sum(is_filled(a, b, wrap) for a, b in inner)
    return wrap if filled * 2 > len(inner) else None


def _slack(inner: list[tuple[str, str]], width: int) -> int:
    """How far lines fall short that surely go on, before a small letter, but for the shortest of them."""
    short = sorted(
        width - len(a) - 1 - len(b.split(maxsplit=1)[0])
        for a, b in inner
        if b[0].islower() and MIN_WRAP <= len(a) <= width
    )
    return min(max(LEAST_SLACK, short[len(short) * 49 // 50] + 1), round(MOST_SLACK * width)) if short else LEAST_SLACK


def _is_marked(inner: list[tuple[str, str]], width: int) -> bool:
    """Whether lines that end a sentence, not the paragraph, are never short: where ends are unmarked, many are."""
    ends = [len(a) for a, b in inner if is_finished(a) and b[0].isupper() and _indent(b) <= _indent(a)]
    return sum(end < width / 2 for end in ends) * 3 < sum(FAIRLY_LONG * width <= end for end in ends)


def is_filled(line: str, following: str, wrap: Wrap) -> bool:
    """Whether a line ends where it does because the next word would not have fitted into the width."""
    if len(line) < wrap.width // 2 or line.isspace() or not (words := following.lstrip()):
        return False
    if len(line) + 1 + len(words.partition(" ")[0]) <= wrap.width - wrap.slack:
        return False
    if following[0].isspace() and not line[0].isspace() and not _LABEL.match(line):
        return False
    return not (_RULED.fullmatch(following) or (_LABELLED.match(following) and _SENTENCE_END.search(line[-16:])))
