"""The benchmarks measure rightly: the damage is known to the last word, and a perfect cleaner is a perfect score."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import alignment, letters, lines, long_books, tables
from benchmarks.alignment import Alignment, edit_distance
from benchmarks.books import Clean, Passage, lists_book, verse_book
from benchmarks.damage import ALL, FAULTS, WORD, Fault, damage
from benchmarks.score import Share, compare
from pipeline.ledger import undo

SENTENCE = "He first read “Faust” in the naïve office of a wage-earner’s friend, and the fog of the office lifted then."
SMALL = Clean("small", (Passage("prose", SENTENCE), Passage("verse", "    Under the greenwood tree\n    Who loves")))
BOOKS = (verse_book(), lists_book(), SMALL)

each_fault = pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
each_book = pytest.mark.parametrize("book", BOOKS, ids=[book.name for book in BOOKS])


def words_touched(fault: Fault, seed: str = "1") -> list[str]:
    words = WORD.findall(SMALL.text)
    return [words[n] for n in sorted(damage(SMALL, fault, seed).touched)]


@each_fault
@each_book
def test_damage_is_the_same_again_and_can_be_undone(book: Clean, fault: Fault) -> None:
    damaged = damage(book, fault)
    assert damage(book, fault).text == damaged.text
    assert undo(damaged.steps, damaged.text) == damaged.clean.text
    assert damaged.raw.decode(fault.encoding) == damaged.text


@each_fault
def test_words_said_to_be_untouched_stand_in_the_damaged_text(fault: Fault) -> None:
    if fault is ALL or "hyphenated" in fault.name:
        return
    for book in BOOKS:
        damaged = damage(book, fault)
        there = set(WORD.findall(damaged.text))
        words = enumerate(WORD.findall(damaged.clean.text))
        assert [word for n, word in words if n not in damaged.touched and word not in there] == []


def test_another_seed_is_another_damage() -> None:
    assert damage(BOOKS[0], ALL, "1").text != damage(BOOKS[0], ALL, "2").text


def test_what_damage_touches() -> None:
    assert words_touched(Fault("", (letters.decomposed,))) == ["naïve"]
    assert words_touched(Fault("", (letters.mojibake,))) == ["Faust", "naïve", "wage-earner’s"]
    assert words_touched(Fault("", (letters.double_blanks, lines.lost_indents, lines.mixed_line_ends))) == []
    assert set(words_touched(Fault("", (letters.ligatures,)))) <= {"first", "office", "lifted"}


@each_book
def test_a_perfect_cleaner_scores_one(book: Clean) -> None:
    score = compare(book.stream, book.stream, frozenset())
    assert (score.characters, score.changed, score.examples) == (1.0, (), ())
    assert [part.value for part in (score.paragraphs, score.verse, score.set_lines)] == [1.0, 1.0, 1.0]
    assert score.paragraphs.of + score.verse.of + score.set_lines.of > 0


def test_the_words_of_a_stream_are_the_words_of_its_book() -> None:
    for book in BOOKS:
        assert WORD.findall(book.stream) == WORD.findall(book.text)


def test_what_a_poor_cleaner_scores() -> None:
    wanted = "One two three.\nFour five\vsix seven.\nEight wage-earners ten."
    got = "One two\nthree. Four five six sevem.\nEight wageearners ten."
    score = compare(wanted, got, frozenset({6}))
    assert (score.paragraphs, score.verse) == (Share(2, 4), Share(0, 1))
    assert [word.wanted for word in score.changed] == ["wage-earners"]
    assert score.characters == pytest.approx(1 - 5 / len(wanted))


def test_one_of_two_like_words_that_was_damaged_is_not_taken_for_the_other() -> None:
    assert compare("Peace! Peace! he said.", "œPeace! Peace! he said.", frozenset({0})).changed == ()
    assert len(compare("Peace! Peace! he said.", "œPeace! Pease! he said.", frozenset({0})).changed) == 1


@given(st.text("ab c", max_size=12), st.text("ab c", max_size=12))
def test_distances(one: str, other: str) -> None:
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        above = row
        row = [i]
        for j, letter in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (char != letter)))
    assert edit_distance(one, other) == row[-1] <= Alignment(one, other).distance


@pytest.mark.parametrize("module", [alignment, letters, long_books, tables])
def test_the_examples_in_the_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
