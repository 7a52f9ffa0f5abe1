"""Initials: a large letter that is two lines high or more, put back before the word it begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from ...vocabulary import word_list
from .words import Row, Word

LARGE = 1.7
"""Of the size of the text: a letter that fills two lines has more."""

CAPITAL = 0.7
"""Of the size: the height of a capital."""

BELOW = 1.7
"""Of the size of the text: how far below an initial a line may still make room for it."""

HIGHEST = 6
"""Lines that an initial stands beside at most."""

_INITIAL = re.compile(r"[“”\"‘’'«„‚]{0,2}[^\W\d_][’']?")
_WORD = re.compile(r"[^\W\d_]+")
_ALONE = frozenset("AIOÀÉYWVZ")
"""Letters that are words of some language."""


def set_initials(rows: list[Row], size: float, language: str) -> None:
    """Put large initials before the first of the rows beside them, all of which then begin where the initials do."""
    for n in range(len(rows) - 1, -1, -1):
        initial = rows[n].words[0]
        if initial.size < LARGE * size or not _INITIAL.fullmatch(initial.text):
            continue
        near = range(max(0, n - HIGHEST), min(n + 2, len(rows)))
        beside = [rows[m] for m in near if _is_beside(initial, rows[m], size)]
        if len(beside) < 2:
            continue
        del rows[n].words[0]
        below = rows[n + 1 : n + 2] if beside[-1] is rows[n] else []
        beside += (row for row in below if _makes_room(row, beside[-1], initial, size))
        if not rows[n].words:
            del rows[n]
        for other in beside:
            other.words[0] = replace(other.words[0], left=initial.left)
        first, beside[0].is_first = beside[0].words[0], True
        first.is_glued = _is_one(initial.text, first.text, language)
        beside[0].words.insert(0, replace(initial, y=first.y, base=first.base, right=initial.left, style=first.style))


def _is_beside(initial: Word, row: Row, size: float) -> bool:
    """Whether a row of text stands at the right of an initial, and no lower and no higher than it."""
    words: Sequence[Word] = row.words[1:] if row.words[0] is initial else row.words
    if not words or abs(words[0].size - size) > 0.25 * size:
        return False
    is_level = initial.y - 0.5 * size < row.y <= initial.y + CAPITAL * initial.size
    return is_level and initial.right - 0.3 * size <= words[0].left <= initial.right + size


def _makes_room(row: Row, above: Row, initial: Word, size: float) -> bool:
    """Whether a row below an initial is set in as those beside it are."""
    is_text = row.size < LARGE * size and abs(row.left - above.left) < 0.1 * size
    return is_text and row.y > initial.y - BELOW * size


def _is_one(letter: str, rest: str, language: str) -> bool:
    """Whether what follows is the rest of the word; a letter that can be a word is one if the two make none."""
    bare = letter.strip("“”\"‘’'«„‚")
    tail = _WORD.match(rest)
    if bare not in _ALONE or tail is None:
        return True
    known = word_list(language)
    return (bare + tail.group()).lower() in known or tail.group().lower() not in known
