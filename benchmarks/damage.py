"""The damaging program: faults of transport done to clean books, the same for the same seed, each change on record.

The record is a chain of the ledger's own steps: undoing it gives the clean book back, and following its edits to their
origin tells which words of the book were touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, partial
from random import Random

from pipeline.ledger import Edit, Span, Step, origin

from . import letters, lines
from .books import TEXTS, Clean
from .letters import Changes

Damager = Callable[[str, Random], Changes]
"""A fault: from a text to its changes, in order and disjoint."""

SEED = "reader-edition"

WORD = re.compile(r"\w+(?:[-’'‐]\w+)*")
"""A word: letters and digits, with the hyphens and apostrophes inside it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done to a book, in order, and the encoding the file is written in."""

    name: str
    damagers: tuple[Damager, ...]
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Damaged:
    """A damaged book, with the clean one it was made of; undoing `steps` gives `clean.text`."""

    clean: Clean
    fault: Fault
    text: str
    steps: tuple[Step, ...]

    @property
    def raw(self) -> bytes:
        """The file."""
        return self.text.encode(self.fault.encoding)

    @cached_property
    def touched(self) -> frozenset[int]:
        """The words of the clean text, by number, that an edit changed, struck into, or lengthened at an end.

        In a file that is not UTF-8 they are also the words with letters, or beside signs, whose bytes may be misread.
        """
        words = [match.span() for match in WORD.finditer(self.clean.text)]
        ends = [end for _, end in words]
        hit = set() if self.fault.encoding == "utf-8" else set(_not_ascii(self.clean.text, words))
        for depth, step in enumerate(self.steps):
            for edit in step.edits:
                there = _reach(edit, origin(self.steps[:depth], edit.span))
                number = bisect_left(ends, there.start + 1)
                while number < len(words) and words[number][0] < there.end:
                    hit.add(number)
                    number += 1
        return frozenset(hit)


def damage(clean: Clean, fault: Fault, seed: str = SEED) -> Damaged:
    """A book with one fault; what the fault's encoding can't hold is left out of the clean book too."""
    if fault.encoding != "utf-8":
        clean = clean.written_in(fault.encoding)
    rng = Random(f"{seed} {clean.name} {fault.name}")
    text, steps = clean.text, []
    for damager in fault.damagers:
        step = _step(fault.name, text, damager(text, rng))
        text = step.apply(text)
        steps.append(step)
    return Damaged(clean, fault, text, tuple(steps))


def _not_ascii(text: str, words: list[tuple[int, int]]) -> Iterator[int]:
    for number, (start, end) in enumerate(words):
        if not text[max(0, start - 1) : end + 1].isascii():
            yield number


def _reach(edit: Edit, there: Span) -> Span:
    """The characters an edit can have changed words in: one more on each side where it ends in a letter or digit."""
    before, after = (edit.after[:1].isalnum(), edit.after[-1:].isalnum()) if edit.after else (False, False)
    return Span(there.start - before, max(there.end, there.start) + after)


def _step(name: str, text: str, changes: Changes) -> Step:
    edits = (Edit(Span(start, end), text[start:end], after, name) for start, end, after in changes)
    return Step(name, tuple(edit for edit in edits if edit.before != edit.after))


def framed(text: str, rng: Random) -> Changes:
    """The head and the licence that Project Gutenberg puts round a text."""
    title = text.strip().split("\n", 1)[0]
    head, foot = _frame()
    number = str(rng.randint(1000, 60000))
    for offset, words in ((0, head), (len(text), foot)):
        named = words.replace("{title}", title).replace("{TITLE}", title.upper())
        yield offset, offset, named.replace("{number}", number)


def marked(text: str, rng: Random) -> Changes:
    """A byte-order mark."""
    yield 0, 0, "\ufeff"


@cache
def _frame() -> tuple[str, str]:
    head, foot = (TEXTS / "frame.txt").read_text("utf-8").split("{text}\n")
    return head, foot


_HYPHENATED = partial(lines.wrapped, hyphenate=True)

LETTERS: tuple[Damager, ...] = (
    letters.ligatures,
    letters.decomposed,
    letters.soft_hyphens,
    letters.invisible,
    letters.double_blanks,
    letters.exotic_spaces,
)
LINES: tuple[Damager, ...] = (
    lines.lost_indents,
    lines.page_marks,
    _HYPHENATED,
    partial(lines.pages, feed="\f"),
    letters.trailing_blanks,
)
FILE: tuple[Damager, ...] = (framed, letters.mojibake, lines.mixed_line_ends, marked)

ALL = Fault("all together", (*LETTERS, *LINES, *FILE))
"""Every fault that can befall one file, in the order in which they befall it."""

FAULTS = (
    Fault("none", ()),
    Fault("wrapped at 60–80", (lines.wrapped,)),
    Fault("wrapped, hyphenated", (_HYPHENATED,)),
    Fault("wrapped, heads and folios", (lines.wrapped, lines.pages)),
    Fault("wrapped, form feeds", (lines.wrapped, lines.form_feeds)),
    Fault("hyphenated, heads and folios", (_HYPHENATED, lines.pages)),
    Fault("`page 392` lines", (lines.page_lines,)),
    Fault("`[p. 107]` marks", (lines.page_marks,)),
    Fault("mojibake", (letters.mojibake,)),
    Fault("mixed line ends", (lines.mixed_line_ends,)),
    Fault("exotic spaces", (letters.exotic_spaces,)),
    Fault("soft hyphens", (letters.soft_hyphens,)),
    Fault("zero-width, control", (letters.invisible,)),
    Fault("decomposed letters", (letters.decomposed,)),
    Fault("ligatures", (letters.ligatures,)),
    Fault("lost indents", (lines.lost_indents,)),
    Fault("lost indents, wrapped", (lines.lost_indents, lines.wrapped)),
    Fault("double, trailing blanks", (letters.double_blanks, letters.trailing_blanks)),
    Fault("byte-order mark", (marked,)),
    Fault("Gutenberg’s frame", (framed,)),
    Fault("Gutenberg’s frame, wrapped", (lines.wrapped, framed)),
    Fault("in Windows-1252", (), "cp1252"),
    Fault("in CP1251", (), "cp1251"),
    Fault("in KOI8-R", (), "koi8_r"),
    Fault("in UTF-16", (), "utf-16"),
    ALL,
)
