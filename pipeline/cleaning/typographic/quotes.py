"""Quotation marks and apostrophes: straight ones made typographic, and all of them set in the book's own order."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator

from ..rule import Evidence, Found
from .pairs import pair
from .reader import Mark

APOSTROPHE = "’"
NARROW = "\u202f"
"""A narrow no-break space, which French sets within its guillemets."""

_SINGLE, _DOUBLE = ("‘", "’"), ("“", "”")
_OTHERS = {
    "de": (("„", "“"), ("‚", "‘")),
    "fr": ((f"«{NARROW}", f"{NARROW}»"), ("“", "”")),
    "ru": (("«", "»"), ("„", "“")),
}
"""Outer and inner marks of languages other than English."""

_WITHIN_WORD = re.compile(r"'(?<=[^\W_]')(?=[^\W\d_])")
_TYPOGRAPHIC = re.compile("[“”„«»]")


def straight_apostrophes(text: str, evidence: Evidence) -> Found:
    """Apostrophes: `don't, 'tis, soldiers' wives, '90s` → `don’t, ’tis, soldiers’ wives, ’90s`.

    *New Hart's Rules* 4.2; *Chicago* 6.114–117. A mark that may as well open a quotation is left. In other languages
    than English only those within words: `l'homme` → `l’homme`.
    """
    if "'" not in text or evidence.speech not in ("en", *_OTHERS):
        return
    within = (match.start() for match in _WITHIN_WORD.finditer(text))
    marks = _marks(text, "'") if evidence.speech == "en" else ()
    for at in heapq.merge(within, (mark.sign.at for mark in marks if mark.role == "apostrophe")):
        yield at, at + 1, APOSTROPHE


def straight_quotes(text: str, evidence: Evidence) -> Found:
    """Quotation marks, by what stands around them: `"Go," he said.` → `“Go,” he said.`.

    German „…“, French and Russian «…». A paragraph whose double marks do not pair is left as it is. *New Hart's Rules*
    9.2.1; *Chicago* 6.115, 13.9.
    """
    if evidence.speech == "en":
        for mark in _marks(text, "'\""):
            if mark.role in ("open", "close"):
                pair_of_marks = _SINGLE if mark.sign.is_single else _DOUBLE
                yield mark.sign.at, mark.sign.at + 1, pair_of_marks[mark.role == "close"]
    elif evidence.speech in _OTHERS and not _TYPOGRAPHIC.search(text):
        for mark in _marks(text, '"'):
            if mark.role in ("open", "close"):
                pair_of_marks = _OTHERS[evidence.speech][min(mark.depth, 1)]
                yield mark.sign.at, mark.sign.at + 1, pair_of_marks[mark.role == "close"]


def order_quotes(text: str, evidence: Evidence) -> Found:
    """Outer and inner marks as the book asks: for `single`, `“The ‘Aurora’ fired”` → `‘The “Aurora” fired’`.

    Only where all marks of a paragraph pair beyond doubt. *New Hart's Rules* 9.2.2 has single ones outside, *Chicago*
    13.30 double ones.
    """
    if evidence.quotes == "source" or evidence.speech != "en":
        return
    order = (_SINGLE, _DOUBLE) if evidence.quotes == "single" else (_DOUBLE, _SINGLE)
    for passage in pair(text):
        if passage.is_sure:
            for mark in passage.marks:
                if mark.role in ("open", "close") and mark.sign.char not in "\"'":
                    yield mark.sign.at, mark.sign.at + 1, order[mark.depth % 2][mark.role == "close"]


def _marks(text: str, chars: str) -> Iterator[Mark]:
    """The marks of a text that are one of the characters."""
    if any(char in text for char in chars):
        yield from (mark for passage in pair(text) for mark in passage.marks if mark.sign.char in chars)
