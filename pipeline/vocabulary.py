"""Vocabulary: the words that are certainly words, where a choice between two readings of a text hangs on it.

The lists are those of pyspellchecker: words with how often they occur in film subtitles, 50 for those that never do.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import json
from spellchecker import SpellChecker


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
