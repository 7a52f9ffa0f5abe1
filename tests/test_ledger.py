"""The ledger: whatever the edits, undoing them gives the text back, and offsets find their way both ways."""

from __future__ import annotations

import pytest
from ftfy import TextFixerConfig, fix_encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.checks import check_book
from pipeline.cleaning import clean, repair
from pipeline.cleaning.mojibake import mojibake
from pipeline.document import Source
from pipeline.glossary import add_glossary
from pipeline.ledger import Edit, Span, Step, net_edits, origin, undo
from pipeline.markup import Markup

from .library import count_calls, read_book

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
PLAIN = st.text(st.characters(max_codepoint=127) | st.sampled_from("“”‘’—–…"), max_size=60)
DAMAGED = st.text(st.sampled_from("ab. \t\n\r\f\u00a0\u00ad\ufeffe\u0301ﬁ-–—1pp0“”’[]"), max_size=120)


@st.composite
def stepped(draw: st.DrawFn) -> tuple[str, Step]:
    """A text and a step of random edits on it."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, Step("r", tuple(Edit(s, s.of(text), draw(st.text(max_size=4)), "r") for s in spans))


@given(stepped())
def test_undo_is_the_inverse_of_apply(pair: tuple[str, Step]) -> None:
    text, step = pair
    assert step.undo(step.apply(text)) == text


@given(stepped())
def test_untouched_characters_keep_their_place_both_ways(pair: tuple[str, Step]) -> None:
    text, step = pair
    after = step.apply(text)
    touched = {n for e in step.edits for n in range(e.span.start, e.span.end)}
    for n in set(range(len(text))) - touched:
        there = step.forward(n, "right")
        assert after[there] == text[n]
        assert step.origin(there, "right") == n
        assert origin((step,), Span(there, there + 1)) == Span(n, n + 1)


@given(stepped(), st.integers(0, 200), st.integers(0, 200))
def test_an_origin_lies_in_the_text_and_in_order(pair: tuple[str, Step], a: int, b: int) -> None:
    text, step = pair
    length = len(step.apply(text))
    start, end = sorted((min(a, length), min(b, length)))
    there = origin((step,), Span(start, end))
    assert 0 <= there.start <= there.end <= len(text)


@settings(max_examples=2000)
@given(DAMAGED)
def test_cleaning_is_undone_exactly(text: str) -> None:
    cleaned = clean(repair(Source("t", "", "utf-8", text)))
    assert undo(cleaned.steps, cleaned.text) == text


@settings(max_examples=1000)
@given(DAMAGED)
def test_the_net_edits_turn_the_source_into_the_cleaned_text(text: str) -> None:
    cleaned = clean(repair(Source("t", "", "utf-8", text)))
    step = Step("net", tuple(net_edits(cleaned.steps, text, cleaned.text)))
    assert step.apply(text) == cleaned.text


@settings(max_examples=300)
@given(DAMAGED)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair(Source("t", "", "utf-8", text)).text
    assert repair(Source("t", "", "utf-8", once)).text == once


@given(PLAIN)
def test_plain_lines_need_not_be_shown_to_ftfy(text: str) -> None:
    assert fix_encoding(text, TextFixerConfig(fix_c1_controls=False)) == text
    assert list(mojibake(text)) == []


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Step("r", (Edit(Span(0, 2), "ab", "", "r"), Edit(Span(1, 3), "bc", "", "r")))


def test_an_edit_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 'x'"):
        Step("r", (Edit(Span(0, 1), "x", "", "r"),)).apply("abc")


LINES = (
    "A line of text.[1] And more.[2]|Two.2 Three.3 Four.4|Notes|[1] A note.|[2] Another.[1]|CHAPTER I|He declared:"
    "|We demand peace.|* * *|1. An item.||  indented|¹ A note.|One.¹ Two.²|x"
).split("|")
STRUCTURED = st.lists(st.sampled_from(LINES), max_size=30).map("\n".join)


@settings(max_examples=400)
@given(STRUCTURED)
def test_the_invariants_of_the_tree_hold_on_random_texts(text: str) -> None:
    assert list(check_book(add_glossary(read_book(text)))) == []


def test_what_a_format_declares_is_placed_once_however_many_stages_look_at_it() -> None:
    marks = tuple(Markup("paragraph", Span(at, at + 5)) for at in range(0, 1000, 10))
    cleaned = clean(repair(Source("a.txt", "", "utf-8", "words and  " * 100, markup=marks)))
    assert len(cleaned.markup) == len(marks)
    assert count_calls(lambda: cleaned.markup) < 10
