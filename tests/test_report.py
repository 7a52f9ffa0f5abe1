"""The report: nothing is left out of report.json, the page stays small, and what is new is told."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.build import edit_book
from pipeline.commands import cli
from pipeline.desk import sentence_around
from pipeline.ledger import Span
from pipeline.manifest import load_manifest
from pipeline.report import Changes, compare, report_html, report_json, take_account
from pipeline.report.page import MOST
from pipeline.report.readings import RULES
from pipeline.report.sources import LARGEST
from pipeline.rulebook import RULEBOOK
from pipeline.sources.gallery import IN_LINE

from .library import SEEDS, write_book

READ = (
    "He wrote:\n\n  Roses are red,\n  Violets are blue,\n  Sugar is sweet,\n  And so are you.\n\n"
    "Then he left.[1] And so on.\n\n1. Bread\n2. Peace\n3. Land\n\n* * *\n\nFootnotes\n\n[1] A note.\n"
)

Inputs = dict[str, str]
ASKED = "They met (on Monday and left. They wrote to them (on Tuesday and slept.\n"
EMENDED = '[[emendation]]\nfind = "They met (on Monday and"\nreplace = "They met (on Monday) and"\nreason = "why"\n'


def page_of(folder: Path) -> str:
    return report_html(take_account(edit_book(load_manifest(folder)))).decode()


def record_of(folder: Path, inputs: Inputs | None = None) -> bytes:
    return report_json(take_account(edit_book(load_manifest(folder))), inputs or {})


def changes_of(folder: Path, last: bytes, inputs: Inputs | None = None) -> Changes:
    changes = compare(take_account(edit_book(load_manifest(folder))), inputs or {}, last)
    assert changes is not None
    return changes


def test_every_place_leads_to_its_line() -> None:
    page = page_of(SEEDS)
    anchors, links = set(re.findall(r' id="([^"]+)"', page)), set(re.findall(r' href="#([^"]+)"', page))
    assert len(links) > 20
    assert links <= anchors


def test_every_reading_is_told_with_the_rule_that_switches_it_off(tmp_path: Path) -> None:
    account = take_account(edit_book(load_manifest(write_book(tmp_path, {"a.txt": READ}))))
    assert [(reading.kind, reading.place.line) for reading in account.readings] == [
        ("verse", 3),
        ("list", 10),
        ("thought break", 14),
        ("note 1", 18),
        ("heading of the notes, not printed", 16),
        ("label of a note, printed as its number", 18),
    ]
    page = report_html(account).decode()
    assert "<h3>Verse</h3> <code>read.verse</code>" in page


def test_the_rules_of_readings_are_in_the_rulebook() -> None:
    assert set(RULES.values()) == {entry.name for entry in RULEBOOK if entry.kind == "reading"}


def test_what_looks_like_markup_is_text(tmp_path: Path) -> None:
    text = "This <script>alert(1)</script> & (that </pre> {{ 7 * 7 }} was lost. And  more\x07.\n"
    page = page_of(write_book(tmp_path, {"<b>.txt": text}))
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page
    assert "\x07" not in page


def test_a_book_with_many_edits_has_a_small_page_and_a_whole_record(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {n} has\u2009thin blanks\u2009and\u2009more." for n in range(30_000))
    folder = write_book(tmp_path, {"a.txt": text})
    account = take_account(edit_book(load_manifest(folder)))
    assert len(account.edits) == 90_000
    page = report_html(account).decode()
    assert len(text) > LARGEST
    assert len(page) < 1_000_000
    assert f"The first {MOST} of 90,000; all are in ledger.jsonl." in page
    assert page.count('<tr class="item">') == MOST
    assert "This text is large" in page
    assert len(json.loads(report_json(account, {}))["edits"]) == 90_000


def test_of_a_long_line_the_parts_around_what_is_asked_are_shown(tmp_path: Path) -> None:
    words = "word " * (LARGEST // 5)
    page = page_of(write_book(tmp_path, {"a.txt": f"{words} (so. {words}\n"}))
    assert len(page) < 100_000
    assert page.count(" […] ") == 2
    assert "<mark>(</mark>" in page


def test_a_book_with_many_queries_shows_the_first_of_each_code(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {n} has (a bracket." for n in range(MOST + 20))
    folder = write_book(tmp_path, {"a.txt": text})
    page = page_of(folder)
    assert page.count('data-rule="bracket.unclosed" data-kind="query"') == MOST
    assert "… and 20 queries more of <code>bracket.unclosed</code>: all are in report.json." in page
    assert len(json.loads(record_of(folder))["queries"]) == MOST + 20


def test_of_a_source_that_is_cut_each_edit_is_told_once_in_its_chapter(tmp_path: Path) -> None:
    text = "CHAPTER I\n\nThe first  one.\n\nCHAPTER II\n\nThe second  one (here.\n\nCHAPTER III\n\nThe third  one.\n"
    folder = write_book(tmp_path, {"a.txt": text})
    toml = folder / "book.toml"
    toml.write_text(toml.read_text("utf-8") + 'split = ["Chapter"]\n', "utf-8")
    account = take_account(edit_book(load_manifest(folder)))
    assert [(edit.chapter.key, edit.place.line) for edit in account.edits] == [
        ("ch1.1", 3), ("ch1.2", 7), ("ch1.3", 11)
    ]  # fmt: skip
    assert [question.chapter.key for question in account.questions] == ["ch1.2"]


def test_a_sentence_is_what_stands_between_its_stops() -> None:
    text = "He left on Monday. “The C.C. met (see pp. 2–3 and 7.” He spoke. It rained.\nAnother line."
    at = text.index("(")
    assert sentence_around(text, Span(at, at + 1)) == ("“The C.C. met ", "see pp. 2–3 and 7.”")
    assert sentence_around("word " * 200, Span(500, 504))[0].startswith("… word")
    assert sentence_around("", Span(0, 0)) == ("", "")


def test_nothing_new(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": ASKED})
    changes = changes_of(folder, record_of(folder))
    assert (str(changes), changes.new, changes.settled, changes.rules, changes.files) == ("", (), (), (), ())


def test_what_was_settled_and_what_is_new(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": ASKED})
    last = record_of(folder, {"a.txt": "1", "style.css": "2"})
    (folder / "emendations.toml").write_text(EMENDED, "utf-8")
    (folder / "a.txt").write_text("A line is put before it (so.\n\n" + ASKED, "utf-8")
    changes = changes_of(folder, last, {"a.txt": "3", "emendations.toml": "4"})
    assert [(shift.rule, shift.before, shift.now) for shift in changes.rules] == [("editor", 0, 1)]
    assert changes.files == (("a.txt", "changed"), ("emendations.toml", "new"), ("style.css", "gone"))
    assert len(changes.new) == len(changes.settled) == 1
    assert "They met" in changes.settled[0][3]
    assert str(changes) == (
        "1 query settled, 1 query new, 1 edit more, a.txt changed, emendations.toml is new, style.css is gone"
    )


def test_a_query_whose_sentence_was_changed_elsewhere_is_the_same(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": ASKED})
    last = record_of(folder)
    (folder / "a.txt").write_text(ASKED.replace("slept", "rested"), "utf-8")
    changes = changes_of(folder, last)
    assert (changes.new, changes.settled) == ((), ())


@pytest.mark.parametrize("last", [None, b"", b"{", b"[]", b'{"queries": 7}', b'{"queries": [{}]}', b"\xff"])
def test_a_last_report_that_can_not_be_read_is_none(tmp_path: Path, last: bytes | None) -> None:
    account = take_account(edit_book(load_manifest(write_book(tmp_path, {"a.txt": ASKED}))))
    assert compare(account, {}, last) is None


def test_only_the_report_tells_of_the_last_build(tmp_path: Path) -> None:
    book, first, second = Path(shutil.copytree(SEEDS, tmp_path / "book")), tmp_path / "first", tmp_path / "second"
    run = CliRunner()
    emendations = book / "emendations.toml"
    before = emendations.read_text("utf-8")
    emendations.write_text(f"{before}\n# A note to myself.\n", "utf-8")
    run.invoke(cli, ["build", str(book), "--only", "epub", "--out", str(first)])
    emendations.write_text(before, "utf-8")
    for out in (first, second):
        assert run.invoke(cli, ["build", str(book), "--only", "epub", "--out", str(out)]).exit_code == 0
    for path in (path for path in second.iterdir() if path.is_file()):
        same = path.read_bytes() == (first / path.name).read_bytes()
        assert same == (path.name not in ("report.html", ".state.json")), path.name
    assert 'id="since"' in (first / "report.html").read_text("utf-8")
    assert 'id="since"' not in (second / "report.html").read_text("utf-8")


def test_many_queries_are_counted_in_the_terminal(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {n} has (a bracket." for n in range(70))
    folder = write_book(tmp_path, {"a.txt": text})
    out = CliRunner().invoke(cli, ["build", str(folder), "--only", "epub"]).output
    assert out.count("bracket.unclosed") == 1
    assert "70  bracket.unclosed  first in a.txt:1:17" in out
    assert f" review {folder}" in out


def test_what_the_reader_of_a_format_left_out_is_told_in_both(tmp_path: Path) -> None:
    folder = write_book(
        tmp_path, {"a.md": "One <!-- x --> two. <!-- y -->\n\n![P](q.png) Three.\n", "b.txt": "Four.\n"}
    )
    assert json.loads(record_of(folder))["left_out"] == {"a.md": {"comments": 2, f"{IN_LINE}: q.png": 1}}
    assert f"Left out of <code>a.md</code>: comments (2), {IN_LINE}: q.png (1)</p>" in page_of(folder)
    assert "Left out of <code>b.txt</code>" not in page_of(folder)
