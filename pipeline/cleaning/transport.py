"""Transport rules: they repair what was done to a text on its way, and nothing an author or a printer did."""

from __future__ import annotations

import re
import unicodedata

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import is_bad

from .rule import Found

_LINE_END = re.compile("\r\n|[\r\f\x0b\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("\u00ad\n(?=\\S)|[\x01-\x08\x0e-\x1b\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_LINE = re.compile(r"[^\n]+")
_MOJIBAKE = TextFixerConfig(fix_c1_controls=False)
_EXOTIC_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_TRAILING = re.compile(r"[ \t]+(?=\n|\Z)")
_GAP = re.compile(r"(?<=[^\s.]) {2,3}(?=\S)|(?<=\.) {2,3}(?=\S)")


def line_ends(text: str) -> Found:
    r"""Line ends of Windows, old Macintosh, word processors and Unicode, and form feeds: `a\r\nb` → `a\nb`."""
    for match in _LINE_END.finditer(text):
        yield match.start(), match.end(), "\n"


def mojibake(text: str) -> Found:
    """Text that was decoded in a wrong encoding, as ftfy finds and undoes it: `â€œnaÃ¯veâ€` → `“naïve”`."""
    for line in _LINE.finditer(text):
        if not line.group().isascii() and is_bad(line.group()):
            yield from _runs_apart(line.start(), line.group(), fix_encoding(line.group(), _MOJIBAKE))


def _runs_apart(start: int, before: str, after: str) -> Found:
    """One edit for each run that is not ASCII, where these answer each other; else one for the whole line."""
    runs, others = list(_NON_ASCII.finditer(before)), _NON_ASCII.findall(after)
    if len(runs) == len(others) and _NON_ASCII.split(before) == _NON_ASCII.split(after):
        yield from ((start + run.start(), start + run.end(), other) for run, other in zip(runs, others, strict=True))
    else:
        yield start, start + len(before), after


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
