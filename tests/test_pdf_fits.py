"""What is too large for its page: wide tables, long ones, long title pages, letters that no font has."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from msgspec.structs import replace as with_

from pipeline.anchors import make_anchors
from pipeline.pdf.parts import read_style
from pipeline.settings import ThemeName
from pipeline.templating import Setting
from pipeline.typesetting.boxes import is_text, lines, repeated_heads, words
from pipeline.typesetting.engine import BODY_SHEET, set_document
from pipeline.typesetting.fits import set_to_fit

from .library import first_book, read_book
from .test_pdf_formats import as_set, pdf_of
from .verapdf import PROFILES, failed_rules, needs_verapdf

HEADS = ("Date", "Place", "Who was there", "What was said", "Resolved", "Votes for", "Votes against", "Abstained")
CELLS = ("1 (14) November", "Petrograd", "Lunacharsky", "That talks be broken off", "Nothing", "10", "3", "1")


def table(heads: tuple[str, ...], rows: int, cells: tuple[str, ...]) -> str:
    """A table with so many rows."""
    head = "".join(f"<th>{text}</th>" for text in heads)
    row = "<tr>" + "".join(f"<td>{text}</td>" for text in cells) + "</tr>"
    return f'<table class="table"><thead><tr>{head}</tr></thead><tbody>{row * rows}</tbody></table>'


@cache
def set_body(body: str, theme: ThemeName = "classic") -> Any:
    """A document with a body, its tables as they come to fit on A5."""
    book = as_set(first_book(), theme, format="a5")
    style = read_style(Setting(book, make_anchors(book), "print"))
    text = f'<html lang="en"><body>{body}</body></html>'
    return set_to_fit(text, lambda text: set_document(text, style, BODY_SHEET))


def tables(document: Any) -> list[tuple[Any, float]]:
    """Each piece of a table, and how wide its page's text is."""
    return [
        (box, page._page_box.width)
        for page in document.pages
        for box in page._page_box.descendants()
        if box.element_tag == "table" and not box.is_table_wrapper
    ]


def line_text(line: Any) -> str:
    """The words of a line."""
    return "".join(box.text for box in line.descendants() if is_text(box))


@pytest.mark.parametrize("theme", ["classic", "modern", "large-print"])
def test_a_wide_table_stands_inside_its_column(theme: ThemeName) -> None:
    pieces = tables(set_body(table(HEADS, 2, CELLS), theme))
    assert pieces
    assert [box.border_width() for box, room in pieces if box.border_width() > room + 1] == []


def test_a_table_that_fits_is_left_as_it_is() -> None:
    pieces = tables(set_body(table(("Town", "1897"), 3, ("Riga", "282"))))
    assert [box.element.get("class") for box, _ in pieces] == ["table"]


def test_a_table_of_many_columns_in_large_print_has_a_line_for_each_cell_and_its_head() -> None:
    ((box, _),) = tables(set_body(table(HEADS, 1, CELLS), "large-print"))
    assert "stacked" in box.element.get("class").split()
    assert [cell.get("data-head") for cell in box.element.iter("td")] == [*HEADS]


def test_a_table_of_hundreds_of_columns_is_not_tried_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    stock = set_document

    def count(text: str, *more: Any) -> Any:
        tried.append(text)
        return stock(text, *more)

    monkeypatch.setattr(f"{__name__}.set_document", count)
    pieces = tables(set_body(table(("h",) * 250, 1, ("a",) * 250)))
    assert len(tried) == 1
    assert {cell.get("data-head") for box, _ in pieces for cell in box.element.iter("td")} == {"h"}


def test_a_long_table_begins_below_the_text_and_repeats_its_head() -> None:
    document = set_body("<p>Before.</p>" * 9 + table(("Year", "Event"), 60, ("1917", "Some words.")))
    assert "1917" in "".join(word.text for word in words(document) if word.page == 0)
    assert len(tables(document)) == len(repeated_heads(document)) + 1 > 2


def test_the_words_of_a_repeated_head_are_there_once() -> None:
    document = set_body(table(("Year", "Event"), 60, ("1917", "Some words.")))
    assert [word.text for word in words(document)].count("Year") == 1


@pytest.mark.parametrize("theme", ["classic", "modern", "large-print"])
def test_a_long_title_page_is_one_page(theme: ThemeName) -> None:
    book = as_set(first_book(), theme, format="a5")
    names = ("Alexandra Mikhailovna Kollontai", "Anatoly Vasilyevich Lunacharsky", "Grigory Yevseyevich Zinoviev")
    title = "A History of the Negotiations for a Coalition of All the Socialist Parties, from the First to the Last"
    said = replace(book.manifest.book, title=title, subtitle=f"Being {title}", authors=names, editors=names)
    content = pdf_of(with_(book, manifest=with_(book.manifest, book=said)))
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    assert "2026" in texts[0]
    assert "Edition of" in texts[1]
    assert [text for text in texts[3:] if "the First to the Last" in text] == [], "a running head of several lines"


UNKNOWN = "\U00012000"
"""A cuneiform sign, which no font here has."""


@needs_verapdf
def test_a_letter_that_no_font_has_is_its_number(tmp_path: Path) -> None:
    note = f"[1] {UNKNOWN} begins a note that is long enough to be cut. " + "It goes on and on. " * 20 + UNKNOWN
    book = read_book(f"Some words. {UNKNOWN}{UNKNOWN} And others,[1] and {UNKNOWN}.\n\nNotes\n\n{note}\n")
    file = tmp_path / "book.pdf"
    file.write_bytes(pdf_of(book))
    text = " ".join("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file)).split())
    number = f"[U+{ord(UNKNOWN):04X}]"
    assert f"Some words. {number}{number} And others" in text
    assert f"1. {number} begins a note" in text
    assert UNKNOWN not in text
    assert text.count(number) == 5
    assert [rule for flavour in PROFILES for rule in failed_rules(file, flavour)] == []


@pytest.mark.parametrize("theme", ["classic", "modern", "large-print"])
def test_verse_that_begins_a_quotation_is_not_set_in_twice(theme: ThemeName) -> None:
    verse = '<div class="verse"><p class="stanza">A line.</p></div>'
    document = set_body(f"<p>Words.</p><blockquote>{verse}<p>Its poet.</p></blockquote>", theme)
    found = [line for line in lines(document.pages[0]._page_box) if "Words" not in line_text(line)]
    assert [line_text(line) for line in found] == ["A line.", "Its poet."]
    assert found[0].position_x == found[1].position_x
