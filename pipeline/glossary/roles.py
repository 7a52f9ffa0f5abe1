"""Roles: definitions that say what somebody or something is, by a noun that fits what the name is taken for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..proofreading.passages import Passage
from .lexicon import GIVEN, PARTICIPLES, ROLES, SMALL, TITLES, kinds_of
from .long_forms import OPENS, WORD
from .quotation import Found, quote

LONGEST_PHRASE = 160
"""Characters of an apposition inside a sentence."""

_PART = r"[A-ZÀ-Þ][\w’'-]{0,40}\w"
# The patterns begin with the letters that a match can begin with, and look back from there: so most of a text is passed
# over at once. What they need further on they look for first, where there is much to try before it.
_PROPER = rf"[A-ZÀ-Þ](?<![\w’'-].)[\w’'-]{{0,40}}\w(?: (?:de |von |van |du )?{_PART}){{0,3}}"
_ADJECTIVES = r"(?:[\w’'.-]{1,40} ){0,4}?"
_AFTER_HEAD = r"(?: (?:of|to|in|at|for|from|on|under) (?:[^,.;:()–—!?]|(?<=\b[A-Z])\.)+?)?"
_CLOSE = r"(?=[,;:.)–—]|$)"
_ROLE = re.compile(
    rf"(?P<name>{_PROPER}), (?P<quote>(?:at that time )?"
    rf"(?:(?:the|an?|then|now|later|former(?:ly)?|once) )*{_ADJECTIVES}"
    rf"(?P<head>{ROLES})\b{_AFTER_HEAD}){_CLOSE}"
)
_PARTICIPLE = re.compile(
    rf"(?=[A-ZÀ-Þ]){OPENS}(?P<name>{_PROPER}), (?P<quote>(?P<head>{PARTICIPLES}) the [^,.;:()–—]{{4,80}}), (?=[a-z])"
)
_INVERTED = re.compile(
    rf"(?P<quote>[TtAa](?<!\w.)(?:(?<=[Tt])he|(?<=[Aa])n?) (?=[^,]*+, (?:the )?[A-ZÀ-Þ])"
    rf"(?:[\w’'-]{{1,40}} ){{0,3}}?(?P<head>[a-z][\w-]{{1,40}})"
    rf"(?: of the (?P<owner>{_PROPER}))?, "
    rf"(?:the )?(?P<name>{_PROPER}(?: [iI] [a-zß-ÿ]+)?)"
    r"(?P<more>, (?:with|controlled|founded|led|headed|edited|published) [^.;:]{4,160}?)?)"
    r"(?=[.,;:])"
)
_MEMBERS = re.compile(
    rf"(?P<quote>(?=[“‘\"t])[“‘\"]?\b(?:the|these|those|two|three) (?=[^,.;:()]*+\()[^,.;:()“”\"]{{0,40}}?"
    rf"\b(?P<head>[a-z]+s)\b[^,.;:()]{{0,30}}[”’\"]? "
    rf"\((?:the )?(?P<names>{WORD}(?:, (?:the )?{WORD})*,? and (?:the )?{WORD})\))"
)
_TITLED = re.compile(rf"(?P<quote>the (?<!\w....)(?P<head>[a-z]+) (?P<name>{_PROPER}))(?!\w|-)")
_RELATIVE = re.compile(
    rf"(?P<quote>[at](?<!\w.)(?:(?<=a)n?|(?<=t)he) (?P<name>(?:{WORD} ){{0,4}}{WORD}) (?:which|that) "
    r"(?:would|was|were|had) [^.;:,()]{20,160})(?=[.,;:])"
)


def roles(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`Riazanov, chairman of the Petrograd Trade Union Council, sensed …`."""
    for match in _ROLE.finditer(passage.text):
        name = _without_title(match["name"])
        fits = _is_person(name, kinds) and len(match["quote"]) <= LONGEST_PHRASE and _is_noun_phrase(match)
        if fits and _is_closed(passage.text, match) and not _follows_comma(passage.text, match.start("name")):
            yield quote(passage, name, match.start("quote"), match.end("quote"), kind="person")


_DETERMINERS = frozenset("the a an then now later once first second third youngest last former formerly".split())


def _is_noun_phrase(match: re.Match[str]) -> bool:
    """Whether only an article and adjectives stand before the noun: not `Port-Royal, sent her own physician`."""
    before = match["quote"][: match.start("head") - match.start("quote")].removeprefix("at that time ").lower()
    words = re.findall(r"[\w’'-]+", before)
    return not any(word in SMALL and word not in _DETERMINERS for word in words)


