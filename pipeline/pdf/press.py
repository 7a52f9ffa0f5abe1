"""The press: jobs are set in a pool of processes, unless the cache has what they come to.

The pool is any `concurrent.futures` executor, handed in; without one, our own processes, as many as there are cores.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct, field, msgpack

from .cache import Cache, key_of
from .engine import load_weasyprint
from .fonts import cut_font
from .setter import set_furniture, set_part
from .sheets import FurnitureJob, PartJob, SetFurniture, SetPart

Job = TypeVar("Job", PartJob, FurnitureJob)
Result = TypeVar("Result", SetPart, SetFurniture)


class CutJob(Struct, frozen=True):
    """A font to be cut down: what identifies it, and the numbers of the glyphs that stay."""

    file: str
    glyphs: tuple[int, ...]


class Press(Struct):
    """Where jobs are set. `used` are the keys of all results asked for, `count` how many were set anew."""

    cache: Cache
    executor: Executor | None = None
    used: set[str] = field(default_factory=set)
    count: int = 0
    _own: ProcessPoolExecutor | None = None

    def set_parts(self, jobs: Iterable[PartJob]) -> list[SetPart]:
        """Parts in the order of their jobs."""
        return self._set(list(jobs), set_part, SetPart)

    def set_furniture(self, jobs: Iterable[FurnitureJob]) -> list[SetFurniture]:
        """Running heads and folios in the order of their jobs."""
        return self._set(list(jobs), set_furniture, SetFurniture)

    def cut_font(self, file: str, glyphs: tuple[int, ...]) -> bytes:
        """One of our fonts with some glyphs alone."""
        key = key_of(CutJob(file, glyphs))
        self.used.add(key)
        content = self.cache.get(key)
        if content is None:
            content = cut_font(file, glyphs)
            self.cache.put(key, content)
        return content

    def _set(self, jobs: list[Job], work: Callable[[Job], Result], kind: type[Result]) -> list[Result]:
        keys = [key_of(job) for job in jobs]
        self.used.update(keys)
        kept = {key: content for key in keys if (content := self.cache.get(key)) is not None}
        missing = {key: job for key, job in zip(keys, jobs, strict=True) if key not in kept}
        made: dict[str, Result] = {}
        missing = dict(sorted(missing.items(), key=lambda entry: -_size(entry[1])))
        for key, result in zip(missing, self._run(work, list(missing.values())), strict=True):
            made[key] = result
            self.cache.put(key, msgpack.encode(result))
        self.count += len(made)
        return [made[key] if key in made else msgpack.decode(kept[key], type=kind) for key in keys]

    def _run(self, work: Callable[[Job], Result], jobs: list[Job]) -> Iterator[Result]:
        if jobs:
            load_weasyprint()
        if self.executor is not None:
            return self.executor.map(work, jobs)
        if len(jobs) < 2 or (os.cpu_count() or 1) < 2:
            return map(work, jobs)
        if self._own is None:
            self._own = ProcessPoolExecutor()
        return self._own.map(work, jobs)

    def close(self) -> None:
        """End our own processes, if there are any."""
        if self._own is not None:
            self._own.shutdown()
            self._own = None


def _size(job: PartJob | FurnitureJob) -> int:
    """About how long a job takes: the longest is begun first, so that no process waits for it at the end."""
    return len(job.document) if isinstance(job, PartJob) else len(job.pages)


@contextmanager
def open_press(cache: Cache, executor: Executor | None) -> Iterator[Press]:
    """A press whose own processes end with the block; afterwards the cache is within its bounds."""
    press = Press(cache, executor)
    try:
        yield press
        cache.prune(press.used)
    finally:
        press.close()
