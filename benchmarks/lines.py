"""Faults of lines and pages: what filling programs, printers and scanners do to a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from .letters import Changes, break_points

RUNNING_TEXT = 90
"""Characters from which a paragraph may begin with an indent instead of an empty line; headings are shorter."""

_MISREAD = str.maketrans("0158IOE", "OlSB10F")
_LETTERS = re.compile(r"[^\W\d_]{5,}")


def wrapped(text: str, rng: Random, *, hyphenate: bool = False) -> Changes:
    """Prose filled to a width of 60 to 80; paragraphs parted by an empty line or, in half of the books, by an indent.

    Lines are broken at blanks only; with `hyphenate` also inside words where a dictionary allows it, and after the
    hyphens that words have of their own.
    """
    width, indent = rng.randint(60, 80), rng.choice(("", "", "   ", "    "))
    start, before = 0, ""
    for block in text.split("\n\n"):
        is_indented = bool(indent) and _is_running(before) and _is_running(block)
        if is_indented:
            yield start - 2, start, "\n" + indent
        if "\n" not in block.strip("\n"):
            column = len(indent) if is_indented else 0
            for first, last, after in _fill(block, column, width, rng if hyphenate else None):
                yield start + first, start + last, after
        start, before = start + len(block) + 2, block


def _is_running(block: str) -> bool:
    return len(block) >= RUNNING_TEXT and "\n" not in block.strip("\n")


def _fill(block: str, column: int, width: int, rng: Random | None) -> Changes:
    """The breaks that fill one paragraph, `column` characters of its first line being taken."""
    end = None
    for word in re.finditer(r"[^ \n]+", block):
        gap = 0 if end is None else word.start() - end
        if end is not None and column + gap + len(word.group()) > width:
            room = width - column - gap
            cut, hyphen = _cut(word.group(), room) if rng and rng.random() < 0.7 else (0, "")
            if cut:
                yield word.start() + cut, word.start() + cut, hyphen + "\n"
            else:
                yield end, word.start(), "\n"
            column = len(word.group()) - cut
        else:
            column += gap + len(word.group())
        end = word.end()


def _cut(word: str, room: int) -> tuple[int, str]:
    """Where to cut a word so that its beginning fits into `room`, and the hyphen to set there; 0 for nowhere."""
    cuts = [(own.end(), "") for own in re.finditer(r"(?<=\w\w)-(?=\w\w)", word) if own.end() <= room]
    for core in _LETTERS.finditer(word):
        points = [core.start() + point for point in break_points(core.group())]
        cuts += [(point, "-") for point in points if point < room]
    return max(cuts, default=(0, ""))


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How the pages of one scanned book look."""

    length: int
    first: int
    heads: bool
    folio: Literal["head", "foot", "foot with dashes"]
    blanks: int
    verso: str
    recto: str

    @classmethod
    def of(cls, text: str, rng: Random) -> PageStyle:
        """A style at random; the head on right pages is the book's first line."""
        heads = rng.random() < 0.75
        return cls(
            length=rng.randint(30, 42),
            first=rng.choice((1, 37, 112, 386)),
            heads=heads,
            folio=rng.choice(("head", "foot", "foot with dashes") if heads else ("foot", "foot with dashes")),
            blanks=rng.choice((0, 1, 1, 2)),
            verso=rng.choice(("SELECTED WORKS", "THE LIBRARY OF THE PEOPLE", "ESSAYS AND ADDRESSES")),
            recto=text.strip().split("\n", 1)[0].upper()[:40],
        )


def pages(text: str, rng: Random, *, feed: str = "") -> Changes:
    """Pages with running heads and folios, misread by a scanner now and then; they cut paragraphs where they end.

    Where a page ends with a paragraph, nothing but the length of its last line and the next indent tells.
    """
    style = PageStyle.of(text, rng)
    for number, newline in enumerate(_page_ends(text, style.length, rng), style.first):
        foot = _folio(number, style, rng) if style.folio != "head" else ""
        head = feed + (_head(number + 1, style, rng) if style.heads else "")
        parting = "\n" * (style.blanks + 1)
        end = newline + (2 if text.startswith("\n\n", newline) else 1)
        yield newline, end, parting + "".join(part + parting for part in (foot, head) if part)


