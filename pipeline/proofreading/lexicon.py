"""The lexicon: whether a word is known to a word list, by itself, as an inflection or in British spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..vocabulary import word_list

_ENDINGS = re.compile(r"(?:’s|’|s|es|ed|d|ing|er|est|eth|edst|ly|ness|less|like|ful|ish)$")
_BEGINNINGS = re.compile(r"^(?:un|re|non|over|under|out|fore|inter|anti|counter|mis|dis|pre|sub)(?=\w{3})")
_BRITISH = (
    (re.compile(r"our"), "or"),
    (re.compile(r"is(?=e|ing|ation|able)"), "iz"),
    (re.compile(r"ys(?=e|ing)"), "yz"),
    (re.compile(r"ll(?=ed|ing|er|or|ous)"), "l"),
    (re.compile(r"(?<=[^aeiou])re(?=s?$|d$)"), "er"),
    (re.compile(r"c(?=es?$)"), "s"),
    (re.compile(r"[ao]e"), "e"),
    (re.compile(r"xion"), "ction"),
    (re.compile(r"ogue"), "og"),
)
_MAY_BE_BRITISH = re.compile(r"our|is[eia]|ys[ei]|ll|re[sd]?$|ces?$|[ao]e|xion|ogue")


def has_list(language: str) -> bool:
    """Whether there is a list of the words of a language."""
    return bool(word_list(language))


@cache
def is_known(word: str, language: str) -> bool:
    """Whether a list has the word, in any letters, or what it is made from.

    >>> [is_known(word, "en") for word in ("labours", "Organised", "counter-revolution", "anned", "soldat")]
    [True, True, True, False, False]
    """
    listed = word_list(language)
    return all(_is_listed(part, listed) for part in word.lower().replace("'", "’").split("-"))


def count(word: str, language: str) -> int:
    """How often the list counts a word as it stands."""
    return word_list(language).get(word, 0)


def _is_listed(word: str, listed: Mapping[str, int]) -> bool:
    forms = {word, word.replace("’", "'"), _BEGINNINGS.sub("", word)}
    forms |= {_american(form) for form in forms}
    if any(form in listed for form in forms):
        return True
    stems = {stem for form in forms if len(stem := _ENDINGS.sub("", form)) > 3 and stem != form}
    return any(form in listed for stem in stems for form in _bases(stem))


def _bases(stem: str) -> tuple[str, ...]:
    """What a stem without its ending may be of: `realis` of `realise`, `carri` of `carry`, `stepp` of `step`."""
    if stem[-1] == stem[-2]:
        return stem, stem[:-1]
    return stem, stem[:-1] + "y" if stem[-1] == "i" else stem + "e"


def _american(word: str) -> str:
    if not _MAY_BE_BRITISH.search(word):
        return word
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    return word
