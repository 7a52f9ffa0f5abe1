"""HTML: notes of every making come to their calls, and what looks like a call and is none stays text."""

from __future__ import annotations

import pytest

from pipeline.document import Chapter
from pipeline.sources.hypertext.links import core_of
from pipeline.sources.hypertext.pages import page_label

from .formats import faults, notes_of, outline, read_document

NAME = "page.html"


def chapter_of(text: str) -> Chapter:
    return read_document(text.encode(), NAME)


MAKERS = {
    "Gutenberg": (
        '<p>One.<a id="FNanchor_1"></a><a href="#Footnote_1" class="fnanchor">[1]</a> Two.<a id="FNanchor_2" '
        'href="#Footnote_2">[2]</a></p><h3>FOOTNOTES:</h3>'
        '<div class="footnote"><p><a id="Footnote_1"></a><a href="#FNanchor_1"><span class="label">[1]</span></a> '
        "First.</p>"
        '<p>More.</p></div><div class="footnote"><p><a id="Footnote_2" href="#FNanchor_2"><span '
        'class="label">[2]</span></a>'
        " Second.</p></div>",
        ["p One.{1} Two.{2}"],
        ["1: p First. / p More.", "2: p Second."],
    ),
    "MediaWiki": (
        '<div id="mw-content-text"><p>One.<sup id="cite_ref-a_1-0" class="reference"><a href="#cite_note-a-1">'
        '<span class="cite-bracket">[</span>1<span class="cite-bracket">]</span></a></sup> Two.<sup '
        'id="cite_ref-a_1-1" '
        'class="reference"><a href="#cite_note-a-1">[1]</a></sup> Three.<sup id="cite_ref-2" class="reference">'
        '<a href="https://wiki.example/w/A#cite_note-2">[2]</a></sup></p><h2>References<span '
        'class="mw-editsection">[<a '
        'href="/e">edit</a>]</span></h2><ol class="references"><li id="cite_note-a-1"><span '
        'class="mw-cite-backlink">^ <a '
        'href="#cite_ref-a_1-0"><sup>a</sup></a> <a href="#cite_ref-a_1-1"><sup>b</sup></a></span> <span '
        'class="reference-text">First.</span></li><li id="cite_note-2"><span class="mw-cite-backlink"><b><a '
        'href="#cite_ref-2">^</a></b></span> <span class="reference-text">Second.</span></li></ol></div>',
        ["p One.{1} Two.{1} Three.{2}"],
        ["1: p First.", "2: p Second."],
    ),
    "Word": (
        '<p class=MsoNormal>One.<a style="mso-footnote-id:ftn1" href="file:///C:/a.htm#_ftn1" name="_ftnref1"><span '
        "class=MsoFootnoteReference>[1]</span></a> Two.</p><div><br clear=all><hr><div id=ftn1><p "
        "class=MsoFootnoteText>"
        '<a href="file:///C:/a.htm#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>[1]</span></a> '
        "First.</p></div></div>",
        ["p One.{1} Two."],
        ["1: p First."],
    ),
    "LibreOffice": (
        '<p>One<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" '
        'href="#sdfootnote1anc">1</a>First.</p></div>',
        ["p One{1}."],
        ["1: p First."],
    ),
    "pandoc": (
        '<p>One<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p><section '
        'id="footnotes" '
        'class="footnotes" role="doc-endnotes"><hr><ol><li '
        'id="fn1"><p>First.</p><blockquote><p>Said.</p></blockquote><p>More.<a '
        'href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
        ["p One{1}"],
        ["1: p First. / q(p Said.) / p More."],
    ),
    "docutils": (
        '<p>One <a class="footnote-reference brackets" href="#f1" id="r1">1</a> and <a class="footnote-reference '
        'brackets" '
        'href="#f1" id="r2">1</a></p><dl class="footnote brackets"><dt class="label" id="f1"><span '
        'class="brackets">1</span>'
        '<span class="fn-backref">(<a href="#r1">1</a>,<a href="#r2">2</a>)</span></dt><dd><p>First.</p></dd></dl>',
        ["p One{1} and{1}"],
        ["1: p First."],
    ),
    "an older docutils": (
        '<p>One <a href="#f1" id="r1">[1]</a></p><table class="docutils footnote" id="f1"><tr><td class="label"><a '
        'class="fn-backref" href="#r1">[1]</a></td><td>First.</td></tr></table>',
        ["p One{1}"],
        ["1: p First."],
    ),
    "a call after its note": (
        '<p>One <a class="footnote-reference" href="#f1" id="r1">[1]</a></p><table class="docutils footnote" id="f1">'
        '<tr><td class="label">[1]</td><td><em>(<a class="fn-backref" href="#r1">1</a>, '
        '<a class="fn-backref" href="#r2">2</a>)</em> First.</td></tr></table><h2>Thanks</h2>'
        '<p>To all <a class="footnote-reference" href="#f1" id="r2">[1]</a>.</p>',
        ["p One{1}", "2 Thanks", "p To all{1}."],
        ["1: p First."],
    ),
    "DocBook": (
        '<p>One<sup>[<a href="#ftn.i1" class="footnote" name="i1">1</a>]</sup>.</p><div class="footnotes"><br><hr><div '
        'class="footnote" id="ftn.i1"><p><sup>[<a href="#i1">1</a>] </sup>First.</p></div></div>',
        ["p One{1}."],
        ["1: p First."],
    ),
    "Texinfo": (
        '<p>One<a class="footnote" id="DOCF1" href="#FOOT1"><sup>1</sup></a>.</p><div><hr><h4>Footnotes</h4><h5><a '
        'id="FOOT1" '
        'href="#DOCF1">(1)</a></h5><p>First.</p></div>',
        ["p One{1}."],
        ["1: p First."],
    ),
    "names by hand": (
        '<p>One<a href="#n1"><sup>1</sup></a> and two<a href="#n2"><sup>2</sup></a>.</p><p><a name="n1"></a>1. '
        "First.</p>"
        '<p>More.</p><p><a name="n2"></a>2. Second.</p>',
        ["p One{1} and two{2}."],
        ["1: p First. / p More.", "2: p Second."],
    ),
    "notes in one paragraph": (
        '<p>One [<a href="#n1" name="r1">1</a>] and two [<a href="#n2" name="r2">2</a>].</p><p>[<a href="#r1" '
        'name="n1">1</a>] '
        'First.<br>[<a href="#r2" name="n2">2</a>] Second.</p>',
        ["p One{1} and two{2}."],
        ["1: p First.", "2: p Second."],
    ),
    "notes in a table": (
        '<p>One<a href="#n1"><sup>1</sup></a> two<a href="#n2"><sup>2</sup></a>.</p><table><tr><td><a '
        'name="n1">1</a></td><td>First.'
        '</td></tr><tr><td><a name="n2">2</a></td><td>Second.</td></tr></table>',
        ["p One{1} two{2}."],
        ["1: p First.", "2: p Second."],
    ),
    "notes after their paragraphs": (
        '<p>One<a href="#n1" id="r1">*</a>.</p><p><a href="#r1" id="n1">*</a> First.</p><p>Two<a href="#n2" '
        'id="r2">†</a>.</p>'
        '<p><a href="#r2" id="n2">†</a> Second.</p><p>Three.</p>',
        ["p One{*}.", "p Two{†}.", "p Three."],
        ["*: p First.", "†: p Second."],
    ),
    "notes that call notes": (
        '<p>One<a epub:type="noteref" href="#n1">1</a>.</p><aside epub:type="footnote" id="n1"><p>First<a '
        'epub:type="noteref" '
        'href="#n2">2</a>.</p></aside><aside epub:type="footnote" id="n2" hidden>Second.</aside>',
        ["p One{1}."],
        ["1: p First{2}.", "2: p Second."],
    ),
    "uncalled and missing notes": (
        '<p>One<sup><a href="#n1">1</a></sup> two<sup><a href="#fn7">7</a></sup>.</p><ol class="references"><li '
        'id="n1">First.'
        '<li id="n2">Second.</ol>',
        ["p One{1} two{7}."],
        ["1: p First.", "7: ", "2: p Second."],
    ),
    "notes with a list and verse": (
        '<p>One<a role="doc-noteref" href="#n1">1</a>.</p><div role="doc-footnote" '
        'id="n1"><p>First:</p><ul><li>a</ul><p '
        'class="poem">b<br>c</p></div>',
        ["p One{1}."],
        ["1: p First: / l(p • a) / v b | c"],
    ),
    "a note in the middle of a paragraph": (
        '<p>One<a epub:type="noteref" href="#n1">1</a> <span epub:type="footnote" id="n1">First.</span> '
        "two.</p><p>Three.</p>",
        ["p One{1} two.", "p Three."],
        ["1: p First."],
    ),
    "a note of only its sign": (
        '<p>One<a epub:type="noteref" href="#n1">1</a></p><div role="doc-footnote" id="n2">c</div><p>Two.</p>'
        '<aside role="doc-footnote" id="n1">First.</aside>',
        ["p One{1}", "p Two."],
        ["1: p First.", "c: p c"],
    ),
    "links that call nothing": (
        '<p>See <a href="#s1">1</a>, <a href="#s2">2</a>.</p><h2 id="s1">1 One</h2><p>a</p><h2 id="s2">2 '
        "Two</h2><p>b <a "
        'href="#s1">1.</a></p>',
        ["p See 1, 2.", "2 1 One", "p a", "2 2 Two", "p b 1."],
        [],
    ),
    "raised figures that are no links": (
        "<p>One<sup>1</sup> and two<sup>2</sup>.</p><h2>Notes</h2><ol><li>First.<li>Second.</ol>",
        ["p One{1} and two{2}."],
        ["1: p First.", "2: p Second."],
    ),
}


