"""Italics: what a text emphasises, as evidence of a title (`_Novaya Zhizn_`) or of a foreign word (`_uprava_`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..document import Chapter
from ..proofreading.passages import Passage
from ..tree import Emph, Inline, Phrase, leaf_span, paragraphs, plain_text
from .lexicon import is_latin, is_strange

_FOREIGN = re.compile(r"[^\W\d_A-Z][^\W\d_]*(?:[ -][^\W\d_A-Z][^\W\d_]*){0,3}")
"""One to four words in small letters."""

_OF_SCHOLARS = frozenset(
    ("et seq", "et al", "viz", "ibid", "op cit", "loc cit", "sic", "passim", "circa", "infra", "supra")
)
"""Latin of references, which needs no gloss."""


def emphasised(chapter: Chapter) -> dict[int, str]:
    """The words in italics of a chapter and its notes, by where they begin in its cleaned text."""
    parts = (chapter.blocks, *(note.blocks for note in (*chapter.notes, *chapter.orphans)))
    return dict(found for part in parts for paragraph in paragraphs(part) for found in _emphasised(paragraph.inlines))


def _emphasised(inlines: tuple[Inline, ...]) -> Iterator[tuple[int, str]]:
    for inline in inlines:
        match inline:
            case Emph():
                span = leaf_span(inline.children[0]) if inline.children else None
                if span is not None:
                    yield span.start, plain_text(inline.children)
            case Phrase():
                yield from _emphasised(inline.children)
            case _:
                pass


def foreign_words(passage: Passage, italics: dict[int, str]) -> Iterator[tuple[str, int]]:
    """Words in italics and small letters that are in no list of English words, and where they stand in a passage.

    Words in another script than the Latin are quoted, not used, and are none.
    """
    for here, there in passage.pieces:
        words = italics.get(there, "")
        if _FOREIGN.fullmatch(words) and words not in _OF_SCHOLARS and is_latin(words) and is_strange(words):
            yield words, here
