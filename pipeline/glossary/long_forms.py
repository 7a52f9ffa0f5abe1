"""Long forms: definitions that give a name’s long form, as an apposition, by naming it, or in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..proofreading.passages import Passage
from .abbreviations import find_pairs
from .lexicon import SMALL, kinds_of
from .quotation import Found, quote

LONGEST_FORM = 12
"""Words of a long form. The longest in our texts has eight (the railwaymen’s executive), and names of committees seldom
pass ten; a longer run of capitals is a list or a title page, and without a limit each of its words would be tried
against all that follow."""

LONGEST_SENTENCE = 1000
"""Characters of a sentence that is quoted as a definition; a longer one is a text whose full stops are not seen."""


WORD = r"[A-Z][\w’'-]*"
_LONG_FORM = rf"{WORD}(?: (?:of|the|and|for|in|de|on|{WORD})){{0,{LONGEST_FORM - 2}}} {WORD}"
_NAME = r"[A-Z](?:[\w’'-]*\w|\.(?:[A-Z]\.)+)"
_SENTENCE_END = re.compile(r"(?<=[a-z]{3})[.!?](?=[\"”’)]*(?:\s|$))|(?<=[\d)”’\"])[.!?](?=\s|$)")
OPENS = r"(?:^|(?<=[.!?] )|(?<=[.!?][”’\"] ))"

_APPOSITION = re.compile(rf"(?=[A-Z]){OPENS}(?P<name>{_NAME}), (?P<quote>(?:the|an?) (?P<long>{_LONG_FORM})\b)")
_GOES_ON = re.compile(r"[\w’'-]* [A-Z]")
"""What follows a long form that was cut at `LONGEST_FORM`."""

_NAMING = re.compile(
    rf"(?P<quote>[Tt](?<!\w.)he (?P<long>{_LONG_FORM})"
    r"(?:,? (?:better |also |commonly )?(?:known as|abbreviated (?:as|to)) (?:the )?|, (?:also |commonly )?called the )"
    rf"(?P<name>{_NAME}))(?!\w)"
)
"""`called` is believed only after a comma and before an article: a committee also calls somebody back."""


def _names_a_body(words: str) -> bool:
    return any({"body", "event"} & set(kinds_of(word)) or word == "Party" for word in re.findall(r"[\w-]+", words))


def appositions(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`Vikzhel, the All-Russia Central Committee of …, was one of …`: from the article to the end of the sentence."""
    for match in _APPOSITION.finditer(passage.text):
        is_whole = not _GOES_ON.match(passage.text, match.end())
        end = _sentence_end(passage.text, match.end())
        fits = _names_a_body(match["long"]) and kinds.get(match["name"]) not in ("person", "place")
        fits = fits and match["name"].lower() not in SMALL and re.search(r"(?:ed|ing)$", match["name"]) is None
        if is_whole and end is not None and fits and not _is_list(passage.text, match):
            yield quote(passage, match["name"], match.start("quote"), end, match.span("long"))


def _is_list(text: str, match: re.Match[str]) -> bool:
    """`The Duma, the Petrograd Soviet, the Council and …`."""
    return re.match(r"(?:, (?:the|an?) [^,.;]{1,80})*,? (?:and|or) ", text[match.end() : match.end() + 400]) is not None


def _sentence_end(text: str, start: int) -> int | None:
    """Where the sentence that holds `start` ends; None, if it is too long to be quoted."""
    if end := _SENTENCE_END.search(text, start, start + LONGEST_SENTENCE):
        return end.start()
    return len(text) if len(text) <= start + LONGEST_SENTENCE else None


def namings(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`the All-Russian Executive Committee of …, known as the Vikzhel`: from the article to the name."""
    for match in _NAMING.finditer(passage.text):
        if _names_a_body(match["long"]):
            yield quote(passage, match["name"], match.start("quote"), match.end("quote"), match.span("long"))


def brackets(passage: Passage, kinds: Mapping[str, str]) -> Iterator[Found]:
    """`Military Revolutionary Committee (MRC)` and `MRC (Military Revolutionary Committee)`."""
    for pair in find_pairs(passage.text):
        name, long = pair.short.of(passage.text), pair.long.of(passage.text)
        if _is_name(name) and _is_long_form(long):
            start = pair.whole.start + len(long) - len(long.removeprefix("the ").removeprefix("The "))
            yield quote(passage, name, start, pair.whole.end, (pair.long.start, pair.long.end))


def _is_name(short: str) -> bool:
    """An acronym of capitals, with a full stop after each or none: no measure, no symbol, no number."""
    return re.fullmatch(r"(?:[A-Z]\.){2,}|[A-Z]{2,}s?", short) is not None


def _is_long_form(long: str) -> bool:
    """Two words or more, each with a capital but the small ones."""
    words = re.findall(r"[\w’'-]+", long)
    return len(re.findall(r"[^\W\d_]+", long)) > 1 and all(w[0].isupper() or w.lower() in SMALL for w in words)
