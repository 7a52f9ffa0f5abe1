"""Partings: what stands between two pages once nothing but their text is left: a paragraph's end, a line's, a blank.

A page ends with its paragraph if its last line is short, or the next page begins with an indent where indents begin
paragraphs. Above notes at a page's foot nothing is joined, for the text goes on elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec import Struct

from .furniture import Boundary, Pages
from .lines import Lines, is_finished, is_title
from .rule import Evidence
from .wrapping import Wrap, is_filled, is_one_word

RUNNING_TEXT = 60
"""Characters from which a line is one of prose, where paragraphs are not broken into lines."""

PART_OF_IT = 40
"""Characters from which it is, if it breaks off in a sentence that goes on with a small letter."""

SHORT = 0.8
"""The part of the width up to which a line of a wrapped text may be one of verse, a list or a table."""

PARAGRAPH, LINE, WORD, NOTHING = "\n\n", "\n", " ", ""
"""What comes in place of a page's end: the end of a paragraph, of a line, of a word, of no more than a syllable."""

_SIGN = re.compile(r"[ \t]{0,3}([*†‡§¶+]{1,3})[ \t]*(?=[^\W\d_]|[\"“‘«(\[])")
_LABEL = re.compile(r"[ \t]{0,3}[\[(]?(\d{1,3}|[¹²³⁴-⁹⁰]{1,3})(?:[\])]?[.:]?[ \t]+|(?<=[¹²³⁴-⁹⁰]))(?=\S)")
_RULE = re.compile(r"[ \t]*_{3,}[ \t]*")
_ITEM = re.compile(r"[ \t]*(?:[-–—•*]\s|\(?(?:\d{1,3}|[a-z])[.)]\s)")
_QUOTE = re.compile(r"[ \t]*[\"'“‘«„]")
_HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-‐]\Z")
_DASH = re.compile(r"\w(?:[-‐]|--|—|–)\Z")
_TAIL = re.compile(r"[^\W\d_]+")
_COLUMNS = re.compile(r"\S {3,}\S")


