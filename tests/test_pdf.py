"""The PDF, read back: every word on a page, notes at the foot, folios that are true, tags, bookmarks."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from pipeline.build import build, edit_book
from pipeline.document import Book
from pipeline.manifest import load_manifest
from pipeline.outputs import book_time
from pipeline.pdf import WordsLost, make_pdf
from pipeline.tree import paragraphs, plain_text

from .library import first_book, first_build, write_book

HYPHEN = "\ufffe"


@cache
def page_texts() -> tuple[str, ...]:
    """The text of each page of the first book."""
    _, folder = first_build()
    return texts_of(folder / "the-vikzhel-talks.pdf")


def texts_of(path: Path) -> tuple[str, ...]:
    """The text of each page as PDFium gives it: running head and folio first, a hyphen at a line end as U+FFFE."""
    texts = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    return tuple(text.replace("\r\n", "\n") for text in texts)


def lost_words(book: Book, pages: tuple[str, ...]) -> list[str]:
    """The words of the book that are on no page, nor parted by the end of one."""
    lost = words_of(book) - words("\n".join(pages).replace(HYPHEN, ""))
    return [word for word in lost.elements() if not any(is_parted(word, a, b) for a, b in pairwise(pages))]


def is_parted(word: str, page: str, following: str) -> bool:
    """Whether a word ends a line of one page, parted, and goes on where a line of the next begins."""
    lines = following.splitlines()
    parts = ((word[:n], word[n:]) for n in range(2, len(word)))
    return any(
        f"{a}{hyphen}" in page and any(x.startswith(b) for x in lines) for a, b in parts for hyphen in (HYPHEN, "-")
    )


def words(text: str) -> Counter[str]:
    """Words of three letters and more, hyphens within them left out as a line end would."""
    return Counter(re.findall(r"\w{3,}", re.sub(r"(?<=\w)[-‐](?=\w)", "", text)))


def words_of(book: Book) -> Counter[str]:
    parts = [b for c in book.chapters for b in (c.blocks, *(note.blocks for note in (*c.notes, *c.orphans)))]
    return sum((words(plain_text(p.inlines)) for part in parts for p in paragraphs(part)), Counter[str]())


def test_no_word_of_the_book_is_lost() -> None:
    assert lost_words(first_book(), page_texts()) == []


def test_notes_stand_on_the_page_that_calls_them() -> None:
    for number, page in ((11, "unrestricted by rules"), (14, "as scheduled"), (17, "a Soviet government")):
        text = next(text for text in page_texts() if page in text)
        assert re.search(rf"^{number}\.\s\[The source gives no text", text, re.MULTILINE)


def test_a_note_longer_than_the_book_allows_stands_at_the_end_of_its_chapter_with_a_pointer(tmp_path: Path) -> None:
    text = f"A call.[1]\n\n{'The text goes on. ' * 150}\n\nNotes\n\n[1] {'A long note. ' * 60}"
    manifest = load_manifest(write_book(tmp_path, {"a.txt": text}, "[pdf]\nnote_lines = 5\n"))
    build(manifest, tmp_path / "build", "pdf")
    texts = texts_of(tmp_path / "build" / "a-book.pdf")
    pointing = next(n for n, text in enumerate(texts, 1) if "See the note at the end" in text)
    folio = re.search(r"end of the chapter, p\.\s(\d+)\.", texts[pointing - 1])
    assert folio is not None
    assert int(folio[1]) > pointing
    assert "1. A long note." in texts[int(folio[1]) - 1]


def test_a_long_note_goes_on_at_the_foot_of_the_next_pages() -> None:
    pages = [
        n
        for n, text in enumerate(page_texts(), 1)
        if re.search("The reference is to|Chernov or Avksentyev|principles of Bolshevism", text)
    ]
    assert pages == [4, 5, 6]


def test_contents_give_the_pages_that_chapters_begin_on() -> None:
    entries = re.findall(r"^([^\d\n]+) (\d+)$", page_texts()[2], re.MULTILINE)
    assert len(entries) == 5
    for title, folio in entries:
        assert " ".join(page_texts()[int(folio) - 1].split()).startswith(f"{folio} {title}")


def test_glossary_folios_are_pages_the_term_is_used_on() -> None:
    glossary = "\n".join(page_texts()).replace(HYPHEN, "")
    entry = re.search(r"^MRC .*?December 1917\.\s+(\d+)$", glossary, re.DOTALL | re.MULTILINE)
    assert entry is not None
    assert "MRC" in page_texts()[int(entry[1]) - 1]


def test_running_heads_and_folios() -> None:
    for number, text in enumerate(page_texts()[3:], 4):
        assert re.search(rf"^\s*{number}\s*$", text, re.MULTILINE), f"no folio on page {number}"
    assert page_texts()[5].splitlines()[:2] == ["The Vikzhel Talks", "6"]
    assert page_texts()[4].splitlines()[:2] == ["Minutes", "5"]
    assert "The Vikzhel Talks" not in page_texts()[3]


def test_tags_bookmarks_language_and_title() -> None:
    _, folder = first_build()
    with pikepdf.open(folder / "the-vikzhel-talks.pdf") as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        kinds = Counter(str(item.S) for item in structure(pdf.Root.StructTreeRoot))
        assert kinds["/H1"] == 7
        assert kinds["/P"] > 60
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[:3] == ["Contents", "Lenin on the Talks with the Vikzhel", "The Talks for a Socialist Coalition"]
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "The Vikzhel Talks"
            assert metadata["pdfuaid:part"] == "1"
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
        assert all("Garamond" in font for font in fonts), fonts


def structure(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Every structure element below one."""
    kids = element.get("/K", pikepdf.Array())
    found: list[pikepdf.Object] = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *structure(kid)]
    return found


