"""Passages: the texts as the checks see them, by paragraphs, without note calls, each character with its place.

A check is given a corpus: the passages of one chapter or of all, and how often their words occur.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import zip_longest
from math import inf
from typing import Literal

from msgspec import Struct

from ..cleaning.rule import WORD
from ..document import Chapter
from ..ledger import Span
from ..settings import ThemeName
from ..tree import (
    Block,
    Break,
    Figure,
    Heading,
    Inline,
    Para,
    Paragraph,
    Quote,
    flatten,
    leaf_span,
    paragraphs,
    words_of,
)

Kind = Literal["prose", "heading", "line"]
"""`line`: of verse, of a list, of a table or of a letter’s head; it need not end in a stop."""


class Passage(Struct, frozen=True):
    """The text of one paragraph, and where its pieces stand: pairs of a position here and one in the cleaned text.

    `part` is "" for the body of the chapter, else the key of the note; `introduces` says that something set apart
    follows: a block quotation, verse, a list, a table. `inlines` are the paragraph itself, with its italics.
    """

    chapter: Chapter
    part: str
    text: str
    pieces: tuple[tuple[int, int], ...]
    kind: Kind = "prose"
    introduces: bool = False
    inlines: tuple[Inline, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Where text[start:end] stands in the cleaned text."""
        return Span(self._offset(start), self._offset(max(start, end - 1)) + 1)

    def _offset(self, at: int) -> int:
        here, there = self.pieces[bisect_right(self.pieces, (at, inf)) - 1]
        return there + at - here


class Text(Struct, frozen=True):
    """A chapter as its passages; `language` is a BCP 47 tag, "" where it isn’t known."""

    chapter: Chapter
    language: str
    passages: tuple[Passage, ...]

    def parts(self) -> Iterator[list[Passage]]:
        """The passages of the body, then those of each note."""
        parts: dict[str, list[Passage]] = {}
        for passage in self.passages:
            parts.setdefault(passage.part, []).append(passage)
        yield from parts.values()


class Corpus(Struct, frozen=True, dict=True):
    """The texts a check looks at, with an index of their words; `unshown` is what the drawn cover leaves out."""

    texts: tuple[Text, ...]
    theme: ThemeName = "classic"
    unshown: tuple[str, ...] = ()

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in order."""
        return tuple(passage for text in self.texts for passage in text.passages)

    def by_source(self) -> Iterator[Text]:
        """The first text of each source; a source may hold many chapters."""
        yield from {text.chapter.cleaned.source.name: text for text in reversed(self.texts)}.values()

    @cached_property
    def by_language(self) -> dict[str, Corpus]:
        """The texts of each language alone; `en-GB` is `en`."""
        languages: dict[str, list[Text]] = {}
        for text in self.texts:
            languages.setdefault(text.language.split("-")[0].lower(), []).append(text)
        return {key: self if len(languages) == 1 else Corpus(tuple(texts)) for key, texts in languages.items()}

    @property
    def english(self) -> Corpus:
        """The texts in English."""
        return self.by_language.get("en", Corpus(()))

    @cached_property
    def _index(self) -> tuple[Counter[str], dict[str, Passage]]:
        counts: Counter[str] = Counter()
        first: dict[str, Passage] = {}
        for passage in self.passages:
            words = WORD.findall(passage.text)
            counts.update(words)
            first.update(dict.fromkeys(set(words).difference(first), passage))
        return counts, first

    @property
    def words(self) -> Counter[str]:
        """How often each word occurs, as it is written."""
        return self._index[0]

    @cached_property
    def small_words(self) -> Counter[str]:
        """The words of four letters or more in small letters alone: with a capital, a word may be a name."""
        return Counter({word: count for word, count in self.words.items() if word.islower() and len(word) > 3})

    def first_use(self, word: str) -> tuple[Passage, int, int]:
        """The first place of a word that occurs."""
        passage = self._index[1][word]
        return next((passage, *match.span()) for match in WORD.finditer(passage.text) if match.group() == word)


def read_text(chapter: Chapter, language: str = "") -> Text:
    """The passages of a chapter: of its body, its notes, and the notes that nothing calls."""
    parts = [("", chapter.blocks), *((note.key, note.blocks) for note in (*chapter.notes, *chapter.orphans))]
    passages = (
        _passage(chapter, part, paragraph, kind, introduces)
        for part, blocks in parts
        for paragraph, kind, introduces in _paragraphs(blocks)
    )
    return Text(chapter, chapter.settings.language or language, tuple(p for p in passages if p.text))


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[tuple[Paragraph, Kind, bool]]:
    """Each paragraph, its kind, and whether it introduces what follows."""
    for block, following in zip_longest(blocks, blocks[1:]):
        introduces = following is not None and not isinstance(following, Para | Heading | Break | Figure)
        match block:
            case Para():
                yield block, "prose" if block.role == "text" else "line", introduces
            case Heading():
                yield block, "heading", introduces
            case Quote():
                yield from _paragraphs(block.blocks)
            case _:
                yield from ((paragraph, "line", False) for paragraph in paragraphs((block,)))


def _passage(chapter: Chapter, part: str, paragraph: Paragraph, kind: Kind, introduces: bool) -> Passage:
    text, pieces, position = [], [], 0
    for leaf in flatten(paragraph.inlines):
        span, words = leaf_span(leaf), words_of(leaf)
        if span is not None and words:
            text.append(words)
            pieces.append((position, span.start))
            position += len(words)
    return Passage(chapter, part, "".join(text), tuple(pieces), kind, introduces, paragraph.inlines)


def all_parts(corpus: Corpus) -> Iterable[list[Passage]]:
    """The passages of each body and each note, so that no quotation or bracket goes on from one into another."""
    return (part for text in corpus.texts for part in text.parts())
