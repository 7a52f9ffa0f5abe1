"""Metre: what the words at the ends and beginnings of short lines say of them: that they rhyme, or run on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

REACH = 3
"""Lines below, among which a rhyme is looked for: the second line of a couplet is the next, of a sonnet the third."""

_LAST_WORD = re.compile(r"([^\W\d_]+)[^\w]*(?:\[\d+\]|\d{1,3})?$")
_VOWELS = "aeiouyäöüáéíóúàèìòùâêîôûæœаеёиоуыэюя"
_RHYME = re.compile(rf"[{_VOWELS}]+[^\W\d_{_VOWELS}]*$")
_LONG_RHYME = re.compile(rf"[{_VOWELS}]+[^\W\d_{_VOWELS}]+[{_VOWELS}]+[^\W\d_{_VOWELS}]*$")
_INFLECTIONS = frozenset("ing ed es er ers en ion ions est et".split())
"""Endings that words of prose share as well: with them the syllable before must rhyme too."""
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_OPEN_END = re.compile(r"[\w’',—–-]$")

_GOES_ON = frozenset(
    "and as at but by for from he her his how i if in into it its my nor of on or our she so that their them then they "
    "this those though thou thy till to upon we what when whence where which while who whom whose with you your "
    "als an auf aus bei das daß dem den denn der des die doch du durch er es für ich ihr im in ist mein mit nach nicht "
    "sie so um und uns unter vom von vor was wenn wer wie wir wo zu zum zur "
    "au aux car comme dans de des du elle en est et il ils je la le les leur mais mon nous où par pour quand que qui "
    "sans se si sous sur ton tu un une vous "
    "а бы в во где да для до если за и из или к как когда мой мы на над не нет но о он она они от по под при с свой со "
    "так там то ты у что чтоб я".split()
)
"""Words that seldom begin a sentence's only line: conjunctions, prepositions, pronouns of some languages."""


def has_rhyme(texts: Sequence[str]) -> bool:
    """Whether half of the lines and more rhyme with another nearby: `bright` and `night`, not `night` and `night`."""
    ends = [_ending(text) for text in texts]
    rhymed: set[int] = set()
    for n, (word, rhyme) in enumerate(ends):
        for m in range(n + 1, min(n + 1 + REACH, len(ends))):
            if len(rhyme) > 1 and rhyme == ends[m][1] and word != ends[m][0]:
                rhymed |= {n, m}
    return len(rhymed) * 2 >= len(texts)


def _ending(text: str) -> tuple[str, str]:
    """The last word of a line, and what of it rhymes: from its last vowel on that is sounded."""
    last = _LAST_WORD.search(text.lower())
    word = last[1] if last else ""
    sounded = word[:-1] if len(word) > 3 and word.endswith("e") else word
    rhyme = _RHYME.search(sounded)
    if rhyme and rhyme.group() in _INFLECTIONS:
        rhyme = _LONG_RHYME.search(sounded) or rhyme
    return word, rhyme.group() if rhyme else ""


def runs_on(texts: Sequence[str]) -> bool:
    """Whether a third of the lines go on in the next with such a word: `and the fruit / Of that forbidden tree`.

    Lines that all begin alike are a list.
    """
    firsts = [first.group().lower() if (first := _FIRST_WORD.search(text)) else "" for text in texts]
    pairs = zip(pairwise(texts), firsts[1:], strict=True)
    count = sum(
        word in _GOES_ON and _OPEN_END.search(text) is not None and _starts_with_capital(below)
        for (text, below), word in pairs
    )
    return (
        count >= max(min(len(texts) - 2, 2), 1) and count * 3 >= len(texts) - 1 and len(set(firsts)) * 2 > len(firsts)
    )


def _starts_with_capital(text: str) -> bool:
    return next((sign.isupper() for sign in text if sign.isalpha()), False)
