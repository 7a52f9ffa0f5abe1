"""Acronyms: plain and dotted, which a reader may not know, found by their form alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..document import Chapter
from ..ledger import Span
from ..tree import Str, leaves

_ACRONYM = re.compile(r"[A-Z](?<![\w.].)(?:\.(?:[A-Z]\.)+|[A-Z]{1,5}s?)(?![\w])(?!-\w)")
_ROMAN = re.compile(r"[IVXLCDM]+")
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}(?= ?[A-Z][a-z])")


def find_acronyms(chapters: Iterable[Chapter]) -> dict[str, tuple[str, Span]]:
    """Each acronym with the chapter key and span of its first use.

    Roman numbers, initials of persons and words in a line of capitals are not acronyms.
    """
    found: dict[str, tuple[str, Span]] = {}
    for chapter in chapters:
        for name, span in _acronyms(chapter):
            found.setdefault(name, (chapter.key, span))
    return found


def _acronyms(chapter: Chapter) -> Iterator[tuple[str, Span]]:
    blocks = (chapter.blocks, *(note.blocks for note in (*chapter.notes, *chapter.orphans)))
    for leaf in (leaf for part in blocks for leaf in leaves(part)):
        if not isinstance(leaf, Str) or leaf.span is None or leaf.text.isupper():
            continue
        for match in _ACRONYM.finditer(leaf.text):
            name = match.group()
            if _ROMAN.fullmatch(name) or _INITIALS.match(leaf.text, match.start()):
                continue
            if _in_capitals(leaf.text, match):
                continue
            yield name, Span(leaf.span.start + match.start(), leaf.span.start + match.end())


def _in_capitals(text: str, match: re.Match[str]) -> bool:
    """Whether a neighbour is a longer word in capitals: then the line shouts, and this is not an acronym."""
    around = text[max(0, match.start() - 14) : match.start()] + "|" + text[match.end() : match.end() + 14]
    return re.search(r"\b[A-Z]{3,}\s?\W?\|\W?\s?|\|\W?\s?[A-Z]{3,}\b", around) is not None
