"""Fixtures of the tests: the command line as a user meets it, and book folders made of a few files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.__main__ import main

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


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; an exception that `main` lets through, a user's traceback, fails the test."""

    def run(*words: str | Path) -> Outcome:
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
