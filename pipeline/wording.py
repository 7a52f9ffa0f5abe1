"""Wording: numbers and lists in plain English, as the note on the text, the report and the terminal have them."""

from __future__ import annotations

from collections.abc import Iterable

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def count(number: int, one: str, many: str) -> str:
    """A number of things: in words up to ten, then in figures.

    >>> count(1, "note", "notes"), count(2, "note", "notes"), count(1200, "note", "notes")
    ('one note', 'two notes', '1,200 notes')
    """
    word = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{word} {one if number == 1 else many}"


def figure(number: int, one: str, many: str) -> str:
    """A number of things in figures.

    >>> figure(1, "query", "queries")
    '1 query'
    """
    return f"{number:,} {one if number == 1 else many}"


def times(number: int) -> str:
    """How often.

    >>> times(2), times(4)
    ('twice', 'four times')
    """
    return {1: "once", 2: "twice"}.get(number) or count(number, "time", "times")


def join(phrases: Iterable[str]) -> str:
    """Phrases as a list in a sentence.

    >>> join(["bread", "peace", "land"])
    'bread, peace and land'
    """
    *init, last = list(phrases)
    return f"{', '.join(init)} and {last}" if init else last
