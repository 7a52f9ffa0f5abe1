"""Variants: the spellings of one name brought together, `C.C.` and `CC`, `Ryazanov` and `Riazanov`, long and short.

What only looks alike is not brought together; a long form that fits an acronym’s letters is kept apart, as inferred.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..transliteration import group_spellings
from ..vocabulary import word_list
from .lexicon import kinds_of

SHORTEST_NAME = 5
"""Letters from which two spellings of a name are compared by key: shorter names fall together by chance."""

MUCH_MORE = 3
"""How many times as often as another a long form must be used to be the one meant."""

_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z]{2,6}s?")
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("viki", "vik"))
"""Of the plural, each with that of the singular."""


class Variants(Struct, frozen=True):
    """The spellings of one name, the one to print first; `expansion` is a long form that fits its letters.

    `certain` are those that are told by more than initials; `spelt` groups those that differ in spelling alone.
    """

    forms: tuple[str, ...]
    certain: tuple[str, ...]
    spelt: tuple[tuple[str, ...], ...]
    expansion: str | None = None


def group_variants(counts: dict[str, int]) -> list[Variants]:
    """The names of a book, the spellings of each together; `counts` says how often each spelling is used.

    >>> [group.forms for group in group_variants({"C.C.": 7, "CC": 3, "Victor Chernov": 1, "Chernov": 2, "Martov": 1})]
    [('C.C.', 'CC'), ('Chernov', 'Victor Chernov'), ('Martov',)]
    """
    families = _Families(counts)
    for one, other in (*_alike(counts), *_plurals(counts), *_transliterated(counts)):
        families.join(one, other)
    spelt = families.frozen()
    for short, long in (*_persons(counts, families), *_bodies(counts, families)):
        families.join(short, long)
    certain = families.frozen()
    expansions = dict(_expansions(counts, families))
    for acronym, long in expansions.items():
        families.join(acronym, long)
    for one, other in _abbreviated(counts, expansions):
        families.join(one, other)
    return [
        Variants(
            tuple(forms),
            certain[forms[0]],
            tuple(dict.fromkeys(spelt[form] for form in forms)),
            next((expansions[form] for form in forms if form in expansions), None),
        )
        for forms in families.all()
    ]


def is_acronym(form: str) -> bool:
    """`MRC`, `C.C.`, `SRs`."""
    return _ACRONYM.fullmatch(form) is not None


def differ_in_letters(one: str, other: str) -> bool:
    """Whether two spellings of one name differ in more than stops, hyphens, capitals, and the ending of the plural.

    >>> [differ_in_letters(one, "Bolsheviks") for one in ("Bolsheviki", "bolshevik", "Bolchevik")]
    [False, False, True]
    """
    ones, others = ({bare, *_singulars(bare)} for bare in (re.sub(r"[\W_]", "", form.lower()) for form in (one, other)))
    return ones.isdisjoint(others)


class _Families:
    """Sets of spellings that are joined as their likeness is found."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._family = {form: [form] for form in counts}

    def join(self, one: str, other: str) -> None:
        a, b = self._family[one], self._family[other]
        if a is not b:
            a += b
            self._family.update(dict.fromkeys(b, a))

    def of(self, form: str) -> list[str]:
        return self._family[form]

    def frozen(self) -> dict[str, tuple[str, ...]]:
        """The families as they are now."""
        return {form: tuple(family) for form, family in self._family.items()}

    def all(self) -> Iterator[list[str]]:
        """Each family, its acronym or else its commonest spelling first."""
        unique = {id(family): family for family in self._family.values()}
        for family in unique.values():
            yield sorted(family, key=lambda form: (not is_acronym(form), -self._counts[form]))


