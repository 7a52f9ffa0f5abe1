"""The gate: every word of the book is on a page, inside it, in order; else there is no PDF."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..document import Block, Note, paragraphs, plain_text
from ..errors import CannotContinue
from .boxes import Word, words
from .layout import Layout

_CHROME = frozenset({"call", "number", "edition", "folio", "pointer"})
"""Classes of what the edition adds to the words of the text."""


class WordsLost(CannotContinue):
    """Words of the book would not be on any page."""


def check_words(layout: Layout) -> None:
    """Compare what was laid out with the tree, stream by stream: each chapter's text, and each of its notes.

    Raises:
        WordsLost: a stream differs, or text stands outside its page.
    """
    streams = _streams(layout)
    for name, blocks in _expected(layout):
        wanted = _letters("".join(plain_text(paragraph.inlines) for paragraph in paragraphs(blocks)))
        found = _letters("".join(word.text for word in streams[name]))
        if wanted != found:
            at = next((n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), len(found))
            raise WordsLost(
                f"the PDF would not show all of {name}: it fails at “…{wanted[max(0, at - 30) : at + 30]}…”",
                hint="build with --only epub, lower note_lines under [pdf], and report the text that shows this",
            )
        if outside := [word for word in streams[name] if not word.inside]:
            raise WordsLost(
                f"“{outside[0].text}” would stand outside page {outside[0].page + 1}",
                hint="lower note_lines under [pdf] in book.toml, so that long notes go to the end of their chapter",
            )


def _expected(layout: Layout) -> Iterator[tuple[str, tuple[Block, ...]]]:
    for chapter in layout.book.chapters:
        yield layout.anchors.chapters[chapter.key].id, chapter.blocks
        notes: tuple[Note, ...] = (*chapter.notes, *chapter.orphans)
        for note in notes:
            yield layout.anchors.notes[chapter.key, note.key].note.id, note.blocks


def _streams(layout: Layout) -> dict[str, list[Word]]:
    """The words by the innermost note or chapter that holds them."""
    known = {name for name, _ in _expected(layout)}
    streams: dict[str, list[Word]] = defaultdict(list)
    for word in words(layout.document):
        owners = [element.get("id") for element in word.path if element.get("id") in known]
        classes = {name for element in word.path for name in (element.get("class") or "").split()}
        in_header = any(element.tag == "header" for element in word.path)
        if owners and not in_header and not classes & _CHROME:
            streams[owners[-1]].append(word)
    return streams


def _letters(text: str) -> str:
    """Letters and digits alone: spaces and hyphens come and go at line ends."""
    return re.sub(r"[\W_]+", "", text)
