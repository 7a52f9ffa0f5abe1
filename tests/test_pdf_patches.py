"""The patches of WeasyPrint: what they change, what they leave, and that they know when to keep out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import weasyprint
from msgspec.structs import replace
from weasyprint.layout import LayoutContext

from pipeline.anchors import make_anchors
from pipeline.document import Book
from pipeline.pdf.parts import make_job, make_parts, read_style
from pipeline.templating import Setting
from pipeline.typesetting import patches
from pipeline.typesetting.boxes import inner_boxes, is_line, lines, words
from pipeline.typesetting.engine import NOTES_SHEET, load_weasyprint, set_document
from pipeline.typesetting.notes import cut_notes
from pipeline.typesetting.sheets import PartJob, Style

from .library import first_book

needs_known_version = pytest.mark.skipif(
    weasyprint.VERSION != patches.PATCHED, reason=f"WeasyPrint {weasyprint.VERSION} is not patched"
)


def job_of(book: Book, part: str) -> PartJob:
    """The job of a part of a book."""
    setting = Setting(book, make_anchors(book), "print")
    return make_job(make_parts(setting)[part], read_style(setting), {})


@pytest.fixture
def unpatched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """WeasyPrint as it comes."""
    patches.restore()
    monkeypatch.setattr("pipeline.typesetting.engine.patch", lambda: None)
    yield


def pages_of(job: PartJob) -> bytes:
    """A part as WeasyPrint writes it, its notes cut."""
    pdf: bytes = set_document(cut_notes(job.document, job.style), job.style, NOTES_SHEET).write_pdf(pdf_identifier=b"x")
    return pdf


@needs_known_version
def test_notes_measured_once_stand_where_they_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    load_weasyprint()
    job = job_of(first_book(), "chapter-1")
    patched = pages_of(job)
    stock = next(function for owner, _, function in patches.replaced() if owner is LayoutContext)
    monkeypatch.setattr(LayoutContext, "_update_footnote_area", stock)
    assert pages_of(job) == patched


def narrowed(job: PartJob) -> PartJob:
    """The first long paragraph of a part at many widths."""
    paragraph = next(p for p in re.findall("<p>.*?</p>", job.document, re.DOTALL) if p.count("<a") > 8)
    widths = (number / 2 for number in range(500, 800, 3))
    body = "".join(paragraph.replace("<p", f'<p style="width: {width}px"', 1) for width in widths)
    return replace(job, document=f"<html lang='en'><body>{body}</body></html>")


def short_lines(job: PartJob) -> list[str]:
    """The lines, but for the last of each paragraph, that fill less than half of the measure."""
    found: list[str] = []
    for page in set_document(job.document, job.style, NOTES_SHEET).pages:
        for holder in (holder for box in inner_boxes(page) for holder in [box, *box.descendants()]):
            if any(is_line(child) for child in getattr(holder, "children", ())) and holder.element_tag == "p":
                full = [line for line in lines(holder) if line.resume_at is not None]
                found += [str(line) for line in full if line.width < holder.width / 2]
    return found


@needs_known_version
def test_no_line_ends_before_it_is_full() -> None:
    assert short_lines(narrowed(job_of(first_book(), "chapter-2"))) == []


@needs_known_version
@pytest.mark.usefixtures("unpatched")
def test_without_the_patch_lines_end_early() -> None:
    assert short_lines(narrowed(job_of(first_book(), "chapter-2"))) != []


@needs_known_version
@pytest.mark.usefixtures("unpatched")
def test_another_version_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "VERSION", "70.1")
    patches.patch()
    assert patches.replaced() == ()
    homes = {getattr(owner, name).__module__.partition(".")[0] for owner, name, _ in patches.replacements()}
    assert homes == {"weasyprint", "pyphen"}


def crowded_page(before: int) -> str:
    """A page whose last line fits only if the note called before it moves on; that line calls a note too."""
    line = "<p>A line of text.</p>"
    first = f"<p>A call.{note('first', 12)}</p>"
    last = f"<p>One.<br/>The last call.{note('last', 2)}<br/>Three.<br/>Four.<br/>Five.</p>"
    return f"<html lang='en'><body>{first}{line * before}{last}{line * 9}</body></html>"


def note(name: str, count: int) -> str:
    """The pieces of a note of so many lines."""
    kind = "footnote begun"
    pieces = (f'<span class="{kind}"><span class="note-line">{name} line {n}</span></span>' for n in range(count))
    return "".join(pieces)


def words_on_pages(style: Style, before: int) -> str:
    """What stands on the crowded page and those after it."""
    return " ".join(word.text for word in words(set_document(crowded_page(before), style, NOTES_SHEET)))


@needs_known_version
def test_a_note_called_on_the_last_line_is_not_forgotten() -> None:
    style = job_of(first_book(), "colophon").style
    for before in range(12, 22):
        found = words_on_pages(style, before)
        assert found.count("last line") == 2, f"after {before} lines"
        assert re.findall(r"first line (\d+)", found) == [str(n) for n in range(12)], f"after {before} lines"


def broken_words(language: str) -> set[str]:
    """The words that are parted by hyphens in a narrow column of a text with a name in every line."""
    style = job_of(first_book(), "colophon").style
    text = "considerable negotiations with Representative Chernyshevskaya and Understanding " * 30
    html = f'<html lang="{language}"><body><p style="width: 220px; text-indent: 0">{text}</p></body></html>'
    rows = [
        "".join(box.text for box in line.descendants() if hasattr(box, "text"))
        for page in set_document(html, style, NOTES_SHEET).pages
        for box in inner_boxes(page)
        for line in lines(box)
    ]
    return {row.split()[-1] for row in rows if row.endswith("-")}


def calls_that_begin_lines() -> int:
    """How many lines of a text full of calls begin with one, at many widths."""
    style = job_of(first_book(), "colophon").style
    call = '<sup class="call"><a role="doc-noteref" href="#note">1</a></sup>'
    text = f"The committee had not signed the agreement.{call} It did not mean the word{call} and “more”.{call} " * 6
    bodies = (f"<p style='width: {width}px'>{text}</p>" for width in range(250, 400, 6))
    html = f"<html lang='en'><body id='note'>{''.join(bodies)}</body></html>"
    rows = (line for page in set_document(html, style).pages for box in inner_boxes(page) for line in lines(box))
    firsts = (next((box.text for box in row.descendants() if hasattr(box, "text")), "") for row in rows)
    return sum(first == "1" for first in firsts)


@needs_known_version
def test_no_line_begins_with_the_call_of_a_note() -> None:
    assert calls_that_begin_lines() == 0


@needs_known_version
@pytest.mark.usefixtures("unpatched")
def test_without_the_patch_some_lines_do() -> None:
    assert calls_that_begin_lines() > 0


@needs_known_version
def test_no_name_is_parted_but_where_all_nouns_are_written_so() -> None:
    assert {word[0].isupper() for word in broken_words("en")} == {False}
    assert {word[0].isupper() for word in broken_words("de")} == {False, True}
