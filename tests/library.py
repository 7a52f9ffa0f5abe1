"""What many tests share: the first book, built once, and small books made on the spot."""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pipeline.build import Built, build, edit_book
from pipeline.cleaning import clean, repair
from pipeline.document import Book, Chapter, Source
from pipeline.footnotes import relocate, supply_texts
from pipeline.glossary.entries import Survey, survey
from pipeline.manifest import bare_manifest, load_manifest
from pipeline.proofreading import read_corpus
from pipeline.settings import ChapterSettings
from pipeline.structure import arrange, read_structure
from pipeline.validators import find_browser

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
CASES = Path(__file__).parent / "cases"
BENCH = ROOT.parent / "shared" / "bench"

needs_browser = pytest.mark.skipif(not find_browser(), reason="no Chromium here; on Debian: apt install chromium")
needs_bench = pytest.mark.skipif(not BENCH.is_dir(), reason=f"the development data is not at {BENCH}")


@cache
def first_book() -> Book:
    """The tree of the first book."""
    return edit_book(load_manifest(SEEDS))


@cache
def first_build() -> tuple[Built, Path]:
    """The first book's files, and the folder they are in."""
    folder = Path(_first_folder().name)
    return build(load_manifest(SEEDS), folder), folder


@cache
def _first_folder() -> tempfile.TemporaryDirectory[str]:
    """Kept for the whole run, and removed at its end."""
    return tempfile.TemporaryDirectory(prefix="first-book-")


def read_chapter(text: str, name: str = "text.txt") -> Chapter:
    """A chapter from a text, its notes found and its structure read."""
    settings = ChapterSettings(file=name, title=name)
    cleaned = clean(repair(Source(name, "", "utf-8", text)))
    return arrange(supply_texts(relocate(read_structure(cleaned, settings, "ch1")), ()))


def read_book(text: str, name: str = "text.txt") -> Book:
    """A book of one chapter, before its glossary."""
    chapter = read_chapter(text, name)
    return Book(bare_manifest(Path(name)), (chapter,), ())


def surveyed(book: Book) -> Survey:
    """What the texts of a book offer its glossary."""
    return survey(book, read_corpus(book))


def write_book(folder: Path, texts: dict[str, str], book: str = "", **companions: str) -> Path:
    """A book folder: texts by file name, lines for the head of book.toml, and its companions by name."""
    chapters = "".join(f'[[chapter]]\nfile = "{name}"\ntitle = "Chapter {name}"\n' for name in texts)
    folder.mkdir(parents=True, exist_ok=True)
    head = 'title = "A Book"\nlanguage = "en"\ndate = 2026-01-01\n'
    (folder / "book.toml").write_text(head + book + "\n" + chapters, "utf-8")
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="")
    for name, text in companions.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


def count_calls(work: Callable[[], object]) -> int:
    """How many functions some work calls: a measure of what it takes that is the same on every machine."""
    count = 0

    def see(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def cases(stage: str) -> list[Any]:
    """The cases of a stage as pytest parameters: each `[[case]]` of each file, named by file and case."""
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted((CASES / stage).glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]