class Partings(Struct, frozen=True):
    """A text with its pages; `wrap` is that of its lines if they were filled, `indents` says they begin paragraphs.

    `spaced` says that blank lines stand at every page's end, and so tell nothing.
    """

    text: str
    lines: Lines
    wrap: Wrap | None
    indents: bool
    spaced: bool
    evidence: Evidence

    @classmethod
    def of(cls, text: str, pages: Pages, wrap: Wrap | None, evidence: Evidence) -> Partings:
        """What is to be known of a text before its pages are joined."""
        lines, gaps = pages.lines, [_gap(text, pages.lines, b) for b in pages.boundaries]
        spaced = sum(gap.count("\n") > 1 for gap in gaps) > 0.9 * len(gaps)
        return cls(text, lines, wrap, _indents_paragraphs(lines.texts), spaced, evidence)

    def edits(self, boundaries: Iterable[Boundary]) -> Iterator[tuple[int, int, str]]:
        """The changes that take the ends of all pages out."""
        first, noted = 0, False
        for boundary in boundaries:
            noted = self._has_notes(first, boundary.above, noted)
            yield self._edit(boundary, noted)
            first = boundary.below

    def _edit(self, boundary: Boundary, noted: bool) -> tuple[int, int, str]:
        lines, (above, below) = self.lines, (boundary.above, boundary.below)
        start = lines.starts[above] + len(lines.texts[above].rstrip()) if above >= 0 else 0
        if below == len(lines.texts):
            return start, len(self.text), LINE if self.text.endswith("\n") and above >= 0 else NOTHING
        parting = NOTHING if above < 0 else PARAGRAPH if noted else self._parting(boundary)
        cut = parting == NOTHING and self._is_one_word(lines.texts[above].rstrip(), lines.texts[below])
        end = lines.starts[below]
        if parting in {WORD, NOTHING}:
            end += len(lines.texts[below]) - len(lines.texts[below].lstrip())
        return start - cut, end, parting

    def _parting(self, boundary: Boundary) -> str:
        above, below = self.lines.texts[boundary.above].rstrip(), self.lines.texts[boundary.below].rstrip()
        newlines = _gap(self.text, self.lines, boundary).count("\n")
        bare = boundary.feeds and self.lines.after(boundary.above) == boundary.below
        if bare and not self.spaced and newlines > 1:
            return PARAGRAPH
        if bare and newlines == 1 and self.wrap:
            return LINE
        if self._is_heading(boundary.below):
            return PARAGRAPH
        if self.wrap:
            return self._wrapped(boundary.above, boundary.below, self.wrap)
        if (parting := self._flowing(above, below)) != PARAGRAPH:
            return parting
        return LINE if self._is_stanza(boundary.above, boundary.below, RUNNING_TEXT) else PARAGRAPH

    def _wrapped(self, above: int, below: int, wrap: Wrap) -> str:
        """Where lines are wrapped, one that is full goes on; a sentence that goes on beyond a short one is joined."""
        last, first = self.lines.texts[above].rstrip(), self.lines.texts[below].rstrip()
        if _COLUMNS.search(last) and _COLUMNS.search(first):
            return LINE
        if self._is_deeper(above, below):
            return LINE if self.indents else PARAGRAPH
        goes_on = first.lstrip()[0].islower()
        if is_filled(last, first.lstrip(), wrap) or _HYPHEN.search(last):
            is_new = is_finished(last) and not goes_on and (self._begins_set(below, wrap) or self._begins_new(first))
            return PARAGRAPH if is_new else LINE
        if goes_on and not is_finished(last) and len(last) > 0.6 * wrap.width:
            return WORD
        return LINE if self._is_stanza(above, below, round(SHORT * wrap.width)) else PARAGRAPH

    def _begins_new(self, first: str) -> bool:
        """Whether a line begins as lines inside a paragraph seldom do, where no indent tells."""
        return not self.indents and (_QUOTE.match(first) or _ITEM.match(first)) is not None

    def _begins_set(self, line: int, wrap: Wrap) -> bool:
        """Whether a line begins verse or a list, being too short for one of prose that goes on."""
        after = self.lines.texts[line + 1 : line + 2]
        return bool(after and after[0].strip()) and not is_filled(self.lines.texts[line], after[0].lstrip(), wrap)

    def _flowing(self, last: str, first: str) -> str:
        """Where a line is a paragraph, one goes on that ends in a sentence, or before a small letter."""
        goes_on = first.lstrip()[0].islower()
        if goes_on and _HYPHEN.search(last):
            return NOTHING
        if not is_finished(last):
            breaks_off = len(last) >= RUNNING_TEXT and not is_title(first.strip(), True)
            joins = max(len(last), len(first)) >= PART_OF_IT if goes_on else breaks_off
        else:
            joins = goes_on and min(len(last), len(first)) >= RUNNING_TEXT and not last.endswith(":")
        if not joins or _ITEM.match(first):
            return PARAGRAPH
        return NOTHING if _DASH.search(last) else WORD

    def _is_one_word(self, last: str, first: str) -> bool:
        head, tail = _HYPHEN.search(last), _TAIL.match(first.lstrip())
        return head is not None and tail is not None and is_one_word(head[1], tail.group(), self.evidence)

    def _is_heading(self, line: int) -> bool:
        """Whether a page begins with a heading: in capitals, a blank line after it."""
        texts = self.lines.texts
        below_is_blank = line + 1 >= len(texts) or not texts[line + 1].strip()
        return below_is_blank and is_title(texts[line].strip(), False)

    def _is_deeper(self, above: int, below: int) -> bool:
        """Whether a line is indented more than the line above it or the one above that."""
        depths = [_indent(self.lines.texts[n]) for n in (above, above - 1) if n >= 0 and self.lines.texts[n].strip()]
        return _indent(self.lines.texts[below]) > min(depths)

    def _is_stanza(self, above: int, below: int, short: int) -> bool:
        """Whether a page cuts verse, a list or a table: short lines on both of its sides, each beside another."""
        texts = self.lines.texts
        near = texts[max(0, above - 1) : above + 1] + texts[below : below + 2]
        return len(near) == 4 and all(line.strip() and len(line) < short for line in near)

    def _has_notes(self, first: int, last: int, noted: bool) -> bool:
        """Whether there are notes at a page's foot: a label that is called above it, or a note carried over.

        `noted` says whether there were on the page before.
        """
        texts = self.lines.texts[first : last + 1]
        for number, line in enumerate(texts[1:], 1):
            above = texts[:number]
            label = _SIGN.match(line) or (None if above[-1].strip() else _LABEL.match(line))
            if _RULE.fullmatch(line) or (label and _is_called(label[1], "\n".join(above))):
                return True
        begins = [n for n in range(1, len(texts)) if texts[n].strip() and not texts[n - 1].strip()]
        if not (noted and begins):
            return False
        line = texts[begins[-1]]
        return line[0].islower() or (self.indents and not line[0].isspace() and not is_title(line.strip(), True))


def _gap(text: str, lines: Lines, boundary: Boundary) -> str:
    start = lines.starts[boundary.above] + len(lines.texts[boundary.above].rstrip()) if boundary.above >= 0 else 0
    end = lines.starts[boundary.below] if boundary.below < len(lines.texts) else len(text)
    return text[start:end]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _indents_paragraphs(texts: list[str]) -> bool:
    """Whether paragraphs begin with an indent rather than after a blank line."""
    indented = blank = 0
    for (before, line), after in zip(pairwise(texts), texts[2:], strict=False):
        if line and after and not after[0].isspace():
            indented += line[0].isspace() and before[:1].strip() != ""
            blank += not line[0].isspace() and not before.strip()
    return indented > blank


def _is_called(label: str, text: str) -> bool:
    """Whether a text calls a note: its sign or number on the end of a word, or its number in brackets."""
    if not label[0].isdigit():
        return re.search(rf"(?<=[^\s*†‡§+(]){re.escape(label)}(?![\w*†‡§+])", text) is not None
    return re.search(rf"(?:[^\W\d_][.,;:!?\"'”’)]*|[\[(]){label}(?!\d)", text) is not None
