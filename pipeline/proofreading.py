"""Proofreading: what an editor should look at in a text. It asks and never changes a character.

Each check is a function from a chapter, or from the whole book, to queries; `CHAPTER_CHECKS` and `BOOK_CHECKS` are all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .document import Book, Chapter, Heading, Para, Quote, flatten, leaf_span, paragraphs, words_of
from .ledger import Span
from .queries import Query

_OPENERS = {"(": ")", "[": "]", "{": "}"}
_CLOSERS = {close: opener for opener, close in _OPENERS.items()}
_BRACKETS = re.compile(r"[()\[\]{}]")
_LIST_NUMBER = re.compile(r"(?:^|[\s(])(?:\d{1,3}|[a-z]|[ivx]{1,4})$")

_PRONOUNS = "They|He|She|It|We|You|These|Those|This|There|Then|Thus|However|Their|His|Her|Its|Our|My"
_PARTICLES = "At|In|On|By|From|For|With|But|And|When|While|If|As|After|Before|Although|Following|Despite|Meanwhile"
_NEW_SENTENCE = re.compile(
    rf"(?<=[a-z]{{2}}|.[)\]])( )(?:(?:{_PRONOUNS})(?= [a-z])|(?:{_PARTICLES})(?= (?:[a-z]|[A-Z][a-z])))"
)
_PARAGRAPH_END = re.compile(r"[.!?…:;—–,][\"”’'»)\]]*$|[\"”’'»][)\]]*$")
_WHOLLY_BRACKETED = re.compile(r"[(\[].*[.!?…][\"”’]?[)\]]$")
_PAGES_ELSEWHERE = re.compile(r"\b[Ss]ee (?:also )?(pp?\.\s?\d+(?:[-–]\d+)?)(?![\d–-])(?! of\b)")
_NAME = re.compile(r"(?<![\w’-])[A-Z][a-zà-ž]{4,}(?![\w])")
_HYPHENATED = re.compile(r"(?<![\w-])([A-Z]\w+)-([A-Z]\w+)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one paragraph without its note calls, and where each of its characters stands.

    `introduces` says that a block quotation follows.
    """

    text: str
    offsets: tuple[int, ...]
    is_heading: bool
    introduces: bool

    def span(self, start: int, end: int) -> Span:
        """Where text[start:end] stands in the cleaned text."""
        return Span(self.offsets[start], self.offsets[max(start, end - 1)] + 1)


def proofread(chapter: Chapter) -> Chapter:
    """The chapter with a query for every place an editor should look at."""
    passages = tuple(_passages(chapter))
    queries = [query for check in CHAPTER_CHECKS for query in check(chapter, passages)]
    queries += _encoding(chapter)
    return replace(chapter, queries=(*chapter.queries, *queries))


def proofread_book(book: Book) -> Book:
    """The book with a query for every spelling that differs between or within its chapters."""
    passages = {chapter.key: tuple(_passages(chapter)) for chapter in book.chapters}
    queries = [query for check in BOOK_CHECKS for query in check(book, passages)]
    return replace(book, queries=(*book.queries, *queries))


def unclosed_brackets(chapter: Chapter, passages: Iterable[Passage]) -> Iterator[Query]:
    """A bracket without its partner in the same paragraph. `1)` in a list wants none."""
    for passage in passages:
        stack: list[int] = []
        for match in _BRACKETS.finditer(passage.text):
            at, char = match.start(), match.group()
            if char in _OPENERS:
                stack.append(at)
            elif stack and passage.text[stack[-1]] == _CLOSERS[char]:
                stack.pop()
            elif not _LIST_NUMBER.search(passage.text[max(0, at - 6) : at]):
                yield chapter.ask(
                    "bracket.unopened",
                    passage.span(at, at + 1),
                    f"“{char}” closes a bracket that was never opened",
                    _emend(passage, at, at + 1),
                )
        for at in stack:
            yield chapter.ask(
                "bracket.unclosed",
                passage.span(at, at + 1),
                f"“{passage.text[at]}” opens a bracket that never closes",
                _emend(passage, at, at + 1),
            )


def missing_stops(chapter: Chapter, passages: Iterable[Passage]) -> Iterator[Query]:
    """A sentence that runs into the next (`under control They proposed`), or a paragraph without an end."""
    for passage in passages:
        if passage.is_heading:
            continue
        for match in _NEW_SENTENCE.finditer(passage.text):
            start, end = match.start(1) + 1, match.end()
            yield chapter.ask(
                "stop.missing",
                passage.span(start, end),
                f"no full stop before “{passage.text[start:end]}”",
                _emend(passage, match.start(1) - 1, end),
            )
        text = passage.text.rstrip()
        bracketed = text.endswith((")", "]")) and not _WHOLLY_BRACKETED.match(text)
        unended = not _PARAGRAPH_END.search(text) or (bracketed and not re.search(r"[.!?…][\"”’)\]]*$", text))
        if text and unended and not passage.introduces:
            yield chapter.ask(
                "stop.missing",
                passage.span(len(text) - 1, len(text)),
                "the paragraph ends without a full stop",
                _emend(passage, len(text) - 1, len(text)),
            )


