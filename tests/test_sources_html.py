"""HTML: what pages declare comes to the right tree, whatever made them; what is no text is counted; no file harms."""

from __future__ import annotations

import tomllib

import pytest

from pipeline.cleaning import repair
from pipeline.document import Chapter, Source
from pipeline.errors import SourceError
from pipeline.markup import About
from pipeline.settings import ChapterSettings
from pipeline.sources.gallery import Gallery
from pipeline.sources.hypertext import read
from pipeline.sources.hypertext.asides import LONGEST
from pipeline.sources.writer import Read
from pipeline.structure import read_structure, supply_pictures

from .formats import faults, outline, read_document

NAME = "page.html"
PROSE = "These are enough words of running text to be certain that no reader takes them for the furniture of a site. "


def chapter_of(text: str, name: str = NAME) -> Chapter:
    return read_document(text.encode(), name)


def blocks_of(text: str) -> list[str]:
    return outline(chapter_of(text).blocks)


def read_source_of(page: str) -> Source:
    taken = read(page.encode(), NAME, None, Gallery(NAME))
    return Source(NAME, "", "utf-8", taken.text, False, taken.markup)


def left_out(taken: Read) -> dict[str, int]:
    return {entry.what: entry.count for entry in taken.left_out}


FORMS = {
    "headings": ("<h1>One</h1><h2>Two <em>here</em></h2><h3>Three</h3>", ["2 One", "3 Two /here/", "4 Three"]),
    "a heading of two lines": ("<h2>The History<br>of the War</h2>", ["2 The History of the War"]),
    "a heading with its number": (
        "<h2>Chapter IV.<br>The War</h2><p>It began.",
        ["2 Chapter IV.", "2 The War", "p It began."],
    ),
    "bold in a heading": ("<h2><b>Bold</b></h2>", ["2 Bold"]),
    "paragraphs left open": ("<p>One\n<p>Two", ["p One", "p Two"]),
    "words outside of elements": ("One <i>a</i><p>Two</p>Three", ["p One /a/", "p Two", "p Three"]),
    "emphasis": ("<p><i>a</i> <em>b</em> <cite>c</cite> <b>d</b>", ["p /a/ /b/ /c/ *d*"]),
    "emphasis by style": ('<p><span style="font-style: italic">a</span> b', ["p /a/ b"]),
    "emphasis that crosses": ("<p><b>a <i>b</b> c</i> d", ["p *a /b/* c d"]),
    "emphasis nested by mistake": ("<p><b>one<p>two</b> three", ["p *one*", "p two three"]),
    "small capitals": ('<p><span class="smcap">Lenin</span> spoke', ["p =Lenin= spoke"]),
    "small capitals by style": (
        '<style>.c3 { font-variant: small-caps }</style><h2><span class="c3">A</span></h2><p><b class="c3">b</b>'
        '<span class="c3">c</span><span style="font-variant-caps: small-caps">d</span>',
        ["2 A", "p *b*=c==d="],
    ),
    "languages": (
        '<p>One <i lang="de">zwei</i> <span lang="en-US">three</span></p><div lang="fr"><p>Quatre<p>'
        '<b>cinq</b> <span lang="en">six</span></div><blockquote lang="de"><p>sieben</blockquote><p>Eight <i lang="x">',
        ["p One de:/zwei/: three", "p fr:Quatre:", "p fr:*cinq* en:six::", "q(p de:sieben:)", "p Eight"],
    ),
    "a call in another language": (
        '<p><span lang="de">zwei <b>drei</b><a id="r" href="#n" role="doc-noteref">1</a> vier</span></p>'
        '<aside id="n" role="doc-footnote"><p>Note.</p></aside>',
        ["p de:zwei *drei*:{1}de: vier:"],
    ),
    "a link": ('<p><a href="https://example.org/a">a</a> <a href="#b">b</a>', ["p <https://example.org/a a> b"]),
    "a link that runs a script": ('<p><a href="javascript:alert(1)">a</a>', ["p a"]),
    "a quotation": ("<blockquote>One<p>Two</blockquote>", ["q(p One; p Two)"]),
    "a quotation by its class": ('<div class="blockquot"><p>One</p></div>', ["q(p One)"]),
    "a short quotation": ("<p>He said <q>no <q>never</q></q>.", ["p He said “no ‘never’”."]),
    "a list": ("<ul><li>a<li><p>b</p><p>c</p></ul>", ["l(p • a)(p • b; p c)"]),
    "a list that counts": ('<ol start="3"><li>a<li value="7">b<li>c</ol>', ["l(p 3. a)(p 7. b)(p 8. c)"]),
    "a list in letters": ('<ol type="a"><li>a<li>b<ul><li>c</ul></ol>', ["l(p a. a)(p b. b; l(p • c))"]),
    "a list with its own numbers": ("<ol><li>1. a<li>(2) b</ol>", ["l(p 1. a)(p (2) b)"]),
    "terms": ("<dl><dt>a<dd>b<dd><p>c</dl>", ["p a", "p b", "p c"]),
    "a table": ("<table><tr><th>a<th>b<tr><td><i>c</i><td>1</table>", ["t [a,b]! [/c/,1]"]),
    "a table without a head": ("<table><tr><td>a<td>b<tr><td><td>1</table>", ["t [a,b] [,1]"]),
    "cells over columns": ("<table><tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3</table>", ["t [a,,b] [1,2,3]"]),
    "cells over rows": ("<table><tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e</table>", ["t [a,b] [,c] [d,e]"]),
    "a caption": ("<table><caption>Towns</caption><tr><td>a<td>b</table>", ["p Towns", "t [a,b]"]),
    "a table of one cell": ("<table><tr><td><p>One<p>Two</table>", ["p One", "p Two"]),
    "a table that lays out": ("<table><tr><td>Left<td><h2>Head</h2><p>Text</table>", ["p Left", "2 Head", "p Text"]),
    "a table in a table": ("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", ["t [a,b]", "p c"]),
    "lines of an address": (
        "<p>The Secretary<br>12 High Street<br>London",
        ["p The Secretary", "p 12 High Street", "p London"],
    ),
    "paragraphs by line breaks": ("One two<br><br>three<br> <br>four", ["p One two", "p three", "p four"]),
    "wrapped lines": (
        "<p>The committee met in the evening and spoke of what<br>had to be done about the railways of the north, "
        "which<br>"
        "nobody had looked at since the beginning of the war,<br>and parted late.",
        [
            "p The committee met in the evening and spoke of what had to be done about the railways of the north, "
            "which "
            "nobody had looked at since the beginning of the war, and parted late."
        ],
    ),
    "verse by its look": (
        "<p>The rain came down upon the mill,<br>And all the wheels were turning,<br>The moon went up behind the hill,"
        "<br>And still the lamps were burning.<br><br>The miller said unto his wife,<br>The flour is nearly ended,<br>"
        "And so, she said to him, is life,<br>And what is torn, is mended.",
        [
            "v The rain came down upon the mill, | And all the wheels were turning, | The moon went up behind the "
            "hill, | "
            "And still the lamps were burning. || The miller said unto his wife, | The flour is nearly ended, | "
            "And so, she said to him, is life, | And what is torn, is mended."
        ],
    ),
    "verse by its class": (
        '<div class="poem"><div class="stanza"><span class="i0">One <i>a</i>,<br></span><span '
        'class="i2">two<br></span></div>'
        '<div class="stanza"><span class="i0">three</span></div></div>',
        ["v One /a/, | >two || three"],
    ),
    "verse in divisions": (
        '<div class="poetry"><div class="stanza"><div class="verse indent0">One</div><div class="verse '
        'indent2">two</div>'
        "</div></div>",
        ["v One | >two"],
    ),
    "verse with its title": (
        '<div class="poem"><h4>Song</h4><p>One<br>two</p><p>three<br>four</p></div>',
        ["4 Song", "v One | two || three | four"],
    ),
    "text as it was typed": (
        "<p>One<pre>a\n  b\n\nc</pre>" + f"<p>{PROSE}",
        ["p One", "v a | >b || c", f"p {PROSE.strip()}"],
    ),
    "a rule": ("<p>One<hr><p>Two<hr>", ["p One", "---", "p Two"]),
    "figures raised and lowered": (
        "<p>5 m<sup>2</sup> H<sub>2</sub>O 1<sup>er</sup> 2<sup>nd</sup>",
        ["p 5 m² H₂O 1ᵉʳ 2nd"],
    ),
    "words raised and lowered": (
        "<p>M<sup>ME</sup> x<sub>max</sub> <sup>*</sup> <sup>[3]</sup>",
        ["p M^ME^ x~max~ * [3]"],
    ),
    "an ornamental initial": ('<p><img alt="T">he end <img alt="A view of the mill">', ["p The end"]),
    "soft and no-break": ("<p>a&nbsp;b &amp; &lt;c&gt; &mdash; &#8220;d&#8221;", ["p a b & <c> — “d”"]),
    "templates are text": ("<p>{{ 7 * 7 }} {% x %}", ["p {{ 7 * 7 }} {% x %}"]),
    "a picture with its caption": (
        '<figure><img src="a.png" alt="A mill"><figcaption>The <i>mill</i><p>in 1820</figcaption></figure><p>Words.',
        ["f(p The /mill/; p in 1820)", "p Words."],
    ),
    "a figure of something else": (
        "<figure><table><tr><td>a<td>b<tr><td>c<td>d</table><figcaption>Towns</figcaption></figure>",
        ["t [a,b] [c,d]", "p Towns"],
    ),
    "a picture alone": ('<figure><img src="a.png" alt="A mill"></figure><p>Words.', ["p Words."]),
    "deletions": ("<p>One <del>two</del><ins>three</ins>", ["p One three"]),
    "what is hidden": ('<p>One <span style="display: none">two</span><span hidden>three</span>', ["p One"]),
    "a letter": (
        '<p class="dateline">Moscow<p class="salute">Dear A.,<p class="signed">B.',
        ["dateline Moscow", "salute Dear A.,", "signed B."],
    ),
    "pages of print": (
        '<p>One <span class="pagenum"><a id="Page_12">[Pg 12]</a></span>two <span class="pagebreak" '
        'role="doc-pagebreak" '
        'aria-label="xiv"></span>three <span class="ws-pagenum" data-page-number="15" '
        'title="Page:X.djvu/27">&#8203;</span>four',
        ["p One {p. 12}two {p. xiv}three {p. 15}four"],
    ),
    "words between items": (
        "<ul>a<li>b<ul><li>c</ul></li>d<ul><li>e</ul><hr></ul>",
        ["l(p a)(p • b; l(p • c); p d; l(p • e))"],
    ),
    "words between cells": ("<table>a<tr>b<td>c<td>d</tr><p>e</p><tr></table>", ["p a", "p e", "p b", "t [c,d]"]),
    "cells of blanks": ("<table><tr><td>&nbsp;a<td>&nbsp;<td>b&nbsp;</table>", ["t [a,,b]"]),
    "an item without words": ("<ol><li><li>b</ol><p>c", ["l(p 2. b)", "p c"]),
    "an attribute with signs": ('<p {a|b}="c" a}b="d" :x>e', ["p e"]),
    "elements that HTML does not know": (
        "<p>a <o:p>b</o:p> <note key='1'>c</note> <mine-own>d</mine-own>",
        ["p a b c d"],
    ),
}


