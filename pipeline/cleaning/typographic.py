"""Typographic rules: what a house style sets the same way everywhere without touching a word.

The British style follows *New Hart's Rules* (Oxford, 2014): 4.11 for en rules in ranges, 2.5.1 for breaks that part a
number from what it counts.
"""

from __future__ import annotations

import re

from .rule import Found

NO_BREAK_SPACE = "\u00a0"
EN_DASH = "–"

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

_PAGE_RANGE = re.compile(r"\bpp?\.? ?\d+(-)\d+")
_PAGE_NUMBER = re.compile(r"\b(?:pp?|vols?|nos?|chs?|ll?|ff?)\.( )(?=\d)")
_DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?( )(?=(?:{MONTHS})\b)|\b(?:{MONTHS})( )(?=\d{{1,2}}\b)")


def page_ranges(text: str) -> Found:
    """An en rule between page numbers: `pp. 277-79` → `pp. 277–79`."""
    for match in _PAGE_RANGE.finditer(text):
        yield match.start(1), match.end(1), EN_DASH


def page_numbers(text: str) -> Found:
    """A no-break space after `p.`, `vol.`, `no.` and their like: `p. 301` never ends a line at `p.`."""
    for match in _PAGE_NUMBER.finditer(text):
        yield match.start(1), match.end(1), NO_BREAK_SPACE


def dates(text: str) -> Found:
    """A no-break space between day and month: `29th October`, `November 1` are never parted by a line end."""
    for match in _DAY.finditer(text):
        group = 1 if match.group(1) else 2
        yield match.start(group), match.end(group), NO_BREAK_SPACE
