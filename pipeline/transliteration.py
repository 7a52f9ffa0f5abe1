"""Transliteration: whether two spellings are ways of writing one Russian name in Latin letters.

What tells BGN/PCGN (1947), the Library of Congress table (1997), older English usage (`Lunatcharsky`, `Korniloff`) and
that of German and French (`Plechanow`, `Schreider`, `Lenine`) apart is levelled; names that are then
alike are one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_LEVELS = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (r"[’'ʹʼ`-]", ""),  # the soft sign: Vasil’ev, Vasilev
        (r"vik[si]$", "vik"),  # one and many, in English and in Russian
        (r"ph", "f"),
        (r"th", "t"),
        (r"shch|stch|shtch|sch|sh", "š"),
        (r"tsch|tch", "č"),
        (r"^ch", "č"),
        (r"kh", "h"),
        (r"zh", "z"),
        (r"cz(?=a)|tz", "ts"),
        (r"ks", "x"),
        (r"ck|c(?=[aouklrt])", "k"),
        (r"w", "v"),
        (r"ou", "u"),
        (r"o(?:ff|v)$", "ov"),
        (r"e(?:ff|v)$", "ev"),
        (r"ine$", "in"),
        (r"i?[yij]a", "ja"),
        (r"i?[yij]u", "ju"),
        (r"^[yij]o", "jo"),
        (r"[yij]?[yij]e", "e"),
        (r"(?<!^)[yij]o|(?<!^)eo", "e"),  # Fyodor, Feodor, Fedor
        (r"(?:ii|iy|yi|ij|yj|y|i|j)$", "i"),
        (r"[yj](?![au])", "i"),
        (r"(.)\1", r"\1"),
    )
)

_AFTER_HUSHERS = re.compile(r"(?<=[šč])ov$")  # Khrushchov, Khrushchev
_DOUBLE = re.compile(r"(.)\1")


@cache
def keys_of(name: str) -> tuple[str, ...]:
    """One key or two, of which different spellings of a name have one in common.

    Two, if the name has a `ch`, which stands for two sounds: in `Chicherin` it is that of `Tchitcherin`, in `Duchonin`
    that of `Dukhonin`.

    >>> set(keys_of("Ryazanov")) == set(keys_of("Riazanov"))
    True
    >>> set(keys_of("Avksentyev")) & set(keys_of("Kerensky"))
    set()
    """
    key = name.lower()
    for pattern, level in _LEVELS:
        key = pattern.sub(level, key)
    readings = (key.replace("ch", "č"), key.replace("ch", "h"))
    return tuple(dict.fromkeys(_AFTER_HUSHERS.sub("ev", _DOUBLE.sub(r"\1", reading)) for reading in readings))


def is_one_name(one: str, other: str) -> bool:
    """Whether two spellings may be one name; words of several parts are compared part by part.

    >>> is_one_name("Anton Slutski", "Anton Slutsky")
    True
    """
    parts, others = one.split(), other.split()
    return len(parts) == len(others) and all(
        not set(keys_of(a)).isdisjoint(keys_of(b)) for a, b in zip(parts, others, strict=True)
    )


def group_spellings(names: Iterable[str]) -> list[list[str]]:
    """The names, those of one key together, each group and its names in the order in which they come up."""
    groups: list[list[str]] = []
    by_key: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        keys = keys_of(name)
        group = next((by_key[key] for key in keys if key in by_key), None)
        if group is None:
            groups.append(group := [])
        group.append(name)
        by_key.update({key: by_key.get(key, group) for key in keys})
    return groups
