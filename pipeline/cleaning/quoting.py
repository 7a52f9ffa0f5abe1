"""Quoting: how the words that a companion quotes find their place in a text, and what is said when they find none.

White space and the signs that an editor may type for one another match each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from rapidfuzz import fuzz

from ..companions import Keep, PlacedCall, PlacedEmendation
from ..document import Cleaned
from ..errors import EmendationError
from ..figure_file import PlacedFigure
from ..ledger import Span

Quoting = TypeVar("Quoting", PlacedEmendation, Keep, PlacedCall, PlacedFigure)
"""What quotes words of a text."""

Quoted = PlacedEmendation | Keep | PlacedCall | PlacedFigure

ALIKE = ({"-", "‐", "‑", "–"}, {"'", "’", "‘"}, {'"', "“", "”"})
"""Characters an editor may type for one another when quoting a text back to us."""

_WHITE = {" ": r"\s+", "\n": r"\s*\n\s*"}
"""How white space of an emendation is looked for in a text."""

_PARAGRAPH_BREAK = re.compile(r"\s*\n[^\S\n]*\n\s*")
"""A blank line parts paragraphs in emendations.toml, where a line may end anywhere; in a repaired text any line end."""

NEAR = 55
"""How alike words must be to those quoted, in per cent, for them to be what was meant."""

LONGEST_WORD = 60
"""Characters to look at on either side for the whole of a word."""

PLACES = 3
"""Places named where words stand in several."""


def assign(quotings: Iterable[Quoting], texts: Mapping[str, Cleaned]) -> dict[str, tuple[Quoting, ...]]:
    """The emendations by the chapter file they fit; `texts` maps each file to its repaired text.

    Raises:
        EmendationError: an emendation fits nowhere, or in more than one place.
    """
    assigned: dict[str, list[Quoting]] = {name: [] for name in texts}
    for quoting in quotings:
        assigned[find_place(quoting, texts)[0]].append(quoting)
    return {name: tuple(fitting) for name, fitting in assigned.items()}


def find_place(quoting: Quoted, texts: Mapping[str, Cleaned]) -> tuple[str, Span]:
    """The one place where the words stand: the file, and the span in its text.

    Raises:
        EmendationError: they stand nowhere, or in more than one place.
    """
    fits = list(find_places(quoting, texts))
    if len(fits) != 1:
        raise _misfit(quoting, {n: t for n, t in texts.items() if quoting.chapter in (None, n)}, fits)
    return fits[0]


def find_places(quoting: Quoted, texts: Mapping[str, Cleaned]) -> Iterator[tuple[str, Span]]:
    """Every place where the words stand."""
    quoted = re.compile(loose(plain(quoting.find)))
    for name, text in texts.items():
        if quoting.chapter in (None, name):
            yield from ((name, Span(*match.span())) for match in quoted.finditer(text.text))


def plain(words: str) -> str:
    """Words with a line end for each break between paragraphs, and a blank for any other white space."""
    return "\n".join(" ".join(paragraph.split()) for paragraph in _PARAGRAPH_BREAK.split(words.strip()))


def loose(words: str) -> str:
    """A pattern for `words` in which white space and like characters match each other."""
    return "".join(_WHITE.get(char) or f"[{''.join(map(re.escape, sorted(_likes(char))))}]" for char in words)


def _likes(char: str) -> set[str]:
    return next((group for group in ALIKE if char in group), {char})


def _misfit(quoting: Quoted, texts: Mapping[str, Cleaned], fits: list[tuple[str, Span]]) -> Exception:
    if fits:
        places = [str(texts[name].place(span)) for name, span in fits]
        shown = ", ".join(places[:PLACES]) + (" …" if len(places) > PLACES else "")
        unnamed = "" if len({name for name, _ in fits}) == 1 else ', or name the chapter: chapter = "…"'
        message, hint = f"these words stand in {len(fits)} places", f"quote more of the sentence{unnamed} ({shown})"
    else:
        message = "these words stand nowhere in the text"
        hint = _nearest(plain(quoting.find), texts) or "quote the words as the source has them"
    return EmendationError(message, hint=hint, place=quoting.place)


def _nearest(words: str, texts: Mapping[str, Cleaned]) -> str | None:
    """The most similar words of any text, and where they stand in its source."""
    best: tuple[float, str, Span] | None = None
    for name, text in texts.items():
        found = fuzz.partial_ratio_alignment(words, text.text, score_cutoff=best[0] if best else NEAR)
        if found is not None and (best is None or found.score > best[0]) and found.dest_end > found.dest_start:
            best = found.score, name, _whole_words(text.text, Span(found.dest_start, found.dest_end), words)
    if best is None:
        return None
    _, name, span = best
    return f"the nearest words are in {texts[name].place(span)}: “{' '.join(span.of(texts[name].text).split())}”"


def _whole_words(text: str, span: Span, meant: str) -> Span:
    """The whole words about a span that are most like those meant: words are left off its ends while that helps.

    >>> text = "on the second note is there"
    >>> _whole_words(text, Span(4, 17), "secund note").of(text)
    'second note'
    """
    start, end = max(0, span.start - LONGEST_WORD), span.end + LONGEST_WORD
    every = [Span(start + word.start(), start + word.end()) for word in re.finditer(r"\S+", text[start:end])]
    words = [word for word in every if word.start < span.end and word.end > span.start]
    while len(words) > 1:
        shorter = max(words[1:], words[:-1], key=lambda some: _likeness(text, some, meant))
        if _likeness(text, shorter, meant) < _likeness(text, words, meant):
            break
        words = shorter
    return Span(words[0].start, words[-1].end) if words else span


def _likeness(text: str, words: list[Span], meant: str) -> float:
    return fuzz.ratio(plain(text[words[0].start : words[-1].end]), meant)
