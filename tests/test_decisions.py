"""Decisions: queries kept, checks switched off, and what is said when a decision fits nothing."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import pipeline
from pipeline.build import edit_book
from pipeline.desk import all_queries, ask, make_desk, settle
from pipeline.document import Book
from pipeline.manifest import load_manifest
from pipeline.rulebook import RULEBOOK

from .conftest import Run, refused
from .library import SEEDS, first_book, write_book

TEXT = "They met (on Monday and left. They wrote to them (on Tuesday They said so.\n"
"""Two brackets that never close, and a full stop that is wanting."""


def entry(find: str, **values: str | bool) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["[[emendation]]", f"find = {json.dumps(find, ensure_ascii=False)}", *lines, ""])


def book_of(folder: Path, *entries: str, text: str = TEXT, book: str = "", chapter: str = "") -> Book:
    write_book(folder, {"a.txt": text}, book, emendations="".join(entries))
    if chapter:
        with (folder / "book.toml").open("a", encoding="utf-8") as file:
            file.write(chapter)
    return edit_book(load_manifest(folder))


def asked(book: Book) -> list[str]:
    return [f"{query.place.column} {query.code}" for query in all_queries(book)]


def test_what_is_asked_when_nothing_is_decided(tmp_path: Path) -> None:
    assert asked(book_of(tmp_path)) == ["10 bracket.unclosed", "50 bracket.unclosed", "62 stop.missing"]


def test_words_that_are_kept_settle_every_query_about_them(tmp_path: Path) -> None:
    book = book_of(tmp_path, entry("wrote to them (on Tuesday They", keep=True))
    assert asked(book) == ["10 bracket.unclosed"]
    assert [query.code for query in book.kept] == ["bracket.unclosed", "stop.missing"]


def test_of_two_queries_about_the_same_words_one_is_kept(tmp_path: Path) -> None:
    book = book_of(tmp_path, entry("them (on Tuesday They", keep=True, query="stop.missing"))
    assert asked(book) == ["10 bracket.unclosed", "50 bracket.unclosed"]
    assert [query.code for query in book.kept] == ["stop.missing"]


def test_words_are_kept_as_they_read_once_emended(tmp_path: Path) -> None:
    change = entry("left. They wrote", replace="left. Some wrote", reason="so the copy")
    book = book_of(tmp_path, change, entry("Some wrote to them (on", keep=True))
    assert asked(book) == ["10 bracket.unclosed", "62 stop.missing"]


@pytest.mark.parametrize("style", ["british", "american", "source"])
@pytest.mark.parametrize("find", ["wrote--it is said...--to 'them' (on", "said...--to 'them' (on Tuesday They"])
def test_words_are_kept_as_they_were_typed(tmp_path: Path, find: str, style: str) -> None:
    text = "They wrote--it is said...--to 'them' (on Tuesday They said so.\n"
    asked_as_found = asked(book_of(tmp_path / "found", text=text, book=f'house_style = "{style}"\n'))
    assert [code.split()[1] for code in asked_as_found] == ["bracket.unclosed", "stop.missing"]
    kept = entry(find, keep=True, query="bracket.unclosed")
    book = book_of(tmp_path / "kept", kept, text=text, book=f'house_style = "{style}"\n')
    assert asked(book) == asked_as_found[1:]


def test_what_a_query_proposes_fits_in_any_house_style(tmp_path: Path) -> None:
    text = "They met--so it is said...--with 'them' (on Tuesday They said so.\n"
    book = book_of(tmp_path / "british", text=text)
    stubs = [ask(query, make_desk(book)).answers[-1].toml for query in all_queries(book)]
    for style in ("american", "source"):
        assert asked(book_of(tmp_path / style, "\n".join(stubs), text=text, book=f'house_style = "{style}"\n')) == []


def test_a_sentence_that_runs_into_the_next_is_mended_as_suggested(tmp_path: Path) -> None:
    book = book_of(tmp_path)
    (query,) = (query for query in all_queries(book) if query.code == "stop.missing")
    assert 'replace = "(on Tuesday. They said so."' in ask(query, make_desk(book)).answers[0].toml


@pytest.mark.parametrize("keep", [entry("said so", keep=True), entry("them (on", keep=True, query="stop.missing")])
def test_a_keep_that_settles_nothing_is_asked_about(tmp_path: Path, keep: str) -> None:
    book = book_of(tmp_path, keep)
    (query,) = (query for query in all_queries(book) if query.code == "keep.unneeded")
    assert query.severity == "note"
    assert query.hint.startswith("take the entry out of emendations.toml")
    assert "emendations.toml:2:1" in query.message
    assert book.kept == ()


def test_a_settled_book_can_be_settled_again(tmp_path: Path) -> None:
    book = book_of(tmp_path, entry("them (on Tuesday They", keep=True), entry("said so", keep=True))
    assert settle(book) == book


def test_what_a_query_proposes_settles_it(tmp_path: Path) -> None:
    book = edit_book(load_manifest(SEEDS))
    desk = make_desk(book)
    questions = [ask(query, desk) for query in all_queries(book)]
    stubs = [question.answers[-1].toml for question in questions]
    texts = {path.name: path.read_text("utf-8") for path in SEEDS.glob("*.txt")}
    settled = edit_book(load_manifest(write_book(tmp_path, texts, emendations="\n".join(stubs))))
    assert {q.code for q in all_queries(settled)} <= {"keep.unneeded", "glossary.undefined", "glossary.conflict"}
    assert len(settled.kept) >= len(questions) - 1


def test_words_that_stand_twice_are_quoted_with_their_chapter(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": TEXT, "b.txt": TEXT})
    book = edit_book(load_manifest(folder))
    desk = make_desk(book)
    stubs = [ask(query, desk).answers[-1].toml for query in all_queries(book)]
    assert all('chapter = "' in stub for stub in stubs)
    (folder / "emendations.toml").write_text("\n".join(stubs), "utf-8")
    assert asked(edit_book(load_manifest(folder))) == []


def test_words_that_stand_twice_in_a_line_just_so_cannot_be_quoted(tmp_path: Path) -> None:
    write_book(tmp_path, {"a.txt": "They met (so.\n\nThey met (so.\n"})
    book = edit_book(load_manifest(tmp_path))
    assert [ask(query, make_desk(book)).answers for query in all_queries(book)] == [(), ()]


OFF = {
    "in the book": ({"book": '[rules]\n"stop.missing" = false\n'}, ["10 bracket.unclosed", "50 bracket.unclosed"]),
    "as a table": ({"book": "[rules]\nstop.missing = false\n"}, ["10 bracket.unclosed", "50 bracket.unclosed"]),
    "of keeps": (
        {"book": "[rules]\nkeep.unneeded = false\nbracket.unclosed = false\nnotes.no-text = false\n"},
        ["62 stop.missing"],
    ),
    "in a chapter": ({"chapter": "rules = { bracket.unclosed = false }\n"}, ["62 stop.missing"]),
    "on again in a chapter": (
        {"book": "[rules]\nstop.missing = false\n", "chapter": "[chapter.rules]\nstop.missing = true\n"},
        ["10 bracket.unclosed", "50 bracket.unclosed", "62 stop.missing"],
    ),
}


@pytest.mark.parametrize("where", OFF)
def test_a_check_that_is_switched_off_asks_nothing(tmp_path: Path, where: str) -> None:
    switches, left = OFF[where]
    assert asked(book_of(tmp_path, **switches)) == left


def test_whatever_is_asked_can_be_switched_off() -> None:
    queries = {entry.name for entry in RULEBOOK if entry.kind == "query"}
    package = Path(pipeline.__file__).parent
    calls = (node for path in package.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    codes = {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "ask"
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert len(codes) > 9
    assert codes <= queries
    assert {query.code for query in all_queries(first_book())} <= queries


def test_a_rule_of_cleaning_that_is_switched_off_changes_nothing(tmp_path: Path) -> None:
    text = "Two  blanks stand here.\n"
    off = '[rules]\n"spaces.double" = false\n'
    assert book_of(tmp_path / "on", text=text).chapters[0].cleaned.text == "Two blanks stand here.\n"
    assert book_of(tmp_path / "off", text=text, book=off).chapters[0].cleaned.text == text


WRONG = {
    "an unknown rule": (
        "",
        '[rules]\n"stop.mising" = false\n',
        "book.toml:5:1: there is no rule “stop.mising”",
        "did you mean “stop.missing”?",
    ),
    "a query that nobody asks": (
        entry("them (on Tuesday They", keep=True, query="stop.mising"),
        "",
        "emendations.toml:4:1: there is no query “stop.mising”",
        "did you mean “stop.missing”?",
    ),
    "a rule of cleaning for a query": (
        entry("them (on Tuesday They", keep=True, query="spaces.double"),
        "",
        "emendations.toml:4:1: there is no query “spaces.double”",
        "→",
    ),
    "kept words that stand nowhere": (
        entry("them (on Wednesday They", keep=True),
        "",
        "emendations.toml:2:1: these words stand nowhere in the text",
        "the nearest words are in a.txt:1:45: “them (on Tuesday They”",
    ),
    "a source that has changed": (
        entry("wrote to them (at noon on Tuesday", replace="wrote", reason="why"),
        "",
        "emendations.toml:2:1: these words stand nowhere in the text",
        "in a.txt:1:36: “wrote to them (on Tuesday",
    ),
    "kept words that stand twice": (
        entry("(on", keep=True),
        "",
        "emendations.toml:2:1: these words stand in 2 places",
        "(a.txt:1:10, a.txt:1:50)",
    ),
    "words both kept and replaced": (
        entry("wrote", keep=True, replace="sent"),
        "",
        "emendations.toml:4:1: an entry can’t both keep words and replace them",
        "take out “replace”",
    ),
    "a query without keep": (
        entry("wrote", replace="sent", reason="why", query="stop.missing"),
        "",
        "emendations.toml:5:1: “query” says which query words are kept against",
        "keep = true",
    ),
    "no reason": (entry("wrote", replace="sent"), "", "emendations.toml:1:3: “reason” is missing", "“reason = …”"),
    "a reason still to be written": (
        entry("wrote", replace="sent", reason="…"),
        "",
        "emendations.toml:4:1: “reason” is still to be written",
        "put words in place of the …",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_can_not_be_done_is_refused_with_its_place(run: Run, tmp_path: Path, what: str) -> None:
    emendations, book, message, hint = WRONG[what]
    folder = write_book(tmp_path, {"a.txt": TEXT}, book, emendations=emendations)
    refused(run("build", folder, "--only", "epub"), message, hint)


def test_the_nearest_words_are_found_in_a_large_text_at_once(run: Run, tmp_path: Path) -> None:
    line = "The committee met again on Monday, and the members of it spoke of the harvest and the roads.\n\n"
    text = line * 8000 + "In the end the delegates withdrew their motion.\n\n" + line * 2000
    folder = write_book(tmp_path, {"a.txt": text}, emendations=entry("the delegates withdraw there motion", keep=True))
    near = "the nearest words are in a.txt:16001:12: “the delegates withdrew their motion.”"
    refused(run("build", folder, "--only", "epub"), "emendations.toml:2:1: these words stand nowhere", near)


def test_strict_is_content_when_all_is_settled(run: Run, tmp_path: Path) -> None:
    write_book(tmp_path, {"a.txt": TEXT})
    build = ("build", tmp_path, "--only", "epub", "--strict")
    assert run(*build).status == 1
    keeps = entry("met (on", keep=True) + entry("wrote to them (on Tuesday They", keep=True)
    (tmp_path / "emendations.toml").write_text(keeps, "utf-8")
    outcome = run(*build)
    assert (outcome.status, outcome.err) == (0, "")
    assert "Since the last build: 3 queries settled, emendations.toml is new." in outcome.out
    assert run(*build).status == 0
