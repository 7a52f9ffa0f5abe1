"""Speed: processor time of cleaning and structure together, for texts of growing length."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle

from pipeline.cleaning import repair
from pipeline.document import Source
from pipeline.settings import ChapterSettings
from pipeline.structure import read_structure

from .books import Clean
from .damage import FAULTS, LETTERS, LINES, Damager, Fault, damage
from .letters import mojibake

MILLION = 1_000_000
SIZES = (MILLION // 10, MILLION, 5 * MILLION)

INSIDE: tuple[Damager, ...] = (*LETTERS, *LINES, mojibake)
"""All faults but those of a whole file, which a text made of many books would have many times."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of processor time per million characters, one figure a size, for texts of one state."""

    state: str
    seconds: tuple[float, ...]


def measure_speed(books: Iterable[Clean], sizes: tuple[int, ...] = SIZES) -> tuple[Speed, ...]:
    """How fast clean, wrapped and wholly damaged texts are cleaned and read, made longer by repeating the books.

    What the benchmark holds by then is kept from Python's search for garbage, which would go through it each time.
    """
    wrapped = next(fault for fault in FAULTS if "hyphenated" in fault.name)
    states = (FAULTS[0], wrapped, Fault("all faults inside", INSIDE))
    books = tuple(books)
    gc.collect()
    gc.freeze()
    speeds = []
    for fault in states:
        texts = [damage(book, fault).text for book in books]
        speeds.append(Speed(fault.name, tuple(_seconds(_repeat(texts, size)) for size in sizes)))
    gc.unfreeze()
    return tuple(speeds)


def _repeat(texts: list[str], size: int) -> str:
    """The texts one after the other, again and again, up to `size` characters."""
    parts, length = [], 0
    for text in cycle(texts):
        parts.append(text)
        length += len(text) + 1
        if length >= size:
            return "\n".join(parts)[:size]
    return ""


def _seconds(text: str) -> float:
    """Per million characters: the best of three runs, of two for longer texts, of nine for short ones."""
    runs = min(9, max(2, 3 * MILLION // len(text)))
    return min(_run(text) for _ in range(runs)) * MILLION / len(text)


def _run(text: str) -> float:
    start = time.process_time()
    read_structure(repair(Source("speed", "", "utf-8", text)), ChapterSettings("speed", "Speed"), "ch1")
    return time.process_time() - start
