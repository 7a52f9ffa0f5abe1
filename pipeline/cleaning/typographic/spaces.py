"""No-break spaces: what a line end must not part. Each rule puts one in place of a blank that is there.

*New Hart's Rules* 2.5.1; *The Chicago Manual of Style* 6.121 and 7.43.
"""

from __future__ import annotations

import re

from ..rule import Evidence, Found

NO_BREAK, NARROW = "\u00a0", "\u202f"
"""The second between quotation marks, and in French before `;:!?` and within guillemets."""

_REACH = 24
_ANY = re.compile("")
_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁ"

_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
)
_THEN_MONTH = re.compile(rf" (?<=[\dthd] )(?:{_MONTH})(?![^\W\d_])")
_DAY = re.compile(r"(?<![^\W_])(?<![.,])\d{1,2}(?:st|nd|rd|th)?\Z")
_THEN_DAY = re.compile(r" (?<=[a-z.] )\d{1,2}(?![^\W_])")
_A_MONTH = re.compile(rf"(?<![^\W_])(?:{_MONTH})\Z")

_THEN_NUMBER = re.compile(r" (?<=[.§№] )\d")
_NUMBERED = re.compile(
    r"(?:(?<![^\W\d_])(?:pp?|vols?|nos?|chs?|chaps?|ll?|ff?|figs?|cols?|sec|sects?|arts?|bks?|pts?|vv|c|ca|fl)\.|[§№])\Z",
    re.IGNORECASE,
)

_THEN_UNIT = re.compile(
    r" (?<=\d )(?:[kcmµ]?m|k?g|mg|ha|lbs?|oz|cwt|ft|yds?|hrs?|mins?|secs?|k?W|[kMG]?Hz|°[CF]?|%|per cent|percent|"
    r"million|billion|a\.m\.|p\.m\.|pm|BCE?|CE|AD|B\.C\.|A\.D\.)(?![^\W_]|[’'])"
)
_THEN_COINS = re.compile(r" (?<=[\dsl.] )\d+½?[sd](?![^\W_])")
_COINS = re.compile(r"(?:£ ?\d+|\d[ls]\.?)\Z")
_THEN_THOUSANDS = re.compile(r" (?<=\d )\d{3}(?![\w–/:-]|[.,]\d)")
_THOUSANDS = re.compile(r"(?<![\w.,/:–-])(?<!\d[ \u00a0])\d{1,3}(?:[ \u00a0]\d{3})*\Z")
_THEN_YEAR = re.compile(r" (?<=D )\d")
_ERA = re.compile(r"(?<![^\W_])AD\Z")

_TITLE = re.compile(
    r"[CDGHLMPRS](?<![^\W\d_⁰¹²³⁴-⁹].)(?:(?<=M)(?:rs?|s|essrs|mes?|lle)|(?<=D)rs?|(?<=P)rof|(?<=R)ev|(?<=H)on|(?<=C)(?:apt|ol)|"
    rf"(?<=L)(?:ieut|t)|(?<=S)gt|(?<=G)en)\.?( )(?=[{_CAPITAL}])"
)
_THEN_DASH = re.compile(r" (?<=[^\s«] )[–—](?:[\s)\]}”’»\"',;:.!?…_]|\Z)")
_THEN_ELLIPSIS = re.compile(r" (?<=\S )…")
_NESTED = re.compile(r" (?<=[“‘”’] )(?:(?<=[“‘] )(?=[“‘])|(?<=[”’] )(?=[”’](?!\w)))")
_FRENCH = re.compile(r" (?:(?<=« )(?=\S)|(?<=\S )(?=[»;!?:]))")


def dates(text: str) -> Found:
    r"""Between day and month: `29th October`, `November 1`, `5 Nov.` → `29th\u00a0October` and so on."""
    yield from _blanks(text, (_DAY, _THEN_MONTH), (_A_MONTH, _THEN_DAY))


def page_numbers(text: str) -> Found:
    r"""After `p.`, `vol.`, `No.`, `§`, `c.` and their like: `p. 301` → `p.\u00a0301`."""
    yield from _blanks(text, (_NUMBERED, _THEN_NUMBER))


def units(text: str) -> Found:
    r"""Between a number and its unit: `5 kg` → `5\u00a0kg`; `10 per cent`, `6 p.m.`, `£3 10s. 6d.`, `10 000`."""
    before_and_after = (_ANY, _THEN_UNIT), (_COINS, _THEN_COINS), (_THOUSANDS, _THEN_THOUSANDS), (_ERA, _THEN_YEAR)
    yield from _blanks(text, *before_and_after)


def titles(text: str) -> Found:
    r"""After a title cut short: `Mr. Smith`, `Dr Johnson`, `Capt. Hook` → `Mr.\u00a0Smith` and so on."""
    for match in _TITLE.finditer(text):
        yield match.start(1), match.end(1), NO_BREAK


def dashes(text: str) -> Found:
    r"""Before a spaced dash, so that it ends a line and never begins one: `war – he` → `war\u00a0– he`."""
    yield from _blanks(text, (_ANY, _THEN_DASH))


def ellipses(text: str) -> Found:
    r"""Before an ellipsis with a blank, which begins no line then: `and then … no` → `and then\u00a0… no`."""
    yield from _blanks(text, (_ANY, _THEN_ELLIPSIS))


def nested_quotes(text: str) -> Found:
    r"""Between an inner and an outer quotation mark: `‘I went.’ ”` → `‘I went.’\u202f”`, which keeps them together."""
    for match in _NESTED.finditer(text):
        yield match.start(), match.end(), NARROW


def french(text: str, evidence: Evidence) -> Found:
    r"""In French, where the source has blanks: `« Non ! »` → `«\u202fNon\u202f!\u202f»`."""
    for match in _FRENCH.finditer(text) if evidence.speech == "fr" else ():
        yield match.start(), match.end(), NARROW


def _blanks(text: str, *places: tuple[re.Pattern[str], re.Pattern[str]]) -> Found:
    """The blanks after what a first pattern ends with, where a second one begins with them, for each such pair."""
    found = (
        match.start()
        for before, follows in places
        for match in follows.finditer(text)
        if before is _ANY or before.search(text[max(0, match.start() - _REACH) : match.start()])
    )
    for at in sorted({*found}):
        yield at, at + 1, NO_BREAK
