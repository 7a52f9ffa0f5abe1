"""The benchmark of EPUB: the whole way from flat text to the EPUB, beside pandoc from the same book in Markdown.

python -m benchmarks.epub [--write] [--runs N]
"""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from .long_books import DATA, LongBook, make_book, write_flat, write_markdown

KEPT = Path(__file__).with_suffix(".md")
SIZES = {"novel": (120_000, 700), "omnibus": (530_000, 2_000)}
"""Words and notes of the two books."""

ASKED = {"novel": 1.0, "omnibus": 0.5}
"""Our processor time as a share of pandoc’s, at most."""

MEGABYTES = 200
"""Memory that we may need at most for the first book."""

METHOD = """\
# Benchmark of EPUB

Made by `python -m benchmarks.epub --write` (`make bench-epub`). The books are the texts of the footnote data laid end
to end, with some short paragraphs made notes (`long_books.py`). We get flat text: a file a chapter, calls as `[1]`, the
notes in a heap under “Notes”; the build finds the notes, cleans, proofreads, finds terms, and writes the EPUB, the
editor’s desk, the ledger and the to-do file. pandoc gets the same paragraphs as finished Markdown with `[^1]`, and
writes the EPUB. Each run is a process of its own, the two in turn; processor time is the least of the runs, user and
system together, memory the most that a run held. Notes are counted as `noteref` in the files.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of processor time, seconds by the clock, megabytes at the peak."""

    processor: float
    clock: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All runs of one tool, with the size of its file in kilobytes and the notes in it."""

    tool: str
    runs: tuple[Run, ...]
    kilobytes: float
    notes: int

    @property
    def processor(self) -> float:
        """The least processor time, in seconds."""
        return min(run.processor for run in self.runs)

    @property
    def megabytes(self) -> float:
        """The most memory."""
        return max(run.megabytes for run in self.runs)

    @property
    def row(self) -> str:
        """A row of the table."""
        clock = min(run.clock for run in self.runs)
        figures = f"{self.processor:.2f} | {clock:.2f} | {self.megabytes:.0f} | {self.kilobytes:,.0f} | {self.notes:,}"
        return f"| {self.tool} | {figures} |"


def find_pandoc() -> str | None:
    """Where pandoc is: that of PyPI’s pypandoc_binary, else the system’s."""
    try:
        path: str = importlib.import_module("pypandoc").get_pandoc_path()
    except (ImportError, OSError):
        return shutil.which("pandoc")
    return path


def measure(book: LongBook, pandoc: str | None, runs: int) -> list[Measured]:
    """Both tools on one book, in turn, after a run of each that does not count."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "flat").mkdir()
        write_flat(book, folder / "flat")
        write_markdown(book, folder / "book.md")
        made = {"Reader Edition": folder / "out" / f"{book.name}.epub"}
        build = ("-m", "pipeline", "build", str(folder / "flat"), "--only", "epub", "--out", str(folder / "out"))
        commands = {"Reader Edition": [sys.executable, *build]}
        if pandoc:
            made["pandoc"] = folder / "pandoc.epub"
            commands["pandoc"] = [pandoc, str(folder / "book.md"), "--output", str(made["pandoc"])]
        done: dict[str, list[Run]] = {tool: [] for tool in commands}
        for turn in range(runs + 1):
            for tool, command in commands.items():
                shutil.rmtree(folder / "out", ignore_errors=True)
                one = run(command, folder / "bytecode")
                done[tool] += [one] if turn else []
                (folder / f"{tool}.kept").write_bytes(made[tool].read_bytes())
        return [_measured(tool, done[tool], folder / f"{tool}.kept") for tool in commands]


def run(command: list[str], bytecode: Path) -> Run:
    """Run a command to its end; Python keeps its compiled modules in a folder, as it does once we are installed.

    Raises:
        ClickException: it failed.
    """
    start = time.perf_counter()
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPYCACHEPREFIX": str(bytecode)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if process.returncode is None:
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise click.ClickException(f"{' '.join(command)} ended with status {process.returncode}")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - start, usage.ru_maxrss / unit)


def _measured(tool: str, runs: list[Run], made: Path) -> Measured:
    with zipfile.ZipFile(made) as archive:
        pages = (archive.read(name) for name in archive.namelist() if name.endswith(".xhtml"))
        notes = sum(page.count(b'"noteref') for page in pages)
    return Measured(tool, tuple(runs), made.stat().st_size / 1_000, notes)


def report(pandoc: str | None, runs: int) -> Iterator[str]:
    """The tables of both books, as lines of Markdown."""
    yield METHOD
    yield f"Python {platform.python_version()}; {_version(pandoc)}; {runs} runs of each.\n"
    for name, (words, notes) in SIZES.items():
        book = make_book(name, words, notes)
        yield f"## {book.words:,} words, {book.notes:,} notes, {len(book.chapters)} chapters\n"
        yield "| tool | processor s | clock s | MB | kB | notes |"
        yield "| --- | --: | --: | --: | --: | --: |"
        measured = measure(book, pandoc, runs)
        yield from (tool.row for tool in measured)
        yield ""
        yield from _verdicts(name, *measured)
        yield ""


def _version(pandoc: str | None) -> str:
    if not pandoc:
        return "pandoc: not measured, not installed"
    return subprocess.run([pandoc, "--version"], capture_output=True, text=True, check=True).stdout.partition("\n")[0]


def _verdicts(name: str, ours: Measured, pandoc: Measured | None = None) -> Iterator[str]:
    if pandoc:
        share = ours.processor / pandoc.processor
        yield f"- processor time, ours as a share of pandoc’s: {share:.2f}; asked: {_asked(share, ASKED[name])}"
    if name == "novel":
        yield f"- memory: {ours.megabytes:.0f} MB; asked: {_asked(ours.megabytes, MEGABYTES)}"


def _asked(figure: float, most: float) -> str:
    return f"{most:g} or less: {'PASS' if figure <= most else 'FAIL'}"


@click.command()
@click.option("--write", is_flag=True, help=f"Keep the tables in {KEPT.name}.")
@click.option("--runs", default=5, show_default=True, help="Runs of each tool that count.")
def main(write: bool, runs: int) -> None:
    """Measure both tools on both books."""
    if not DATA.is_dir():
        click.echo(f"The footnote data is not at {DATA}: nothing is measured.", err=True)
        sys.exit(1)
    text = "\n".join(report(find_pandoc(), runs))
    click.echo(text)
    if write:
        KEPT.write_text(text.rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
