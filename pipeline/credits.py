"""Credits: who made a book, what each of them did, and how a catalogue files their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from .settings import BookFile, Role

RELATORS: dict[Role, str] = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "compiler": "com",
    "annotator": "ann",
    "introduction": "win",
    "afterword": "aft",
    "transcriber": "trc",
    "proofreader": "pfr",
    "designer": "bkd",
    "illustrator": "ill",
    "contributor": "ctb",
}
"""The codes of the roles (MARC Code List for Relators)."""

PHRASES: dict[Role, str] = {
    "author": "",
    "editor": "Edited by",
    "translator": "Translated by",
    "compiler": "Compiled by",
    "annotator": "With notes by",
    "introduction": "With an introduction by",
    "afterword": "With an afterword by",
    "transcriber": "Transcribed by",
    "proofreader": "Proofread by",
    "designer": "Designed by",
    "illustrator": "Illustrated by",
    "contributor": "With contributions by",
}
"""How a title page names the roles; an author's name stands alone."""

_INITIAL = r"(?:[^\W\d_a-z]|[YIJ][aeou]|[CKSZ]h|Ts)\."
"""An initial; of two letters only where one Cyrillic letter is meant: `St.` and `Dr.` are none."""

_WITH_INITIALS = re.compile(
    rf"(?P<given>{_INITIAL}(?:[ \u00a0-]?{_INITIAL})*)[ \u00a0]?(?P<surname>[^\W\d_a-z][\w’'-]+)"
)


class Credit(Struct, frozen=True):
    """Somebody who made a book; `sort` is None where it can't be told which part of the name is filed first."""

    name: str
    role: Role
    sort: str | None

    @property
    def relator(self) -> str:
        """The MARC code of the role."""
        return RELATORS[self.role]


def creators(about: BookFile) -> tuple[Credit, ...]:
    """Those under whose name a book is filed: its authors; without any those of its chapters, or else its editors."""
    every = all_credits(about)
    authors = tuple(credit for credit in every if credit.role == "author")
    return authors or tuple(credit for credit in every if credit.role == "editor")


def contributors(about: BookFile) -> tuple[Credit, ...]:
    """All the others."""
    first = creators(about)
    return tuple(credit for credit in all_credits(about) if credit not in first)


def all_credits(about: BookFile) -> tuple[Credit, ...]:
    """Everyone who is named, each once for each role."""
    sorts = {entry.name: entry.sort for entry in about.contributor if entry.sort}
    named = dict.fromkeys((*_of_book(about), *_of_chapters(about)))
    return tuple(Credit(name, role, sorts.get(name) or sort_name(name)) for name, role in named)


Phrases = tuple[tuple[str, tuple[str, ...]], ...]
"""What is said of people, `Edited by`, and their names."""

IMPRINTED: frozenset[Role] = frozenset({"transcriber", "proofreader", "designer", "contributor"})
"""Roles that the imprint names; the others stand on the title page."""


def titled(about: BookFile) -> Phrases:
    """What the title page says of those who made the book; of the chapters' own authors each chapter speaks."""
    return _phrases(about, frozenset(RELATORS) - IMPRINTED)


def imprinted(about: BookFile) -> Phrases:
    """What the imprint says of the others."""
    return _phrases(about, IMPRINTED)


def _phrases(about: BookFile, wanted: frozenset[Role]) -> Phrases:
    roles: dict[Role, list[str]] = {}
    for name, role in dict.fromkeys(_of_book(about)):
        roles.setdefault(role, []).append(name)
    return tuple((PHRASES[role], tuple(roles[role])) for role in RELATORS if role in roles and role in wanted)


def sort_name(name: str) -> str | None:
    """A name as it is filed, where initials show which part is the surname; in `Mao Zedong` nothing does.

    >>> sort_name("V. I. Lenin"), sort_name("A. Ya. Vyshinsky"), sort_name("Mao Zedong"), sort_name("St. Augustine")
    ('Lenin, V. I.', 'Vyshinsky, A. Ya.', None, None)
    """
    match = _WITH_INITIALS.fullmatch(name)
    return f"{match['surname']}, {match['given']}" if match else None


def _of_book(about: BookFile) -> Iterator[tuple[str, Role]]:
    yield from ((name, "author") for name in about.authors)
    yield from ((name, "editor") for name in about.editors)
    yield from ((entry.name, entry.role) for entry in about.contributor)


def _of_chapters(about: BookFile) -> Iterator[tuple[str, Role]]:
    for chapter in about.chapter:
        yield from ((name, "author") for name in chapter.authors)
        yield from ((name, "translator") for name in chapter.translators)
