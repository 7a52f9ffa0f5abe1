"""Initials: no line end between those of a name, or between them and the surname.

*New Hart's Rules* 6.2.1 and 2.5.1; *The Chicago Manual of Style* 10.12.
"""

from __future__ import annotations

import re

from ..rule import Found

NO_BREAK = "\u00a0"

_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁ"
_THEN_NAME = re.compile(rf" (?<=\. )([{_CAPITAL}](?:\.|[^\W\d_]+|['’][^\W\d_]+))")
_INITIALS = re.compile(rf"(?<![^\W\d_⁰¹²³⁴-⁹])(?<![.’'])((?:[{_CAPITAL}]\.[ \u00a0]?)+)\Z")
_REACH = 40

_STARTERS = frozenset(
    "A After All Also Although An And Any Are As At Be Because Before Both But By Did Do Does Each Even Every First "
    "For From Had Has Have He Her Here His How However I If In Indeed Is It Its Just Let Many More Most My Neither No "
    "Nor Not Now Of On Once One Only Or Other Our Perhaps She Since So Some Such That The Their Then There These They "
    "This Those Though Through Thus To Under Until Upon Was We Were What When Where Whether Which While Who Why With "
    "Yet You Your".split()
)
"""Words that begin a sentence after `Plan B.` or `Charles I.` more often than they are surnames."""

_LABELLED = re.compile(
    r"\b(?:appendix|part|section|book|act|chapter|class|group|type|plan|table|figure|point|schedule|vitamin|volume|"
    r"company|division|article|paragraph|note|form|room|block)[ \u00a0]\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:[(\[,;&]|\b(?:by|and|to|of|from|with|see|comrade|Mr\.|Mrs\.|M\.))[ \u00a0]?\Z", re.IGNORECASE)
_NUMERALS = frozenset("IVX")


def initials(text: str) -> Found:
    r"""Between initials and before the surname: `J. R. Smith`, `В. И. Ленин` → `J.\u00a0R.\u00a0Smith` and so on."""
    for match in _THEN_NAME.finditer(text):
        at = match.start()
        head = text[max(0, at - _REACH) : at]
        if (found := _INITIALS.search(head)) and _is_name(found[1], match[1], head[: found.start()]):
            yield at, at + 1, NO_BREAK


def _is_name(letters: str, following: str, before: str) -> bool:
    """Whether capitals with points are initials, and do not number what follows or end a sentence."""
    if following.rstrip(".") in _STARTERS and not following.endswith("."):
        return False
    if following.endswith(".") or letters.count(".") > 1:
        return True
    is_first = not before.rpartition("\n")[2].strip(" “‘\"'_*")
    is_label = is_first or _LABELLED.search(before) is not None
    return not is_label and (letters[0] not in _NUMERALS or _BY.search(before) is not None)
