"""Emendations: the editor's own corrections, each an edit like every other, and each fitting in exactly one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import TypeVar

from ..companions import Keep, PlacedEmendation
from ..document import Cleaned
from ..errors import EmendationError
from ..ledger import Edit, Span, Step

RULE = "editor"

Quoting = TypeVar("Quoting", PlacedEmendation, Keep)
"""What quotes words of a text."""

_ALIKE = ({"-", "‐", "‑", "–"}, {"'", "’", "‘"}, {'"', "“", "”"})
"""Characters an editor may type for one another when quoting a text back to us."""

_OPENS = re.compile(r"(?:^|[\s(\[{“‘—–]|(?:^|\s)[\"'])$")
_CLOSES = re.compile(r"$|[\s.,;:!?…)\]}”—–]|[\"'’](?!\w)")
"""What wants no blank after it, and what wants none before it, where the words between are taken out."""

_WHITE = {" ": r"\s+", "\n": r"\s*\n\s*"}
"""How white space of an emendation is looked for in a text."""

_PARAGRAPH_BREAK = re.compile(r"\s*\n[^\S\n]*\n\s*")
"""A blank line parts paragraphs in emendations.toml, where a line may end anywhere; in a repaired text any line end."""


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


def assign(emendations: Iterable[Quoting], texts: dict[str, str]) -> dict[str, tuple[Quoting, ...]]:
    """The emendations by the chapter file they fit; `texts` maps each file to its repaired text.

    Raises:
        EmendationError: an emendation fits nowhere, or in more than one place.
    """
    assigned: dict[str, list[Quoting]] = {name: [] for name in texts}
    for emendation in emendations:
        searched = {n: t for n, t in texts.items() if emendation.chapter in (None, n)}
        quoted = re.compile(_loose(_plain(emendation.find)))
        fits = [name for name, text in searched.items() for _ in quoted.finditer(text)]
        if len(fits) != 1:
            raise _misfit(emendation, searched, len(fits))
        assigned[fits[0]].append(emendation)
    return {name: tuple(quoting) for name, quoting in assigned.items()}


def locate_kept(keeps: Iterable[Keep], texts: dict[str, Cleaned]) -> Iterator[tuple[Keep, str, Span]]:
    """Where the words that an editor keeps stand: each with the chapter file and the span in its cleaned text.

    They are quoted as the source has them, or as they read once emended.

    Raises:
        EmendationError: as `assign`.
    """
    read = {name: cleaned.text for name, cleaned in texts.items()}
    for name, kept in assign(keeps, read).items():
        for keep in kept:
            match = re.search(_loose(_plain(keep.find)), read[name])
            assert match is not None
            yield keep, name, Span(*match.span())


def _misfit(emendation: PlacedEmendation | Keep, texts: dict[str, str], count: int) -> EmendationError:
    if count:
        return EmendationError(
            f"these words stand in {count} places",
            hint='quote more of the sentence, or name the chapter: chapter = "…"',
            place=emendation.place,
        )
    near = _nearest(emendation.find, texts)
    hint = f"the nearest words are in {near}" if near else "quote the words as the source has them"
    return EmendationError("these words stand nowhere in the text", hint=hint, place=emendation.place)


def _nearest(words: str, texts: dict[str, str]) -> str | None:
    """The most similar stretch of any text, by the longest run of characters in common."""
    best, answer = 0, None
    for name, text in texts.items():
        run = SequenceMatcher(None, text, words, autojunk=False).find_longest_match()
        if run.size > max(best, len(words) // 3):
            start = max(0, run.a - run.b)
            best, answer = run.size, f"{name}: “{' '.join(text[start : start + len(words)].split())}”"
    return answer


def _edit(text: str, emendation: PlacedEmendation) -> Edit:
    """The change itself, without the words before and after it that `find` and `replace` have in common.

    Words that are taken out take a blank with them.
    """
    match = next(_pattern(emendation).finditer(text))
    span, after = Span(*match.span("change")), _parts(emendation)[2]
    crosses = len(re.findall(r"\s*\n\s*", match.group())) != _plain(emendation.find).count("\n")
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
    find, after = _plain(emendation.find), _plain(emendation.replace)
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


def _plain(words: str) -> str:
    """Words with a line end for each break between paragraphs, and a blank for any other white space."""
    return "\n".join(" ".join(paragraph.split()) for paragraph in _PARAGRAPH_BREAK.split(words.strip()))


def _alike(one: str, other: str) -> int:
    """How many characters two strings begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _pattern(emendation: PlacedEmendation) -> re.Pattern[str]:
    head, change, _, tail = map(_loose, _parts(emendation))
    return re.compile(f"{head}(?P<change>{change}){tail}")


def _loose(words: str) -> str:
    """A pattern for `words` in which white space and like characters match each other."""
    return "".join(_WHITE.get(char) or f"[{''.join(map(re.escape, sorted(_likes(char))))}]" for char in words)


def _likes(char: str) -> set[str]:
    return next((group for group in _ALIKE if char in group), {char})
