"""The press: jobs are set in a pool of processes, unless the cache has what they come to.

The pool is any `concurrent.futures` executor, handed in; without one, jobs are set here, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct, field, msgpack

from ..errors import ProcessLost
from ..typesetting.cache import Cache, key_of, surroundings
from ..typesetting.pool import Pool
from ..typesetting.setter import set_furniture, set_part
from ..typesetting.sheets import FurnitureJob, PartJob, SetFurniture, SetPart
from ..typesetting.vocabulary import Shelf
from .fonts import cut_font
from .metadata import About
from .parts import Part, Rendering

Job = TypeVar("Job", PartJob, FurnitureJob)
Result = TypeVar("Result", SetPart, SetFurniture)
Told = Callable[[str, bool], None]
"""Called with the name of a part that is set, and whether it came from the cache."""


_SHORT_OF_MEMORY = (
    "it does so when memory runs short: close other programs and build again; the chapters that are set are kept"
)

HEADS = 100
"""Characters that are set in the time of the running head and folio of a page."""


class CutJob(Struct, frozen=True):
    """A font to be cut down: what identifies it, and the numbers of the glyphs that stay."""

    file: str
    glyphs: tuple[int, ...]


class Volume(Struct, frozen=True):
    """All that a file is joined of: each part’s first folio and job, the jobs of the running heads, the metadata."""

    parts: tuple[tuple[int, str], ...]
    furniture: tuple[str, ...]
    about: About


class Press(Struct):
    """Where jobs are set. `used` are the keys of all results asked for."""

    cache: Cache
    executor: Executor | None = None
    told: Told = lambda name, kept: None
    used: set[str] = field(default_factory=set)

    def set_parts(self, jobs: Iterable[PartJob]) -> list[SetPart]:
        """Parts in the order of their jobs."""
        return self._set(list(jobs), set_part, SetPart)

    def set_furniture(self, jobs: Iterable[FurnitureJob]) -> list[SetFurniture]:
        """Running heads and folios in the order of their jobs."""
        return self._set(list(jobs), set_furniture, SetFurniture)

    def cut_font(self, file: str, glyphs: tuple[int, ...]) -> bytes:
        """One of our fonts with some glyphs alone."""
        return self._keep(key_of(CutJob(file, glyphs)), lambda: cut_font(file, glyphs))

    def remember(self, subject: Rendering, make: Callable[[], Part]) -> Part:
        """What was rendered before, or is now."""
        kept = self._keep(key_of(subject, rendered=True), lambda: msgpack.encode(make()))
        return msgpack.decode(kept, type=Part)

    def bind(self, volume: Volume, join: Callable[[], bytes]) -> bytes:
        """The file that was joined before, or is now."""
        return self._keep(key_of(volume, rendered=True), join)

    def _keep(self, key: str, make: Callable[[], bytes]) -> bytes:
        self.used.add(key)
        content = self.cache.get(key)
        if content is None:
            content = make()
            self.cache.put(key, content)
        return content

    def _set(self, jobs: list[Job], work: Callable[[Job, Shelf], Result], kind: type[Result]) -> list[Result]:
        keys = [key_of(job) for job in jobs]
        self.used.update(keys)
        kept = {key: content for key in keys if (content := self.cache.get(key)) is not None}
        missing = {key: job for key, job in zip(keys, jobs, strict=True) if key not in kept}
        self._tell((job for key, job in zip(keys, jobs, strict=True) if key in kept), kept=True)
        made: dict[str, Result] = {}
        with self._begun(work, dict(sorted(missing.items(), key=lambda entry: -_size(entry[1])))) as results:
            known = {key: msgpack.decode(content, type=kind) for key, content in kept.items()}
            for key, result in results:
                made[key] = result
                self.cache.put(key, msgpack.encode(result))
                self._tell([missing[key]], kept=False)
        return [made[key] if key in made else known[key] for key in keys]

    def _tell(self, jobs: Iterable[PartJob | FurnitureJob], *, kept: bool) -> None:
        for job in jobs:
            if isinstance(job, PartJob):
                self.told(job.name, kept)

    @contextmanager
    def _begun(
        self, work: Callable[[Job, Shelf], Result], jobs: dict[str, Job]
    ) -> Iterator[Iterator[tuple[str, Result]]]:
        """Jobs that are begun at once: their results as they come, each with the key of its job."""
        shelf = Shelf(self.cache, surroundings())
        if self.executor is None:
            yield ((key, work(job, shelf)) for key, job in jobs.items())
            return
        futures: dict[Future[Result], str] = {}
        try:
            for key, job in jobs.items():
                futures[self.executor.submit(work, job, shelf)] = key
            yield ((futures[future], future.result()) for future in as_completed(futures))
        except (BrokenExecutor, MemoryError):
            raise ProcessLost("a process that sets the pages was ended by the system", hint=_SHORT_OF_MEMORY) from None
        finally:
            if not isinstance(self.executor, Pool):  # ours cancels what waits; done here too, it could wait for ever
                for future in futures:
                    future.cancel()


def _size(job: PartJob | FurnitureJob) -> int:
    """About how long a job takes, in characters. The longest is begun first: no process waits for it at the end."""
    return len(job.document) if isinstance(job, PartJob) else HEADS * len(job.pages)


@contextmanager
def open_press(cache: Cache, executor: Executor | None, told: Told) -> Iterator[Press]:
    """A press; after the block the cache is within its bounds."""
    press = Press(cache, executor, told)
    yield press
    cache.prune(press.used)