@pytest.mark.parametrize(("text", "blocks"), FORMS.values(), ids=FORMS)
def test_a_form(text: str, blocks: list[str]) -> None:
    assert blocks_of(f"<!DOCTYPE html><html lang='en'><title>x</title><body>{text}") == blocks


def test_a_language_is_another_only_where_that_of_the_page_is_known() -> None:
    assert blocks_of('<p>One <i lang="de">zwei</i>') == ["p One /zwei/"]


SITE = """<body><div id="skip"><a href="#m">Skip</a></div>
<header><a href="/">The Archive</a></header><nav><ul><li><a href="/a">Texts</a><li><a href="/b">People</a></ul></nav>
<div class="breadcrumb"><a href="/">Home</a> › <a href="/x">Texts</a></div>
{main}<aside class="sidebar"><a href="/c">More</a> texts of this kind</aside>
<footer>Copyright of the archive. <a href="/d">Terms</a></footer></body>"""
TEXT = f"<h1>The Title</h1><p>{PROSE * 3}</p><ul><li><a href='/s'>A source</a></ul>"
SITES = {
    "main": f"<main id='m'>{TEXT}</main>",
    "a role": f"<div role='main'>{TEXT}</div>",
    "an article": f"<article>{TEXT}</article>",
    "nothing said": f"<div><div>{TEXT}</div></div>",
    "a wiki": f"<div id='mw-content-text'>{TEXT}</div>",
}


