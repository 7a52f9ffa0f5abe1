"""The benchmark of queries: how many of them clean books draw, and how many of the misprints put into them.

python -m benchmarks.queries [--write]
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from pipeline.cleaning import clean, repair
from pipeline.document import Book, Source
from pipeline.footnotes import relocate
from pipeline.manifest import bare_manifest
from pipeline.proofreading import CHECKS, proofread, read_corpus
from pipeline.queries import Query
from pipeline.settings import ChapterSettings
from pipeline.structure import read_structure

from .books import DATA, Clean, clean_books
from .misprints import EACH, MISPRINTS, Misprint, misprinted

KEPT = Path(__file__).with_suffix(".md")
WHOLE = DATA.parent / "real_dev"
_FRAME = re.compile(
    r"\A.*?\*\*\* ?START OF[^\n]*\n|\*\*\* ?END OF.*\Z|\nEnd of (?:the )?Project Gutenberg.*\Z", re.DOTALL
)
CODES = {check.name for check in CHECKS}
AROUND = 45

METHOD = """\
# Benchmark of queries

Made by `python -m benchmarks.queries --write`.

**Clean books** are those of the benchmark of cleaning, without their notes; **whole books** are texts of Project
Gutenberg as they are handed out, hard-wrapped and with their notes, without what stands before and after the book.
Neither is damaged: what is asked about them is either a fault of the source or noise, and the lists below are there
to be read. **Misprints** are put into the prose of the clean books, up to {each} of a kind in a book, one in a
paragraph; one is found if its paragraph draws a query of the right code.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A book, its words, and what proofreading asks about it; `seconds` of processor time."""

    name: str
    words: int
    characters: int
    queries: tuple[Query, ...]
    seconds: float


def ask(name: str, text: str) -> Asked:
    """Read a text as a book of one chapter, and proofread it."""
    settings = ChapterSettings(f"{name}.txt", "Benchmark")
    chapter = relocate(read_structure(clean(repair(Source(settings.file, "", "utf-8", text))), settings, "ch1"))
    start = time.process_time()
    book = Book(bare_manifest(Path(settings.file)), (chapter,), ())
    book = proofread(book, read_corpus(book))
    seconds = time.process_time() - start
    queries = [query for query in (*book.chapters[0].queries, *book.queries) if query.code in CODES]
    queries.sort(key=lambda query: (query.place.line, query.place.column))
    return Asked(name, len(text.split()), len(text), tuple(queries), seconds)


def whole_books() -> Iterator[tuple[str, str]]:
    """The name and the text of each whole book there is."""
    for path in sorted(WHOLE.glob("*.txt")):
        yield path.stem, _FRAME.sub("", path.read_text("utf-8-sig"))


@click.command()
@click.option("--write", is_flag=True, help=f"Keep the tables in {KEPT.name}.")
def main(write: bool) -> None:
    """Proofread clean books, and say what is asked about them and which misprints are found."""
    if not DATA.is_dir():
        click.echo(f"The books of prose are not at {DATA}: only verse and lists are measured.", err=True)
    text = report()
    click.echo(text)
    if write:
        KEPT.write_text(text + "\n", "utf-8")


def report() -> str:
    """All tables and lists, as one Markdown document."""
    books = clean_books()
    ask("warm", "The lists of words are read here.")
    asked, whole = [ask(book.name, book.text) for book in books], [ask(*book) for book in whole_books()]
    sections = (
        METHOD.format(each=EACH),
        "## Queries by code\n\n" + _counts(asked, whole),
        "## Misprints found\n\n" + "\n".join(_found(books)) + "\n",
        "## What is asked about the clean books\n\n" + "\n".join(_examples(asked)) + "\n",
        "## What is asked about the whole books\n\n" + "\n".join(_examples(whole)),
    )
    return "\n".join(sections)


def _counts(asked: list[Asked], whole: list[Asked]) -> str:
    rows = ["| code | asks about | clean | per 10,000 words | whole | per 10,000 words |", "|---|---|--:|--:|--:|--:|"]
    counts = [Counter(query.code for book in books for query in book.queries) for books in (asked, whole)]
    words = [sum(book.words for book in books) or 1 for books in (asked, whole)]
    for check in CHECKS:
        shares = " | ".join(
            f"{c[check.name]} | {c[check.name] * 10_000 / n:.2f}" for c, n in zip(counts, words, strict=True)
        )
        rows.append(f"| `{check.name}` | {check.says} | {shares} |")
    totals = " | ".join(f"{c.total()} | {c.total() * 10_000 / n:.2f}" for c, n in zip(counts, words, strict=True))
    seconds = [
        sum(b.seconds for b in books) * 1e6 / (sum(b.characters for b in books) or 1) for books in (asked, whole)
    ]
    speeds = f"Processor time per million characters: clean books {seconds[0]:.2f} s, whole books {seconds[1]:.2f} s."
    return "\n".join([*rows, f"| all | | {totals} |", "", f"{words[0]:,} and {words[1]:,} words. {speeds}", ""])


def _found(books: Iterable[Clean]) -> Iterator[str]:
    yield from ("| code | misprint | put in | found |", "|---|---|--:|--:|")
    for misprint in MISPRINTS:
        put, found = (sum(column) for column in zip(*(_recall(book, misprint) for book in books), strict=True))
        yield f"| `{misprint.code}` | {misprint.says} | {put} | {found / max(1, put):.0%} |"


def _recall(book: Clean, misprint: Misprint) -> tuple[int, int]:
    """How many misprints were put into a book, and how many of them are asked about."""
    damaged, paragraphs = misprinted(book, misprint)
    if not paragraphs:
        return 0, 0
    lines = {query.place.text for query in ask(book.name, damaged.text).queries if query.code == misprint.code}
    return len(paragraphs), sum(paragraph in lines for paragraph in paragraphs)


def _examples(asked: Iterable[Asked]) -> Iterator[str]:
    for book in asked:
        for query in book.queries:
            place, at = query.place, query.place.column - 1
            end = at + place.length
            around = f"{place.text[max(0, at - AROUND) : at]}⟦{place.text[at:end]}⟧{place.text[end : end + AROUND]}"
            yield f"- `{query.code}`, *{book.name}*: {query.message}: `{around.replace('`', '’')}`"


if __name__ == "__main__":
    main()
