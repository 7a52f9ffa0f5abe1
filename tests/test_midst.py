"""What befalls a build in its midst: its files change or go, a process ends, room or memory runs out."""

from __future__ import annotations

import errno
import json
import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from pipeline.build import Built, build
from pipeline.errors import CannotContinue, EngineFailed
from pipeline.manifest import load_manifest
from pipeline.pdf.long_words import check_words
from pipeline.progress import Pages, Stage
from pipeline.queries import Place
from pipeline.typesetting import engine, setter
from pipeline.typesetting.sheets import PartJob
from pipeline.typesetting.vocabulary import Shelf

from .conftest import Files, MakeFolder, Run, contents, refused
from .hostile.pictured import png
from .library import read_book
from .wrong import BOOK, TERM, TEXT

FILES: Files = {
    "book.toml": f'cover = "c.png"\n{BOOK}',
    "a.txt": TEXT,
    "style.css": "p { color: teal }",
    "c.png": png(700, 700),
    "glossary.toml": f'{TERM}definition = "A text below."\n',
    "figures.toml": '[[figure]]\nafter = "No more notes."\npicture = "d.png"\nalt = "A mill."\n',
    "d.png": png(20, 20),
}
STAGES = ("Sources", "Glossary", "Templating", "EPUB")


@pytest.fixture
def folder(make_folder: MakeFolder) -> Path:
    """A book with every kind of file."""
    return make_folder("book", FILES)


def build_while(folder: Path, stage: str, act: Callable[[], object]) -> Built | CannotContinue:
    """Build, and do something as soon as a stage is done."""

    def told(progress: Stage | Pages) -> None:
        if isinstance(progress, Stage) and progress.name == stage:
            act()

    try:
        return build(load_manifest(folder), folder / "build", "epub", told)
    except CannotContinue as failure:
        assert failure.message
        assert failure.hint
        return failure


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("stage", STAGES)
def test_a_file_that_changes_or_goes_spoils_nothing(folder: Path, name: str, stage: str) -> None:
    """The book is what was read, and is not taken for one of the files as they are; or there is one message."""
    path = folder / name
    whole = path.read_bytes()
    acts: tuple[Callable[[], object], ...] = (path.unlink, lambda: path.write_bytes(whole + b"\n"))
    for act in acts:
        path.write_bytes(whole)
        outcome = build_while(folder, stage, act)
        if isinstance(outcome, Built):
            assert outcome.is_past
            with zipfile.ZipFile(folder / "build" / "t.epub") as epub:
                assert epub.testzip() is None
            assert json.loads((folder / "build" / ".state.json").read_bytes()) is None
    path.write_bytes(whole)
    assert not build(load_manifest(folder), folder / "build", "epub").unchanged
    assert build(load_manifest(folder), folder / "build", "epub").unchanged


def test_it_is_told_that_a_file_was_saved_meanwhile(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.build.is_past", lambda *_: True)
    assert "saved or removed meanwhile" in run("build", folder, "--only", "epub").out


def end_at_once(job: PartJob, shelf: Shelf) -> NoReturn:
    os._exit(9)


def find_no_memory(job: PartJob, shelf: Shelf) -> NoReturn:
    raise MemoryError


def find_no_room(job: PartJob, shelf: Shelf) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fail(job: PartJob, shelf: Shelf) -> NoReturn:
    raise EngineFailed("it fails", hint="mend it")


FAULTS = {
    "a process is killed": (end_at_once, "a process that sets the pages was ended by the system", "are kept"),
    "memory runs out": (find_no_memory, "a process that sets the pages was ended by the system", "other programs"),
    "room runs out": (find_no_room, "the pages can't be set: no space left on device", "TMPDIR"),
    "the engine fails": (fail, "it fails", "mend it"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_fails_in_another_process_is_one_message(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    assert run("build", folder, "--only", "epub").status == 0
    before = contents(folder)
    work, message, hint = FAULTS[what]
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr("pipeline.pdf.press.set_part", work)
    refused(run("build", folder), message, hint)
    assert contents(folder) == before


def test_a_failure_is_the_same_in_another_process() -> None:
    failure = EngineFailed("a", hint="b", place=Place("c", 1, 2, "d"))
    again = pickle.loads(pickle.dumps(failure))
    assert (type(again), again.message, again.hint, again.place) == (EngineFailed, "a", "b", failure.place)


def test_a_style_that_no_page_can_have_is_one_message(make_folder: MakeFolder, run: Run) -> None:
    style = "p{width:1e30px;font-size:1e9px;margin:-1e30mm;line-height:0}"
    folder = make_folder("book", {"book.toml": BOOK, "a.txt": TEXT, "style.css": style})
    refused(run("build", folder, "--only", "pdf"), "WeasyPrint can't lay out these pages (", "take out of style.css")


def test_a_word_without_an_end_is_one_message(make_folder: MakeFolder, run: Run) -> None:
    folder = make_folder("book", {"book.toml": BOOK, "a.txt": f"See {'x' * 3_000} there."})
    refused(run("build", folder, "--only", "pdf"), "a.txt:1:5: a word of 3,000 letters can't be set on pages", "blanks")
    assert run("build", folder, "--only", "epub").status == 0
    check_words(read_book("北京" * 3_000))


def test_a_name_without_an_end_is_one_message(make_folder: MakeFolder, run: Run) -> None:
    folder = make_folder("book", {"book.toml": BOOK.replace('"T"', f'"See {"&" * 3_000}"'), "a.txt": TEXT})
    refused(run("build", folder, "--only", "pdf"), "a word of 3,000 letters can't be set on pages: “&&&", "book.toml")
    assert run("build", folder, "--only", "epub").status == 0


def test_pages_without_room_are_one_message_and_are_not_set_to_the_end(
    make_folder: MakeFolder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []
    stock = engine.set_document

    def count(*given: Any, **named: Any) -> Any:
        done.append(given)
        return stock(*given, **named)

    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr(setter, "set_document", count)
    folder = make_folder("book", {"book.toml": BOOK, "a.txt": TEXT, "style.css": "@page{size:1mm 1mm}"})
    refused(run("build", folder, "--only", "pdf"), "the pages have no room for text", "larger size or smaller margins")
    assert len(done) == 1


def test_too_little_memory_is_one_message(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr("pipeline.build.survey", none)
    refused(run("build", folder, "--only", "epub"), "there is not enough memory", "close other programs")
