"""What a rule of cleaning is: a function from a text to its edits, with a name, a class and words for the reader."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct, field

from ..ledger import Edit, Span, Step
from ..settings import HouseStyle, Quotes

RuleClass = Literal["transport", "typographic", "editor"]
Found = Iterator[tuple[int, int, str]]
"""(start, end, replacement) for each place a rule would change, in order."""

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


class Evidence(Struct, frozen=True):
    """What a rule may know beyond the text before it.

    That is the language (BCP 47), how often the book has each word, its house style, and its quotation marks.
    """

    language: str = "en"
    words: Counter[str] = field(default_factory=Counter)
    style: HouseStyle = "british"
    quotes: Quotes = "source"

    @property
    def speech(self) -> str:
        """The language without its country and script: `en` for `en-GB`."""
        return self.language.partition("-")[0].lower()


class Rule(Struct, frozen=True):
    """`says` is what the note on the text tells readers it did; `find` looks at a text in the light of the evidence."""

    name: str
    kind: RuleClass
    says: str
    find: Callable[[str, Evidence], Found]

    def step(self, text: str, evidence: Evidence) -> Step:
        """The edits of this rule on `text`; replacements that change nothing are left out."""
        edits = (Edit(Span(s, e), text[s:e], after, self.name) for s, e, after in self.find(text, evidence))
        return Step(self.name, tuple(edit for edit in edits if edit.before != edit.after))


def plain(find: Callable[[str], Found]) -> Callable[[str, Evidence], Found]:
    """A rule's `find` from one that looks at the text alone."""
    return lambda text, evidence: find(text)


def gather_evidence(texts: Iterable[str], language: str) -> Evidence:
    """The words of all texts of a book, in lower case; the two parts of a word that a line end breaks are two words."""
    words: Counter[str] = Counter()
    for text in texts:
        words.update(WORD.findall(text.lower()))
    return Evidence(language, words)
