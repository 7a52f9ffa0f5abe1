"""Abbreviations: short forms that a text explains itself, `Military Revolutionary Committee (MRC)`, both ways round.

A short form in brackets is laid against the words before it, letter by letter, at the least cost: initials cost
nothing, letters inside a word and words passed over do; what costs too much is no abbreviation. To align the two is
Schwartz and Hearst's idea (Pacific Symposium on Biocomputing, 2003), to rank the ways of aligning Sohn et al.'s (BMC
Bioinformatics 9:402, 2008); the costs are ours, and benchmarks/glossary.md says what they come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from ..ledger import Span
from .alignment import CLOSES, LONGEST_SHORT, align, align_numbered

LONGEST_BRACKET = 200
"""Characters of a bracket that is looked into."""

WORD_LENGTH = 16
"""Characters of text before the bracket that are looked through, for each letter of the short form and five more."""

_CUT = re.compile(r"\s*(?:[,;:]\s|[;=]|\s(?:or|and)\s)")
_INTRODUCES = re.compile(
    r"(?:(?:abbreviated(?: as| to)?|also|called|hereafter|hereinafter|henceforth|or|the|termed|known as),? )*"
)
_SHORT = re.compile(r"(?=\S*[^\W\d_])[^\W_][^\s\[\]]*(?: [^\W_][^\s\[\]]*)?")
_INITIAL = re.compile("[A-Z]")
_REFERENCE = re.compile(
    r"(?:[ivx]+|[a-z]|[nN]|(?:figs?|tables?|vols?|chaps?|ch|pp?|no|see|ref|e\.g|i\.e|et|and|ca?)\b.*)\.?"
)
_SENTENCE_END = re.compile(r"[.!?;][”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z])")


class Pair(Struct, frozen=True):
    """A short form and what it stands for; `whole` holds both."""

    short: Span
    long: Span
    whole: Span


def find_pairs(text: str) -> Iterator[Pair]:
    """Every short form that stands in brackets after its long form, or before its long form in brackets.

    >>> text = "The Military Revolutionary Committee (MRC) met the SRs (Socialist-Revolutionaries)."
    >>> [(pair.short.of(text), pair.long.of(text)) for pair in find_pairs(text)]
    [('MRC', 'Military Revolutionary Committee'), ('SRs', 'Socialist-Revolutionaries')]
    """
    for opens, closes in _brackets(text):
        if pair := _short_in_bracket(text, opens, closes) or _long_in_bracket(text, opens, closes):
            yield pair


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where each bracket opens and closes; one inside a word, `FiO(2)`, is part of the word."""
    stack: list[int] = []
    for match in re.finditer(r"[()\[\]]", text):
        if match.group() in "([":
            stack.append(match.start())
        elif stack:
            opens = stack.pop()
            stands_free = opens == 0 or text[opens - 1].isspace() or _closes_up(text, opens, match.start())
            if CLOSES[text[opens]] == match.group() and stands_free and match.start() - opens < LONGEST_BRACKET:
                yield opens, match.start()


def _closes_up(text: str, opens: int, closes: int) -> bool:
    """Whether a blank was forgotten before a short form: `the ligand(CD40L)`, but not `FiO(2)` or `NAD(P)H`."""
    inside, after = text[opens + 1 : closes], text[closes + 1 : closes + 2]
    return text[opens - 1].islower() and not after.isalnum() and inside[:1].isupper() and len(inside) > 1


def _short_in_bracket(text: str, opens: int, closes: int) -> Pair | None:
    """The bracket’s first part is looked at, and the last: `(blood-brain barrier, BBB)`, `(no. 11; GPx)`."""
    introduced = _INTRODUCES.match(text, opens + 1, closes)
    start = introduced.end() if introduced else opens + 1
    cuts = list(_CUT.finditer(text, start, closes))
    first = _trim(text, Span(start, cuts[0].start() if cuts else closes))
    if pair := _pair(text, first, opens, closes):
        return pair
    if not cuts:
        return None
    last = _trim(text, Span(cuts[-1].end(), closes))
    if sum(c.isupper() for c in last.of(text)) < 2:
        return None
    long = align(last.of(text), text, first) if _is_short(last.of(text)) else None
    if long and long.start == first.start:
        return Pair(last, long, Span(opens, closes + 1))
    return _pair(text, last, opens, closes) if not _is_short(first.of(text)) else None


def _pair(text: str, short: Span, opens: int, closes: int) -> Pair | None:
    words = short.of(text)
    if _INITIAL.fullmatch(words):
        return _initial(text, opens, short, closes)
    if not _is_short(words):
        return None
    furthest = max(0, opens - WORD_LENGTH * (len(words) + 5))
    sentence = max((stop.end() for stop in _SENTENCE_END.finditer(text, furthest, opens)), default=furthest)
    long = align(words, text, Span(sentence, opens)) or align_numbered(words, text, Span(sentence, opens))
    return Pair(short, long, Span(long.start, closes + 1)) if long else None


def _trim(text: str, span: Span) -> Span:
    """A stretch without blanks and quotation marks at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip("“‘\"' "))
    return Span(start, max(start, span.start + len(words.rstrip("”’\"' "))))


def _initial(text: str, opens: int, short: Span, closes: int) -> Pair | None:
    """`progesterone (P)`: one letter can only stand for the word right before it."""
    word = re.search(r"[^\W\d_]{4,}$", text[max(0, opens - 40) : opens].rstrip())
    if word is None or word.group()[0].lower() != short.of(text).lower():
        return None
    start = max(0, opens - 40) + word.start()
    return Pair(short, Span(start, start + len(word.group())), Span(start, closes + 1))


def _long_in_bracket(text: str, opens: int, closes: int) -> Pair | None:
    """`SRs (Socialist-Revolutionaries)`: then the long form must begin where the bracket does."""
    word = re.search(r"[^\s()\[\]“‘\"']+$", text[max(0, opens - LONGEST_SHORT - 2) : opens].rstrip())
    if word is None or not _is_short(word.group()) or sum(c.isupper() for c in word.group()) < 2:
        return None
    start = max(0, opens - LONGEST_SHORT - 2) + word.start()
    cut = re.compile(r"[;:=]|, ").search(text, opens + 1, closes)
    end = cut.start() if cut else closes
    long = align(word.group(), text, Span(opens + 1, end))
    if long is None or long.start > opens + 1 + len("the "):
        return None
    return Pair(Span(start, start + len(word.group())), long, Span(start, closes + 1))


def _is_short(words: str) -> bool:
    """Whether this can be a short form: 2 to 14 characters with a letter, not `(p. 5)` or `(iv)`."""
    letters = sum(c.isalnum() for c in words)
    return (
        letters >= 2
        and len(words) <= LONGEST_SHORT
        and _SHORT.fullmatch(words) is not None
        and not _REFERENCE.fullmatch(words)
        and words.count("(") == words.count(")")
        and (" " not in words or any(c.isupper() or c.isdigit() for c in words[1:]) or words[1] == ".")
    )
