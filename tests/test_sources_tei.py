"""TEI: its elements come to the right tree, nothing it prints is lost, what it leaves out is counted, no file harms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Chapter
from pipeline.errors import SourceError
from pipeline.markup import About
from pipeline.sources.gallery import Gallery
from pipeline.sources.tei import read

from .formats import faults, notes_of, outline, read_document

NAME = "text.xml"


def tei(body: str, header: str = "", head: str = "", rest: str = "") -> bytes:
    """A TEI file with something in its body."""
    root = f'<TEI xmlns="http://www.tei-c.org/ns/1.0"{rest}>'
    return f"{head}{root}<teiHeader>{header}</teiHeader><text><body>{body}</body></text></TEI>".encode()


def chapter_of(body: str) -> Chapter:
    return read_document(tei(body, rest=' xml:lang="en"'), NAME)


FORMS = {
    "paragraphs": ("<p>One\n  line.</p><p>Two.</p>", ["p One line.", "p Two."]),
    "an anonymous block": ("<ab>One.</ab>", ["p One."]),
    "loose words": ("<div>One <hi>two</hi>.<p>Three.</p></div>", ["p One /two/.", "p Three."]),
    "divisions": (
        "<head>T</head><div><head>A</head><div><head>B</head><p>x</p></div></div><div><head>C</head></div>",
        ["2 T", "2 A", "3 B", "p x", "2 C"],
    ),
    "numbered divisions": ("<div1><head>A</head><div2><head>B</head><p>x</p></div2></div1>", ["2 A", "3 B", "p x"]),
    "a subtitle": ("<div><head>A</head><head type='sub'>B</head><p>x</p></div>", ["2 A", "3 B", "p x"]),
    "looks": (
        "<p><hi rend='italic'>a</hi> <hi rend='bold'>b</hi> <hi>c</hi> <hi rend='smallcaps'>d</hi>"
        " m<hi rend='sup'>2</hi> H<hi rend='sub'>2</hi>O <hi style='font-style: italic'>e</hi>"
        " <hi rendition='#b'>f</hi></p>",
        ["p /a/ *b* /c/ =d= m² H₂O /e/ *f*"],
    ),
    "languages": (
        "<p>a <foreign xml:lang='de'>b</foreign> <seg xml:lang='en-US'>c</seg></p>"
        "<quote xml:lang='ru'><p>d</p></quote>",
        ["p a de:/b/: c", "q(p ru:d:)"],
    ),
    "words raised and lowered": ("<p>M<hi rend='sup'>ME</hi> x<hi rend='sub'>max</hi></p>", ["p M^ME^ x~max~"]),
    "words set apart": (
        "<p><emph>a</emph> <foreign>b</foreign> <title>c</title> <title level='a'>d</title> <mentioned>e</mentioned>"
        " <term>f</term> <emph rend='bold'>g</emph> <persName>h <surname>i</surname></persName></p>",
        ["p /a/ /b/ /c/ d /e/ f *g* h i"],
    ),
    "emphasis in emphasis": ("<p><hi>a <emph>b</emph> <hi rend='bold'>c</hi></hi></p>", ["p /a b *c*/"]),
    "verse": (
        "<lg><lg><l>One</l><l rend='indent'>Two</l></lg><lg><l rend='indent(2)'>Three</l></lg></lg>",
        ["v One | >Two || >>Three"],
    ),
    "lines alone": (
        "<p>One:</p><l>Two</l><l>Three <hi>x</hi></l><p>Four</p>",
        ["p One:", "v Two | Three /x/", "p Four"],
    ),
    "a poem with a head": ("<div><head>A</head><lg><head>B</head><l>C</l></lg></div>", ["2 A", "3 B", "v C"]),
    "verse in a paragraph": ("<p>One <lg><l>Two</l></lg> three.</p>", ["p One", "v Two", "p three."]),
    "a line broken": ("<lg><l>One<lb/>two <caesura/>three</l></lg>", ["v One two three"]),
    "a block quotation": ("<quote><p>One</p><p>Two</p></quote>", ["q(p One; p Two)"]),
    "a quotation of words": ("<quote>One <q>two</q></quote>", ["q(p One “two”)"]),
    "a quotation and its source": ("<cit><quote><l>One</l></quote><bibl>Two</bibl></cit>", ["q(q(v One); p Two)"]),
    "a quotation in a line": (
        "<p>He <q>said <q>no</q></q>, “<quote>x</quote>”, <said>‘y’</said>.</p>",
        ["p He “said ‘no’”, “x”, ‘y’."],
    ),
    "a quotation in a paragraph": ("<p>One <quote><p>Two</p></quote> three.</p>", ["p One", "q(p Two)", "p three."]),
    "an epigraph": ("<epigraph><p>One</p></epigraph><p>Two</p>", ["q(p One)", "p Two"]),
    "a letter": (
        "<floatingText type='letter'><body><opener><dateline>Here, now</dateline><salute>Sir,</salute></opener>"
        "<p>One.</p><closer><salute>Yours,</salute><signed>X.</signed></closer></body></floatingText>",
        ["l(dateline Here, now; salute Sir,; p One.; signed Yours,; signed X.)"],
    ),
    "a text in a text": (
        "<p>A</p><floatingText><body><head>B</head><p>C</p></body></floatingText>",
        ["p A", "q(2 B; p C)"],
    ),
    "an address": (
        "<opener><address><addrLine>A</addrLine><addrLine>B</addrLine></address></opener>"
        "<closer>I am, <signed>C</signed></closer>",
        ["p A", "p B", "signed I am,", "signed C"],
    ),
    "a plain list": (
        "<list><head>H</head><item>a</item><item><p>b</p><p>c</p></item></list>",
        ["p H", "l(p a)(p b; p c)"],
    ),
    "a list that counts": (
        "<list rend='numbered'><item>a</item><item>b<list type='bulleted'><item>c</item></list>d</item></list>",
        ["l(p 1. a)(p 2. b; l(p • c); p d)"],
    ),
    "a list with numbers": ("<list><item n='3'>a</item><item n='(b)'>b</item></list>", ["l(p 3. a)(p (b) b)"]),
    "a list with labels": (
        "<list><label>1.</label><item>a</item><label>2.</label><item>b</item></list>",
        ["l(p 1. a)(p 2. b)"],
    ),
    "terms": ("<list type='gloss'><label>One <hi>x</hi></label><item>a</item></list>", ["l(p One /x/; p a)"]),
    "a list in a paragraph": ("<p>One <list><item>a</item></list> two</p>", ["p One", "l(p a)", "p two"]),
    "a list of works": ("<listBibl><head>H</head><bibl>a, <title>b</title></bibl></listBibl>", ["p H", "l(p a, /b/)"]),
    "a table": (
        "<table><head>H</head><row role='label'><cell>a</cell><cell/></row>"
        "<row><cell><p>b</p><p>c</p></cell><cell>2</cell></row></table>",
        ["p H", "t [a,]! [b c,2]"],
    ),
    "a figure": ("<figure><graphic url='x'/><head>H</head><figDesc>D</figDesc><p>P</p></figure>", ["p H", "p P"]),
    "a play": (
        "<sp><speaker>A.</speaker><l>One</l><stage>Exit.</stage><p>Two <stage>aside</stage></p></sp>",
        ["p A.", "v One", "p /Exit./", "p Two /aside/"],
    ),
    "readings": (
        "<p><choice><sic>teh</sic><corr>the</corr></choice> <choice><reg>show</reg><orig>shew</orig></choice>"
        " <choice><abbr>wch</abbr><expan>wh<ex>ich</ex></expan></choice> <sic>x</sic>"
        " <app><lem>y</lem><rdg>z</rdg></app> <app><rdg>u</rdg><rdg>v</rdg></app>"
        " <subst><del>m</del><add>n</add></subst></p>",
        ["p the shew which x y u n"],
    ),
    "gaps": (
        "<p>a <gap reason='illegible'/> <unclear>b</unclear> <supplied>c</supplied>d <supplied>[e]</supplied></p>",
        ["p a […] b [c]d [e]"],
    ),
    "pages": (
        "<pb n='1'/><p>One <pb n='2'/>two.</p><pb/><pb n='4'/><p>Three</p>",
        ["p {p. 1}One {p. 2}two.", "p {p. 4}Three"],
    ),
    "words over a line or page": (
        "<p>con<lb break='no'/>\n  tinued and con<pb n='2' break='no'/>tinued<lb/>line</p>",
        ["p continued and continued {p. 2}line"],
    ),
    "an ornament": (
        "<p>One</p><milestone unit='section' rend='***'/><milestone unit='x'/><p>Two</p>",
        ["p One", "---", "p Two"],
    ),
    "links": (
        "<p><ref target='https://e.org/a'>a <hi>b</hi></ref> <ref target='#x'>c</ref> <ptr target='https://e.org'/>"
        " <ref target='file:///etc/passwd'>d</ref></p><p xml:id='x'>e</p>",
        ["p <https://e.org/a a /b/> c <https://e.org https://e.org> d", "p e"],
    ),
    "readings of signs": ("<p><ruby><rb>一</rb><rt>いち</rt></ruby>。</p>", ["p 一（いち）。"]),
    "a note in the line": ("<p>a <note place='inline'>b</note> c</p>", ["p a b c"]),
    "other vocabularies": ("<p>a <svg xmlns='http://www.w3.org/2000/svg'><text>b</text></svg> c</p>", ["p a c"]),
    "instructions and comments": ("<p>a<!-- b --> c<?d e?> f</p>", ["p a c f"]),
}


@pytest.mark.parametrize("name", FORMS)
def test_forms(name: str) -> None:
    body, wanted = FORMS[name]
    chapter = chapter_of(body)
    assert outline(chapter.blocks) == wanted
    assert not faults(chapter)


BACK = "</body><back><div type='notes'><head>Notes</head>{}</div></back><body>"

NOTES = {
    "in its place": ("<p>A<note>One <hi>x</hi>.</note> b.</p>", ["p A{1} b."], ["1: p One /x/."]),
    "with a number": (
        "<p>A<note n='12' place='foot'>One.</note> b<note n='*'>Two.</note></p>",
        ["p A{12} b{sign12a}"],
        ["12: p One.", "*: p Two."],
    ),
    "of several blocks": (
        "<p>A<note><p>One.</p><quote><l>Two</l></quote></note> b.</p>",
        ["p A{1} b."],
        ["1: p One. / q(v Two)"],
    ),
    "with its label": ("<p>A<note n='3'><label>3.</label> One.</note></p>", ["p A{3}"], ["3: p One."]),
    "with its label in words": ("<p>A<note n='3'>3) One.</note></p>", ["p A{3}"], ["3: p One."]),
    "with a number of its own": ("<p>A<note n='3'>1917 was it.</note></p>", ["p A{3}"], ["3: p 1917 was it."]),
    "in a note": ("<p>A<note>One<note>Two</note></note></p>", ["p A{1}"], ["1: p One{2}", "2: p Two"]),
    "at the end": (
        "<p>A<ref target='#n1'>1</ref> b<ptr target='#n2'/></p>"
        + BACK.format("<note xml:id='n1'>One</note><note xml:id='n2' n='2'><p>Two</p></note>"),
        ["p A{1} b{2}"],
        ["1: p One", "2: p Two"],
    ),
    "at the end, and back": (
        "<p>A<ref xml:id='r1' target='#n1'>[1]</ref></p>"
        + BACK.format("<note xml:id='n1'><ref target='#r1'>[1]</ref> One <ref target='#r1'>↩</ref></note>"),
        ["p A{1}"],
        ["1: p One"],
    ),
    "called twice": (
        "<p>A<ref target='#n1'>1</ref> b<ref target='#n1'>1</ref></p>" + BACK.format("<note xml:id='n1'>One</note>"),
        ["p A{1} b{1}"],
        ["1: p One"],
    ),
    "items of a list": (
        "<p>A<ref target='#n1'>1</ref></p>"
        + BACK.format("<list><item xml:id='n1'>One</item><item xml:id='n2'>Two</item></list>"),
        ["p A{1}", "2 Notes", "l(p Two)"],
        ["1: p One"],
    ),
    "that say where they belong": (
        "<p>A<anchor xml:id='a1'/> b <seg xml:id='a2'>c</seg>.</p>"
        + BACK.format("<note target='#a1'>One</note><note n='b' target='#a2'>Two</note>"),
        ["p A{1} b c{b}."],
        ["1: p One", "b: p Two"],
    ),
    "never called": (
        "<p>A<note>One</note></p>" + BACK.format("<note xml:id='n2' n='2'>Two</note>"),
        ["p A{1}"],
        ["1: p One", "2: p Two"],
    ),
    "without a text": (
        "<p>A<ref type='noteAnchor' target='#n9'>9</ref> b<note>One</note></p>",
        ["p A{9} b{1}"],
        ["9: ", "1: p One"],
    ),
    "that words refer to": (
        "<p>A<note xml:id='n1'>One</note>, see <ref target='#n1'>the note above</ref>.</p>",
        ["p A{1}, see the note above."],
        ["1: p One"],
    ),
    "called by words": (
        "<p><ref target='#n1'>These words</ref>.</p>" + BACK.format("<note xml:id='n1'>One</note>"),
        ["p These words{1}."],
        ["1: p One"],
    ),
    "that call each other": (
        "<p>A<ref target='#n1'>1</ref></p>"
        + BACK.format(
            "<note xml:id='n1'>One<ref target='#n2'>2</ref></note><note xml:id='n2'>Two<ref target='#n1'>1</ref></note>"
        ),
        ["p A{1}"],
        ["1: p One{2}", "2: p Two{1}"],
    ),
    "in a heading, a cell, a line and an item": (
        "<head>A<note>One</note></head><table><row><cell>b<note>Two</note></cell></row></table><lg><l>c<note>Three</note></l></lg>"
        "<list><item>d<note>Four</note></item></list>",
        ["2 A{1}", "t [b{2}]", "v c{3}", "l(p d{4})"],
        ["1: p One", "2: p Two", "3: p Three", "4: p Four"],
    ),
    "over a page": ("<p>A<note>One <pb n='2'/>two</note> b.</p>", ["p A{1} {p. 2}b."], ["1: p One two"]),
    "between paragraphs": (
        "<p>A</p><note n='1'>One</note><p>B<note n='2'>Two</note></p>",
        ["p A", "p B{2}"],
        ["2: p Two", "1: p One"],
    ),
}


@pytest.mark.parametrize("name", NOTES)
def test_notes(name: str) -> None:
    body, main, notes = NOTES[name]
    chapter = chapter_of(body)
    assert outline(chapter.blocks) == main
    assert notes_of(chapter) == notes
    assert not faults(chapter)


def about(statement: str, source: str = "", profile: str = "") -> str:
    return (
        f"<fileDesc><titleStmt>{statement}</titleStmt><publicationStmt><date>2020</date></publicationStmt>"
        f"<sourceDesc>{source}</sourceDesc></fileDesc><profileDesc>{profile}</profileDesc>"
    )


HEADERS = {
    "title and authors": (
        about(
            "<title type='sub'>S</title><title type='main'>The\n Talks</title><author>A. B.</author>"
            "<author><name>C</name> D</author>"
        ),
        "",
        About("The Talks", ("A. B.", "C D")),
    ),
    "what it was made from": (
        about("<title>T</title>", "<bibl><author>A</author><title>X</title><date when='1917-11'/></bibl>"),
        "",
        About("T", ("A",), "1917-11"),
    ),
    "when it was written": (
        about(
            "<title>T</title>",
            "<bibl><date>1950</date></bibl>",
            "<creation><date when='1917'>Autumn 1917</date></creation>",
        ),
        "",
        About("T", (), "Autumn 1917"),
    ),
    "its language": (
        about("<title>T</title>", "", "<langUsage><language ident='de'/></langUsage>"),
        "",
        About("T", (), "", "de"),
    ),
    "its language by the root": (about(""), " xml:lang='en-GB'", About(language="en-GB")),
    "nothing": ("", "", About()),
}


@pytest.mark.parametrize("name", HEADERS)
def test_what_the_header_says(name: str) -> None:
    header, rest, wanted = HEADERS[name]
    assert read(tei("<p>x</p>", header, rest=rest), NAME, None, Gallery(NAME)).about == wanted


def test_what_is_left_out_is_counted() -> None:
    body = (
        "<p>a<del>b</del><fw>c</fw><index><term>d</term></index><!-- e -->"
        "<choice><sic>f</sic><corr>g</corr></choice></p>"
        "<p><choice><orig>h</orig><reg>i</reg></choice><app><lem>j</lem><rdg>k</rdg><rdg>l</rdg></app></p>"
        "<figure><graphic url='m'/><figDesc>n</figDesc></figure><interp>o</interp>"
    )
    left = {entry.what: entry.count for entry in read(tei(body), NAME, None, Gallery(NAME)).left_out}
    assert left == {
        "annotations": 1,
        "comments": 1,
        "deletions": 1,
        "descriptions of pictures": 1,
        "errors of the source, read as corrected": 1,
        "index entries": 1,
        "running heads, page numbers and catchwords of the source": 1,
        "spellings made regular; those of the source are read": 1,
        "variant readings": 2,
    }


def test_characters_of_an_old_document_type() -> None:
    head = '<?xml version="1.0"?><!DOCTYPE TEI.2 SYSTEM "tei2.dtd">'
    raw = f"{head}<TEI.2><teiHeader/><text><body><p>caf&eacute; &mdash; &unheard; x</p></body></text></TEI.2>".encode()
    taken = read(raw, NAME, None, Gallery(NAME))
    assert taken.text == "café — x"
    assert [entry.what for entry in taken.left_out] == ["characters that the file calls &unheard; and does not explain"]


def test_a_corpus_is_its_texts_in_turn() -> None:
    one = tei("<p>One<note>N</note></p>").decode()
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/>{one}{one.replace("One", "Two")}</teiCorpus>'
    chapter = read_document(corpus.encode(), NAME)
    assert outline(chapter.blocks) == ["p One{1}", "p Two{2}"]


DOCTYPE = "<!DOCTYPE TEI [<!ENTITY {}>]>"
WRONG = {
    "no XML": (b"Words.", "the file is not well-formed XML"),
    "empty": (b"", "the file is not well-formed XML"),
    "cut off": (tei("<p>One</p>")[:-9], "the file is not well-formed XML"),
    "NULs": (tei("<p>a\0b</p>"), "the file is not well-formed XML"),
    "bytes that are no UTF-8": (tei("<p>a</p>").replace(b"<p>", b"<p>\xff\xfe"), "the file is not well-formed XML"),
    "another vocabulary": (b"<html><p>a</p></html>", "the file is XML, but not TEI: its outermost element is <html>"),
    "no text": (b"<TEI><teiHeader/></TEI>", "the TEI file has no <text>"),
    "nested too deep": (tei("<div>" * 150 + "<p>a</p>" + "</div>" * 150), "the elements are nested more than 100 deep"),
    "nested without end": (tei("<hi>" * 10_000 + "a" + "</hi>" * 10_000), "the file is not well-formed XML"),
    "an entity of its own": (tei("<p>&a;</p>", head=DOCTYPE.format('a "b"')), "the file defines entities of its own"),
    "a file of the reader": (
        tei("<p>&a;</p>", head=DOCTYPE.format('a SYSTEM "file:///etc/hostname"')),
        "the file defines entities of its own",
    ),
    "an address": (tei("<p>&a;</p>", head=DOCTYPE.format('% a SYSTEM "http://127.0.0.1:9/x"> %a;')), "the file "),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_files_are_one_message(name: str) -> None:
    raw, message = WRONG[name]
    with pytest.raises(SourceError) as failure:
        read(raw, NAME, None, Gallery(NAME))
    assert failure.value.message.startswith(message)
    assert failure.value.place == NAME
    assert failure.value.hint


def test_laughs_are_not_laughed() -> None:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    raw = tei("<p>&l12;</p>", head=f'<!DOCTYPE TEI [<!ENTITY l0 "ha">{entities}]>')
    with pytest.raises(SourceError):
        read(raw, NAME, None, Gallery(NAME))


SIZE = 20_000
HOSTILE = {
    "many notes": "<p>" + "a<note>b</note>" * (SIZE // 4) + "</p>",
    "many calls": "<p>" + "<ref target='#n'>1</ref>" * (SIZE // 4) + "</p><div><note xml:id='n'>a</note></div>",
    "many paragraphs": "<p>a</p>" * SIZE,
    "many words set apart": "<p>" + "<hi>a</hi> " * SIZE + "</p>",
    "many quotations in quotations": "<quote>" * 60 + "<p>a</p>" + "</quote>" * 60,
    "many lists in lists": "<list><item>a" * 40 + "</item></list>" * 40,
    "many tables in tables": "<table><row><cell>a" * 20 + "</cell></row></table>" * 20,
    "one long line": f"<p>{'word ' * SIZE}</p>",
    "notes in notes": "<p>a" + "<note>b" * 80 + "</note>" * 80 + "</p>",
    "a note that is its own call": "<note xml:id='n' target='#n'>a<ref target='#n'>1</ref></note><p>b</p>",
    "elements where none belong": "<l><p><row><cell><head><item>a</item></head></cell></row><lg>b</lg></p></l><cell/>c",
    "templates": "<p>{{ 7 * 7 }} {% raw %}</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_come_to_a_book(name: str) -> None:
    chapter = chapter_of(HOSTILE[name])
    assert not faults(chapter)


def test_a_file_cut_anywhere_is_one_message() -> None:
    whole = tei("".join(body for body, *_ in NOTES.values()))
    for end in range(0, len(whole) - 1, 97):
        with pytest.raises(SourceError):
            read(whole[:end], NAME, None, Gallery(NAME))


ELEMENTS = st.sampled_from(
    "div p ab head quote q cit lg l list item label table row cell note hi emph title seg persName sp speaker stage "
    "opener salute closer signed floatingText body figure add unclear foreign address addrLine postscript epigraph "
    "ref".split()
)
EMPTY = st.sampled_from(["<lb/>", "<pb n='1'/>", "<gap/>", "<milestone rend='*'/>", "<lb break='no'/>", "<anchor/>"])
WORDS = st.sampled_from([f" word{letter} " for letter in "abcdefghij"])


@st.composite
def bodies(draw: st.DrawFn, depth: int = 4) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        if depth and draw(st.booleans()):
            name = draw(ELEMENTS)
            parts.append(f"<{name}>{draw(bodies(depth - 1))}</{name}>")
        else:
            parts.append(draw(st.one_of(WORDS, EMPTY)))
    return "".join(parts)


@settings(max_examples=150, deadline=None)
@given(bodies())
def test_no_word_is_lost_whatever_the_elements(body: str) -> None:
    text = read(tei(body), NAME, None, Gallery(NAME)).text
    assert sorted(re.findall("word[a-j]", text)) == sorted(re.findall("word[a-j]", body))
    if text.strip():
        assert not faults(chapter_of(body))
