"""The rulebook: every rule by which this edition changes, reads or questions a text, and what a book says of them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

from . import desk, footnotes, glossary, structure
from .cleaning import RULES
from .errors import ManifestError
from .manifest import Manifest
from .proofreading import CHECKS
from .queries import Place

Class = Literal["transport", "typographic", "editor", "reading", "query"]


class Entry(Struct, frozen=True):
    """A rule's name, its class, and what it does in a few words."""

    name: str
    kind: Class
    says: str


RULEBOOK = (
    *(Entry(rule.name, rule.kind, rule.says) for rule in RULES),
    *(Entry(reading.name, "reading", reading.says) for reading in structure.READINGS),
    *(Entry(topic.code, "query", topic.says) for topic in structure.TOPICS),
    *(Entry(topic.code, "query", topic.says) for topic in footnotes.TOPICS),
    *(Entry(check.name, "query", check.says) for check in CHECKS),
    *(Entry(topic.code, "query", topic.says) for topic in glossary.TOPICS),
    *(Entry(topic.code, "query", topic.says) for topic in desk.TOPICS),
)


def check_rules(manifest: Manifest) -> None:
    """See that every rule that the book switches on or off is one of ours, and every query that it settles.

    Raises:
        ManifestError: it is not.
    """
    names = [entry.name for entry in RULEBOOK]
    queries = [entry.name for entry in RULEBOOK if entry.kind == "query"]
    for switch in manifest.switches:
        _check(switch.rule, names, "rule", switch.place)
    for keep in manifest.keeps:
        if keep.query is not None:
            _check(keep.query, queries, "query", keep.query_place or keep.place)


def _check(name: str, names: Sequence[str], what: str, place: Place) -> None:
    if name not in names:
        raise ManifestError(f"there is no {what} “{name}”", hint=_hint(name, names), place=place)


def _hint(name: str, names: Sequence[str]) -> str:
    """The name that was meant, or those of its family, or the families there are."""
    if family := [other for other in names if other.startswith(f"{name}.")]:
        return f"name each by itself: {', '.join(family)}"
    if near := get_close_matches(name, names, n=1):
        return f"did you mean “{near[0]}”?"
    families = dict.fromkeys(other.partition(".")[0] for other in names)
    return f"their names begin with {', '.join(families)}; report.html has those that came up"
