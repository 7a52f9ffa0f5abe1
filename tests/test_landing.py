"""The landing page and its feeds: true of the files beside them, and of the shape that their specifications ask for."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from pipeline.build import build
from pipeline.manifest import load_manifest
from pipeline.settings import BookFile, Contributor
from pipeline.web.citation import cite

from .hard_book import HEAD
from .library import write_book


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole build of a book whose metadata look like markup."""
    folder = write_book(tmp_path_factory.mktemp("book"), {"a.txt": "All was well."}, HEAD)
    assert build(load_manifest(folder), folder / "build").findings == ()
    return folder / "build"


def read(file: Path) -> html.HtmlElement:
    return html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def test_metadata_stay_text(made: Path) -> None:
    page = read(made / "index.html")
    assert page.xpath("string(//*[@class='description'])") == "{{ 7 * 7 }} </script><script>alert(1)</script>"
    (data,) = page.xpath("//script")
    assert json.loads(data.text)["publisher"]["name"] == "P </script>"


def test_the_landing_page_tells_of_the_files_beside_it(made: Path) -> None:
    page = read(made / "index.html")
    told = dict(zip(page.xpath("//*[@class='file']/a/@href"), page.xpath("//details//code/text()"), strict=True))
    assert told == {
        name: hashlib.sha256((made / name).read_bytes()).hexdigest() for name in ("a-book.epub", "a-book.pdf")
    }
    links = page.xpath("//@href | //@src")
    assert not [link for link in links if ":" in link]
    assert [link for link in links if not (made / link).exists()] == []
    assert not {"report.html", "glossary.todo.toml"} & set(links)
    data = json.loads(page.xpath("string(//script)"))
    shas = [example["encoding"].get("sha256") for example in data["workExample"]]
    assert shas == [*told.values(), None]
    assert (data["@type"], data["accessMode"]) == ("Book", "textual")


