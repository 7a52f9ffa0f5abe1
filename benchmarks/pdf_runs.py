"""One run of one way of making one book, in a process of its own that is watched: time, memory, instructions."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pipeline.document import Book

Way = Callable[[Book, Path], bytes]
"""Makes the PDF of a book; the folder is that of its cache."""

TICK = 0.2
"""Seconds between two looks at how much memory is held."""

_ENTRANCE = "from benchmarks.pdf import main; main()"
"""What a run begins with: the processes of a pool load the main module of the one they are of, unless it is no file."""

COUNTER = ("perf", "stat", "-x,", "-e", "instructions:u", "-o")


@dataclass(frozen=True, slots=True)
class Figure:
    """What one run took: seconds of wall and processor, megabytes of its largest process and of all at once.

    `instructions` are those of the whole process in thousand millions, with those of making the book; None where the
    machine has no counter for them.
    """

    wall: float
    cpu: float
    largest: float
    together: float
    instructions: float | None = None


def run_apart(arguments: list[str]) -> Figure:
    """Run this module in a process of its own, with arguments for `run_here`, and count its instructions."""
    command = [sys.executable, "-c", _ENTRANCE, "--one", *arguments]
    if not counts_instructions():
        return Figure(**json.loads(_said(command)))
    with tempfile.NamedTemporaryFile("r") as counted:
        said = _said([*COUNTER, counted.name, *command])
        count = next(line.split(",")[0] for line in counted if "instructions" in line)
    return Figure(**json.loads(said) | {"instructions": int(count) / 1e9})


def _said(command: list[str]) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1]


@cache
def counts_instructions() -> bool:
    """Whether `perf` is installed and the machine counts instructions."""
    if shutil.which("perf") is None:
        return False
    done = subprocess.run([*COUNTER[:-1], "true"], capture_output=True, text=True, check=False)
    return done.returncode == 0 and "not" not in done.stderr


def run_here(way: Way, book: Book, folder: Path, name: str) -> str:
    """Make a book in this process, keep its file in the folder, and say what it took, as JSON."""
    with _Watch() as watch:
        wall, cpu = time.perf_counter(), _processor()
        content = way(book, folder / "cache")
        wall, cpu = time.perf_counter() - wall, _processor() - cpu
    (folder / f"{name}.pdf").write_bytes(content)
    return json.dumps(asdict(Figure(wall, cpu, watch.largest, watch.together)))


def _processor() -> float:
    """Processor seconds of this process, of those it has ended, and of those that live with what they have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ticks = sum(sum(map(int, _stat(child)[11:15])) for child in _below(os.getpid()))
    return sum(use.ru_utime + use.ru_stime for use in used) + ticks / os.sysconf("SC_CLK_TCK")


class _Watch:
    """Watches how much memory this process and all below it hold, in megabytes, where there is a /proc."""

    def __init__(self) -> None:
        self.largest = self.together = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._note()

    def _look(self) -> None:
        while not self._stop.wait(TICK):
            self._note()

    def _note(self) -> None:
        """Look once. What `getrusage` says would be no less than what the process that began this one held."""
        held = [_held(pid) for pid in (os.getpid(), *_below(os.getpid()))]
        self.largest = max(self.largest, *(peak for peak, _ in held))
        self.together = max(self.together, sum(share for _, share in held))


def _below(pid: int) -> Iterator[int]:
    """The processes below one that live."""
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from _below(child)


def _stat(pid: int) -> list[str]:
    """What /proc says of a process after its name; nothing if it is no more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _held(pid: int) -> tuple[float, float]:
    """The most memory that a process has held, and its share of what it holds now, in megabytes."""
    try:
        peak = _kilobytes(f"/proc/{pid}/status", "VmHWM:")
        return peak / 1024, _kilobytes(f"/proc/{pid}/smaps_rollup", "Pss:") / 1024
    except OSError:
        return 0, 0


def _kilobytes(file: str, name: str) -> int:
    lines = Path(file).read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
