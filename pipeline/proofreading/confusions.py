"""Confusions: words in which a scanner took letters for others that look alike: `tbe`, `anned`, `rnodern`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..cleaning.rule import WORD
from .check import Findings, at
from .lexicon import count, has_list, is_known
from .passages import Corpus

_MANY_FOR_ONE = (
    ("rn", "m"), ("m", "rn"), ("nn", "rm"), ("rm", "nn"), ("nn", "m"), ("m", "nn"), ("ni", "m"), ("in", "m"),
    ("cl", "d"), ("d", "cl"), ("li", "h"), ("h", "li"), ("lt", "h"), ("vv", "w"), ("w", "vv"), ("ii", "n"), ("tl", "d"),
)  # fmt: skip
_ONE_FOR_ONE = (
    ("b", "h"), ("h", "b"), ("c", "e"), ("e", "c"), ("u", "n"), ("n", "u"), ("i", "l"), ("l", "i"),
)  # fmt: skip
"""What stands, what may have stood: the look-alikes that accounts of optical character recognition list.

One letter for one is tried in English alone: of a language rich in endings, a list has too few words.
"""

_ROMAN = re.compile(r"[ivxlcdm]+\Z")

USUAL = 3
"""How often a book must have a word that no list has, for a look-alike of it to be asked about."""

AROUND = 60
"""Characters on either side whose words must be known: among words of another language all are strange."""

COMMON, VERY_COMMON = 100, 20_000
"""How often the list must count what a word may stand for; the latter for a short word, or one that may be a name."""


def confusions(corpus: Corpus) -> Findings:
    """A word no list has, and the book hardly, that a look-alike makes a common word, or one usual in the book."""
    for language, spoken in corpus.by_language.items():
        for word, times in spoken.words.items() if has_list(language) else ():
            if times < USUAL and _is_strange(word, language):
                better = next(_meant(word, spoken.words, language), None)
                if better is None:
                    continue
                passage, start, end = spoken.first_use(word)
                if _is_among_known(passage.text, start, end, language):
                    yield at(passage, start, end, f"“{word}” is in no word list: is “{better}” meant?", better)


def _is_strange(word: str, language: str) -> bool:
    if count(word.lower(), language) or len(word) < 3 or not word.isalpha() or not (word.islower() or word.istitle()):
        return False
    return not _ROMAN.match(word) and not is_known(word, language)


def _meant(word: str, counts: Counter[str], language: str) -> Iterator[str]:
    """The words that a look-alike makes of a word."""
    least = COMMON if word.islower() and len(word) > 3 else VERY_COMMON
    for stands, stood in (*_MANY_FOR_ONE, *(_ONE_FOR_ONE if language == "en" else ())):
        start = word.find(stands)
        while start >= 0:
            better = word[:start] + stood + word[start + len(stands) :]
            is_usual = counts[better] >= USUAL * counts[word] and (word.islower() or not counts[better.lower()])
            if is_usual or count(better.lower(), language) >= least:
                yield better
            start = word.find(stands, start + 1)


def _is_among_known(text: str, start: int, end: int, language: str) -> bool:
    before: list[str] = WORD.findall(text[max(0, start - AROUND) : start])
    after: list[str] = WORD.findall(text[end : end + AROUND])
    around = before[1:] + after[:-1]
    strange = sum(word[0].islower() and not is_known(word, language) for word in around)
    return strange * 3 <= len(around)
