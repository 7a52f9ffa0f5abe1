"""Signs: every quotation mark and apostrophe of a text that could open or close, and what its neighbours let it be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Form = Literal["open", "close", "either", "tail", "initial", "apostrophe", "neither", "prime"]
"""A `tail` closes or is the apostrophe of `soldiers’`; an `initial` opens or is that of `’round`."""

SINGLE = "'‘’"
_SIGN = re.compile('["\'“”‘’](?:(?<=["“”‘])|(?![^\\W\\d_])|(?<![^\\W_].))')
"""All but the apostrophe within a word."""

_NEIGHBOURS = 6
_PASSED = frozenset("\"'“”‘’_*")
"""Other signs, and marks of emphasis, are looked past: a sign before `'Tis` has the same neighbours as the word."""

_OPENS_AFTER = frozenset("([{<—–-/¿¡")
_NO_WORD = frozenset(",;:!?)]}")
_CLOSES_BEFORE = frozenset(".,;:!?)]}…—–-/[(|¹²³⁰⁴⁵⁶⁷⁸⁹")
_ELISION = re.compile(
    r"(?:tis|tisn['’]?t|twas|twasn|twere|tweren|twill|twould|twouldn|em|til|neath|mongst|gainst|twixt|tween|sblood|"
    r"sdeath|nuff|cept|fraid|[nN])(?![^\W\d_])|\d\d['’]?s\b",
    re.IGNORECASE,
)
_MAYBE_ELISION = re.compile(
    r"(?:round|mid|way|most|fore|ere|er|un|cause|cos|till|bout|phone|bus|plane|stead|scape|pon|im|is|e|ave|ad|ow|ome|"
    r"ouse|ard|alf|ell|ead|and|nother|kay|flu|cello|varsity|prentice|d|s|ll|ve|re|t)(?![^\W\d_])|\d\d(?!\d)",
    re.IGNORECASE,
)
_FEET = re.compile(r"['’](?: ?\d{1,2}(?:½|¼|¾| \d/\d)?\"|(?= (?:x|by|×) ))")
_INCHES = re.compile(r"\d['’] ?\d{1,2}(?:½|¼|¾| \d/\d)?\Z")
_LONGEST_MEASURE = 12
_OWNS = re.compile(r"(?<=[^\W_][_*])['’]s(?![^\W_])")
"""What follows a word in emphasis: `the _Aurora_'s crew`."""


class Sign(Struct, frozen=True):
    """A mark at an offset of the text; a single one is one of `'‘’`."""

    at: int
    char: str
    form: Form
    is_single: bool


def find_signs(text: str, start: int, end: int) -> Iterator[Sign]:
    """The signs of text[start:end], a line, in order."""
    for match in _SIGN.finditer(text, start, end):
        at, char = match.start(), match.group()
        form = "prime" if _is_prime(text, at) else _form(text, at, start, end)
        yield Sign(at, char, form, char in SINGLE)


def _is_prime(text: str, at: int) -> bool:
    """Whether a mark stands for feet or inches: `5' 10"`, `6' by 4'`."""
    if not text[at - 1 : at].isdigit():
        return False
    if text[at] == '"':
        return _INCHES.search(text[max(0, at - _LONGEST_MEASURE) : at]) is not None
    return _FEET.match(text, at) is not None


def _form(text: str, at: int, start: int, end: int) -> Form:
    char = text[at]
    if char == "“":
        return "open"
    if char == "”":
        return "close"
    if (nested := _nested_form(text, at, start, end)) is not None:
        return nested
    before, after = _before(text, at, start), _after(text, at, end)
    opens = (before.isspace() or before in _OPENS_AFTER) and _begins_words(text, after)
    if char in SINGLE:
        is_glued = not before.isalnum() and text[at + 1 : at + 2].isalpha()
        may_close = not before.isspace() and not is_glued
        if text[at] == "’" and opens and may_close and _ends_words(text, after):
            return "apostrophe" if _ELISION.match(text, at + 1) else "tail"
        return _single_form(text, at, opens=opens, closes=may_close)
    if char in (text[at - 1 : at], text[at + 1 : at + 2]):
        return "neither"
    closes = not before.isspace() and before not in "([{" and _ends_words(text, after)
    if closes and before.isdigit() and not opens:
        return "tail"
    return "either" if opens and closes else "open" if opens else "close" if closes else "neither"


def _nested_form(text: str, at: int, start: int, end: int) -> Form | None:
    """What an outer mark is that a blank keeps apart from an inner one: `" 'Go,' he said`, `he said: 'Go.' "`."""
    other = '"“”' if text[at] in SINGLE else SINGLE
    before, after = text[max(start, at - 2) : at], text[at + 1 : min(end, at + 4)]
    if len(after) == 3 and after[0].isspace() and after[1] in other and after[2].isalnum():
        return "open" if not before or before[-1].isspace() or before[-1] in _OPENS_AFTER else None
    if len(before) == 2 and before[1].isspace() and before[0] in other and _ends_words(text, min(at + 1, end)):
        return "close"
    return None


def _single_form(text: str, at: int, *, opens: bool, closes: bool) -> Form:
    if _OWNS.match(text, at):
        return "apostrophe"
    if not opens and text[at] != "‘":
        return "tail" if closes else "neither"
    if _ELISION.match(text, at + 1) or text[at] == "’":
        return "apostrophe"
    return "initial" if text[at] == "'" and _MAYBE_ELISION.match(text, at + 1) else "open"


def _begins_words(text: str, at: int) -> bool:
    """Whether what stands at an offset can follow an opening mark."""
    char = text[at : at + 1] or "\n"
    return not char.isspace() and char not in _NO_WORD and (char != "." or text.startswith((".. ", "...", ". ."), at))


def _ends_words(text: str, at: int) -> bool:
    """Whether what stands at an offset can follow a closing mark; a digit there calls a note."""
    char = text[at : at + 1] or "\n"
    return char.isspace() or char in _CLOSES_BEFORE or char.isdigit()


def _before(text: str, at: int, start: int) -> str:
    """The last character before a sign that is not passed over; a line end, where the line begins there."""
    for index in range(at - 1, max(start, at - _NEIGHBOURS) - 1, -1):
        if text[index] not in _PASSED:
            return text[index]
    return "\n" if at - _NEIGHBOURS <= start else '"'


def _after(text: str, at: int, end: int) -> int:
    """Where the first character stands after a sign that is not passed over."""
    for index in range(at + 1, min(end, at + _NEIGHBOURS)):
        if text[index] not in _PASSED:
            return index
    return end
