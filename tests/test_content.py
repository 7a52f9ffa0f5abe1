"""The content of the EPUB: sections, notes of every length, foreign words, tables, and links of the editor's words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from pipeline.anchors import make_anchors
from pipeline.build import edit_book
from pipeline.ledger import Span
from pipeline.manifest import load_manifest
from pipeline.scripts import part_foreign
from pipeline.templating import POPUP, Setting
from pipeline.tree import ListBlock, Para, Quote, Str

from .library import write_book

WRAP = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">{}</html>'
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def setting_of(folder: Path, text: str, head: str = "", **companions: str) -> Setting:
    """The setting of a book of one text for the EPUB."""
    book = edit_book(load_manifest(write_book(folder, {"a.txt": text}, head, **companions)))
    return Setting(book, make_anchors(book), "epub")


def page_of(setting: Setting, name: str) -> etree._Element:
    """The body of a page."""
    (page,) = (page for page in setting.pages() if page.name == name)
    return etree.fromstring(WRAP.format(page.body))


HEADINGS = """PART ONE

CHAPTER I

It began at noon, and nobody who was there forgot it.

CHAPTER II

It went on all night, and nobody knew how it would end.

PART TWO

CHAPTER III

It ended in the morning.
"""


def test_what_stands_under_a_heading_is_in_its_section(tmp_path: Path) -> None:
    page = page_of(setting_of(tmp_path, HEADINGS), "chapter-1")
    headings = page.xpath("//*[local-name()='h2' or local-name()='h3']")
    assert [heading.tag[-2:] for heading in headings] == ["h2", "h3", "h3", "h2", "h3"]
    for heading in headings:
        depth = len(heading.xpath("ancestor::*[local-name()='section']"))
        assert depth == int(heading.tag[-1])
        assert heading.getparent()[0] is heading
    (end,) = page.xpath("//*[starts-with(., 'It ended')][local-name()='p']/ancestor::*[local-name()='section'][1]/*[1]")
    assert end.text == "CHAPTER III"


NOTES = f"""He said so.[1] And she did.[2] They went.[3] Again.[3]

Notes

[1] No.

[2] {"A long story, of which every word counts, and none may be lost. " * 90}

[3] As was their custom.
"""


def test_notes_that_no_pop_up_holds_lead_back_from_their_end(tmp_path: Path) -> None:
    """Kobo opens no pop-up for fewer than 9 characters or more than 5,000: it jumps (kobolabs/epub-spec)."""
    page = page_of(setting_of(tmp_path, NOTES), "chapter-1")
    short, long, common = page.xpath("//*[@role='doc-footnote']")
    for note, back in ((short, "#ch1-ref-1"), (long, "#ch1-ref-2")):
        assert note.xpath(".//*[@role='doc-backlink']/@href") == [back, back]
        assert note.xpath("string(.)").strip().endswith("Back")
    assert len(short.xpath("string(.)").strip()) in POPUP
    assert long.xpath("string(.)").count("every word counts") == 90
    assert common.xpath(".//*[@role='doc-backlink']/@href") == ["#ch1-ref-3", "#ch1-ref-3-2"]


def test_words_in_other_letters_bear_their_language(tmp_path: Path) -> None:
    text = "The word Викжель, and λόγος, and a β, and part II of it."
    glossary = '[[term]]\nheadword = "Sovnarkom"\nlanguage = "ru-Latn"\ndefinition = "A council."\n'
    glossary += '[[term]]\nheadword = "Совет"\nlanguage = "ru"\ndefinition = "A council."\n'
    page = page_of(
        setting_of(tmp_path, f"{text} Then the Sovnarkom met, and Совет too.", glossary=glossary), "chapter-1"
    )
    marked = {e.xpath("string(.)"): (e.get("lang"), e.get(XML_LANG)) for e in page.xpath("//*[@lang]")}
    languages = {"Викжель": "ru", "λόγος": "und-Grek", "Sovnarkom": "ru-Latn", "Совет": "ru"}
    assert marked == {words: (tag, tag) for words, tag in languages.items()}


@pytest.mark.parametrize(
    ("text", "language", "foreign"),
    [
        ("Они прочли Times, part II, и coup d’état.", "ru", ["Times, part II", "coup d’état"]),
        ("Глава XIV", "ru", []),
        ("naïve Łódź, ſo æther", "en", []),
        ("τοῦ θεοῦ and שָׁלוֹם", "en", ["τοῦ θεοῦ", "שָׁלוֹם"]),
        ("Xкл is no word", "en", []),
    ],
)
def test_foreign_words(text: str, language: str, foreign: list[str]) -> None:
    pieces = list(part_foreign(text, language))
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, script in pieces if script] == foreign


TABLE = """The figures were these:

