"""The quoter: quotes a place of a text in as many words as `quoting` needs to find it, and no other place, again."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ..document import Cleaned
from ..ledger import Span
from .quoting import ALIKE

REACHES = (12, 30, 60, 120, 1000)
"""Characters to quote on either side of a place, tried in turn until the words stand there alone."""

_LEVEL = tuple((char, min(group)) for group in ALIKE for char in sorted(group - {min(group)}))


class Quotation(Struct, frozen=True):
    """Words to find a place by; `at` is where in them stand those in question, `chapter` is named if it must be."""

    words: str
    at: Span
    chapter: str | None = None

    def with_words(self, words: str) -> str:
        """The quotation with other words in place of those in question; a stop before them joins the word it ends.

        >>> Quotation("under control They", Span(14, 18)).with_words(". They")
        'under control. They'
        """
        before = self.words[: self.at.start]
        return (before.rstrip() if words.startswith(".") else before) + words + self.words[self.at.end :]


class Levelled(Struct, frozen=True):
    """A text as it is searched, and the words in it: one that lacks a word of a quotation need not be searched."""

    text: str
    words: frozenset[str]


class Quoter(Struct, frozen=True):
    """Quotes texts, `levelled` for the search, as `assign` wants it done."""

    texts: Mapping[str, Cleaned]
    levelled: Mapping[str, Levelled]

    def quote(self, name: str, span: Span) -> Quotation | None:
        """Words around a place, of one line, as many as it takes for them to stand nowhere else; None if they do."""
        text = self.texts[name].text
        for within in (None, name):
            for reach in REACHES:
                around = _around(text, span, reach)
                if self._is_single(around.of(text), within):
                    at = Span(span.start - around.start, span.end - around.start)
                    return Quotation(around.of(text), at, within)
        return None

    def _is_single(self, words: str, within: str | None) -> bool:
        """Whether the words stand in one place only; it looks no further than the second."""
        level, found = _level(words), 0
        inner = frozenset(level.split(" ")[1:-1])  # The first and the last may be parts of words.
        for text in [self.levelled[within]] if within else self.levelled.values():
            at = text.text.find(level) if inner <= text.words else -1
            while at >= 0 and (found := found + 1) < 2:
                at = text.text.find(level, at + 1)
        return bool(level) and found == 1


def make_quoter(texts: Mapping[str, Cleaned]) -> Quoter:
    """A quoter for these texts, which maps each file to what its words are looked for in."""
    words = {name: _words(text.text) for name, text in texts.items()}
    return Quoter(texts, {name: Levelled(" ".join(found), frozenset(found)) for name, found in words.items()})


def _level(text: str) -> str:
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    for char, level in _LEVEL:
        text = text.replace(char, level)
    return text.split()


def _around(text: str, span: Span, reach: int) -> Span:
    """A span of whole words with about `reach` characters more on either side, inside its line.

    Where no blank is near, it ends within a word.
    """
    line_start, line_end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    line_end = line_end if line_end >= 0 else len(text)
    start = text.rfind(" ", line_start, max(line_start, span.start - reach)) + 1 or line_start
    end = text.find(" ", min(line_end, span.end + reach), line_end)
    end = end if end >= 0 else line_end
    start, end = max(start, span.start - 2 * reach), min(end, span.end + 2 * reach)
    words = text[start:end]
    start = min(span.start, start + len(words) - len(words.lstrip()))
    return Span(start, max(span.end, start + len(words.strip())))