def form_feeds(text: str, rng: Random) -> Changes:
    r"""Pages that only a form feed parts, as programs that read PDF files write it: `the\n\fArmy`."""
    for newline in _page_ends(text, rng.randint(30, 42), rng):
        yield newline + 1, newline + 1, "\f"


def _page_ends(text: str, length: int, rng: Random) -> Iterator[int]:
    """The line ends at which pages end: after `length` lines, or one less; never the last of the text."""
    lines, due = 0, length
    for match in re.finditer(r"(?<=[^\n])\n(?=[^\n]|\n[^\n])", text):
        lines += 1
        if lines >= due:
            yield match.start()
            lines, due = 0, length - rng.randint(0, 1)


def _head(number: int, style: PageStyle, rng: Random) -> str:
    """The running head: title and number on the left page, number last on the right; one in 20 was not scanned."""
    if rng.random() < 0.05:
        return ""
    words = _scan(style.recto if number % 2 else style.verso, rng)
    if style.folio != "head":
        return words
    gap, digits = " " * rng.randint(1, 24), _scan(str(number), rng)
    return words + gap + digits if number % 2 else digits + gap + words


def _folio(number: int, style: PageStyle, rng: Random) -> str:
    if rng.random() < 0.05:
        return ""
    digits = _scan(str(number), rng)
    return f"- {digits} -" if style.folio == "foot with dashes" else " " * rng.choice((0, 0, 34)) + digits


def _scan(words: str, rng: Random) -> str:
    """Words as a scanner reads them: one head or number in six with its characters confused."""
    return words.translate(_MISREAD) if rng.random() < 1 / 6 else words


def page_lines(text: str, rng: Random) -> Changes:
    """`page 392` on a line of its own, every 1,500 to 2,500 characters, one in three between paragraphs.

    The others cut a sentence: between two sentences nobody could tell whether there had been a paragraph.
    """
    number, due, between = rng.randint(10, 400), rng.randint(300, 2500), False
    for match in re.finditer(r"(?<=[\w,;]) (?=\w)|(?<=\S)\n\n(?=\S)", text):
        is_between = match.group() == "\n\n"
        if match.start() < due or is_between != between or not (is_between or _inside_prose(text, match.start())):
            continue
        yield *match.span(), f"\n\npage {number}\n\n"
        number, due, between = number + 1, match.start() + rng.randint(1500, 2500), rng.random() < 1 / 3


def page_marks(text: str, rng: Random) -> Changes:
    """`[p. 107]` inside a paragraph, in the one way or the other (`[p.107]`), every 1,500 to 2,500 characters."""
    number, due, form = rng.randint(10, 400), rng.randint(300, 2500), rng.choice(("[p. {}] ", "[p.{}] "))
    for match in re.finditer(r"(?<=\S) (?=\w)", text):
        if match.start() >= due and _inside_prose(text, match.start()):
            yield match.end(), match.end(), form.format(number)
            number, due = number + 1, match.start() + rng.randint(1500, 2500)


def _inside_prose(text: str, offset: int) -> bool:
    """Whether a place is in a long line: not in verse, a list or a heading."""
    return text.find("\n", offset) - text.rfind("\n", 0, offset) > RUNNING_TEXT


def lost_indents(text: str, rng: Random) -> Changes:
    """Blanks at the beginning of lines lost, as in pasting from a web page."""
    for match in re.finditer(r"(?m)^[ \t]+", text):
        yield *match.span(), ""


def mixed_line_ends(text: str, rng: Random) -> Changes:
    r"""Line ends of three systems in one file, each over some 20 paragraphs: `a\nb` → `a\r\nb`."""
    end = "\n"
    for match in re.finditer(r"\n+", text):
        if rng.random() < 0.05:
            end = rng.choice(("\r\n", "\r", "\n"))
        yield *match.span(), end * len(match.group())
