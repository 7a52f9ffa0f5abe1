"""What the glossary shows its editor: spellings joined or alike, long forms inferred, names that want a definition."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from pipeline.build import edit_book
from pipeline.desk import all_queries, ask, make_desk
from pipeline.document import Book
from pipeline.glossary import take_stock, write_todo
from pipeline.glossary.likeness import find_near
from pipeline.glossary.pairs import Rulings
from pipeline.manifest import load_manifest
from pipeline.queries import write_entry
from pipeline.report import report_html, report_json, take_account
from pipeline.tree import TermRef, leaves

from .conftest import Run
from .library import BENCH, needs_bench, surveyed, write_book

HEARD = "They heard Zinovieff. Then Zinovef spoke. Later Zinovieff left."
WROTE = "They met Ryazanov. Then Riazanov spoke, and Ryazanov left."
BOARD = "The Mining Board met. Later the M.B. was dissolved, and the M.B. had no heir."


def entry(headword: str, **lists: str) -> str:
    more = "".join(f'{key} = ["{value}"]\n' for key, value in lists.items())
    return f'[[term]]\nheadword = "{headword}"\n{more}definition = "A thing."\n'


def book_of(folder: Path, text: str, glossary: str = "", head: str = "", **companions: str) -> Book:
    return edit_book(load_manifest(write_book(folder, {"a.txt": text}, head, glossary=glossary, **companions)))


def asked(book: Book, code: str) -> list[str]:
    return [f"{query.place.line}:{query.place.column}" for query in all_queries(book) if query.code == code]


def near(book: Book) -> list[tuple[str, str]]:
    return [pair.forms for pair in take_stock(book).near]


# ---- spellings ---------------------------------------------------------------------------------------------------


def test_what_is_nearly_alike_is_suggested_and_never_joined(tmp_path: Path) -> None:
    book = book_of(tmp_path, HEARD, entry("Zinovieff"))
    assert asked(book, "glossary.near") == ["1:28"]
    assert [len(term.uses) for term in book.terms] == [2]
    assert '# perhaps the same: "Zinovef" (once; first in a.txt:1:28) and "Zinovieff" (2×)\n' in write_todo(book)


def test_a_slip_is_corrected_by_the_lines_on_the_desk(tmp_path: Path) -> None:
    book = book_of(tmp_path, HEARD)
    (query,) = (query for query in all_queries(book) if query.code == "glossary.near")
    correction = ask(query, make_desk(book)).answers[0]
    (emendation,) = tomllib.loads(correction.toml)["emendation"]
    assert correction.file == "emendations.toml"
    assert emendation["replace"] == emendation["find"].replace("Zinovef", "Zinovieff")


@pytest.mark.parametrize("says", [{"forms": "Zinovef"}, {"not_forms": "Zinovef"}])
def test_what_the_editor_has_decided_is_not_suggested_again(tmp_path: Path, says: dict[str, str]) -> None:
    book = book_of(tmp_path, HEARD, entry("Zinovieff", **says))
    assert (asked(book, "glossary.near"), near(book)) == ([], [])
    assert [len(term.uses) for term in book.terms] == [3 if "forms" in says else 2]


TWO_NAMES = {
    "short names": "They read Marx. They read Marz.",
    "a daughter": "They heard Kamenev. Then Kamenevo spoke. Then they left Kameneva.",
    "an ending": "He led the Bardizans. They knew Bardizas.",
    "another consonant": "They heard Avilov. Then Avinov left.",
    "a first letter": "They heard Dybenko. Then Tybenko left.",
    "an English word": "They heard Hurbert. Then they heard Herbert. Nobody knew Hurbert.",
    "one sentence has both": "They saw Zinovieff greet Zinovef.",
    "both are well attested": "They met Sokolov. They met Sakolov. " * 3,
}


@pytest.mark.parametrize("what", TWO_NAMES)
def test_two_names_are_not_suggested_as_one(tmp_path: Path, what: str) -> None:
    assert near(book_of(tmp_path, TWO_NAMES[what])) == []


ONE_NAME = {
    "a vowel": ("Brist-Litovsk", "Brest-Litovsk"),
    "letters that have changed places": ("Tchrenovsky", "Tchernovsky"),
    "a letter that is wanting": ("Shiapnikov", "Shliapnikov"),
    "one word of several": ("Anton Kollentai", "Anton Kollontai"),
}


@pytest.mark.parametrize("what", ONE_NAME)
def test_a_letter_apart_is_suggested(tmp_path: Path, what: str) -> None:
    rarer, usual = ONE_NAME[what]
    text = f"They spoke of {usual}. It was {usual} he meant. Nobody spoke of {rarer}."
    assert near(book_of(tmp_path, text)) == [(rarer, usual)]


def test_what_was_brought_together_is_shown_and_can_be_parted(tmp_path: Path) -> None:
    book = book_of(tmp_path / "a", WROTE)
    line = '# brought together: "Riazanov" (once; first in a.txt:1:25) and "Ryazanov" (2×)\n'
    assert (asked(book, "spelling.name"), line in write_todo(book)) == (["1:25"], True)
    (query,) = (query for query in all_queries(book) if query.code == "spelling.name")
    assert "not_forms" in query.hint
    book = book_of(tmp_path / "b", WROTE, entry("Ryazanov"))
    assert (line in write_todo(book), [len(term.uses) for term in book.terms]) == (True, [3])
    book = book_of(tmp_path / "c", WROTE, entry("Ryazanov", not_forms="Riazanov"))
    assert (asked(book, "spelling.name"), take_stock(book).merged) == ([], ())
    assert [len(term.uses) for term in book.terms] == [2]


def test_one_and_many_are_not_shown_as_transliterations(tmp_path: Path) -> None:
    text = "The Land Committee met. The Land Committees met. A Trudovik met Trudoviks, and met Trudoviki."
    assert take_stock(book_of(tmp_path, text)).merged == ()


@needs_bench
def test_of_the_pairs_of_two_names_few_are_suggested(tmp_path: Path) -> None:
    lines = (BENCH / "glossary" / "variant_pairs.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t")[1:3] for line in lines if line.startswith("0")]
    text = "\n\n".join(f"They met {one}. They met {other}." for one, other in pairs)
    found = find_near(surveyed(book_of(tmp_path, text)).candidates, Rulings(()))
    assert len(pairs) == 21
    assert len([pair.forms for pair in found]) <= 2


# ---- long forms --------------------------------------------------------------------------------------------------


def test_an_inferred_long_form_is_shown_and_never_printed(tmp_path: Path) -> None:
    todo = write_todo(book_of(tmp_path / "a", BOARD))
    assert "# inferred: Mining Board (once; first in a.txt:1:5)\n" in todo
    (stub,) = tomllib.loads(todo)["term"]
    assert stub == {"headword": "M.B.", "kind": "term", "definition": "…"}
    book = book_of(tmp_path / "b", BOARD, todo.replace('"…"', '"A board."'))
    (term,) = book.terms
    assert (term.expansion, [definition.origin for definition in term.definitions]) == (None, ["editor"])
    assert [leaf.child.text for leaf in leaves(book.chapters[0].blocks) if isinstance(leaf, TermRef)] == ["M.B."]


def test_an_inferred_long_form_can_be_refused(tmp_path: Path) -> None:
    book = book_of(tmp_path / "a", BOARD)
    (query,) = (query for query in all_queries(book) if query.code == "glossary.undefined")
    assert 'not_forms = ["Mining Board"]' in query.hint
    book = book_of(tmp_path / "b", BOARD, entry("M.B.", not_forms="Mining Board"))
    assert asked(book, "glossary.undefined") == []
    assert "Mining Board" not in [form for term in book.terms for form in term.forms]


# ---- what is demanded --------------------------------------------------------------------------------------------

DEMANDING = (
    "The Vikzhel met. The Vikzhel heard the Mining Board. Its answer to the Mining Board was sent to the Mining Board "
    "itself, as the Vikzhel said. In the end Gerasimov left for Zagorsk, not for the Water Office."
)


def strictly(run: Run, folder: Path) -> tuple[int, str]:
    outcome = run("build", folder, "--only", "epub", "--strict")
    return outcome.status, outcome.err


def test_strict_demands_a_definition_of_every_term(run: Run, tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": DEMANDING})
    for _ in ("built", "unchanged"):
        status, message = strictly(run, folder)
        assert status == 1
        assert "2 terms are used but nowhere defined: Vikzhel and Mining Board" in " ".join(message.split())
        assert str(folder / "build" / "glossary.todo.toml") in message
        assert "exclude = true" in message
    assert run("build", folder, "--only", "epub").status == 0
    stubs = (folder / "build" / "glossary.todo.toml").read_text("utf-8")
    (folder / "glossary.toml").write_text(stubs.replace('definition = "…"', "exclude = true"), "utf-8")
    assert strictly(run, folder) == (0, "")


def test_strict_demands_no_more_of_what_the_texts_explain_or_the_editor_keeps(run: Run, tmp_path: Path) -> None:
    said = "The Central Railway Committee (CRC) met in spring. In the end the CRC did not."
    assert strictly(run, write_book(tmp_path / "a", {"a.txt": said})) == (0, "")
    short = {"a.txt": "Then the BZK met."}
    assert strictly(run, write_book(tmp_path / "b", short))[0] == 1
    assert strictly(run, write_book(tmp_path / "c", short, "rules = {glossary.undefined = false}\n")) == (0, "")
    keep = write_entry("emendation", find="the BZK met", keep=True, query="glossary.undefined")
    assert strictly(run, write_book(tmp_path / "d", short, emendations=keep)) == (0, "")


def test_the_report_and_strict_have_one_list(tmp_path: Path) -> None:
    account = take_account(book_of(tmp_path, DEMANDING))
    glossary = json.loads(report_json(account, {}))["glossary"]
    assert [row["headword"] for row in glossary["undefined"]] == ["Vikzhel", "Mining Board"]
    assert [candidate.headword for candidate in account.stock.undefined] == ["Vikzhel", "Mining Board"]
    assert {row["headword"] for rows in glossary["candidates"].values() for row in rows} >= {"Gerasimov"}


# ---- the report --------------------------------------------------------------------------------------------------

EVERYTHING = f"""{HEARD} {WROTE} {BOARD}

