"""RTF: what its control words declare comes to the right tree, what is left out is counted, and no file harms."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from pipeline.document import Chapter
from pipeline.errors import SourceError
from pipeline.markup import About
from pipeline.sources.gallery import Gallery
from pipeline.sources.rtf import read

from .formats import comments_of, faults, outline, read_document

NAME = "text.rtf"
HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0\deflang2057{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times CYR;}"
    r"{\f2\fcharset2 Symbol;}{\f3\fcharset128 Mincho;}{\f4\fcharset238 Times CE;}}"
    r"{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\fs24 Normal;}{\s1\outlinelevel0\b heading 1;}{\s2\sbasedon1 My Part;}{\s3\i Quote;}{\s4 Title;}"
    r"{\s5 Titre 3;}{\s6 Verse;}{\*\cs10\i Emphasis;}}"
)
LONG = "Words that go on for so long that nobody can take them for anything but prose, " * 2
PROSE = LONG.strip()


def rtf(body: str, head: str = HEAD) -> bytes:
    return f"{head}\n{body}}}".encode("latin-1")


def p(words: str, shape: str = "") -> str:
    return rf"\pard{shape} {words}\par" + "\n"


def note(text: str, more: str = "") -> str:
    return rf"{{\super\chftn}}{{\footnote{more}\pard\plain {{\super\chftn}} {text}}}"


def row(*cells: str, head: str = "") -> str:
    shape = "".join(rf"\cellx{n}000" for n in range(len(cells)))
    return rf"\trowd{head}{shape}\pard\intbl " + "".join(rf"{cell}\cell " for cell in cells) + r"\row "


def item(label: str, words: str, more: str = r"\ls1\ilvl0") -> str:
    return rf"\pard{more}{{\listtext\pard\plain {label}\tab}}{words}\par "


FORMS = {
    "headings": (p("One", r"\s1") + p("Two", r"\s5") + p("Words."), ["2 One", "4 Two", "p Words."]),
    "a heading by a style based on one": (p("One", r"\s2"), ["2 One"]),
    "a heading by its own outline": (p("One", r"\outlinelevel2"), ["3 One"]),
    "a heading’s style, but no heading": (p("One", r"\s1\outlinelevel9"), ["p One"]),
    "headings in bold, with no style": (
        p(r"{\b One}") + p(PROSE) + p(r"{\fs32 Two}") + p(PROSE), ["2 One", f"p {PROSE}", "2 Two", f"p {PROSE}"],
    ),
    "quotations": (p(r"{\i A {\i0 b}}", r"\s3") + p("C", r"\s3") + p("D"), ["q(p A /b/; p C)", "p D"]),
    "a quotation in italics": (
        p(r"{\i One two three four {\i0 five} six seven, and so on to the end of a quotation.}", r"\li720")
        + p("A.") * 3,
        ["q(p One two three four /five/ six seven, and so on to the end of a quotation.)", *["p A."] * 3],
    ),
    "a quotation set in": (
        p("A") * 2 + p(PROSE, r"\li720") + p("Short.", r"\li720"), ["p A", "p A", f"q(p {PROSE}; p Short.)"],
    ),
    "a hanging indent": (p("A") * 2 + p(PROSE, r"\li720\fi-720"), ["p A", "p A", f"p {PROSE}"]),
    "verse": (p(r"One\line   {\i two}") + p(r"Four\line five"), ["v One | >/two/ || Four | five"]),
    "verse by style": (p("One", r"\s6") + p("", r"\s6") + p("Two", r"\s6"), ["v One || Two"]),
    "a page break is none": (p(r"One \page two."), ["p One two."]),
    "looks": (p(r"a {\i b {\b c}} \b d\b0  \ul e\ulnone  f"), ["p a /b *c*/ *d* /e/ f"]),
    "raised and lowered": (p(r"m{\super 2} H{\sub 2}O 5{\super th}"), ["p m² H₂O 5th"]),
    "words raised and lowered": (p(r"M{\super ME} x{\sub max}"), ["p M^ME^ x~max~"]),
    "small capitals": (p(r"a {\scaps b {\i c}} d"), ["p a =b /c/= d"]),
    "languages": (p(r"One {\lang1031 zwei} {\lang1033 three} {\lang1024 four}"), ["p One de-DE:zwei: three four"]),
    "signs": (
        p(r"a\~b\_c\-d\emdash e \lquote f\rquote  \{\}\\ \u8364?\u-10180?\u-8704? \'e9\u960\'70x"),
        ["p a b‑cd—e ‘f’ {}\\ €\U0001f200 éπx"],
    ),
    "code pages": (
        p(r"{\f1 \'cc\'e8\'f0} {\f4 \'b9} {\f3 \'93\'fa\'96\'7b\'83A} {\f2 ab}"), ["p Мир ą 日本ア αβ"],
    ),
    "fallbacks": (p(r"{\uc2 \u960 ab}{\uc0 \u960}c \uc1\u960 {\b d}"), ["p ππc π*d*"]),
    "links": (
        p(r'{\field{\*\fldinst HYPERLINK "https://example.org/a"}{\fldrslt {\ul a}}} '
          r'{\field{\*\fldinst{ HYPERLINK \\l "b"}}{\fldrslt b}} {\field{\*\fldinst PAGE}{\fldrslt 7}}'),
        ["p <https://example.org/a a> b 7"],
    ),
    "thought breaks": (p("A.") + p("* * *") + p("B.") + p("", r"\brdrb\brdrs") + p("C."),
                       ["p A.", "---", "p B.", "---", "p C."]),
    "lists": (
        item("1.", "a") + item("2.", "b") + item("a)", "c", r"\ls1\ilvl1") + item("3.", "d")
        + item(r"\'b7", "e", r"\ls2"),
        ["l(p 1. a)(p 2. b; l(p a) c))(p 3. d)", "l(p • e)"],
    ),
    "lists typed with a tab": (
        p(r"1.\tab a", r"\li360\fi-360") + p(r"(a)\tab b", r"\li720\fi-360") + p("c", r"\li360")
        + p(r"2.\tab d", r"\li360\fi-360"),
        ["l(p 1. a; l(p (a) b); p c)(p 2. d)"],
    ),
    "a table": (row("a", "b", head=r"\trhdr") + row("c", r"1\par 2") + p("d"), ["t [a,b]! [c,1 2]", "p d"]),
    "a table with cells that cover others": (
        r"\trowd\clvmgf\cellx1\clmgf\cellx2\clmrg\cellx3\pard\intbl a\cell b\cell\cell\row"
        r"\trowd\clvmrg\cellx1\cellx2\cellx3\pard\intbl x\cell c\cell d\cell\row ",
        ["t [a,b,] [,c,d]"],
    ),
    "a table within a table": (
        r"\trowd\cellx1\cellx2\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}"
        r"{\nonesttables\par}\pard\intbl\itap1\cell c\cell\row ",
        ["t [a b,c]"],
    ),
    "a table that lays out a page": (
        r"\trowd\cellx1\pard\intbl\s1 One\par\pard\intbl Words.\cell\row ", ["2 One", "p Words."],
    ),
    "a text box, once": (
        p(r"A.{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard B.\par}}{\shprslt{\pard B.\par}}}") + p("C."),
        ["p A.", "p B.", "p C."],
    ),
    "two ways to say it": (p(r"{\upr{X}{\*\ud{\u1046?}}} One"), ["p Ж One"]),
    "unknown words": (p(r"{\*\unknown Gone}{\unknown One}\unknown3  two"), ["p One two"]),
    "a last paragraph that is not ended": (r"\pard One", ["p One"]),
    "line ends are none": ("One\n tw\no\\\nThree\\par", ["p One two", "p Three"]),
}  # fmt: skip

NOTES = {
    "by their numbers": (
        p("One" + note(r"{\i a} b\par c") + " two" + note("End.", r"\ftnalt")) + p("Three" + note("Next.")),
        ["p One{1} two{i}", "p Three{2}"], ["1: p /a/ b / p c", "i: p End.", "2: p Next."],
    ),
    "in letters": (r"\ftnnalc\ftnstart3 " + p("One" + note("A.")), ["p One{c}"], ["c: p A."]),
    "with signs of their own": (
        p(r"One{\super *{\footnote\pard\plain {\super *} Starred.}} two" + note("First.")),
        ["p One{sign12a} two{1}"], ["*: p Starred.", "1: p First."],
    ),
    "with typed numbers": (p(r"One{\super 7}{\footnote\pard\plain {\super 7} Seven.}"), ["p One{7}"], ["7: p Seven."]),
    "with no number at the call": (p(r"One{\footnote A.}"), ["p One{1}"], ["1: p A."]),
    "marked as to be left out by old programs": (p(r"One{\*\footnote A.}"), ["p One{1}"], ["1: p A."]),
    "in notes": (p("One" + note("First" + r"{\footnote Second.}")), ["p One{2}"], ["2: p First{1}", "1: p Second."]),
    "without text": (p("One" + note("")), ["p One{1}"], ["1: "]),
    "in tables, headings and lists": (
        p("Part" + note("A."), r"\s1") + row("a" + note(r"\intbl B."), "b") + row("c", "d")
        + item("1.", "e" + note("C.")),
        ["2 Part{1}", "t [a{2},b] [c,d]", "l(p 1. e{3})"], ["1: p A.", "2: p B.", "3: p C."],
    ),
}  # fmt: skip


def chapter_of(body: str) -> Chapter:
    return read_document(rtf(body), NAME)


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


COMMENT = r"{\*\atnid A}{\*\atnauthor Ann}\chatn {\*\annotation{\*\atnref 1}\pard Check\par this.}"
LEFT_OUT = {
    "comments upon nothing": (p("One") + p(COMMENT), {"a comment of Ann: “Check this.”": 1}),
    "deletions": (p(r"{\deleted Gone {\b away}}{\revised One}"), {"tracked deletions": 1}),
    "hidden words": (p(r"One{\v Gone}"), {"stretches of hidden text": 1}),
    "contents": (
        p(r"{\field{\*\fldinst TOC \\o}{\fldrslt Gone 7\par Gone 8}}") + p("One"),
        {"lists of contents or an index, by page": 1},
    ),
    "a picture that is none": (
        p("One") + p(r"{\*\shppict{\pict\pngblip\bin3 }{x47}}{\nonshppict{\pict 47}}"),
        {"pictures left out (it is no picture that can be read): picture-1.png": 1},
    ),
    "pictures of office programs": (
        p("One") + p(r"{\pict\wmetafile8 0100}{\pict\emfblip 0100}"),
        {
            "pictures in the formats of office programs (WMF, EMF and the like), which no reader shows: "
            "picture-1.wmf, picture-2.emf": 2
        },
    ),
    "pictures that nobody sees": (
        p(r"One{\v {\pict\pngblip 89}}{\deleted {\pict\pngblip 89}}"),
        {"pictures in hidden or deleted text: picture-1.png, picture-2.png": 2},
    ),
    "headers": (r"{\header Gone}{\footer\pard Gone\par}" + p("One"), {}),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_is_left_out_is_counted(case: str) -> None:
    body, expected = LEFT_OUT[case]
    source = chapter_of(body).cleaned.source
    assert {entry.what: entry.count for entry in source.left_out} == expected
    assert source.text == "One"


def test_a_comment_is_a_query_at_its_word() -> None:
    chapter = chapter_of(p(rf"One {{\i two}}{COMMENT} three.{{\super\chftn}}{{\footnote\chftn A note{COMMENT}.}}"))
    assert outline(chapter.blocks) == ["p One /two/ three.{1}"]
    assert comments_of(chapter) == [f"{word}: a comment of Ann: “Check this.”" for word in ("two", "note")]
    assert chapter.cleaned.source.left_out == ()


INFO = r"{\info{\title The \'c9tude}{\author Ann A.; Bob B.}{\operator Gone}{\doccomm Gone}{\creatim\yr2001}}"
ABOUT = {
    "by its properties": (INFO + p("One"), About("The Étude", ("Ann A.", "Bob B."), "", "en-GB")),
    "by its styles": (INFO + p("The Title", r"\s4"), About("The Title", ("Ann A.", "Bob B."), "", "en-GB")),
    "by nobody": (p("One"), About("", (), "", "en-GB")),
}


@pytest.mark.parametrize("case", ABOUT)
def test_what_a_document_says_of_itself(case: str) -> None:
    body, expected = ABOUT[case]
    taken = read(rtf(body), NAME, None, Gallery(NAME))
    assert taken.about == expected
    assert "Gone" not in taken.text


def _broken() -> Iterable[tuple[str, bytes, str]]:
    whole = rtf(p("Words." + note("A.")) * 12)
    yield "no RTF", b"Words.", "is no RTF"
    yield "nothing", b"", "is no RTF"
    yield "a DOCX", b"PK\x03\x04", "is no RTF"
    yield "no words", rtf(""), "the file is empty"
    yield "groups in groups", b"{\\rtf1 " + b"{" * 10_000 + b"Words." + b"}" * 10_001, "groups within each other"
    yield "bytes that are not there", b"{\\rtf1 Words.\\bin99999999 }", "breaks off"
    yield "a heap of groups", b"{\\rtf1 " + b"a{}" * 1_100_000 + b"}", "more than 3,200,000 control words"
    yield from ((f"cut at {end}", whole[:end], "breaks off|is no RTF") for end in range(0, len(whole) - 1, 37))


BROKEN = {name: (raw, message) for name, raw, message in _broken()}


@pytest.mark.parametrize("case", BROKEN)
def test_what_can_t_be_read_is_one_message(case: str) -> None:
    raw, message = BROKEN[case]
    with pytest.raises(SourceError, match=message) as found:
        read_document(raw, NAME)
    assert found.value.hint


ODD = {
    "groups that only end": rtf("Words.") + b"}}}} and more",
    "groups as deep as they may be": rtf("{" * 900 + "Words." + "}" * 900),
    "notes in notes": rtf("Words." + r"{\footnote a" * 300 + "}" * 300),
    "text boxes in text boxes": rtf("Words." + r"{\shptxt a" * 300 + "}" * 300),
    "cells with no row": rtf(r"Words.\cell\cell\row\row\trowd\cellx"),
    "numbers that are none": rtf(r"Words.\u99999999\u-99999999\uc-5\uc99999\s-4\li99999999\ls0\ilvl-3\f-1\fs0 \par"),
    "signs that go half": rtf(r"Words.\u-10180?\u-10180? \u-8704?{\f3 \'93}"),
    "NULs and other controls": rtf("Wor\0ds.\x01\x1b"),
    "a style based on itself": rtf(r"{\stylesheet{\s1\sbasedon1 heading 1;}{\s1;}}Words."),
    "fields that are not whole": rtf(r"Words.{\fldrslt a}{\*\fldinst b}{\field}{\field{\fldinst HYPERLINK}}"),
    "pictures in no order": rtf(
        r"Words.{\pict{\pict 1{\sp{\sn pib}{\sv\pict 2}}\shpinst\pict 3}\cell 4\shpinst\shpinst}\pict"
    ),
    "pictures in shapes in pictures": rtf("Words." + r"{\shpinst{\sp{\sn pib}{\sv{\pict 0" * 200 + "}}}}" * 200),
    "a listed word without its group": rtf(r"Words.\footnote\listtext\shptxt\annotation\stylesheet"),
}


@pytest.mark.parametrize("case", ODD)
def test_odd_documents_come_to_a_right_book(case: str) -> None:
    chapter = read_document(ODD[case], NAME)
    assert chapter.cleaned.text.startswith("Words.")
    assert not faults(chapter)


def test_a_long_document_loses_no_note() -> None:
    raw = rtf(p("Some words " + r"{\i set apart} " + LONG + note("A note.")) * 2000)
    taken = read(raw, NAME, None, Gallery(NAME))
    assert sum(mark.kind == "note" for mark in taken.markup) == 2000
