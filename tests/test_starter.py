"""New books: documents of all formats, mixed, with what they say of themselves."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.build import build
from pipeline.errors import SourceError
from pipeline.manifest import load_manifest
from pipeline.starter import start_book

TEXT = "A Plain Title\n\nWhat was said there.[1] More of it.\n\nNotes\n\n[1] In a plain note.\n"
MARKDOWN = """---
title: The *Marked* Talks
author: [Jane Doe, Richard Roe]
date: 5 November 1917
lang: en-GB
---

# Part One

Words of *markdown*.[^1]

| Verse it
|   is.

[^1]: In a marked note.
"""
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>THE ENCODED TALKS</title>
<author>A. B. Clerk</author></titleStmt><sourceDesc><bibl><date>1918</date></bibl></sourceDesc></fileDesc></teiHeader>
<text xml:lang="de"><body><p>Wörter der <emph>Kodierung</emph>.<note>In an encoded note.</note></p></body></text></TEI>
"""
FILES = {"one.txt": TEXT, "two.md": MARKDOWN, "three.xml": TEI}


def start(folder: Path, files: dict[str, str]) -> Path:
    """The folder of a new book of these files."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return start_book(folder / "my-book", tuple(folder / name for name in files)).manifest.parent


def manifest(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "book.toml").read_text("utf-8"))


def test_what_documents_say_is_written_down(tmp_path: Path) -> None:
    book = manifest(start(tmp_path, FILES))
    assert (book["title"], book["language"]) == ("My Book", "en-GB")
    assert book["chapter"] == [
        {"file": "one.txt", "title": "A Plain Title"},
        {
            "file": "two.md",
            "title": "The Marked Talks",
            "authors": ["Jane Doe", "Richard Roe"],
            "date": "5 November 1917",
        },
        {
            "file": "three.xml",
            "title": "The Encoded Talks",
            "authors": ["A. B. Clerk"],
            "date": "1918",
            "language": "de",
        },
    ]


def test_the_files_are_copied_as_they_are(tmp_path: Path) -> None:
    folder = start(tmp_path, FILES)
    assert {name: (folder / name).read_text("utf-8") for name in FILES} == FILES


def test_mixed_documents_become_one_epub_with_all_their_words(tmp_path: Path) -> None:
    folder = start(tmp_path, FILES)
    built = build(load_manifest(folder), tmp_path / "out", "epub")
    assert built.findings == ()
    (epub,) = (path for path in built.files if path.suffix == ".epub")
    with zipfile.ZipFile(epub) as archive:
        pages = [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xhtml")]
    shown = [" ".join(re.findall(r"\w+", " ".join(page.itertext()))) for page in pages]
    for words in (
        "What was said there 1 More of it",
        "Words of markdown 1",
        "Verse it is",
        "Wörter der Kodierung 1",
        "1 In a plain note",
        "1 In a marked note",
        "1 In an encoded note",
        "Jane Doe Richard Roe",
        "5 November 1917",
    ):
        assert sum(words in page for page in shown) == 1, words


LANGUAGES = {
    "most": (["de", "de-AT", "fr"], "de", ["", "", "fr"]),
    "the usual form of it": (["en-GB", "en", "en-GB"], "en-GB", ["", "", ""]),
    "English, where most don’t say": (["de", "", ""], "en", ["de", "", ""]),
    "the stated one of two": (["ru", ""], "ru", ["", ""]),
    "what is no tag": (["not a tag", "x"], "en", ["", ""]),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_language_of_a_book_is_that_of_most_documents(tmp_path: Path, name: str) -> None:
    stated, language, own = LANGUAGES[name]
    book = manifest(start(tmp_path, {f"{n}.md": f"---\nlang: {tag}\n---\nWords.\n" for n, tag in enumerate(stated)}))
    assert (book["language"], [chapter.get("language", "") for chapter in book["chapter"]]) == (language, own)


def test_a_single_document_gives_the_book_its_title(tmp_path: Path) -> None:
    assert manifest(start(tmp_path, {"two.md": MARKDOWN}))["title"] == "The Marked Talks"


SAID = {
    "quotation marks": ("'A \"B\" \\ {{ c }}'", 'A "B" \\ {{ c }}'),
    "marks of direction": ('"Ax\\u202eB\\u200bC"', "AxBC"),
    "halves of characters": ('"Ax\\ud800B"', "AxB"),
    "control characters": ('"Ax\\u0007B\\nC"', "AxB C"),
    "far too much": (f"'{'word ' * 100}'", "Words"),
}


@pytest.mark.parametrize("name", SAID)
def test_what_documents_say_does_no_harm(tmp_path: Path, name: str) -> None:
    said, title = SAID[name]
    folder = start(tmp_path, {"two.md": f"---\ntitle: {said}\nauthor: {said}\ndate: {said}\n---\n\n# Words\n\nMore.\n"})
    assert manifest(folder)["chapter"][0]["title"] == title
    load_manifest(folder)


UNREAD = {
    "letter.doc": "open it in a word processor, save it as .docx",
    "book.mobi": "turn it into .epub, with Calibre for instance",
    "paper.tex": "turn it into .md, with pandoc for instance",
    "scan.jpg": "have its text read by OCR, and save that as .txt",
    "data.xyz": "save the text in one of these formats: .asc, ",
}


@pytest.mark.parametrize("name", UNREAD)
def test_formats_that_are_not_read_are_one_message(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError) as failure:
        start(tmp_path, {"one.txt": TEXT, name: "x"})
    assert failure.value.message == f"files that end in “{Path(name).suffix}” are not read"
    assert failure.value.hint.startswith(UNREAD[name])
    assert failure.value.place == name
    assert not (tmp_path / "my-book").exists()
