"""A worker: one target, in a process of its own, until its seconds are over.

python -m tests.fuzz.worker TARGET SECONDS FOLDER
"""

from __future__ import annotations

import os
import re
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType

import atheris
import msgspec

from .mutation import mutate
from .result import RESULT, Find, Result

with atheris.instrument_imports(include=["pipeline"]):
    from .seeds import LARGEST, seeds_of
    from .targets import REFUSAL, TARGETS, Broken

SLOW = 10
"""Seconds of processor time that one input may take."""

HELD = 2_000
"""Megabytes at which a process is ended."""


class TooSlow(BaseException):
    """An input takes longer than it may."""


def _break_off(signum: int, frame: FrameType | None) -> None:
    raise TooSlow


class Worker(msgspec.Struct):
    """What is tried, and what came of it so far."""

    result: Result
    folder: Path
    until: float

    def try_one(self, data: bytes) -> None:
        """Try one input; a fault is kept, and the next one tried."""
        self.result.tried += 1
        signal.setitimer(signal.ITIMER_PROF, SLOW)
        try:
            TARGETS[self.result.target](data)
        except REFUSAL:
            self.result.refused += 1
        except (Exception, TooSlow) as fault:
            self._keep(fault, data)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if time.monotonic() > self.until:
            self.save()
            os._exit(0)

    def _keep(self, fault: BaseException, data: bytes) -> None:
        where, said = _tell(fault)
        find = self.result.finds.get(where)
        if find is None:
            file = f"find-{len(self.result.finds) + 1}"
            find = self.result.finds[where] = Find(where, said, file, len(data), 0)
            (self.folder / f"{file}.txt").write_text("".join(traceback.format_exception(fault)), "utf-8", "replace")
            (self.folder / file).write_bytes(data)
        elif len(data) < find.size:
            find.size = len(data)
            (self.folder / find.file).write_bytes(data)
        find.times += 1
        self.save()

    def save(self) -> None:
        """Write down what came of it."""
        (self.folder / RESULT).write_bytes(msgspec.json.encode(self.result))


def _tell(fault: BaseException) -> tuple[str, str]:
    """Where a fault is, by which it is told from others, and what it says."""
    if isinstance(fault, Broken):
        return re.sub(r"“.*”|[\d']+|[^ ]*text[^ ]*", "…", str(fault)), str(fault)
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if "/pipeline/" in frame.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "elsewhere"
    return f"{type(fault).__name__} in {place}", str(fault)


def main(target: str, seconds: float, folder: Path) -> None:
    """Fuzz a target; does not return."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    pool = seeds_of(target)
    for number, seed in enumerate(pool):
        (corpus / f"seed-{number}").write_bytes(seed)
    worker = Worker(Result(target), folder, time.monotonic() + seconds)

    def change(data: bytes, most: int, seed: int) -> bytes:
        return mutate(data, most, seed, atheris.Mutate, pool)

    signal.signal(signal.SIGPROF, _break_off)
    limits = [f"-max_len={LARGEST}", f"-rss_limit_mb={HELD}", "-timeout=600"]
    command = ["fuzz", *limits, f"-artifact_prefix={folder}/crash-", str(corpus)]
    atheris.Setup(command, worker.try_one, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), Path(sys.argv[3]))