def _is_closed(text: str, match: re.Match[str]) -> bool:
    """Whether a phrase between commas is one: no list goes on after it, and no verb of its own follows."""
    after = text[match.end("quote") : match.end("quote") + 40]
    if re.match(r", (?:and|or|nor|but) |, (?:the|an?|his|her|their) |, [A-Z]", after):
        return False
    return not _NO_ROLE.search(match["quote"]) and "“" not in match["quote"]


_NO_ROLE = re.compile(r"\b(?:is|was|were|are|has|had|did|does|and|above|below|aforesaid|same|latter|former of) ?\b")


def _follows_comma(text: str, start: int) -> bool:
    """Whether the name stands in a list, is owned, or belongs to a phrase: `Lenin, Trotsky, the leader`."""
    before = text[max(0, start - 30) : start]
    return (
        re.search(
            r"(?:[A-Z][\w’'-]+,? (?:and |or )?|[\w’']+, (?:and |or )|\b(?:of|in|at|to|from|near|between) (?:the )?)$",
            before,
        )
        is not None
    )


def _without_title(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0].lower().rstrip(".") in (TITLES | SMALL):
        words = words[1:]
    return " ".join(words)


def _is_person(name: str, kinds: Mapping[str, str]) -> bool:
    if any(word.lower() in SMALL for word in name.split()):
        return False
    known = kinds.get(name, kinds.get(name.split()[-1]))
    return known in ("person", "name", "contraction", "term") or (known is None and name.split()[0].lower() in GIVEN)


def participles(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`Kamenev, leading the Bolshevik negotiating team, replied …`."""
    for match in _PARTICIPLE.finditer(passage.text):
        name = _without_title(match["name"])
        if _is_person(name, kinds):
            yield quote(passage, name, match.start("quote"), match.end("quote"), kind="person")


def inverted(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`a new body, the Provisional People’s Council, with …`, `The bulletin of the Soviet, Rabochii i soldat`."""
    for match in _INVERTED.finditer(passage.text):
        kind, noun = kinds.get(match["name"]), match["head"]
        wanted: set[str] = {"body"} if noun in ("body", "organisation", "organization") else set(kinds_of(noun))
        if noun not in _GENERAL or kind is None or not _fits(kind, wanted):
            continue
        after = passage.text[match.end("name") : match.end("name") + 8]
        if re.match(r",? (?:and|or) |, the |, an? |, [A-Z]", after) or _owner_before(
            passage.text, match.start("quote")
        ):
            continue
        yield quote(passage, match["name"], match.start("quote"), match.end("quote"))


_GENERAL = frozenset(
    "body organisation organization bulletin newspaper paper journal organ weekly daily magazine review gazette".split()
)
"""Nouns that a name in apposition after them belongs to; `the minister, Lenin, …` may be somebody else’s."""


def _owner_before(text: str, start: int) -> bool:
    return text[max(0, start - 5) : start].endswith((" and ", " or "))


def _fits(kind: str, wanted: set[str]) -> bool:
    """Whether a name’s kind is one that a noun can head; of a name of no certain kind any noun is believed."""
    return (
        kind in wanted
        or kind in ("name", "term", "contraction", "foreign", "acronym")
        or ("press" in wanted and kind != "place")
    )


def members(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`“the parties of privilege” (the Octobrists and Kadets)`: what each of them is."""
    for match in _MEMBERS.finditer(passage.text) if "(" in passage.text else ():
        phrase = match["quote"].split("(")[0]
        nouns = {kind for word in re.findall(r"[a-z]+s\b", phrase) for kind in kinds_of(word)[:1]}
        for name in re.findall(WORD, match["names"]):
            if kinds.get(name) in nouns:
                yield quote(passage, name, match.start("quote"), match.end("quote"))


def titled(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`the destroyer Oleg`: a name that stands nowhere without its noun needs no more than that."""
    for match in _TITLED.finditer(passage.text):
        if match["head"] in _VESSELS and match["name"] in kinds:
            yield quote(passage, match["name"], match.start("quote"), match.end("quote"))


_VESSELS = frozenset(
    "battleship brig cruiser destroyer dreadnought flagship frigate gunboat ship steamer submarine yacht newspaper "
    "journal weekly monthly".split()
)


def relatives(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`a People’s Council which would have a majority of …`."""
    for match in _RELATIVE.finditer(passage.text):
        indefinite = match["quote"].startswith("a")
        if indefinite and kinds.get(match["name"]) == "body" and len(match["name"].split()) > 1:
            yield quote(passage, match["name"], match.start("quote"), match.end("quote"))
