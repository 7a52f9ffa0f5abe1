"""The ways through the EPUB: its contents, its landmarks, and the pages of print, marked and listed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from pipeline.anchors import make_anchors
from pipeline.build import edit_book
from pipeline.checks import check_epub
from pipeline.epub import make_epub
from pipeline.ledger import Span
from pipeline.manifest import load_manifest
from pipeline.outputs import book_time
from pipeline.pagination import PageStart, Pagination
from pipeline.scripts import letters
from pipeline.templating import Setting
from pipeline.tree import (
    Block,
    Cell,
    Emph,
    Heading,
    Line,
    Link,
    ListBlock,
    NoteRef,
    PageBreak,
    Para,
    Quote,
    Str,
    Table,
    TermRef,
    Verse,
    flatten,
    leaves,
    paragraphs,
    plain_text,
    words_of,
)

from .library import first_build, write_book
from .test_pages import PAGE

TYPE = "{http://www.idpf.org/2007/ops}type"


def unpacked(content: bytes) -> dict[str, etree._Element]:
    """The pages of an EPUB, and its NCX, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xhtml", ".ncx"))]
        return {name.removeprefix("EPUB/"): etree.fromstring(archive.read(name)) for name in names}


def epub_of(folder: Path, text: str, starts: tuple[PageStart, ...] = (), head: str = "") -> dict[str, etree._Element]:
    """The pages of the EPUB of a book of one text, which our own checks have passed."""
    book = edit_book(load_manifest(write_book(folder, {"a.txt": text}, head)))
    setting = Setting(book, make_anchors(book), "epub", pagination=Pagination("Print", starts))
    content = make_epub(setting, setting.pages(), book_time(book.manifest))
    assert list(check_epub(content, setting)) == []
    return unpacked(content)


def entries(element: etree._Element) -> list[object]:
    """The titles of a nested list, each with those below it."""
    items = element.xpath("*[local-name()='ol']/*")
    return [(item[0].xpath("string(.)"), entries(item)) for item in items]


def points(element: etree._Element) -> list[object]:
    """The titles of the NCX, each with those below it."""
    found = element.xpath("*[local-name()='navPoint']")
    return [(point[0].xpath("string(.)"), points(point)) for point in found]


HEADINGS = """PART ONE [1]

CHAPTER I

THE MILL

It began at noon, and nobody who was there forgot it.[2]

CHAPTER II

It went on all night, and nobody knew how it would end.

PART TWO

It ended in the morning.

Notes

[1] Of the heading.

[2] Of the text.
"""


def test_the_contents_have_the_headings_below_their_chapters_and_no_calls(tmp_path: Path) -> None:
    pages = epub_of(tmp_path, HEADINGS)
    (toc,) = pages["contents.xhtml"].xpath("//*[@role='doc-toc']")
    below: list[object] = [("PART ONE", [("CHAPTER I: THE MILL", []), ("CHAPTER II", [])]), ("PART TWO", [])]
    assert entries(toc)[0] == ("Chapter a.txt", below)
    (nav_map,) = pages["toc.ncx"].xpath("//*[local-name()='navMap']")
    assert points(nav_map) == entries(toc)
    assert pages["toc.ncx"].xpath("//*[@name='dtb:depth']/@content") == ["3"]


def test_the_landmarks_lead_to_the_parts_of_the_book() -> None:
    content = (first_build()[1] / "the-vikzhel-talks.epub").read_bytes()
    contents = unpacked(content)["contents.xhtml"]
    marks = contents.xpath("//*[@aria-label='Landmarks']//*[local-name()='a']")
    kinds = "cover titlepage copyright-page toc bodymatter glossary afterword colophon"
    assert [mark.get(TYPE) for mark in marks] == kinds.split()


def test_the_pages_of_the_pdf_begin_where_the_epub_says() -> None:
    folder = first_build()[1]
    pages = unpacked((folder / "the-vikzhel-talks.epub").read_bytes())
    document = pypdfium2.PdfDocument(folder / "the-vikzhel-talks.pdf")
    links = pages["contents.xhtml"].xpath("//*[@role='doc-pagelist']//*[local-name()='a']")
    assert [link.text for link in links] == [str(number + 1) for number in range(len(document))]
    assert len(pages["toc.ncx"].xpath("//*[local-name()='pageTarget']")) == len(document)
    inside = 0
    for page, link in zip(document, links, strict=True):
        name, _, key = link.get("href").partition("#")
        if not name.startswith("chapter"):
            continue
        (mark,) = pages[name].xpath("//*[@id=$key]", key=key)
        assert mark.get(TYPE) == "pagebreak" and mark.get("aria-label") == link.text
        after = mark.xpath("following::text()[not(ancestor::*[@class='call'])]")
        printed = letters(page.get_textpage().get_text_range().replace("\ufffe", ""))
        assert printed.find(letters("".join(after))[:30]) in range(20), link.text
        inside += not mark.xpath("following-sibling::*[local-name()='header']")
    assert inside >= 4


