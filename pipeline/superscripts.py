"""Superscripts: raised letters and figures that call no declared note, as the raised characters of Unicode.

So a note sign that is no link stays told apart from a figure, and `m²` from `m2`. What has no such characters stays as
it is, and is told apart by what sets it.
"""

from __future__ import annotations

import re
from typing import Literal

Shift = Literal["", "superscript", "subscript"]
"""Where words stand: in their line, above it or below it."""

LETTERS, RAISED_LETTERS = "0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
"""Figures and letters, and the raised characters that stand for them: all but q."""

_RAISE = str.maketrans(f"{LETTERS}+-=()", f"{RAISED_LETTERS}⁺⁻⁼⁽⁾")
LONGEST = 4
"""Characters: a sign of a note, the ending of an ordinal, an exponent; more are words, hard to read when raised."""

_LOWER = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_WORDS = re.compile(r"[^\W_][\w .,’'-]{0,60}")
"""What may be set above or below its line: a sign such as `*` or `[3]` may call a note instead."""

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


def shifted(text: str, shift: Shift) -> tuple[str, Shift]:
    """Words that stand above or below their line: in characters that do so by themselves, or with what sets them so.

    >>> [shifted(*words) for words in (("2", "subscript"), ("max", "subscript"), ("ME", "superscript"))]
    [('₂', ''), ('max', 'subscript'), ('ME', 'superscript')]
    """
    bare = text.strip()
    is_figure = shift == "subscript" and bare.isdecimal()
    written = raised(text) if shift == "superscript" else text.translate(_LOWER) if is_figure else text
    stays = written == text and _WORDS.fullmatch(bare) is not None and not _ENGLISH_ORDINAL.fullmatch(bare)
    return written, shift if stays else ""
