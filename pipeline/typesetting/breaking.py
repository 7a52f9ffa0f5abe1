"""Breaking: lines of ordinary words, broken where WeasyPrint and Pango break them, by widths that are known.

WeasyPrint has Pango lay out more text than a line holds, then the line with one word more, then with each part of that
word that a hyphen may follow, and at last the line. Here widths of words are added. What is not ordinary is left to
WeasyPrint, and so is a line that ends within a hair of the measure, or beside something that is no common end of one.

Only `patches` imports this module: it needs WeasyPrint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from typing import Any, NamedTuple

import pyphen
from weasyprint.layout.percent import percentage
from weasyprint.text import line_break as _line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS

from .memos import known_of
from .shaping import Face, Word, face_of, neighbour_of

RATIO = 4
"""Characters an em of a line that is not longer, as WeasyPrint has it."""

CUT = "\n"
"""Stands for a word that is known in part alone; no face has it."""

WRAPPING = frozenset({"normal", "pre-line"})
"""Values of `white-space` with which lines are broken and spaces collapse; with `nowrap` they collapse alone."""

NARROWEST = 8
"""Ems of the narrowest measure in which lines are ordinary."""

TIE = 2
"""Pango’s units by which widths must differ to be told apart."""

ENDS = frozenset(".,;:!?)]’”'\"…*†‡-–—")
"""Characters, beside letters and figures, after which and a space a line may end."""

BEGINNINGS = frozenset("“‘—–*†‡")
"""Those that may begin a line after a letter or figure and a space."""

_ONE_RUN = re.compile(r"\W*([^\W\d_]+)\W*")

_stock_split = _line_break.split_first_line


class _Unusual(Exception):
    """A line must be left to WeasyPrint."""


class _Line(NamedTuple):
    """The first words of a text that fit a line, their width in Pango's units, and the next word, if one is left."""

    words: list[str]
    width: int
    last: Word
    over: Word | None


def split_first_line(text: str, style: Any, context: Any, max_width: Any, *more: Any, **named: Any) -> Any:
    """As WeasyPrint's: the layout of as much text as fits a line, its length, and where the next line begins."""
    try:
        return _split(text, style, context, max_width)
    except _Unusual:
        return _stock_split(text, style, context, max_width, *more, **named)


def _split(text: str, style: Any, context: Any, max_width: Any) -> Any:
    is_wrapped = style["white_space"] in WRAPPING
    if style["white_space"] == "nowrap" or (is_wrapped and max_width in {None, inf}):
        return _whole(text, style)
    if not is_wrapped or max_width < NARROWEST * style["font_size"]:
        raise _Unusual
    short = text[: int(max_width / style["font_size"] * RATIO)]
    face, neighbour, words = face_of(style), neighbour_of(short), short.split(" ")
    if face is None or neighbour is None:
        raise _Unusual
    if short != text:
        words[-1] = CUT
        face.learn(text, neighbour)
    limit = int(max_width * TO_UNITS)
    line = _fill(words, face, neighbour, limit)
    if line.over is None:
        return _result(text, len(text.encode()), None, line.width, face)
    before, *rest = words[len(line.words) - 1 :]
    if line.over.parts or not _may_end(before, rest[0]):
        raise _Unusual
    begun = " ".join(line.words)
    if max_width - line.width * FROM_UNITS > percentage(style["hyphenate_limit_zone"], style, max_width):
        for beginning in _beginnings(rest, style, context):
            part = beginning + style["hyphenate_character"]
            width = _longer(line.width, line.last, _known(face, part, neighbour))
            if not _is_over(width, limit):
                length = len(f"{begun} {beginning}".encode())
                return _result(f"{begun} {part}", length, length, width, face)
    length = len(begun.encode())
    return _result(begun, length, length + 1, line.width, face)


def _whole(text: str, style: Any) -> Any:
    """A text on one line, however wide."""
    face, neighbour = face_of(style), neighbour_of(text)
    if face is None or neighbour is None:
        raise _Unusual
    return _result(text, len(text.encode()), None, _fill(text.split(" "), face, neighbour, inf).width, face)


