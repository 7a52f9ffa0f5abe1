"""Hostile files come to a book or to one clear message, and reach nothing but themselves."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from .conftest import Run, refused
from .hostile import SECRET, hostile_files
from .hostile.tracing import TRACER, trace

FILES = hostile_files()

TRACED = ("page-remote.html", "page-file.html", "tei-outside.xml", "tei-remote.xml", "tei-include.xml", "links.docx")
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
    with zipfile.ZipFile(tmp_path / "book" / "build" / "book.epub") as epub:
        pages = [etree.fromstring(epub.read(name)) for name in epub.namelist() if name.endswith("html")]
    for element in (element for page in pages for element in page.iter(etree.Element)):
        assert etree.QName(element).localname not in ("script", "iframe", "object", "embed", "svg"), element.tag
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), attribute
            assert attribute not in ("href", "src") or not re.match(r"(?!mailto:|https?:)[a-z]+:", value), value


@pytest.mark.skipif(TRACER is None, reason="strace is not installed")
@pytest.mark.parametrize("name", TRACED)
def test_it_opens_nothing_that_it_asks_for(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    found = trace(tmp_path / name, tmp_path / "book")
    assert found.connections == ()
    assert [path for path in found.opened if SECRET in path] == []
