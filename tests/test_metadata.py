"""The package document: who made the book, what it is, where it comes from, who can read it; and its identifier."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.anchors import make_anchors
from pipeline.build import edit_book
from pipeline.document import Book
from pipeline.epub import Resource, make_epub
from pipeline.identifier import NAMESPACE
from pipeline.manifest import load_manifest
from pipeline.outputs import book_time
from pipeline.pagination import PageStart, Pagination
from pipeline.templating import Setting
from pipeline.validators import run_epubcheck

from .library import write_book

RICH = """subtitle = "A Play"
sort_title = "Book, A"
authors = ["V. I. Lenin", "Mao Zedong"]
editors = ["A. B. Editor"]
series = {name = "The Series", number = 3}
subjects = ["History", "Mills"]
publisher = "The Press"
description = "What it is."
source = "The archive."
rights = "All."
licence = "https://example.org/by"
contributor = [
  {name = "Jane Doe", role = "translator", sort = "Doe, Jane"},
  {name = "Mao Zedong", role = "author", sort = "Mao Zedong"},
]
accessibility = {certified_by = "The Auditors", credential = "A badge", report = "https://example.org/report"}
"""
TEXTS = {"a.txt": "It began at noon.[1]\n\nNotes\n\n[1] As was said.\n", "b.txt": "Они прочли Times.\n"}


def rich_book(folder: Path) -> Book:
    """A book of two texts, one of them in Russian, of which all is known."""
    write_book(folder, TEXTS, RICH)
    toml = folder / "book.toml"
    chapters = toml.read_text("utf-8").replace(
        'file = "b.txt"\n', 'file = "b.txt"\nlanguage = "ru"\nsource = "Letters."\nauthors = ["Н. Крупская"]\n'
    )
    toml.write_text(chapters, "utf-8")
    return edit_book(load_manifest(folder))


def package(book: Book, pagination: Pagination | None = None, *resources: Resource) -> etree._Element:
    """The package document of a book's EPUB."""
    content = epub(book, pagination, *resources)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("EPUB/content.opf"))


def epub(book: Book, pagination: Pagination | None = None, *resources: Resource) -> bytes:
    setting = Setting(book, make_anchors(book), "epub", pagination=pagination or Pagination())
    return make_epub(setting, setting.pages(), book_time(book.manifest), resources)


