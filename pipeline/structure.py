"""Structure: a cleaned text becomes blocks: paragraphs, headings, block quotations, thought breaks.

Every line that is left after cleaning is a block of its own; where the form of a line is unsure it is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .document import Block, Break, Chapter, Cleaned, Heading, Para, Quote, Str
from .ledger import Mark, Span
from .settings import ChapterSettings

_BREAK = re.compile(r"(?:[*⁂·•#~]\s*){1,7}|[-–—_]{3,}|(?:[-–—]\s+){2,}[-–—]")
_NUMBERED_HEADING = re.compile(
    r"(?:(?:chapter|part|book|section|letter|essay|lecture|act|appendix|volume)\s+(?:[ivxlcdm]+|\d+|[a-z]+)\b.{0,60}"
    r"|(?:preface|introduction|foreword|conclusion|epilogue|prologue|postscript|appendix|contents)\.?"
    r"|(?-i:[IVXLC]+\.?))",
    re.IGNORECASE,
)
_APPARATUS_HEADING = re.compile(
    r"(?:the\s+)?(?:foot|end)?notes?(?:\s+(?:and\s+references|to\b.{1,60}))?\s*[.:]?"
    r"|references\s*[.:]?|anmerkungen|fu(?:ß|ss)noten|примечания|сноски",
    re.IGNORECASE,
)
_TITLE_NUMBER = re.compile(r"[IVXLC]+\.\s+")
_SAYING = re.compile(
    r"\b(?:declar|demand|insist|stat|wr[io]t|sa(?:id|ys)|saying|announc|repl(?:y|ied)|answer|argu|add|resolv|proclaim"
    r"|read|ran|continu|conclud|observ|remark|explain|report|telegraph|wired?|quot)\w*\b[^.!?]{0,60}$"
)
_OPEN_CLAUSE = re.compile(r"(?:\b(?:that|as follows|the following)|,)$")
_STOP = re.compile(r"[.!?…:;][\"'”’)\]]*\d{0,3}$")

LONGEST_HEADING = 80
"""Characters; a longer line is prose, whatever its letters."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space at its ends; `isolated` between blank lines."""

    span: Span
    text: str
    isolated: bool


def is_apparatus_heading(text: str) -> bool:
    """Whether a line announces notes: `Footnotes`, `Notes to chapter 3`, `Anmerkungen`."""
    return _APPARATUS_HEADING.fullmatch(text.strip()) is not None


def read_structure(cleaned: Cleaned, settings: ChapterSettings, key: str) -> Chapter:
    """The blocks of a text, each leaf with its span. A first line that repeats the chapter's title is a mark."""
    lines = list(_lines(cleaned.text))
    marks: list[Mark] = []
    if lines and _same_words(lines[0].text, settings.title):
        marks.append(Mark(lines.pop(0).span, "heading.title"))
    blocks: list[Block] = []
    for index, line in enumerate(lines):
        before = lines[index - 1].text if index else ""
        blocks.append(_read_line(line, before))
    return Chapter(key, settings, cleaned, tuple(blocks), marks=tuple(marks))


def _lines(text: str) -> Iterator[Line]:
    for match in re.finditer(r"\S[^\n]*", text):
        stripped = match.group().rstrip()
        before, after = text[max(0, match.start() - 2) : match.start()], text[match.end() : match.end() + 2]
        isolated = before in {"", "\n\n"} and after == "\n\n"
        yield Line(Span(match.start(), match.start() + len(stripped)), stripped, isolated)


def _same_words(one: str, other: str) -> bool:
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())


def _read_line(line: Line, before: str) -> Block:
    if _BREAK.fullmatch(line.text):
        return Break(line.span)
    inlines = (Str(line.text, line.span),)
    if _is_heading(line):
        return Heading(inlines)
    if before and _introduces_quotation(before) and _shifts_voice(line.text):
        return Quote((Para(inlines),))
    return Para(inlines)


def _is_heading(line: Line) -> bool:
    if len(line.text) > LONGEST_HEADING:
        return False
    if _NUMBERED_HEADING.fullmatch(line.text) or is_apparatus_heading(line.text):
        return True
    words = re.findall(r"[^\W\d_]+", line.text)
    in_capitals = line.text.isupper() and sum(map(len, words)) >= 4 and line.text[0].isalpha()
    return in_capitals or (line.isolated and _is_title(line.text))


def _is_title(text: str) -> bool:
    """Whether a line is capitalised as titles are: `III. Of the Association of Ideas`, `The Great Towns`."""
    numbered, words = _TITLE_NUMBER.match(text), re.findall(r"[^\W\d_][\w’'-]*", text)
    weighty = [word for word in words if len(word) > 3]
    if len(words) < 3 or not weighty or re.search(r"[.,;:!?…—=$%*\[\]“”\"]$|[$=%\[\]_|]", text):
        return False
    if numbered:
        return numbered.end() < len(text) and text[numbered.end()].isupper()
    return text[0].isupper() and not re.search(r"[\d,]", text) and all(word[0].isupper() for word in weighty)


def _introduces_quotation(text: str) -> bool:
    """A paragraph that ends in the middle of saying something: `… declared:`, `He argued that`."""
    if text.endswith(":"):
        return _SAYING.search(text[-100:-1]) is not None
    return _OPEN_CLAUSE.search(text) is not None and _SAYING.search(text[-100:]) is not None


def _shifts_voice(text: str) -> bool:
    """A quotation set as a block has no quotation marks, begins a sentence and ends one; a list item does not."""
    return text[0].isupper() and _STOP.search(text) is not None and not re.match(r"\w{1,3}[.)]\s", text)
