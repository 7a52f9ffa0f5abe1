"""Ranges: an en rule between the first number and the last.

*New Hart's Rules* 4.11.1; *The Chicago Manual of Style* 6.78.
"""

from __future__ import annotations

import re

from ..rule import Found

EN = "–"

_HYPHEN = re.compile(r"-(?<=\d-)(\d+)(?![\d-])")
_COUNTED = (
    "pp?|[Pp]ages|[Nn]os|[Nn]umbers|[Vv]ols|[Vv]olumes|[Cc]hs|[Cc]haps|[Cc]hapters|ll|[Ll]ines|vv|[Vv]erses|[Cc]ols|"
    "[Ff]igs|[Ff]igures|[Aa]rts|[Aa]rticles|[Pp]aras|§§?"
)
_LISTED = re.compile(rf"(?<![^\W\d_])(?:{_COUNTED})\.? ?(?:\d+[a-z]?(?:[-–]\d+)?(?:, ?| and | & ))*(\d+)\Z")
_VERSE = re.compile(r"(?<![\d:.])\d{1,3}:(\d{1,3})\Z")
_YEAR = re.compile(r"(?<![\w./–#+-])(\d\d)(\d\d)\Z")
_REACH = 120
_GOES_ON = re.compile(r"\w|[/–]|\.\d")
_MONTHS = 12


def page_ranges(text: str) -> Found:
    """Ranges of pages, numbers and verses: `pp. 277-79, 281-3` → `pp. 277–79, 281–3`; `Luke 2:1-14` → `Luke 2:1–14`.

    The last number must be greater than the first.
    """
    for match in _HYPHEN.finditer(text):
        at = match.start()
        before = text[max(0, at - _REACH) : at]
        first = _LISTED.search(before) or _VERSE.search(before)
        if first and _is_greater(match[1], first[1]):
            yield at, at + 1, EN


def _is_greater(last: str, first: str) -> bool:
    """Whether a number, which may leave out what it has in common with the first, is greater.

    >>> _is_greater("79", "277"), _is_greater("3", "277"), _is_greater("12", "9")
    (True, False, True)
    """
    return int(first[: max(0, len(first) - len(last))] + last) > int(first)


def year_ranges(text: str) -> Found:
    """Ranges of years: `1917-18`, `1914-1918` → `1917–18`, `1914–1918`.

    Days (`2026-11-22`), what may be a month (`2009-11`), telephone and part numbers are left.
    """
    for match in _HYPHEN.finditer(text):
        at, last = match.start(), match[1]
        first = _YEAR.search(text[max(0, at - 5) : at])
        if first and not _GOES_ON.match(text, match.end()) and _are_years(first[1], first[2], last):
            yield at, at + 1, EN


def _are_years(century: str, first: str, last: str) -> bool:
    """Whether two numbers are years in order.

    >>> _are_years("19", "17", "18"), _are_years("20", "09", "11"), _are_years("12", "34", "5678")
    (True, False, False)
    """
    if len(last) not in (2, 4) or (century == "20" and len(last) == 2 and int(last) <= _MONTHS):
        return False
    following = int(last) if len(last) == 4 else int(century + last)
    return 1000 <= int(century + first) < following < 2100
