"""Verse: the lines of TEI, and the groups they stand in."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from .elements import Element, indent_of, name_of

if TYPE_CHECKING:
    from .scribe import Scribe


def write_stanzas(scribe: Scribe, element: Element) -> None:
    """A group of lines; one in another is a stanza."""
    if scribe.held:
        scribe.inner(element)
        return
    parent = element.getparent()
    if parent is not None and name_of(parent) == "lg":
        scribe.writer.end_block()
        scribe.inner(element)
        scribe.writer.end_block()
    else:
        with scribe.apart():
            scribe.inner(element)


def write_line(scribe: Scribe, element: Element) -> None:
    """A line, set in as the file has it."""
    if scribe.held:
        scribe.say(" ")
        scribe.inner(element)
        scribe.say(" ")
        return
    if scribe.verse is None:
        scribe.end_flow()
        scribe.verse = ExitStack()
        scribe.verse.enter_context(scribe.writer.block("verse"))
    scribe.writer.end_line()
    scribe.held, scribe.indent = 1, indent_of(element)
    scribe.inner(element)
    scribe.held = scribe.indent = 0
    scribe.writer.end_line()
