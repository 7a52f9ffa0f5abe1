"""Lines: a text as lines of print, and what a line and its neighbours tell of the sentences they are part of."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from msgspec import Struct

ONE_LINE, _PRINTED = 100, 65
"""Up to which length a line is one line of print, and what a line of print holds of a longer one."""

LONGEST_TITLE = 70

_SMALL = re.compile(r"[a-zà-ÿа-яα-ω]{2}")
_STOPS = re.compile(r"[.,;:!?…-][\"'”’»)\]]*\Z")
_CLOSERS = r"[\"'”’»)\]}*†‡§_]*"
_FINISHED = re.compile(rf"(?:[.!?…:]{_CLOSERS}|(?<!\d)[.!?…:]{_CLOSERS}(?:\[?\d{{1,3}}\]?|[¹²³⁴-⁹⁰]+))\s*\Z")


class Lines(Struct, frozen=True):
    """A text by its lines: each line, where it starts, and how many lines of print stand above it.

    A form feed ends a line too; `feeds` are the lines that begin after one.
    """

    texts: list[str]
    starts: list[int]
    depths: list[int]
    feeds: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Lines:
        """The lines of a text; a long line counts as the lines it would fill, a blank one as none."""
        texts = text.replace("\f", "\n").split("\n")
        starts = list(accumulate((len(line) + 1 for line in texts), initial=0))[:-1]
        print_lines = ((len(t) + _PRINTED - 1) // _PRINTED if len(t) > ONE_LINE else bool(t.strip()) for t in texts)
        feeds = {bisect_right(starts, match.start()) for match in re.finditer("\f", text)}
        return cls(texts, starts, list(accumulate(print_lines, initial=0)), frozenset(feeds))

    def before(self, line: int) -> int:
        """The nearest line above with words on it, or -1."""
        return next((n for n in range(line - 1, -1, -1) if self.texts[n].strip()), -1)

    def after(self, line: int) -> int:
        """The nearest line below with words on it, or the number of lines."""
        return next((n for n in range(line + 1, len(self.texts)) if self.texts[n].strip()), len(self.texts))

    def is_apart(self, line: int) -> bool:
        """Whether a blank line, a form feed or the text's edge is above or below a line."""
        if line in self.feeds or line + 1 in self.feeds or line in {0, len(self.texts) - 1}:
            return True
        return not (self.texts[line - 1].strip() and self.texts[line + 1].strip())

    def is_fed(self, line: int) -> bool:
        """Whether a form feed is all that parts a line from the text above or below it."""
        return any(n in self.feeds for n in range(self.before(line) + 1, self.after(line) + 1)) if self.feeds else False

    def at_depth(self, depth: float) -> int:
        """The line above which so many lines of print stand."""
        return min(bisect_right(self.depths, depth) - 1, len(self.texts) - 1)


def has_small_letters(text: str) -> bool:
    """Whether a text has a word in small letters, as lines in capitals and numerals have not."""
    return _SMALL.search(text) is not None


def is_finished(line: str) -> bool:
    """Whether a line ends as a sentence does, a note's call after the stop allowed: `… of rules.”11`."""
    return _FINISHED.search(line[-16:]) is not None


def is_title(text: str, apart: bool) -> bool:
    """Whether a line is capitalised as running heads are, set apart from the text if not in capitals throughout."""
    if not has_small_letters(text):
        return any(map(str.isalpha, text))
    words = re.findall(r"[^\W\d_]+", text)
    if not apart or len(text) > LONGEST_TITLE or not words[0][0].isupper() or _STOPS.search(text):
        return False
    return all(word[0].isupper() for word in words if len(word) > 3)


def cuts_sentence(lines: Lines, line: int) -> bool:
    """Whether the words above a line or those below it, lines in capitals left out, are part of a sentence."""
    last, first = _around(lines, line)
    if first[:1].islower():
        return True
    return first != "" and len(last) >= 30 and not is_finished(last) and not is_title(last, True)


def breaks_sentence(lines: Lines, line: int) -> bool:
    """Whether beyond doubt the words above a line go on below it."""
    last, first = _around(lines, line)
    return first[:1].islower() and len(last) >= 30 and not is_finished(last)


def _around(lines: Lines, line: int) -> tuple[str, str]:
    """The lines with small letters that are nearest above and below a line; empty where there is none."""
    above, below = lines.before(line), lines.after(line)
    while above >= 0 and not has_small_letters(lines.texts[above]) and line - above < 8:
        above = lines.before(above)
    while below < len(lines.texts) and not has_small_letters(lines.texts[below]) and below - line < 8:
        below = lines.after(below)
    last, first = lines.texts[above] if above >= 0 else "", lines.texts[below] if below < len(lines.texts) else ""
    return last.strip(), first.strip()
