"""Formats agree: the same text is the same tree in every format that is read, written by hand and written by pandoc."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.sources import FORMATS
from pipeline.tree import Block, Heading, Quote, Table, Verse, paragraphs, plain_text

from . import ooxml
from . import test_sources_epub as epub
from . import test_sources_odt as odt
from . import test_sources_rtf as rtf
from .formats import faults, notes_of, outline, read_document

FIRST = (
    "Words of weight were said there, and for a long while nobody in the whole town spoke of anything else but them."
)
QUOTED = (
    "Nobody shall speak of what was said, neither at the well nor in the market, nor in his own house, by night or day."
)
LAST = "In the end it was all forgotten, as most of what is said is forgotten, and bread was spoken of again."
MORE = "It has a second paragraph, which is as long as the first, so that nobody can take the two of them for one."

TREE = [
    "2 The Days",
    f"p {FIRST.replace('weight', '/weight/').replace('there,', 'there{1},')}",
    f"q(p {QUOTED})",
    "v Roses are red, | Violets are blue.",
    "l(p 1. bread)(p 2. peace)",
    "3 Of Bread",
    "t [Town,Souls]! [Moscow,1039] [Perm,45]",
    f"p {LAST}{{2}}",
]
NOTES = ["1: p A first note of /weight/.", f"2: p A second note, which is long. / p {MORE}"]

MARKDOWN = f"""# The Days

{FIRST.replace("weight", "*weight*").replace("there,", "there[^1],")}

> {QUOTED}

| Roses are red,
| Violets are blue.

1. bread
2. peace

## Of Bread

| Town   | Souls |
|--------|------:|
| Moscow |  1039 |
| Perm   |    45 |

{LAST}[^2]

[^1]: A first note of *weight*.

[^2]: A second note, which is long.

    {MORE}
"""

_LEAD, _REST = FIRST.split("weight")
_AFTER = _REST.split("there,")

HTML = f"""<h1>The Days</h1>
<p>{_LEAD}<i>weight</i>{_AFTER[0]}there<a id="r1" href="#n1"><sup>1</sup></a>,{_AFTER[1]}</p>
<blockquote><p>{QUOTED}</p></blockquote>
<div class="poem"><p>Roses are red,<br/>Violets are blue.</p></div>
<ol><li>bread</li><li>peace</li></ol>
<h2>Of Bread</h2>
<table><thead><tr><th>Town</th><th>Souls</th></tr></thead>
<tbody><tr><td>Moscow</td><td>1039</td></tr><tr><td>Perm</td><td>45</td></tr></tbody></table>
<p>{LAST}<a id="r2" href="#n2"><sup>2</sup></a></p>
<section class="footnotes"><ol><li id="n1"><p>A first note of <i>weight</i>. <a href="#r1">↩</a></p></li>
<li id="n2"><p>A second note, which is long.</p><p>{MORE} <a href="#r2">↩</a></p></li></ol></section>"""

TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div><head>The Days</head>
<p>{_LEAD}<emph>weight</emph>{_AFTER[0]}there<note n="1">A first note of <emph>weight</emph>.</note>,{_AFTER[1]}</p>
<quote><p>{QUOTED}</p></quote>
<lg><l>Roses are red,</l><l>Violets are blue.</l></lg>
<list rend="numbered"><item>bread</item><item>peace</item></list>
<div><head>Of Bread</head>
<table><row role="label"><cell>Town</cell><cell>Souls</cell></row><row><cell>Moscow</cell><cell>1039</cell></row>
<row><cell>Perm</cell><cell>45</cell></row></table>
<p>{LAST}<ref target="#n2">2</ref></p></div></div></body>
<back><note xml:id="n2"><p>A second note, which is long.</p><p>{MORE}</p></note></back></text></TEI>"""


def docx() -> bytes:
    p, r, italic = ooxml.p, ooxml.r, "<w:i/>"
    first = r(_LEAD) + r("weight", italic) + r(f"{_AFTER[0]}there") + ooxml.call(1) + r(f",{_AFTER[1]}")
    body = (
        p("The Days", "berschrift1")
        + p(first)
        + p(QUOTED, "Quote")
        + p(r("Roses are red,") + "<w:r><w:br/></w:r>" + r("Violets are blue."), "Verse")
        + p("bread", properties=ooxml.in_list(1))
        + p("peace", properties=ooxml.in_list(1))
        + p("Of Bread", properties='<w:outlineLvl w:val="1"/>')
        + ooxml.table(ooxml.row("Town", "Souls", head=True), ooxml.row("Moscow", "1039"), ooxml.row("Perm", "45"))
        + p(r(LAST) + ooxml.call(2))
    )
    notes = ooxml.foot(
        p(r("A first note of ") + r("weight", italic) + r(".")), p("A second note, which is long.") + p(MORE)
    )
    return ooxml.docx(body, None, styles=ooxml.STYLES, numbering=ooxml.NUMBERING, **notes)


def odt_file() -> bytes:
    p, s = odt.p, odt.s
    cells = [
        "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in row)
        for row in (("Town", "Souls"), ("Moscow", "1039"), ("Perm", "45"))
    ]
    rows = [f"<table:table-row>{row}</table:table-row>" for row in cells]
    first = odt.note("1", p(f"A first note of {s('weight', 'i')}."))
    second = odt.note("2", p("A second note, which is long.") + p(MORE))
    return odt.odt(
        odt.h("The Days", 1)
        + p(f"{_LEAD}{s('weight', 'i')}{_AFTER[0]}there{first},{_AFTER[1]}")
        + p(QUOTED, "Quotations")
        + p("Roses are red,<text:line-break/>Violets are blue.")
        + odt.items("L1", p("bread"), p("peace"))
        + odt.p("Of Bread", "Mine")
        + f"<table:table><table:table-header-rows>{rows[0]}</table:table-header-rows>{rows[1]}{rows[2]}</table:table>"
        + p(f"{LAST}{second}")
    )


