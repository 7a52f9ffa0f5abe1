"""Hostile files come to a book or to one clear message, and reach nothing but themselves."""

from __future__ import annotations

import re
import socket
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from pipeline.styling import STYLES
from pipeline.typesetting.engine import set_document
from pipeline.typesetting.sheets import Style

from .conftest import Run, refused
from .hostile import HOST, SECRET, hostile_files
from .hostile.books import LINKS, hostile_books, write_books
from .hostile.pictured import png
from .hostile.tracing import TRACER, trace

FILES = hostile_files()

TRACED = (
    "page-remote.html",
    "page-file.html",
    "tei-outside.xml",
    "tei-remote.xml",
    "tei-include.xml",
    "links.docx",
    "pictured-outside.html",
    "pictured-remote.html",
)
"""Those that ask for other files, or for the network; `python -m benchmarks.hostile` traces them all."""


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 120


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_comes_to_a_book_or_to_one_message(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    begun = run("new", tmp_path / "book", tmp_path / name)
    if begun.status:
        refused(begun, "")
        assert not (tmp_path / "book").exists()
        return
    built = run("build", tmp_path / "book", "--only", "epub")
    if built.status:
        refused(built, "")
        return
    _find_nothing_active(tmp_path / "book" / "build" / "book.epub")


BOOKS = [*hostile_books(), *(f"{kind}-{file}" for file in LINKS for kind in ("link", "endless")), "pipe", "round"]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All hostile book folders."""
    folder = tmp_path_factory.mktemp("books")
    write_books(folder)
    return folder


@pytest.mark.parametrize("name", BOOKS)
def test_a_hostile_book_folder_comes_to_a_book_or_to_one_message(name: str, run: Run, books: Path) -> None:
    built = run("build", books / name, "--only", "epub")
    if built.status:
        refused(built, "")
        assert SECRET not in built.err.replace(f"../{SECRET}", "").replace(f"/{SECRET}", "")
        return
    (epub,) = (books / name / "build").glob("*.epub")
    assert re.fullmatch(r"[\w-]{1,60}\.epub", epub.name)
    assert {path.name for path in (books / name).iterdir()} <= {"build", "a.txt", "book.toml", *COMPANIONS}
    _find_nothing_active(epub)
    for path in (books / name / "build").glob("*.html"):
        page = html.document_fromstring(path.read_bytes())
        programs = page.xpath("//script[not(@type='application/ld+json')]")
        assert [program.text for program in programs if "alert" in (program.text or "")] == []
        assert page.xpath("//@onload | //@onerror | //@onclick") == []


COMPANIONS = (
    "glossary.toml",
    "glossary.csv",
    "notes.toml",
    "figures.toml",
    "style.css",
    "c.png",
    "c.jpg",
    "c.svg",
    "c.tif",
)


def _find_nothing_active(path: Path) -> None:
    """No page of an EPUB runs or fetches anything."""
    with zipfile.ZipFile(path) as epub:
        pages = [etree.fromstring(epub.read(name)) for name in epub.namelist() if name.endswith("html")]
    for element in (element for page in pages for element in page.iter(etree.Element)):
        assert etree.QName(element).localname not in ("script", "iframe", "object", "embed", "svg"), element.tag
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), attribute
            assert attribute not in ("href", "src") or not re.match(r"(?!mailto:|https?:)[a-z]+:", value), value


def test_print_fetches_nothing_whatever_a_sheet_or_a_document_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if a sheet got past the check of a book’s own."""

    def refuse(*_: object) -> None:
        raise AssertionError("it is opened")

    (tmp_path / SECRET).write_bytes(png(9, 9))
    asked = [f"{HOST}.png", (tmp_path / SECRET).as_uri(), "../seeds/book.toml", "file:///etc/hostname"]
    rules = "".join(
        f"@import url({address}); @font-face {{ font-family: f{n}; src: url({address}) }}"
        f" p {{ font-family: f{n}; background: url({address}); list-style: url({address}) }}"
        for n, address in enumerate(asked)
    )
    pictures = "".join(f"<img src='{address}'/><object data='{address}'></object>" for address in asked)
    links = f"<link rel='stylesheet' href='{HOST}.css'/><link rel='attachment' href='{asked[1]}'/>"
    page = f"<html><body>{links}<p>word</p>{pictures}</body></html>"
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    document = set_document(page, Style((rules,), STYLES.as_uri() + "/"))
    content = document.write_pdf()
    assert b"/Subtype /Image" not in content
    assert b"EmbeddedFile" not in content


@pytest.mark.parametrize("name", ["style-nothing", "style-floats"])
def test_a_sheet_that_shows_nothing_is_one_message(run: Run, tmp_path: Path, name: str) -> None:
    write_books(tmp_path)
    refused(run("build", tmp_path / name, "--only", "pdf"), "WeasyPrint can't lay out these pages", "style.css")


def test_nothing_that_a_file_says_is_obeyed_by_a_terminal(run: Run, tmp_path: Path) -> None:
    text = "Words (open “and never closed.\n\nOn 31 June 1917 \x1b]0;a\x07 it \u202eended.\n"
    refused_names, odd_name = ("x\x1b[31my.txt", "x\x07\x9b2Jy.xls"), "x\x9b2J\u202ey.txt"
    for name in (*refused_names, odd_name):
        (tmp_path / name).write_text(text, "utf-8")
    said = [run("new", tmp_path / "book", tmp_path / name) for name in (*refused_names, odd_name)]
    said.append(run("build", tmp_path / "book", "--only", "epub"))
    assert [outcome.status for outcome in said] == [2, 2, 0, 0]
    for outcome in said:
        assert not set("\x1b\x9b\x07\u202e") & set(outcome.out + outcome.err)


@pytest.mark.skipif(TRACER is None, reason="strace is not installed")
@pytest.mark.parametrize("only", ["epub", "pdf"])
def test_nothing_is_opened_that_a_file_asks_for(only: str, tmp_path: Path) -> None:
    for name in TRACED:
        (tmp_path / name).write_bytes(FILES[name])
    for one in trace([tmp_path / name for name in TRACED], tmp_path, only):
        assert (one.opened, one.run, one.connections) == ((), (), ()), one.ended.name
