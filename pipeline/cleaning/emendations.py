"""Emendations: the editor's own corrections, each an edit like every other, and each fitting in exactly one place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import pairwise, takewhile

from ..errors import EmendationError
from ..ledger import Edit, Span, Step
from ..manifest import PlacedEmendation

RULE = "editor"

_ALIKE = ({"-", "‐", "‑", "–"}, {"'", "’", "‘"}, {'"', "“", "”"})
"""Characters an editor may type for one another when quoting a text back to us."""


def emend(text: str, emendations: Iterable[PlacedEmendation]) -> Step:
    """The step that makes the emendations that belong to this text (see `assign`).

    Raises:
        EmendationError: two emendations touch the same words.
    """
    edits = sorted(((_edit(text, emendation), emendation) for emendation in emendations), key=lambda pair: pair[0].span)
    for (first, _), (second, emendation) in pairwise(edits):
        if first.span.end > second.span.start or first.span == second.span:
            raise EmendationError(
                "this emendation changes words that another one changes",
                hint="join the two into one",
                place=emendation.place,
            )
    return Step(RULE, tuple(edit for edit, _ in edits))


def assign(emendations: Iterable[PlacedEmendation], texts: dict[str, str]) -> dict[str, tuple[PlacedEmendation, ...]]:
    """The emendations by the chapter file they fit; `texts` maps each file to its repaired text.

    Raises:
        EmendationError: an emendation fits nowhere, or in more than one place.
    """
    assigned: dict[str, tuple[PlacedEmendation, ...]] = dict.fromkeys(texts, ())
    for emendation in emendations:
        searched = {n: t for n, t in texts.items() if emendation.chapter in (None, n)}
        fits = [name for name, text in searched.items() for _ in _pattern(emendation).finditer(text)]
        if len(fits) != 1:
            raise _misfit(emendation, searched, len(fits))
        name = fits[0]
        assigned[name] = (*assigned[name], emendation)
    return assigned


def _misfit(emendation: PlacedEmendation, texts: dict[str, str], count: int) -> EmendationError:
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
    """The change itself, without the words before and after it that `find` and `replace` have in common."""
    match = next(_pattern(emendation).finditer(text))
    span = Span(*match.span("change"))
    return Edit(span, span.of(text), _parts(emendation)[2], RULE)


def _parts(emendation: PlacedEmendation) -> tuple[str, str, str, str]:
    """The words before the change, the words to change, what they become, the words after it."""
    find, after = " ".join(emendation.find.split()), " ".join(emendation.replace.split())
    head = _alike(find, after)
    tail = _alike(find[head:][::-1], after[head:][::-1])
    return find[:head], find[head : len(find) - tail], after[head : len(after) - tail], find[len(find) - tail :]


def _alike(one: str, other: str) -> int:
    """How many characters two strings begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _pattern(emendation: PlacedEmendation) -> re.Pattern[str]:
    head, change, _, tail = map(_loose, _parts(emendation))
    return re.compile(f"{head}(?P<change>{change}){tail}")


def _loose(words: str) -> str:
    """A pattern for `words` in which white space and like characters match each other."""
    groups = ({char: group for group in _ALIKE for char in group}.get(char, {char}) for char in words)
    return "".join(r"\s+" if " " in g else f"[{''.join(map(re.escape, sorted(g)))}]" for g in groups)
