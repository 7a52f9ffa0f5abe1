"""The benchmark of the PDF: long books set cold, after a change and unchanged, beside other engines.

python -m benchmarks.pdf [--run BOOK]… [--way WAY]… [--rounds N] [--write]
"""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
import tempfile
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
from pipeline.typesetting.pool import open_pool
from tests.verapdf import LIBRARIES, PROFILES, failed_rules

from .pdf_books import BOOKS, DATA, change_a_sentence, make_book
from .pdf_pages import count_words, lost_words, pages_alike
from .pdf_runs import Figure, Way, counts_instructions, run_apart, run_here
from .typst_book import write_typst
from .xelatex_book import set_in_xelatex

KEPT = Path(__file__).with_suffix(".md")
TIME = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)

METHOD = """\
# Benchmark of the PDF

Made by `make bench-pdf`; {cores} cores; WeasyPrint {weasyprint}, Typst {typst}, {xelatex}. Each row says of how many
rounds it is the median, and the load of the machine when they ended.

Each figure is of a process of its own, the ways of making a book one after the other in each round. What is measured
begins with the tree of the book and ends with the bytes of the file.

- **cold**: with an empty cache, in as many processes as there are cores.
- **unchanged**: the cache full, and nothing changed. (A build of an unchanged folder does not come this far.)
- **changed**: a sentence is added in the chapter in the middle, the cache full.
- **WeasyPrint**: the same pages in one document, as PDF/UA-1, in one process without our patches.
- **Typst**: the same words and notes, tagged, with contents and folios. **XeLaTeX**: the same, untagged, in two passes.
- **CPU**: processor seconds of all processes; **wall**: the time it took on this machine with whatever else it did.
- **MB**: the most memory that any one process held, and all at once, where what they share counts once.
- **alike**: pages with the same words as one of WeasyPrint’s, which neither splits notes nor limits hyphens.
- **lost**: words that are on no page, or that PDFium reads with the next as one, where a line is set tight;
  **elsewhere**: those of a chapter or its notes that are on another’s pages alone;
  **outside**: runs of text that are not inside their page.
- **broken**: rules of PDF/UA-1 and of PDF/A-3a that veraPDF finds broken, and whether qpdf finds an error.
- **Ginstr**: thousand millions of instructions, with those of making the tree. {instructions}

| book | way | rounds, load | pages | wall s | of WeasyPrint’s | CPU s | of WeasyPrint’s | Ginstr | MB | alike | \
lost, elsewhere, outside | broken |
| --- | --- | --- | --: | --: | --: | --: | --: | --: | --- | --: | --- | --- |
"""


@click.command()
@click.option("--run", "names", multiple=True, type=click.Choice(list(BOOKS)), help="Measure only these books.")
@click.option("--way", "ways", multiple=True, help="Make them only in these ways; cold comes before what is warm.")
@click.option("--rounds", type=click.IntRange(min=1), default=1)
@click.option("--write", is_flag=True, help=f"Keep the rows in {KEPT.name} as they come; others stay as they are.")
@click.option("--one", nargs=3, hidden=True, help="One run in this process: book, way, folder.")
def main(names: tuple[str, ...], ways: tuple[str, ...], rounds: int, write: bool, one: tuple[str, str, str]) -> None:
    """Set long books in several ways, and say how long it took."""
    if one:
        name, way, folder = one
        book = make_book(name)
        click.echo(run_here(WAYS[way], change_a_sentence(book) if way == "changed" else book, Path(folder), way))
        return
    if not DATA.is_dir():
        click.echo(f"The prose is not at {DATA}: only the seeds and the torture book are measured.", err=True)
    for name in names or BOOKS:
        if BOOKS[name] is None or DATA.is_dir():
            rows = _rows(name, [way for way in ways or WAYS if _can(way)], rounds)
            click.echo("\n".join(rows.values()))
            if write:
                _keep(rows)


def _can(way: str) -> bool:
    """Whether the engine of a way is installed; if it isn't, that is said."""
    if way == "XeLaTeX" and shutil.which("xelatex") is None:
        click.echo("XeLaTeX is not installed: it is left out", err=True)
        return False
    return way in WAYS


