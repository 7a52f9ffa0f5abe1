"""Numbering: the parts follow each other, so each page gets its folio, its side and its running head.

A part that must begin on a right page may leave a blank page before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ..typesetting.sheets import FurnitureJob, PageJob, SetPart, Style

STRETCH = 64
"""Pages above which the next part's running heads are set by another job."""


class Run(Struct, frozen=True):
    """The parts of a book as they follow each other, each with the folio of its first page."""

    parts: tuple[tuple[str, int, SetPart], ...]

    @property
    def page_count(self) -> int:
        """The number of pages, blank ones among them."""
        return max((start + len(part.pages) - 1 for _, start, part in self.parts), default=0)

    def folios(self) -> dict[str, int]:
        """The folio of every id of the book."""
        return {name: start + place.page for _, start, part in self.parts for name, place in part.places.items()}


def number(parts: Mapping[str, SetPart | int]) -> Run:
    """Number the parts; of one that is not set yet, its probable number of pages is given."""
    numbered: list[tuple[str, int, SetPart]] = []
    folio = 1
    for name, part in parts.items():
        if isinstance(part, int):
            folio += part
            continue
        if part.side and (part.side == "right") != (folio % 2 == 1):
            folio += 1
        numbered.append((name, folio, part))
        folio += len(part.pages)
    return Run(tuple(numbered))


def furniture_jobs(run: Run, language: str, style: Style) -> Iterator[FurnitureJob]:
    """The jobs of setting running heads and folios, for stretches of parts."""
    before: dict[str, str] = {}
    pages: list[PageJob] = []
    known: tuple[tuple[str, str], ...] = ()
    first = folio = 1
    for _, start, part in run.parts:
        if len(pages) >= STRETCH:
            yield FurnitureJob(language, first, known, tuple(pages), style)
            first, known, pages = folio, tuple(before.items()), []
        for number, page in enumerate(part.pages):
            after_blank = number == 0 and start > folio
            pages.append(PageJob(page.name, page.strings, part.side if after_blank else ""))
            before |= dict(page.strings)
        folio = start + len(part.pages)
    if pages:
        yield FurnitureJob(language, first, known, tuple(pages), style)
