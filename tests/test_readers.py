"""Reading engines: each note and each entry pops up whole, each page opens, and the navigation is ours."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.validators.publication import open_publication

from . import engines
from .engines.reading import nav_faults, read_in_epubjs, read_in_foliate
from .library import first_book, first_build

pytestmark = pytest.mark.skipif(
    engines.missing() is not None and "CI" not in os.environ, reason=f"not installed: {engines.missing()}"
)


def epub() -> Path:
    """The first book."""
    return first_build()[1] / "the-vikzhel-talks.epub"


def test_every_reference_of_the_first_book_pops_up_whole() -> None:
    reading = read_in_foliate(epub(), first_book())
    assert reading.faults == ()
    assert reading.shown == reading.references > 60
    assert reading.opened == reading.sections


def test_every_page_of_the_first_book_opens() -> None:
    reading = read_in_epubjs(epub())
    assert reading.faults == ()
    assert reading.opened == reading.sections > 5


def test_faults_are_seen(tmp_path: Path) -> None:
    """A note without its text, and a link to the glossary that nothing marks as one."""
    damaged = tmp_path / "damaged.epub"
    with zipfile.ZipFile(epub()) as given, zipfile.ZipFile(damaged, "w") as made:
        for name in given.namelist():
            raw = given.read(name)
            made.writestr(name, damage(raw) if name.endswith("chapter-1.xhtml") else raw)
    reading = read_in_foliate(damaged, first_book())
    assert "the pop-up lacks" in reading.faults[0]
    assert reading.shown == reading.references - 2
    assert f"{reading.shown} references pop up, of {reading.references}" in reading.faults[-1]


def damage(page: bytes) -> bytes:
    """A page whose first note has lost its text, and whose first link to the glossary is an ordinary link."""
    root = etree.fromstring(page)
    note, *_ = root.xpath("//*[@role='doc-footnote']")
    for element in note.iter():
        element.tail = None
    link, *_ = root.xpath("//*[@role='doc-glossref']")
    del link.attrib["role"], link.attrib["{http://www.idpf.org/2007/ops}type"]
    return etree.tostring(root)


def test_other_contents_than_ours_are_seen() -> None:
    publication = open_publication(epub())
    opened = {"toc": [], "landmarks": [{"label": "A", "href": "b"}], "pages": []}
    assert [fault.split(":")[0] for fault in nav_faults(publication, opened)][:2] == ["toc", "landmarks"]
