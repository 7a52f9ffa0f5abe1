"""PDF: what stands where on its pages comes to the right tree, what is left out is counted, and no file harms."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from msgspec import msgpack

from pipeline.checks import check_book
from pipeline.document import Book, Chapter
from pipeline.errors import SourceError
from pipeline.manifest import bare_manifest
from pipeline.settings import Limits
from pipeline.sources import read_source
from pipeline.sources.gallery import Gallery
from pipeline.sources.pdf import opening, read
from pipeline.sources.pdf.extraction import Head

from .formats import outline, read_document
from .hostile.portable import book, pdf
from .library import first_build

NAME = "text.pdf"
SHEET = """
@page { size: 300pt 400pt; margin: 50pt 40pt; @bottom-center { content: counter(page) }
        @footnote { margin-top: 10pt } }
html { font: 10pt/14pt serif } p { margin: 0; text-indent: 15pt; text-align: justify } h1 { font-size: 18pt }
h2 { font-size: 13pt } .note { float: footnote; font-size: 7.5pt; line-height: 10pt } .note br { display: block }
::footnote-call { font-size: 6pt; vertical-align: super; line-height: 0 }
::footnote-marker { content: counter(footnote) ". " }
"""
SENTENCE = "The bell had rung in the old tower before anybody saw that the mill was on fire and the road was lost. "
LONG = SENTENCE * 4
WORDS = "barley copper walnut harbour lantern saddle pepper window anchor ribbon candle meadow".split()
"""For what must not be the same at one height on several pages, as running heads are."""


@cache
def set_text(body: str, sheet: str = "", head: str = "") -> bytes:
    page = f'<html lang="en"><head>{head}<style>{SHEET}{sheet}</style></head><body>{body}</body></html>'
    return bytes(weasyprint.HTML(string=page).write_pdf())


def chapter_of(body: str, sheet: str = "") -> Chapter:
    chapter = read_document(set_text(body, sheet), NAME)
    assert list(check_book(Book(bare_manifest(Path(NAME)), (chapter,), ()))) == []
    return chapter


def blocks_of(body: str, sheet: str = "") -> list[str]:
    """The outline of a text without the marks of its pages."""
    lines = outline(chapter_of(body, sheet).blocks)
    return [line if "{p. " not in line else _unpaged(line) for line in lines]


def _unpaged(line: str) -> str:
    before, _, after = line.partition("{p. ")
    rest = after.partition("}")[2]
    return before + (_unpaged(rest) if "{p. " in rest else rest)


def notes_of(chapter: Chapter) -> list[str]:
    return [f"{note.label}: {' / '.join(outline(note.blocks))}" for note in (*chapter.notes, *chapter.orphans)]


def note(text: str) -> str:
    return f'<span class="note">{text}</span>'


def test_paragraphs_go_on_over_pages_and_heads_and_folios_go() -> None:
    body = "".join(f"<p>Of {word}. {LONG}</p>" for word in WORDS)
    sheet = '@page { @top-center { content: "A Running Head"; font-size: 8pt } }'
    assert blocks_of(body, sheet) == [f"p Of {word}. {LONG.strip()}" for word in WORDS]
    source = chapter_of(body, sheet).cleaned.source
    pages = sum(mark.kind == "page" for mark in source.markup)
    left_out = {entry.what: entry.count for entry in source.left_out}
    assert left_out == {"lines at the head and the foot of pages (running heads, page numbers)": 2 * pages}


def test_pages_bear_the_numbers_they_print() -> None:
    marks = chapter_of("".join(f"<p>{LONG}</p>" for _ in range(12)), "@page :first { counter-reset: page 17 }")
    assert [mark.value for mark in marks.cleaned.markup if mark.kind == "page"][:3] == ["17", "18", "19"]


def test_columns_are_read_one_after_the_other() -> None:
    body = f"<h1>A Title</h1><div class=two>{''.join(f'<p>Of {word}. {LONG}</p>' for word in WORDS[:4])}</div>"
    sheet = "@page { size: 500pt 400pt } .two { columns: 2; column-gap: 14pt }"
    assert blocks_of(body, sheet) == ["2 A Title", *(f"p Of {word}. {LONG.strip()}" for word in WORDS[:4])]


NOTE_FORMS = {
    "numbers": "",
    "brackets": '::footnote-call { content: "[" counter(footnote) "]"; font-size: 10pt; vertical-align: baseline }'
    '::footnote-marker { content: "[" counter(footnote) "] " }',
    "raised labels": "::footnote-marker { content: counter(footnote); font-size: 5pt; vertical-align: super }",
    "labels with a blank": '::footnote-marker { content: counter(footnote) " " }',
}


@pytest.mark.parametrize("form", NOTE_FORMS)
def test_notes_at_the_foot_are_tied_to_their_calls(form: str) -> None:
    said = [f"A note on {word}. {' '.join([word, *WORDS])}, and {word} too, {word} above all." for word in WORDS]
    body = "".join(f"<p>{LONG.strip()}{note(text)} And on.</p>" for text in said)
    chapter = chapter_of(body, NOTE_FORMS[form])
    assert notes_of(chapter) == [f"{n}: p {text}" for n, text in enumerate(said, 1)]
    ends = [f".{{{n}}} And on." for n in range(1, 13)]
    assert all(line.endswith(end) for line, end in zip(outline(chapter.blocks), ends, strict=True))


def test_signs_call_notes_anew_on_each_page() -> None:
    call = '<span class="c">{}</span>'
    foot = '<div class="foot">{}</div>'
    page = "<p>{} Here is a call{} in it.</p>" + foot
    texts = [page.format(LONG, call.format("*"), f"* Of {word}.") for word in WORDS[:5]]
    sheet = ".foot { font-size: 7.5pt; break-after: page; margin-top: 20pt }"
    assert notes_of(chapter_of("".join(texts), sheet)) == [f"*: p Of {word}." for word in WORDS[:5]]


def test_a_list_within_a_note_is_none() -> None:
    said = "The terms were these:<br>1. peace<br>2. bread<br>3. land<br>and no others."
    body = f"<p>{LONG}{note(said)}</p>" + "".join(f"<p>{LONG}{note(f'Of {word}.')}</p>" for word in WORDS[:3])
    assert [line.split(":")[0] for line in notes_of(chapter_of(body))] == ["1", "2", "3", "4"]


def test_notes_that_say_the_same_on_many_pages_are_no_running_feet() -> None:
    body = "".join(f"<p>{' '.join([word, *WORDS] * n)}{note('Ibid.')}.</p>" for n, word in enumerate(WORDS[:6], 9))
    assert notes_of(chapter_of(body)) == [f"{n}: p Ibid." for n in range(1, 7)]


def test_the_first_book_is_read_back_from_its_pdf() -> None:
    """Its calls are figures that the font has raised, of the size of the text; what tells them is where they lead."""
    built, _ = first_build()
    (path,) = (file for file in built.files if file.suffix == ".pdf")
    chapter = read_document(path.read_bytes(), NAME)
    assert [note.label for note in chapter.notes] == [str(n) for n in (1, *range(11, 18))]
    assert chapter.notes[0].blocks[-1] and len(outline(chapter.notes[0].blocks)) > 3
    assert "composition of the government" in outline(chapter.notes[0].blocks)[0]


def test_a_figure_in_small_type_is_no_note() -> None:
    body = (
        f'<p>{LONG} It holds 40 m<sup>2</sup> of it.</p><p style="font-size: 7pt">Two is no label of a note here.</p>'
    )
    chapter = chapter_of(body, "sup { font-size: 6pt; line-height: 0 }")
    assert "40 m² of it" in chapter.cleaned.text
    assert chapter.notes == ()


HYPHENATED = {
    "a hyphen of the typesetter’s own": ("evacu\u2010<br>ated", "evacuated"),
    "a word of the list": ("govern-<br>ment", "government"),
    "a word with a hyphen": ("north-<br>Lithuanian", "north-Lithuanian"),
}


@pytest.mark.parametrize("case", HYPHENATED)
def test_words_broken_at_line_ends(case: str) -> None:
    broken, whole = HYPHENATED[case]
    body = f"<p>It is {broken} now. " + "".join(f"{SENTENCE} evacu\u2010<br>ated. " for _ in range(3)) + "</p>"
    assert blocks_of(body, "p { text-align: left }")[0].startswith(f"p It is {whole} now. ")


def test_what_hyphens_do_is_learnt_from_the_document() -> None:
    """Names that no list has are made whole where words are broken at line ends; of compounds the hyphen stays."""
    broken = "<br>".join("to evacu-<br>ated and govern-<br>ment and to" for _ in range(6))
    names = "a self-made man, Zimmer-<br>waldists, Verde-<br>revsky, self-<br>abasement, house-<br>keeper"
    (learnt,) = blocks_of(f"<p>{names}<br>{broken}</p>")
    (alone,) = blocks_of(f"<p>{names}</p>")
    assert "Zimmerwaldists, Verderevsky, self-abasement" in learnt
    assert "Zimmer-waldists, Verde-revsky, self-abasement" in alone


@pytest.mark.parametrize("lines", [2, 3])
def test_a_large_initial_stands_before_its_word(lines: int) -> None:
    sheet = f"i {{ float: left; font: {lines * 16}pt/{lines * 14}pt serif; margin-right: 2pt }}"
    for letter, begins in (("A", " man."), ("I", "t was."), ("I", " was."), ("“O", "nce,” he said.")):
        first = f'<p style="text-indent: 0"><i>{letter}</i>{begins} {LONG}</p>'
        found = blocks_of(f"<p>{SENTENCE}</p>{first}<p>{SENTENCE}</p>", sheet)
        assert found == [f"p {SENTENCE.strip()}", f"p {letter}{begins} {LONG.strip()}", f"p {SENTENCE.strip()}"]


def test_a_call_that_a_line_end_parts_from_its_word() -> None:
    call = '<span class="note">The mill was built of timber.</span>'
    blocks = outline(chapter_of(f"<p>{LONG} It burnt.<br>{call}</p><p>{LONG}</p>").blocks)
    assert any("It burnt.{" in line for line in blocks)


def test_what_sets_words_and_blocks_apart() -> None:
    quoted = f"<blockquote>{SENTENCE * 2}</blockquote>"
    poem = "<div class=poem>Roses are red,<br>Violets are blue,<br>And so are you.</div>"
    listed = "<ul><li>bread</li><li>peace</li></ul>"
    link = '<p>See <a href="https://example.org/a">there</a>, <i>twice</i> and <b>well</b>.</p>'
    body = f"<h1>One</h1><p>{LONG}</p>{quoted}<h2>Two</h2><p>{LONG}</p>{poem}<p>{LONG}</p>{listed}{link}"
    found = blocks_of(body, "blockquote { margin: 14pt 40pt } .poem { margin: 14pt 60pt }")
    text = LONG.strip()
    assert found[:6] == ["2 One", f"p {text}", f"q(p {(SENTENCE * 2).strip()})", "3 Two", f"p {text}",
                         "v Roses are red, | Violets are blue, | And so are you."]  # fmt: skip
    assert found[7:] == ["l(p • bread)(p • peace)", "p See <https://example.org/a there>, /twice/ and *well*."]


def test_a_listing_keeps_its_lines() -> None:
    lines = ["for word in words:", "    if word:", "        say(word)", "", "stop()"]
    listing = f"<pre>{chr(10).join(lines)}</pre>"
    body = f"<p>{LONG}</p>{listing}<p>{LONG}</p><pre>stop()</pre><p>{LONG}</p>"
    sheet = "pre { font: 9pt/12pt 'DejaVu Sans Mono', monospace; margin: 10pt 0 }"
    shown = "v for word in words: | >>if word: | >>>>say(word) || stop()"
    text = LONG.strip()
    assert blocks_of(body, sheet) == [f"p {text}", shown, f"p {text}", "v stop()", f"p {text}"]


def test_words_of_a_machine_within_a_paragraph_are_no_listing() -> None:
    mono = f"<code>{' '.join(WORDS)} and {' '.join(WORDS[::-1])}</code>"
    (found,) = blocks_of(
        f"<p>{SENTENCE} {mono} {SENTENCE}</p>", "p { text-align: left } code { font: 10pt 'DejaVu Sans Mono' }"
    )
    assert found.startswith("p The bell")
    assert found.endswith(SENTENCE.strip())


def test_a_text_from_a_typewriter_is_no_listing() -> None:
    body = "".join(f"<p>Of {word}. {LONG}</p>" for word in WORDS[:4])
    sheet = "html { font: 9pt/14pt 'DejaVu Sans Mono', monospace } p { text-align: left }"
    assert blocks_of(body, sheet) == [f"p Of {word}. {LONG.strip()}" for word in WORDS[:4]]


def test_a_table() -> None:
    rows = "".join(f"<tr><td>{town}<td>{n}</tr>" for town, n in (("Moscow", 1039), ("Perm", 45), ("Orenburg", 7)))
    body = f"<p>{LONG}</p><table><tr><th>Town<th>Souls</tr>{rows}</table><p>{LONG}</p>"
    text = LONG.strip()
    table = "t [Town,Souls]! [Moscow,1039] [Perm,45] [Orenburg,7]"
    assert blocks_of(body, "td, th { padding: 0 20pt; text-align: left }") == [f"p {text}", table, f"p {text}"]


def test_what_a_document_says_of_itself() -> None:
    head = '<title>The Étude</title><meta name="author" content="Ann A.">'
    about = read(set_text(f"<p>{LONG}</p>", head=head), NAME, None, Gallery(NAME)).about
    assert (about.title, about.authors, about.language) == ("The Étude", ("Ann A.",), "en")
    unnamed = set_text(f"<p>{LONG}</p>", head="<title>draft.docx</title>")
    assert read(unnamed, NAME, None, Gallery(NAME)).about.title == ""


def _locked() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(set_text(f"<p>{LONG}</p>"))) as file:
        file.save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


FULL = (
    b"BT /F1 1 Tf 0.7 TL 40 750 Td\n" + b"".join(b"(%d%s) Tj T*\n" % (n, b" word" * 21) for n in range(1_000)) + b"ET\n"
)
"""What is drawn on a page of 105,000 characters."""

BROKEN = {
    "no PDF": (b"He left the hall.", "is no PDF"),
    "nothing": (b"", "is no PDF"),
    "broken off": (book()[:300], "damaged"),
    "no page": (pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"), "damaged"),
    "pictures alone": (book(b"0 0 500 800 re f"), "its pages are pictures"),
    "locked": (_locked(), "locked with a password"),
    "a page beyond measure": (book(FULL), "page 1 .* more than 100,000"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_can_t_be_read_is_one_message(case: str) -> None:
    raw, message = BROKEN[case]
    with pytest.raises(SourceError, match=message) as found:
        read(raw, NAME, None, Gallery(NAME))
    assert found.value.hint


LIMITS = {
    "pdf_pages": (set_text(f"<p>{LONG * 20}</p>"), 1, 11, "pages; up to 1 are read"),
    "pdf_page_characters": (book(), 20, 1_000, "more than 20 characters"),
    "pdf_memory_mb": (book(), 1, 400, "of memory"),
}


@pytest.mark.parametrize("setting", LIMITS)
def test_each_limit_is_named_and_can_be_raised(setting: str) -> None:
    raw, few, enough, message = LIMITS[setting]
    with pytest.raises(SourceError, match=message) as failure:
        read(raw, NAME, None, Gallery(NAME, limits=Limits(**{setting: few})))
    assert f"[limits] {setting}" in (failure.value.hint or "")
    assert read(raw, NAME, None, Gallery(NAME, limits=Limits(**{setting: enough}))).text


def test_a_file_that_takes_too_long_is_one_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    packed = msgpack.encode(Head(pages=2))
    program = tmp_path / "slow.py"
    ends = f"sys.stdout.buffer.write({len(packed).to_bytes(4, 'big') + packed!r})\nsys.stdout.buffer.flush()\n"
    wait = "resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[4]), -1))\nwhile True: pass\n"
    program.write_text(f"import resource, sys\nsys.stdin.buffer.read()\n{ends}{wait}", "utf-8")
    monkeypatch.setattr(opening, "PROGRAM", program)
    with pytest.raises(SourceError, match=r"page 1 of the PDF .* more time than a text does, 1 second") as failure:
        read(book(), NAME, None, Gallery(NAME, limits=Limits(pdf_seconds=1)))
    assert "[limits] pdf_seconds" in (failure.value.hint or "")


def test_without_the_extra_the_message_names_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    path = tmp_path / NAME
    path.write_bytes(book())
    with pytest.raises(SourceError, match="an extra that is not installed") as found:
        read_source(path, NAME)
    assert found.value.hint == "pip install 'reader-edition[pdf]'"


def test_what_breaks_the_library_is_one_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "dies.py"
    program.write_text("import os, sys\nsys.stdin.buffer.read()\nos.abort()\n", "utf-8")
    monkeypatch.setattr(opening, "PROGRAM", program)
    with pytest.raises(SourceError, match="can’t be read"):
        read(book(), NAME, None, Gallery(NAME))
