"""Headings: what heads a part of a text, and what announces its notes, told by the form of the line."""

from __future__ import annotations

import re

from .lines import TextLine

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
_ROMAN = re.compile(r"[IVXLCDM]+\.?")

_SMALL_WORDS = frozenset("a an and as at but by for from in nor of on or the to with".split())

LONGEST_HEADING = 80
"""Characters; a longer line is prose, whatever its letters."""


def is_apparatus_heading(text: str) -> bool:
    """Whether a line announces notes: `Footnotes`, `Notes to chapter 3`, `Anmerkungen`."""
    return _APPARATUS_HEADING.fullmatch(text.strip()) is not None


def is_heading(line: TextLine) -> bool:
    """Whether a line heads what follows: numbered, in capitals, or capitalised as titles are and standing alone."""
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


def in_title_case(text: str) -> str:
    """`II. THE FIRST SOCIETIES` → `II. The First Societies`; other titles stay as they are."""
    if not text.isupper() or len(text) <= 8:
        return text
    words = [word if _ROMAN.fullmatch(word) else capitalise(word.lower()) for word in text.split()]
    return " ".join(word.lower() if n and word.lower() in _SMALL_WORDS else word for n, word in enumerate(words))


def capitalise(text: str) -> str:
    """`the people’s book` → `The People’s Book`; `str.title` would make it `People’S`."""
    return re.sub(r"(?<![\w’'])[^\W\d_]", lambda first: first.group().upper(), text)
