"""The benchmark of readers: whole books in the validators and in two reading engines.

python -m benchmarks.readers [--write]
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from pipeline.build import build, edit_book
from pipeline.document import Book, Chapter
from pipeline.errors import MissingLibrary
from pipeline.manifest import load_manifest
from pipeline.starter import start_book
from pipeline.tree import Block, ListBlock, Quote, Table, Verse
from pipeline.validators import Finding, find_browser, run_ace, run_epubcheck
from pipeline.validators.publication import open_publication
from pipeline.validators.rules import check_rules
from pipeline.web.download import WEB
from tests.engines import missing
from tests.engines.reading import Reading, read_in_epubjs, read_in_foliate

from .books import DATA

KEPT = Path(__file__).with_suffix(".md")
SEEDS = Path(__file__).parent.parent / "seeds"
WHOLE = {
    "many notes": "real_dev/pg46423_marx.PG.txt",
    "tables": "real_dev/pg17306_engels.PG.txt",
    "verse": "dev/reed.S6b.txt",
    "two apparatuses": "dev/wjames.S11.txt",
}
"""Texts that differ in kind."""

METHOD = """\
# Benchmark of readers

Made by `python -m benchmarks.readers --write`.

The first book and four texts that differ in kind are built as `reader-edition new` and `build` leave them, PDF and
all. **EPUBCheck** counts fatal faults, errors, warnings and infos; **Ace** violations; **rules** what breaks our own
rules; **axe** what shuts readers out of the web edition. **foliate-js**: every call of a note and every link to the
glossary is clicked in Chromium, and counts as shown if it opens a pop-up that holds the whole text of the note or entry
in the tree; of several links to one entry each is asked for a pop-up, which is laid out once. **epub.js**: pages of the
spine that open with all their words. **nav**: contents, landmarks and page list of both engines against those of the
book.
"""
HEAD = (
    "| book | words | notes | verse | tables | EPUBCheck | Ace | rules | axe | pop-ups in foliate-js "
    "| pages in epub.js | nav | s |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|"
)


@dataclass(frozen=True, slots=True)
class Result:
    """What the checkers and the engines say of one book; None of a checker that is not installed."""

    name: str
    book: Book
    epubcheck: list[Finding] | None
    ace: list[Finding] | None
    rules: list[Finding]
    axe: list[str]
    readings: tuple[Reading, ...]
    seconds: float

    @property
    def faults(self) -> Iterator[str]:
        """Every fault, one line each."""
        for findings in (self.epubcheck, self.ace, self.rules):
            yield from (str(finding) for finding in findings or () if finding.is_fault)
        yield from (f"axe: {fault}" for fault in self.axe)
        for reading in self.readings:
            yield from (f"{reading.engine}: {fault}" for fault in reading.faults)


@click.command()
@click.option("--write", is_flag=True, help=f"Keep the table in {KEPT.name}.")
def main(write: bool) -> None:
    """Build books, check them, and read them in foliate-js and epub.js."""
    if (wanting := missing()) is not None:
        raise click.ClickException(f"not installed: {wanting}")
    if not DATA.is_dir():
        click.echo(f"The texts are not at {DATA.parent}: only the first book is read.", err=True)
    text = report(_results())
    click.echo(text)
    if write:
        KEPT.write_text(text, "utf-8")


def report(results: Iterable[Result]) -> str:
    """The table and the faults, as one Markdown document."""
    kept = list(results)
    rows = [_row(result) for result in kept]
    faults = [f"- {result.name}: {fault}" for result in kept for fault in list(result.faults)[:20]]
    return "\n".join([METHOD, HEAD, *rows, "", "## Faults", "", *(faults or ["None."]), ""])


def _results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        yield _read("the first book", SEEDS, Path(folder) / "first")
        for kind, name in WHOLE.items():
            source = DATA.parent / name
            if source.is_file():
                home = Path(folder) / kind
                start_book(home, (source,))
                yield _read(f"{kind} ({source.stem})", home, home / "build")


def _read(name: str, folder: Path, out: Path) -> Result:
    click.echo(f"{name} …", err=True)
    start = time.monotonic()
    manifest = load_manifest(folder)
    built = build(manifest, out)
    if built.findings:
        raise click.ClickException(f"{name}: {built.findings[0]}")
    epub, book = out / f"{manifest.slug}.epub", edit_book(manifest)
    checked = _counted(lambda: run_epubcheck(epub)), _counted(lambda: run_ace(epub))
    rules = list(check_rules(open_publication(epub)))
    readings = read_in_foliate(epub, book), read_in_epubjs(epub)
    result = Result(name, book, *checked, rules, _run_axe(out / WEB), readings, time.monotonic() - start)
    click.echo(_row(result), err=True)
    return result


def _run_axe(folder: Path) -> list[str]:
    """What axe finds in the pages of a web edition, one line a kind of fault and page."""
    found: list[str] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for path in sorted(folder.glob("*.html")):
            page = browser.new_context(bypass_csp=True).new_page()
            page.goto(path.as_uri())
            faults = Axe().run(page).response["violations"]
            found += [f"{path.name}: {fault['id']} ({len(fault['nodes'])} times)" for fault in faults]
            page.close()
        browser.close()
    return found


def _counted(check: Callable[[], list[Finding]]) -> list[Finding] | None:
    try:
        return check()
    except MissingLibrary as absence:
        click.echo(absence.message, err=True)
        return None


def _row(result: Result) -> str:
    foliate, epubjs = result.readings
    blocks = [block for chapter in result.book.chapters for block in _all_blocks(chapter.blocks)]
    blocks += [b for c in result.book.chapters for note in c.notes for b in _all_blocks(note.blocks)]
    words = sum(len(chapter.cleaned.source.text.split()) for chapter in _sources(result.book))
    notes = sum(len(chapter.notes) for chapter in result.book.chapters)
    nav = [fault for reading in result.readings for fault in reading.faults if "instead of" in fault]
    counts = (
        f"{words:,}",
        f"{notes}",
        f"{sum(isinstance(block, Verse) for block in blocks)}",
        f"{sum(isinstance(block, Table) for block in blocks)}",
        _severities(result.epubcheck),
        "not run" if result.ace is None else f"{len(result.ace)}",
        f"{sum(finding.is_fault for finding in result.rules)}",
        f"{len(result.axe)}",
        f"{foliate.shown:,} of {foliate.references:,}",
        f"{epubjs.opened} of {epubjs.sections}",
        "differs" if nav else "same",
        f"{result.seconds:.0f}",
    )
    return f"| {result.name} | {' | '.join(counts)} |"


def _severities(findings: list[Finding] | None) -> str:
    if findings is None:
        return "not run"
    return "/".join(str(sum(f.severity == s for f in findings)) for s in ("fatal", "error", "warning", "info"))


def _sources(book: Book) -> Iterator[Chapter]:
    """One chapter of each source."""
    yield from (chapters[0] for chapters in book.by_source().values())


def _all_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Quote):
            yield from _all_blocks(block.blocks)
        elif isinstance(block, ListBlock):
            yield from (inner for item in block.items for inner in _all_blocks(item))


if __name__ == "__main__":
    main()
