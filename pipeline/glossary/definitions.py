"""Definitions the texts themselves give, quoted to the letter with their place. Precision before recall.

Only three forms are believed, each with a long form in capitals: apposition (`X, the Long Form …, was …`), naming
(`the Long Form, known as the X`) and brackets (`Long Form (LF)`). The first two must name a body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..document import Chapter, Definition, Str, leaves
from ..ledger import Span

LONGEST_FORM = 12
"""Words of a long form. The longest in our texts has eight (the railwaymen’s executive), and names of committees seldom
pass ten; a longer run of capitals is a list or a title page, and without a limit each of its words would be tried
against all that follow."""

LONGEST_SENTENCE = 1000
"""Characters of a sentence that is quoted as a definition; a longer one is a text whose full stops are not seen."""

WORD_LENGTH = 20
"""Characters that a word of a long form takes with its blank, for the stretch that is looked at before a bracket."""

_WORD = r"[A-Z][\w’'-]*"
_LONG_FORM = rf"{_WORD}(?: (?:of|the|and|for|in|de|on|{_WORD})){{0,{LONGEST_FORM - 2}}} {_WORD}"
_NAME = r"[A-Z](?:[\w’'-]*\w|\.(?:[A-Z]\.)+)"
_SENTENCE_END = re.compile(r"(?<=[a-z]{3})[.!?](?=[\"”’)]*(?:\s|$))|(?<=[\d)”’\"])[.!?](?=\s|$)")

_BODY = (
    "committee|council|union|party|congress|soviet|commission|assembly|government|league|society|association|board"
    "|bureau|ministry|court|parliament|duma|army|federation|office|institute|company|corporation|academy|tribunal"
)
_NAMES_A_BODY = re.compile(rf"\b(?:{_BODY})s?\b", re.IGNORECASE)

_APPOSITION = re.compile(
    rf"(?:^|(?<=[.!?] )|(?<=[.!?][”’\"] ))(?P<name>{_NAME}), "
    rf"(?P<quote>(?:the|an?) (?P<long>{_LONG_FORM})\b)"
)
_GOES_ON = re.compile(r"[\w’'-]* [A-Z]")
"""What follows a long form that was cut at `LONGEST_FORM`."""

_NAMING = re.compile(
    rf"\b(?P<quote>[Tt]he (?P<long>{_LONG_FORM})"
    r"(?:,? (?:better |also |commonly )?(?:known as|abbreviated (?:as|to)) (?:the )?|, (?:also |commonly )?called the )"
    rf"(?P<name>{_NAME}))(?!\w)"
)
"""`called` is believed only after a comma and before an article: a committee also calls somebody back."""

_BRACKETED = re.compile(rf" \((?:the )?(?P<name>{_NAME})\)")
_LONG_FORM_BEFORE = re.compile(rf"\b(?:The )?(?P<quote>(?P<long>{_LONG_FORM}))$")


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
    for match in _APPOSITION.finditer(text.text):
        is_whole = not _GOES_ON.match(text.text, match.end())
        end = _sentence_end(text.text, match.end())
        if is_whole and end is not None and _NAMES_A_BODY.search(match["long"]):
            yield _found(chapter, text, match, match["name"], end)


def _sentence_end(text: str, start: int) -> int | None:
    """Where the sentence that holds `start` ends; None, if it is too long to be quoted."""
    if end := _SENTENCE_END.search(text, start, start + LONGEST_SENTENCE):
        return end.start()
    return len(text) if len(text) <= start + LONGEST_SENTENCE else None


def _namings(chapter: Chapter, text: Str) -> Iterator[Found]:
    """`the All-Russian Executive Committee of …, known as the Vikzhel`: from the article to the name."""
    for match in _NAMING.finditer(text.text):
        if _NAMES_A_BODY.search(match["long"]):
            yield _found(chapter, text, match, match["name"], match.end("quote"))


def _brackets(chapter: Chapter, text: Str) -> Iterator[Found]:
    """`Military Revolutionary Committee (MRC)`, where the capitals are those of the words before the bracket."""
    for bracket in _BRACKETED.finditer(text.text):
        furthest = max(0, bracket.start() - LONGEST_FORM * WORD_LENGTH)
        match = _LONG_FORM_BEFORE.search(text.text, furthest, bracket.start())
        if match and re.findall(r"[A-Z]", bracket["name"]) == [word[0] for word in re.findall(_WORD, match["long"])]:
            yield _found(chapter, text, match, bracket["name"], bracket.end())


def _found(chapter: Chapter, text: Str, match: re.Match[str], name: str, end: int) -> Found:
    """A definition quoted from the match’s `quote` to `end`, which count from the start of `text`."""
    assert text.span is not None
    start = text.span.start
    span = Span(start + match.start("quote"), start + end)
    long_form = Span(start + match.start("long"), start + match.end("long"))
    quotation = Str(chapter.cleaned.text[span.start : span.end], span)
    return Found(name, Definition("stated", (quotation,), chapter.key, span, long_form))
