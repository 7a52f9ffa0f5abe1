"""Long books for the benchmark of the PDF: real prose of the footnote data, cut into as many chapters as are wanted."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from msgspec.structs import replace

from pipeline.build import edit_book
from pipeline.document import Book, Chapter, Cleaned, Note, Source
from pipeline.ledger import Span
from pipeline.manifest import bare_manifest, load_manifest
from pipeline.settings import ChapterSettings
from pipeline.tree import Emph, Inline, NoteRef, Para, Str
from tests.test_pdf_notes import torture_book

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes" / "dev"
SEEDS = Path(__file__).parents[1] / "seeds"


@dataclass(frozen=True, slots=True)
class Plan:
    """A book to be made: words of text, notes and their words, chapters."""

    words: int
    notes: int
    note_words: int
    chapters: int


BOOKS: dict[str, Plan | None] = {
    "seeds": None,
    "torture": None,
    "notes": Plan(88_000, 700, 46, 11),
    "long": Plan(480_000, 2_000, 25, 51),
    "short": Plan(555_000, 137, 36, 380),
}
"""The books by name: what there is, notes in all places and of all lengths, 120,000 words with 700 notes, 530,000 words
in 51 chapters, 560,000 in 380."""


def make_book(name: str) -> Book:
    """A book by its name."""
    plan = BOOKS[name]
    if plan is None:
        return edit_book(load_manifest(SEEDS)) if name == "seeds" else torture_book()
    stream = cycle(_words())
    chapters = tuple(_chapter(plan, number, stream) for number in range(plan.chapters))
    manifest = bare_manifest(Path("book"))
    return Book(
        replace(manifest, book=dataclasses.replace(manifest.book, title="A Long Book", language="en")), chapters, ()
    )


def change_a_sentence(book: Book) -> Book:
    """The book with a sentence added in the chapter in its midst."""
    middle = len(book.chapters) // 2
    chapter = book.chapters[middle]
    first = next(n for n, block in enumerate(chapter.blocks) if isinstance(block, Para))
    block = chapter.blocks[first]
    assert isinstance(block, Para)
    longer = replace(block, inlines=(*block.inlines, Str(" One sentence more.", Span(0, 19))))
    changed = replace(chapter, blocks=(*chapter.blocks[:first], longer, *chapter.blocks[first + 1 :]))
    return replace(book, chapters=(*book.chapters[:middle], changed, *book.chapters[middle + 1 :]))


def _words() -> list[str]:
    texts = (path.read_text("utf-8").split("\n\nNotes\n")[0] for path in sorted(DATA.glob("*.S1.txt")))
    return [word for text in texts for word in text.split()]


def _chapter(plan: Plan, number: int, stream: Iterator[str]) -> Chapter:
    length, count = plan.words // plan.chapters, plan.notes // plan.chapters + (number < plan.notes % plan.chapters)
    gap = length // (count + 1)
    place, blocks, notes = 0, list[Para](), list[Note]()
    inlines: list[Inline] = []

    def text(words: int) -> Str:
        nonlocal place
        said = " ".join(islice(stream, words)) + " "
        place += len(said)
        return Str(said, Span(place - len(said), place))

    paragraph = 0
    for nth in range(count + 1):
        left = gap
        while left > 0:
            step = min(left, 110 - paragraph)
            inlines.append(text(step))
            left, paragraph = left - step, paragraph + step
            if paragraph >= 110:
                blocks.append(Para(tuple(inlines)))
                inlines, paragraph = [], 0
        if nth < count:
            key = str(nth + 1)
            words = plan.note_words // 2 * (1 + nth % 3)
            place += 1
            inlines.append(NoteRef(key, Span(place - 1, place)))
            said: tuple[Inline, ...] = (text(words // 2), Emph((text(3),)), text(words - words // 2))
            notes.append(Note(key, key, (Para(said),)))
    if inlines:
        blocks.append(Para(tuple(inlines)))
    title = f"Chapter {number + 1}"
    cleaned = Cleaned(Source(f"{number + 1}.txt", "0" * 64, "utf-8", " " * place), " " * place, ())
    settings = ChapterSettings(file=f"{number + 1}.txt", title=title)
    return Chapter(f"ch{number + 1}", settings, cleaned, tuple(blocks), tuple(notes))