The Central Railway Committee (CRC) met. In the end the Council of Railway Clerks (CRC) did not.

He met Anton Belyavin and Boris Belyavin. It was Belyavin who left.
"""
ENTRIES = "".join(map(entry, ("Anton Belyavin", "Boris Belyavin", "Rada")))


def test_the_report_has_a_row_for_everything(tmp_path: Path) -> None:
    account = take_account(book_of(tmp_path, EVERYTHING, ENTRIES))
    glossary = json.loads(report_json(account, {}))["glossary"]
    del glossary["candidates"]
    unused, unread = glossary.pop("unused"), glossary.pop("unread")
    assert {key: [row["headword"] for row in rows] for key, rows in glossary.items()} == {
        "printed": ["Anton Belyavin", "Boris Belyavin", "CRC"],
        "undefined": ["M.B."],
        "conflicts": ["CRC"],
        "ambiguous": ["Belyavin"],
        "merged": ["Riazanov"],
        "near": ["Zinovef"],
    }  # fmt: skip
    assert (unused, unread) == (["Rada"], {})
    assert [said["text"] for said in glossary["conflicts"][0]["said"]] == [
        "Central Railway Committee", "Council of Railway Clerks"
    ]  # fmt: skip
    assert [said["text"] for said in glossary["printed"][2]["said"]] == ["text", "text"]
    assert [said["text"] for said in glossary["printed"][0]["said"]] == ["editor"]
    assert glossary["ambiguous"][0]["places"] == [{"file": "a.txt", "line": 5, "column": 50}]
    page = report_html(account).decode()
    titles = (
        "Entries printed", "Used but undefined", "Conflicting definitions", "Ambiguous forms", "Defined but unused",
        "Spellings brought together", "Spellings that are nearly alike", "Names without an entry",
    )  # fmt: skip
    assert [title for title in titles if f"<h3>{title}</h3>" not in page] == []


def test_the_report_says_which_chapters_no_name_was_sought_in(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": "Дума собралась в Петрограде."})
    toml = (folder / "book.toml").read_text("utf-8")
    (folder / "book.toml").write_text(toml + 'language = "ru"\n', "utf-8")
    account = take_account(edit_book(load_manifest(folder)))
    assert json.loads(report_json(account, {}))["glossary"]["unread"] == {"ru": 1}
    assert "1 in <code>ru</code> was not read for them" in report_html(account).decode()


def test_what_a_text_says_of_a_refused_spelling_is_not_quoted(tmp_path: Path) -> None:
    text = "Then Riazanov, chairman of the Petrograd Trade Union Council, spoke. In the end it was Ryazanov who left."
    (term,) = book_of(tmp_path / "a", text, entry("Ryazanov")).terms
    assert [definition.origin for definition in term.definitions] == ["editor", "stated"]
    terms = book_of(tmp_path / "b", text, entry("Ryazanov", not_forms="Riazanov")).terms
    assert [definition.origin for term in terms if term.headword == "Ryazanov" for definition in term.definitions] == [
        "editor"
    ]
