"""Reading: a cleaned text becomes blocks: headings, paragraphs, block quotations, thought breaks.

Every line that is left after cleaning is a block of its own; where the form of a line is unsure it is a paragraph.
"""

from __future__ import annotations

import re

from ..document import Block, Break, Chapter, Cleaned, Heading, Para, Quote, Str
from ..ledger import Mark
from ..settings import ChapterSettings
from .headings import is_heading
from .lines import TextLine, lines_of
from .quotations import is_quotation

_BREAK = re.compile(r"(?:[*⁂·•#~]\s*){1,7}|[-–—_]{3,}|(?:[-–—]\s+){2,}[-–—]")


def read_structure(cleaned: Cleaned, settings: ChapterSettings, key: str, off: frozenset[str] = frozenset()) -> Chapter:
    """The blocks of a text, each leaf with its span. A first line that repeats the chapter's title is a mark.

    `off` names the readings that the editor has switched off.
    """
    lines = list(lines_of(cleaned.text))
    marks: list[Mark] = []
    if lines and _same_words(lines[0].text, settings.title):
        marks.append(Mark(lines.pop(0).span, "heading.title"))
    befores = ["", *(line.text for line in lines)]
    blocks = tuple(_read_line(line, before, off) for line, before in zip(lines, befores, strict=False))
    return Chapter(key, settings, cleaned, blocks, marks=tuple(marks))


def _same_words(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def _read_line(line: TextLine, before: str, off: frozenset[str]) -> Block:
    inlines = (Str(line.text, line.span),)
    if "read.breaks" not in off and _BREAK.fullmatch(line.text):
        return Break(line.span)
    if "read.headings" not in off and is_heading(line):
        return Heading(inlines)
    if "read.quotations" not in off and is_quotation(line.text, before):
        return Quote((Para(inlines),))
    return Para(inlines)
