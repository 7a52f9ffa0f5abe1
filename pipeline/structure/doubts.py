"""Doubts: plain paragraphs whose form may be another, a title, an item, a row of a table: the editor is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from ..document import Chapter
from ..queries import Query
from ..tree import Block, Heading, Para, plain_text, span_of
from .headings import may_be_title

LONGEST_TITLE, SHORTEST_PROSE = 40, 200
"""Characters: a title that is asked about has at most so many, the paragraphs round it at least."""

FEWEST = 3
"""Paragraphs one after the other that look like items or rows before the editor is asked."""

_WEIGHTY = re.compile(r"[^\W\d_]{4,}")
_ITEM = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[-•*–])\s")
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\S")
_ENDED = re.compile(r"[.!?:…][\"”’)\]]*$")


def ask_about_forms(chapter: Chapter, off: frozenset[str]) -> Chapter:
    """The chapter with a query where a reading that is switched on may have missed a form."""
    blocks = chapter.blocks
    asked: list[Query] = []
    asked += _titles(chapter, blocks) if "read.headings" not in off else ()
    asked += _runs(chapter, blocks, _ITEM, "list.perhaps", "items of a list") if "read.lists" not in off else ()
    asked += _runs(chapter, blocks, _COLUMNS, "table.perhaps", "rows of a table") if "read.tables" not in off else ()
    return replace(chapter, queries=(*chapter.queries, *asked))


def _titles(chapter: Chapter, blocks: Sequence[Block]) -> Iterator[Query]:
    """A capitalised line without a stop between two long paragraphs: `London`."""
    for before, block, after in zip(blocks, blocks[1:], blocks[2:], strict=False):
        text = _text(block)
        is_title = len(text) <= LONGEST_TITLE and _WEIGHTY.search(text) and may_be_title(text)
        if is_title and _is_prose(before) and _is_prose(after):
            yield chapter.ask(
                "heading.perhaps",
                span_of(block),
                f"“{text}” may be a heading; it is set as a paragraph",
                "if it is one, number it or set it in capitals in emendations.toml, or name it in split",
                minor=True,
            )


def _runs(chapter: Chapter, blocks: Sequence[Block], form: re.Pattern[str], code: str, what: str) -> Iterator[Query]:
    """Short paragraphs one after the other of one form that were not read as what they seem to be."""
    for seems, group in groupby(blocks, key=lambda block: len(_text(block)) < SHORTEST_PROSE and _has(form, block)):
        run = list(group)
        if seems and len(run) >= FEWEST:
            yield chapter.ask(
                code,
                span_of(run[0]),
                f"{len(run)} paragraphs from here on may be {what}; they are set as paragraphs",
                "give them one form in emendations.toml or in the source, or leave them",
                minor=True,
            )


def _has(form: re.Pattern[str], block: Block) -> bool:
    text = _text(block)
    return bool(form.match(text) if form is _ITEM else form.search(text))


def _text(block: Block) -> str:
    is_plain = isinstance(block, Para) and block.role == "text"
    return plain_text(block.inlines) if is_plain and isinstance(block, Para) else ""


def _is_prose(block: Block) -> bool:
    text = _text(block)
    return isinstance(block, Heading) or (len(text) >= SHORTEST_PROSE and _ENDED.search(text) is not None)
