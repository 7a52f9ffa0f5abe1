"""Likelihood: how far the words and signs of a text that are not ASCII look as if they had been decoded rightly.

A word is likely that is on a word list, or at least of one script and not `wRITTEN sO`; a sign, where it may stand.
"""

from __future__ import annotations

import re
from itertools import islice
from statistics import fmean

from ..vocabulary import word_list

SAMPLE = 4000
"""How many words and signs are looked at; those at the head of a text are as good as any."""

KNOWN, REGULAR, ODD, WRONG = 1.0, 0.6, 0.2, 0.0

_LETTER = r"[^\W\d_²³¹½¼¾]"
_FOREIGN = re.compile(rf"(?<![a-zA-Z])[a-zA-Z]*+{_LETTER}{_LETTER}*+|[^\w\s\x00-\x7f]|[\x80-\x9f²³¹½¼¾]")
_SCRIPTS = (
    (re.compile("[a-zA-Zªº\u00c0-\u024f]+"), "en"),
    (re.compile("[\u0400-\u04ff]+"), "ru"),
    (re.compile("[\u0370-\u03ff\u1f00-\u1fff]+"), "el"),
)
_PLACES = (
    ("’", re.compile(r"(?<=[\w.,;:!?…—)\]])’|(?<![^\s(\[“‘—])’(?=\w)")),
    ("‘“„«", re.compile(r"(?<!\w).(?=\S)|(?<=\s).(?=[\s.,;:!?])")),
    ("”»", re.compile(r"(?<=[^\s(\[]).(?!\w)|(?<!\w).(?=\w)")),
    ("–—", re.compile(r".")),
    ("…", re.compile(r"(?<!\w).|.(?!\w)")),
    ("£€", re.compile(r"(?<![^\W\d_]).(?= ?\d)|(?<=\d).")),
    ("°½¼¾²³¹", re.compile(r"(?<=[\w\s]).(?![^\W\d_])")),
    ("†‡•·©®™№§¶", re.compile(r"(?<!\w).(?![^\W\d_])|(?<=\w).(?!\w)")),
)
"""Signs, and where they may stand."""


def likelihood(text: str) -> float:
    """From 0 to 1; 1 for a text that is all ASCII.

    >>> likelihood("Wilson’s naïve “plan”") > likelihood("Wilsonís naÔve ìplanî")
    True
    """
    weights = [_weight(match) for match in islice(_FOREIGN.finditer(text), SAMPLE)]
    return fmean(weights) if weights else 1.0


def foreign_words(text: str) -> frozenset[str]:
    """The words of a text that are not ASCII, up to `SAMPLE` signs and words."""
    found = (match.group() for match in islice(_FOREIGN.finditer(text), SAMPLE))
    return frozenset(word for word in found if word[0].isalpha())


def _weight(match: re.Match[str]) -> float:
    return _of_word(match.group()) if match.group()[0].isalpha() else _of_sign(match)


def _of_word(word: str) -> float:
    language = next((language for script, language in _SCRIPTS if script.fullmatch(word)), None)
    if language is None or not (word.islower() or word.isupper() or word[1:].islower()):
        return WRONG
    if word.lower() in word_list(language):
        return KNOWN
    return ODD if language == "en" and len(word) > 2 and not re.search("[a-zA-Z]", word) else REGULAR


def _of_sign(match: re.Match[str]) -> float:
    for signs, place in _PLACES:
        if match.group() in signs:
            return KNOWN if place.match(match.string, match.start()) else WRONG
    return WRONG if "\x80" <= match.group() <= "\x9f" or "─" <= match.group() <= "▟" else ODD
