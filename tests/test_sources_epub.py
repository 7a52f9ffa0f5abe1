"""EPUB: pages of 2 and 3 in reading order, notes over pages, chapters by their titles; no file harms."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from pipeline.document import Chapter
from pipeline.errors import SourceError
from pipeline.markup import About
from pipeline.sources.epub import read
from pipeline.sources.gallery import Gallery
from pipeline.sources.writer import Read

from .formats import faults, notes_of, outline, read_document

NAME = "book.epub"
Members = dict[str, str | bytes]


def page(body: str, head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title>{head}</head><body>{body}</body></html>'
    )


def epub(
    pages: Mapping[str, str], manifest: str = "", metadata: str = "", guide: str = "", more: Members | None = None
) -> bytes:
    """An EPUB of these pages, in this order; `manifest` holds further items, `more` further members."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"{metadata}</metadata><manifest>{items}{manifest}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>"
    )
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="E/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "E/p.opf": package,
        **{f"E/{name}": content for name, content in pages.items()},
        **(more or {}),
    }
    return zipped(members)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def chapter_of(raw: bytes) -> Chapter:
    chapter = read_document(raw, NAME)
    assert not faults(chapter)
    return chapter


def left_out(taken: Read) -> dict[str, int]:
    return {entry.what: entry.count for entry in taken.left_out}


def test_notes_over_pages_in_pairs_of_links() -> None:
    """EPUB 2: the notes on a page of their own, of two chapters that each count from 1; both have the same ids."""
    raw = epub(
        {
            "a.xhtml": page('<h1>One</h1><p>Words<a id="r1" href="n.xhtml#a1"><sup>1</sup></a> here.</p>'),
            "b.xhtml": page('<h1>Two</h1><p>Words<a id="r1" href="n.xhtml#b1"><sup>1</sup></a> there.</p>'),
            "n.xhtml": page(
                '<h1>Notes</h1><h2>One</h2><p id="a1"><a href="a.xhtml#r1">1.</a> First.</p><h2>Two</h2>'
                '<p id="b1"><a href="b.xhtml#r1">1.</a> Second.</p>'
            ),
        }
    )
    chapter = chapter_of(raw)
    assert [line[:7] for line in outline(chapter.blocks)][:4] == ["2 One", "p Words", "2 Two", "p Words"]
    assert notes_of(chapter) == ["1: p First.", "1: p Second."]


def test_asides_and_a_page_list_of_epub_3() -> None:
    navigation = page(
        '<nav epub:type="toc"><ol><li><a href="t/a.xhtml">The First</a></li></ol></nav><nav '
        'epub:type="page-list"><ol><li>'
        '<a href="t/a.xhtml#p7">vii</a></li><li><a href="t/a.xhtml#q">8</a></li></ol></nav>'
    )
    text = page(
        '<p>Words<a epub:type="noteref" href="#n">*</a> go <span id="p7"/>on.</p><p id="q">There.</p>'
        '<aside epub:type="footnote" id="n"><p>Said <em>so</em>.</p></aside>'
    )
    item = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    chapter = chapter_of(epub({"t/a.xhtml": text}, item, more={"E/nav.xhtml": navigation}))
    (key,) = (note.key for note in chapter.notes)
    assert outline(chapter.blocks) == ["2 The First", f"p Words{{{key}}} go {{p. vii}}on.", "p {p. 8}There."]
    assert notes_of(chapter) == ["*: p Said /so/."]


def test_what_every_edition_makes_anew_is_left_out() -> None:
    raw = epub(
        {
            "c.xhtml": page('<section epub:type="cover"><img src="c.jpg" alt=""/></section>'),
            "t.xhtml": page("<h1>The Book</h1>"),
            "toc.xhtml": page('<nav epub:type="toc"><ol><li><a href="a.xhtml">One</a></li></ol></nav>'),
            "l.xhtml": page('<section epub:type="copyright-page"><p>All rights reserved.</p></section>'),
            "a.xhtml": page("<h2>One</h2><p>Words.</p><h3>Deeper</h3>"),
            "g.xhtml": page(
                '<section epub:type="glossary" class="glossary"><h2>Glossary</h2><p>Of theirs.</p></section>'
            ),
        },
        guide='<reference type="title-page" href="t.xhtml"/><reference type="toc" href="toc.xhtml"/>',
    )
    chapter = chapter_of(raw)
    assert outline(chapter.blocks) == ["2 One", "p Words.", "3 Deeper", "2 Glossary", "p Of theirs."]
    assert left_out(read(raw, NAME, None, Gallery(NAME))) == {
        "covers": 1,
        "title pages": 1,
        "pages of contents": 1,
        "pages about the edition": 1,
    }


