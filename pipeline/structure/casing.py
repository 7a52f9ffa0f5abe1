"""Casing: titles in capitals set as titles are, without taking an acronym for a word."""

from __future__ import annotations

import re

from ..vocabulary import word_list
from .labels import read_roman

LONGEST_ACRONYM = 6
"""Letters; a longer word in capitals that no word list has is a name."""

_SMALL_WORDS = frozenset("a an and as at but by for from in nor of on or the to with".split())
_VOWEL = re.compile(r"[aeiouyäöüáéíóúàèìòùâêîôûæœаеёиоуыэюя]", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


def in_title_case(text: str, language: str = "en") -> str:
    """`II. THE FIRST SOCIETIES` → `II. The First Societies`, `THE MRC` → `The MRC`; other titles stay as they are."""
    if not text.isupper():
        return text
    words = text.split()
    befores = [".", *words]
    return " ".join(_set_word(word, before, language) for word, before in zip(words, befores, strict=False))


def capitalise(text: str) -> str:
    """`the people’s book` → `The People’s Book`; `str.title` would make it `People’S`."""
    return re.sub(r"(?<![\w’'])[^\W\d_]", lambda first: first.group().upper(), text)


def is_acronym(word: str, language: str) -> bool:
    """Whether a word in capitals is short and in no word list, or can't be said: `MRC`, `NATO`; not `PREFACE`."""
    if len(word) > LONGEST_ACRONYM or word.lower() in _SMALL_WORDS:
        return False
    return not _VOWEL.search(word) or word.lower() not in word_list(language)


def _set_word(word: str, before: str, language: str) -> str:
    """A word of a title; a small one stays small, but not at the beginning or after a stop."""
    if word.lower() in _SMALL_WORDS and before[-1] not in ".:;!?—–":
        return word.lower()
    return word if _stays(word, language) else capitalise(word.lower())


def _stays(word: str, language: str) -> bool:
    """Whether a word of a title in capitals is a number, an initial or an acronym."""
    letters = _LETTERS.findall(word)
    if re.fullmatch(r"(?:[^\W\d_]\.)+,?", word) or read_roman(word.strip(".,:;()")) is not None:
        return True
    return len(letters) == 1 and is_acronym(letters[0], language)
