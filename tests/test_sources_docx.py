"""DOCX: what its styles and looks declare comes to the right tree, what is left out is counted, and no file harms."""

from __future__ import annotations

import pytest

from .formats import faults, notes_of, outline
from .ooxml import (
    LONG,
    PROSE,
    call,
    cell,
    chapter_of,
    field,
    foot,
    in_list,
    note,
    p,
    r,
    row,
    table,
)

CUT = '<w:rPr><w:del w:author="A"/></w:rPr>'
LINE = "<w:r><w:br/></w:r>"
RAISED = '<w:vertAlign w:val="superscript"/>'
LOWERED = '<w:vertAlign w:val="subscript"/>'
START = '<w:vMerge w:val="restart"/>'

FORMS = {
    "words raised and lowered": (
        p(r("M") + r("ME", RAISED) + r(" H") + r("2", LOWERED) + r("x") + r("max", LOWERED)),
        ["p M^ME^ H₂x~max~"],
    ),
    "small capitals": (
        p(r("a ") + r("b ", "<w:smallCaps/>") + r("c", "<w:smallCaps/><w:i/>") + r(" d")) + p("E", "berschrift1"),
        ["p a =b /c/= d", "2 E"],
    ),
    "languages": (
        p(r("One ") + r("zwei ", '<w:lang w:val="de-DE"/>') + r("drei", '<w:lang w:val="de-DE"/><w:i/>'))
        + p(r("four", '<w:lang w:val="en-US"/>') + r(" 5", '<w:lang w:val="de-DE"/>') + r(" six")),
        ["p One de-DE:zwei /drei/:", "p four 5 six"],
    ),
    "a heading by the name of its style": (p("One", "berschrift1") + p("Words."), ["2 One", "p Words."]),
    "a heading by a style not listed": (p("One", "Titre3") + p("Words."), ["3 One", "p Words."]),
    "a heading by a style based on one": (p("One", "My Part"), ["2 One"]),
    "a heading by the outline of its style": (p("One", "Outlined"), ["3 One"]),
    "a heading by its own outline": (p("One", properties='<w:outlineLvl w:val="3"/>'), ["4 One"]),
    "a heading’s style, but no heading": (p("One", "Outlined", '<w:outlineLvl w:val="9"/>'), ["p One"]),
    "a heading with a number": (p("One", "Numbered") + p("Two", "Numbered"), ["2 1. One", "2 2. Two"]),
    "a heading of two lines": (p(r("I", "<w:b/>") + LINE + r("Two"), "berschrift1"), ["2 I Two"]),
    "headings in bold, with no style": (
        p(r("One", "<w:b/>")) + p(PROSE) + p(r("Bold it ends.", "<w:b/>")) + p("Words."),
        ["2 One", f"p {PROSE}", "p *Bold it ends.*", "p Words."],
    ),
    "headings in larger letters": (
        p(r("One", '<w:sz w:val="32"/>')) + p(PROSE) + p(r("Near", '<w:sz w:val="25"/>')),
        ["2 One", f"p {PROSE}", "p Near"],
    ),
    "bold words beside a styled heading": (
        p("One", "berschrift1") + p(r("Two", "<w:b/>")) + p(PROSE) + p(PROSE),
        ["2 One", "p *Two*", f"p {PROSE}", f"p {PROSE}"],
    ),
    "quotations": (
        p("A", "Quote") + p("B", "Intense") + p("C"),
        ["q(p A; p B)", "p C"],
    ),
    "words set apart in a quotation in italics": (p(r("A ") + r("b", '<w:i w:val="0"/>'), "Quote"), ["q(p A /b/)"]),
    "a quotation set in": (
        p("Before.") + p(PROSE, properties='<w:ind w:left="720" w:right="720"/>') + p("After."),
        ["p Before.", f"q(p {PROSE})", "p After."],
    ),
    "a text that is all set in": (
        p(PROSE, properties='<w:ind w:left="720"/>') * 2,
        [f"p {PROSE}", f"p {PROSE}"],
    ),
    "a hanging indent": (
        p("Before.") * 2 + p(PROSE, properties='<w:ind w:left="720" w:hanging="720"/>'),
        ["p Before.", "p Before.", f"p {PROSE}"],
    ),
    "verse by style": (
        p("One", "Verse") + p("   two", "Verse") + p("", "Verse") + p("three", "Verse"),
        ["v One | >two || three"],
    ),
    "verse by short lines": (
        p(r("One, ") + LINE + r("two", "<w:i/>")) + p(r("three") + LINE + r("four")),
        ["v One, | /two/ || three | four"],
    ),
    "long lines are paragraphs": (p(r(LONG) + LINE + r("End.")), [f"p {PROSE}", "p End."]),
    "a page break is none": (p(r("One ") + '<w:r><w:br w:type="page"/></w:r>' + r("two.")), ["p One two."]),
    "emphasis over several runs": (
        p(r("a", "<w:i/>") + r(" ") + r("b", '<w:rStyle w:val="Emphasis"/>') + r(" c")),
        ["p /a b/ c"],
    ),
    "strong in emphasis": (
        p(r("a ", "<w:i/>") + r("b", "<w:i/><w:b/>") + r(" c", "<w:i/>")),
        ["p /a *b* c/"],
    ),
    "what is underlined": (p(r("a ") + r("b", '<w:u w:val="single"/>')), ["p a /b/"]),
    "a tracked change of a look": (p(r("a", "<w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange>")), ["p a"]),
    "raised figures": (
        p(r("12 m") + r("2", RAISED) + r(", the 5") + r("th", RAISED)),
        ["p 12 m², the 5th"],
    ),
    "signs": (
        p('<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b c</w:t><w:softHyphen/><w:t>d</w:t><w:tab/>'
          '<w:sym w:font="Symbol" w:char="F062"/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'),
        ["p a‑b cd β✓"],
    ),
    "letters of a symbol font": (p(r("&#xF061;b", '<w:rFonts w:ascii="Symbol"/>')), ["p αβ"]),
    "links": (
        p('<w:hyperlink r:id="web">' + r("a") + '</w:hyperlink><w:hyperlink w:anchor="x">' + r(" b") + "</w:hyperlink>"
          + field(' HYPERLINK "https://example.org/c?d=1&amp;e" ', r(" c"))),
        ["p <https://example.org/é%20x a> b <https://example.org/c?d=1&e c>".replace("é", "%C3%A9")],
    ),
    "a link to a file, or to a script": (
        p('<w:hyperlink r:id="file">' + r("a") + "</w:hyperlink>" + field('HYPERLINK "javascript:alert(1)"', r(" b"))),
        ["p a b"],
    ),
    "fields by their result": (
        p(r("See ") + field(" REF _x \\h ", r("page ") + field(" PAGE ", r("7"))) + r(" and ")
          + '<w:fldSimple w:instr=" DATE ">' + r("3 May") + "</w:fldSimple>"),
        ["p See page 7 and 3 May"],
    ),
    "a field that is not closed": (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("Words.")), ["p Words."]),
    "a field that is only closed": (p('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + r("Words.")), ["p Words."]),
    "what wraps": (
        f"<w:sdt><w:sdtContent>{p('<w:smartTag><w:ins>' + r('One') + '</w:ins></w:smartTag>')}</w:sdtContent></w:sdt>",
        ["p One"],
    ),
    "a paragraph whose end is deleted": (p("One ", properties=CUT) + p("two."), ["p One two."]),
    "an initial": (p("W", properties='<w:framePr w:dropCap="drop"/>') + p("ords."), ["p Words."]),
    "thought breaks": (
        p("One.") + p("* * *") + p("Two.") + p("", properties="<w:pBdr><w:bottom/></w:pBdr>") + p("Three."),
        ["p One.", "---", "p Two.", "---", "p Three."],
    ),
    "a drawn rule": (p('<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>') + p("One."), ["---", "p One."]),
    "a list with its labels": (
        p("a", properties=in_list(1)) + p("b", properties=in_list(1, 1)) + p("c", properties=in_list(1, 1))
        + p("d", properties=in_list(1)) + p("e", properties=in_list(2)) + p("f", properties=in_list(2)),
        ["l(p 1. a; l(p 1.a) b)(p 1.b) c))(p 2. d)", "l(p • e)(p • f)"],
    ),
    "a list that begins anew": (
        p("a", properties=in_list(1)) + p("Between.") + p("b", properties=in_list(1)) + p("Between.")
        + p("c", properties=in_list(3)),
        ["l(p 1. a)", "p Between.", "l(p 2. b)", "p Between.", "l(p 5. c)"],
    ),
    "no list": (p("a", properties=in_list(0)) + p("b", properties=in_list(99)), ["p a", "p b"]),
    "a table": (
        table(row("a", "b", head=True), row("c", "1")),
        ["t [a,b]! [c,1]"],
    ),
    "a table with a bold first row": (
        table(row("<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>", "<w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t></w:r>"),
              row("c", "1"), look='<w:tblLook w:firstRow="1"/>'),
        ["t [*a*,*b*]! [c,1]"],
    ),
    "a table with cells that cover others": (
        table(
            "<w:tr>" + cell(p("a"), '<w:gridSpan w:val="2"/>') + cell(p("b"), START) + "</w:tr>",
            "<w:tr>" + cell(p("c")) + cell(p("d") + p("e")) + cell(p(""), "<w:vMerge/>") + "</w:tr>",
        ),
        ["t [a,,b] [c,d e,]"],
    ),
    "a table that lays out a page": (
        table("<w:tr>" + cell(p("One", "berschrift1") + p("Words.")) + cell(p("More.")) + "</w:tr>"),
        ["2 One", "p Words.", "p More."],
    ),
    "a text box, once": (
        p(r("Before.") + "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>" + p("In it.")
          + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
          + p("In it.") + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")
        + p("After."),
        ["p Before.", "p In it.", "p After."],
    ),
    "text that is none of ours": ("<!-- not this --><w:unknown>Nor this</w:unknown>" + p("This."), ["p This."]),
    "styles that go round": (p("One", "A circle"), ["p One"]),
    "typed signs stay": (p("{{ x }} &lt;b&gt; 1 &amp; 2"), ["p {{ x }} <b> 1 & 2"]),
}  # fmt: skip


@pytest.mark.parametrize("case", FORMS)
def test_forms(case: str) -> None:
    body, expected = FORMS[case]
    chapter = chapter_of(body)
    assert outline(chapter.blocks) == expected
    assert not faults(chapter)


SIGN = ' w:customMarkFollows="1"'
FRESH = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numRestart w:val="eachSect"/></w:footnotePr>'
NOTES: dict[str, tuple[str, dict[str, str], list[str], list[str]]] = {
    "in the order of their calls": (
        p(r("One") + call(2) + r(" two") + call(1) + r(".")),
        foot(p("First."), p("<w:r><w:footnoteRef/></w:r>" + r(" Second."))),
        ["p One{1} two{2}."],
        ["1: p Second.", "2: p First."],
    ),
    "of several blocks": (
        p(r("One") + call(1)),
        foot(p(r("a ") + r("b", "<w:i/>")) + p("Quoted.", "Quote") + table(row("c", "d"))),
        ["p One{1}"],
        ["1: p a /b/ / q(p Quoted.) / t [c,d]"],
    ),
    "at the foot and at the end": (
        p(r("One") + call(1) + r(" two") + call(1, "endnote")),
        foot(p("Foot.")) | {"endnotes": note(1, p("End."), "endnote")},
        ["p One{1} two{i}"],
        ["1: p Foot.", "i: p End."],
    ),
    "with signs of their own": (
        p(r("One") + f'<w:r><w:footnoteReference w:id="1"{SIGN}/><w:t>*</w:t></w:r>' + r(" two") + call(2)),
        foot(p("* Starred."), p("Plain.")),
        ["p One{sign12a} two{1}"],
        ["*: p Starred.", "1: p Plain."],
    ),
    "called again": (
        p('<w:bookmarkStart w:id="7" w:name="_Ref1"/>' + r("One") + call(1) + '<w:bookmarkEnd w:id="7"/>')
        + p(r("Two") + field(" NOTEREF _Ref1 \\f \\h ", r("9")) + r(", see note ")
            + field(" NOTEREF _Ref1 \\h ", r("1")) + r(".")),
        foot(p("Note.")),
        ["p One{1}", "p Two{1}, see note 1."],
        ["1: p Note."],
    ),
    "in notes": (
        p(r("One") + call(1)),
        foot(p(r("First") + call(2)), p(r("Second") + call(1))),
        ["p One{1}"],
        ["1: p First{2}", "2: p Second{1}"],
    ),
    "that nothing calls": (
        p(r("One") + call(1)), foot(p("First."), p("Lost.")), ["p One{1}"], ["1: p First.", "*: p Lost."],
    ),
    "that are not there": (p(r("One") + call(5)), {}, ["p One{1}"], ["1: "]),
    "whose call is deleted": (
        p(r("One") + call(1) + "<w:del>" + call(2) + "</w:del>"),
        foot(p("First."), p("Gone.")), ["p One{1}"], ["1: p First."],
    ),
    "in letters, that begin anew": (
        p(r("One") + call(1), properties=f"<w:sectPr>{FRESH}</w:sectPr>") + p(r("Two") + call(2))
        + f"<w:sectPr>{FRESH}</w:sectPr>",
        foot(p("First."), p("Second.")),
        ["p One{a}", "p Two{a.2}"],
        ["a: p First.", "a: p Second."],
    ),
    "in tables, headings and verse": (
        p(r("Part") + call(1), "berschrift1") + table(row("a", "b"), row(r("c") + call(2), "d"))
        + p(r("line") + call(3), "Verse"),
        foot(p("First."), p("Second."), p("Third.")),
        ["2 Part{1}", "t [a,b] [c{2},d]", "v line{3}"],
        ["1: p First.", "2: p Second.", "3: p Third."],
    ),
    "as raised figures alone": (
        p(r("One.") + r("1", RAISED) + r(" Two.") + r("2", RAISED))
        + p("Notes", "berschrift1") + p("1. First.") + p("2. Second."),
        {},
        ["p One.{1} Two.{2}"],
        ["1: p First.", "2: p Second."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NOTES)
def test_notes(case: str) -> None:
    body, parts, text, notes = NOTES[case]
    chapter = chapter_of(body, **parts)
    assert outline(chapter.blocks) == text
    assert notes_of(chapter)[: len(notes)] == notes
    assert not faults(chapter)
