"""Misprints: a fault put into each of many paragraphs of a clean book, to see which of them proofreading asks about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random

from .books import ALONE, Clean

EACH = 12
"""Misprints of one kind that are put into one book, if it has so many places for them."""

Change = tuple[int, int, str]
"""(start, end, what stands there instead)"""


@dataclass(frozen=True, slots=True)
class Misprint:
    """A kind of misprint: the query that should ask about it, what it is, and all places of a paragraph for it."""

    code: str
    says: str
    places: Callable[[str], Iterable[Change]]


def misprinted(book: Clean, misprint: Misprint) -> tuple[Clean, list[str]]:
    """The book with misprints, and the paragraphs that hold them; one in a paragraph, none in verse."""
    rng = Random(f"{book.name} {misprint.says}")
    passages = list(book.passages)
    numbers = [n for n, p in enumerate(passages) if p.kind == "prose" and len(p.text) >= ALONE]
    rng.shuffle(numbers)
    changed: list[str] = []
    for number in numbers:
        text = passages[number].text
        if len(changed) < EACH and (places := list(misprint.places(text))):
            start, end, words = rng.choice(places)
            passages[number] = replace(passages[number], text=text[:start] + words + text[end:])
            changed.append(passages[number].text)
    return Clean(book.name, tuple(passages)), changed


def _lost(pattern: str) -> Callable[[str], Iterator[Change]]:
    """The first group of a pattern is left out."""
    return lambda text: ((*match.span(1), "") for match in re.finditer(pattern, text))


def _doubled(text: str) -> Iterator[Change]:
    return ((m.end(), m.end(), " " + m.group()) for m in re.finditer(r"\b[a-z]+\b(?= [a-z])", text))


_LOOK_ALIKES = (
    ("m", "rn"), ("rn", "m"), ("d", "cl"), ("cl", "d"), ("h", "li"), ("li", "h"), ("h", "b"), ("w", "vv"), ("e", "c"),
    ("n", "u"),
)  # fmt: skip


def _misread(text: str) -> Iterator[Change]:
    for right, wrong in _LOOK_ALIKES:
        for match in re.finditer(rf"\b(?=[a-z]{{4,}}\b)[a-z]*?({right})", text):
            yield (*match.span(1), wrong)


def _digits(text: str) -> Iterator[Change]:
    for match in re.finditer(r"\b(?=[a-z]{4,}\b)[a-z]*?([lio])", text):
        yield (*match.span(1), "0" if match[1] == "o" else "1")


def _letters(text: str) -> Iterator[Change]:
    for match in re.finditer(r"\b(?=\d{3,4}\b)\d*?([10])", text):
        yield (*match.span(1), "O" if match[1] == "0" else "l")


MISPRINTS = (
    Misprint("bracket.unclosed", "a closing bracket lost", _lost(r"\([^()]*(\))")),
    Misprint("bracket.unopened", "an opening bracket lost", _lost(r"(\()[^()]*\)")),
    Misprint("quote.unclosed", "a closing quotation mark lost", _lost(r"“[^“”]*(”)")),
    Misprint("quote.unopened", "an opening quotation mark lost", _lost(r"(“)[^“”]*”")),
    Misprint("stop.missing", "a full stop lost between sentences", _lost(r"[a-z]{2}(\.) [A-Z]")),
    Misprint("stop.missing", "a full stop lost at a paragraph’s end", _lost(r"[a-z](\.)$")),
    Misprint("word.doubled", "a word set twice", _doubled),
    Misprint("word.confused", "a letter misread", _misread),
    Misprint("word.digit", "a digit for a letter", _digits),
    Misprint("number.letter", "a letter for a digit", _letters),
)
