"""Markers: the forms in which texts call notes and label their texts, as one grammar for both.

A marker is a core (a number, a letter, a sign) in an enclosure (brackets, superscript characters, nothing at all).
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from ..roman import roman_value
from ..superscripts import LETTERS, RAISED_LETTERS

Kind = Literal["number", "letter", "capital", "roman", "symbol"]
"""What a note is called by: `1` or `35a`, `a`, `A`, `iv`, or a sign such as `*` or `†`."""

Enclosure = Literal["[]", "()", "{}", "<>", "//", "raised", "bare", "1)"]
"""What sets a call off: brackets, superscript characters, nothing (a digit or sign that has lost its superscript, as in
`rules”.11`), or a closing bracket alone."""


class Family(Struct, frozen=True, order=True):
    """A way to call notes; all calls of one count belong to one family."""

    enclosure: Enclosure
    kind: Kind


class Marker(Struct, frozen=True):
    """A marker as read: its family, and its core as it is compared with others."""

    family: Family
    key: str


_LOWERED = str.maketrans(RAISED_LETTERS, LETTERS)
_MISREAD = str.maketrans("lIiOoSsBZ", "111005582")
_BRACKETS: dict[str, Enclosure] = {"[": "[]", "(": "()", "{": "{}", "<": "<>", "【": "[]", "⁽": "raised"}

_SIGNS = "*†‡§‖¶#+"
_SIGN = f"[{re.escape(_SIGNS)}]"
_NOTE_WORD = (
    r"(?i:foot-?note|note|fn|fußnote|fussnote|anm|anmerkung|nota|noot|voetnoot|przyp|przypis|pozn|poznámka|прим|"
    r"примечание|сноска)"
)
"""What a note is called in print, in the languages of the headings that announce notes."""

_CORE = rf"\d{{1,4}}[a-z]?|[ivxlc]{{2,7}}|[^\W\d_]|(?=[^\]]?\d)[lIiOoSsBZ\d]{{2,3}}|{_SIGN}{{1,6}}"
_CLOSED = (
    rf"[\[({{<【⁽][ \u00a0]?\^?(?:{_NOTE_WORD}\.?[ \u00a0])?({_CORE}|[{RAISED_LETTERS}]{{1,3}})[ \u00a0]?[\])}}>|】⁾]"
)

CALL = re.compile(
    # What a call can begin with is looked for first: it is seldom there, and then nothing else need be tried.
    rf"(?=[\[({{<【⁽/\d*†‡§‖¶+{RAISED_LETTERS}])(?:"
    rf"(?P<closed>{_CLOSED})"
    r"|(?<=[^\W\d_]|[.,;:!?…”’\"')])/(?P<slashed>\d{1,3})/(?![\w/])"
    rf"|(?P<raised>(?<=\S)[{RAISED_LETTERS}]{{1,3}}\)?)"
    # Glued to a letter or to closing punctuation, and followed by nothing that would make it a number: a unit, a
    # decimal, an ordinal ending, a range.
    r"|(?<=[^\W\d_.,]|[.,;:!?…”’\"')\]»—])(?<!\d[.,:])(?<!\s[.,:;])(?P<bare>\d{1,3})(?![\w%°/)]|[-–,.:]\d)"
    r"|(?<=[^\W\d_.,]|[.,;:!?…”’\"'»])(?<!\d[.,:])(?P<half>\d{1,3}\))"
    r"|(?<=\d[.,:])(?P<decimal>\d{1,3})(?=\s+[A-Z“\"‘]|$)"
    r"|(?<=[\w.,;:!?…”’\"')\]»%—])(?P<sign>(?:[*†‡§‖¶]{1,6}|\+{1,3})\)?)(?![\w*]))"
)
"""A possible call; a sign or figure in it stands close to the word before."""

LABEL = re.compile(
    rf"(?P<wrapped>\[{_NOTE_WORD}\.?\s+({_CORE})\s*[:.—–-])\s*"
    rf"|(?P<closed>{_CLOSED})[.:]?\s*"
    rf"|(?P<raised>[{RAISED_LETTERS}]{{1,3}})[.:)]?\s*"
    rf"|(?P<noted>{_NOTE_WORD}\.?\s+(\d{{1,3}})[.:)])\s+"
    r"|(?P<bare>\d{1,3})(?P<stop>[.:)]?)(?:\s+|(?<![.:)])(?=[^\W\d_a-z]|[“\"‘(]))"
    rf"|(?P<sign>{_SIGN}{{1,6}})[.)]?\s*(?=[^\s{re.escape(_SIGNS)}])"
    r"|(?P<letter>[^\W\d_])[.)]\s+"
    r"|/(?P<slashed>\d{1,3})/\s*"
)
"""A possible label, at the beginning of a paragraph."""


def read_call(match: re.Match[str]) -> Marker | None:
    """What a match of `CALL` calls; nothing, if it is a part of something else, as in `word(s)` or `(see 3)`."""
    text, start = match.string, match.start()
    if closed := match["closed"]:
        kind, key = _core(match[2].translate(_LOWERED))
        after_word = text[start - 1 : start].isalnum()
        is_plural = closed[0] == "(" and kind in {"letter", "capital"} and after_word
        return None if is_plural else Marker(Family(_BRACKETS[closed[0]], kind), key)
    if raised := match["raised"]:
        kind, key = _core(raised.rstrip(")").translate(_LOWERED))
        return Marker(Family("raised", kind), key)
    if slashed := match["slashed"]:
        return Marker(Family("//", "number"), slashed)
    if half := match["half"]:
        is_closing = text.rfind("(", 0, start) > text.rfind(")", 0, start)
        return None if is_closing else Marker(Family("1)", "number"), half[:-1])
    kind, key = _core((match["bare"] or match["decimal"] or match["sign"]).rstrip(")"))
    return Marker(Family("bare", kind), key)


def read_label(match: re.Match[str]) -> tuple[Kind, str, str]:
    """What a match of `LABEL` says: the kind of its core, the core as it is compared, and the style of the label."""
    if match["wrapped"]:
        return (*_core(match[2]), "wrapped")
    if closed := match["closed"]:
        return (*_core(match[4].translate(_LOWERED)), _BRACKETS[closed[0]])
    if raised := match["raised"]:
        return (*_core(raised.translate(_LOWERED)), "raised")
    if match["noted"]:
        return (*_core(match[7]), "noted")
    if slashed := match["slashed"]:
        return ("number", slashed, "//")
    if bare := match["bare"]:
        return ("number", bare, f"1{match['stop']}")
    return (*_core(match["sign"]), "*") if match["sign"] else (*_core(match["letter"]), "a.")


def _core(core: str) -> tuple[Kind, str]:
    """The kind of a core, and its key: a misread digit is put right (`[l2]`, `1O`)."""
    if core[0] in _SIGNS:
        return "symbol", core
    if len(core) == 1 and not core.isdigit():
        return ("capital" if core.isupper() else "letter"), core
    if re.fullmatch("[ivxlc]{2,7}", core):
        return "roman", core
    return "number", core if re.fullmatch(r"\d+[a-z]?", core) else core.translate(_MISREAD)


def number_of(key: str) -> int:
    """What a label counts as, from 1; 0 for signs, which do not count."""
    if digits := re.match(r"\d+", key):
        return int(digits.group())
    if re.fullmatch("[ivxlc]{2,7}", key):
        return roman_value(key)
    first = next(
        (alphabet[0] for alphabet in ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмн") if key.lower() in alphabet), ""
    )
    return ord(key.lower()) - ord(first) + 1 if first else 0


def label_of(call: str) -> str:
    """What a call that is known to be one says: `[12]` and `¹²` are `12`.

    >>> [label_of(call) for call in ("[12]", "¹²", "(a)", "*", "[note 3]")]
    ['12', '12', 'a', '*', '3']
    """
    bare = re.sub(rf"^{_NOTE_WORD}\.?\s*", "", call.translate(_LOWERED).strip(" \u00a0[](){}<>【】⁽⁾^.:/"))
    return bare or "*"
