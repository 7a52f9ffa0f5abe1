"""The house style: what it never changes, that it is set once and for all, and how a book asks for it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.build import edit_book
from pipeline.cleaning import RULES, Evidence, clean, repair
from pipeline.document import Book, Cleaned, Source
from pipeline.ledger import undo
from pipeline.manifest import load_manifest
from pipeline.settings import HouseStyle, Quotes
from pipeline.tree import NoteRef, leaves

from .library import count_calls, read_chapter, write_book

WORDS = (
    "a¦B¦the¦soldiers¦’tis¦'tis¦'em¦n¦o¦'90s¦1917¦18¦5¦000¦£3¦J.¦V.¦Smith¦Mr.¦p.¦pp. 3-5¦No.¦29th¦May¦AD¦kg¦"
    "per cent¦\"¦\"¦'¦'¦“¦”¦‘¦’¦«¦»¦„¦--¦---¦-¦–¦—¦...¦. . .¦…¦.¦,¦!¦?¦:¦(¦)¦10s¦[1]¦[¦]¦_¦*¦|¦ ¦ ¦ ¦ ¦\n¦"
    "\n\n¦\t¦\u00a0¦é¦ж"
).split("¦")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)
SPEECH = st.lists(st.sampled_from(["a", " ", '"', "'", "“", "”", "‘", "’", ",", "--", "s", "\n", "\n\n"]), max_size=24)
STYLES = st.builds(
    Evidence,
    language=st.sampled_from(["en-GB", "en", "de", "fr", "ru", "tlh"]),
    style=st.sampled_from(["british", "american", "source"]),
    quotes=st.sampled_from(["source", "single", "double"]),
)


def set_in(evidence: Evidence, text: str) -> Cleaned:
    return clean(repair(Source("t", "", "utf-8", text), evidence), (), evidence)


@settings(max_examples=3000)
@given(TEXTS | SPEECH.map("".join), STYLES)
@example("\n‘aaa--’--", Evidence("en", style="british", quotes="double"))
@example("''--’’--", Evidence("en", style="british"))
@example('"” --', Evidence("en", style="american"))
@example("'--’'--", Evidence("en", style="british"))
@example("'a ’ --'", Evidence("en", style="british", quotes="double"))
def test_what_is_set_is_set_once_and_for_all(text: str, evidence: Evidence) -> None:
    once = set_in(evidence, text).text
    assert set_in(evidence, once).text == once


@settings(max_examples=1000)
@given(TEXTS, STYLES)
@example("“don't” -- 10 000", Evidence("en", style="american", quotes="single"))
def test_no_letter_and_no_digit_is_changed(text: str, evidence: Evidence) -> None:
    repaired = repair(Source("t", "", "utf-8", text), evidence)
    cleaned = clean(repaired, (), evidence)
    assert [c for c in cleaned.text if c.isalnum()] == [c for c in repaired.text if c.isalnum()]
    assert cleaned.text.count("\n") == repaired.text.count("\n")
    assert undo(cleaned.steps, cleaned.text) == text


TYPED = "He said: \"I don't--\" [1] and J. R. Smith's 10 kg..."
SET: dict[tuple[HouseStyle, Quotes], str] = {
    ("british", "source"): "He said: “I don’t\u00a0–” [1] and J.\u00a0R.\u00a0Smith’s 10\u00a0kg…",
    ("american", "source"): "He said: “I don’t—” [1] and J.\u00a0R.\u00a0Smith’s 10\u00a0kg…",
    ("british", "single"): "He said: ‘I don’t\u00a0–’ [1] and J.\u00a0R.\u00a0Smith’s 10\u00a0kg…",
    ("source", "single"): TYPED,
    ("source", "source"): TYPED,
}


def book_of(folder: Path, text: str, head: str) -> Book:
    return edit_book(load_manifest(write_book(folder, {"a.txt": text}, head)))


@pytest.mark.parametrize(("style", "quotes"), SET)
def test_a_book_says_its_style(tmp_path: Path, style: HouseStyle, quotes: Quotes) -> None:
    head = f'house_style = "{style}"\nquotes = "{quotes}"\n'
    (chapter,) = book_of(tmp_path, TYPED, head).chapters
    assert chapter.cleaned.text == SET[style, quotes]


def test_the_order_of_marks_is_set_in_any_style(tmp_path: Path) -> None:
    head = 'house_style = "source"\nquotes = "single"\n'
    (chapter,) = book_of(tmp_path, "“One,” he said -- “two”.", head).chapters
    assert chapter.cleaned.text == "‘One,’ he said -- ‘two’."


def test_a_chapter_is_set_in_its_own_language(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": 'A "word".', "b.txt": 'Ein "Wort".'})
    book = folder / "book.toml"
    book.write_text(book.read_text("utf-8") + 'language = "de"\n', "utf-8")
    assert [c.cleaned.text for c in edit_book(load_manifest(folder)).chapters] == ["A “word”.", "Ein „Wort“."]


def test_a_rule_is_switched_off_in_a_book_or_a_chapter(tmp_path: Path) -> None:
    texts = {"a.txt": '"So" ...', "b.txt": '"So" ...'}
    folder = write_book(tmp_path, texts, "[rules]\nquotes.straight = false\n")
    book = folder / "book.toml"
    book.write_text(book.read_text("utf-8") + "[chapter.rules]\ndots.ellipsis = false\n", "utf-8")
    assert [c.cleaned.text for c in edit_book(load_manifest(folder)).chapters] == ['"So"\u00a0…', '"So" ...']


CALLED = ('rules".11', 'rules."11', "rules.'11", "rules...11", "soldiers'11", '"rules"11', "'rules'11")


@pytest.mark.parametrize("words", CALLED)
def test_notes_are_called_after_marks_that_were_set(words: str) -> None:
    opening = '"' if words.count('"') == 1 else ""
    text = "\n".join(f"Here the text of {opening}{words.replace('11', str(n))} It goes on." for n in range(11, 15))
    notes = "\n".join(f"{n}. The text of a note, which is long enough to be one." for n in range(11, 15))
    chapter = read_chapter(f"{text}\nNotes\n{notes}")
    assert [leaf.key for leaf in leaves(chapter.blocks) if isinstance(leaf, NoteRef)] == ["11", "12", "13", "14"]
    assert '"' not in chapter.cleaned.text


HARD = (
    '"' * 20,
    "'a" * 8,
    '"a\n\n',
    "' ",
    "a 'b\n",
    "J. ",
    "10 000 ",
    ". . ",
    "a--b -- ",
    "1-2 ",
    "-",
    " ",
    "’”",
    "5' 6\" ",
)


@pytest.mark.parametrize("piece", HARD)
def test_no_text_takes_more_work_than_it_is_long(piece: str) -> None:
    evidence = Evidence(quotes="single")
    for rule in (rule for rule in RULES if rule.kind == "typographic"):
        rule.step(piece, evidence)
        short, long = (
            count_calls(partial(rule.step, piece * (size // len(piece)), evidence)) for size in (1_000, 8_000)
        )
        assert long < short * 8 * 1.2 + 100, rule.name
