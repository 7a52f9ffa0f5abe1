"""Round trip: an EPUB that we built, read back, is the same book: words, notes, quotations, verse, lists, headings."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.build import build, edit_book
from pipeline.cleaning import class_of
from pipeline.document import Book, Chapter
from pipeline.manifest import load_manifest
from pipeline.starter import start_book
from pipeline.tree import Block, NoteRef, leaves

from .formats import outline
from .hard_book import GLOSSARY, HARD, HEAD, NOTES
from .library import BENCH, CASES, SEEDS, needs_bench, write_book

TEXTS = {
    f"{stage}/{path.stem}": [case["text"] for case in tomllib.loads(path.read_text("utf-8"))["case"] if "text" in case]
    for stage in ("structure", "footnotes")
    for path in sorted((CASES / stage).glob("*.toml"))
}
"""The texts of the cases of structure and of notes: every form that a text may have."""

DEVELOPMENT = BENCH / "footnotes" / "dev"
SAMPLE = 10
"""Of so many development texts one is read back: all of them take minutes."""

PARTED_BY_PAGES = ("engels.S8", "machiavelli.S8", "reed.S6a", "reed.S6b", "reed.S8", "wjames.S8")
"""Development texts with quotations that pages or notes part: their marks would be set otherwise a second time."""


def read_back(book: Path, folder: Path) -> tuple[Book, Book]:
    """A book, and what comes of its EPUB when it is the only source of another."""
    manifest = load_manifest(book)
    made = build(manifest, folder / "out", "epub")
    assert not made.findings
    epub = next((folder / "out").glob("*.epub"))
    before = edit_book(manifest)
    titles = ", ".join(repr_toml(chapter.settings.title) for chapter in before.chapters)
    again = folder / "again"
    again.mkdir()
    (again / "book.epub").write_bytes(epub.read_bytes())
    language = repr_toml(manifest.book.language)
    (again / "book.toml").write_text(
        f'title = "Again"\nlanguage = {language}\ndate = 2026-01-01\nhouse_style = "{manifest.book.house_style}"\n'
        f'[[chapter]]\nfile = "book.epub"\ntitle = "Again"\nsplit = [{titles}]\n',
        "utf-8",
    )
    return before, edit_book(load_manifest(again))


def repr_toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def shape(chapter: Chapter) -> dict[str, list[list[str]]]:
    """A chapter as it is printed: its text, and the notes that it or a note of it calls, in their order."""
    notes = {note.key: note.blocks for note in chapter.notes}
    called: dict[str, str] = {}
    waiting = [chapter.blocks]
    while waiting:
        for leaf in leaves(waiting.pop(0)):
            if isinstance(leaf, NoteRef) and leaf.key not in called:
                called[leaf.key] = f"note {len(called) + 1}"
                waiting.append(notes[leaf.key])
    return {
        "text": [printed(chapter.blocks, called)],
        "notes": [printed(notes[key], called) for key in called],
    }


def printed(blocks: tuple[Block, ...], names: dict[str, str]) -> list[str]:
    """Blocks as lines, white space as a page shows it, and calls by the names of the notes."""

    def name(match: re.Match[str]) -> str:
        return f"{{{names.get(match[1], 'a note')}}}" if not match[1].startswith("p. ") else match[0]

    return [re.sub(r"\{([^{} ]+)\}", name, re.sub(r"[ \n]+", " ", line)) for line in outline(blocks)]


def uncalled(book: Book) -> list[list[str]]:
    """The notes of a book that nothing calls; where a file is cut into chapters, they go with its last."""
    return [printed(note.blocks, {}) for chapter in book.chapters for note in chapter.orphans]


def check(book: Path, folder: Path) -> None:
    before, after = read_back(book, folder)
    assert [c.settings.title.casefold() for c in after.chapters] == [
        c.settings.title.casefold() for c in before.chapters
    ]
    for one, other in zip(before.chapters, after.chapters, strict=True):
        assert shape(other) == shape(one)
        again = [step.rule for step in other.cleaned.steps if class_of(step.rule) == "typographic"]
        assert not again, "what a house style has set is set again"
    assert uncalled(after) == uncalled(before)


def test_the_first_book(tmp_path: Path) -> None:
    check(SEEDS, tmp_path)


def test_the_hard_book(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", {"a.txt": HARD}, HEAD, glossary=GLOSSARY, notes=NOTES)
    check(book, tmp_path)


OTHERS = {
    "pages of the source": f"One [p. 1] two.\n\nThree [p. 2] four {'and on ' * 20}.\n\nFive [p. 3] six.\n\nSeven "
    "[p. 4] eight.",
    "Russian": "Он сказал: «Нет».[1]\n\nПримечания\n\n[1] Так в рукописи.",
    "emphasis and links": "He said *no*, _never_, and (see https://example.org/a) went.[1]\n\nNotes\n\n[1] *So* he "
    "did.",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_other_books(text: str, tmp_path: Path) -> None:
    check(write_book(tmp_path / "book", {"a.txt": text}), tmp_path)


@pytest.mark.parametrize("case", TEXTS)
def test_every_form_of_a_text(case: str, tmp_path: Path) -> None:
    texts = {f"{number}.txt": text for number, text in enumerate(TEXTS[case], 1)}
    check(write_book(tmp_path / "book", texts), tmp_path)


@needs_bench
@pytest.mark.parametrize(
    "name", sorted({*sorted(path.stem for path in DEVELOPMENT.glob("*.txt"))[::SAMPLE], *PARTED_BY_PAGES})
)
def test_the_development_texts(name: str, tmp_path: Path) -> None:
    check(write_book(tmp_path / "book", {"a.txt": (DEVELOPMENT / f"{name}.txt").read_text("utf-8")}), tmp_path)


PARTED = 'One, "two" [1] -- so.\n\nAnd "three\n\nfour" five.\n\nNotes\n\n[1] Six.'
"""Two paragraphs have marks that do not pair, which stay straight."""


def read_again(folder: Path, head: str, **companions: str) -> str:
    """A text set in a house style, and then, as an EPUB, made a book again, in the British one."""
    book = write_book(folder / "book", {"a.txt": PARTED}, head)
    build(load_manifest(book), folder / "out", "epub")
    again = write_book(folder / "again", {}, **companions)
    (again / "book.epub").write_bytes(next((folder / "out").glob("*.epub")).read_bytes())
    with (again / "book.toml").open("a", encoding="utf-8") as file:
        file.write('[[chapter]]\nfile = "book.epub"\ntitle = "Again"\n')
    (chapter,) = edit_book(load_manifest(again)).chapters
    return chapter.cleaned.text


def test_of_a_text_that_is_set_only_emendations_are_set(tmp_path: Path) -> None:
    emendation = "[[emendation]]\nfind = 'four\" five'\nreplace = \"four, it's five\"\nreason = 'a slip'\n"
    text = read_again(tmp_path, "", emendations=emendation)
    assert "“two”" in text
    assert 'And "three\n\nfour, it’s five.' in text


def test_a_text_that_no_style_has_set_is_set_when_it_is_read_again(tmp_path: Path) -> None:
    text = read_again(tmp_path, 'house_style = "source"\n')
    assert "“two”" in text
    assert "\u00a0– so" in text


def test_a_new_book_of_our_epub_has_its_title_authors_and_chapters(tmp_path: Path) -> None:
    head = 'authors = ["Jane Doe", "Richard Roe"]\n'
    texts = {f"{n}.txt": f"Words of {n}.\n\nIntroduction to {n}\n\nMore.[1]\n\nNotes\n\n[1] Note." for n in "abc"}
    book = load_manifest(write_book(tmp_path / "book", texts, head))
    made = build(book, tmp_path / "out", "epub")
    new = load_manifest(start_book(tmp_path / "new", (next((tmp_path / "out").glob("*.epub")),)).manifest.parent)
    assert not made.findings
    assert (new.book.title, new.book.authors) == (book.book.title, book.book.authors)
    before, after = edit_book(book), edit_book(new)
    assert [c.settings.title for c in after.chapters] == [c.settings.title for c in before.chapters]
    assert [shape(chapter) for chapter in after.chapters] == [shape(chapter) for chapter in before.chapters]


def test_what_is_lost_is_seen(tmp_path: Path) -> None:
    """The comparison can fail: another word, another form, a note lost."""
    text = "One.[1]\n\nII. TWO\n\nThree.\n\nNotes\n\n[1] A note."
    (whole,), _ = (book.chapters for book in read_back(write_book(tmp_path / "book", {"a.txt": text}), tmp_path))
    for other in (text.replace("One", "Once"), text.replace("II. TWO", "Two was."), text.replace("[1] A note.", "")):
        (tmp_path / "book" / "a.txt").write_text(other, "utf-8")
        (changed,) = edit_book(load_manifest(tmp_path / "book")).chapters
        assert shape(changed) != shape(whole)