@pytest.mark.parametrize(("text", "blocks", "notes"), MAKERS.values(), ids=MAKERS)
def test_notes(text: str, blocks: list[str], notes: list[str]) -> None:
    chapter = chapter_of(f"<!DOCTYPE html><title>x</title><body>{text}")
    assert ([_with_labels(line, chapter) for line in outline(chapter.blocks)], notes_of(chapter)) == (blocks, notes)
    assert not faults(chapter)


def _with_labels(line: str, chapter: Chapter) -> str:
    for note in chapter.notes:
        line = line.replace(f"{{{note.key}}}", f"{{{note.label}}}")
    return line


def test_a_page_torn_anywhere_is_read() -> None:
    page = f"<!DOCTYPE html><title>x</title><body>{MAKERS['MediaWiki'][0]}{MAKERS['pandoc'][0]}".encode()
    for end in range(80, len(page), 7):
        assert "One." in chapter_of(page[:end].decode(errors="ignore")).cleaned.text


@pytest.mark.parametrize(
    ("text", "core"),
    [("[12]", "12"), ("(a)", "a"), ("*", "*"), ("Note 3.", "3"), ("p. 3", ""), ("1917", "1917"), ("word", "")],
)
def test_the_core_of_a_label(text: str, core: str) -> None:
    assert core_of(text) == core


@pytest.mark.parametrize(("text", "label"), [("[Pg 12]", "12"), ("Page_ix", "ix"), ("{33}", "33"), ("see 12", "")])
def test_the_label_of_a_page(text: str, label: str) -> None:
    assert page_label(text) == label
