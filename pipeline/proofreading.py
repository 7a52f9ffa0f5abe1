"""Proofreading: what an editor should look at in a text. It asks and never changes a character.

Each check is a function from a chapter, or from the whole book, to queries; `CHAPTER_CHECKS` and `BOOK_CHECKS` are all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .cleaning.rule import WORD, Rule
from .document import Book, Chapter, Heading, Paragraph, Quote, flatten, leaf_span, paragraphs, words_of
from .ledger import Span, forward
from .queries import Query
from .styling import font_characters

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


LONGEST_WORD = 40
"""Characters to look back and ahead for the parts of a broken word."""

SHORTEST_PROSE = 60
"""Characters; a shorter paragraph without a full stop is a signature, a dateline or a heading we did not see."""


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
                message = f"“{char}” closes a bracket that was never opened"
                yield _ask_emendation(chapter, "bracket.unopened", passage.span(at, at + 1), message)
        for at in stack:
            message = f"“{passage.text[at]}” opens a bracket that never closes"
            yield _ask_emendation(chapter, "bracket.unclosed", passage.span(at, at + 1), message)


def missing_stops(chapter: Chapter, passages: Iterable[Passage]) -> Iterator[Query]:
    """A sentence that runs into the next (`under control They proposed`), or a paragraph without an end."""
    for passage in passages:
        if passage.is_heading:
            continue
        for match in _NEW_SENTENCE.finditer(passage.text):
            start, end = match.start(1) + 1, match.end()
            message = f"no full stop before “{passage.text[start:end]}”"
            yield _ask_emendation(chapter, "stop.missing", passage.span(start, end), message)
        text = passage.text.rstrip()
        bracketed = text.endswith((")", "]")) and not _WHOLLY_BRACKETED.match(text)
        unended = not _PARAGRAPH_END.search(text) or (bracketed and not re.search(r"[.!?…][\"”’)\]]*$", text))
        if len(text) >= SHORTEST_PROSE and unended and not passage.introduces:
            message = "the paragraph ends without a full stop"
            yield _ask_emendation(chapter, "stop.missing", passage.span(len(text) - 1, len(text)), message)


def undecided_hyphens(chapter: Chapter, passages: Iterable[Passage]) -> Iterator[Query]:
    """A hyphen where a line ended, which neither the book nor a word list says is the author's."""
    text, steps = chapter.cleaned.text, chapter.cleaned.steps
    counts = Counter(WORD.findall(text.lower()))
    for number, step in enumerate(steps):
        for edit in step.edits if step.rule == "lines.wrapped" else ():
            at = forward(steps[number:], edit.span).start
            head = re.search(r"[^\W\d_]+-$", text[max(0, at - LONGEST_WORD) : at])
            tail = re.match(r"[^\W\d_]+", text[at : at + LONGEST_WORD])
            if edit.after or not head or not tail or tail.group()[0].isupper():
                continue
            if counts[(head.group() + tail.group()).lower()] < 2:
                span = Span(at - len(head.group()), at + tail.end())
                message = f"“{span.of(text)}” was broken at a line end: is the hyphen the author’s?"
                yield _ask_emendation(chapter, "hyphen.line-end", span, message)


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
                "readers can’t follow it; name that edition in the chapter’s source line, or in an emendation",
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
                message = f"“{match.group()}” here, “{match.group().replace(' ', '-')}” elsewhere in the book"
                yield _ask_emendation(chapter, "spelling.hyphen", passage.span(*match.span()), message)


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
                "if so, make them one in emendations.toml, or list both as forms of one entry in glossary.toml",
                minor=True,
            )


def missing_glyphs(book: Book, passages: dict[str, tuple[Passage, ...]]) -> Iterator[Query]:
    """A character that the font of the PDF does not have; asked once for each, at its first place."""
    asked: set[str] = set()
    for chapter in book.chapters:
        for passage in passages[chapter.key]:
            unknown = {char for char in passage.text if ord(char) not in font_characters() and not char.isspace()}
            for char in sorted(unknown - asked, key=passage.text.index):
                at = passage.text.index(char)
                yield chapter.ask(
                    "glyph.missing",
                    passage.span(at, at + 1),
                    f"the font of the PDF has no “{char}” (U+{ord(char):04X})",
                    "look at it in the PDF: it is set in whatever font has it, or as a box",
                    minor=True,
                )
            asked |= unknown


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

CHECKS: tuple[Rule, ...] = ()
CHAPTER_CHECKS = (unclosed_brackets, missing_stops, undecided_hyphens, pages_elsewhere)
BOOK_CHECKS = (hyphen_variants, name_variants, missing_glyphs)


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


def _passage(paragraph: Paragraph, introduces: bool) -> Passage:
    text: list[str] = []
    offsets: list[int] = []
    for leaf in flatten(paragraph.inlines):
        span, words = leaf_span(leaf), words_of(leaf)
        if span is not None and words:
            text.append(words)
            offsets += range(span.start, span.end)
    return Passage("".join(text), tuple(offsets), isinstance(paragraph, Heading), introduces)


def _ask_emendation(chapter: Chapter, code: str, span: Span, message: str) -> Query:
    """A query that an emendation would settle, with the lines to paste into emendations.toml."""
    words = json.dumps(_unique_words(chapter, span), ensure_ascii=False)
    stub = f'[[emendation]]\nfind = {words}\nreplace = {words}\nreason = "…"'
    hint = f"correct it in emendations.toml: find = {words}"
    return chapter.ask(code, span, message, hint, stub=stub)


def _unique_words(chapter: Chapter, span: Span) -> str:
    """The words around a place, as many as it takes to find them in no other place of the chapter."""
    text = chapter.cleaned.text
    for reach in (12, 30, 60, 120):
        line_start, line_end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        left = text.rfind(" ", line_start, max(line_start, span.start - reach)) + 1 or line_start
        right = text.find(" ", span.end + reach, line_end if line_end >= 0 else len(text))
        words = text[left : right if right >= 0 else (line_end if line_end >= 0 else len(text))]
        if text.count(words) == 1:
            break
    return words
