"""Since the last build: what is asked anew, what is settled, what was changed more or less often, and in which files.

The last build is known by its report.json, which stands where this one will; it may be missing, or of another version.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from rapidfuzz import fuzz, process

from ..wording import figure
from .account import Account

Asked = tuple[str, str, str, str]
"""What tells a query again where its place has moved: file, code, message and sentence."""


SAME = 70
"""How alike two sentences must be, in per cent, to be one that was changed."""

NAMED = 3
"""Files named in one line."""


class Shift(Struct, frozen=True):
    """How often a rule changed the texts, in the last build and in this one."""

    rule: str
    before: int
    now: int


class Changes(Struct, frozen=True):
    """What is new against the last build; `new` counts from 0 in the queries of this one.

    `files` are those of the book folder, each with what happened to it: changed, new or gone.
    """

    new: tuple[int, ...]
    settled: tuple[Asked, ...]
    rules: tuple[Shift, ...]
    files: tuple[tuple[str, str], ...]
    version: str

    def __str__(self) -> str:
        """One line: `2 queries settled, 1 query new, 3 edits more, emendations.toml changed`."""
        asked = []
        if self.settled:
            asked.append(f"{figure(len(self.settled), 'query', 'queries')} settled")
        if self.new:
            asked.append(f"{figure(len(self.new), 'query', 'queries')} new")
        shifted = sum(shift.now - shift.before for shift in self.rules)
        edits = figure(abs(shifted), "edit", "edits") + (" more" if shifted > 0 else " fewer")
        files = [f"{name} {'' if what == 'changed' else 'is '}{what}" for name, what in self.files]
        more = f"and {len(files) - NAMED} files more"
        parts = (*asked, *([edits] if shifted else []), *files[:NAMED], *([more] if len(files) > NAMED else []))
        return ", ".join(parts)


def compare(account: Account, inputs: Mapping[str, str], last: bytes | None) -> Changes | None:
    """What is new in a book against the report.json of its last build; None if there is none to be read."""
    try:
        record: dict[str, Any] = json.loads(last or b"")
        before = [(q["file"], q["code"], q["message"], q["sentence"]) for q in record["queries"]]
        rules, files = Counter[str](record["rules"]), dict[str, str](record["inputs"])
        version = str(record["version"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    now = [
        (q.query.place.file, q.query.code, q.query.message, f"{q.left}{q.words}{q.right}") for q in account.questions
    ]
    new, settled = _tell_apart(now, before)
    counts = Counter(edit.rule for edit in account.edits)
    shifts = (Shift(rule, rules[rule], counts[rule]) for rule in sorted(rules | counts) if rules[rule] != counts[rule])
    return Changes(new, settled, tuple(shifts), tuple(_files(inputs, files)), version)


def _tell_apart(now: list[Asked], before: list[Asked]) -> tuple[tuple[int, ...], tuple[Asked, ...]]:
    """The numbers of the queries that are new, and those that are asked no more.

    One whose sentence was changed elsewhere is the same still.
    """
    left, new = Counter(before), []
    for number, asked in enumerate(now):
        if left[asked]:
            left[asked] -= 1
        else:
            new.append(number)
    settled = list(left.elements())
    for number in [*new]:
        alike = {asked: asked[3] for asked in settled if asked[:3] == now[number][:3]}
        if found := process.extractOne(now[number][3], alike, scorer=fuzz.ratio, score_cutoff=SAME):
            settled.remove(found[2])
            new.remove(number)
    return tuple(new), tuple(settled)


def _files(now: Mapping[str, str], before: Mapping[str, str]) -> list[tuple[str, str]]:
    names = [*now, *(name for name in before if name not in now)]
    states = {name: "gone" if name not in now else "new" if name not in before else "changed" for name in names}
    return [(name, states[name]) for name in names if now.get(name) != before.get(name)]
