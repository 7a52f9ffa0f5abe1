"""Definitions the texts themselves give, quoted to the letter with their place. Precision before everything.

A pattern believes only what names the kind of thing that its noun is the head of: a person is a chairman, a body is a
council; `In Petrograd, the capital was cold` and `Lenin, the Bolsheviks and Trotsky` define nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..ledger import Span
from ..proofreading.passages import Text
from ..tree import plain_text
from .long_forms import appositions, brackets, namings
from .quotation import Found
from .roles import inverted, members, participles, relatives, roles, titled

PATTERNS = (appositions, namings, brackets, roles, participles, inverted, members, titled, relatives)
"""The ways of defining a name that are believed."""


def find_definitions(text: Text, kinds: Mapping[str, str]) -> Iterator[Found]:
    """Every definition of a name in a chapter and its notes, in reading order; `kinds` says what each name is."""
    for passage in text.passages:
        if passage.kind == "heading":
            continue
        found = [item for pattern in PATTERNS for item in pattern(passage, kinds) if _is_whole(item)]
        yield from _disjoint(sorted(found, key=lambda f: f.definition.span or Span(0, 0)))


def _is_whole(found: Found) -> bool:
    """Whether every quotation that begins within the words ends there."""
    words = plain_text(found.definition.inlines)
    return words.count("“") == words.count("”")


def _disjoint(found: list[Found]) -> Iterator[Found]:
    """Of definitions of one name that overlap, the first."""
    ends: dict[str, int] = {}
    for item in found:
        span = item.definition.span or Span(0, 0)
        if span.start >= ends.get(item.name, 0):
            ends[item.name] = span.end
            yield item
