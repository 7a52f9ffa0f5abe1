"""The PDF as parts: each set by itself, wherever and whenever, and the pages those of a book set in one."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import Executor, Future
from contextlib import nullcontext, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from msgspec.structs import replace
from pikepdf import Dictionary

from pipeline.build import Format, build, edit_book
from pipeline.document import Book
from pipeline.errors import EngineFailed
from pipeline.manifest import load_manifest
from pipeline.outputs import book_time
from pipeline.pdf import make_pdf
from pipeline.pdf.press import CutJob
from pipeline.theme import THEMES
from pipeline.tree import Para, Str
from pipeline.typesetting import cache
from pipeline.typesetting.engine import NOTES_SHEET, set_document
from pipeline.typesetting.feet import settle_feet
from pipeline.typesetting.grid import settle_lines
from pipeline.typesetting.headings import balance_headings
from pipeline.typesetting.notes import cut_notes
from pipeline.typesetting.pool import keep_pool, open_pool
from pipeline.typesetting.sheets import PartJob
from pipeline.typesetting.system import shaping

from .library import ROOT, SEEDS, first_book, write_book
from .test_pdf_notes import torture_book

ORDER = (
    "titlepage",
    "imprint",
    "contents",
    "chapter-1",
    "chapter-2",
    "glossary",
    "note-on-the-text",
    "colophon",
)
"""The parts of the first book."""


class Counting(Executor):
    """An executor that works where it is called, and remembers what it was asked."""

    def __init__(self, jobs: list[Any] | None = None) -> None:
        self.jobs: list[Any] = [] if jobs is None else jobs

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Work at once."""
        self.jobs.append(args[0])
        future: Future[Any] = Future()
        future.set_result(function(*args, **kwargs))
        return future

    @property
    def names(self) -> list[str]:
        """The names of the parts that were asked for."""
        return [job.name for job in self.jobs if isinstance(job, PartJob)]


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Counting, Path]:
    """The first book from an empty cache, and what was set for it."""
    cache, executor = tmp_path_factory.mktemp("cache"), Counting()
    return pdf_of(first_book(), cache, executor), executor, cache


def pdf_of(book: Book, cache: Path | None = None, executor: Executor | None = None) -> bytes:
    """The PDF of a book."""
    return make_pdf(book, book_time(book.manifest), cache=cache, executor=executor).content


def test_every_part_is_set_once(pressed: tuple[bytes, Counting, Path]) -> None:
    _, executor, _ = pressed
    assert sorted(executor.names) == sorted(ORDER)


def test_nothing_is_set_again_when_nothing_changed(pressed: tuple[bytes, Counting, Path]) -> None:
    content, _, cache = pressed
    executor = Counting()
    assert pdf_of(first_book(), cache, executor) == content
    assert executor.jobs == []


def test_only_what_changed_is_set_again(pressed: tuple[bytes, Counting, Path]) -> None:
    _, _, cache = pressed
    book = first_book()
    last = book.chapters[-1]
    added = replace(last, blocks=(*last.blocks, Para((Str("One more sentence."),))))
    executor = Counting()
    changed = pdf_of(replace(book, chapters=(*book.chapters[:-1], added)), cache, executor)
    assert executor.names == [f"chapter-{len(book.chapters)}"]
    assert "One more sentence." in "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(changed)
    )


def test_a_damaged_entry_is_set_again(pressed: tuple[bytes, Counting, Path]) -> None:
    content, _, cache = pressed
    parts = [path for path in cache.iterdir() if b"misplaced" in path.read_bytes()]
    entry = max(parts, key=lambda path: path.stat().st_size)
    whole = entry.read_bytes()
    for damaged in (whole[:-1], b"", whole[:40] + b"x" + whole[41:]):
        entry.write_bytes(damaged)
        executor = Counting()
        assert pdf_of(first_book(), cache, executor) == content
        assert len(executor.jobs) == 1
        assert entry.read_bytes() == whole


def test_other_libraries_or_fonts_of_the_system_make_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """What text is shaped with, and what may stand in for a glyph that our fonts lack."""
    assert any(line.startswith("pango") for line in shaping()) or sys.platform != "linux"
    keys: set[str] = set()
    for said in (["pango 1"], ["pango 2"]):
        monkeypatch.setattr("pipeline.typesetting.cache.shaping", lambda said=said: iter(said))
        cache.surroundings.cache_clear()
        keys.add(cache.key_of(CutJob("a font", (1,))))
    cache.surroundings.cache_clear()
    assert len(keys) == 2


def test_one_process_or_many_make_the_same_bytes(pressed: tuple[bytes, Counting, Path]) -> None:
    content, _, _ = pressed
    with open_pool() as pool:
        assert pdf_of(first_book(), None, pool) == content


@pytest.mark.parametrize(("cores", "only", "are_asked"), [(2, "pdf", True), (1, "pdf", False), (2, "epub", False)])
def test_pages_are_set_in_processes_where_there_are_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int, only: Format, are_asked: bool
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    setters = Counting()
    assert build(load_manifest(SEEDS), tmp_path, only, lender=lambda: nullcontext(setters)).files
    assert bool(setters.jobs) == are_asked


def test_a_pool_is_kept_from_build_to_build_and_given_up_with_one_that_fails() -> None:
    with keep_pool() as lend:
        with lend() as first:
            assert first.submit(ord, "a").result() == 97
        with suppress(EngineFailed), lend() as second:
            assert second is first
            raise EngineFailed("a page", hint="mend it")
        with pytest.raises(RuntimeError, match="after shutdown"):
            first.submit(ord, "a")
        with lend() as third:
            assert third.submit(ord, "b").result() == 98
    with pytest.raises(RuntimeError, match="after shutdown"):
        third.submit(ord, "b")


