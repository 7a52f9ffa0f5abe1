"""Numerals: a number as word processors print it before a paragraph or as the call of a note."""

from __future__ import annotations

from ..roman import write_roman

_SIGNS = "*†‡§"
_LARGEST_ROMAN = 4999


def numeral(number: int, kind: str) -> str:
    """A number in the numerals of a kind, by the names of Office Open XML; of one not known here, in figures.

    >>> [numeral(28, kind) for kind in ("decimal", "upperRoman", "lowerLetter", "chicago", "decimalZero")]
    ['28', 'XXVIII', 'bb', '§§§§§§§', '28']
    """
    match kind:
        case "lowerRoman" | "upperRoman" if 0 < number <= _LARGEST_ROMAN:
            return _cased(write_roman(number), kind)
        case "lowerLetter" | "upperLetter" if number > 0:
            times, letter = divmod(number - 1, 26)
            return _cased(chr(ord("a") + letter) * min(times + 1, 9), kind)
        case "chicago" if number > 0:
            times, sign = divmod(number - 1, len(_SIGNS))
            return _SIGNS[sign] * min(times + 1, 9)
        case "decimalZero":
            return f"{number:02}"
        case "none":
            return ""
        case _:
            return str(number)


def _cased(letters: str, kind: str) -> str:
    return letters.upper() if kind.startswith("upper") else letters
