"""What the glossary makes of the words around a name, and how it quotes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.anchors import make_anchors
from pipeline.build import edit_book
from pipeline.document import Book
from pipeline.glossary import likeness
from pipeline.glossary.entries import count_unread
from pipeline.manifest import load_manifest
from pipeline.templating import Setting
from pipeline.tree import plain_text

from .library import read_book, surveyed, write_book


def book_of(folder: Path, text: str, head: str = "") -> Book:
    return edit_book(load_manifest(write_book(folder, {"a.txt": text}, head)))


def glossary_page(book: Book) -> str:
    (page,) = (page for page in Setting(book, make_anchors(book), "epub").pages() if page.name == "glossary")
    return str(page.body)


def kind_of(text: str, form: str) -> str:
    candidate = surveyed(read_book(text)).of(form)
    assert candidate is not None
    return candidate.kind


PLACES = (
    "They met at Zabrod that year.",
    "The men went back to Zabrod that year.",
    "It was the Zabrod treaty that they feared.",
    "The streets of Zabrod were empty.",
    "Here sat the Zabrod Soviet. All that Zabrod wanted was bread.",
    "One goes from Zabrod. Then all lead to Zabrod again.",
    "It was held in Perm, in Omsk, in Tver; and so Perm, Omsk and Zabrod fell.",
)
PERSONS = (
    "Then General Zabrod left.",
    "It was J. Zabrod who left.",
    "“No,” said Zabrod to them.",
    "So Zabrod wrote to them.",
    "There was Zabrod, the chairman of all.",
    "Then Mr. Belov and Mr. Orlov left, as did Orlov, Belov and Zabrod later.",
)
UNSURE = ("They knew that Zabrod was lost.", "In Zabrod’s words it was lost.", "It was then from Zabrod to them.")


@pytest.mark.parametrize("text", PLACES)
def test_what_speaks_for_a_place(text: str) -> None:
    assert kind_of(text, "Zabrod") == "place"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("So the Vikmol met, and the Vikmol spoke.", "contraction"),
        ("So the Vikmol factory stood still, and the Vikmol workers went home.", "name"),
    ],
)
def test_an_article_is_of_the_noun_that_follows(text: str, kind: str) -> None:
    assert kind_of(text, "Vikmol") == kind


@pytest.mark.parametrize("text", PERSONS)
def test_what_speaks_for_a_person(text: str) -> None:
    assert kind_of(text, "Zabrod") == "person"


@pytest.mark.parametrize("text", UNSURE)
def test_what_is_left_open(text: str) -> None:
    assert kind_of(text, "Zabrod") == "name"


def test_a_role_makes_a_person_of_a_name(tmp_path: Path) -> None:
    (term,) = book_of(tmp_path, "At noon Zabrod, chairman of the Board, came. All knew Zabrod.").terms
    assert (term.headword, term.kind) == ("Zabrod", "person")


def test_naturalised_phrases_come_last() -> None:
    text = "It was _laissez-faire_ and a _modus vivendi_, said the _uprava_ of _émigrés_. _De facto_ it was so."
    found = [candidate.headword for candidate in surveyed(read_book(text)).candidates]
    assert found[0] == "uprava"
    assert {"laissez-faire", "modus vivendi"} <= set(found[1:])


def test_words_in_another_script_are_no_headwords() -> None:
    text = "The word _εὐκτέον_ is Zabrod’s, and not Εὐκλείδης, as in _uprava_."
    assert {candidate.headword for candidate in surveyed(read_book(text)).candidates} == {"Zabrod", "uprava"}


ROLE = "At noon Zabrod, {}, came. All knew Zabrod."
QUOTED = {
    ("leader of the so-called ‘Whites’", ""): "leader of the so-called ‘Whites’",
    ("editor of the journal _Zarya_", ""): "editor of the journal <em>Zarya</em>",
    ("editor of the journal _Zarya_", 'quotes = "single"\n'): "editor of the journal <em>Zarya</em>",
}


@pytest.mark.parametrize(("words", "head"), QUOTED)
def test_a_definition_keeps_its_marks_and_italics(tmp_path: Path, words: str, head: str) -> None:
    page = glossary_page(book_of(tmp_path, ROLE.format(words), head))
    assert f'<q class="definition">{QUOTED[words, head]}</q>' in page
    assert ('class="glossary single"' in page) == bool(head)


PARTIES = "He spoke for {}the parties of order{} ({}) as before. The Zadets agreed, and so did the Septembrists."
NAMES = "the Septembrists and Zadets"


@pytest.mark.parametrize(
    ("opens", "closes", "head", "shown"),
    [
        ("“", "”", "", f"‘the parties of order’ ({NAMES})"),
        ("‘", "’", "", f"‘the parties of order’ ({NAMES})"),
        ("“", "”", 'quotes = "single"\n', f"“the parties of order” ({NAMES})"),
        ("‘", "’", 'quotes = "single"\n', f"“the parties of order” ({NAMES})"),
        ("“It was ", " in the end”", "", None),
    ],
)
def test_marks_alternate(tmp_path: Path, opens: str, closes: str, head: str, shown: str | None) -> None:
    book = book_of(tmp_path, PARTIES.format(opens, closes, NAMES), head)
    assert {plain_text(d.inlines) for term in book.terms for d in term.definitions} == ({shown} if shown else set())


def test_marks_at_the_edge_that_have_no_other_are_left_out(tmp_path: Path) -> None:
    text = f"He said: “the parties of order ({NAMES}) will not do.” The Zadets agreed, and so did the Septembrists."
    book = book_of(tmp_path, text)
    assert {plain_text(d.inlines) for term in book.terms for d in term.definitions} == {
        f"the parties of order ({NAMES})"
    }


def test_chapters_that_are_not_read_are_counted(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": "The Duma.", "b.txt": "Дума.", "c.txt": "Une ville."})
    book = (folder / "book.toml").read_text("utf-8").replace('"b.txt"', '"b.txt"\nlanguage = "ru"')
    (folder / "book.toml").write_text(book.replace('"c.txt"', '"c.txt"\nlanguage = "fr-FR"'), "utf-8")
    assert count_unread(edit_book(load_manifest(folder))) == {"ru": 1, "fr": 1}


def test_a_name_without_an_end_is_not_taken_apart_letter_by_letter() -> None:
    name = "word " * (likeness.LONGEST // 5)
    assert len(likeness._parts(name)) > len(name) / 2
    assert likeness._parts(name + "word") == {name + "word"}