@pytest.mark.parametrize("main", SITES.values(), ids=SITES)
def test_the_furniture_of_a_site_is_set_aside(main: str) -> None:
    page = SITE.format(main=main)
    assert blocks_of(page) == ["2 The Title", f"p {(PROSE * 3).strip()}", "l(p • A source)"]
    chapter = chapter_of(page)
    asides = [mark.span.of(chapter.cleaned.text).split() for mark in chapter.marks if mark.rule == "frame"]
    assert sum(map(len, asides)) == 18
    assert faults(chapter) == []
    assert left_out(read(page.encode(), NAME, None, Gallery(NAME))).keys() <= {"lines of contents"}


def test_the_furniture_of_a_site_is_taken_back_where_it_stood() -> None:
    page = (
        f"<p>{PROSE}</p><nav><h2>See also</h2><ul><li><a href='/a'>The mill</a><li>The <b>road</b></ul></nav>"
        f"<p>{PROSE}</p><footer>Copyright<br>of <i>us</i></footer>"
    )
    assert blocks_of(page) == [f"p {PROSE.strip()}"] * 2
    repaired = repair(read_source_of(page))
    chapter = read_structure(repaired, ChapterSettings(NAME, "A"), "ch1", frozenset({"read.frames"}))
    words = PROSE.strip()
    there = ["p See also", "p The mill", "p The road"]
    assert outline(chapter.blocks) == [f"p {words}", *there, f"p {words}", "p Copyright", "p of us"]


