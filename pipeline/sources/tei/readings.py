"""Readings of TEI: of a passage that the file gives in several ways one is read, and the others are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .elements import READINGS, Element, children_of, name_of

if TYPE_CHECKING:
    from .scribe import Scribe


def write_choice(scribe: Scribe, element: Element) -> None:
    """The reading that `READINGS` prefers, or else the first."""
    readings = {name_of(child): child for child in reversed(list(children_of(element)))}
    for taken, other, said in READINGS:
        if taken in readings and other in readings:
            scribe.writer.leave_out(said)
            scribe.write(readings[taken])
            return
    _write_first(scribe, element, "other readings of unclear passages")


def write_apparatus(scribe: Scribe, element: Element) -> None:
    """The reading that an editor prefers, or else the first."""
    lemma = next((child for child in children_of(element) if name_of(child) == "lem"), None)
    if lemma is None:
        _write_first(scribe, element, "variant readings")
        return
    others = sum(name_of(child) in ("rdg", "rdgGrp") for child in children_of(element))
    scribe.writer.leave_out("variant readings", others)
    scribe.write(lemma)


def _write_first(scribe: Scribe, element: Element, others: str) -> None:
    for number, child in enumerate(children_of(element)):
        if number == 0:
            scribe.write(child)
        else:
            scribe.writer.leave_out(others)
