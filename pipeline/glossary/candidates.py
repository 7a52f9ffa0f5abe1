"""Candidates: what a reader may wish explained, by kind, with all spellings and uses, the likeliest first.

They are found by form and by the words around them alone; what they mean is for the texts and the editor to say.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from ..proofreading.passages import Corpus
from ..settings import Kind
from .lexicon import BORROWED, FAMILIAR, GIVEN, is_strange, kinds_of
from .naming import Mention, Name, find_names
from .naturalised import is_naturalised
from .variants import Variants, group_variants, is_acronym

Class = Literal["acronym", "contraction", "foreign", "name"] | Kind
"""What a candidate is taken for; the first three are told by their form, a `name` is a person’s or a place’s."""

MUCH_MORE = 2
"""How many times as many of the names in its lists must be of one kind for a name to be of it."""

_PARTY = re.compile(r"(?:.* )?\w{3,}(?:(?<=\w{4})ists?|viks?|viki|crats?|ites?|narians?|tionar(?:y|ies))")

_OF_AN_ADJECTIVE = re.compile(r" of the \w+$")
"""`Central Committees of the Menshevik`, where the sentence goes on in small letters."""

_PLURAL_HEAD = re.compile(
    r"(?:[\w’'-]+ )*?(?:Governments|Ministries|Armies|Conferences|Assemblies|Committees|Commissions)\b"
)
"""Bodies spoken of in general: `the Governments of Europe`."""


class Candidate(Struct, frozen=True):
    """A name with its spellings and uses. `expansion` is inferred from initials; `score` orders candidates.

    `certain` are the spellings that are told by more than initials, `spelt` groups those that differ in spelling alone.
    """

    headword: str
    kind: Class
    forms: tuple[str, ...]
    certain: tuple[str, ...]
    spelt: tuple[tuple[str, ...], ...]
    mentions: tuple[Mention, ...]
    expansion: str | None
    score: float

    def spellings_of(self, form: str) -> tuple[str, ...]:
        """The other ways of writing the same words."""
        return next((group for group in self.spelt if form in group), ())


def find_candidates(corpus: Corpus) -> list[Candidate]:
    """Every candidate of the texts, each once, the likeliest to need a gloss first."""
    names = find_names(corpus)
    groups = group_variants({form: len(name.mentions) for form, name in names.items()})
    told = [(group.forms, _kind(group.forms, [names[form] for form in group.forms])) for group in groups]
    kinds = {form: kind for forms, kind in told for form in forms}
    candidates = (_candidate(group, [names[form] for form in group.forms], kinds) for group in groups)
    return sorted(candidates, key=lambda candidate: -candidate.score)


def _candidate(group: Variants, names: list[Name], kinds: Mapping[str, Class]) -> Candidate:
    mentions = sorted((m for name in names for m in name.mentions), key=_place)
    kind = kinds[group.forms[0]]
    if kind == "name":
        kind = _kind_of_list(group.forms, names, kinds)
    headword = _headword(kind, group.forms, names)
    score = _score(kind, headword, names, len(mentions))
    return Candidate(headword, kind, group.forms, group.certain, group.spelt, tuple(mentions), group.expansion, score)


def _kind_of_list(forms: tuple[str, ...], names: list[Name], kinds: Mapping[str, Class]) -> Class:
    """What the names are that a name is listed with, if they are persons for the most part, places, or parties."""
    beside = (kinds[form] for name in names for form in name.beside.elements() if form in kinds)
    votes = Counter(kind for kind in beside if kind in ("person", "place", "party"))
    for kind, most in votes.most_common(1):
        if most > MUCH_MORE * (votes.total() - most) and (kind == "party") == _is_plural(forms):
            return kind
    return "name"


def _place(mention: Mention) -> tuple[list[int], int]:
    """Where a name stands in the book: chapter 2 comes before chapter 10."""
    number = [int(digits) for digits in re.findall(r"\d+", mention.passage.chapter.key)]
    return number, mention.passage.span(mention.start, mention.start + 1).start


def _headword(kind: Class, forms: tuple[str, ...], names: list[Name]) -> str:
    """The form an entry is printed under: of a party the plural, of a person the surname, else the commonest."""
    if is_acronym(forms[0]):
        return forms[0]
    if kind == "party":
        plurals = [form for form in forms if form.endswith("s") and not is_acronym(form.removesuffix("s"))]
        return (plurals or forms)[0]
    if kind in ("body", "event"):
        return max(forms, key=lambda form: (_OF_AN_ADJECTIVE.search(form) is None, len(form)))
    return max(names, key=lambda name: len(name.mentions)).form


def _kind(forms: tuple[str, ...], names: list[Name]) -> Class:
    """By the head noun, by the form, or by the words around it."""
    if is_acronym(forms[0]):
        return "acronym"
    longest = max(forms, key=len)
    if longest[0].islower():
        return "foreign"
    if heads := _head_kinds(longest):
        return heads[0]
    place, article = sum(name.place for name in names), sum(name.article for name in names)
    if any(_PARTY.fullmatch(form.lower()) for form in forms) or (_is_plural(forms) and article and not place):
        return "party"
    person = sum(name.person for name in names)
    uses = sum(len(name.mentions) for name in names)
    if person > place and _is_plural(forms) and article * 2 > uses:
        return "term"
    if person > place or (" " in longest and longest.split()[0].lower() in GIVEN):
        return "person"
    if place * 4 >= uses or (uses > 1 and sum(name.weak for name in names) == uses):
        return "place"
    if sum(name.italic for name in names) * 2 > uses:
        return "press"
    plural = any(f"{form}s" in forms for form in forms)
    if " " not in longest and is_strange(longest):
        return "contraction" if not plural and _is_contracted(longest, article, uses) else "name"
    return "term"


def _is_contracted(form: str, article: int, uses: int) -> bool:
    """`the Vikzhel`, time and again; `the Morskaya` is a street."""
    return uses > 1 and article * 2 >= uses and form[-1] not in "aeiouy"


def _is_plural(forms: tuple[str, ...]) -> bool:
    """`Kadets`, but not `Antoninus`: a strange word in the plural that has no singular here names a party."""
    return all(" " not in form and re.search(r"[^aeious]s$", form) and is_strange(form) for form in forms)


def _head_kinds(form: str) -> tuple[Kind, ...]:
    """The kinds of the noun that a name is headed by: of `Second Congress of Soviets` that is the Congress."""
    head = re.split(r" (?:of|for|on|de|du) ", form)[0].split()[-1]
    return kinds_of(head) if " " in form or head.lower() in BORROWED else ()


_WORTH: dict[Class, float] = {
    "acronym": 3.0,
    "contraction": 2.5,
    "party": 2.0,
    "body": 1.5,
    "event": 1.5,
    "press": 1.5,
    "document": 1.3,
    "office": 1.0,
    "foreign": 1.5,
    "person": 0.8,
    "name": 0.8,
    "term": 0.5,
    "place": 0.2,
}


LOWEST = 0.1
"""What any dictionary has stands at the end of the list: an editor may wish to explain it all the same."""


def _score(kind: Class, headword: str, names: Iterable[Name], uses: int) -> float:
    """What is in no word list counts for more, and its frequency too; what everybody knows for less."""
    if headword.lower() in FAMILIAR:
        return 0.0
    if is_naturalised(headword):
        return LOWEST
    strange = any(is_strange(name.form) for name in names)
    often = math.log2(uses)
    if not strange and kind == "body" and _PLURAL_HEAD.match(headword):
        return _WORTH["term"]
    return _WORTH[kind] + (1.5 + 0.5 * often if strange else 0.25 * often)
