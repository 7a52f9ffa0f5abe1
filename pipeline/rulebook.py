"""The rulebook: every rule by which this edition changes, reads or questions a text, and what a book switches off."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from .cleaning import RULES
from .errors import ManifestError
from .manifest import Manifest
from .proofreading import CHECKS
from .structure import READINGS

Class = Literal["transport", "typographic", "editor", "reading", "query"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule's name, its class, and what it does in a few words."""

    name: str
    kind: Class
    says: str


RULEBOOK = (
    *(Entry(rule.name, rule.kind, rule.says) for rule in RULES),
    *(Entry(reading.name, "reading", reading.says) for reading in READINGS),
    *(Entry(check.name, "query", check.says) for check in CHECKS),
)


def check_switches(manifest: Manifest) -> None:
    """See that every rule that the book switches on or off is one of ours.

    Raises:
        ManifestError: it is not.
    """
    names = [entry.name for entry in RULEBOOK]
    for switch in manifest.switches:
        if switch.rule not in names:
            near = get_close_matches(switch.rule, names, n=1)
            hint = f"did you mean “{near[0]}”?" if near else f"the rules are: {', '.join(names)}"
            raise ManifestError(f"there is no rule “{switch.rule}”", hint=hint, place=switch.place)