def test_the_pages_of_a_source_are_listed_where_the_text_has_them(tmp_path: Path) -> None:
    text = PAGE + "".join(f"\n\n- {number} -\n\n{PAGE}" for number in (112, 113, 114))
    pages = epub_of(tmp_path, text)
    links = pages["contents.xhtml"].xpath("//*[@role='doc-pagelist']//*[local-name()='a']")
    assert [link.text for link in links] == ["113", "114", "115"]
    assert pages["toc.ncx"].xpath("//*[local-name()='pageTarget']/@value") == ["113", "114", "115"]


def test_without_pages_there_is_no_list_of_pages(tmp_path: Path) -> None:
    pages = epub_of(tmp_path, "Words.")
    assert not pages["contents.xhtml"].xpath("//*[@role='doc-pagelist']")
    assert not pages["toc.ncx"].xpath("//*[local-name()='pageList']")


@pytest.mark.parametrize("placement", ["foot", "book"])
def test_a_page_may_begin_with_a_chapter_a_heading_or_a_note_or_inside_them(tmp_path: Path, placement: str) -> None:
    before = len(letters("PART ONE CHAPTER I THE MILL It began at noon, and nobody who was there forgot it."))
    starts = (
        PageStart("1", "titlepage", 0),
        PageStart("2", "ch1", 0),
        PageStart("3", "ch1", before),
        PageStart("4", "ch1-note-1", 0),
        PageStart("5", "ch1-note-2", 3),
    )
    pages = epub_of(tmp_path, HEADINGS, starts, f'notes.placement = "{placement}"\n')
    (heading,) = pages["chapter-1.xhtml"].xpath("//*[@id='page-3']/following-sibling::*[1]")
    assert heading.text == "CHAPTER II"
    home = pages["notes.xhtml" if placement == "book" else "chapter-1.xhtml"]
    (note,) = home.xpath("//*[@id='page-4']/following-sibling::*[1]")
    assert note.get("role") == "doc-footnote"
    (mark,) = home.xpath("//*[@id='page-5']")
    assert mark.tail.startswith("text.") or mark.tail.startswith("the")


def leaf(text: str, start: int = 0) -> Str:
    return Str(text, Span(start, start + len(text)))


MIXED: tuple[Block, ...] = (
    Heading((leaf("Of ſtraße and "), Emph((leaf("mills"),)))),
    Para(
        (
            leaf("He “said so”, "),
            NoteRef("1", Span(0, 0)),
            Emph((leaf("and the "), Emph((leaf("other men"),)))),
            leaf("’s."),
        )
    ),
    Quote(
        (
            Para(
                (
                    TermRef("t", leaf("Central Committee")),
                    leaf(" of "),
                    Link((leaf("two words"),), "https://example.org"),
                )
            ),
        )
    ),
    Verse(((Line((leaf("One line"),)), Line((leaf("and two"),))),)),
    ListBlock(((Para((leaf("first item"),)),), (Para((leaf("second"),)),))),
    Table(((Cell((leaf("a cell"),)), Cell((leaf("12"),))),)),
)


def test_a_mark_stands_before_a_whole_word_and_changes_none() -> None:
    texts = [plain_text(paragraph.inlines) for paragraph in paragraphs(MIXED)]
    undivided = [inline for inline in leaves(MIXED) if isinstance(inline, TermRef)]
    for count in range(1, len(letters("".join(texts))) + 1):
        marked = Pagination("Print", (PageStart("9", "s", count),)).mark("s", MIXED)
        parts = [list(flatten(paragraph.inlines)) for paragraph in paragraphs(marked)]
        assert ["".join(map(words_of, part)) for part in parts] == texts
        assert [inline for inline in leaves(marked) if isinstance(inline, TermRef)] == undivided
        (number,) = [n for n, part in enumerate(parts) if any(isinstance(inline, PageBreak) for inline in part)]
        at = next(n for n, inline in enumerate(parts[number]) if isinstance(inline, PageBreak))
        before, after = ("".join(map(words_of, part)) for part in (parts[number][:at], parts[number][at:]))
        passed = len(letters("".join(texts[:number]) + before)) - count
        assert before[-1:].strip() == "" or not after
        assert 0 <= passed <= len("CentralCommittee")
    assert Pagination().mark("s", MIXED) == MIXED
