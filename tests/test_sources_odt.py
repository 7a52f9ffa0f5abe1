"""ODT: what its styles and elements declare comes to the right tree, what is left out is counted, and no file harms."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from pipeline.document import Chapter
from pipeline.errors import SourceError
from pipeline.markup import About
from pipeline.sources.gallery import IN_LINE, Gallery
from pipeline.sources.odt import read
from pipeline.sources.odt.names import _SPACES

from .formats import comments_of, faults, outline, read_document
from .test_sources_archive import packed

NAME = "text.odt"
KIND = b"application/vnd.oasis.opendocument.text"
_DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items() if prefix != "xml")


def style(name: str, of: str = "", words: str = "", shape: str = "", family: str = "paragraph", more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{of}" {more}>'
        f"<style:paragraph-properties {shape}/><style:text-properties {words}/></style:style>"
    )


STYLES = "".join(
    (
        style("Standard", words='fo:font-size="12pt" fo:language="fr" fo:country="CA"'),
        style("Heading_20_2", more='style:display-name="Heading 2" style:default-outline-level="2"'),
        style("Mine", "Heading_20_2"),
        style("Quotations", words='fo:font-style="italic"'),
        style("Preformatted_20_Text"),
        style("Title", more='style:display-name="Title"'),
        style("Author"),
        style("Rule", shape='fo:border-bottom="1pt solid #000"'),
        style("Table_20_Heading", words='fo:font-weight="bold"'),
        style("Round", "About"),
        style("About", "Round"),
        '<text:outline-style><text:outline-level-style text:level="2" style:num-format="I" style:num-suffix="."/>'
        "</text:outline-style>",
    )
)
AUTOMATIC = "".join(
    (
        style("P1", "Standard", 'fo:font-style="italic"'),
        style("P2", "Standard", 'fo:font-weight="bold"'),
        style("P3", "Standard", shape='fo:margin-left="1in"'),
        style("P4", "Quotations"),
        style("P5", "Standard", shape='fo:margin-left="1in" fo:text-indent="-1in"'),
        style("P6", "Standard", 'fo:font-size="16pt"'),
        style("i", words='fo:font-style="italic"', family="text"),
        style("b", words='fo:font-weight="bold"', family="text"),
        style("n", words='fo:font-style="normal"', family="text"),
        style("u", words='style:text-underline-style="solid"', family="text"),
        style("sup", words='style:text-position="super 58%"', family="text"),
        style("sub", words='style:text-position="sub 58%"', family="text"),
        style("sc", words='fo:font-variant="small-caps"', family="text"),
        style("de", words='fo:language="de" fo:country="DE"', family="text"),
        style("fr", words='fo:language="fr" fo:country="FR"', family="text"),
        style("hidden", words='text:display="none"', family="text"),
        style("sym", words='style:font-name="Symbol"', family="text"),
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" '
        'text:display-levels="2"/></text:list-style>',
        '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="&#xF0B7;"/>'
        "</text:list-style>",
    )
)


def odt(body: str, meta: str = "", **members: bytes) -> bytes:
    """An ODT of some XML in its body, with the styles that the tests speak of."""
    head = f"<office:document-content {_DECLARED}>"
    content = f"{head}<office:automatic-styles>{AUTOMATIC}</office:automatic-styles><office:body><office:text>{body}"
    styles = f"<office:styles>{STYLES}</office:styles>"
    return packed(
        {
            "mimetype": KIND,
            "content.xml": f"{content}</office:text></office:body></office:document-content>".encode(),
            "styles.xml": f"{head}{styles}</office:document-content>".encode(),
            "meta.xml": f"{head}<office:meta>{meta}</office:meta></office:document-content>".encode(),
            **members,
        }
    )


def p(words: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def h(words: str, level: int, style: str = "Heading") -> str:
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{words}</text:h>'


def s(words: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{words}</text:span>'


def note(label: str, text: str, key: str = "", kind: str = "footnote", sign: str = "") -> str:
    own = f' text:label="{sign}"' if sign else ""
    named = f' text:id="{key}"' if key else ""
    return (
        f'<text:note text:note-class="{kind}"{named}><text:note-citation{own}>{label}</text:note-citation>'
        f"<text:note-body>{text}</text:note-body></text:note>"
    )


def items(style: str, *inner: str, more: str = "") -> str:
    whole = "".join(
        item if item.startswith("<text:list-") else f"<text:list-item>{item}</text:list-item>" for item in inner
    )
    return f'<text:list text:style-name="{style}" {more}>{whole}</text:list>'


def row(*cells: str, more: str = "") -> str:
    inner = "".join(f"<table:table-cell {more}>{cell}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{inner}</table:table-row>"


LONG = "Words that go on for so long that nobody can take them for anything but prose, " * 2
PROSE = LONG.strip()
BREAK = "<text:line-break/>"
GO_ON = 'text:continue-numbering="true"'
WIDE = 'table:number-columns-repeated="{}"'
COVER = (
    '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>a</text:p></table:table-cell>'
    "<table:covered-table-cell/></table:table-row>"
)

FORMS = {
    "headings": (h("One", 3) + h("Two", 4) + p("Words."), ["3 One", "4 Two", "p Words."]),
    "a heading by its style": (p("One", "Mine"), ["2 One"]),
    "a heading with its number": (h("One", 2) + h("Two", 2), ["2 I. One", "2 II. Two"]),
    "headings in bold, with no style": (
        p("One", "P2") + p(PROSE) + p("Two", "P6") + p(PROSE), ["2 One", f"p {PROSE}", "2 Two", f"p {PROSE}"],
    ),
    "quotations": (p("A", "Quotations") + p(f"B {s('c', 'n')}", "P4") + p("D"), ["q(p A; p B /c/)", "p D"]),
    "a quotation set in": (p("A") * 2 + p(PROSE, "P3"), ["p A", "p A", f"q(p {PROSE})"]),
    "a hanging indent": (p("A") * 2 + p(PROSE, "P5"), ["p A", "p A", f"p {PROSE}"]),
    "verse": (
        p(f"One{BREAK}<text:s text:c='4'/>two {s('three', 'i')}") + p(f"Four{BREAK}five"),
        ["v One | >>two /three/ || Four | five"],
    ),
    "verse by style": (
        p("One", "Preformatted_20_Text") + p("", "Preformatted_20_Text") + p("Two", "Preformatted_20_Text"),
        ["v One || Two"],
    ),
    "white space": (p("a\n   b <text:s/> c<text:tab/>d<text:soft-page-break/> e"), ["p a b c d e"]),
    "looks": (
        p(f"{s('a', 'i')} {s('b', 'b')} {s('c', 'u')} {s('d' + s('e', 'i'), 'b')}"),
        ["p /a/ *b* /c/ *d/e/*"],
    ),
    "a paragraph in italics": (p(f"a {s('b', 'n')}", "P1"), ["p /a/ b"]),
    "raised and lowered": (p(f"m{s('2', 'sup')} H{s('2', 'sub')}O"), ["p m² H₂O"]),
    "words raised and lowered": (p(f"M{s('ME', 'sup')} x{s('max', 'sub')}"), ["p M^ME^ x~max~"]),
    "small capitals": (p(f"a {s('b', 'sc')} {s('c ' + s('d', 'i'), 'sc')}"), ["p a =b c /d/="]),
    "languages": (p(f"Un {s('zwei', 'de')} {s('trois', 'fr')} {s('4', 'de')}"), ["p Un de-DE:zwei: trois 4"]),
    "letters of a symbol font": (p(s("ab", "sym")), ["p αβ"]),
    "links": (
        p('<text:a xlink:href="https://example.org/a">a</text:a> <text:a xlink:href="#b">b</text:a>'
          ' <text:a xlink:href="file:///etc/passwd">c</text:a>'),
        ["p <https://example.org/a a> b c"],
    ),
    "fields by their result": (p("<text:page-number>7</text:page-number> <text:title>T</text:title>"), ["p 7 T"]),
    "thought breaks": (p("A.") + p("* * *") + p("B.") + p("", "Rule") + p("C."),
                       ["p A.", "---", "p B.", "---", "p C."]),
    "lists": (
        items("L1", p("a"), p("b") + p("c") + items("L1", p("d"), p("e")), p("f")) + items("L2", p("g")),
        ["l(p 1. a)(p 2. b; p c; l(p 2.a) d)(p 2.b) e))(p 3. f)", "l(p • g)"],
    ),
    "lists that begin anew, or go on": (
        items("L1", p("a")) + p("x") + items("L1", p("b")) + p("x") + items("L1", p("c"), more=GO_ON)
        + p("x") + items("L1", '<text:list-item text:start-value="7">' + p("d") + "</text:list-item>"),
        ["l(p 1. a)", "p x", "l(p 1. b)", "p x", "l(p 2. c)", "p x", "l(p 7. d)"],
    ),
    "a list’s head": (items("L1", "<text:list-header>" + p("a") + "</text:list-header>", p("b")), ["l(p a)(p 1. b)"]),
    "a table": (
        f"<table:table><table:table-header-rows>{row(p('a', 'Table_20_Heading'), p('b'))}</table:table-header-rows>"
        f"{row(p('c'), p('1') + p('2'))}</table:table>",
        ["t [a,b]! [c,1 2]"],
    ),
    "a table with cells that cover others": (
        f"<table:table>{COVER}{row(p('c'), p('d'))}{row('', more=WIDE.format(2))}</table:table>",
        ["t [a,] [c,d]"],
    ),
    "a table that lays out a page": (f"<table:table>{row(h('One', 1) + p('Words.'), p('More.'))}</table:table>",
                                     ["2 One", "p Words.", "p More."]),
    "a text box": (
        p(f"A.<draw:frame><draw:text-box>{p('B.')}</draw:text-box></draw:frame>") + p("C."), ["p A.", "p B.", "p C."],
    ),
    "sections": (f"<text:section>{p('A.')}<text:section>{p('B.')}</text:section></text:section>", ["p A.", "p B."]),
    "styles that go round": (p("A", "Round"), ["p A"]),
}  # fmt: skip

NOTES = {
    "at the foot and at the end": (
        p("One" + note("1", p(f"{s('a', 'i')} b") + p("c", "Quotations"), "f1") + " two"
          + note("i", p("End."), "e1", "endnote")),
        ["p One{1} two{i}"], ["1: p /a/ b / q(p c)", "i: p End."],
    ),
    "with signs of their own": (p("One" + note("*", p("* Starred."), sign="*")), ["p One{sign12a}"], ["*: p Starred."]),
    "called again": (
        p("One" + note("3", p("Note."), "f3"))
        + p("Two" + s('<text:note-ref text:ref-name="f3">3</text:note-ref>', "sup")
            + ", see note " + '<text:note-ref text:ref-name="f3">3</text:note-ref>'),
        ["p One{3}", "p Two{3}, see note 3"], ["3: p Note."],
    ),
    "in notes": (
        p("One" + note("1", p("First" + note("2", p("Second."))))), ["p One{1}"], ["1: p First{2}", "2: p Second."],
    ),
    "without text, or the same id": (
        p("One" + note("1", "", "f") + " two" + note("1", p("Again."), "f")),
        ["p One{1} two{1.2}"], ["1: ", "1: p Again."],
    ),
    "in tables, headings, lists and verse": (
        h("Part" + note("1", p("A.")), 1)
        + f"<table:table>{row(p('a' + note('2', p('B.'))), p('b'))}{row(p('c'), p('d'))}</table:table>"
        + items("L2", p("e" + note("3", p("C.")))) + p("f" + note("4", p("D.")), "Preformatted_20_Text"),
        ["2 Part{1}", "t [a{2},b] [c,d]", "l(p • e{3})", "v f{4}"], ["1: p A.", "2: p B.", "3: p C.", "4: p D."],
    ),
}  # fmt: skip


def chapter_of(body: str) -> Chapter:
    return read_document(odt(body), NAME)


@pytest.mark.parametrize("case", FORMS)
def test_forms(case: str) -> None:
    body, expected = FORMS[case]
    chapter = chapter_of(body)
    assert outline(chapter.blocks) == expected
    assert not faults(chapter)


@pytest.mark.parametrize("case", NOTES)
def test_notes(case: str) -> None:
    body, text, notes = NOTES[case]
    chapter = chapter_of(body)
    assert outline(chapter.blocks) == text
    assert [f"{n.label}: {' / '.join(outline(n.blocks))}" for n in (*chapter.notes, *chapter.orphans)] == notes
    assert not faults(chapter)


CHANGES = f"<text:tracked-changes><text:changed-region><text:deletion>{p('Gone')}</text:deletion></text:changed-region>"
COMMENT = (
    "<office:annotation><dc:creator>Ann</dc:creator><text:p>Check</text:p><text:p>this.</text:p></office:annotation>"
)
LEFT_OUT = {
    "comments upon nothing": (p("One") + p(COMMENT), {"a comment of Ann: “Check this.”": 1}),
    "deletions": (f"{CHANGES}</text:tracked-changes>{p('One')}", {"tracked deletions": 1}),
    "hidden words": (p("One" + s("Gone", "hidden")), {"stretches of hidden text": 1}),
    "hidden sections": (
        p("One") + f'<text:section text:display="none">{p("Gone")}</text:section>',
        {"hidden sections": 1},
    ),
    "contents": (
        f"<text:table-of-content><text:index-body>{p('Gone 7')}</text:index-body></text:table-of-content>{p('One')}",
        {"lists of contents or an index, by page": 1},
    ),
    "pictures": (p("One<draw:frame><draw:image/><draw:image/></draw:frame>"), {IN_LINE: 1}),
    "formulas": (p("One<draw:frame><draw:object/></draw:frame>"), {"formulas, charts and embedded objects": 1}),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_is_left_out_is_counted(case: str) -> None:
    body, expected = LEFT_OUT[case]
    source = chapter_of(body).cleaned.source
    assert {entry.what: entry.count for entry in source.left_out} == expected
    assert source.text == "One"


def test_a_comment_is_a_query_at_its_word() -> None:
    chapter = chapter_of(p(f"One {s('two', 'i')}{COMMENT} three." + note("1", p(f"A note{COMMENT}."))))
    assert outline(chapter.blocks) == ["p One /two/ three.{1}"]
    assert comments_of(chapter) == [f"{word}: a comment of Ann: “Check this.”" for word in ("two", "note")]
    assert chapter.cleaned.source.left_out == ()


META = "<dc:title>File</dc:title><meta:initial-creator>Ann A.</meta:initial-creator><dc:creator>Last</dc:creator>"
ABOUT = {
    "by its properties": (p("One"), META, About("File", ("Ann A.",), "", "fr-CA")),
    "by its styles": (p("The Title", "Title") + p("Zoe", "Author"), META, About("The Title", ("Zoe",), "", "fr-CA")),
    "by its last editor": (p("One"), "<dc:creator>Last</dc:creator>", About("", ("Last",), "", "fr-CA")),
}


@pytest.mark.parametrize("case", ABOUT)
def test_what_a_document_says_of_itself(case: str) -> None:
    body, meta, expected = ABOUT[case]
    assert read(odt(body, meta), NAME, None, Gallery(NAME)).about == expected


def _broken() -> Iterable[tuple[str, bytes, str]]:
    whole = odt(p("Words.") * 40)
    locked = f"<a {_DECLARED}><manifest:encryption-data/></a>".encode()
    yield "not a container", b"Words.", "no ZIP container"
    yield "a spreadsheet", odt(p("A"), mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "is no text, but"
    yield "locked", odt(p("A"), "", **{"META-INF/manifest.xml": locked}), "locked with a password"
    yield "no content", packed({"mimetype": KIND}), "holds no text"
    yield "no text", packed({"content.xml": b"<a/>"}), "holds no text"
    yield "a body cut off", packed({"content.xml": b"<office"}), "not well-formed"
    yield "no words", odt(p("")), "the file is empty"
    yield "spans in spans", odt("<text:p>" + "<text:span>" * 9000), "Excessive depth|not well-formed"
    yield "an entity", packed({"content.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "entities of its own"
    yield from ((f"cut at {end}", whole[:end], "no ZIP container") for end in range(0, len(whole), 211))


BROKEN = {name: (raw, message) for name, raw, message in _broken()}


@pytest.mark.parametrize("case", BROKEN)
def test_what_can_t_be_read_is_one_message(case: str) -> None:
    raw, message = BROKEN[case]
    with pytest.raises(SourceError) as found:
        read_document(raw, NAME)
    assert re.search(message, found.value.message)
    assert found.value.hint


ODD = {
    "lists in lists": "<text:list><text:list-item>" * 110 + p("Words.") + "</text:list-item></text:list>" * 110,
    "spans in spans": "<text:p>" + "<text:span>" * 220 + "Words." + "</text:span>" * 220 + "</text:p>",
    "tables in tables": "<table:table><table:table-row><table:table-cell>" * 70 + p("Words.")
    + "</table:table-cell></table:table-row></table:table>" * 70,
    "as many blanks as can be": p('<text:s text:c="99999999"/>Words.'),
    "as many cells as can be": f"<table:table>{row(p('Words.'), more=WIDE.format('9' * 8))}</table:table>",
    "a level that is none": '<text:h text:outline-level="-4">Words.</text:h>',
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_odd_documents_come_to_a_right_book(case: str) -> None:
    chapter = chapter_of(ODD[case])
    assert "Words." in chapter.cleaned.text
    assert not faults(chapter)
