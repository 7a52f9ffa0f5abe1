"""Pairs: two spellings and whether they are one name; what a rule made one is shown, and the editor may part it.

In an entry of glossary.toml, `forms` says that two are one name and `not_forms` that they are two; so do two entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..settings import TermEntry
from .candidates import Candidate
from .linking import plain_spaces
from .naming import Mention
from .variants import differ_in_letters


class Pair(Struct, frozen=True):
    """Two spellings, each with all its uses in the order of the texts: at least one."""

    rarer: tuple[Mention, ...]
    usual: tuple[Mention, ...]

    @property
    def forms(self) -> tuple[str, str]:
        """The rarer spelling and the usual one."""
        return self.rarer[0].form, self.usual[0].form


class Rulings:
    """What the editor’s entries say of two spellings."""

    def __init__(self, entries: Iterable[TermEntry]) -> None:
        self._listed: set[str] = set()
        self._parted: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            forms = {plain_spaces(form) for form in (entry.headword, *entry.forms)}
            self._listed |= forms
            for form in forms:
                self._parted[form] |= {plain_spaces(other) for other in entry.not_forms}

    def part(self, one: str, other: str) -> bool:
        """Whether an entry has one among its forms and the other among its `not_forms`."""
        return other in self._parted.get(one, ()) or one in self._parted.get(other, ())

    def decide(self, one: str, other: str) -> bool:
        """Whether they are parted, or both listed, in one entry or in two."""
        return {one, other} <= self._listed or self.part(one, other)


def find_merged(candidates: Iterable[Candidate], rulings: Rulings) -> Iterator[Pair]:
    """Spellings that transliteration makes one, each beside the commonest of its name: `Riazanov`, `Ryazanov`."""
    for candidate in candidates:
        uses = uses_of(candidate)
        for group in candidate.spelt:
            usual, *others = sorted(group, key=lambda form: -len(uses[form]))
            told = [usual]
            for form in others:
                if all(differ_in_letters(form, other) for other in told):
                    told.append(form)
                    if not rulings.decide(form, usual):
                        yield Pair(uses[form], uses[usual])


def uses_of(candidate: Candidate) -> dict[str, tuple[Mention, ...]]:
    """The uses of each spelling of a candidate."""
    return {form: tuple(m for m in candidate.mentions if m.form == form) for form in candidate.forms}