def elements(opf: etree._Element, name: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of Dublin Core of a name, each with what refines it."""
    found = []
    for element in opf.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"):
        refining = opf.xpath("//*[@refines=$id]", id=f"#{element.get('id')}")
        found.append((element.text or "", {meta.get("property"): meta.text for meta in refining}))
    return found


def metas(opf: etree._Element, name: str) -> list[str]:
    return [str(text) for text in opf.xpath("//*[@property=$name]/text()", name=name)]


def test_all_that_is_known_of_a_book_is_in_its_package(tmp_path: Path) -> None:
    opf = package(rich_book(tmp_path))
    assert elements(opf, "title") == [
        ("A Book", {"title-type": "main", "file-as": "Book, A"}),
        ("A Play", {"title-type": "subtitle"}),
    ]
    assert elements(opf, "creator") == [
        ("V. I. Lenin", {"role": "aut", "file-as": "Lenin, V. I."}),
        ("Mao Zedong", {"role": "aut", "file-as": "Mao Zedong"}),
        ("Н. Крупская", {"role": "aut", "file-as": "Крупская, Н."}),
    ]
    assert elements(opf, "contributor") == [
        ("A. B. Editor", {"role": "edt", "file-as": "Editor, A. B."}),
        ("Jane Doe", {"role": "trl", "file-as": "Doe, Jane"}),
    ]
    plain = {name: [text for text, _ in elements(opf, name)] for name in ("language", "subject", "source", "publisher")}
    assert plain == {
        "language": ["en", "ru"],
        "subject": ["History", "Mills"],
        "source": ["The archive.", "Chapter b.txt: Letters."],
        "publisher": ["The Press"],
    }
    assert metas(opf, "dcterms:license") == ["https://example.org/by"]
    assert metas(opf, "belongs-to-collection") == ["The Series"]
    assert metas(opf, "group-position") == ["3"]
    assert not opf.xpath("//*[text()='pbl']")


def test_epubcheck_finds_nothing_in_all_that(tmp_path: Path) -> None:
    book = rich_book(tmp_path)
    starts = (PageStart("1", "titlepage", 0), PageStart("2", "ch1", 5), PageStart("3", "ch2", 0))
    path = tmp_path / "a.epub"
    path.write_bytes(epub(book, Pagination("Print", starts)))
    assert run_epubcheck(path) == []


def test_a_claim_is_made_only_where_somebody_stands_behind_it(tmp_path: Path) -> None:
    opf = package(rich_book(tmp_path / "rich"))
    assert metas(opf, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert metas(opf, "a11y:certifiedBy") == ["The Auditors"]
    assert opf.xpath("//@href[../@rel='a11y:certifierReport']") == ["https://example.org/report"]
    plain = package(edit_book(load_manifest(write_book(tmp_path / "plain", {"a.txt": "Words."}))))
    assert not metas(plain, "dcterms:conformsTo") and not metas(plain, "a11y:certifiedBy")


def test_the_imprint_says_who_certifies_what(tmp_path: Path) -> None:
    write_book(tmp_path, TEXTS, RICH.replace('"A badge"', '"https://example.org/badge"'))
    book = edit_book(load_manifest(tmp_path))
    (page,) = (page for page in Setting(book, make_anchors(book), "epub").pages() if page.name == "imprint")
    assert "Level AA is certified by The Auditors." in page.body
    assert '<a href="https://example.org/badge">Credential of the certifier</a>.' in page.body
    assert '<a href="https://example.org/report">Report on accessibility</a>.' in page.body
    assert 'aria-labelledby="imprint-title"' in page.body


TABLE = """The figures were these:

Town          Mills    Hands
Leeds            12     1400
Halifax           7      850
"""
PICTURE = Resource("map.png", "image/png", b"")


def test_accessibility_is_what_the_book_has(tmp_path: Path) -> None:
    plain = edit_book(load_manifest(write_book(tmp_path / "plain", {"a.txt": "Words."})))
    opf = package(plain)
    assert features(opf) == BASE | {"displayTransformability", "alternativeText"}
    assert metas(opf, "schema:accessMode") == ["textual"]
    assert summary(opf).endswith("There are no pictures except the cover.")
    assert not {"Notes", "Tables", "glossary", "pages", "languages"} & set(summary(opf).replace(",", "").split())

    assert metas(package(plain, None, PICTURE), "schema:accessMode") == ["textual", "visual"]
    paged = package(plain, Pagination("Print", (PageStart("1", "ch1", 0),)))
    assert features(paged) >= {"pageBreakMarkers", "pageNavigation"}
    assert metas(paged, "pageBreakSource") == ["Print"]

    rich = summary(package(rich_book(tmp_path / "rich")))
    assert "Notes are linked both ways." in rich and "other languages" in rich
    table = edit_book(load_manifest(write_book(tmp_path / "table", {"a.txt": TABLE})))
    assert "Tables are set as tables." in summary(package(table))


BASE = {"tableOfContents", "structuralNavigation", "readingOrder", "ARIA"}


@pytest.mark.parametrize(
    ("style", "is_adaptable"),
    [
        ("h1 { font-style: italic; font-size: 2em }", True),
        ("@media print { p { font-size: 10pt } }", True),
        ("p { font-size: 10pt }", False),
        ("p { color: black !important }", False),
        ("body { color: #333; background: #fff }", False),
        ("a { color: inherit; background: none }", True),
        ("@page { font: 9pt serif }", True),
        ("p { margin: 0 !important }", True),
        ("@media not print { p { font-size: 10pt } }", False),
        ("@media (min-width: 30em) { p { line-height: 20px } }", False),
    ],
)
def test_what_a_style_takes_from_the_reader_is_not_claimed(tmp_path: Path, style: str, is_adaptable: bool) -> None:
    folder = write_book(tmp_path, {"a.txt": "Words."})
    (folder / "style.css").write_text(style, "utf-8")
    opf = package(edit_book(load_manifest(folder)))
    assert ("displayTransformability" in features(opf)) == is_adaptable


def features(opf: etree._Element) -> set[str]:
    return set(metas(opf, "schema:accessibilityFeature"))


def summary(opf: etree._Element) -> str:
    (text,) = metas(opf, "schema:accessibilitySummary")
    return text


@pytest.mark.parametrize(
    ("named", "identifier"),
    [
        ("978-0-306-40615-7", "urn:isbn:9780306406157"),
        ("ISBN 0 306 40615 2", "urn:isbn:9780306406157"),
        ("urn:isbn:080442957X", "urn:isbn:9780804429573"),
        ("https://doi.org/10.1000/1", "https://doi.org/10.1000/1"),
        (f"urn:uuid:{NAMESPACE}", f"urn:uuid:{NAMESPACE}"),
        ("my archive/3", "urn:uuid:2ee0e3a6-2e2f-520c-8d55-281e09045c69"),
    ],
)
def test_identifiers_that_are_named(tmp_path: Path, named: str, identifier: str) -> None:
    folder = write_book(tmp_path, {"a.txt": "Words."}, f'identifier = "{named}"\n')
    assert load_manifest(folder).identifier == identifier


@pytest.mark.parametrize(
    ("named", "printed"), [("9780306406157", "ISBN 978-0-306-40615-7"), ("https://doi.org/10.1000/1",) * 2]
)
def test_the_imprint_prints_an_isbn_with_its_hyphens(tmp_path: Path, named: str, printed: str) -> None:
    book = edit_book(load_manifest(write_book(tmp_path, {"a.txt": "Words."}, f'identifier = "{named}"\n')))
    (page,) = (page for page in Setting(book, make_anchors(book), "epub").pages() if page.name == "imprint")
    assert f'<p class="identifier">{printed}</p>' in page.body


def test_an_identifier_is_that_of_the_texts_until_one_is_another(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": "Words."})
    first = load_manifest(folder).identifier
    emendation = '[[emendation]]\nfind = "Words"\nreplace = "Word"\nreason = "R."\n'
    (folder / "emendations.toml").write_text(emendation, "utf-8")
    assert load_manifest(folder).identifier == first
    (folder / "a.txt").write_text("Other words.", "utf-8")
    assert load_manifest(folder).identifier != first
