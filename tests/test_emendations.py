"""Emendations: what they make of a text, how the note on the text tells readers, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.build import edit_book
from pipeline.cleaning import assign, clean, repair
from pipeline.cleaning.emendations import make_edits
from pipeline.companions import PlacedEmendation
from pipeline.document import Book, Source
from pipeline.errors import EmendationError
from pipeline.ledger import undo
from pipeline.manifest import load_manifest
from pipeline.queries import Place
from pipeline.textual_note import write_textual_note
from pipeline.tree import Quote, leaves, plain_text

from .library import write_book

DAY = "It was a very good day."
PAGES = "He put it to the minority (see 82 on that day and left."


def book_of(folder: Path, texts: dict[str, str], *emendations: tuple[str, str], reason: str = "why") -> Book:
    """A book whose emendations are given as (find, replace), each for the chapter of the same place in line, if any."""
    entries = [
        f"[[emendation]]\nfind = '''{find}'''\nreplace = '''{after}'''\nreason = '''{reason}'''\n"
        for find, after in emendations
    ]
    return edit_book(load_manifest(write_book(folder, texts, emendations="".join(entries))))


def listed(book: Book) -> list[str]:
    """The paragraphs of the note on the text that speak of emendations."""
    blocks = write_textual_note(book)
    quoted = [plain_text(tuple(leaves((block,)))) for block in blocks if isinstance(block, Quote)]
    heads = [words for block in blocks if "the editor emended" in (words := plain_text(tuple(leaves((block,)))))]
    return [*heads, *quoted]


MADE = {
    "other words": (DAY, "good", "fine", "It was a very fine day.", f"“It was a very fine day.” for “{DAY}”"),
    "added words": (
        "It was a day.",
        "a day",
        "a fine day",
        "It was a fine day.",
        "“fine” added in “It was a fine day.”",
    ),
    "an added sign": (
        PAGES,
        "82 on",
        "82) on",
        PAGES.replace("82", "82)"),
        "“)” added in “to the minority (see 82) on that day and”",
    ),
    "omitted words": (DAY, "very ", "", "It was a good day.", f"“very” omitted in “{DAY}”"),
    "… with their neighbours": (DAY, "a very good", "a good", "It was a good day.", f"“very” omitted in “{DAY}”"),
    "… before a stop": ("He came too.", "too", "", "He came.", "“too” omitted in “He came too.”"),
    "… in brackets": ("He (so they say) came.", "so", "", "He (they say) came.", "“so” omitted in “He (so they"),
    "… at the beginning": ("Well he came.", "Well", "", "he came.", "“Well” omitted in “Well he came.”"),
    "… at the end": ("He came. So there.", "So there.", "", "He came.", "“So there.” omitted in “He came. So there.”"),
    "… in quotation marks": ('He said "too late".', "late", "", "He said “too”.", "“late” omitted in “He said"),
    "… of a whole paragraph": ("One.\n\nTwo.\n\nThree.", "Two.", "", "One.\n\n\n\nThree.", "“Two.” omitted in “Two.”"),
    "letters": ("A fine color it is.", "color", "colour", "A fine colour it is.", "“A fine colour it is.” for “A fine"),
    "a blank added": (
        "He has alot of it.",
        "alot",
        "a lot",
        "He has a lot of it.",
        "“He has a lot of it.” for “He has",
    ),
    "a blank omitted": (
        "He came to day.",
        "to day",
        "today",
        "He came today.",
        "“He came today.” for “He came to day.”",
    ),
    "a sign for a blank": (
        "All Russia met.",
        "All Russia",
        "All-Russia",
        "All-Russia met.",
        "“All-Russia met.” for “All R",
    ),
    "typed with other signs": (
        "It’s all–ways so.",
        "It's all-ways",
        "It's always",
        "It’s always so.",
        "“It’s always so.”",
    ),
    "two paragraphs quoted": ("A b.\n\nC d.", "b.\n\nC", "b!\n\nC", "A b!\n\nC d.", "“A b!” for “A b.”"),
    "the end of one of them": ("A b.\n\nC d.", "A b.\n\nC", "A.\n\nC", "A.\n\nC d.", "“b” omitted in “A b.”"),
    "a quotation over two lines": (
        "One two three.",
        "One\ntwo three",
        "One\nthree",
        "One three.",
        "“two” omitted in “One",
    ),
}


@pytest.mark.parametrize("what", MADE)
def test_an_emendation_is_made_and_told(tmp_path: Path, what: str) -> None:
    text, find, replace, after, told = MADE[what]
    book = book_of(tmp_path, {"a.txt": text}, (find, replace))
    (chapter,) = book.chapters
    assert chapter.cleaned.text == after
    assert undo(chapter.cleaned.steps, chapter.cleaned.text) == text
    head, line = listed(book)
    assert head == "In Chapter a.txt the editor emended one place:"
    assert line.startswith(told)
    assert line.endswith(": why.")


def test_every_chapter_lists_its_own_in_the_order_of_the_text(tmp_path: Path) -> None:
    texts = {"a.txt": "The first old day. The last old day.", "b.txt": "An old night."}
    entries = "".join(
        f'[[emendation]]\nfind = "{find}"\nreplace = "{after}"\nreason = "{reason}"\nchapter = "{chapter}"\n'
        for chapter, find, after, reason in (
            ("a.txt", "last old", "last new", "misprint."),
            ("b.txt", "old", "new", "so ed. 2?"),
            ("a.txt", "first old", "first new", "“thus.”"),
        )
    )
    assert listed(edit_book(load_manifest(write_book(tmp_path, texts, emendations=entries)))) == [
        "In Chapter a.txt the editor emended two places:",
        "In Chapter b.txt the editor emended one place:",
        "“The first new day. The last old” for “The first old day. The last old”: “thus.”",
        "“old day. The last new day.” for “old day. The last old day.”: misprint.",
        "“An new night.” for “An old night.”: so ed. 2?",
    ]


def test_the_same_change_in_two_chapters_is_listed_twice(tmp_path: Path) -> None:
    entry = '[[emendation]]\nfind = "old"\nreplace = "new"\nreason = "why"\nchapter = "{}"\n'
    folder = write_book(
        tmp_path,
        {"a.txt": "An old day.", "b.txt": "The old day."},
        emendations=entry.format("a.txt") + entry.format("b.txt"),
    )
    assert len(listed(edit_book(load_manifest(folder)))) == 4


def test_a_book_without_emendations_says_so(tmp_path: Path) -> None:
    book = book_of(tmp_path, {"a.txt": DAY})
    assert listed(book) == []
    assert any("was altered" in plain_text(tuple(leaves((block,)))) for block in write_textual_note(book))


NOTHING, PARAGRAPHS = "this emendation changes nothing", "an emendation can't join, part or cross paragraphs"
REFUSED = {
    "the same words": (DAY, "good", "good", NOTHING),
    "other white space": (DAY, "good day", "good  day", NOTHING),
    "another line end": (DAY, "good day", "good\nday", NOTHING),
    "the sign that is there": ("It’s so.", "It's", "It’s", NOTHING),
    "two paragraphs joined": ("A good\n\nday.", "good\n\nday", "good day", PARAGRAPHS),
    "… by a blank": ("A good\n\nday.", "good day", "good, day", PARAGRAPHS),
    "… by an omission": ("A good\n\nday.", "good\n\nday", "", PARAGRAPHS),
    "a paragraph parted": (DAY, "good day", "good\n\nday", PARAGRAPHS),
    "words of two paragraphs": ("A good\n\nday.", "good\n\nday", "fine\n\nnight", PARAGRAPHS),
    "two lines taken for one": ("A good\nday.", "good day", "good fine day", PARAGRAPHS),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_emendation_that_does_nothing_or_too_much_is_refused(tmp_path: Path, what: str) -> None:
    text, find, replace, message = REFUSED[what]
    with pytest.raises(EmendationError, match=message) as refused:
        book_of(tmp_path, {"a.txt": text}, (find, replace))
    assert str(refused.value.place) == "emendations.toml:2:1"
    assert refused.value.hint


def test_each_edit_keeps_its_emendation() -> None:
    first, last = (PlacedEmendation(find, "", "why", None, Place("", 1, 1)) for find in ("very", "good"))
    repaired = repair(Source("a.txt", "", "utf-8", DAY))
    assigned = assign([last, first], {"a.txt": repaired})["a.txt"]
    made = make_edits(repaired.text, assigned)
    assert [(edit.before, emendation) for edit, emendation in made] == [("very ", first), ("good ", last)]
    assert clean(repaired, assigned).text == "It was a day."


WORDS = st.lists(st.text("abc", min_size=1, max_size=3), max_size=8)


@given(WORDS, st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=4), WORDS, WORDS)
def test_any_words_become_any_others(before: list[str], find: list[str], after: list[str], replace: list[str]) -> None:
    text, quoted = " ".join([*before, *find, *after]), " ".join(find)
    assume(find != replace and sum(text.startswith(quoted, at) for at in range(len(text))) == 1)
    emendation = PlacedEmendation(quoted, " ".join(replace), "why", None, Place("", 1, 1))
    cleaned = clean(repair(Source("a.txt", "", "utf-8", text)), [emendation])
    assert cleaned.text == " ".join([*before, *replace, *after])
    assert undo(cleaned.steps, cleaned.text) == text
