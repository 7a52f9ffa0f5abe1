"""The benchmark of the PDF: long books set cold, after a change and unchanged, beside WeasyPrint alone and Typst.

python -m benchmarks.pdf [--rounds N] [--books N] [--write]
"""

from __future__ import annotations

import datetime
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import click
from lxml import etree
from pypdfium2 import PdfDocument

from pipeline.anchors import make_anchors
from pipeline.document import Book
from pipeline.pdf import make_pdf
from pipeline.pdf.parts import make_parts, read_style
from pipeline.styling import STYLES
from pipeline.templating import Setting

from .pdf_books import DATA, PLANS, change_a_sentence, make_book
from .pdf_pages import missing_words, pages_alike
from .typst_book import write_typst

KEPT = Path(__file__).with_suffix(".md")
TIME = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

METHOD = """\
# Benchmark of the PDF

Made by `python -m benchmarks.pdf --write` with {rounds} round(s); {cores} cores, load {load:.1f} at the end;
WeasyPrint {weasyprint}, Typst {typst}.

Each figure is of a process of its own, the ways of making a book one after the other in each round; the median of the
rounds. What is measured begins with the tree of the book and ends with the bytes of the file.

- **cold**: with an empty cache, in as many processes as there are cores.
- **changed**: a sentence is added in the chapter in the middle, the cache full.
- **unchanged**: the cache full, and nothing changed. (A build of an unchanged folder does not come this far.)
- **WeasyPrint**: the same pages in one document, as PDF/UA-1, in one process without our patches.
- **Typst**: the same words and notes, tagged, with contents and folios.
- **CPU**: processor seconds of all processes, **wall** the time it took on this machine with whatever else it did.
- **MB**: the most memory that any one process held.
- **alike**: pages with the same words as one of WeasyPrint’s.
- **missing**: words of a chapter or its notes that no page of that chapter has; they are lost, or on another’s.

Instructions could not be counted: the machine has no counters for them.
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one run took: seconds of wall and processor, megabytes, the pages it made, words missing on them."""

    wall: float
    cpu: float
    megabytes: float
    pages: int
    missing: int | None = None


@click.command()
@click.option("--rounds", type=click.IntRange(min=1), default=1)
@click.option("--books", type=click.IntRange(min=1), help="Measure only the first N books.")
@click.option("--write", is_flag=True, help=f"Keep the table in {KEPT.name}.")
@click.option("--run", "one", nargs=3, hidden=True, help="One run in this process: book, way, cache.")
def main(rounds: int, books: int | None, write: bool, one: tuple[str, str, str] | None) -> None:
    """Set long books in several ways, and say how long it took."""
    if one is not None:
        click.echo(json.dumps(asdict(_run(int(one[0]), one[1], Path(one[2])))))
        return
    if not DATA.is_dir():
        click.echo(f"The prose is not at {DATA}: only the seeds are measured.", err=True)
    count = (books or len(PLANS) + 1) if DATA.is_dir() else 1
    lines = [
        "| book | way | pages | alike | missing | wall s | of WeasyPrint’s wall | CPU s | of WeasyPrint’s CPU | MB |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for book in range(count):
        lines += _rows(book, rounds)
        click.echo("\n".join(lines[-len(WAYS) :]))
    method = METHOD.format(
        rounds=rounds,
        cores=os.cpu_count(),
        load=os.getloadavg()[0],
        weasyprint=version("weasyprint"),
        typst=version("typst"),
    )
    if write:
        KEPT.write_text(method + "\n" + "\n".join(lines) + "\n", "utf-8")


def _rows(book: int, rounds: int) -> list[str]:
    """The lines of the table for one book: each way in each round, in turn."""
    figures: dict[str, list[Figure]] = {way: [] for way in WAYS}
    alike: dict[str, int] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for way in WAYS:
                command = [sys.executable, "-m", "benchmarks.pdf", "--run", str(book), way, folder]
                said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
                figures[way].append(Figure(**json.loads(said.splitlines()[-1])))
            files = {way: Path(folder) / f"{way}.pdf" for way in WAYS}
            alike = {way: pages_alike(files[way], files["WeasyPrint"]) for way in WAYS if way != "Typst"}
    name = PLANS[book - 1].name if book else "the seeds"
    return [_row(name, way, runs, figures["WeasyPrint"], alike.get(way)) for way, runs in figures.items()]


def _row(name: str, way: str, runs: list[Figure], whole: list[Figure], alike: int | None) -> str:
    wall, cpu = median(run.wall for run in runs), median(run.cpu for run in runs)
    of_wall, of_cpu = wall / median(run.wall for run in whole), cpu / median(run.cpu for run in whole)
    most, missing = max(run.megabytes for run in runs), runs[0].missing
    seen = " | ".join("–" if count is None else str(count) for count in (alike, missing))
    return (
        f"| {name} | {way} | {runs[0].pages} | {seen} | {wall:.1f} | {of_wall:.2f} | {cpu:.1f} | {of_cpu:.2f} "
        f"| {most:.0f} |"
    )


def _run(book: int, way: str, folder: Path) -> Figure:
    made = make_book(PLANS[book - 1] if book else None)
    made = change_a_sentence(made) if way == "changed" else made
    wall, cpu = time.perf_counter(), _processor()
    content = WAYS[way](made, folder / "cache")
    wall, cpu = time.perf_counter() - wall, _processor() - cpu
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    file = folder / f"{way}.pdf"
    file.write_bytes(content)
    missing = None if way == "Typst" else missing_words(file, made)
    return Figure(wall, cpu, most / 1024, len(PdfDocument(file)), missing)


def _processor() -> float:
    """Processor seconds of this process and of those it has ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in used)


def _ours(book: Book, cache: Path) -> bytes:
    return make_pdf(book, TIME, cache=cache).content


def _weasyprint(book: Book, _: Path) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    setting = Setting(book, make_anchors(book), "print")
    style, fonts = read_style(setting), FontConfiguration()
    bodies = (etree.fromstring(part.document, etree.HTMLParser())[-1] for part in make_parts(setting).values())
    sections = "".join(etree.tostring(e, encoding="unicode", method="html") for body in bodies for e in body)
    html = f'<html lang="en"><title>A book</title><body>{sections.replace("book:#", "#")}</body></html>'
    more = ".contents li a::before, .folio::after { content: target-counter(attr(href), page) !important }"
    sheets = [weasyprint.CSS(string=s, base_url=style.base, font_config=fonts) for s in (*style.sheets, more)]
    document = weasyprint.HTML(string=html, base_url=str(STYLES)).render(
        font_config=fonts, stylesheets=sheets, pdf_variant="pdf/ua-1"
    )
    content: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return content


def _typst(book: Book, _: Path) -> bytes:
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "book.typ"
        source.write_text(write_typst(book), "utf-8")
        typst.compile(
            str(source), output=f"{folder}/book.pdf", font_paths=[str(STYLES / "fonts")], pdf_standards=["ua-1"]
        )
        return Path(folder, "book.pdf").read_bytes()


WAYS: dict[str, Callable[[Book, Path], bytes]] = {
    "cold": _ours,
    "unchanged": _ours,
    "changed": _ours,
    "WeasyPrint": _weasyprint,
    "Typst": _typst,
}


if __name__ == "__main__":
    main()
