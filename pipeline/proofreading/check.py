"""What a check is: a function from a corpus to findings, with a name, and words for what it asks.

The name is the code of its queries, so a check can ask under no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from msgspec import Struct

from ..document import Chapter
from ..ledger import Span
from ..queries import Query
from .passages import Corpus, Passage


class Finding(Struct, frozen=True):
    """A place that is in doubt; `span` is of the cleaned text of `chapter`.

    `better` is how the place might read, if that can be told. `hint` says what to do where that is not to emend.
    `minor`: an editor may wish to know, but no reader would stumble.
    """

    chapter: Chapter
    span: Span
    message: str
    better: str | None = None
    hint: str = ""
    minor: bool = False


Findings = Iterator[Finding]


class Check(Struct, frozen=True):
    """`name` is the code of its queries; `says` completes “Proofreading asks about …”, for a list of all checks."""

    name: str
    says: str
    find: Callable[[Corpus], Findings]

    def ask(self, corpus: Corpus) -> Iterator[Query]:
        """The queries of this check; a hint quotes the place as an emendation could, if the finding has none."""
        for found in self.find(corpus):
            hint = found.hint or f"correct it in emendations.toml: find = {_quoted(found)}"
            chapter, span, better = found.chapter, found.span, found.better
            yield chapter.ask(self.name, span, found.message, hint, minor=found.minor, suggestion=better)


def at(
    passage: Passage, start: int, end: int, message: str, better: str | None = None, hint: str = "", minor: bool = False
) -> Finding:
    """A finding about passage.text[start:end]."""
    return Finding(passage.chapter, passage.span(start, end), message, better, hint, minor)


def _quoted(found: Finding) -> str:
    """The words around a place, as many as it takes to find them in no other place of the text; as TOML has them."""
    text, span = found.chapter.cleaned.text, found.span
    words = span.of(text)
    for reach in (12, 30, 60, 120):
        # Where no blank is near, words are cut: in a line without blanks they would be the whole of it.
        first, last = max(0, span.start - 2 * reach), min(len(text), span.end + 2 * reach)
        start = text.rfind("\n", first, span.start) + 1 or first
        end = text.find("\n", span.end, last)
        end = end if end >= 0 else last
        left = text.rfind(" ", start, max(start, span.start - reach)) + 1 or start
        right = text.find(" ", span.end + reach, end)
        words = text[left : right if right >= 0 else end]
        if text.find(words, text.find(words) + 1) < 0:
            break
    return json.dumps(words, ensure_ascii=False)
