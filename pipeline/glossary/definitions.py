"""Definitions the texts themselves give, quoted to the letter with their place. Precision before recall.

Only three forms are believed, each with a long form in capitals: apposition (`X, the Long Form …, was …`), naming
(`the Long Form, known as the X`) and brackets (`Long Form (LF)`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..document import Chapter, Definition, Str, leaves
from ..ledger import Span

_WORD = r"[A-Z][\w’'-]*"
_LONG_FORM = rf"{_WORD}(?: (?:of|the|and|for|in|de|on|{_WORD}))* {_WORD}"
_NAME = r"[A-Z](?:[\w’'-]*\w|\.(?:[A-Z]\.)+)"
_SENTENCE_END = re.compile(r"(?<=[a-z]{3})[.!?](?=[\"”’)]*(?:\s|$))|(?<=[\d)”’\"])[.!?](?=\s|$)")

_BODY = (
    "committee|council|union|party|congress|soviet|commission|assembly|government|league|society|association|board"
    "|bureau|ministry|court|parliament|duma|army|federation|office|institute|company|corporation|academy|tribunal"
)
_NAMES_A_BODY = re.compile(rf"\b(?:{_BODY})s?\b", re.IGNORECASE)

_NAMING = re.compile(
    rf"\b(?P<quote>[Tt]he (?P<long>{_LONG_FORM}),? (?:better |also |commonly )?"
    rf"(?:known as|called|abbreviated (?:as|to)) (?:the )?(?P<name>{_NAME}))(?!\w)"
)
_BRACKET = re.compile(rf"\b(?:The )?(?P<quote>(?P<long>{_LONG_FORM}) \((?:the )?(?P<name>{_NAME})\))")


@dataclass(frozen=True, slots=True)
class Found:
    """A name and the definition a text gives of it."""

    name: str
    definition: Definition


def find_definitions(chapter: Chapter) -> Iterator[Found]:
    """Every definition of a name in the chapter and its notes, in reading order."""
    for text in _texts(chapter):
        found = [*_appositions(chapter, text), *_namings(chapter, text), *_brackets(chapter, text)]
        yield from sorted(found, key=lambda f: f.definition.span or Span(0, 0))


def _texts(chapter: Chapter) -> Iterable[Str]:
    blocks = (chapter.blocks, *(note.blocks for note in (*chapter.notes, *chapter.orphans)))
    return (leaf for part in blocks for leaf in leaves(part) if isinstance(leaf, Str) and leaf.span is not None)


def _appositions(chapter: Chapter, text: Str) -> Iterator[Found]:
    """`Vikzhel, the All-Russia Central Committee of …, was one of …`: from the article to the end of the sentence."""
    pattern = rf"(?:^|(?<=[.!?] )|(?<=[.!?][”’\"] ))(?P<name>{_NAME}), (?P<quote>(?:the|an?) (?P<long>{_LONG_FORM})\b)"
    for match in re.finditer(pattern, text.text):
        if not _NAMES_A_BODY.search(match["long"]):
            continue
        end = _SENTENCE_END.search(text.text, match.end())
        yield _found(chapter, text, match, end.start() if end else len(text.text))


def _namings(chapter: Chapter, text: Str) -> Iterator[Found]:
    for match in _NAMING.finditer(text.text):
        yield _found(chapter, text, match, match.end("quote"))


def _brackets(chapter: Chapter, text: Str) -> Iterator[Found]:
    for match in _BRACKET.finditer(text.text):
        initials = [word[0] for word in re.findall(_WORD, match["long"])]
        if re.findall(r"[A-Z]", match["name"]) == initials:
            yield _found(chapter, text, match, match.end("quote"))


def _found(chapter: Chapter, text: Str, match: re.Match[str], end: int) -> Found:
    assert text.span is not None
    start = text.span.start
    span = Span(start + match.start("quote"), start + end)
    long_form = Span(start + match.start("long"), start + match.end("long"))
    quotation = Str(chapter.cleaned.text[span.start : span.end], span)
    return Found(match["name"], Definition("stated", (quotation,), chapter.key, span, long_form))
