"""Emendations: the editor's own corrections, each an edit like every other, and each fitting in exactly one place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, takewhile

from ..companions import PlacedEmendation
from ..errors import EmendationError
from ..ledger import Edit, Span, Step
from .quoting import loose, plain

RULE = "editor"

_OPENS = re.compile(r"(?:^|[\s(\[{“‘—–]|(?:^|\s)[\"'])$")
_CLOSES = re.compile(r"$|[\s.,;:!?…)\]}”—–]|[\"'’](?!\w)")
"""What wants no blank after it, and what wants none before it, where the words between are taken out."""


def emend(text: str, emendations: Iterable[PlacedEmendation]) -> Step:
    """The step that makes the emendations that belong to this text (see `assign`).

    Raises:
        EmendationError: one changes nothing or crosses the end of a paragraph, or two touch the same words.
    """
    return Step(RULE, tuple(edit for edit, _ in make_edits(text, emendations)))


def make_edits(text: str, emendations: Iterable[PlacedEmendation]) -> tuple[tuple[Edit, PlacedEmendation], ...]:
    """The edits of `emend` in the order of the text, each with the emendation that asks for it.

    Raises:
        EmendationError: as `emend`.
    """
    edits = sorted(((_edit(text, emendation), emendation) for emendation in emendations), key=lambda pair: pair[0].span)
    for (first, _), (second, emendation) in pairwise(edits):
        if first.span.end > second.span.start or first.span == second.span:
            raise EmendationError(
                "this emendation changes words that another one changes",
                hint="join the two into one",
                place=emendation.place,
            )
    return tuple(edits)


def _edit(text: str, emendation: PlacedEmendation) -> Edit:
    """The change itself, without the words before and after it that `find` and `replace` have in common.

    Words that are taken out take a blank with them.
    """
    match = next(_pattern(emendation).finditer(text))
    span, after = Span(*match.span("change")), _parts(emendation)[2]
    crosses = len(re.findall(r"\s*\n\s*", match.group())) != plain(emendation.find).count("\n")
    if crosses or "\n" in span.of(text) + after:
        raise EmendationError(
            "an emendation can't join, part or cross paragraphs",
            hint="quote and change words of one paragraph; those of another take an emendation of their own",
            place=emendation.place,
        )
    if span.of(text) == after:
        raise EmendationError(
            "this emendation changes nothing",
            hint="say in “replace” how the words of “find” shall read",
            place=emendation.place,
        )
    span = span if after else _with_blank(text, span)
    return Edit(span, span.of(text), after, RULE)


def _with_blank(text: str, gap: Span) -> Span:
    """Words to take out, with the blank after or before them that would be one too many.

    >>> _with_blank("a very good day", Span(2, 6))
    Span(start=2, end=7)
    >>> _with_blank("He came too.", Span(8, 11))
    Span(start=7, end=11)
    """
    if text[gap.end : gap.end + 1] == " " and _OPENS.search(text, max(0, gap.start - 2), gap.start):
        return Span(gap.start, gap.end + 1)
    if text[gap.start - 1 : gap.start] == " " and _CLOSES.match(text, gap.end):
        return Span(gap.start - 1, gap.end)
    return gap


def _parts(emendation: PlacedEmendation) -> tuple[str, str, str, str]:
    """The words before the change, the words to change, what they become, the words after it."""
    find, after = plain(emendation.find), plain(emendation.replace)
    head = _alike(find, after)
    tail = _alike(find[head:][::-1], after[head:][::-1])
    taken, put = find[head : len(find) - tail], after[head : len(after) - tail]
    if not (taken and put):
        back = _to_word_start(find[:head], taken or put)
        head, tail = head - back, tail + back
    return find[:head], find[head : len(find) - tail], after[head : len(after) - tail], find[len(find) - tail :]


def _to_word_start(head: str, words: str) -> int:
    """How far words put in or taken out after `head` can be read further left, so that they begin a word.

    `three` out of `two three thus` is to be that, and not `hree t`.

    >>> _to_word_start("two t", "hree t")
    1
    """
    reach = _alike(head[::-1], words[::-1])
    return next((back for back in range(reach + 1) if head[: len(head) - back].endswith((" ", "\n"))), 0)


def _alike(one: str, other: str) -> int:
    """How many characters two strings begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _pattern(emendation: PlacedEmendation) -> re.Pattern[str]:
    head, change, _, tail = map(loose, _parts(emendation))
    return re.compile(f"{head}(?P<change>{change}){tail}")
