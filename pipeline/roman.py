"""Roman: numbers in Roman numerals, read and written."""

from __future__ import annotations

from itertools import pairwise

VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

_PARTS = tuple(
    zip(
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        strict=True,
    )
)


def roman_value(numeral: str) -> int:
    """What letters that are all of Roman numerals count, in whatever case; a doubtful numeral has some value too.

    >>> [roman_value(numeral) for numeral in ("i", "iv", "XIX", "iiv")]
    [1, 4, 19, 5]
    """
    values = [VALUES[letter] for letter in numeral.lower()]
    return sum(-one if one < other else one for one, other in pairwise([*values, 0]))


def write_roman(number: int) -> str:
    """A number from 1 in small letters.

    >>> [write_roman(number) for number in (4, 19, 1917)]
    ['iv', 'xix', 'mcmxvii']
    """
    written = ""
    for letters, value in _PARTS:
        times, number = divmod(number, value)
        written += letters * times
    return written
