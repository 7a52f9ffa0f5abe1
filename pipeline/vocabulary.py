"""Vocabulary: the words that are certainly words, where a choice between two readings of a text hangs on it.

The lists are those of pyspellchecker: words with how often they occur in film subtitles, 50 for those that never do.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import json
from spellchecker import SpellChecker

_OUR = re.compile(r"our((?:s|ed|ing|er|ers|able|ably|ite|ites|less|y|ful|fully)?)\Z")
_ISE = re.compile(r"is((?:e|ed|es|er|ers|ing|ation|ations|able))\Z")


@cache
def word_list(language: str) -> Mapping[str, int]:
    """The words of a language (BCP 47) with their counts; none where there is no list.

    >>> word_list("en-GB")["bread"] > 50, len(word_list("la"))
    (True, 0)
    """
    base = language.split("-")[0].lower()
    if base != language:
        return word_list(base)
    words: Mapping[str, int] = {}
    if base in SpellChecker.languages():
        # As the file has them: SpellChecker would put each word, all of which are in small letters, in small letters.
        packed = files("spellchecker").joinpath("resources", f"{base}.json.gz").read_bytes()
        words = json.decode(gzip.decompress(packed), type=dict[str, int])
    return words


def is_one_word(head: str, tail: str, counts: Mapping[str, int], language: str) -> bool:
    """Whether a text, or else a word list, has head and tail as one word rather than with a hyphen.

    `counts` says how often the text has each word, in small letters.
    """
    if tail[0].isupper():
        return False
    joined, hyphenated = (head + tail).lower(), f"{head}-{tail}".lower()
    times = counts.get(joined, 0), counts.get(hyphenated, 0)
    if times[0] != times[1]:
        return times[0] > times[1]
    words = word_list(language)
    return joined in words or _american(joined) in words


def _american(word: str) -> str:
    """A British spelling as American word lists have it: `honours` → `honors`, `organisation` → `organization`.

    Other words may come out as no words at all.
    """
    return _ISE.sub(r"iz\1", _OUR.sub(r"or\1", word))
