"""The benchmark of footnotes: flattened texts with gold are read, and the links between calls and notes are scored.

python -m benchmarks.footnotes [--write]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pipeline.build import edit_book
from pipeline.document import Chapter
from pipeline.inspection import record
from pipeline.ledger import Span
from pipeline.manifest import bare_manifest
from pipeline.tree import NoteRef, leaf_span, leaves

from .no_notes import false_calls
from .note_forms import form_lines
from .note_speed import speed_lines

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes"
SETS = {"dev": "Flattened in thirteen styles", "real_dev": "Project Gutenberg", "seeds_gold": "The first book"}
KEPT = Path(__file__).with_suffix(".md")

METHOD = """\
# Benchmark of footnotes

Made by `python -m benchmarks.footnotes --write` with the scorer that lies beside the data. A reference is right if it
is exactly a marker of the gold; a link, if its note has 0.95 of the characters of the gold's in common with it.
Swallowed are characters of the main text put into notes, per 10,000.
"""


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: its name, its record, and for each call whether the editor is asked about its note."""

    name: str
    record: dict[str, Any]
    asked: dict[str, bool]


def read_text(path: Path) -> Read:
    """Read one document, and see which of its notes a query concerns."""
    book = edit_book(bare_manifest(path))
    (chapter,) = book.chapters
    return Read(path.stem, record(book), dict(_asked(chapter)))


def _asked(chapter: Chapter) -> Iterator[tuple[str, bool]]:
    """By the place of each call in the source, `start-end`: whether a query of notes stands at it or in its note."""
    notes = {note.key: note for note in chapter.notes}
    spans = [query.span for query in chapter.queries if query.code.startswith("notes.") and query.span]
    for part in (chapter.blocks, *(note.blocks for note in chapter.notes)):
        for leaf in leaves(part):
            if isinstance(leaf, NoteRef):
                blocks = notes[leaf.key].blocks
                own = [span for inner in leaves(blocks) if (span := leaf_span(inner))]
                near = [leaf.span, *([Span(own[0].start - LABEL, own[-1].end)] if own else [])]
                there = chapter.cleaned.origin(leaf.span)
                yield (
                    f"{there.start}-{there.end}",
                    any(a.start < b.end and b.start < a.end for a in near for b in spans),
                )


LABEL = 12
"""Characters before a note's text in which its label stands, about which a query may be."""


def score(name: str, reads: list[Read]) -> tuple[str, dict[str, Any]]:
    """The scorer's table for one set, and its figures."""
    with tempfile.TemporaryDirectory() as folder:
        for read in reads:
            (Path(folder) / f"{read.name}.pred.json").write_text(json.dumps(read.record), "utf-8")
        figures = Path(folder) / "figures.json"
        command = [sys.executable, str(DATA / "score.py"), str(DATA / name), folder, "--json", str(figures)]
        table = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return table.rstrip(), json.loads(figures.read_text("utf-8"))


def calibration(name: str, reads: list[Read]) -> tuple[int, int, int]:
    """Of the links that no query concerns: how many, how many are right; and how many a query concerns."""
    sys.path.insert(0, str(DATA))
    from score import score_doc  # type: ignore[import-not-found]

    silent = right = asked = 0
    for read in reads:
        with (DATA / name / f"{read.name}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        gold = json.loads((DATA / name / f"{read.name}.gold.json").read_text("utf-8"))
        wrong = {
            f"{start}-{end}"
            for kind, (start, end) in score_doc(text, gold, read.record)["wrong"]
            if kind != "missed ref"
        }
        for call, is_asked in read.asked.items():
            asked += is_asked
            silent += not is_asked
            right += not is_asked and call not in wrong
    return silent, right, asked


@click.command()
@click.option("--write", is_flag=True, help=f"Keep the tables in {KEPT.name}.")
def main(write: bool) -> None:
    """Read all texts of the footnote data, and score what was read."""
    if not DATA.is_dir():
        click.echo(f"The footnote data is not at {DATA}: nothing is measured.", err=True)
        sys.exit(1)
    text = report()
    click.echo(text)
    if write:
        KEPT.write_text(text + "\n", "utf-8")


def report() -> str:
    """All tables, as one Markdown document."""
    parts = [METHOD]
    silent = right = asked = 0
    with ProcessPoolExecutor() as pool:
        for name, title in SETS.items():
            reads = list(pool.map(read_text, sorted((DATA / name).glob("*.txt"))))
            table, figures = score(name, reads)
            parts += [f"## {title}\n", f"```\n{table}\n```\n"]
            parts += ["Worst documents:", *worst(figures), ""] if len(reads) > 5 else []
            silent, right, asked = (
                sum(pair) for pair in zip((silent, right, asked), calibration(name, reads), strict=True)
            )
        parts += [
            "## Calibration\n",
            f"{silent} links without a query, of which {right} are right: {right / silent:.4f}.",
        ]
        parts += [f"{asked} links with one.\n", "## Texts without notes\n", *false_calls(pool), ""]
        parts += ["## Forms that the data does not have\n", *form_lines(pool), ""]
    parts += ["## Processor time\n", *speed_lines()]
    return "\n".join(parts)


def worst(figures: dict[str, Any], count: int = 5) -> Iterator[str]:
    """The documents with the fewest links right, with their F1."""
    docs = {name: f1(*figure["link"]) for name, figure in figures["docs"].items()}
    for name in sorted(docs, key=lambda name: docs[name])[:count]:
        yield f"- {name}: {docs[name]:.3f}"


def f1(right: int, found: int, there: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (found + there) if found + there else 1.0


if __name__ == "__main__":
    main()
