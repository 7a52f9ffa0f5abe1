"""What the tests share: the command line as a user meets it, and folders made of a few files and read back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from lxml import etree
from playwright.sync_api import Browser, sync_playwright

from pipeline.__main__ import main
from pipeline.build import CACHE
from pipeline.validators import find_browser

# In a fresh checkout the first draw builds a table of all characters, which takes seconds.
settings.register_profile("fresh", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fresh")

collect_ignore = ["fuzz/worker.py"]
"""No tests, and it needs atheris, which `make fuzz` installs."""

Files = dict[str, str | bytes]
"""File names of a folder, with what is in the files."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to: its exit status, what it said, and what it complained of."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]
MakeFolder = Callable[[str, Files], Path]


def refused(outcome: Outcome, message: str, *fragments: str) -> None:
    """Exit status 2 and exactly one message, which begins so and says all of this."""
    assert outcome.status == 2, outcome
    assert outcome.err.startswith(message), outcome.err
    assert outcome.err.count("\n  → ") == 1, outcome.err
    assert "Traceback" not in outcome.out + outcome.err
    assert [fragment for fragment in fragments if fragment not in outcome.err] == [], outcome.err


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for the cache of set pages, which is nobody's book."""
    files = (path for path in folder.rglob("*") if path.is_file() and CACHE not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def words(epub: Path, name: str = "chapter-1.xhtml") -> str:
    """The text of a file of an EPUB; one that is not well formed fails the test."""
    with zipfile.ZipFile(epub) as archive:
        page = etree.fromstring(archive.read(next(n for n in archive.namelist() if n.endswith(name))))
    return "".join(map(str, page.itertext()))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; an exception that `main` lets through, a user's traceback, fails the test."""

    def run(*words: str | Path) -> Outcome:
        monkeypatch.setattr("pipeline.__main__._hear_no_more", lambda: None)  # the tests hear breaks to their end
        monkeypatch.setattr("sys.argv", ["reader-edition", *map(str, words)])
        capsys.readouterr()
        try:
            main()
            status = 0
        except SystemExit as end:
            assert isinstance(end.code, int)
            status = end.code
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture
def make_folder(tmp_path: Path) -> MakeFolder:
    """Make a folder of files below the test's own folder; a name may lead into folders of its own."""

    def make(name: str, files: Files) -> Path:
        folder = tmp_path / name
        for file, content in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system’s own Chromium, for the tests of one module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser())
        yield browser
        browser.close()
