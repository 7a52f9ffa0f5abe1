"""Building hostile files, each in a process of its own that has everything loaded, some at a time.

python -m tests.hostile.building FORMAT RESULTS FOLDER PATH …
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from pipeline.commands import cli, keep_what_is_made
from pipeline.errors import CannotContinue

MOST_SECONDS = 100
"""Of processor time, after which a process is ended."""

TOGETHER = 4
"""Processes at a time; what is measured of each is its own."""

REFUSED, BROKEN = 2, 70
"""Exit statuses: one message, and a traceback."""


class Ended(msgspec.Struct):
    """How a build ended: the number of its process, exit status, seconds of processor time, megabytes at the most."""

    name: str
    process: int
    status: int
    seconds: float
    megabytes: float


def build_all(only: str, folder: Path, paths: Sequence[Path]) -> list[Ended]:
    """Make a book of each file, and build each book folder."""
    running: dict[int, Path] = {}
    ended: dict[Path, Ended] = {}
    for path in paths:
        running[_build_apart(only, folder, path)] = path
        while len(running) >= TOGETHER:
            _wait_for_one(running, ended)
    while running:
        _wait_for_one(running, ended)
    return [ended[path] for path in paths]


def _build_apart(only: str, folder: Path, path: Path) -> int:
    """The number of a new process."""
    process = os.fork()
    if not process:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        os._exit(_build(only, folder / f"book-{path.name}", path))
    return process


def _wait_for_one(running: dict[int, Path], ended: dict[Path, Ended]) -> None:
    process, status, usage = os.wait4(-1, 0)
    path, seconds = running.pop(process), usage.ru_utime + usage.ru_stime
    ended[path] = Ended(path.name, process, os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / 1_000)


def _build(only: str, book: Path, path: Path) -> int:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    keep_what_is_made()  # as the command line does
    os.cpu_count = lambda: 1  # the pages are set in this process, whose time and memory are measured
    try:
        if not path.is_dir():
            cli(["new", str(book), str(path)], standalone_mode=False)
        cli(["build", str(path if path.is_dir() else book), "--only", only], standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    except CannotContinue:
        return REFUSED
    except BaseException:
        return BROKEN
    return 0


if __name__ == "__main__":
    only, results, folder, *paths = sys.argv[1:]
    Path(results).write_bytes(msgspec.json.encode(build_all(only, Path(folder), [Path(path) for path in paths])))
