"""Vocabulary: the words that are certainly words, where a choice between two readings of a text hangs on it."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker


@cache
def known_words(language: str) -> frozenset[str]:
    """The word list of a language (BCP 47), by pyspellchecker; empty where it has none."""
    base = language.split("-")[0].lower()
    if base not in SpellChecker.languages():
        return frozenset()
    return frozenset(SpellChecker(language=base).word_frequency.dictionary)
