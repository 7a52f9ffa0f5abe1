"""The note on the text: plain sentences, in proportion to what there is to tell."""

from __future__ import annotations

from pathlib import Path

from pipeline.build import edit_book
from pipeline.manifest import load_manifest
from pipeline.textual_note import write_textual_note
from pipeline.textual_note.emended import MOST_LISTED
from pipeline.tree import leaves, plain_text

from .library import write_book


def note_of(folder: Path) -> list[str]:
    return [plain_text(tuple(leaves((block,)))) for block in write_textual_note(edit_book(load_manifest(folder)))]


def emendations(count: int, reason: str = "misprint") -> str:
    return "".join(
        f'[[emendation]]\nfind = "place {n} is"\nreplace = "place {n} was"\nreason = "{reason if n % 3 else n}"\n'
        for n in range(count)
    )


def places(count: int) -> str:
    return "\n\n".join(f"The place {n} is here." for n in range(count))


def test_few_emendations_are_listed(tmp_path: Path) -> None:
    note = note_of(write_book(tmp_path, {"a.txt": places(30)}, emendations=emendations(MOST_LISTED)))
    assert sum(line.endswith(": misprint.") for line in note) == 13
    assert "In Chapter a.txt the editor emended 20 places:" in note


def test_many_are_summed_up(tmp_path: Path) -> None:
    texts = {"a.txt": places(250), "b.txt": "\n\n".join(f"The place {n} is there." for n in range(250, 300))}
    note = note_of(write_book(tmp_path, texts, emendations=emendations(300)))
    assert (
        "The editor emended 300 places: 250 in Chapter a.txt, 50 in Chapter b.txt. "
        "The reason given most often: “misprint” (200 times). "
        "Each is in the ledger of the edition, with the words as the source has them."
    ) in note
    assert len(" ".join(note)) < 1500


def test_all_are_listed_where_the_editor_wants_them(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": places(40)}, "textual_notes = true\n", emendations=emendations(40))
    note = note_of(folder)
    assert "In Chapter a.txt the editor emended 40 places:" in note
    assert "¶ 11: “The place 10 was here.” for “The place 10 is here.”: misprint." in note
    assert sum(line.startswith("¶ ") for line in note) == 40


def test_an_emendation_of_a_note_is_listed_with_its_label(tmp_path: Path) -> None:
    text = "The first is so.[1] More of it.[2]\n\nFootnotes\n\n[1] The one note.\n\n[2] The other note.\n"
    entry = '[[emendation]]\nfind = "other note"\nreplace = "second note"\nreason = "why"\n'
    note = note_of(write_book(tmp_path, {"a.txt": text}, "textual_notes = true\n", emendations=entry))
    assert "note 2: “[2] The second note.” for “[2] The other note.”: why." in note


def test_of_a_source_that_is_cut_each_is_listed_in_its_chapter(tmp_path: Path) -> None:
    text = "CHAPTER I\n\nThe place 0 is here.\n\nCHAPTER II\n\nThe place 1 is here.\n\nThe place 2 is here.\n"
    folder = write_book(tmp_path, {"a.txt": text}, "textual_notes = true\n", emendations=emendations(3))
    toml = folder / "book.toml"
    toml.write_text(toml.read_text("utf-8") + 'split = ["Chapter"]\n', "utf-8")
    note = note_of(folder)
    assert note[0].startswith("This edition is made from one text by a program")
    second = note.index("In Chapter II the editor emended two places:")
    assert note.index("In Chapter I the editor emended one place:") == second - 2
    assert note[second + 1].startswith("¶ 1: ")
    assert note[second + 2].startswith("¶ 2: ")


def test_many_chapters_are_told_of_together(tmp_path: Path) -> None:
    text = "It is so.[1] And so.[2]\n\nFootnotes\n\n[1] The note of it.\n\n[2] The other."
    note = note_of(write_book(tmp_path, {f"{n:02}.txt": text for n in range(14)}))
    assert "In the 14 chapters together, 28 notes printed apart from the text were joined to it." in note
    assert len(note) < 6


def test_rules_that_are_off_are_told(tmp_path: Path) -> None:
    book = '[rules]\n"spaces.double" = false\nread.verse = false\nstop.missing = false\n'
    folder = write_book(tmp_path, {"a.txt": "It is  so.", "b.txt": "It is so."}, book)
    toml = folder / "book.toml"
    toml.write_text(toml.read_text("utf-8") + '[chapter.rules]\n"lines.wrapped" = false\n', "utf-8")
    (told,) = (line for line in note_of(folder) if line.startswith("Left undone by the wish of the editor: "))
    assert "repeated blanks reduced to one" in told
    assert "verse, its lines and stanzas kept" in told
    assert "lines and words broken at a fixed width joined (in “Chapter b.txt”)" in told
    assert "stop" not in told


def test_what_is_kept_is_told(tmp_path: Path) -> None:
    entry = '[[emendation]]\nfind = "met (on"\nkeep = true\n'
    note = note_of(write_book(tmp_path, {"a.txt": "They met (on Monday. They left (on Tuesday."}, emendations=entry))
    assert "Left as the sources have them: one bracket that never closes." in note
    assert "The editor looked at one place that may seem a slip, and found it right." in note
