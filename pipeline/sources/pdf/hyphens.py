"""Hyphens: what stands at the end of a row joined to what begins the next: words that a line end broke made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field

from ...vocabulary import is_one_word
from .words import Row

SOFT = "\u00ad"
_HYPHENS = "-\u2010\u00ad\u00ac"
_HEAD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad\u00ac]\Z")
_TAIL = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'\u2010][^\W\d_]+)*")
_ENDS_IN_DASH = re.compile(r"\w[–—]\Z")


class Joiner(Struct):
    """What a document tells of its hyphens: its words and how often each stands there, and its language.

    `breaking` is the hyphen that stands at line ends alone: typesetters that have one of their own break words with it.
    """

    words: Counter[str] = field(default_factory=Counter)
    language: str = "en"
    breaking: str = SOFT
    count: int = 0

    def between(self, line: str, following: str) -> tuple[str, int]:
        """What stands between two rows: a blank or nothing; and how many characters of the first go."""
        if not line or line[-1] not in _HYPHENS:
            return ("" if _ENDS_IN_DASH.search(line[-2:]) else " "), 0
        head, tail = _HEAD.search(line), _TAIL.match(following)
        if head is None or tail is None:
            return ("", 1) if line[-1] in self.breaking else ("", 0)
        is_one = line[-1] in self.breaking or is_one_word(head[1], tail.group(), self.words, self.language)
        self.count += is_one
        return "", int(is_one)


def make_joiner(rows: Iterable[Row], language: str) -> Joiner:
    """The joiner for a document of some rows."""
    words: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    at_ends: Counter[str] = Counter()
    for row in rows:
        text = row.text
        found = _WORD.findall(text.lower())
        words.update(found[1:-1] if text[-1:] in _HYPHENS else found)
        at_ends[text[-1:]] += 1
        inside.update(sign for sign in text[:-1] if sign in _HYPHENS)
    breaking = SOFT + "".join(
        sign for sign in "\u2010\u00ac" if at_ends[sign] > 2 and inside[sign] * 10 <= at_ends[sign]
    )
    return Joiner(words, language or "en", breaking)
