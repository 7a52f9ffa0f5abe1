"""A build that is killed leaves whole files, and two builds of one folder do not get into each other's way.

python -m tests.test_killed TIMES [FORMAT [SIGNAL]]
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from pathlib import Path

import click
import pikepdf
import pytest
from lxml import etree

from .conftest import contents
from .library import ROOT, SEEDS

KILLS = 12
"""Moments at which a build is killed here; the command tries more."""

STOPPED = "stopped; the files that were there are as they were"


def build(folder: Path, out: Path, only: str = "epub") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "build", str(folder), "--out", str(out), "--only", only]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def is_whole(name: str, content: bytes) -> bool:
    """Whether a file can be read to its end as one of its kind."""
    match Path(name).suffix:
        case ".epub":
            return zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        case ".json" | ".jsonl":
            return all(json.loads(part) for part in (content.splitlines() if name.endswith("l") else [content]))
        case ".pdf":
            return content.rstrip().endswith(b"%%EOF") and bool(pikepdf.open(io.BytesIO(content)).pages)
        case ".css" | ".jpg":
            return bool(content)
        case ".toml":
            return bool(tomllib.loads(content.decode()))
        case ".xml":
            return etree.fromstring(content) is not None
        case _:
            return content.rstrip().endswith(b"</html>")


def kill_builds(folder: Path, out: Path, times: int, only: str = "epub", sent: int = signal.SIGKILL) -> int:
    """Send a signal to a build at a random moment, again and again, each time of a text that has changed.

    A break goes to all processes, as that of a terminal does. Gives how many were at work still.
    """
    start = time.monotonic()
    build(folder, out, only).communicate()
    longest, good = time.monotonic() - start, contents(out)
    chance = random.Random(7)
    text = next(folder.glob("*.txt"))
    count = 0
    for turn in range(times):
        text.write_text(f"{text.read_text('utf-8')}\n\nParagraph {turn}.\n", "utf-8")
        running = build(folder, out, only)
        try:
            running.communicate(timeout=chance.uniform(0, longest))
        except subprocess.TimeoutExpired:
            (os.killpg if sent == signal.SIGINT else os.kill)(running.pid, sent)
            # It is at its end when all that hold its pipes are: no process outlives it.
            said = running.communicate(timeout=60)[1].strip()
            if sent == signal.SIGINT:
                _is_one_message(running.returncode, said)
            count += running.returncode != 0
        for name, content in contents(out).items():
            if not name.endswith(".part"):
                assert name in good, name
                assert content == good[name] or is_whole(name, content), name
    last = build(folder, out, only)
    assert last.communicate()[1] == ""
    assert last.returncode == 0
    assert not [name for name in contents(out) if name.endswith(".part")]
    return count


def _is_one_message(status: int, said: str) -> None:
    """Or it was too late; or Python had not come as far as to us. It ends by the signal if it was executing a text."""
    statuses = (130, -signal.SIGINT) if "pipeline" in said or "stopped" in said else (0, 1, -signal.SIGINT)
    assert status in statuses, (status, said)
    assert said == STOPPED or status != 130, said
    assert "pipeline" not in said, said


def test_a_killed_build_leaves_whole_files_and_nothing_behind(tmp_path: Path) -> None:
    folder, out = tmp_path / "book", tmp_path / "out"
    shutil.copytree(SEEDS, folder)
    kill_builds(folder, out, KILLS)


def test_a_break_at_any_moment_is_one_message(tmp_path: Path) -> None:
    folder, out = tmp_path / "book", tmp_path / "out"
    shutil.copytree(SEEDS, folder)
    kill_builds(folder, out, KILLS, sent=signal.SIGINT)


LOADING = """
import os, signal, sys

class Break:
    def find_spec(self, name, path=None, target=None):
        if name == wanted:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

wanted = sys.argv.pop()
sys.meta_path.insert(0, Break())
from pipeline.__main__ import main
main()
"""
"""A command line that is broken off when a certain module is loaded."""

ENDING = """
import atexit, os, signal
atexit.register(os.kill, os.getpid(), signal.SIGINT)
from pipeline.__main__ import main
main()
"""
"""One that is broken off when all is done."""


@pytest.mark.parametrize("module", ["pipeline.commands", "click", "pydantic", "lxml", "PIL", "rich", "ebooklib"])
def test_a_break_while_it_is_loaded_is_one_message(module: str) -> None:
    command = [sys.executable, "-c", LOADING, "build", str(SEEDS), module]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr.strip()) == (130, STOPPED)


def test_a_break_when_all_is_done_is_not_heard() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", ENDING, "doctor"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode in (0, 1), ended.stderr) == (True, "")


def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    folder, out = tmp_path / "book", tmp_path / "out"
    shutil.copytree(SEEDS, folder)
    both = [build(folder, out) for _ in range(2)]
    said = ["".join(running.communicate()) for running in both]
    assert [running.returncode for running in both] == [0, 0], said
    assert sum("for another build" in words for words in said) == 1, said


def main(times: str, only: str = "epub", sent: str = "SIGKILL") -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(SEEDS, place / "book")
        count = kill_builds(place / "book", place / "out", int(times), only, signal.Signals[sent])
    click.echo(f"{only}: {times} times {sent}, {count} of them to a build at work; every file was whole")


if __name__ == "__main__":
    main(*sys.argv[1:])