def test_of_much_furniture_the_rest_is_counted() -> None:
    links = "".join(f"<li><a href='/{n}'>word {n}</a>" for n in range(5000))
    taken = read(f"<p>{PROSE * 900}</p><nav><ul>{links}</ul></nav>".encode(), NAME, None, Gallery(NAME))
    (aside,) = (mark for mark in taken.markup if mark.kind == "furniture")
    assert len(aside.span.of(taken.text).replace("\n", "")) <= LONGEST
    kept = len(aside.span.of(taken.text).split())
    assert left_out(taken) == {"words of navigation and other furniture of the site": 10000 - kept}


def test_a_layout_of_tables_gives_up_its_text() -> None:
    page = (
        "<table><tr><td><a href='/a'>Home</a><br><a href='/b'>Texts</a><br><a href='/c'>People</a></td>"
        f"<td><table width=90%><tr><td><h1>Title</h1><p>{PROSE}<p>{PROSE}</td></tr></table></td></tr></table>"
    )
    assert blocks_of(page) == ["2 Title", *[f"p {PROSE.strip()}"] * 2]


def test_contents_are_made_anew() -> None:
    links = "".join(f'<li><a href="#c{n}">Chapter {n}</a>' for n in (1, 2, 3))
    chapters = "".join(f'<h2 id="c{n}">Chapter {n}</h2><p>{PROSE}</p>' for n in (1, 2, 3))
    page = f"<h2>Contents</h2><ul>{links}</ul>{chapters}"
    assert [line[:5] for line in blocks_of(page)] == ["2 Cha", "p The"] * 3
    assert left_out(read(page.encode(), NAME, None, Gallery(NAME))) == {"lines of contents": 3}


def test_nothing_of_a_text_is_furniture_because_of_its_name() -> None:
    assert blocks_of(f'<div class="sidebar"><p>{PROSE}</p></div>') == [f"p {PROSE.strip()}"]


def test_several_articles_are_all_read() -> None:
    page = f"<article><h2>One</h2><p>{PROSE}</article><article><h2>Two</h2><p>{PROSE}</article>"
    assert blocks_of(page) == ["2 One", f"p {PROSE.strip()}", "2 Two", f"p {PROSE.strip()}"]


def test_a_picture_is_asked_for_with_what_the_page_says_it_shows() -> None:
    figure = "<figure><img src='a.png' alt='A &quot;mill&quot;'><figcaption>The mill at Corve</figcaption></figure>"
    chapter = chapter_of(f"<p>{PROSE}</p>{figure}<p>{PROSE}</p>")
    (asked,) = supply_pictures([chapter], ())
    (query,) = asked.queries
    (entry,) = tomllib.loads(query.stub)["figure"]
    assert query.code == "figure.missing"
    assert (entry["alt"], entry["find"]) == ('A "mill"', "The mill at Corve")


def test_what_a_library_says_of_its_files_is_left_out() -> None:
    page = f'<section class="pg-boilerplate"><p>This file is free, say we.</section><p>{PROSE * 3}'
    assert blocks_of(page) == [f"p {(PROSE * 3).strip()}"]


def test_what_is_left_out_is_counted() -> None:
    page = "<style>a</style><script>b</script><!-- c --><p>d<img src=x><svg><b>e</b></svg><del>f</del><input><iframe>"
    assert left_out(read(page.encode(), NAME, None, Gallery(NAME))) == {
        "style sheets": 1,
        "scripts": 1,
        "comments": 1,
        "pictures": 1,
        "deletions": 1,
        "controls of forms": 1,
        "frames of other pages": 1,
    }


def test_a_plain_text_in_a_page_is_read_as_one() -> None:
    taken = read(b"<body><pre>One.[1]\n\nNOTES\n\n[1] A note.</pre>", NAME, None, Gallery(NAME))
    assert taken.text == "One.[1]\n\nNOTES\n\n[1] A note."
    assert not taken.markup


