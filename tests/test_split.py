"""A file of several chapters: it is cut at the headings that book.toml names, and each has what belongs to it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline.build import build, edit_book
from pipeline.checks import check_book
from pipeline.document import Chapter
from pipeline.errors import ManifestError
from pipeline.ledger import undo
from pipeline.manifest import load_manifest
from pipeline.queries import Place
from pipeline.starter import start_book
from pipeline.tree import Heading, NoteRef, leaves, plain_text
from pipeline.validators import run_epubcheck

BOOK = 'title = "A Book"\nlanguage = "en"\ndate = 2026-01-01\n[[chapter]]\nfile = "book.txt"\ntitle = "The Book"\n'

TEXT = """\
Words before all chapters.

PREFACE

Why this was written.[1]

CHAPTER I
THE GREAT TOWNS

A town is a strange thing.[2] It is called so in another place.[3]

The Small Towns

So is a small one.

CHAPTER II. RESULTS

They are as they are.[2] Nobody  asked.[4]

Notes

[1] For money.

[2] So Engels.[5]

[3] In the preface.

[4] In the whole book.

[5] A note to a note.
"""


def book_of(folder: Path, text: str, split: str, more: str = "") -> tuple[Chapter, ...]:
    """The chapters of a book of one file."""
    (folder / "book.txt").write_text(text, "utf-8")
    (folder / "book.toml").write_text(f"{BOOK}split = {split}\n{more}", "utf-8")
    book = edit_book(load_manifest(folder))
    assert list(check_book(book)) == []
    return book.chapters


def titles(chapters: tuple[Chapter, ...]) -> list[str]:
    return [chapter.settings.title for chapter in chapters]


def test_a_file_is_cut_at_its_headings(tmp_path: Path) -> None:
    chapters = book_of(tmp_path, TEXT, '["PREFACE", "CHAPTER"]')
    assert titles(chapters) == ["The Book", "Preface", "Chapter I: The Great Towns", "Chapter II. Results"]
    shown = ["|".join(plain_text((leaf,)) for leaf in leaves(chapter.blocks)) for chapter in chapters]
    assert shown[0] == "Words before all chapters."
    assert (
        shown[2] == "A town is a strange thing.|| It is called so in another place.||The Small Towns|So is a small one."
    )


def test_notes_at_the_end_go_with_the_chapters_that_call_them(tmp_path: Path) -> None:
    chapters = book_of(tmp_path, TEXT, '["PREFACE", "CHAPTER"]')
    assert [[note.label for note in c.notes] for c in chapters] == [[], ["1"], ["2", "3", "5"], ["2", "4", "5"]]
    assert all(not chapter.orphans for chapter in chapters)


def test_marks_and_queries_go_with_their_chapters(tmp_path: Path) -> None:
    text = TEXT.replace("A town is a strange thing.", "A town (is a strange thing.")
    chapters = book_of(tmp_path, text, '["PREFACE", "CHAPTER"]')
    source = chapters[0].cleaned.text
    marked = [[mark.span.of(source) for mark in c.marks if mark.rule != "notes.label"] for c in chapters]
    assert marked == [[], ["PREFACE"], ["CHAPTER I", "THE GREAT TOWNS"], ["CHAPTER II. RESULTS", "Notes"]]
    assert [[q.code for q in c.queries if q.code == "bracket.unclosed"] for c in chapters] == [
        [],
        [],
        ["bracket.unclosed"],
        [],
    ]


def test_headings_inside_a_chapter_stand_at_its_first_level(tmp_path: Path) -> None:
    text = "PART I\n\nOf it.\n\nCHAPTER I\n\nOne.\n\nCHAPTER II\n\nTwo.\n\nPART II\n\nOf it.\n\nCHAPTER I\n\nOne."
    whole = book_of(tmp_path, text, '["PART"]')
    assert titles(whole) == ["Part I", "Part II"]
    assert [block.level for chapter in whole for block in chapter.blocks if hasattr(block, "level")] == [2, 2, 2]


def test_no_level_of_heading_is_left_out(tmp_path: Path) -> None:
    text = "PART I\n\nCHAPTER I\n\nOne.\n\nPART II\n\nOf it.\n\nTOWNS\n\nTwo.\n\nCHAPTER I\n\nThree.\n\nGOODS\n\nFour."
    _, second = book_of(tmp_path, text, '["PART"]')
    assert [block.level for block in second.blocks if isinstance(block, Heading)] == [2, 2, 3]


def test_only_the_first_chapter_has_the_credit_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("CHAPTER I\n\nOne.\n\nCHAPTER II\n\nTwo.", "utf-8")
    (tmp_path / "book.toml").write_text(f'{BOOK}credit = "By a hand"\nsplit = ["CHAPTER"]\n', "utf-8")
    assert [c.settings.credit for c in edit_book(load_manifest(tmp_path)).chapters] == ["By a hand", None]


def test_a_chapter_without_words_of_its_own_is_a_title(tmp_path: Path) -> None:
    chapters = book_of(tmp_path, "PART I\n\nCHAPTER I\n\nOne.\n\nPART II\n\nCHAPTER I\n\nTwo.", '["PART", "CHAPTER"]')
    assert titles(chapters) == ["Part I", "Chapter I", "Part II", "Chapter I"]
    assert [len(chapter.blocks) for chapter in chapters] == [0, 1, 0, 1]


def test_a_note_called_in_a_title_is_called_before_the_first_paragraph(tmp_path: Path) -> None:
    text = "CHAPTER I\n\nOne.[1]\n\nCHAPTER II. THE TOWNS[2]\n\nTwo.\n\nNotes\n\n[1] A.\n\n[2] B."
    chapters = book_of(tmp_path, text, '["CHAPTER"]')
    assert titles(chapters) == ["Chapter I", "Chapter II. The Towns"]
    assert isinstance(next(leaves(chapters[1].blocks)), NoteRef)
    assert "notes.in-title" in [query.code for query in chapters[1].queries]


def test_numbers_without_a_word_are_named_by_the_first(tmp_path: Path) -> None:
    text = "I. The Land\n\nText.\n\nII. The Bread\n\nText.\n\nOf Bread and War\n\nText.\n\nIII. Peace\n\nText."
    assert titles(book_of(tmp_path, text, '["I."]')) == ["I. The Land", "II. The Bread", "III. Peace"]


def test_one_number_names_itself_alone(tmp_path: Path) -> None:
    chapters = book_of(tmp_path, "CHAPTER I\n\nOne.\n\nCHAPTER II\n\nTwo.\n\nCHAPTER III\n\nThree.", '["Chapter II"]')
    assert [len(chapter.blocks) for chapter in chapters] == [2, 3]


def test_a_table_of_contents_is_no_chapter(tmp_path: Path) -> None:
    listed = "Contents\n\nPreface\nChapter I. Land\nChapter II. Bread\nChapter III. Peace\n\n"
    text = "Preface\n\nWhy.\n\nChapter I. Land\n\nText.\n\nChapter II. Bread\n\nText.\n\nChapter III. Peace\n\nText."
    chapters = book_of(tmp_path, listed + text, '["Preface", "Chapter"]')
    assert titles(chapters) == ["The Book", "Preface", "Chapter I. Land", "Chapter II. Bread", "Chapter III. Peace"]


def test_the_ledger_gives_the_file_back(tmp_path: Path) -> None:
    for chapter in book_of(tmp_path, TEXT, '["PREFACE", "CHAPTER"]'):
        assert undo(chapter.cleaned.steps, chapter.cleaned.text) == TEXT


@pytest.mark.parametrize(
    ("text", "hint"), [(TEXT, "PREFACE · CHAPTER I · THE GREAT TOWNS"), ("Only prose.", "no line of it is read")]
)
def test_words_that_begin_no_heading_stop_the_build(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(ManifestError) as caught:
        book_of(tmp_path, text, '["PREFACE", "LETTER"]')
    place = caught.value.place
    assert isinstance(place, Place)
    assert (place.file, place.line) == ("book.toml", 7)
    assert hint in str(caught.value.hint)


def test_the_epub_has_all_chapters_and_passes_epubcheck(tmp_path: Path) -> None:
    book_of(tmp_path, TEXT, '["PREFACE", "CHAPTER"]')
    built = build(load_manifest(tmp_path), tmp_path / "out", "epub")
    assert built.findings == ()
    (epub,) = (path for path in built.files if path.suffix == ".epub")
    with zipfile.ZipFile(epub) as archive:
        navigation = next(archive.read(name).decode() for name in archive.namelist() if "contents" in name)
    for title in ("The Book", "Preface", "Chapter I: The Great Towns", "Chapter II. Results"):
        assert title in navigation
    assert run_epubcheck(epub) == []


def new_book(folder: Path, text: str) -> Path:
    """A book folder as `new` makes it of one text."""
    (folder / "text.txt").write_text(text, "utf-8")
    return start_book(folder / "new-book", (folder / "text.txt",)).manifest.parent


def test_a_new_book_proposes_to_cut_where_headings_form_a_series(tmp_path: Path) -> None:
    folder = new_book(tmp_path, TEXT)
    assert 'split = ["PREFACE", "CHAPTER"]\n' in (folder / "book.toml").read_text("utf-8")
    chapters = edit_book(load_manifest(folder)).chapters
    assert titles(chapters)[1:] == ["Preface", "Chapter I: The Great Towns", "Chapter II. Results"]


def test_roman_numbers_are_proposed_by_the_first(tmp_path: Path) -> None:
    folder = new_book(tmp_path, "I. The Land\n\nText.\n\nII. The Bread\n\nText.\n\nIII. Peace\n\nText.")
    assert 'split = ["I."]\n' in (folder / "book.toml").read_text("utf-8")
    assert len(edit_book(load_manifest(folder)).chapters) == 3


@pytest.mark.parametrize("text", ["Only prose.", "PREFACE\n\nWhy.\n\nThe Small Towns\n\nText.", "Chapter 4\n\nText."])
def test_nothing_is_proposed_without_a_series(tmp_path: Path, text: str) -> None:
    assert "split" not in (new_book(tmp_path, text) / "book.toml").read_text("utf-8")