LONG = "This sentence is one of very many that make a note as long as a page and longer. "


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Notes longer than a page, many on one page, and a chapter whose last lines call more than its page holds."""
    filler = "\n\n".join(
        ["The text goes on, and on, for as long as it takes to fill a few pages of this book. " * 6] * 9
    )
    many = "".join(f"Call number {n}.[{n}] " for n in range(2, 30))
    notes = "\n\n".join(f"[{n}] Note {n}. {LONG * (40 if n in (1, 30) else 3)}" for n in range(1, 31))
    text = f"A first call.[1] {filler}\n\n{many}\n\nThe last call of all.[30]\n\nNotes\n\n{notes}"
    folder = tmp_path_factory.mktemp("torture")
    return write_book(folder, {"a.txt": text, "b.txt": "A short chapter.[1]\n\nNotes\n\n[1] And its note."})


@pytest.mark.parametrize("note_lines", [3, 14, 400])
def test_no_word_of_a_torture_book_is_lost(torture: Path, tmp_path: Path, note_lines: int) -> None:
    toml = torture / "book.toml"
    text = toml.read_text("utf-8").split("[pdf]")[0]
    toml.write_text(f"{text}\n[pdf]\nnote_lines = {note_lines}\n", "utf-8")
    manifest = load_manifest(torture)
    build(manifest, tmp_path, "pdf")
    texts = texts_of(tmp_path / "a-book.pdf")
    assert lost_words(edit_book(manifest), texts) == []
    second = next(n for n, page in enumerate(texts) if "A short chapter." in page)
    assert all(f"Note {n}." not in page for page in texts[second:] for n in range(1, 31))


def test_the_gate_sees_a_word_that_is_not_set(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": "Some words.\n\nWords that nobody will see."})
    (folder / "style.css").write_text("p + p { display: none }", "utf-8")
    with pytest.raises(WordsLost, match=r"would not show all of ch1: .*hatnobodywillsee"):
        make_pdf(edit_book(load_manifest(folder)), book_time(load_manifest(folder)))


def test_the_gate_sees_a_word_outside_the_page(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": "Some words.\n\nWords that nobody will see."})
    (folder / "style.css").write_text("p + p { position: absolute; top: 250mm }", "utf-8")
    with pytest.raises(WordsLost, match="of ch1 would stand outside its page"):
        make_pdf(edit_book(load_manifest(folder)), book_time(load_manifest(folder)))


def test_the_authors_of_the_file_are_those_the_book_is_filed_under(tmp_path: Path) -> None:
    people = 'editors = ["An Editor"]\n[[contributor]]\nname = "An Author"\nrole = "author"\n'
    manifest = load_manifest(write_book(tmp_path, {"a.txt": "Some words."}, people))
    with pikepdf.open(BytesIO(make_pdf(edit_book(manifest), book_time(manifest)).content)) as pdf:
        assert str(pdf.docinfo["/Author"]) == "An Author"


def test_the_same_bytes_twice() -> None:
    book = first_book()
    _, folder = first_build()
    again = make_pdf(book, book_time(book.manifest)).content
    assert again == (folder / "the-vikzhel-talks.pdf").read_bytes()
