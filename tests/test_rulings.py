"""Rulings on notes: what an editor says in book.toml and notes.toml wins over what is read in the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build import build, edit_book
from pipeline.document import Chapter
from pipeline.manifest import load_manifest
from pipeline.tree import leaves, plain_text

from .conftest import MakeFolder, Run, refused, words
from .library import write_book

TWO = "One.[1] Two* times. Three.(1)\n\n* By a sign.\n\nFour.\n\nNotes\n\n[1] By a number.\n\n(1) By another.\n"


def read(folder: Path) -> Chapter:
    (chapter,) = edit_book(load_manifest(folder)).chapters
    return chapter


def told(chapter: Chapter) -> list[str]:
    """Each note as `label: text`."""
    return [
        f"{note.label}: {' / '.join(plain_text((leaf,)) for leaf in leaves(note.blocks))}" for note in chapter.notes
    ]


def with_notes(folder: Path, text: str, table: str) -> Path:
    """A book of one text whose chapter has this `notes` table."""
    write_book(folder, {"a.txt": text})
    with (folder / "book.toml").open("a", encoding="utf-8") as file:
        file.write(f"notes = {table}\n")
    return folder


def test_only_the_style_that_is_named_is_read(tmp_path: Path) -> None:
    assert told(read(with_notes(tmp_path / "a", TWO, '{style = ["*"]}'))) == ["*: By a sign."]
    assert told(read(with_notes(tmp_path / "b", TWO, "{style = []}"))) == []


def test_a_heading_that_the_editor_names_announces_notes(tmp_path: Path) -> None:
    text = "One.[1] Two.\n\nThe Compiler Adds\n\n[1] First.\n\nAnd more of it.\n"
    assert told(read(with_notes(tmp_path, text, '{section = "The Compiler Adds"}'))) == ["1: First. / And more of it."]


def test_an_unknown_style_is_refused(run: Run, tmp_path: Path) -> None:
    folder = with_notes(tmp_path, TWO, '{style = ["[1]", "::"]}')
    refused(run("build", folder), "book.toml:", "“::” is no way to call a note", "such as [1]")


RULED = "He came in 1914.3 She left.1 They stayed.2 It rained.3\n\nNotes\n\n1. First.\n\n2. Second.\n\n3. Third.\n"


def test_words_that_hold_no_call(tmp_path: Path) -> None:
    entry = '[[note]]\nchapter = "a.txt"\nfind = "It rained.3"\nkeep = true\n'
    chapter = read(write_book(tmp_path, {"a.txt": RULED}, notes=entry))
    assert "It rained.3" in plain_text(tuple(leaves(chapter.blocks)))
    assert [note.label for note in chapter.notes] == ["1", "2"]


def test_words_that_hold_a_call(tmp_path: Path) -> None:
    entry = '[[note]]\nchapter = "a.txt"\nfind = "four7 men"\nlabel = "7"\ntext = "A slip."\n'
    chapter = read(write_book(tmp_path, {"a.txt": "There were four7 men.\n"}, notes=entry))
    assert told(chapter) == ["7: A slip."]
    assert plain_text(tuple(leaves(chapter.blocks))) == "There were four men."


def test_where_a_note_ends(tmp_path: Path) -> None:
    text = "One.[1] Two.\n\nNotes\n\n[1] First.\n\nStill the note.\n\nThe text goes on.\n"
    entry = '[[note]]\nchapter = "a.txt"\nlabel = "1"\nends = "Still the note."\n'
    chapter = read(write_book(tmp_path, {"a.txt": text}, notes=entry))
    assert told(chapter) == ["1: First. / Still the note."]
    assert plain_text(tuple(leaves(chapter.blocks))).endswith("The text goes on.")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('find = "nowhere here"\nlabel = "1"\n', "these words stand nowhere"),
        ("keep = true\n", "“find” is missing"),
        ('find = "One"\nkeep = true\nlabel = "1"\n', "words that hold no call have no note"),
        ('label = "1"\n', "“text” is missing"),
        ('find = "One"\n', "“label” is missing"),
    ],
)
def test_rulings_that_say_nothing_are_refused(make_folder: MakeFolder, run: Run, entry: str, message: str) -> None:
    folder = make_folder("book", {})
    write_book(folder, {"a.txt": TWO}, notes=f'[[note]]\nchapter = "a.txt"\n{entry}')
    outcome = run("build", folder)
    assert (outcome.status, message in outcome.err) == (2, True), outcome


NOTED = "One.[1] Two.[2]\n\nNotes\n\n[1] The first of them.\n\n[2] The second of them.\n"


@pytest.mark.parametrize(("placement", "page"), [("foot", "chapter-1"), ("chapter", "chapter-1"), ("book", "notes")])
def test_where_the_notes_stand(tmp_path: Path, placement: str, page: str) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": NOTED, "b.txt": NOTED}, f'[notes]\nplacement = "{placement}"\n')
    built = build(load_manifest(folder), tmp_path / "out")
    assert built.findings == ()
    epub = next(file for file in built.files if file.suffix == ".epub")
    assert "The second of them." in words(epub, f"{page}.xhtml")


def test_signs_stay_where_numbers_are_counted_anew(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": TWO.replace("Three.(1)", "Three."), "b.txt": NOTED}, COUNTED)
    epub = next(file for file in build(load_manifest(folder), tmp_path / "out", "epub").files if file.suffix == ".epub")
    assert "One.1 Two* times." in words(epub)
    assert "One.2 Two.3" in words(epub, "chapter-2.xhtml")


COUNTED = '[notes]\nnumbering = "book"\n'


def test_what_notes_hold_is_linked_to_where_the_notes_stand(tmp_path: Path) -> None:
    text = "One.[1]\n\nNotes\n\n[1] Of the Vikzhel, see the other.[2]\n\n[2] The other.\n"
    glossary = '[[term]]\nheadword = "Vikzhel"\ndefinition = "A union."\n'
    folder = write_book(tmp_path / "book", {"a.txt": text}, '[notes]\nplacement = "book"\n', glossary=glossary)
    built = build(load_manifest(folder), tmp_path / "out")
    assert (built.findings, built.missing) == ((), ())
