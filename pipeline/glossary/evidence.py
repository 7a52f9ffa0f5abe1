"""Evidence: what the words around a name say of it: that it is a person’s, or a place’s.

A title, a role, initials or a verb of speech make a person; a preposition of place, a way to it, or what only a place
has, a garrison or a station, make a place. One alone decides nothing against the other: the two are counted.
"""

from __future__ import annotations

import re
from typing import Literal

from .lexicon import GIVEN, ROLES, SMALL, SPEAKS, TITLES, is_strange

Side = Literal["person", "place", "weak"]
"""`weak` is `to` or `from` and no more, which a person may follow as well."""

BEFORE = 48
"""Characters before a name that are looked at."""

_TITLE = re.compile(r"(\w+)\.? $")
INITIALS = re.compile(r"(?<!\w)[A-HJ-Z]\.[ \u00a0]$")
"""Of a person, not `I.`, which ends a sentence."""
_A_ROLE = re.compile(rf"(?<![\w’'-])(?:{ROLES}) $")
_SAYS = re.compile(r"[”’\"'—] (?:says|said|writes|wrote|asks|asked|replied|cried|remarks|adds|observes) $")
_SPEAKS = re.compile(rf",? (?:(?:also|once|then|never|always) )?(?:{SPEAKS})\b")
_IS_ONE = re.compile(rf",? who\b|, (?:the |an? |then |now |former |late )?(?:{ROLES})\b| (?:himself|herself)\b")

_AT = re.compile(
    r"\b(?:in|at|near|into|through|throughout|towards?|outside|inside|round|around|beyond|leave|leaving|left|reached|"
    r"entered|across) $",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\b(?:went|gone?|goes|going|c[ao]me|coming|return(?:ed|ing)?|march(?:ed|ing)?|fled|moved|transferred|"
    r"travell?(?:ed|ing)|journey|train|road|railway|way|arrived|sail(?:ed|ing)?|retreat(?:ed)?|advanced?|drove|"
    r"departed|exiled|banished)(?: \w+)? (?:to|for|from|upon) $"
)
_PART_OF = re.compile(
    r"\b(?:city|town|village|port|provinces?|district|region|streets?|inhabitants|citizens?|native|environs|suburbs?|"
    r"outskirts|castle|siege|bishop|university|garrison|walls|gates|camp|neighbourhood|occupation|evacuation) of $"
)
_HAS = re.compile(
    r" (?:front|garrison|conference|treaty|peace|armistice|negotiations|station|railway|railroad|road|fortress|"
    r"district|region|province|sector|harbour)\b"
)
SEATS = frozenset("Soviet Duma Garrison Conference Treaty Peace Armistice Front Station Railway Province".split())
"""Nouns that a longer name may end in which begins with the name of a place: `Kazan Soviet`."""

_NAME_OF = re.compile(r"(?<!\b[Tt]he )(?<![\w’'-])([A-Z][^\W\d_]+) of $")
_FROM_OR_TO = re.compile(r"\b(?:from|to) $")
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_NOUN = re.compile(r" ([a-z]+)")
_OWNS = re.compile(r"[’']s?\b")


def side(text: str, start: int, end: int) -> Side | None:
    """What the words around text[start:end], a name without its possessive, say of it; None if nothing."""
    before = text[max(0, start - BEFORE) : start].replace("\u00a0", " ")
    title = _TITLE.search(before)
    has_title = title is not None and title[1].lower() in TITLES and title[1][0].isupper()
    if has_title or any(pattern.search(before) for pattern in (INITIALS, _A_ROLE, _SAYS)):
        return "person"
    if _OWNS.match(text, end):
        return None
    if _is_of_a_person(before) or _HAS.match(text, end):
        return "place"
    if any(pattern.search(before) for pattern in (_AT, _WAY, _PART_OF)):
        return None if _is_adjective(text, start, end) else "place"
    may_act = not _THE.search(before) and not before.endswith(" of ")
    if may_act and (_SPEAKS.match(text, end) or _IS_ONE.match(text, end)):
        return "person"
    return "weak" if _FROM_OR_TO.search(before) else None


def _is_of_a_person(before: str) -> bool:
    """`Sextus of ` before a name: a person is called after a place."""
    person = _NAME_OF.search(before)
    return person is not None and (person[1].lower() in GIVEN or is_strange(person[1]))


def _is_adjective(text: str, start: int, end: int) -> bool:
    """`in Allied countries`: an English word that goes with the noun after it names no place."""
    noun = _NOUN.match(text, end)
    return noun is not None and noun[1] not in SMALL and not is_strange(text[start:end])
