"""DOCX: what is left out is counted, what a file says of itself is taken, and no file harms."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace

import pytest

from pipeline.cleaning import repair
from pipeline.document import Source
from pipeline.errors import SourceError
from pipeline.markup import About
from pipeline.settings import ChapterSettings
from pipeline.sources.docx import read
from pipeline.sources.gallery import IN_LINE, Gallery
from pipeline.structure import read_structure

from .formats import comments_of, outline, read_document
from .ooxml import (
    NAME,
    PROSE,
    STYLES,
    W,
    call,
    cell,
    chapter_of,
    docx,
    field,
    foot,
    in_list,
    note,
    p,
    r,
    table,
)
from .test_sources_archive import packed

COMMENT = '<w:comment w:id="4" w:author="Ann">' + p("Check this") + p("date.") + "</w:comment>"
LEFT_OUT = {
    "comments upon nothing": (
        p(r("One")) + p('<w:r><w:commentReference w:id="4"/></w:r>'),
        {"comments": COMMENT},
        {"a comment of Ann: “Check this date.”": 1},
    ),
    "deletions": (
        p("<w:del><w:r><w:delText>Old</w:delText></w:r></w:del>" + r("New"))
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr></w:tr></w:tbl>",
        {},
        {"tracked deletions": 2},
    ),
    "moved words": (p(f"<w:moveFrom>{r('Old')}</w:moveFrom>") + p(f"<w:moveTo>{r('One')}</w:moveTo>"), {}, {}),
    "hidden text": (p(r("One") + r(" two", "<w:vanish/>")), {}, {"stretches of hidden text": 1}),
    "pictures": (
        p(r("One") + "<w:r><w:drawing><a:blip/></w:drawing></w:r>"),
        {},
        {IN_LINE: 1},
    ),
    "formulas": (
        p(r("One ") + "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"),
        {},
        {"the layout of formulas (their signs are kept in a row)": 1},
    ),
    "contents by style": (p("One 7", "TOC1") * 2 + p("One"), {}, {"lines of a table of contents": 2}),
    "contents by field": (
        p(field(' TOC \\o "1-3" ', r("One 7"))) + p("One"),
        {},
        {"lists of contents or an index, by page": 1},
    ),
    "other links": (
        p("<w:hyperlink r:id='file'>" + r("One") + "</w:hyperlink>"),
        {},
        {"links that lead to no web page (their words are kept)": 1},
    ),
    "documents within": ("<w:altChunk/>" + p("One"), {}, {"documents within the document": 1}),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_is_left_out_is_counted(case: str) -> None:
    body, parts, expected = LEFT_OUT[case]
    chapter = chapter_of(body, **parts)
    assert {entry.what: entry.count for entry in chapter.cleaned.source.left_out} == expected
    assert {"Old", "two", "7"}.isdisjoint(chapter.cleaned.text.replace(".", " ").split())
    assert ("One" in chapter.cleaned.text) or case == "deletions"


def test_a_comment_is_a_query_at_its_word() -> None:
    reference = '<w:r><w:commentReference w:id="4"/></w:r>'
    noted = note(1, p(r("A note") + reference))
    chapter = chapter_of(
        p(r("One two") + reference + r(" three.", "<w:i/>") + call(1)), comments=COMMENT, footnotes=noted
    )
    assert outline(chapter.blocks) == ["p One two /three./{1}"]
    assert comments_of(chapter) == [f"{word}: a comment of Ann: “Check this date.”" for word in ("two", "note")]
    assert chapter.cleaned.source.left_out == ()


CORE = "<dc:title>File</dc:title><dc:creator>{}</dc:creator><dc:language>fr-CA</dc:language>"
ABOUT = {
    "by its properties": (p("One"), CORE.format("Ann A.; Bob B."), About("File", ("Ann A.", "Bob B."), "", "fr-CA")),
    "by the styles of its title page": (
        p("The Title", "Title") + p("Zoe Z.", "Author") + p("May 1912", "Date") + p("One"),
        CORE.format("Ann"),
        About("The Title", ("Zoe Z.",), "May 1912", "fr-CA"),
    ),
    "by nobody": (p("One"), "<dc:creator>python-docx</dc:creator>", About("", (), "", "en-GB")),
}


@pytest.mark.parametrize("case", ABOUT)
def test_what_a_document_says_of_itself(case: str) -> None:
    body, core, expected = ABOUT[case]
    assert read(docx(body, styles=STYLES, core=core), NAME, None, Gallery(NAME)).about == expected


def test_what_a_title_page_says_is_printed_once() -> None:
    """Title, author and date by style, which `new` writes to book.toml, leave the text; one that differs stays."""
    raw = docx(
        p("Zoe Z.", "Author") + p("The Title", "Title") + p("May 1912", "Date") + p("One") + p("Zoe Z."), styles=STYLES
    )
    source = Source(NAME, "", "utf-8", (taken := read(raw, NAME, None, Gallery(NAME))).text, False, taken.markup)
    settings = ChapterSettings(NAME, "The Title", authors=("Zoe Z.",), date="May 1912")
    chapter = read_structure(repair(source), settings, "ch1")
    assert outline(chapter.blocks) == ["p One", "p Zoe Z."]
    assert [mark.rule for mark in chapter.marks] == ["heading.credit", "heading.title", "heading.credit"]
    chapter = read_structure(repair(source), replace(settings, date="1912"), "ch1")
    assert outline(chapter.blocks) == ["p May 1912", "p One", "p Zoe Z."]


def test_a_title_repeated_is_the_chapter_s_own() -> None:
    source = read(docx(p("The Title", "Title") + p("One"), styles=STYLES), NAME, None, Gallery(NAME))
    assert source.markup[0].kind == "heading"
    assert source.markup[0].value == "1"


def test_a_strict_document_and_one_elsewhere_in_the_package() -> None:
    plain = docx(p("One", "berschrift1"), styles=STYLES)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    moved = {
        name.replace("word/document", "word/other"): content.replace(W.encode(), strict).replace(
            b'Target="word/document', b'Target="/word/other'
        )
        for name, content in members.items()
    }
    assert outline(read_document(packed(moved), NAME).blocks) == ["2 One"]


def _broken() -> Iterable[tuple[str, bytes, str]]:
    whole = docx(p("Words.") * 40, styles=STYLES)
    yield "not a container", b"Words.", "no ZIP container"
    yield "no text in it", packed({"a.txt": b"Words."}), "holds no text of Word"
    yield "a body cut off", packed({"word/document.xml": b"<w:document"}), "not well-formed"
    yield "no words", docx(""), "the file is empty"
    yield "elements in elements", docx("<w:p>" * 9000 + "</w:p>" * 9000), "Excessive depth"
    yield "tables in tables", docx("<w:tbl><w:tr><w:tc>" * 3000), "not well-formed"
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    yield "an entity", packed({"word/document.xml": entity}), "defines entities of its own"
    yield "an entity in the styles", docx(p("One"), styles="&x;"), "not well-formed"
    yield from ((f"cut at {end}", whole[:end], "no ZIP container") for end in range(0, len(whole), 211))


BROKEN = {name: (raw, message) for name, raw, message in _broken()}


@pytest.mark.parametrize("case", BROKEN)
def test_what_can_t_be_read_is_one_message(case: str) -> None:
    raw, message = BROKEN[case]
    with pytest.raises(SourceError, match=message) as found:
        read_document(raw, NAME)
    assert found.value.hint


ODD = {
    "tables in tables": "<w:tbl><w:tr><w:tc>" * 60 + p("Words.") + "</w:tc></w:tr></w:tbl>" * 60,
    "wrappers in wrappers": "<w:p>" + "<w:ins>" * 200 + r("Words.") + "</w:ins>" * 200 + "</w:p>",
    "numbers that are none": p("Words.", properties=in_list(1, 99) + '<w:outlineLvl w:val="999999999999"/>'),
    "a cell as wide as can be": table("<w:tr>" + cell(p("Words."), '<w:gridSpan w:val="99999999"/>') + "</w:tr>"),
    "signs that are none": p('<w:r><w:sym w:font="X" w:char="FFFFFFFF"/><w:sym w:char="D800"/><w:t>Words.</w:t></w:r>'),
    "a note in itself": p(r("Words.") + call(1)),
    "links that lead to links": p("<w:hyperlink r:id='web'>" * 90 + r("Words.") + "</w:hyperlink>" * 90),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_documents_come_to_a_right_book(case: str) -> None:
    chapter = chapter_of(ODD[case], footnotes=note(1, p(r("Again") + call(1))))
    assert "Words." in chapter.cleaned.text
    assert chapter.queries is not None


def test_a_long_document_loses_no_note() -> None:
    words = "".join(p(r("Some words of it ") + r("set apart", "<w:i/>") + call(n) + r(PROSE)) for n in range(1, 2001))
    raw = docx(words, {}, **foot(*(p("A note.") for _ in range(2000))))
    taken = read(raw, NAME, None, Gallery(NAME))
    assert sum(mark.kind == "note" for mark in taken.markup) == 2000