FAILING = """
from contextlib import suppress
from pipeline.typesetting.cache import Cache
from pipeline.pdf.press import open_press
from pipeline.typesetting.pool import open_pool

def work(job, shelf):
    return bytes.fromhex(job)

if __name__ == "__main__":
    for number in range(40):
        with suppress(ValueError), open_pool() as pool, open_press(Cache(None), pool, lambda name, kept: None) as press:
            jobs = {str(n): "00" * 200_000 if n != number % 7 else "no" for n in range(60)}
            with press._begun(work, jobs) as results:
                list(results)
"""


def test_a_job_that_fails_among_many_does_not_leave_the_others_waiting(tmp_path: Path) -> None:
    script = tmp_path / "failing.py"
    script.write_text(FAILING)
    subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True, timeout=120
    )


def test_pages_are_those_of_a_book_set_in_one(pressed: tuple[bytes, Counting, Path]) -> None:
    content, executor, _ = pressed
    check_same_pages(content, executor, ORDER)


@pytest.mark.parametrize(
    "style",
    [
        pytest.param(".chapter { break-before: right }", id="blank pages before chapters"),
        pytest.param("@page :left { margin-left: 45mm }", id="a narrower measure on left pages"),
        pytest.param("@page :first { background: #eee } @page :right { margin-top: 30mm }", id="first and right pages"),
        pytest.param(
            "h2 { string-set: running content() } @page :right { @top-center { content: string(running, last) } }",
            id="running heads of sections",
        ),
    ],
)
def test_a_style_makes_the_pages_it_would_make_of_a_book_set_in_one(tmp_path: Path, style: str) -> None:
    text = "A chapter.\n\n" + "Some words of a text that goes on. " * 90
    texts = {f"{name}.txt": f"{text}\n\n{name.upper()} SECTION OF IT\n\n{text}" for name in "abc"}
    folder = write_book(tmp_path, texts)
    (folder / "style.css").write_text(style, "utf-8")
    executor = Counting()
    content = pdf_of(edit_book(load_manifest(folder)), None, executor)
    names = (
        "titlepage",
        "imprint",
        "contents",
        "chapter-1",
        "chapter-2",
        "chapter-3",
        "note-on-the-text",
        "colophon",
    )
    chapters = [job for job in executor.jobs if isinstance(job, PartJob) and job.name.startswith("chapter")]
    assert all("<h2" in job.document for job in chapters), "there is no section"
    check_same_pages(content, executor, names)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_makes_the_pages_it_would_make_of_a_book_set_in_one(tmp_path: Path, theme: str) -> None:
    words = "Some words of a text that goes on. " * 60
    notes = f"Notes\n\n[1] A note.\n\n[2] {'Words of a long note. ' * 40}"
    text = f"A chapter.[1]\n\n{words}\n\nIt is called.[2]\n\n{words}\n\n{notes}"
    book = edit_book(load_manifest(write_book(tmp_path, {"a.txt": text, "b.txt": text}, f'theme = "{theme}"\n')))
    executor = Counting()
    content = pdf_of(book, None, executor)
    names = ("titlepage", "imprint", "contents", "chapter-1", "chapter-2", "note-on-the-text", "colophon")
    check_same_pages(content, executor, names)
    fonts = fonts_of(content)
    assert len(fonts) == len(set(fonts)) > 1
    assert all("-Book" in font for font in fonts), "a font of the system is set in place of the theme’s"


def test_every_page_that_is_not_blank_is_in_the_list_of_pages() -> None:
    """Those on which the contents go on, too, and those that hold but the rest of a note."""
    book = torture_book()
    chapters = tuple(replace(book.chapters[1], key=f"b{n}") for n in range(40))
    printed = make_pdf(replace(book, chapters=(book.chapters[0], *chapters)), book_time(book.manifest))
    assert [start.label for start in printed.starts] == [str(n) for n in range(1, printed.page_count + 1)]
    assert [start.stream for start in printed.starts].count("contents") > 1
    assert any("-note-" in start.stream for start in printed.starts)


def fonts_of(content: bytes) -> list[str]:
    """The names of the fonts in a file, each as often as it is there."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [str(o.BaseFont) for o in pdf.objects if isinstance(o, Dictionary) and o.get("/Subtype") == "/Type0"]


def check_same_pages(content: bytes, executor: Counting, names: tuple[str, ...]) -> None:
    """Compare a PDF with its parts set in one document, point by point."""
    jobs = {job.name: job for job in executor.jobs if isinstance(job, PartJob)}
    one = set_in_one([jobs[name] for name in names])
    for number, (ours, theirs) in enumerate(zip(pictures(content), pictures(one), strict=True), 1):
        different = sum(abs(a - b) > 64 for a, b in zip(ours, theirs, strict=True))
        assert different < 20, f"page {number}: {different} points differ"


def set_in_one(jobs: list[PartJob]) -> bytes:
    """Parts set by WeasyPrint in one document, with its own heads and folios."""
    documents = (cut_notes(balance_headings(job.document, job.style), job.style) for job in jobs)
    bodies = (etree.fromstring(document)[-1] for document in documents)
    sections = "".join(etree.tostring(s, encoding="unicode") for body in bodies for s in body)
    document = set_document(f'<html lang="en"><body>{sections}</body></html>', jobs[0].style, NOTES_SHEET)
    content: bytes = settle_feet(settle_lines(document)).write_pdf()
    return content


def pictures(content: bytes) -> list[bytes]:
    """Each page in shades of grey."""
    return [page.render(scale=1.5).to_pil().convert("L").tobytes() for page in pypdfium2.PdfDocument(content)]
