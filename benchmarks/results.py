"""Results: every book damaged by every fault, cleaned, and scored; and what the rules do to the undamaged books."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain

from pipeline.cleaning import repair
from pipeline.document import Source
from pipeline.errors import CannotContinue
from pipeline.settings import ChapterSettings
from pipeline.sources.plain import decode
from pipeline.structure import read_structure

from .books import Clean
from .damage import FAULTS, Damaged, Fault, damage
from .score import NOTHING, Score, compare
from .stream import visible

SETTINGS = ChapterSettings("benchmark", "Benchmark")
"""A title that no book begins with, so that no line is taken for it."""


@dataclass(frozen=True, slots=True)
class Result:
    """The score of one book with one fault; `failure` says why it could not be read."""

    book: str
    fault: str
    score: Score
    failure: str = ""


@dataclass(frozen=True, slots=True)
class NeedlessEdit:
    """An edit of a book that was not damaged."""

    book: str
    rule: str
    before: str
    after: str
    context: str


def all_results(books: Iterable[Clean]) -> list[Result]:
    """Every book with every fault, the books in several processes."""
    with ProcessPoolExecutor() as pool:
        return list(chain.from_iterable(pool.map(results_of, books)))


def results_of(book: Clean) -> list[Result]:
    """One book with every fault."""
    return [result_of(book, fault) for fault in FAULTS]


def result_of(book: Clean, fault: Fault) -> Result:
    """One book with one fault: damaged, read from its bytes, repaired, read as blocks, compared."""
    damaged = damage(book, fault)
    try:
        source = _read(damaged)
    except CannotContinue as failure:
        return Result(book.name, fault.name, NOTHING, str(failure))
    chapter = read_structure(repair(source), SETTINGS, "ch1")
    return Result(book.name, fault.name, compare(damaged.clean.stream, visible(chapter), damaged.touched))


def needless_edits(books: Iterable[Clean]) -> list[NeedlessEdit]:
    """What the transport rules change in books in which there is nothing to repair."""
    return [edit for book in books for edit in _needless(book)]


def _read(damaged: Damaged) -> Source:
    """The damaged file as the pipeline gets it; only what is not UTF-8 needs its encoding found."""
    if damaged.fault.encoding == "utf-8":
        return Source(damaged.clean.name, "", "utf-8", damaged.text)
    text, encoding, guessed = decode(damaged.raw, damaged.clean.name, None)
    return Source(damaged.clean.name, "", encoding, text, guessed)


def _needless(book: Clean) -> list[NeedlessEdit]:
    found, text = [], book.text
    for step in repair(Source(book.name, "", "utf-8", text)).steps:
        for edit in step.edits:
            context = text[max(0, edit.span.start - 24) : edit.span.end + 24]
            found.append(NeedlessEdit(book.name, edit.rule, edit.before, edit.after, context))
        text = step.apply(text)
    return found
