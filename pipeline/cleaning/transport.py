"""Transport rules: they repair what was done to a text on its way, and nothing an author or a printer did."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

Found = Iterator[tuple[int, int, str]]

_LINE_END = re.compile("\r\n|[\r\f\x0b\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("\u00ad\n(?=\\S)|[\x01-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_EXOTIC_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BROKEN_WORD = re.compile(r"\w(?:-|--|—|–)\Z")
_LABEL = re.compile(r"(?:\[?\d{1,3}[\].)]|[*†‡§•-])\s")
"""What a line begins with whose following lines hang: the label of a note or of an item."""

_TRAILING = re.compile(r"[ \t]+(?=\n|\Z)")
_GAP = re.compile(r"(?<=[^\s.]) {2,3}(?=\S)|(?<=\.) {2,3}(?=\S)")

MIN_WRAP, MAX_WRAP = 45, 100
"""Hard wrapping happens at 45 to 100 columns; below lies verse, above paragraphs of one line."""

WRAP_SLACK = 2
"""Columns by which a wrapped line may fall short of what would still have fitted."""


def line_ends(text: str) -> Found:
    r"""Line ends of Windows, old Macintosh, word processors and Unicode, and form feeds: `a\r\nb` → `a\nb`."""
    for match in _LINE_END.finditer(text):
        yield match.start(), match.end(), "\n"


def invisible(text: str) -> Found:
    r"""Byte-order marks, zero-width spaces, soft hyphens, control characters: `re\u00advolt` → `revolt`.

    A soft hyphen at a line end goes with the line end: it says that one word was broken there.
    """
    for match in _INVISIBLE.finditer(text):
        yield match.start(), match.end(), ""


def exotic_spaces(text: str) -> Found:
    r"""Spaces a web page or word processor put in place of plain ones: `a\u00a0b` → `a b`."""
    for match in _EXOTIC_SPACE.finditer(text):
        yield match.start(), match.end(), " "


def decomposed(text: str) -> Found:
    r"""Letters stored as base and accent (Unicode NFD, as macOS writes it): `nai\u0308ve` → `naïve`."""
    for match in _DECOMPOSED.finditer(text):
        yield match.start(), match.end(), unicodedata.normalize("NFC", match.group())


def ligatures(text: str) -> Found:
    """Typesetters' ligatures stored as characters (U+FB00–FB06): `ﬁrst` → `first`."""
    for match in _LIGATURE.finditer(text):
        yield match.start(), match.end(), unicodedata.normalize("NFKC", match.group())


def trailing_spaces(text: str) -> Found:
    r"""Blanks at the end of a line: `a  \nb` → `a\nb`."""
    for match in _TRAILING.finditer(text):
        yield match.start(), match.end(), ""


def double_spaces(text: str) -> Found:
    """Two or three blanks between words: `end.  Then` → `end. Then`. A line with columns of them is left alone."""
    start = 0
    for line in text.split("\n"):
        gaps = list(_GAP.finditer(line))
        typed = [gap for gap in gaps if line[gap.start() - 1] not in ".!?:;"]
        if len(typed) < 2:
            for gap in gaps:
                yield start + gap.start(), start + gap.end(), " "
        start += len(line) + 1


def wrapped_lines(text: str) -> Found:
    r"""Lines broken at a fixed width: `… of the\nwaverers` → `… of the waverers`.

    A line is joined to the next only if the next word would not have fitted into the width of the text: that is how
    every program that fills lines breaks them, and verse, lists, letter heads and signatures do not. No blank is put
    after a hyphen or dash at the line's end: it belongs to the word that follows.
    """
    width = _wrap_width(text)
    if width is None:
        return
    lines = text.split("\n")
    position = 0
    for line, following in pairwise(lines):
        position += len(line)
        if _is_filled(line, following, width):
            indent = len(following) - len(following.lstrip())
            yield position, position + 1 + indent, "" if _BROKEN_WORD.search(line) else " "
        position += 1


def _wrap_width(text: str) -> int | None:
    """The column at which the text was filled, if it was: the width most line breaks inside paragraphs agree on.

    Lines that mostly begin with capitals are verse, however long they are.
    """
    lines = text.split("\n")
    inner = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(inner) < 3 or sum(len(a) > MAX_WRAP for a, _ in inner) * 20 > len(inner):
        return None
    lengths = Counter(len(a) for a, _ in inner if MIN_WRAP <= len(a) <= MAX_WRAP)
    if sum(lengths.values()) * 2 < len(inner) or sum(b.lstrip()[0].isupper() for _, b in inner) * 2 > len(inner):
        return None
    common = [length for length, count in lengths.items() if count * 50 >= len(inner)]
    width = max(common, default=max(lengths))
    filled = sum(_is_filled(a, b, width) for a, b in inner)
    return width if filled * 2 > len(inner) else None


def _is_filled(line: str, following: str, width: int) -> bool:
    if not line.strip() or not following.strip():
        return False
    if following[0].isspace() > line[0].isspace() and not _LABEL.match(line):
        return False
    first = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(first) > width - WRAP_SLACK and len(line) >= width // 2
