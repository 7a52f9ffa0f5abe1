"""Long words: one without an end, such as a picture written as letters, takes what lays out pages hours to part."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from ..document import Book
from ..errors import CannotContinue
from ..ledger import Span
from .parts import Part

LONGEST = 2_000
"""Letters of a word that is set; the time it takes grows with their square, and with these is a few seconds."""

_LONGER = re.compile(
    rf"[^\s\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\uffef]{{{LONGEST},}}"
)
"""Signs between blanks, of scripts that have blanks between words."""

_BETWEEN_TAGS = re.compile(r">([^<]+)")

SHOWN = 40
"""Letters of such a word in a message that has no place for it."""


def check_words(book: Book) -> None:
    """See that no text of a book has a word that is too long to be set.

    Raises:
        CannotContinue: one has.
    """
    for chapters in book.by_source().values():
        cleaned = chapters[0].cleaned
        if found := _LONGER.search(cleaned.text):
            raise CannotContinue(
                f"a word of {len(found.group()):,} letters can't be set on pages",
                hint="part it by blanks, or take it out; or build with --only epub",
                place=cleaned.place(Span(*found.span())),
            )


def check_parts(parts: Iterable[Part]) -> None:
    """See that nothing else that is printed has one: titles, names, notes and entries that the book folder gives.

    Raises:
        CannotContinue: it has.
    """
    for part in parts:
        for text in _BETWEEN_TAGS.findall(part.document):
            if found := _LONGER.search(unescape(text)):
                raise CannotContinue(
                    f"a word of {len(found.group()):,} letters can't be set on pages: “{found.group()[:SHOWN]}…”",
                    hint="part it by blanks, in book.toml or the file beside it that has it; or build with --only epub",
                )
