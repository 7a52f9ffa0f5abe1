"""The benchmark of cleaning: clean books are damaged by a seeded program, cleaned, and compared with what they were.

python -m benchmarks.cleaning [--books N] [--write]
"""

from __future__ import annotations

from pathlib import Path

import click

from .books import DATA, Clean, clean_books
from .results import all_results, needless_edits
from .speed import measure_speed
from .tables import by_book, by_fault, changed_words, edit_list, examples, speed_table, verdicts

KEPT = Path(__file__).with_suffix(".md")

METHOD = """\
# Benchmark of cleaning

Made by `python -m benchmarks.cleaning --write`; {books} books, {characters:,} characters.

The books are the S1 texts of the footnote data without their notes, each with three stanzas and four Russian quotations
put between its paragraphs; poems; and a text of lists, tables and letters. `damage.py` does every fault to every book,
and all of them together. Pages cut paragraphs wherever they end. What is compared is what a reader would see: the words
of the tree that `read_structure` makes of the repaired text, each break between paragraphs or lines being a character;
page numbers read as such, indents and the width of columns are not seen.

- **Characters**: 1 - edit distance / length. Words are aligned first, by runs of words that stand once in both texts;
  the stretches between matched words are compared exactly. The distance is never less than the true one.
- **Paragraphs**: F1 of paragraph breaks, each placed by the words of the clean text before it. Where verse, a list or a
  table breaks its lines, a paragraph break is neither right nor wrong.
- **Verse lines**, **list lines**: line breaks of verse, and of lists, tables and letter heads, that are still breaks.
- **Words changed**: words that are not whole in the text any more though no damage touched them.
- Means are over the books; the words changed are those of all books. Tables by book leave out what is right in all.
"""


@click.command()
@click.option("--books", type=click.IntRange(min=1), help="Measure only the first N books.")
@click.option("--write", is_flag=True, help=f"Keep the tables in {KEPT.name}.")
def main(books: int | None, write: bool) -> None:
    """Damage clean books, clean them, and say how much of them came back."""
    if not DATA.is_dir():
        click.echo(f"The books of prose are not at {DATA}: only verse and lists are measured.", err=True)
    text = report(clean_books()[:books])
    click.echo(text)
    if write:
        KEPT.write_text(text + "\n", "utf-8")


def report(books: tuple[Clean, ...]) -> str:
    """All tables and lists, as one Markdown document."""
    results, edits, speeds = all_results(books), needless_edits(books), measure_speed(books)
    sections = (
        METHOD.format(books=len(books), characters=sum(len(book.text) for book in books)),
        verdicts(results, edits, speeds),
        _section("By fault", by_fault(results)),
        _section("Characters right, by book", by_book(results, lambda score: score.characters)),
        _section("Paragraph breaks right, by book", by_book(results, lambda score: score.paragraphs.value)),
        _section(
            "Verse lines kept, by book", by_book(results, lambda score: score.verse.value if score.verse.of else None)
        ),
        _section("Processor time, seconds per million characters", speed_table(speeds)),
        _section("Undamaged words that were changed", "\n".join(changed_words(results))),
        _section("Edits of undamaged books", "\n".join(edit_list(edits))),
        _section("What is left, in the worst book", "\n".join(examples(results))),
    )
    return "\n".join(sections).rstrip("\n")


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body.rstrip() or 'None.'}\n"


if __name__ == "__main__":
    main()