Town          Mills    Hands
Leeds            12     1400
Halifax           7      850
Bradford         31     3900

Such they were.
"""


HEBREW, ENGLISH = "בראשית ברא אלהים את השמים (1917)", "In the beginning God created the heaven"


@pytest.mark.parametrize(("language", "here", "there"), [("en", ENGLISH, HEBREW), ("he", HEBREW, ENGLISH)])
def test_blocks_that_run_the_other_way_say_so(tmp_path: Path, language: str, here: str, there: str) -> None:
    setting = setting_of(tmp_path, "A text.")
    about = setting.book.manifest
    manifest = replace(about, book=dataclasses.replace(about.book, language=language))
    setting = replace(setting, book=replace(setting.book, manifest=manifest))
    own, other, mixed = (Para((Str(words, Span(0, 0)),)) for words in (here, there, f"{here} {there[:6]} {here}"))
    blocks = (own, other, mixed, Quote((other, other)), Quote((own, other)), ListBlock(((other,),)), Para(()))
    page = etree.fromstring(WRAP.format(setting.blocks(blocks)))
    turned = [etree.QName(e).localname for e in page.iter() if e.get("dir") == ("rtl" if language == "en" else "ltr")]
    assert turned == ["p", "blockquote", "p", "p", "p", "ul", "p"]
    assert len(page.xpath("//@dir")) == len(turned)


def test_a_table_has_a_head_whose_cells_head_columns(tmp_path: Path) -> None:
    page = page_of(setting_of(tmp_path, TABLE), "chapter-1")
    assert page.xpath("count(//*[local-name()='thead']/*)") == 1
    assert page.xpath("//*[local-name()='thead']//*[@scope='col']/text()") == ["Town", "Mills", "Hands"]
    assert page.xpath("count(//*[local-name()='tbody']/*)") == 3


def test_each_source_of_the_colophon_is_closed_with_one_full_stop(tmp_path: Path) -> None:
    head = 'source = "An archive"\n'
    folder = write_book(tmp_path, {"a.txt": "Text.", "b.txt": "Text."}, head)
    toml = (folder / "book.toml").read_text("utf-8")
    toml = toml.replace('file = "a.txt"\n', 'file = "a.txt"\nsource = "A letter"\n')
    toml = toml.replace(
        'file = "b.txt"\ntitle = "Chapter b.txt"', 'file = "b.txt"\ntitle = "Why?"\nsource = "“A note.”"'
    )
    (folder / "book.toml").write_text(toml, "utf-8")
    book = edit_book(load_manifest(folder))
    words = " ".join(page_of(Setting(book, make_anchors(book), "epub"), "colophon").xpath("string(.)").split())
    assert "An archive. Chapter a.txt. A letter. File a.txt," in words
    assert "Why? “A note.” File b.txt," in words


def test_the_name_of_the_notes_is_in_its_own_language(tmp_path: Path) -> None:
    noted = "Sie begann.[1]\n\nNotes\n\n[1] Wie gesagt, so ist es.\n"
    folder = write_book(tmp_path, {"a.txt": noted})
    toml = folder / "book.toml"
    toml.write_text(toml.read_text("utf-8").replace('language = "en"', 'language = "de"'), "utf-8")
    book = edit_book(load_manifest(folder))
    (notes,) = page_of(Setting(book, make_anchors(book), "epub"), "chapter-1").xpath("//*[@class='notes']")
    assert (notes.get("aria-label"), notes.get("lang")) == ("Notes to Chapter a.txt", "en")
    (note,) = notes.xpath(".//*[@class='note']")
    assert note.xpath("ancestor::*[@lang][1]/@lang") == ["de"]


def test_the_editors_addresses_are_links_and_nothing_else_is(tmp_path: Path) -> None:
    head = 'source = "See https://example.org/a_(b). Or javascript:alert(1), www.example.org <b>"\nrights = "R & S"\n'
    head += 'authors = ["V. I. Lenin"]\nlicence = "https://example.org/by"\n'
    setting = setting_of(tmp_path, "Text.", head + '[[contributor]]\nname = "P. Q. Reader"\nrole = "proofreader"\n')
    assert page_of(setting, "colophon").xpath("//@href") == ["https://example.org/a_(b)"]
    imprint = page_of(setting, "imprint")
    assert imprint.xpath("//@href") == ["https://example.org/by"]
    words = " ".join(imprint.xpath("string(.)").split())
    assert "R & S" in words and "Proofread by P. Q. Reader" in words and "Edition of 1 January 2026" in words
    assert "Lenin" not in words and "V. I. Lenin" in page_of(setting, "titlepage").xpath("string(.)")
