"""Lines of a paragraph chosen together: the best by every way of parting it, and on the page as they were chosen."""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from math import inf
from typing import Any

import pytest

from pipeline.anchors import make_anchors
from pipeline.pdf.parts import read_style
from pipeline.templating import Setting
from pipeline.typesetting.boxes import is_text, lines
from pipeline.typesetting.engine import BODY_SHEET, load_weasyprint, set_document
from pipeline.typesetting.patches import PATCHED

from .library import first_book

paragraphs: Any = pytest.importorskip("pipeline.typesetting.paragraphs", exc_type=ImportError)

SIZE, SPACE = 10.0, 2.5


def places_of(widths: list[float], hyphens: set[int]) -> list[Any]:
    """The places of words of some widths; those with a number among the hyphens are syllables of the next."""
    places, length, spaces = [paragraphs.Place(0.0, 0.0, 0, is_hyphen=False)], 0.0, 0
    for number, width in enumerate(widths):
        length += width
        is_hyphen = number in hyphens
        spaces += not is_hyphen
        after = length if is_hyphen or number == len(widths) - 1 else length + SPACE
        places.append(paragraphs.Place(length + 3 * is_hyphen, after, spaces, is_hyphen=is_hyphen))
        length = after
    return places


def cost_of(lines_: Any, ends: list[int]) -> tuple[int, float]:
    """How many lines there are and what they cost; one that is too wide costs everything."""
    if any(lines_.places[b].end - lines_.places[a].start > lines_._room(a) for a, b in pairwise(ends)):
        return len(lines_.places), inf
    cost = sum(lines_._cost(start, end) for start, end in pairwise(ends))
    cost += sum(
        paragraphs.HYPHEN for a, b in pairwise(ends) if lines_.places[a].is_hyphen and lines_.places[b].is_hyphen
    )
    return len(ends) - 1, cost


@pytest.mark.parametrize("seed", range(60))
def test_the_lines_chosen_are_the_best_of_all(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paragraphs, "NARROWEST", 0)
    monkeypatch.setattr(paragraphs, "ROOM", 0)
    chance = random.Random(seed)
    widths = [chance.uniform(8, 24) for _ in range(11)]
    chosen = paragraphs._Lines(places_of(widths, {chance.randrange(10)}), 60.0, chance.choice([0.0, 10.0]), SPACE, SIZE)
    narrow, found = chosen.widths(), [0]
    while found[-1] != chosen.last:
        start = chosen.places[found[-1]]
        room = min(chosen._room(found[-1]), narrow[found[-1]]) + 1e-9
        fitting = [n for n, place in enumerate(chosen.places) if n > found[-1] and place.end - start.start <= room]
        found.append(fitting[-1])
    every = ([0, *ends, chosen.last] for count in range(8) for ends in combinations(range(1, chosen.last), count))
    best = min(cost_of(chosen, ends) for ends in every)
    assert cost_of(chosen, found) == pytest.approx(best)


WORDS = "The Constitutional Assembly’s representatives considered thorough reorganisation of a few old institutions "
BODY = (
    f"<p>{WORDS * 3}</p><p>{WORDS}<em>{WORDS}</em>—<b>{WORDS}</b>{WORDS}</p>"
    f'<p>{WORDS}<a href="#x">{WORDS}</a>(19 of 25<sup>12</sup>) {WORDS}</p>'
)


def lines_of(body: str, margin: int = 35) -> list[tuple[str, float]]:
    """The words of each justified line of a page, and how wide its spaces are set, in pixels more than they are."""
    setting = Setting(first_book(), make_anchors(first_book()), "print")
    html = f'<html lang="en"><body><div style="margin-right: {margin}%">{body}</div></body></html>'
    found: list[tuple[str, float]] = []
    for page in set_document(html, read_style(setting), BODY_SHEET).pages:
        for line in lines(page._page_box.children[0]):
            texts = [box for box in line.descendants() if is_text(box)]
            wide = max((box.justification_spacing for box in texts), default=0.0)
            found.append(("".join(box.text for box in texts), wide))
    return found


def is_known_version() -> bool:
    return bool(load_weasyprint().VERSION == PATCHED)


@pytest.mark.skipif(not is_known_version(), reason=f"the patches are for WeasyPrint {PATCHED}")
def test_lines_are_less_loose_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [lines_of(BODY, margin) for margin in range(0, 45, 5)]
    monkeypatch.setattr(paragraphs, "MOST", 0)
    filled = [lines_of(BODY, margin) for margin in range(0, 45, 5)]
    assert [len(found) for found in chosen] == [len(found) for found in filled]
    words = [
        ["".join(text.removesuffix("-").replace(" ", "") for text, _ in found) for found in f] for f in (chosen, filled)
    ]
    assert words[0] == words[1]
    loose = [sum(wide**4 for found in every for _, wide in found) for every in (chosen, filled)]
    assert loose[0] < 0.9 * loose[1]


@pytest.mark.skipif(not is_known_version(), reason=f"the patches are for WeasyPrint {PATCHED}")
@pytest.mark.parametrize(
    "body",
    [
        f'<p style="text-align: left">{WORDS * 3}</p>',
        f'<p>{WORDS}<span style="display: inline-block; width: 2em">x</span> {WORDS}</p>',
        f'<p>{WORDS}<em style="margin-left: 1em">{WORDS}</em></p>',
        f'<p dir="rtl" style="direction: rtl">{WORDS * 2}</p>',
        f'<div style="float: left; width: 3em; height: 3em"></div><p>{WORDS * 2}</p>',
    ],
    ids=["ragged", "box", "margin", "rtl", "float"],
)
def test_what_is_out_of_the_ordinary_is_filled_line_by_line(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = lines_of(body)
    monkeypatch.setattr(paragraphs, "MOST", 0)
    assert chosen == lines_of(body)
