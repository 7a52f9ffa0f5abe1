"""The gate: every word of the book is on a page, inside it, in order; else there is no PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator

from ..errors import CannotContinue
from ..pagination import letters
from ..templating import Setting
from ..tree import Block, paragraphs, plain_text
from .boxes import Word, words
from .layout import Layout

_CHROME = frozenset({"call", "number", "edition", "folio", "pointer"})
"""Classes of what the edition adds to the words of the text."""


class WordsLost(CannotContinue):
    """Words of the book would not be on any page."""


def check_words(layout: Layout) -> None:
    """Compare what was laid out with the tree, stream by stream: each chapter, each note, each term's definitions.

    Raises:
        WordsLost: a stream differs, or text stands outside its page.
    """
    expected = dict(_expected(layout.setting))
    streams = _streams(layout, expected)
    for name, text in expected.items():
        wanted, found = letters(text), letters("".join(word.text for word in streams[name]))
        if wanted != found:
            at = next((n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), len(found))
            raise WordsLost(
                f"the PDF would not show all of {name}: it fails at “…{wanted[max(0, at - 30) : at + 30]}…”",
                hint="build with --only epub; a style.css that hides or repeats text does this, and so may a text we "
                "have not met: please report it",
            )
        if outside := [word for word in streams[name] if not word.inside]:
            raise WordsLost(
                f"“{outside[0].text}” would stand outside page {outside[0].page + 1}",
                hint="lower note_lines under [pdf] in book.toml, so that long notes go to the end of their chapter",
            )


def _expected(setting: Setting) -> Iterator[tuple[str, str]]:
    """The words that must be on pages, by the id of the element that holds them."""
    for chapter in setting.book.chapters:
        yield setting.anchors.chapters[chapter.key].id, _text(chapter.blocks)
        for note in (*chapter.notes, *chapter.orphans):
            yield setting.anchors.notes[chapter.key, note.key].note.id, _text(note.blocks)
    for term in setting.book.terms:
        yield setting.anchors.terms[term.key].id, "".join(plain_text(d.inlines) for d in term.definitions)


def _text(blocks: tuple[Block, ...]) -> str:
    return "".join(plain_text(paragraph.inlines) for paragraph in paragraphs(blocks))


def owned_words(layout: Layout, *ids: str) -> dict[str, list[Word]]:
    """The words of each chapter, note and term, and of these `ids`, in order, by the id of what holds them."""
    return _streams(layout, dict(_expected(layout.setting)) | dict.fromkeys(ids, ""))


def _streams(layout: Layout, known: Container[str]) -> dict[str, list[Word]]:
    """The words by the innermost note, term or chapter that holds them; of a term, its definitions alone."""
    streams: dict[str, list[Word]] = defaultdict(list)
    terms = {anchor.id for anchor in layout.setting.anchors.terms.values()}
    for word in words(layout.document):
        owners = [element.get("id") for element in word.path if element.get("id") in known]
        classes = {name for element in word.path for name in (element.get("class") or "").split()}
        in_header = any(element.tag == "header" for element in word.path)
        if not owners or in_header or classes & _CHROME or (owners[-1] in terms and "definition" not in classes):
            continue
        streams[owners[-1]].append(word)
    return streams
