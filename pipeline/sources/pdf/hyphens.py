"""Hyphens: what stands at the end of a row joined to what begins the next: words that a line end broke made whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

from ...vocabulary import is_one_word, word_list
from .words import Row

SOFT = "\u00ad"

NEVER_USED = 50
"""What the word lists say of how often words occur that never do: among these are fragments."""

LEAST_BROKEN, MOST_WHOLE = 10, 0.1
"""Words that a document has to break for its hyphens to be taken for such, and compounds beside each of them."""

_HYPHENS = "-\u2010\u00ad\u00ac"
_HEAD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad\u00ac]\Z")
_TAIL = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'\u2010][^\W\d_]+)*")
_COMPOUND = re.compile(r"(?:[^\W\d_]+[-\u2010])*\Z")
_ENDS_IN_DASH = re.compile(r"\w[–—]\Z")


class Joiner(Struct):
    """What a document tells of its hyphens: its words and how often each stands there, and its language.

    `breaking` is the hyphen that stands at line ends alone: typesetters that have one of their own break words with it.
    `breaks` says that nearly all others at line ends of which the words tell break one, too; `first` are the words that
    begin compounds within lines, such as `self`.
    """

    words: Counter[str] = field(default_factory=Counter)
    language: str = "en"
    breaking: str = SOFT
    breaks: bool = False
    first: frozenset[str] = frozenset()
    count: int = 0

    def between(self, line: str, following: str) -> tuple[str, int]:
        """What stands between two rows: a blank or nothing; and how many characters of the first go."""
        if not line or line[-1] not in _HYPHENS:
            return ("" if _ENDS_IN_DASH.search(line[-2:]) else " "), 0
        head, tail = _HEAD.search(line), _TAIL.match(following)
        if head is None or tail is None:
            return ("", 1) if line[-1] in self.breaking else ("", 0)
        is_one = line[-1] in self.breaking or is_one_word(head[1], tail.group(), self.words, self.language)
        is_one = is_one or (self.breaks and self._is_torn(line, following, (head[1], tail.group())))
        self.count += is_one
        return "", int(is_one)

    def _is_torn(self, line: str, following: str, parts: tuple[str, str]) -> bool:
        """Whether a word is unknown to all, but one of its parts is no word: then no hyphen has its place between."""
        before, after = _COMPOUND.search(line), _WORD.match(following)
        compound = f"{before.group() if before else ''}{after.group() if after else ''}".lower()
        known = word_list(self.language)
        is_compound = compound in self.words or parts[0].lower() in self.first
        is_word = (known.get(part.lower(), 0) > NEVER_USED for part in parts)
        return parts[1].islower() and not is_compound and not all(is_word)


def make_joiner(rows: Iterable[Row], language: str) -> Joiner:
    """The joiner for a document of some rows."""
    words: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    at_ends: Counter[str] = Counter()
    lines = [row.text for row in rows]
    for text in lines:
        found = _WORD.findall(text.lower())
        words.update(found[1:-1] if text[-1:] in _HYPHENS else found)
        at_ends[text[-1:]] += 1
        inside.update(sign for sign in text[:-1] if sign in _HYPHENS)
    breaking = SOFT + "".join(
        sign for sign in "\u2010\u00ac" if at_ends[sign] > 2 and inside[sign] * 10 <= at_ends[sign]
    )
    first = frozenset(word.partition("-")[0] for word in words if "-" in word)
    return Joiner(words, language or "en", breaking, _breaks_words(lines, words, language or "en"), first)


def _breaks_words(lines: Sequence[str], words: Mapping[str, int], language: str) -> bool:
    broken = whole = 0
    for line, following in pairwise(lines):
        head, tail = _HEAD.search(line), _TAIL.match(following)
        if head is not None and tail is not None:
            is_one = is_one_word(head[1], tail.group(), words, language)
            broken += is_one
            whole += not is_one and words.get(f"{head[1]}-{tail.group()}".lower(), 0) > 0
    return broken >= LEAST_BROKEN and whole <= MOST_WHOLE * broken
