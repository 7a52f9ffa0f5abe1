"""What makes the PDF quick gives the same pages: chapters from their views, WeasyPrint with memos, known words."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from msgspec.structs import replace as with_
from pytest import MonkeyPatch

from pipeline.anchors import make_anchors
from pipeline.document import Book
from pipeline.pdf.parts import make_job, make_parts, read_style
from pipeline.pdf.views import views
from pipeline.settings import ThemeName
from pipeline.templating import Setting
from pipeline.theme import THEMES
from pipeline.typesetting import engine, patches
from pipeline.typesetting.cache import Cache
from pipeline.typesetting.engine import NOTES_SHEET, load_weasyprint, set_document
from pipeline.typesetting.notes import cut_notes
from pipeline.typesetting.setter import set_part
from pipeline.typesetting.sheets import PartJob, SetPart
from pipeline.typesetting.vocabulary import Shelf

from .library import first_book
from .test_pdf_notes import torture_book

BOOKS = pytest.mark.parametrize("make", [first_book, torture_book])

needs_known_version = pytest.mark.skipif(
    weasyprint.VERSION != patches.PATCHED, reason=f"WeasyPrint {weasyprint.VERSION} is not patched"
)


def setting_of(book: Book) -> Setting:
    """The setting of a book in print."""
    return Setting(book, make_anchors(book), "print")


def jobs_of(book: Book) -> Iterator[PartJob]:
    """The jobs of a book's parts."""
    setting = setting_of(book)
    style = read_style(setting)
    return (make_job(part, style, {}) for part in make_parts(setting).values())


@BOOKS
def test_a_view_has_all_that_the_page_of_its_chapter_shows(make: Callable[[], Book]) -> None:
    setting = setting_of(make())
    for chapter, view in zip(setting.book.chapters, views(setting), strict=True):
        assert view.setting.chapter_body(view.chapter) == setting.chapter_body(chapter)


@BOOKS
def test_the_views_of_two_chapters_differ_and_those_of_one_are_the_same(make: Callable[[], Book]) -> None:
    digests = [view.digest for view in views(setting_of(make()))]
    assert len(set(digests)) == len(digests)
    assert [view.digest for view in views(setting_of(make()))] == digests


@pytest.fixture
def no_memos(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """WeasyPrint mended, but without memos."""
    patches.restore()
    every = list(patches.replacements())
    mended = [(o, n, f) for o, n, f in every if f.__module__.rpartition(".")[2] in {"mends", "paragraphs"}]
    split = next((o, n) for o, n, f in every if n == "split_first_line")
    mended.append((*split, importlib.import_module("pipeline.typesetting.mends").split_first_line))
    assert len(mended) < len(every)
    monkeypatch.setattr(patches, "replacements", lambda: iter(mended))
    yield
    patches.restore()


def streams_of(book: Book) -> list[str]:
    """What is drawn on each page of a book, kerns of nothing left out."""
    load_weasyprint()
    drawn: list[str] = []
    for job in jobs_of(book):
        document = set_document(cut_notes(job.document, job.style), job.style, NOTES_SHEET)
        with pikepdf.open(BytesIO(document.write_pdf(pdf_identifier=b"x"))) as pdf:
            drawn += [simplest(page.Contents.read_bytes().decode("latin-1")) for page in pdf.pages]
    return drawn


def simplest(stream: str) -> str:
    """A stream without kerns of nothing, and with strings of glyphs that follow each other as one."""
    return re.sub(r">0(?=[<\]])", ">", stream.replace(">0<", "")).replace("><", "")


@pytest.fixture(scope="module")
def with_memos() -> dict[str, list[str]]:
    """What is drawn with memos."""
    return {make.__name__: streams_of(make()) for make in (first_book, torture_book)}


@needs_known_version
@pytest.mark.usefixtures("no_memos")
@BOOKS
def test_memos_change_nothing_that_is_drawn(make: Callable[[], Book], with_memos: dict[str, list[str]]) -> None:
    assert streams_of(make()) == with_memos[make.__name__]


ORDINARY = """<p>The committee of the railwaymen’s union—in session since 25 October 1917—would not yield:
“Considerable difficulties,” it said, “must be overcome before any understanding.” V. To. Te. Wa. Yes, T.</p>
<p lang="fr">Il dit : « Non ! » — et s’en alla ; l’État n’a point 10 000 livres (ou davantage) d’or… [<i>sic</i>]</p>
<p lang="ru">Он сказал: «Совершенно невозможно! — и ушёл». <em>Викжель</em> потребовал объяснений. 5 № 7, по-моему.</p>
<p lang="de">Die Eisenbahnergewerkschaft verlangte Verhandlungen – „ohne Vorbedingungen“ – mit der Regierung.</p>
<p lang="grc">Ἐν ἀρχῇ ἦν ὁ λόγος, καὶ ὁ λόγος ἦν πρὸς τὸν θεόν, καὶ θεὸς ἦν ὁ λόγος.</p>"""
"""Paragraphs of several languages, with signs that lines end at and do not."""


@needs_known_version
@pytest.mark.parametrize("theme", THEMES)
def test_lines_of_known_words_are_those_that_weasyprint_breaks(theme: ThemeName, monkeypatch: MonkeyPatch) -> None:
    load_weasyprint()
    breaking = importlib.import_module("pipeline.typesetting.breaking")
    compared: list[bool] = []

    def both(text: str, style: Any, context: Any, max_width: Any, *more: Any, **named: Any) -> Any:
        stock, *of_stock = breaking._stock_split(text, style, context, max_width, *more, **named)
        try:
            known, *of_known = breaking._split(text, style, context, max_width)
        except breaking._Unusual:
            compared.append(False)
        else:
            assert (known.text, *of_known) == (stock.text, *of_stock)
            compared.append(True)
        return stock, *of_stock

    monkeypatch.setattr("weasyprint.text.line_break.split_first_line", both)
    book = first_book()
    about = with_(book.manifest, book=replace(book.manifest.book, theme=theme))
    style = read_style(setting_of(with_(book, manifest=about)))
    for width in range(250, 400, 10):
        set_document(f"<html lang='en'><body style='width: {width}px'>{ORDINARY}</body></html>", style)
    set_document(f"<html lang='en'><body style='white-space: nowrap'>{ORDINARY}</body></html>", style)
    assert sum(compared) > len(compared) / 2


@needs_known_version
def test_words_that_were_shaped_before_are_not_shaped_again(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    load_weasyprint()
    shaping = importlib.import_module("pipeline.typesetting.shaping")
    shaped: list[str] = []
    shape = shaping.Face._shape

    def noted(face: Any, words: list[str], neighbour: str) -> Any:
        shaped.extend(words)
        return shape(face, words, neighbour)

    monkeypatch.setattr(shaping.Face, "_shape", noted)
    setting, shelf = setting_of(first_book()), Shelf(Cache(tmp_path), b"made by")
    job = make_job(make_parts(setting)["chapter-1"], read_style(setting), {})

    def set_anew() -> tuple[SetPart, int]:
        shaped.clear()
        engine._parse_style.cache_clear()
        engine._parse_sheet.cache_clear()
        return set_part(job, shelf), len(shaped)

    first, count = set_anew()
    assert count > 100
    assert set_anew() == (first, 0)
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    anew, count = set_anew()
    assert anew == first
    assert count > 100
