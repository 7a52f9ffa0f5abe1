"""The first book: what must come out of the two texts in seeds/."""

from __future__ import annotations

import pytest

from pipeline.checks import check_book
from pipeline.cleaning import assign
from pipeline.companions import PlacedEmendation
from pipeline.desk import all_queries
from pipeline.document import Chapter
from pipeline.queries import Place
from pipeline.tree import NoteRef, Para, Quote, TermRef, leaves, plain_text

from .library import first_book


@pytest.fixture(scope="module")
def minutes() -> Chapter:
    return first_book().chapters[0]


@pytest.fixture(scope="module")
def history() -> Chapter:
    return first_book().chapters[1]


def refs(chapter: Chapter) -> list[str]:
    return [leaf.key for leaf in leaves(chapter.blocks) if isinstance(leaf, NoteRef)]


def test_the_invariants_hold() -> None:
    assert list(check_book(first_book())) == []


def test_minutes_have_three_paragraphs_and_a_note_of_four(minutes: Chapter) -> None:
    assert [type(block) for block in minutes.blocks] == [Para, Para, Para]
    (note,) = minutes.notes
    assert (note.label, len(note.blocks)) == ("1", 4)


def test_the_note_is_called_where_the_source_calls_it(minutes: Chapter) -> None:
    first = minutes.blocks[0]
    call = next(leaf for leaf in leaves((first,)) if isinstance(leaf, NoteRef))
    before = minutes.cleaned.text[: call.span.start]
    assert before.endswith("negotiating with the Vikzhel.")
    assert refs(minutes) == ["1"]


def test_heading_and_labels_are_marks_not_text(minutes: Chapter) -> None:
    marked = {mark.rule: mark.span.of(minutes.cleaned.text).strip() for mark in minutes.marks}
    assert marked == {"notes.heading": "Footnotes", "notes.label": "[1]"}
    shown = " ".join(plain_text((leaf,)) for note in minutes.notes for leaf in leaves(note.blocks))
    assert "Footnotes" not in shown
    assert "[1]" not in shown


def test_history_has_thirteen_paragraphs_two_of_them_quotations(history: Chapter) -> None:
    assert len(history.blocks) == 13
    quotes = [leaves(block.blocks) for block in history.blocks if isinstance(block, Quote)]
    begin = [plain_text((next(iter(quote)),))[:27] for quote in quotes]
    assert begin == ["Seeing the full horror of c", "Even in Petrograd, power is"]


def test_history_calls_notes_11_to_17_and_nothing_else(history: Chapter) -> None:
    assert refs(history) == [str(number) for number in range(11, 18)]
    assert all(not note.blocks for note in history.notes)


PLACES = {
    "bracket.unclosed": ["000:14:1806", "000:14:2322"],
    "stop.missing": ["000:12:583", "000:14:1184", "000:14:2586"],
    "spelling.hyphen": ["000:12:313"],
    "word.capital-i": ["001:10:544"],
    "pages.elsewhere": ["000:14:1172", "000:14:1811", "000:14:2327", "000:14:2576"],
    "notes.no-text": ["001:1:579", "001:2:297", "001:3:266", "001:5:297", "001:7:650", "001:10:789", "001:12:271"],
    "glossary.conflict": ["001:2:21"],
}


@pytest.mark.parametrize("code", PLACES)
def test_queries_stand_at_their_places(code: str) -> None:
    places = [query.place for query in all_queries(first_book()) if query.code == code]
    assert [f"{place.file[:3]}:{place.line}:{place.column}" for place in places] == PLACES[code]


def test_two_spellings_of_one_name_are_asked_about() -> None:
    asked = [query.message for query in all_queries(first_book()) if query.code == "spelling.name"]
    assert any("Riazanov" in message and "Ryazanov" in message for message in asked)


def test_every_caret_points_at_its_words() -> None:
    for query in all_queries(first_book()):
        line, carets = query.place.excerpt()
        at = carets.index("^")
        assert line[at : at + carets.count("^")] in query.place.text


def test_every_emendation_a_query_proposes_fits_in_one_place() -> None:
    texts = {chapter.cleaned.source.name: chapter.cleaned for chapter in first_book().chapters}
    hints = [query.hint for query in all_queries(first_book()) if "emendations.toml: find" in query.hint]
    assert hints
    for hint in hints:
        find = hint.split('find = "')[1].removesuffix('"')
        assign([PlacedEmendation(find, "", "", None, Place("emendations.toml", 1, 1))], texts)


WANTED = [
    ("Vikzhel", "MRC", "Sovnarcom", "C.C.", "SRs", "Trudoviks", "Popular Socialists", "Kadets", "Octobrists"),
    ("Mensheviks", "Bolsheviks", "All-Russia Central Executive Committee", "Second Congress of Soviets"),
    ("Ryazanov", "Kamenev"),
]


@pytest.mark.parametrize("headword", [word for words in WANTED for word in words])
def test_the_glossary_holds_what_a_reader_of_1917_needs(headword: str) -> None:
    term = next(term for term in first_book().terms if term.headword == headword)
    assert term.definitions


def test_vikzhel_quotes_both_texts_and_the_editor_comes_first() -> None:
    term = next(term for term in first_book().terms if term.headword == "Vikzhel")
    assert [definition.origin for definition in term.definitions] == ["editor", "stated", "stated"]
    assert [definition.chapter for definition in term.definitions] == [None, "ch1", "ch2"]
    for definition in term.definitions[1:]:
        chapter = next(c for c in first_book().chapters if c.key == definition.chapter)
        assert definition.span is not None
        assert definition.span.of(chapter.cleaned.text) == plain_text(definition.inlines)


def test_the_first_use_in_each_chapter_is_linked_and_no_other() -> None:
    for chapter in first_book().chapters:
        parts = (chapter.blocks, *(note.blocks for note in chapter.notes))
        linked = [leaf.key for part in parts for leaf in leaves(part) if isinstance(leaf, TermRef)]
        used = {term.key for term in first_book().terms for use in term.uses if use.chapter == chapter.key}
        assert len(linked) == len(set(linked))
        assert set(linked) == used
