"""Hard wrapping: paragraphs broken into lines of one width are joined again, and the words broken at their ends.

Verse, lists, letter heads and signatures stay, because their lines end before the width does.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

from spellchecker import SpellChecker

from .rule import Evidence, Found

MIN_WRAP, MAX_WRAP = 45, 100
"""Hard wrapping happens at 45 to 100 columns; below lies verse, above paragraphs of one line."""

WRAP_SLACK = 2
"""Columns by which a wrapped line may fall short of what would still have fitted."""

_LABEL = re.compile(r"(?:\[?\d{1,3}[\].)]|[*†‡§•-])\s")
"""What a line begins with whose following lines hang: the label of a note or of an item."""

_ENDS_IN_DASH = re.compile(r"\w(?:-|--|—|–)\Z")
_HEAD = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-\Z")
_TAIL = re.compile(r"[^\W\d_]+")


def is_one_word(head: str, tail: str, evidence: Evidence) -> bool:
    """Whether the book, or else a word list, has head and tail as one word rather than with a hyphen."""
    if tail[0].isupper():
        return False
    joined, hyphenated = (head + tail).lower(), f"{head}-{tail}".lower()
    counts = evidence.words[joined], evidence.words[hyphenated]
    if counts[0] != counts[1]:
        return counts[0] > counts[1]
    return joined in known_words(evidence.language)


@cache
def known_words(language: str) -> frozenset[str]:
    """The word list of a language, by pyspellchecker; empty where it has none."""
    base = language.split("-")[0].lower()
    if base not in SpellChecker.languages():
        return frozenset()
    return frozenset(SpellChecker(language=base).word_frequency.dictionary)


def wrapped_lines(text: str, evidence: Evidence) -> Found:
    r"""Lines broken at a fixed width: `… of the\nwaverers` → `… of the waverers`, `revo-\nlution` → `revolution`.

    A line is joined to the next only if the next word would not have fitted into the width of the text: that is how
    every program that fills lines breaks them. A hyphen at the line's end goes on evidence alone: the joined word must
    stand elsewhere in the book, more often than the hyphenated one, or in a word list of the language. Otherwise it
    stays, and proofreading asks.
    """
    width = _wrap_width(text)
    if width is None:
        return
    position = 0
    for line, following in pairwise(text.split("\n")):
        position += len(line)
        if _is_filled(line, following, width):
            end = position + 1 + len(following) - len(following.lstrip())
            if _is_broken_word(line, following, evidence):
                yield position - 1, end, ""
            else:
                yield position, end, "" if _ENDS_IN_DASH.search(line) else " "
        position += 1


def _is_broken_word(line: str, following: str, evidence: Evidence) -> bool:
    head, tail = _HEAD.search(line), _TAIL.match(following.lstrip())
    return head is not None and tail is not None and is_one_word(head[1], tail.group(), evidence)


def _wrap_width(text: str) -> int | None:
    """The column at which the text was filled, if it was: the width most line breaks inside paragraphs agree on.

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
    filled = sum(_is_filled(a, b, width) for a, b in inner)
    return width if filled * 2 > len(inner) else None


def _is_filled(line: str, following: str, width: int) -> bool:
    if not line.strip() or not following.strip():
        return False
    if following[0].isspace() > line[0].isspace() and not _LABEL.match(line):
        return False
    first = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(first) > width - WRAP_SLACK and len(line) >= width // 2
