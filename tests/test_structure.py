"""Structure against its cases: what kinds of blocks a text is read as, and what stands in them."""

from __future__ import annotations

from typing import Any
from unittest.mock import ANY

import pytest

from pipeline.checks import check_book
from pipeline.inspection import record
from pipeline.structure import READINGS, arrange, read_structure
from pipeline.structure.casing import in_title_case
from pipeline.tree import Block, Break, Figure, Heading, ListBlock, Para, Quote, Table, Verse, plain_text

from .library import CASES, cases, read_book


@pytest.mark.parametrize(("file", "case"), cases("structure"))
def test_structure(file: str, case: dict[str, Any]) -> None:
    book = read_book(case["text"])
    (chapter,) = book.chapters
    assert list(check_book(book)) == []
    assert [block["kind"] for block in record(book)["blocks"]] == case["blocks"]
    read = [outline(block).replace("\xa0", " ") for block in chapter.blocks if not is_plain(block)]
    assert read == case.get("outline", ANY)
    assert [query.code for query in chapter.queries if query.code == "verse.perhaps"] == case.get("queries", [])


@pytest.mark.parametrize(("file", "case"), cases("structure"))
def test_a_reading_switched_off_reads_nothing(file: str, case: dict[str, Any]) -> None:
    (chapter,) = read_book(case["text"]).chapters
    off = frozenset(reading.name for reading in READINGS)
    plain = arrange(read_structure(chapter.cleaned, chapter.settings, "ch1", off), off)
    assert all(type(block) is Para and block.role == "text" for block in plain.blocks)
    assert plain.queries == ()


def test_readings_have_cases() -> None:
    files = {f"read.{path.stem}" for path in (CASES / "structure").glob("*.toml")}
    assert files <= {reading.name for reading in READINGS}


TITLES = {
    "PREFACE": "Preface",
    "II. THE FIRST SOCIETIES": "II. The First Societies",
    "THE MRC AND THE WAR": "The MRC and the War",
    "NATO": "NATO",
    "KORNILOV": "Kornilov",
    "CIVIL WAR": "Civil War",
    "THE WORKERS’ PAPER": "The Workers’ Paper",
    "A. V. LUNACHARSKY": "A. V. Lunacharsky",
    "The great towns": "The great towns",
}


@pytest.mark.parametrize("title", TITLES)
def test_titles_in_capitals_are_set_as_titles_are(title: str) -> None:
    assert in_title_case(title) == TITLES[title]


def is_plain(block: Block) -> bool:
    return isinstance(block, Break) or (isinstance(block, Para) and block.role == "text")


def outline(block: Block) -> str:
    """A block on one line: `/` ends a line of verse or caption, `//` a stanza or row, `|` a cell; `+` is an indent."""
    match block:
        case Verse():
            stanzas = (" / ".join("+" * ln.indent + plain_text(ln.inlines) for ln in s) for s in block.stanzas)
            return " // ".join(stanzas)
        case Table():
            rows = (" | ".join(plain_text(c.inlines) + "#" * c.numeric for c in row) for row in block.rows)
            return ("head: " if block.head else "") + " // ".join(rows)
        case ListBlock():
            return " | ".join(" ".join(map(outline, item)) for item in block.items)
        case Quote():
            return f"({' '.join(map(outline, block.blocks))})"
        case Heading():
            return f"{block.level} {plain_text(block.inlines)}"
        case Para():
            return ("" if block.role == "text" else f"{block.role}: ") + plain_text(block.inlines)
        case Figure():
            return f"<{' / '.join(map(outline, block.caption))}>"
        case Break():
            return "***"


PROSE = (
    "He went out into the road, and as he went he heard the children of the place sing what they sang every spring. "
    * 2
)
UNSURE = {
    "heading.perhaps": f"{PROSE}\n\nLondon\n\n{PROSE}",
    "list.perhaps": f"{PROSE}\n\n1. Bread.\n\n3. Salt.\n\n7. Oil.\n\n{PROSE}",
    "table.perhaps": f"{PROSE}\n\nBread      7\n\nSalt, oil          of two kinds\n\nWine    9      12    4\n\n{PROSE}",
}


@pytest.mark.parametrize("code", UNSURE)
def test_where_a_form_is_unsure_the_editor_is_asked(code: str) -> None:
    (chapter,) = read_book(UNSURE[code]).chapters
    assert code in [query.code for query in chapter.queries]
    assert all(type(block) is Para for block in chapter.blocks)


def test_plain_prose_is_not_asked_about() -> None:
    (chapter,) = read_book(f"{PROSE}\n\nHe said so.\n\n{PROSE}\n\nIn London, perhaps,\n\n{PROSE}").chapters
    assert [query.code for query in chapter.queries if query.code.endswith(".perhaps")] == []