def _keep(rows: dict[tuple[str, str], str]) -> None:
    """Write rows among those that are kept, in the order of books and ways."""
    known = KEPT.read_text("utf-8") if KEPT.is_file() else ""
    every = {(m[1], m[2]): m[0] for m in re.finditer(r"^\| ([^|]+) \| ([^|]+) \|.*$", known, re.MULTILINE)} | rows
    order = [(book, way) for book in BOOKS for way in WAYS]
    xelatex = "XeLaTeX of this system" if shutil.which("xelatex") else "XeLaTeX not installed"
    method = METHOD.format(
        cores=os.cpu_count(),
        weasyprint=version("weasyprint"),
        typst=version("typst"),
        xelatex=xelatex,
        instructions="" if counts_instructions() else "Not counted: the machine has no counter for them.",
    )
    KEPT.write_text(method + "".join(every[key] + "\n" for key in order if key in every), "utf-8")


def _rows(name: str, ways: list[str], rounds: int) -> dict[tuple[str, str], str]:
    """The rows of the table for one book: each way in each round, in turn."""
    figures: dict[str, list[Figure]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as place:
        for number in range(rounds):
            folder = Path(place) / str(number)
            folder.mkdir()
            for way in ways:
                figures[way].append(run_apart([name, way, str(folder)]))
        load = f"{rounds}, {os.getloadavg()[0]:.1f}"
        files = {way: folder / f"{way}.pdf" for way in ways}
        whole = figures.get("WeasyPrint", [])
        cells = {way: [*_figures(files[way], figures[way], whole), *_facts(name, way, files)] for way in ways}
        return {(name, way): f"| {' | '.join((name, way, load, *cells[way]))} |" for way in ways}


def _figures(file: Path, runs: list[Figure], whole: list[Figure]) -> list[str]:
    """Pages, wall and processor seconds, also as parts of WeasyPrint's, instructions, memory."""
    found = [str(len(PdfDocument(file)))]
    for key in ("wall", "cpu"):
        took = median(getattr(run, key) for run in runs)
        found += [f"{took:.1f}", f"{took / median(getattr(run, key) for run in whole):.2f}" if whole else "–"]
    counts = [run.instructions for run in runs if run.instructions is not None]
    memory = f"{max(run.largest for run in runs):.0f}, {max(run.together for run in runs):.0f}"
    return [*found, f"{median(counts):.1f}" if counts else "–", memory]


def _facts(name: str, way: str, files: dict[str, Path]) -> list[str]:
    """What is on the pages of a file, and what the validators say of it."""
    file, book = files[way], make_book(name)
    is_ours = WAYS[way] is _ours
    alike = str(pages_alike(file, files["WeasyPrint"])) if is_ours and "WeasyPrint" in files else "–"
    if way in {"Typst", "XeLaTeX"}:
        return [alike, f"{lost_words(file, book)}, –, –", "–"]
    words = count_words(file, change_a_sentence(book) if way == "changed" else book)
    return [alike, f"{words.lost}, {words.elsewhere}, {words.outside}", _broken(file) if way == "cold" else "–"]


def _broken(file: Path) -> str:
    """Broken rules by profile, and what qpdf says."""
    try:
        rules = ", ".join(str(len(failed_rules(file, flavour))) for flavour in PROFILES)
    except ImportError:
        rules = f"not run, for want of {', '.join(LIBRARIES)}"
    if shutil.which("qpdf") is None:
        return f"{rules}; qpdf not run"
    done = subprocess.run(["qpdf", "--check", str(file)], capture_output=True, check=False)
    return f"{rules}; qpdf {'none' if done.returncode == 0 else 'some'}"


def _ours(book: Book, cache: Path) -> bytes:
    with open_pool() as pool:
        return make_pdf(book, TIME, cache=cache, executor=pool).content


def _weasyprint(book: Book, _: Path) -> bytes:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    setting = Setting(book, make_anchors(book), "print")
    style, fonts = read_style(setting), FontConfiguration()
    bodies = (etree.fromstring(part.document)[-1] for part in make_parts(setting).values())
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


def _xelatex(book: Book, _: Path) -> bytes:
    return set_in_xelatex(book)


WAYS: dict[str, Way] = {
    "cold": _ours,
    "unchanged": _ours,
    "changed": _ours,
    "WeasyPrint": _weasyprint,
    "Typst": _typst,
    "XeLaTeX": _xelatex,
}


if __name__ == "__main__":
    main()
