"""Faults of letters and blanks: what encodings, word processors and web pages do to a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from random import Random

import pyphen

Changes = Iterator[tuple[int, int, str]]
"""Where a fault strikes, and what comes there: (start, end, replacement), in order, disjoint."""

INVISIBLE = "\u200b\u200b\u2060\ufeff\u200c\u200e\x02\x1f"
"""Zero-width spaces and joiners, a mark of direction, control characters."""

EXOTIC = "\u00a0\u00a0\u00a0\u2002\u2003\u2005\u2007\u2009\u200a\u202f\u205f\u3000"
"""No-break, en, em, thin, hair, figure, mathematical and ideographic spaces; most often the first."""

_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "st": "ﬆ"}
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MISREADINGS = (("utf-8", "cp1252"), ("utf-8", "cp1251"), ("cp1251", "cp1252"), ("koi8_r", "cp1252"))
"""The encoding a text is in, and the one it was taken for; the first also befalls everything that is not Russian."""


def ligatures(text: str, rng: Random) -> Changes:
    """Ligatures as characters, two in three: `first` → `ﬁrst`."""
    for match in re.finditer("ffi|ffl|ff|fi|fl|(?<=[a-z])st", text):
        if rng.random() < (0.67 if match.group() != "st" else 0.05):
            yield *match.span(), _LIGATURES[match.group()]


def decomposed(text: str, rng: Random) -> Changes:
    r"""Letters in pieces, as macOS names files: `naïve` → `nai\u0308ve`."""
    for match in re.finditer(r"[^\W\d_]", text):
        if (pieces := unicodedata.normalize("NFD", match.group())) != match.group():
            yield *match.span(), pieces


def soft_hyphens(text: str, rng: Random) -> Changes:
    r"""Soft hyphens where a word may be broken, in one word of three: `revolution` → `rev\u00ado\u00adlu\u00adtion`."""
    for match in re.finditer(r"[^\W\d_]{6,}", text):
        if rng.random() < 0.33:
            for position in break_points(match.group()):
                yield match.start() + position, match.start() + position, "\u00ad"


def invisible(text: str, rng: Random) -> Changes:
    """Zero-width and control characters, one in 300 characters, inside words and between them."""
    for position in range(1, len(text)):
        if rng.random() < 1 / 300 and text[position - 1 : position + 1].isprintable():
            yield position, position, rng.choice(INVISIBLE)


def exotic_spaces(text: str, rng: Random) -> Changes:
    """Blanks between words of another kind, one in 25."""
    for match in re.finditer(r"(?<=\S) (?=\S)", text):
        if rng.random() < 0.04:
            yield *match.span(), rng.choice(EXOTIC)


def double_blanks(text: str, rng: Random) -> Changes:
    """Two blanks after every stop, as typists set them, and in one other gap of 100."""
    for match in re.finditer(r"(?<=\S) (?=\S)", text):
        if re.search(r"[.!?][”’]?\Z", text[max(0, match.start() - 2) : match.start()]) or rng.random() < 0.01:
            yield *match.span(), "  "


def trailing_blanks(text: str, rng: Random) -> Changes:
    """Blanks and tabs at the ends of lines, empty ones too, one line in three."""
    for match in re.finditer(r"\n", text):
        if rng.random() < 0.33:
            yield match.start(), match.start(), rng.choice((" ", "  ", "    ", "\t"))


def mojibake(text: str, rng: Random) -> Changes:
    """UTF-8 read as Windows-1252: `naïve` → `naÃ¯ve`; Russian misread in one of four ways, a quotation in one way."""
    start, reading, before_was_russian = 0, _MISREADINGS[0], False
    for line in text.split("\n"):
        is_russian = _CYRILLIC.search(line) is not None
        if is_russian and not before_was_russian:
            reading = rng.choice(_MISREADINGS)
        for match in re.finditer(r"[^\x00-\x7f]+", line):
            right, wrong = reading if is_russian else _MISREADINGS[0]
            yield start + match.start(), start + match.end(), misread(match.group(), right, wrong)
        start += len(line) + 1
        before_was_russian = is_russian


@cache
def misread(words: str, right: str, wrong: str) -> str:
    r"""Words in one encoding read as if in another.

    A byte that the other leaves undefined becomes a control character, as browsers have it; a character that has no
    byte in the first stays as it is.

    >>> misread("“é”", "utf-8", "cp1252"), misread("да", "cp1251", "cp1252")
    ('â€œÃ©â€\x9d', 'äà')
    """
    return "".join(_misread_character(char, right, wrong) for char in words)


def _misread_character(char: str, right: str, wrong: str) -> str:
    try:
        return "".join(_read_byte(byte, wrong) for byte in char.encode(right))
    except UnicodeEncodeError:
        return char


def _read_byte(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


@cache
def break_points(word: str) -> tuple[int, ...]:
    """Where a word of English may be hyphenated, with two letters or more before and three or more after."""
    return tuple(point for point in _dictionary().positions(word) if 2 <= point <= len(word) - 3)


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")
