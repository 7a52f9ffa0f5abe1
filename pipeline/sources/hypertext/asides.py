"""Asides: the furniture of a site is set aside where it stands, as words alone, so that the editor can take it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from .vocabulary import ASIDE, FURNITURE, HEADINGS, Element, Tally, drop, is_block

LONGEST = 20_000
"""Characters of furniture that are kept of a page; the rest is counted."""

_NO_PLACE = HEADINGS | frozenset(("table", "ul", "ol", "dl", "menu", "dir", "p", "pre", "a", "span"))
"""What an aside would part if it stood in there; it stands at the end then."""


def set_aside(element: Element, main: Element) -> None:
    """Put an aside with the words of an element into its place, or at the end of the text."""
    place = _aside(lines_of(element))
    within = (element, *element.iterancestors())
    if is_block(element) and not any(holder.tag in _NO_PLACE for holder in _up_to(within[1:], main)):
        element.addprevious(place)
    else:
        main.append(place)
    drop(element)


def set_outside_aside(main: Element, body: Element) -> None:
    """Put asides with the words that stand before and after the main text at its edges."""
    before: list[str] = []
    after: list[str] = []
    here = main
    while here is not body and (parent := here.getparent()) is not None:
        at = parent.index(here)
        before = [*_line(parent.text), *_lines_of_all(parent[:at]), *before]
        after += [*_line(here.tail), *_lines_of_all(parent[at + 1 :])]
        here = parent
    if before:
        place = _aside(before)
        place.tail, main.text = main.text, None
        main.insert(0, place)
    if after:
        main.append(_aside(after))


def limit_asides(main: Element, tally: Tally) -> None:
    """Leave out, and count, what asides hold beyond what is kept."""
    room = LONGEST
    for place in list(main.iter(ASIDE)):
        kept: list[str] = []
        for line in place.get("words", "").split("\n"):
            if len(line) > room:
                tally[FURNITURE] += len(line.split())
            else:
                kept.append(line)
                room -= len(line)
        place.set("words", "\n".join(kept))
        if not any(kept):
            drop(place)


def lines_of(element: Element) -> Iterator[str]:
    """The words of an element, those of each block in it on a line of their own."""
    words: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if is_block(inner) or inner.tag in ("br", "option"):
            yield from _line(" ".join(words))
            words = []
        text = inner.text if event == "start" else inner.tail if inner is not element else None
        words += (text or "").split()
    yield from _line(" ".join(words))


def _up_to(holders: Iterable[Element], main: Element) -> Iterator[Element]:
    for holder in holders:
        if holder is main:
            return
        yield holder


def _lines_of_all(elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        if isinstance(element.tag, str):
            yield from lines_of(element)
        yield from _line(element.tail)


def _line(text: str | None) -> Iterator[str]:
    if words := " ".join((text or "").split()):
        yield words


def _aside(lines: Iterable[str]) -> Element:
    place = etree.Element(ASIDE)
    place.set("words", "\n".join(lines))
    return place