def test_what_a_page_says_of_itself() -> None:
    page = (
        '<html lang="de-AT"><head><title>Die Rede - Archiv</title><meta name="author" content="A. B."><meta '
        'name="DC.creator" '
        'content="C. D."><meta name="dc.date" content="1917-11-04"></head><body><h1>Die Rede</h1><p>Worte.'
    )
    about = read(page.encode(), NAME, None, Gallery(NAME)).about
    assert about == About("Die Rede", ("C. D.", "A. B."), "1917-11-04", "de-AT")


RUSSIAN = "Временное правительство пало, и власть перешла к Советам."
ENCODINGS = {
    "declared": (f'<meta charset="windows-1251"><p>{RUSSIAN}', "cp1251", None),
    "declared as of old": (
        f'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>{RUSSIAN}',
        "koi8-r",
        None,
    ),
    "declared, and saved as UTF-8": (f'<meta charset="windows-1251"><p>{RUSSIAN}', "utf-8", None),
    "marked": (f'<meta charset="iso-8859-1"><p>{RUSSIAN}', "utf-16", None),
    "not declared": (f"<p>{RUSSIAN} {RUSSIAN}", "cp1251", None),
    "the editor’s word": (f'<meta charset="iso-8859-1"><p>{RUSSIAN}', "cp1251", "cp1251"),
    "of one’s own invention": (f'<meta charset="nonsense"><p>{RUSSIAN}', "utf-8", None),
}


@pytest.mark.parametrize(("text", "encoding", "said"), ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(text: str, encoding: str, said: str | None) -> None:
    assert RUSSIAN in read(text.encode(encoding), NAME, said, Gallery(NAME)).text


def test_latin_1_is_what_browsers_take_it_for() -> None:
    assert read('<meta charset="iso-8859-1"><p>“No”'.encode("cp1252"), NAME, None, Gallery(NAME)).text == "“No”"


def test_xhtml_with_named_characters() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>a&nbsp;b&eacute;<a id="x"/> c &unknown;d</p></body></html>'
    )
    assert read(page.encode(), "page.xhtml", None, Gallery(NAME)).text == "a\u00a0bé c d"


HOSTILE = {
    "nested divisions": "<div>" * 1500 + "words" + "</div>" * 1500,
    "nested quotations": "<blockquote>" * 1500 + "words",
    "nested lists": "<ul><li>" * 700 + "words",
    "nested emphasis": "<p>" + "<b>" * 1500 + "words",
    "nested tables": "<table><tr><td>" * 500 + "words",
    "a cell over a million columns": "<table><tr><td colspan=999999999>words<td>b<tr><td rowspan=99999999>c</table>",
    "links in a circle": '<p>words<a id="a" href="#b">1</a> <a id="b" href="#c">2</a> <a id="c" href="#a">3</a>',
    "a note that calls itself": '<p>words</p><li id="a">1. <a href="#a">1</a></li>',
    "ten thousand links": "<p>words"
    + "".join(f'<a href="#n{n}" id="r{n}">{n}</a> ' for n in range(5000))
    + "".join(f'<p id="n{n}"><a href="#r{n}">{n}</a> x' for n in range(5000)),
    "one long line": "<p>words " + "x" * 500_000,
    "torn": '<p>words <a href="',
    "an unknown entity": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>words &e;",
    "controls": "<p>words \x01\x0b\ufffe",
    "closing without opening": "</p></div></table>words</body></html><p>after",
    "frames": '<iframe src="file:///etc/passwd"></iframe><object data="http://x/"></object><p>words',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_page_is_read(text: str) -> None:
    chapter = chapter_of(text)
    assert "words" in chapter.cleaned.text
    assert "root:" not in chapter.cleaned.text


REFUSED = {
    "too deep": (b"<div>" * 10_000 + b"x", "page.html", "nests elements"),
    "binary": (b"<p>a\0b", "page.html", "NUL"),
    "a document type with entities": (
        b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><html><body>&c;</body></html>',
        "page.xhtml",
        "entities",
    ),
    "nothing": (b"  \n ", "page.html", "empty"),
    "an encoding that does not fit": ("<p>\xe9".encode("latin-1"), "page.html", "UTF-8"),
}


@pytest.mark.parametrize(("raw", "name", "said"), REFUSED.values(), ids=REFUSED)
def test_a_page_that_cannot_be_read_is_one_message(raw: bytes, name: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read(raw, name, "utf-8" if said == "UTF-8" else None, Gallery(name))
    assert caught.value.hint
