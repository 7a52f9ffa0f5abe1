"""A build that is killed leaves whole files, and two builds of one folder do not get into each other's way."""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from lxml import etree

from .conftest import contents
from .library import ROOT, SEEDS, first_build

KILLS = 12
"""Moments at which a build is killed here; `python -m tests.test_killed 200` tries more."""


def build(folder: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "build", str(folder), "--out", str(out), "--only", "epub"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def is_whole(name: str, content: bytes) -> bool:
    """Whether a file can be read to its end as one of its kind."""
    match Path(name).suffix:
        case ".epub":
            return zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        case ".json" | ".jsonl":
            return all(json.loads(part) for part in (content.splitlines() if name.endswith("l") else [content]))
        case ".toml":
            return bool(tomllib.loads(content.decode()))
        case ".xml":
            return etree.fromstring(content) is not None
        case _:
            return content.rstrip().endswith(b"</html>")


def kill_builds(folder: Path, out: Path, times: int) -> None:
    """Kill a build at a random moment, again and again, each time of a text that has changed."""
    chance = random.Random(7)
    text = next(folder.glob("*.txt"))
    good = contents(out)
    for turn in range(times):
        text.write_text(f"{text.read_text('utf-8')}\n\nParagraph {turn}.\n", "utf-8")
        running = build(folder, out)
        try:
            running.communicate(timeout=chance.uniform(0.3, 2.5))
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
        for name, content in contents(out).items():
            if not name.endswith(".part"):
                assert name in good, name
                assert content == good[name] or is_whole(name, content), name
    last = build(folder, out)
    said, _ = last.communicate()
    assert last.returncode == 0, said
    assert not [name for name in contents(out) if name.endswith(".part")]


def test_a_killed_build_leaves_whole_files_and_nothing_behind(tmp_path: Path) -> None:
    folder, out = tmp_path / "book", tmp_path / "out"
    shutil.copytree(SEEDS, folder)
    shutil.copytree(first_build()[1], out)
    kill_builds(folder, out, KILLS)


def test_two_builds_at_once_wait_for_each_other(tmp_path: Path) -> None:
    folder, out = tmp_path / "book", tmp_path / "out"
    shutil.copytree(SEEDS, folder)
    both = [build(folder, out) for _ in range(2)]
    said = [running.communicate()[0] for running in both]
    assert [running.returncode for running in both] == [0, 0], said
    assert sum("for another build" in words for words in said) == 1, said


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copytree(SEEDS, place / "book")
        build(place / "book", place / "out").communicate()
        kill_builds(place / "book", place / "out", int(sys.argv[1]))