def test_what_this_run_did_not_make_is_not_advertised(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", {"a.txt": "The cat is safe.", "b.txt": "The dog too."})
    out = tmp_path / "out"
    build(load_manifest(book), out)
    write_book(tmp_path / "book", {"a.txt": "The cat is drowned."})
    built = build(load_manifest(book), out, "web")
    assert {path.name for path in built.older} == {"a-book.epub", "a-book.pdf"}
    assert not (out / "web" / "chapter-2.html").exists()
    page = (out / "index.html").read_text("utf-8")
    assert "a-book.epub" not in page + (out / "opds.xml").read_text("utf-8") + (out / "opds.json").read_text("utf-8")
    assert "web/index.html" in page
    build(load_manifest(book), out, "epub")
    page = (out / "index.html").read_text("utf-8")
    assert "a-book.epub" in page
    assert "web/" not in page


ATOM = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/terms/"}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_the_atom_feed_has_the_shape_of_opds_1_2(made: Path) -> None:
    """What RFC 4287 (4.1.1, 4.1.2) and OPDS 1.2 (2.3, 5.1, 5.2) ask for."""
    feed = etree.fromstring((made / "opds.xml").read_bytes())
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    (entry,) = feed.xpath("a:entry", namespaces=ATOM)
    for part in (feed, entry):
        for name in ("id", "title", "updated"):
            (element,) = part.xpath(f"a:{name}", namespaces=ATOM)
            assert element.text
        assert INSTANT.fullmatch(part.xpath("string(a:updated)", namespaces=ATOM))
        assert part.xpath("string(a:id)", namespaces=ATOM).startswith("urn:uuid:")
        assert all(name.text for name in part.xpath("a:author/a:name", namespaces=ATOM))
        assert part.xpath("count(a:author)", namespaces=ATOM) >= 1
    identifier = entry.xpath("string(dc:identifier)", namespaces=ATOM)
    assert identifier
    assert identifier != entry.xpath("string(a:id)", namespaces=ATOM) != feed.xpath("string(a:id)", namespaces=ATOM)
    assert entry.xpath("dc:title | dc:creator | dc:subject | dc:rights | dc:description", namespaces=ATOM) == []
    kind = "application/atom+xml;profile=opds-catalog;kind=acquisition"
    assert feed.xpath("a:link[@rel='self']/@type", namespaces=ATOM) == [kind]
    acquired = entry.xpath("a:link[starts-with(@rel, 'http://opds-spec.org/acquisition')]", namespaces=ATOM)
    assert [link.get("type") for link in acquired] == ["application/epub+zip", "application/pdf", "text/html"]
    for link in acquired:
        file = made / link.get("href")
        assert file.exists()
        assert link.get("length") in {str(file.stat().st_size), None}


def test_the_json_feed_has_the_shape_of_opds_2_0(made: Path) -> None:
    """What the schemas of OPDS 2.0 and of the Readium Web Publication Manifest require."""
    feed = json.loads((made / "opds.json").read_text("utf-8"))
    assert set(feed) == {"metadata", "links", "publications"}
    assert feed["metadata"]["title"]
    assert {"rel": "self", "href": "opds.json", "type": "application/opds+json"} in feed["links"]
    (publication,) = feed["publications"]
    metadata = publication["metadata"]
    assert metadata["title"] == "A Book"
    assert INSTANT.fullmatch(metadata["modified"])
    assert re.match(r"[a-z]+:\S+$", metadata["identifier"])
    assert metadata["editor"] == [{"name": "A & B"}]
    acquired = [link for link in publication["links"] if link["rel"].startswith("http://opds-spec.org/acquisition")]
    assert [link["type"] for link in acquired] == ["application/epub+zip", "application/pdf", "text/html"]
    assert all((made / link["href"]).exists() for link in publication["links"])
    (image,) = publication["images"]
    assert image["type"] in {"image/jpeg", "image/png", "image/gif", "image/avif"}
    assert (made / image["href"]).exists()


def about(**values: Any) -> BookFile:
    return BookFile("Of Cats", "en", datetime.date(2026, 1, 1), **values)


NO_ONE = about()
EDITED = about(subtitle="A Life", editors=("V. I. Lenin", "Jane Doe"), publisher="P & Q")
FILED = about(
    authors=("Jane Doe",), editors=("John Roe",), contributor=(Contributor("Jane Doe", "author", "Doe, Jane"),)
)
MANY = about(authors=("A. Aa", "B. Bb", "C. Cc", "D. Dd", "E. Ee", "F. Ff", "G. Gg"))

CITATIONS = [
    (NO_ONE, "Of Cats. 2026. EPUB.", "Of Cats. E-book ed., 2026."),
    (
        EDITED,
        "Lenin, V. I., and Jane Doe, eds. Of Cats: A Life. P & Q, 2026. EPUB.",
        "Lenin, V. I., and Jane Doe, editors. Of Cats: A Life. E-book ed., P & Q, 2026.",
    ),
    (
        FILED,
        "Doe, Jane. Of Cats. Edited by John Roe. 2026. EPUB.",
        "Doe, Jane. Of Cats. Edited by John Roe, e-book ed., 2026.",
    ),
    (MANY, "Aa, A., B. Bb, C. Cc, et al. Of Cats. 2026. EPUB.", "Aa, A., et al. Of Cats. E-book ed., 2026."),
]


@pytest.mark.parametrize(("book", "chicago", "mla"), CITATIONS)
def test_citations(book: BookFile, chicago: str, mla: str) -> None:
    given = {c.style: c.text.striptags() for c in cite(book, "of-cats", ["EPUB"])}
    assert (given["Chicago"], given["MLA"]) == (chicago, mla)


def test_bibtex_is_escaped_for_tex() -> None:
    *_, bibtex = cite(EDITED, "of-cats", ["EPUB"])
    assert "@book{of-cats-2026," in bibtex.text
    assert "editor    = {Lenin, V. I. and Jane Doe}," in bibtex.text.unescape()
    assert r"publisher = {P \& Q}," in bibtex.text.unescape()
