"""Speed of footnotes: processor time and memory of relocation alone, for texts of growing length."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from pipeline.cleaning import repair
from pipeline.document import Chapter, Source
from pipeline.footnotes import relocate
from pipeline.settings import ChapterSettings
from pipeline.structure import read_structure

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes" / "dev"
MILLION = 1_000_000
SIZES = (MILLION // 10, MILLION, 10 * MILLION)
STYLES = ("S1", "S2", "S5", "S7")


def speed_lines() -> Iterator[str]:
    """A Markdown table: seconds per million characters, and megabytes, for each style and size."""
    yield "| style | " + " | ".join(f"{size / MILLION:g} million" for size in SIZES) + " |"
    yield "| --- |" + " --: |" * len(SIZES)
    for style in STYLES:
        texts = [path.read_text("utf-8") for path in sorted(DATA.glob(f"*.{style}.txt"))]
        yield f"| {style} | " + " | ".join(_measure(texts, size) for size in SIZES) + " |"


def _measure(texts: list[str], size: int) -> str:
    whole = "\n\n".join(texts)
    chapter = _chapter((whole * (size // len(whole) + 1))[:size])
    start = time.process_time()
    relocate(chapter)
    seconds = (time.process_time() - start) * MILLION / size
    tracemalloc.start()
    if size <= MILLION:
        relocate(chapter)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return f"{seconds:.2f} s" + (f", {peak / size:.0f} bytes a character" if size <= MILLION else "")


def _chapter(text: str) -> Chapter:
    return read_structure(repair(Source("speed", "", "utf-8", text)), ChapterSettings("speed", "Speed"), "ch1")
