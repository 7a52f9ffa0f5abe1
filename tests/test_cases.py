"""Each stage against its cases: the files in cases/ are the documents, these functions only read them."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from pipeline.cleaning import RULES, gather_evidence
from pipeline.desk import all_queries
from pipeline.footnotes.supply import supply_texts
from pipeline.glossary import add_glossary
from pipeline.proofreading import proofread, read_corpus
from pipeline.tree import Str, TermRef, leaves, plain_text

from .library import CASES, cases, read_book, read_chapter


@pytest.mark.parametrize(("file", "case"), cases("cleaning"))
def test_cleaning(file: str, case: dict[str, Any]) -> None:
    rule = next(rule for rule in RULES if rule.name == file)
    words = gather_evidence([case["before"], case.get("book", "")], case.get("language", "en"))
    evidence = replace(words, style=case.get("style", "british"), quotes=case.get("quotes", "source"))
    assert rule.step(case["before"], evidence).apply(case["before"]) == case["after"]


def test_every_rule_has_cases() -> None:
    assert {rule.name for rule in RULES} == {path.stem for path in (CASES / "cleaning").glob("*.toml")}


@pytest.mark.parametrize(("file", "case"), cases("footnotes"))
def test_footnotes(file: str, case: dict[str, Any]) -> None:
    chapter = read_chapter(case["text"])
    main = "|".join(plain_text((leaf,)) or f"<{getattr(leaf, 'key', '')}>" for leaf in leaves(chapter.blocks))
    notes = [f"{note.label}: {'/'.join(plain_text((leaf,)) for leaf in leaves(note.blocks))}" for note in chapter.notes]
    orphans = [f"{n.label}: {'/'.join(plain_text((leaf,)) for leaf in leaves(n.blocks))}" for n in chapter.orphans]
    assert (main, notes, orphans) == (case["main"], case["notes"], case.get("orphans", []))


@pytest.mark.parametrize(("file", "case"), cases("proofreading"))
def test_proofreading(file: str, case: dict[str, Any]) -> None:
    book = read_book(case["text"])
    (chapter,) = book.chapters
    book = type(book)(book.manifest, (supply_texts(chapter, ()),), ())
    book = proofread(book, read_corpus(book))
    found = [f"{q.place.line}:{q.place.column} {q.code}" for q in all_queries(book) if not q.code.startswith("notes.")]
    assert found == case["queries"]


@pytest.mark.parametrize(("file", "case"), cases("glossary"))
def test_glossary(file: str, case: dict[str, Any]) -> None:
    book = add_glossary(read_book(case["text"]))
    terms = {t.headword: [plain_text(d.inlines) for d in t.definitions] for t in book.terms}
    linked = [leaf.child.text for leaf in leaves(book.chapters[0].blocks) if isinstance(leaf, TermRef)]
    assert (terms, linked) == (case["terms"], case["linked"])
    assert all(isinstance(leaf, Str | TermRef) for leaf in leaves(book.chapters[0].blocks))
    assert [query.code for query in book.queries] == case.get("queries", [])