def rtf_file() -> bytes:
    p = rtf.p
    first = rtf.note(r"A first note of {\i weight}.")
    second = rtf.note(rf"A second note, which is long.\par {MORE}")
    return rtf.rtf(
        p("The Days", r"\outlinelevel0")
        + p(rf"{_LEAD}{{\i weight}}{_AFTER[0]}there{first},{_AFTER[1]}")
        + p(QUOTED, r"\li720\ri720")
        + p(r"Roses are red,\line Violets are blue.")
        + rtf.item("1.", "bread")
        + rtf.item("2.", "peace")
        + p("Of Bread", r"\outlinelevel1")
        + rtf.row("Town", "Souls", head=r"\trhdr")
        + rtf.row("Moscow", "1039")
        + rtf.row("Perm", "45")
        + p(f"{LAST}{second}")
    )


SHEET = """
@page { size: A5; margin: 20mm; @bottom-center { content: counter(page) }
        @footnote { border-top: .5pt solid; padding-top: 3pt } }
html { font: 10pt/1.4 serif } h1 { font-size: 18pt } h2 { font-size: 13pt } blockquote { margin: 1em 3em }
p { margin: 0; text-indent: 1.5em } blockquote p, .poem p, .note p { text-indent: 0 } .poem { margin: 1em 4em }
li { padding-left: 1em } td, th { padding: 0 2em } ::footnote-marker { content: counter(footnote) ". " }
.note { float: footnote; font-size: 8pt } ::footnote-call { font-size: 6pt; vertical-align: super; line-height: 0 }
"""


def pdf() -> bytes:
    import weasyprint

    first = '<span class="note">A first note of <i>weight</i>.</span>'
    second = f'<span class="note">A second note, which is long.<br>{MORE}</span>'
    page = HTML.partition("<section")[0]
    page = page.replace('<a id="r1" href="#n1"><sup>1</sup></a>', first)
    page = page.replace('<a id="r2" href="#n2"><sup>2</sup></a>', second)
    return bytes(weasyprint.HTML(string=f"<html lang=en><style>{SHEET}</style><body>{page}</body></html>").write_pdf())


WRITTEN = {
    ".md": MARKDOWN.encode(),
    ".markdown": MARKDOWN.encode(),
    ".html": f"<!DOCTYPE html><html><body>{HTML}</body></html>".encode(),
    ".htm": f"<html><body>{HTML}</body></html>".encode(),
    ".xhtml": epub.page(HTML).encode(),
    ".epub": epub.epub({"a.xhtml": epub.page(HTML)}),
    ".xml": TEI.encode(),
    ".docx": docx(),
    ".odt": odt_file(),
    ".rtf": rtf_file(),
    ".pdf": pdf(),
}


_PAGE = re.compile(r"\{p\. \w+\}")
"""The beginning of a page, which a PDF has and the others need not."""


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_text_is_the_same_tree(ending: str) -> None:
    assert ending in WRITTEN, f"{ending} is read, and no text of it is tried here"
    chapter = read_document(WRITTEN[ending], f"text{ending}")
    assert [_PAGE.sub("", line) for line in outline(chapter.blocks)] == TREE
    assert notes_of(chapter) == NOTES
    assert not faults(chapter)


PANDOC = {
    "markdown": ".md",
    "html5": ".html",
    "epub3": ".epub",
    "epub2": ".epub",
    "docx": ".docx",
    "odt": ".odt",
    "rtf": ".rtf",
    "tei": ".xml",
}


def pandoc() -> str | None:
    """Where pandoc is, on the path or in the Python package that brings it along."""
    if found := shutil.which("pandoc"):
        return found
    try:
        return str(importlib.import_module("pypandoc").get_pandoc_path())
    except (ImportError, OSError):
        return None


def words(blocks: tuple[Block, ...]) -> list[str]:
    return re.findall(r"\w+", " ".join(plain_text(paragraph.inlines) for paragraph in paragraphs(blocks)))


def count(blocks: tuple[Block, ...], kind: type[Block]) -> int:
    return sum(isinstance(block, kind) for block in blocks)


@pytest.mark.skipif(pandoc() is None, reason="pandoc is not installed")
@pytest.mark.parametrize("kind", PANDOC)
def test_what_pandoc_writes_is_the_same_text(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"text{PANDOC[kind]}"
    command = [
        str(pandoc()),
        "--standalone",
        "--from=markdown",
        f"--to={kind}",
        f"--output={path}",
        "--metadata=title:T",
    ]
    subprocess.run(command, input=MARKDOWN.encode(), check=True, capture_output=True)
    chapter, wanted = read_document(path.read_bytes(), path.name), read_document(MARKDOWN.encode(), "text.md")
    blocks = chapter.blocks[words(chapter.blocks[:1]) == ["T"] :]
    assert words(blocks) == words(wanted.blocks)
    assert [words(note.blocks) for note in chapter.notes] == [words(note.blocks) for note in wanted.notes]
    assert chapter.orphans == ()
    headings = [(block.level, plain_text(block.inlines)) for block in blocks if isinstance(block, Heading)]
    assert headings == [(2, "The Days"), (3, "Of Bread")]
    verses = 0 if kind == "tei" else 1  # It writes lines of verse as <lb/>, which TEI has for the lines of any source.
    assert [count(blocks, each) for each in (Quote, Verse, Table)] == [1, verses, 1]
    assert not faults(chapter)