def _fill(words: list[str], face: Face, neighbour: str, limit: float) -> _Line:
    """The first of some words that fit a width. An empty word at the beginning or the end is a space there."""
    is_begun = not words[0]
    if words == ["", ""]:
        return _Line(words, face.end.width, face.end, None)
    last = _known(face, words[is_begun], neighbour)
    width = last.width + (last.gap if is_begun else 0)
    if _is_over(width, limit):
        raise _Unusual
    for number, name in enumerate(words[is_begun + 1 :], is_begun + 1):
        word = face.end if not name and number == len(words) - 1 else _known(face, name, neighbour)
        longer = _longer(width, last, word)
        if _is_over(longer, limit):
            return _Line(words[:number], width, last, word)
        width, last = longer, word
    return _Line(words, width, last, None)


def _known(face: Face, word: str, neighbour: str) -> Word:
    if (known := face.word(word, neighbour)) is None:
        raise _Unusual
    return known


def _longer(width: int, last: Word, word: Word) -> int:
    """The width of a line with one word more."""
    return width + last.kern + word.gap + word.width


def _is_over(width: int, limit: float) -> bool:
    if abs(width - limit) <= TIE:
        raise _Unusual
    return width > limit


def _may_end(before: str, after: str) -> bool:
    """Whether a line may surely end between two words (Unicode’s UAX 14, LB 13 to 18)."""
    if not after:
        return False
    is_plain = before[-1].isalnum()
    return (is_plain or before[-1] in ENDS) and (after[0].isalnum() or (is_plain and after[0] in BEGINNINGS))


def _beginnings(words: list[str], style: Any, context: Any) -> tuple[str, ...]:
    """The beginnings of the first of some words that a hyphen may follow, the longest first."""
    word, *rest = words
    found = beginnings_of(word, style, context)
    if found and any(rest) and not _may_end(word, rest[0]):
        raise _Unusual
    return found


def beginnings_of(word: str, style: Any, context: Any) -> tuple[str, ...]:
    """The beginnings of a word that a hyphen may follow in a style, the longest first."""
    if style["hyphens"] != "auto" or not style["lang"]:
        return ()
    key = (word, style["lang"], style["hyphenate_limit_chars"])
    known = known_of(style, "beginnings")
    if key not in known:
        known[key] = _hyphenate(word, style, context)
    found: tuple[str, ...] = known[key]
    return found


def _hyphenate(word: str, style: Any, context: Any) -> tuple[str, ...]:
    """As WeasyPrint finds them: those of the first run of letters that is long enough."""
    language = pyphen.language_fallback(style["lang"])
    total, left, right = style["hyphenate_limit_chars"]
    for start, stop in _runs_of_letters(word, language) if language else ():
        if stop - start >= total:
            key = (language, left, right, total)
            if key not in context.dictionaries:
                context.dictionaries[key] = pyphen.Pyphen(lang=language, left=left, right=right)
            return tuple(word[:start] + first for first, _ in context.dictionaries[key].iterate(word[start:stop]))
    return ()


def _runs_of_letters(word: str, language: str) -> Iterator[tuple[int, int]]:
    """From where to where they go, as Pango tells; where there is one, that is plain."""
    found = _ONE_RUN.fullmatch(word)
    if found and len(found[1]) > 1 and found[1].isalpha():
        yield found.span(1)
        return
    at = 0
    while bounds := _line_break.get_next_word_boundaries(word[at:], language):
        yield at + bounds[0], at + bounds[1]
        at += bounds[1]


def _result(text: str, length: int, resume_at: int | None, width: int, face: Face) -> Any:
    """What WeasyPrint’s function gives, with a layout of a text that is set up when it is drawn, if ever."""
    return sleeping_layout(text, 0), length, resume_at, width * FROM_UNITS, face.height, face.baseline


def sleeping_layout(text: str, justification_spacing: float) -> Any:
    """WeasyPrint’s layout of a line, without anything of Pango’s."""
    layout = _line_break.Layout.__new__(_line_break.Layout)
    layout.justification_spacing, layout.max_width, layout.first_line_direction = justification_spacing, None, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = layout.language = layout.style = None
    layout.text = text
    return layout
