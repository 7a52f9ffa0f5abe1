"""What a rule of cleaning is: a function from a text to its edits, with a name, a class and words for the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..ledger import Edit, Span, Step

RuleClass = Literal["transport", "typographic", "editor"]
Replacement = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` yields (start, end, replacement), in order; `says` is what the note on the text tells readers it did."""

    name: str
    kind: RuleClass
    says: str
    find: Callable[[str], Iterator[tuple[int, int, str]]]

    def step(self, text: str) -> Step:
        """The edits of this rule on `text`; replacements that change nothing are left out."""
        found = (Edit(Span(s, e), text[s:e], after, self.name) for s, e, after in self.find(text))
        return Step(self.name, tuple(edit for edit in found if edit.before != edit.after))


def substitute(pattern: str, after: str | Replacement) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    """A rule's `find` from a regular expression."""
    compiled = re.compile(pattern)

    def find(text: str) -> Iterator[tuple[int, int, str]]:
        for match in compiled.finditer(text):
            yield match.start(), match.end(), after if isinstance(after, str) else after(match)

    return find