def test_style_sheets_say_what_classes_are() -> None:
    sheet = ".c1 { font-style: italic; color: red } .c2, span.c3 { font-weight: bold } p.c4 { display: none }"
    item = '<item id="css" href="s.css" media-type="text/css"/>'
    text = page('<p>a <span class="c1">b</span> <span class="c3">c</span> <b class="c4">d</b></p><p class="c4">e</p>')
    assert outline(chapter_of(epub({"a.xhtml": text}, item, more={"E/s.css": sheet})).blocks) == ["p a /b/ *c* *d*"]


def test_pages_beside_the_reading_order_come_last() -> None:
    raw = epub({"n.xhtml": page("<p>Beside.</p>"), "a.xhtml": page("<p>Words.</p>")})
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    members["E/p.opf"] = members["E/p.opf"].replace('<itemref idref="i0"/>', '<itemref idref="i0" linear="no"/>')
    assert outline(chapter_of(zipped(members)).blocks) == ["p Words.", "p Beside."]


def test_what_an_epub_says_of_itself() -> None:
    metadata = (
        "<dc:title>The Report</dc:title><dc:creator id='a'>A. B.</dc:creator><dc:creator id='t'>C. D.</dc:creator>"
        "<meta refines='#t' property='role'>trl</meta><dc:creator opf:role='edt'>E. F.</dc:creator>"
        "<dc:date opf:event='modification'>2020</dc:date><dc:date>1917-11-04</dc:date><dc:language>ru_RU</dc:language>"
    )
    taken = read(epub({"a.xhtml": page("<p>Words.</p>")}, metadata=metadata), NAME, None, Gallery(NAME))
    assert taken.about == About("The Report", ("A. B.",), "1917-11-04", "ru-RU")


def test_a_page_that_is_no_xml_is_read_as_browsers_do() -> None:
    raw = epub({"a.xhtml": "<html><body><p>One & two<p>caf&eacute;<br>three</body>"})
    assert outline(chapter_of(raw).blocks) == ["p One & two", "p café", "p three"]


PAGE = {"a.xhtml": page("<p>Words.</p>")}
LOCK = '<encryption xmlns:e="x"><e:EncryptedData><e:EncryptionMethod Algorithm="{0}"/></e:EncryptedData></encryption>'
REFUSED = {
    "no container": (zipped({"mimetype": "application/epub+zip"}), "where its package is"),
    "a container without a package": (zipped({"META-INF/container.xml": "<container/>"}), "where its package is"),
    "a torn container": (epub(PAGE, more={"META-INF/container.xml": "<container"}), "well-formed"),
    "no pages": (epub({}), "lists no page"),
    "a locked book": (
        epub(PAGE, more={"META-INF/encryption.xml": LOCK.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}),
        "locked",
    ),
    "entities of its own": (
        epub({"a.xhtml": '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body>&e;</body></html>'}),
        "entities",
    ),
    "nested without end": (epub({"a.xhtml": "<div>" * 10_000}), "nests elements"),
    "no archive": (b"<html>", "ZIP"),
}


@pytest.mark.parametrize(("raw", "said"), REFUSED.values(), ids=REFUSED)
def test_an_epub_that_cannot_be_read_is_one_message(raw: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read(raw, NAME, None, Gallery(NAME))
    assert caught.value.hint


def test_fonts_that_are_locked_do_not_matter() -> None:
    lock = LOCK.format("http://www.idpf.org/2008/embedding")
    assert "Words" in read(epub(PAGE, more={"META-INF/encryption.xml": lock}), NAME, None, Gallery(NAME)).text


def test_links_out_of_the_container_lead_nowhere() -> None:
    text = page(
        '<p>a <a href="../../../etc/passwd#x">1</a> <a href="file:///etc/passwd">b</a> <img src="file:///x" '
        'alt=""/></p>'
    )
    assert outline(chapter_of(epub({"a.xhtml": text})).blocks) == ["p a 1 b"]


def test_an_epub_torn_anywhere_is_read_or_refused() -> None:
    raw = epub({f"{n}.xhtml": page(f"<h1>{n}</h1><p>Words.</p>") for n in range(4)})
    for end in range(0, len(raw), 31):
        with pytest.raises(SourceError):
            read(raw[:end], NAME, None, Gallery(NAME))
    for at in range(0, len(raw), 37):
        try:
            taken = read(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :], NAME, None, Gallery(NAME))
        except SourceError:
            continue
        assert "Words." in taken.text
