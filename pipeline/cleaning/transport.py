"""Transport rules: they repair what was done to a text on its way, and nothing an author or a printer did."""

from __future__ import annotations

import re
import unicodedata

from ..scripts import RIGHT_TO_LEFT
from .rule import Found

_LINE_END = re.compile("\r\n|[\r\x0b\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "\u00ad[ \\t]*\n(?=\\S)|[\x01-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b\u2060-\u2064\ufeff\ufffe\uffff]"
    "|[\u200c-\u200f\u202a-\u202e\u2066-\u2069]"
)
_JOINED = re.compile(
    "[\u0600-\u0dff\u0e80-\u109f\u1780-\u18af\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\ufe0f"
    "\u2600-\u27bf\U0001f000-\U0001faff]"
)
_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁ"
_EXOTIC_SPACE = re.compile(
    rf"[\u2000-\u200a\u202f\u205f\u3000]|\u00a0(?!(?<=(?<!\w)[{_CAPITAL}]\.\u00a0)[^\W\d_])(?!(?<=\S\u00a0)[–—])"
)
"""What is put in place of a plain space; a no-break space after an initial or before a dash is meant."""
_ACCENTS = re.compile("[\u0300-\u036f]+")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_TRAILING = re.compile(r"(?<![ \t])[ \t]++(?=\n|\Z)")
_GAP = re.compile(r"  +(?=\S)")
_CELL = re.compile(r"(?<=\S) {2,}(?=\S)")
_WIDE = re.compile(r"\S(?: {4}|\t)\s*\S")
_JOINERS = frozenset("\u200c\u200d")
_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

LONGEST_ROW = 150
"""Characters up to which a line may be a row of a table rather than a paragraph."""


def line_ends(text: str) -> Found:
    r"""Line ends of Windows, old Macintosh, word processors and Unicode: `a\r\nb` → `a\nb`."""
    for match in _LINE_END.finditer(text):
        yield match.start(), match.end(), "\n"


def invisible(text: str) -> Found:
    r"""Byte-order marks, zero-width spaces, soft hyphens, control characters: `re\u00advolt` → `revolt`.

    A soft hyphen at a line end goes with the line end: it says that one word was broken there. Joiners stay beside
    letters and emoji that they shape (Persian, the scripts of India); marks of direction, in lines written from the
    right.
    """
    for match in _INVISIBLE.finditer(text):
        start, end = match.span()
        sign = text[start]
        if sign in _JOINERS and _JOINED.search(text, start - 1, end + 1):
            continue
        if sign in _DIRECTIONS and RIGHT_TO_LEFT.search(text, *_line(text, start)):
            continue
        yield start, end, ""


def _line(text: str, position: int) -> tuple[int, int]:
    """Where the line a position is in begins and ends."""
    end = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, end if end >= 0 else len(text)


def exotic_spaces(text: str) -> Found:
    r"""Spaces a web page or word processor put in place of plain ones: `a\u00a0b` → `a b`, but `J.\u00a0Smith`."""
    for match in _EXOTIC_SPACE.finditer(text):
        yield match.start(), match.end(), " "


def decomposed(text: str) -> Found:
    r"""Letters stored as base and accent (Unicode NFD, as macOS writes it): `nai\u0308ve` → `naïve`."""
    for match in _ACCENTS.finditer(text):
        start = match.start() - 1
        if start >= 0 and text[start].isalpha():
            yield start, match.end(), unicodedata.normalize("NFC", text[start : match.end()])


def ligatures(text: str) -> Found:
    """Typesetters' ligatures stored as characters (U+FB00–FB06): `ﬁrst` → `first`."""
    for match in _LIGATURE.finditer(text):
        yield match.start(), match.end(), unicodedata.normalize("NFKC", match.group())


def trailing_spaces(text: str) -> Found:
    r"""Blanks at the end of a line: `a  \nb` → `a\nb`."""
    for match in _TRAILING.finditer(text):
        yield match.start(), match.end(), ""


def double_spaces(text: str) -> Found:
    """Two or three blanks between words: `end.  Then` → `end. Then`. Rows of a table keep their columns."""
    start, end, is_row = 0, -1, False
    for gap in _GAP.finditer(text):
        if gap.end() - gap.start() > 3 or not text[gap.start() - 1 : gap.start()].strip():
            continue
        if gap.start() > end:
            start, end = _line(text, gap.start())
            is_row = end - start <= LONGEST_ROW and _is_row(text, start, end)
        if not is_row:
            yield gap.start(), gap.end(), " "


def _is_row(text: str, start: int, end: int) -> bool:
    """Whether a line is a row of a table: a gap is wide, most are, or two are above or below others like them."""
    line = text[start:end]
    if _WIDE.search(line):
        return True
    cells = [gap for gap in _CELL.finditer(line) if line[gap.start() - 1] not in ".!?:;"]
    if len(cells) > 1 and len(cells) * 2 >= len(line.split()) - 1:
        return True
    if line.count("  ") < 2:
        return False
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    below = text[end + 1 : max(end + 1, text.find("\n", end + 1))]
    return any(len(near) <= LONGEST_ROW and _aligned(line, near) > 1 for near in (above, below))


def _aligned(line: str, near: str) -> int:
    """How many gaps between the cells of a line begin or end where gaps of another line do."""
    gaps = [gap.span() for gap in _CELL.finditer(near)]
    starts, ends = {start for start, _ in gaps}, {end for _, end in gaps}
    return sum(gap.start() in starts or gap.end() in ends for gap in _CELL.finditer(line))
