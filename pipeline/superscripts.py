"""Superscripts: raised letters and figures that call no declared note, as the raised characters of Unicode.

So a note sign that is no link stays told apart from a figure, and `m²` from `m2`.
"""

from __future__ import annotations

import re

LETTERS, RAISED_LETTERS = "0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
"""Figures and letters, and the raised characters that stand for them: all but q."""

_RAISE = str.maketrans(f"{LETTERS}+-=()", f"{RAISED_LETTERS}⁺⁻⁼⁽⁾")
LONGEST = 4
"""Characters: a sign of a note, the ending of an ordinal, an exponent; more are words, hard to read when raised."""

_ENGLISH_ORDINAL = re.compile(r"st|nd|rd|th")


def raised(text: str) -> str:
    """A text in raised characters; as it is, if it has a character that can't be raised.

    The ending of an English ordinal, which word processors raise unasked, is not.

    >>> [raised(words) for words in ("12", "er", "th", "*", "[3]")]
    ['¹²', 'ᵉʳ', 'th', '*', '[3]']
    """
    bare = text.strip()
    if len(bare) > LONGEST or _ENGLISH_ORDINAL.fullmatch(bare) or not all(ord(char) in _RAISE for char in bare):
        return text
    return text.translate(_RAISE)
