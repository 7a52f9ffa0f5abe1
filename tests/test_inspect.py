"""`inspect`: one JSON object a file, its offsets in the source, and the invariants on every document we have."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.build import edit_book
from pipeline.checks import check_book
from pipeline.commands import cli
from pipeline.inspection import inspect_file, record
from pipeline.ledger_file import read_ledger, write_ledger
from pipeline.manifest import bare_manifest

from .library import BENCH, SEEDS, needs_bench

KEYS = "source edits blocks notes orphan_bodies dropped_spans set_aside_spans terms queries".split()
DOCUMENTS = sorted(BENCH.glob("footnotes/*/*.txt"))


def test_several_files_give_one_object_a_line() -> None:
    files = sorted(map(str, SEEDS.glob("*.txt")))
    result = CliRunner().invoke(cli, ["inspect", "--json", *files])
    records = [json.loads(line) for line in result.output.splitlines()]
    assert [list(record) for record in records] == [KEYS, KEYS]
    assert [len(record["blocks"]) for record in records] == [3, 13]


def test_offsets_are_those_of_the_source() -> None:
    path = sorted(SEEDS.glob("*.txt"))[0]
    text = path.read_bytes().decode()
    found = inspect_file(path)
    assert found["source"]["length"] == len(text)
    assert found["source"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    (note,) = found["notes"]
    assert text[note["ref_start"] : note["ref_end"]] == "[1]"
    assert text[note["body_spans"][0][0] :].startswith("The reference is to")
    assert text[: note["body_spans"][-1][1]].endswith("(see pp. 303-07)")
    assert [text[start:end].strip() for start, end in found["dropped_spans"]] == ["Footnotes", "[1]"]
    for edit in found["edits"]:
        assert text[edit["start"] : edit["end"]] == edit["before"]
    (term,) = found["terms"]
    assert text[term["expansion"]["start"] : term["expansion"]["end"]] == term["expansion"]["text"]
    assert {text[start:end] for start, end in term["uses"]} == {"Vikzhel"}
    (definition,) = term["definitions"]
    assert text[definition["start"] : definition["end"]] == definition["text"]


WRAPPED = (
    "The resolution was passed by a large majority at the works\r\n"
    "in the city, and those who had  voted against it left the\r\n"
    "hall before the count was read, which no\u00adbody who had been\r\n"
    "there thought a good sign for the talks (see pp. 3-5) \r\n"
    "of the next day.[1]\r\n\r\nNotes\r\n\r\n[1] A note.\r\n"
)


def test_offsets_after_line_ends_and_joined_lines(tmp_path: Path) -> None:
    path = tmp_path / "wrapped.txt"
    path.write_bytes(WRAPPED.encode())
    found = inspect_file(path)
    pieces, position = [], 0
    for edit in found["edits"]:
        assert WRAPPED[edit["start"] : edit["end"]] == edit["before"]
        pieces += [WRAPPED[position : edit["start"]], edit["after"]]
        position = edit["end"]
    text = "".join([*pieces, WRAPPED[position:]])
    assert "the works in the city, and those who had voted" in text
    assert "\r" not in text
    (note,) = found["notes"]
    assert WRAPPED[note["ref_start"] : note["ref_end"]] == "[1]"
    assert [WRAPPED[start:end] for start, end in note["body_spans"]] == ["A note."]


def test_a_table_for_a_person() -> None:
    result = CliRunner().invoke(cli, ["inspect", *map(str, SEEDS.glob("001*.txt"))])
    assert "11 paragraph, 2 quotation" in result.output


@needs_bench
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_invariants_hold_on(path: Path, tmp_path: Path) -> None:
    book = edit_book(bare_manifest(path))
    assert list(check_book(book)) == []
    found = record(book)
    assert all(0 <= b["start"] < b["end"] <= found["source"]["length"] for b in found["blocks"])
    (tmp_path / "ledger.jsonl").write_bytes(write_ledger(book))
    (restored,) = read_ledger(tmp_path / "ledger.jsonl")
    assert restored.content == path.read_bytes()