def pages_elsewhere(chapter: Chapter, passages: Iterable[Passage]) -> Iterator[Query]:
    """A reference to pages of another edition: `see pp. 277-79` means nothing in this one."""
    for passage in passages:
        for match in _PAGES_ELSEWHERE.finditer(passage.text):
            yield chapter.ask(
                "pages.elsewhere",
                passage.span(*match.span(1)),
                f"“{match[1]}” are pages of another edition"
                if "pp" in match[1]
                else f"“{match[1]}” is of another edition",
                "say which edition in an emendation, or in the chapter’s source line",
                minor=True,
            )


def hyphen_variants(book: Book, passages: dict[str, tuple[Passage, ...]]) -> Iterator[Query]:
    """A name written with a hyphen and without: `All Russia` beside `All-Russia`."""
    hyphenated = {m.groups() for p in _every(passages) for m in _HYPHENATED.finditer(p.text)}
    if not hyphenated:
        return
    parted = re.compile("|".join(rf"\b{re.escape(a)} {re.escape(b)}\b" for a, b in sorted(hyphenated)))
    for chapter in book.chapters:
        for passage in passages[chapter.key]:
            for match in parted.finditer(passage.text):
                yield chapter.ask(
                    "spelling.hyphen",
                    passage.span(*match.span()),
                    f"“{match.group()}” here, “{match.group().replace(' ', '-')}” elsewhere in the book",
                    _emend(passage, *match.span()),
                )


def name_variants(book: Book, passages: dict[str, tuple[Passage, ...]]) -> Iterator[Query]:
    """One name in two transliterations: `Ryazanov` beside `Riazanov`. Asked once for each rarer spelling."""
    first: dict[str, tuple[Chapter, Span]] = {}
    count: dict[str, int] = {}
    for chapter in book.chapters:
        for passage in passages[chapter.key]:
            for match in _NAME.finditer(passage.text):
                first.setdefault(match.group(), (chapter, passage.span(*match.span())))
                count[match.group()] = count.get(match.group(), 0) + 1
    groups: dict[str, list[str]] = {}
    for name in first:
        groups.setdefault(transliteration_key(name), []).append(name)
    for names in groups.values():
        usual, *others = sorted(names, key=lambda name: -count[name])
        for name in others:
            chapter, span = first[name]
            yield chapter.ask(
                "spelling.name",
                span,
                f"“{name}” here ({count[name]}×), “{usual}” elsewhere ({count[usual]}×): one name?",
                f'if so, add the form to its entry in glossary.toml: forms = ["{name}"]',
                minor=True,
            )


def transliteration_key(name: str) -> str:
    """A key that is the same for the ways of writing one Russian name in Latin letters.

    It levels what tells BGN/PCGN (1947), the Library of Congress table (1997) and older English usage apart:
    ya/ia/ja, yu/iu/ju, yo/io, final -ii/-iy/-y/-i/-ij, -ov/-off/-ow, ks/x, kh/h, c/k, ph/f.

    >>> transliteration_key("Ryazanov") == transliteration_key("Riazanov")
    True
    >>> transliteration_key("Avksentyev") == transliteration_key("Kerensky")
    False
    """
    key = name.lower()
    for pattern, level in _LEVELS:
        key = re.sub(pattern, level, key)
    return key


_LEVELS = (
    (r"[yij]([aueo])", r"j\1"),
    (r"(?:ii|iy|yi|ij|yj|y|i|j)$", "i"),
    (r"o(?:ff|w)$", "ov"),
    (r"ev$|eff$", "ev"),
    (r"ks", "x"),
    (r"kh", "h"),
    (r"c(?=[aouklrt])|ck", "k"),
    (r"ph", "f"),
    (r"shch|sch", "š"),
)

CHAPTER_CHECKS = (unclosed_brackets, missing_stops, pages_elsewhere)
BOOK_CHECKS = (hyphen_variants, name_variants)


def _encoding(chapter: Chapter) -> Iterator[Query]:
    source = chapter.cleaned.source
    if source.guessed:
        yield chapter.ask(
            "encoding.guessed",
            Span(0, 0),
            f"the file was read as {source.encoding}, which is a guess",
            f'look at its accents and quotation marks; if right, say so in book.toml: encoding = "{source.encoding}"',
        )


def _every(passages: dict[str, tuple[Passage, ...]]) -> Iterator[Passage]:
    return (passage for group in passages.values() for passage in group)


def _passages(chapter: Chapter) -> Iterator[Passage]:
    for blocks in (chapter.blocks, *(note.blocks for note in (*chapter.notes, *chapter.orphans))):
        for index, block in enumerate(blocks):
            introduces = index + 1 < len(blocks) and isinstance(blocks[index + 1], Quote)
            for paragraph in paragraphs((block,)):
                passage = _passage(paragraph, introduces)
                if passage.text:
                    yield passage


def _passage(paragraph: Para | Heading, introduces: bool) -> Passage:
    text: list[str] = []
    offsets: list[int] = []
    for leaf in flatten(paragraph.inlines):
        span, words = leaf_span(leaf), words_of(leaf)
        if span is not None and words:
            text.append(words)
            offsets += range(span.start, span.end)
    return Passage("".join(text), tuple(offsets), isinstance(paragraph, Heading), introduces)


def _emend(passage: Passage, start: int, end: int) -> str:
    """How to settle a query: the words around it, ready for emendations.toml."""
    words = passage.text
    left = words.rfind(" ", 0, max(0, start - 12)) + 1
    right = words.find(" ", min(len(words), end + 12))
    quoted = words[left : right if right >= 0 else len(words)].replace('"', '\\"')
    return f'correct it in emendations.toml: find = "{quoted}"'