def _alike(forms: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Spellings that differ in full stops, hyphens and capitals only."""
    first: dict[str, str] = {}
    for form in forms:
        key = re.sub(r"[\s-]+", " ", form.replace(".", "").replace("’", "'")).lower()
        if not is_acronym(form) or key in first:
            yield first.setdefault(key, form), form
        else:
            first[key] = form


def _plurals(forms: dict[str, int]) -> Iterator[tuple[str, str]]:
    """`Mensheviks` and `Menshevik`, `Kaledins` and `Kaledin`."""
    for form in forms:
        yield from ((one, form) for one in _singulars(form) if one in forms)


def _singulars(form: str) -> Iterator[str]:
    """What a name may be the plural of."""
    for ending, singular in _ENDINGS:
        if form.endswith(ending):
            yield form.removesuffix(ending) + singular


def _transliterated(forms: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Two transliterations of one name; of two English words, `Smith` and `Smyth`, nothing is believed."""
    words = word_list("en")
    names = [form for form in forms if len(form) >= SHORTEST_NAME and form.replace("-", "").isalpha()]
    for group in group_spellings(names):
        strange = [form for form in group if form.lower() not in words]
        if strange:
            yield from ((strange[0], form) for form in group)


def _persons(forms: dict[str, int], families: _Families) -> Iterator[tuple[str, str]]:
    """`Chernov` and `Victor Chernov`, if there is but one of that name."""
    longer: dict[int, list[str]] = defaultdict(list)
    shorter: dict[int, str] = {}
    for form in forms:
        words = form.split()
        if 2 <= len(words) <= 3 and all(word[0].isupper() for word in words) and not kinds_of(words[-1]):
            short = words[-1]
            if short in forms and not is_acronym(short) and not short.endswith("s"):
                family = families.of(short)
                shorter[id(family)] = short
                longer[id(family)].append(form)
    for key, short in shorter.items():
        given = {form.split()[0][:3] for form in longer[key]}
        if len(given) == 1:
            yield from ((short, form) for form in longer[key])


def _bodies(forms: dict[str, int], families: _Families) -> Iterator[tuple[str, str]]:
    """`People’s Council` and `Provisional People’s Council`, if the short form fits one long form only."""
    named = [form for form in forms if len(form.split()) > 1 and any(kinds_of(word) for word in form.split())]
    longer: dict[str, list[str]] = {short: [] for short in named}
    for form in named:
        for gap in re.finditer(" ", form):
            for short in (form[gap.end() :], form[: gap.start()]):
                if short in longer and _lengthens(form, short):
                    longer[short].append(form)
    for short in named:
        if longer[short] and len({id(families.of(form)) for form in longer[short]}) == 1:
            yield short, longer[short][0]
    for form in forms:
        if form.endswith(" Party") and (name := form.removesuffix(" Party")) in forms:
            yield name, form


def _lengthens(form: str, short: str) -> bool:
    """Whether a form is the short one with more before it or after it, headed by the same noun."""
    if form.endswith(f" {short}"):
        return re.search(r" (?:of|for|on) ", form.removesuffix(f" {short}") + " ") is None
    return form.startswith(f"{short} of ")


def _expansions(forms: dict[str, int], families: _Families) -> Iterator[tuple[str, str]]:
    """Each acronym with the one long form of the book that has its initials."""
    by_initials: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        parts = [part for part in re.split(r"[\s-]", form) if part[:1].isupper()]
        if len(parts) > 1 and not any(is_acronym(part) for part in parts) and _can_be_short(form):
            by_initials["".join(part[0] for part in parts)].append(form)
    for acronym in forms:
        if is_acronym(acronym):
            fitting = by_initials.get(re.sub(r"s$|\.", "", acronym), [])
            if fitting and (likely := _likeliest(fitting, forms, families)):
                yield acronym, likely


def _can_be_short(form: str) -> bool:
    """Whether a name is one of those that are known by their initials: no person’s is, and no place’s."""
    return form.endswith("s") or any(kinds_of(word) for word in form.split())


def _likeliest(fitting: list[str], forms: dict[str, int], families: _Families) -> str | None:
    """The one long form that fits, or the one that is used much more than all others."""
    best = max(fitting, key=lambda form: forms[form])
    others = [form for form in fitting if families.of(form) is not families.of(best)]
    return best if all(forms[best] >= MUCH_MORE * forms[form] for form in others) else None


def _abbreviated(forms: dict[str, int], expansions: dict[str, str]) -> Iterator[tuple[str, str]]:
    """`Right SRs` and `Right Socialist-Revolutionaries`, once the acronym is known."""
    for form in forms:
        words = form.split()
        if len(words) > 1 and words[-1] in expansions:
            long = " ".join((*words[:-1], expansions[words[-1]]))
            if long in forms:
                yield form, long
