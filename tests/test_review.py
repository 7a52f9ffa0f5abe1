"""The review: what an editor types is what emendations.toml says, and what can't be done is refused and asked again."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline.build import edit_book
from pipeline.commands import cli
from pipeline.desk import all_queries
from pipeline.manifest import load_manifest
from pipeline.review.settling import write_file

from .conftest import Run, contents, refused
from .library import write_book

TEXT = "They met (on Monday and left. They wrote to them (on Tuesday and slept.\n"
MINE = """\
# Mine, in this order.

[[emendation]]
find = 'slept'  # so the second copy
replace = 'rested'
reason = 'ed. 2'
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "book", {"a.txt": TEXT})


@pytest.fixture(autouse=True)
def _sit_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is at the terminal."""
    monkeypatch.setattr("pipeline.review.asking.is_interactive", lambda: True)


def review(book: Path, *lines: str) -> Result:
    """A review in which these lines are typed, and then the terminal is closed."""
    return CliRunner().invoke(cli, ["review", str(book)], input="".join(f"{line}\n" for line in lines))


def entries(book: Path) -> list[dict[str, Any]]:
    path = book / "emendations.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["emendation"] if path.exists() else []
    return found


def codes(book: Path) -> list[str]:
    return [query.code for query in all_queries(edit_book(load_manifest(book)))]


def test_words_are_replaced_with_a_reason(book: Path) -> None:
    result = review(book, "r", "They met (on Monday) and left.", "bracket wanting", "q")
    assert result.exit_code == 0, result.output
    (entry,) = entries(book)
    assert entry["find"].startswith("They met (on Monday and")
    assert (entry["replace"], entry["reason"]) == ("They met (on Monday) and left.", "bracket wanting")
    assert "1 of 2" in result.output
    assert "✓ written to emendations.toml" in result.output


def test_words_are_kept(book: Path) -> None:
    assert review(book, "keep", "k").exit_code == 0
    assert [(entry["keep"], entry["query"]) for entry in entries(book)] == [(True, "bracket.unclosed")] * 2
    assert codes(book) == []


def test_nothing_is_left_when_all_is_settled(book: Path) -> None:
    assert "2 decisions are in emendations.toml; no query is open." in review(book, "k", "k").output
    assert "no query is open." in review(book).output


def test_a_suggestion_is_accepted(tmp_path: Path) -> None:
    text = "The All-Russia Congress met. The All-Russia Congress voted. The All Russia Congress went home.\n"
    book = write_book(tmp_path, {"a.txt": text})
    result = review(book, "a", "as elsewhere")
    (entry,) = entries(book)
    assert "All Russia" in entry["find"]
    assert entry["replace"] == entry["find"].replace("All Russia", "All-Russia")
    assert entry["reason"] == "as elsewhere"
    assert f"suggested: {entry['replace']}" in result.output
    assert codes(book) == []


def test_comments_and_order_stay(book: Path) -> None:
    (book / "emendations.toml").write_text(MINE, "utf-8")
    review(book, "s", "k")
    written = (book / "emendations.toml").read_text("utf-8")
    assert written.startswith(MINE)
    assert written.removeprefix(MINE).startswith("\n[[emendation]]\nfind = ")


def test_line_ends_and_mark_stay(book: Path) -> None:
    before = f"\ufeff{MINE}".replace("\n", "\r\n").encode()
    (book / "emendations.toml").write_bytes(before)
    review(book, "k")
    written = (book / "emendations.toml").read_bytes()
    assert written.startswith(before)
    assert written.count(b"\n") == written.count(b"\r\n")
    assert len(edit_book(load_manifest(book)).kept) == 1


def test_an_inline_list_grows(book: Path) -> None:
    (book / "emendations.toml").write_text("emendation = [{ find = 'slept', keep = true }]\n", "utf-8")
    review(book, "s", "s", "k")
    assert len(entries(book)) == 2


def test_what_can_not_be_done_is_refused_and_asked_again(book: Path) -> None:
    (book / "emendations.toml").write_text(MINE, "utf-8")
    result = review(book, "r", "They met (on Monday and", "why", "r", "They met on Monday and", "no bracket", "q")
    assert "not written: this emendation changes nothing" in result.output
    assert [entry["replace"] for entry in entries(book)] == ["rested", "They met on Monday and"]


def test_an_answer_that_breaks_another_is_refused(book: Path) -> None:
    made = "[[emendation]]\nfind = 'They wrote to them'\nreplace = 'They wrote at once to them'\nreason = 'ed. 2'\n"
    (book / "emendations.toml").write_text(made, "utf-8")
    before = contents(book)
    result = review(book, "s", "r", "They sent them (on Tuesday) and", "why", "q")
    assert "not written: this emendation changes words that another one changes" in result.output
    assert contents(book) == before


def test_back_takes_the_last_answer_out_again(book: Path) -> None:
    result = review(book, "k", "b", "s", "b", "s", "k", "q")
    assert "the last answer is taken out of emendations.toml" in result.output
    assert [entry["find"] for entry in entries(book)] == ["wrote to them (on Tuesday and"]


def test_back_does_not_undo_what_was_written_meanwhile(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "pipeline.review.asking.write_file"
    monkeypatch.setattr(name, lambda manifest, text: write_file(manifest, f"{text}# mine\n"))
    result = review(book, "k", "b", "q")
    assert "was changed meanwhile" in result.output
    assert len(entries(book)) == 1


def test_an_unknown_answer_is_asked_again(book: Path) -> None:
    result = review(book, "x", "", "accept", "q")
    assert result.output.count("type r, k, s, q, or the word") == 2
    assert entries(book) == []


def test_what_was_decided_stays_when_the_terminal_is_closed(book: Path) -> None:
    result = review(book, "k")
    assert result.exit_code == 0
    assert len(entries(book)) == 1
    assert "1 decision is in emendations.toml; 1 query is open." in result.output


def test_words_that_can_not_be_quoted_can_only_be_skipped(tmp_path: Path) -> None:
    book = write_book(tmp_path, {"a.txt": "They met (so.\n\nThey met (so.\n"})
    assert "[s]kip  [q]uit >" in review(book, "s", "s").output


def test_the_folder_is_the_one_you_are_in(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book)
    assert "1 of 2" in CliRunner().invoke(cli, ["review"], input="q\n").output


def test_nobody_there(run: Run, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("pipeline.review.asking.is_interactive", lambda: False)
    refused(run("review", book), "a review asks questions, and nobody can answer them here", "run it in a terminal")


def test_a_file_that_can_not_be_written_is_as_it_was(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", full)
    result = review(book, "k", "q")
    assert "not written: can't write to" in result.output
    assert entries(book) == []
