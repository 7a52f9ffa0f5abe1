"""The EPUB: valid, linked, and with every word of the tree, no more and no fewer."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.anchors import make_anchors
from pipeline.build import build, edit_book
from pipeline.checks import check_epub
from pipeline.epub import make_epub
from pipeline.manifest import load_manifest
from pipeline.outputs import book_time
from pipeline.templating import Setting
from pipeline.validators import run_epubcheck

from .library import first_book, first_build, write_book

EPUB = "{http://www.idpf.org/2007/ops}"

HARD = """CHAPTER I [1]

He said <b>no</b> & left.[1] {{ 7 * 7 }} “Quoted.”[2] And again.[3]

The meeting declared:
We demand “peace” & bread.[4]
It dispersed.

* * *

Nothing more.

Notes

[1] A note with <tags> & signs.

[2] One that calls another.[3]

[4] Of two paragraphs.

The second, which declared:
We quote ourselves.

[9] That nothing calls.
"""


@pytest.fixture(scope="module")
def hard_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    head = 'subtitle = "<i>&amp;"\neditors = ["A & B"]\npublisher = "P"\nrights = "R < S"\n'
    folder = tmp_path_factory.mktemp("hard")
    glossary = '[[term]]\nheadword = "bread & roses"\nforms = ["bread"]\ndefinition = "*Food*, and [more](https://example.org)."\n'
    notes = '[[note]]\nchapter = "a.txt"\nlabel = "3"\ntext = "Of the *editor*.\\n\\nIn two paragraphs."\n'
    return write_book(folder, {"a.txt": HARD}, head, glossary=glossary, notes=notes)


def test_epubcheck_finds_nothing_in_the_first_book() -> None:
    _, folder = first_build()
    assert run_epubcheck(folder / "the-vikzhel-talks.epub") == []


@pytest.mark.parametrize("missing", ["explain", "plain", "omit"])
def test_epubcheck_finds_nothing_in_a_hard_book(hard_book: Path, tmp_path: Path, missing: str) -> None:
    toml = hard_book / "book.toml"
    text = toml.read_text("utf-8").split("[notes]")[0]
    toml.write_text(f'{text}\n[notes]\nnumbering = "book"\nmissing = "{missing}"\n', "utf-8")
    built = build(load_manifest(hard_book), tmp_path, "epub")
    assert built.findings == ()
    assert run_epubcheck(tmp_path / "a-book.epub") == []


def test_the_checks_see_a_lost_word_and_a_broken_link() -> None:
    setting = Setting(first_book(), make_anchors(first_book()), "epub")
    content = make_epub(setting, setting.pages(), book_time(first_book().manifest))
    assert list(check_epub(content, setting)) == []
    for name, before, after, words in DAMAGES:
        damaged = rewrite(content, f"EPUB/{name}.xhtml", before, after)
        assert any(words in finding for finding in check_epub(damaged, setting)), words


DAMAGES = [
    ("chapter-1", b"diplomatic cover", b"cover", "words lost: ['diplomatic']"),
    ("chapter-1", b"diplomatic cover", b"cover diplomatic", "out of order from \u201ccover diplomatic"),
    ("chapter-1", b"diplomatic cover", b"diplomatic cover cover", "words added: ['cover']"),
    ("chapter-1", b"#ch1-note-1", b"#ch1-note-9", "ch1-note-9"),
    ("glossary", b"directed the insurrection", b"directed", "glossary entry MRC: words lost"),
    ("note-on-the-text", b"This edition", b"Edition", "Note on the Text: words lost: ['This'"),
    ("contents", b"chapter-1.xhtml", b"chapter-2.xhtml", "“chapter-2.xhtml” comes after “chapter-2.xhtml”"),
    (
        "contents",
        b'colophon.xhtml">Colophon</a></li>\n</ol>',
        b'colophon.xhtml#colophon">C</a></li></ol>',
        "toc.ncx does",
    ),
]


def rewrite(content: bytes, name: str, before: bytes, after: bytes) -> bytes:
    """The archive with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(out, "w") as made:
        for member in given.namelist():
            raw = given.read(member)
            assert member != name or before in raw
            made.writestr(member, raw.replace(before, after) if member == name else raw)
    return out.getvalue()


def test_notes_follow_their_calls_in_the_same_file_and_lead_back() -> None:
    for page in pages().values():
        order = {id_: n for n, id_ in enumerate(page.xpath("//@id"))}
        for call in page.xpath("//*[@role='doc-noteref']"):
            assert call.get(f"{EPUB}type") == "noteref"
            target = call.get("href").removeprefix("#")
            (note,) = page.xpath(f"//*[@id='{target}']")
            assert note.get("role") == "doc-footnote"
            assert order[target] > order[call.get("id")]
            backlinks = note.xpath(".//*[@role='doc-backlink']/@href")
            assert f"#{call.get('id')}" in backlinks


def test_kobo_shows_every_note_in_a_popup() -> None:
    """Kobo shows notes of 9 to 5,000 characters in a pop-up (kobolabs/epub-spec)."""
    for page in pages().values():
        for note in page.xpath("//*[@role='doc-footnote']"):
            assert 9 <= len("".join(note.itertext()).strip()) <= 5000


def test_a_glossary_link_leads_to_term_and_definition_and_back() -> None:
    all_pages = pages()
    glossary = all_pages["EPUB/glossary.xhtml"]
    links = [link for page in all_pages.values() for link in page.xpath("//*[@role='doc-glossref']")]
    assert len(links) > 60
    for link in links:
        (entry,) = glossary.xpath(f"//*[@id='{link.get('href').split('#')[1]}']")
        assert entry.xpath("count(.//*[local-name()='dfn'])") == 1
        assert any(href.endswith(f"#{link.get('id')}") for href in entry.xpath(".//*[@role='doc-backlink']/@href"))


def test_the_archive_is_in_order() -> None:
    _, folder = first_build()
    with zipfile.ZipFile(folder / "the-vikzhel-talks.epub") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {member.date_time for member in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}


def test_every_page_kind_is_there() -> None:
    names = {Path(name).stem for name in pages()}
    wanted = "cover titlepage imprint contents chapter-1 chapter-2 glossary note-on-the-text colophon"
    assert names == set(wanted.split())


NUMBERS = {"source": "1 2 3 4 1", "chapter": "1 2 3 4 1", "book": "1 2 3 4 5"}


@pytest.mark.parametrize("numbering", NUMBERS)
def test_notes_are_numbered_as_the_book_chooses(tmp_path: Path, numbering: str) -> None:
    texts = {"a.txt": HARD, "b.txt": "Text.[1]\n\nNotes\n\n[1] Note."}
    folder = write_book(tmp_path / "book", texts, f'notes.numbering = "{numbering}"')
    book = edit_book(load_manifest(folder))
    notes = make_anchors(book).notes
    shown = [notes[chapter.key, note.key].number for chapter in book.chapters for note in chapter.notes]
    assert " ".join(shown) == NUMBERS[numbering]


def pages() -> dict[str, etree._Element]:
    """The XHTML of the first book by name."""
    _, folder = first_build()
    with zipfile.ZipFile(folder / "the-vikzhel-talks.epub") as archive:
        return {n: etree.fromstring(archive.read(n)) for n in archive.namelist() if n.endswith(".xhtml")}


def test_every_page_has_one_heading_of_the_first_level_but_the_cover() -> None:
    counts = {name: len(page.xpath("//*[local-name()='h1']")) for name, page in pages().items()}
    assert set(counts) - {name for name, count in counts.items() if count == 1} == {"EPUB/cover.xhtml"}
