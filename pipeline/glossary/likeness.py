"""Likeness: spellings one letter apart that no rule makes one name, `Zinovef` and `Zinovieff`. Suggested, never joined.

Precision before everything: most names that look alike are two names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from ..transliteration import keys_of
from ..vocabulary import word_list
from .candidates import Candidate
from .naming import Mention
from .pairs import Pair, Rulings, uses_of
from .variants import SHORTEST_NAME, is_acronym

WELL_ATTESTED = 3
"""Uses from which a spelling is no slip: two names that are both used so often are two names."""

LONG = 7
"""Letters of a key from which a consonant may be wanting; shorter names that differ so are two names."""

LONGEST = 120
"""Letters of the longest key that is taken apart: what is longer is hardly a name, and has as many parts as letters."""

_VOWELS = frozenset("aeiouyj")
_SOUNDS = tuple(map(frozenset, ("fv", "td", "bp", "gkhq", "szcšč", "mn")))
"""Consonants of a key that are made in one place of the mouth, and so are written for each other."""

_LATIN = re.compile(r"[a-zà-žšč’' ]+")
_STOP = re.compile(r"[.!?]")


def find_near(candidates: Iterable[Candidate], rulings: Rulings) -> Iterator[Pair]:
    """Each pair of differing words once, at the first names that have them, beside the commonest that is near.

    The rarer has less than `WELL_ATTESTED` uses and is no English word, no sentence holds both, and no entry decides.
    """
    candidates = tuple(candidates)
    uses = {form: found for candidate in candidates for form, found in uses_of(candidate).items()}
    family = {form: number for number, candidate in enumerate(candidates) for form in candidate.forms}
    rank = {form: (-len(uses[form]), number) for number, form in enumerate(sorted(uses, key=lambda f: _first(uses[f])))}
    buckets = _buckets(form for form in uses if not is_acronym(form))
    shown: set[frozenset[str]] = set()
    for form in sorted(uses, key=_words):
        near = [other for other in _neighbours(form, buckets) if family[other] != family[form]]
        for other in sorted(near, key=rank.__getitem__)[:1]:
            words = _differing(form, other)
            is_rarer = rank[form] > rank[other] and len(uses[form]) < WELL_ATTESTED
            if is_rarer and words is not None and frozenset(words) not in shown and not rulings.decide(form, other):
                shown.add(frozenset(words))
                if not _stand_together(uses[form], uses[other]):
                    yield Pair(uses[form], uses[other])


def _words(form: str) -> int:
    return form.count(" ")


def _first(mentions: tuple[Mention, ...]) -> tuple[str, int]:
    mention = mentions[0]
    return mention.passage.chapter.key, mention.passage.span(mention.start, mention.end).start


Buckets = dict[str, dict[tuple[str, int], str]]
"""Of each spelling (and reading of its `ch`) the key, by that key and all that is left of it without one letter."""


def _readings(form: str) -> list[str]:
    """The keys of a name, word by word, in each reading of its `ch`."""
    words = [keys_of(word) for word in form.split()]
    return list(dict.fromkeys(" ".join(keys[min(n, len(keys) - 1)] for keys in words) for n in (0, 1)))


def _buckets(forms: Iterable[str]) -> Buckets:
    buckets: Buckets = defaultdict(dict)
    for form in forms:
        for number, key in enumerate(_readings(form)):
            if _LATIN.fullmatch(key):
                for part in _parts(key):
                    buckets[part][form, number] = key
    return buckets


def _parts(key: str) -> set[str]:
    """A key, and what is left of it without one letter but the first: keys of one difference share one of these."""
    places = range(1, len(key) if len(key) <= LONGEST else 0)
    return {key, *(key[:at] + key[at + 1 :] for at in places if key[at] != " ")}


def _neighbours(form: str, buckets: Buckets) -> set[str]:
    """Spellings whose key sounds like that of `form`, and differs from it in one letter.

    Letters are told apart by optimal string alignment, to which two that have changed places are one difference.
    """
    found: set[str] = set()
    for key in _readings(form) if not is_acronym(form) else ():
        near = {spelling: other for part in _parts(key) for spelling, other in buckets.get(part, {}).items()}
        for (name, _), other in near.items():
            if OSA.distance(key, other) <= 1 and _words(key) == _words(other) and _sounds_alike(key, other):
                found.add(name)
    return found


def _sounds_alike(one: str, other: str) -> bool:
    """Whether two keys of one distance differ as spellings do, and not as two names or two forms of a word.

    >>> [_sounds_alike("zinovev", other) for other in ("zinovef", "zinavev", "zinoveva", "zinonev")]
    [True, True, False, False]
    """
    words = [(a, b) for a, b in zip(one.split(), other.split(), strict=True) if a != b]
    if len(words) != 1 or min(map(len, words[0])) < SHORTEST_NAME:
        return False
    short, long = sorted(_without_plural(*words[0]), key=len)
    start = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if start in (0, len(short)):
        return False
    if len(short) < len(long):
        return long[start] in _VOWELS | {"h"} or len(long) >= LONG
    letters = {short[start], long[start]}
    if letters <= _VOWELS:
        return start + 1 < len(short)
    return short[start + 1 :] != long[start + 1 :] or any(letters <= sounds for sounds in _SOUNDS)


def _without_plural(one: str, other: str) -> tuple[str, str]:
    return (one[:-1], other[:-1]) if one[-1] == other[-1] == "s" else (one, other)


def _differing(one: str, other: str) -> tuple[str, str] | None:
    """The words in which two names differ; None, if the first is an English word, and so no slip for another."""
    pairs = zip(one.split(), other.split(), strict=True)
    word, instead = next((a, b) for a, b in pairs if not set(keys_of(a)) & set(keys_of(b)))
    return None if word.lower() in word_list("en") else (word, instead)


def _stand_together(ones: tuple[Mention, ...], others: tuple[Mention, ...]) -> bool:
    """Whether one sentence holds both: then its author tells them apart."""
    return any(
        one.passage is other.passage
        and not _STOP.search(one.passage.text, min(one.end, other.end), max(one.start, other.start))
        for one in ones
        for other in others
    )
