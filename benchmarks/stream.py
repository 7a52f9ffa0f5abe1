"""The stream: a text as its reader sees it, one string in which every break is one character.

Both the clean text and what the pipeline makes of a damaged one are brought into this form and then compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from msgspec import Struct
from msgspec.structs import astuple

from pipeline.document import Chapter
from pipeline.ledger import Span
from pipeline.tree import Block, Break, Inline, Str

PARAGRAPH, LINE, SET_LINE = "\n", "\v", "\f"
"""The breaks: between paragraphs, between lines of verse, between lines of lists, tables and letter heads."""

BREAKS = PARAGRAPH + LINE + SET_LINE

_UNSEEN = frozenset({"NoteRef", "PageBreak"})
_RUNNING = frozenset({"Para", "Heading", "Quote", "Break"})
"""Blocks whose own blocks are paragraphs; in every other (verse, lists, tables) the lines of the source are lines."""

_COLUMN = re.compile(r"[ \t]{3,}|\t")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words shown, where they stand in the cleaned text, and whether lines are kept in their block (`lined`).

    A piece of `LINE` alone is a break that the tree itself declares.
    """

    text: str
    span: Span | None
    paragraph: int
    lined: bool


def plain(stream: str) -> str:
    """The stream with all kinds of breaks alike."""
    return stream.replace(LINE, PARAGRAPH).replace(SET_LINE, PARAGRAPH)


def one_space(line: str) -> str:
    """A line without the blanks at its ends; wide gaps and tabs, which only part columns, are one blank."""
    return _COLUMN.sub(" ", line.strip())


def visible(chapter: Chapter) -> str:
    """What a chapter shows, page numbers and note calls left out.

    The tree is walked by what every node of it is made of (leaves with spans, tuples of children), so that a new kind
    of block needs no word here.
    """
    text, parts = chapter.cleaned.text, []
    before: Piece | None = None
    for piece in _pieces(chapter.blocks, text):
        parts.append(_between(before, piece, text) if before else "")
        words = re.sub(r"[ \t]*\n[ \t]*", LINE if piece.lined else " ", piece.text)
        parts.append(_COLUMN.sub(" ", words))
        before = piece
    return re.sub(rf" *([{BREAKS}])[ {BREAKS}]*", r"\1", "".join(parts)).strip(" " + BREAKS)


def _between(one: Piece, other: Piece, text: str) -> str:
    """What parts two leaves: nothing in a paragraph, a break between paragraphs, their own gap in lists and verse."""
    if LINE in (one.text, other.text) or (one.paragraph == other.paragraph and not one.lined):
        return ""
    if not (one.lined and other.lined and one.span and other.span):
        return PARAGRAPH
    gap = text[one.span.end : other.span.start]
    lines = gap.count("\n")
    if lines:
        return LINE if lines == 1 else PARAGRAPH
    return " " if gap else ""


def _pieces(blocks: tuple[Block, ...], text: str) -> Iterator[Piece]:
    counter = [0]
    for block in blocks:
        yield from _walk(block, text, counter, lined=_keeps_lines(block))


def _walk(node: object, text: str, counter: list[int], *, lined: bool) -> Iterator[Piece]:
    """The leaves below a node; every node that is no inline begins a paragraph."""
    kind = type(node).__name__
    if not isinstance(node, get_args(Inline)):
        counter[0] += 1
    if isinstance(node, Str):
        yield Piece(node.text, node.span, counter[0], lined)
    elif isinstance(node, Break):
        yield Piece(node.span.of(text), node.span, counter[0], lined)
    elif kind == "LineBreak":
        yield Piece(LINE, None, counter[0], lined)
    elif kind not in _UNSEEN and isinstance(node, Struct):
        for value in astuple(node):
            for child in _children(value):
                yield from _walk(child, text, counter, lined=lined or _keeps_lines(child))


def _keeps_lines(node: object) -> bool:
    return isinstance(node, get_args(Block)) and type(node).__name__ not in _RUNNING


def _children(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for item in value:
            yield from _children(item)
    elif isinstance(value, Struct) and not isinstance(value, Span):
        yield value
