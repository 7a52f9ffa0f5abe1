"""The weights of footnote recognition: what becomes of the figures when each is halved, doubled or nought.

python -m benchmarks.note_weights
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from statistics import fmean
from typing import Any

from pipeline.cleaning import clean, repair
from pipeline.document import Book, Chapter
from pipeline.footnotes import relocate
from pipeline.inspection import record
from pipeline.manifest import bare_manifest
from pipeline.sources import read_source
from pipeline.structure import arrange, read_structure

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes"
WEIGHTS = {
    "alignment": ("DOUBTFUL_STEP", "NEAR", "ANNOUNCED", "PASSED", "CLOSE", "BROKEN", "GAP", "RESTART"),
    "readings": ("ANNOUNCED", "UNASKED", "UNANSWERED", "BULK"),
    "ends": ("LONGEST_TAIL",),
    "sections": ("NEARBY",),
}
FACTORS = (0.0, 0.5, 2.0)


def main() -> None:
    """Print a table: the mean of the style link F1 with each weight changed, and the style that suffers most."""
    paths = sorted((DATA / "dev").glob("*.txt"))
    with ProcessPoolExecutor() as pool:
        usual = _by_style(pool.map(_read, paths, [("", "", 1.0)] * len(paths)))
        print(f"as they are: {fmean(usual.values()):.4f}\n")
        print("| weight | nought | halved | doubled | worst style |")
        print("| --- | --: | --: | --: | --- |")
        for module, names in WEIGHTS.items():
            for name in names:
                tables = [_by_style(pool.map(_read, paths, [(module, name, f)] * len(paths))) for f in FACTORS]
                losses = [(usual[style] - table[style], style) for table in tables for style in table]
                loss, style = max(losses)
                means = " | ".join(f"{fmean(table.values()):.4f}" for table in tables)
                print(f"| {module}.{name} | {means} | {style} −{loss:.3f} |", flush=True)


def _by_style(scores: Iterator[tuple[str, tuple[int, int, int]]]) -> dict[str, float]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for style, link in scores:
        sums[style] = [one + other for one, other in zip(sums[style], link, strict=True)]
    return {style: 2 * right / (found + there) for style, (right, found, there) in sums.items()}


def _read(path: Path, change: tuple[str, str, float]) -> tuple[str, tuple[int, int, int]]:
    sys.path.insert(0, str(DATA))
    from score import score_doc  # type: ignore[import-not-found]

    module, name, factor = change
    if not name:
        return path.stem.rsplit(".", 1)[1], _score(path, score_doc)
    room = import_module(f"pipeline.footnotes.{module}")
    usual = getattr(room, name)
    setattr(room, name, type(usual)(usual * factor))
    try:
        return path.stem.rsplit(".", 1)[1], _score(path, score_doc)
    finally:
        setattr(room, name, usual)


def _score(path: Path, score_doc: Any) -> tuple[int, int, int]:
    chapter = arrange(relocate(_chapter(path)))
    figures = score_doc(*_gold(path), record(Book(bare_manifest(path), (chapter,), ())))
    link: tuple[int, int, int] = figures["link"]
    return link


@cache
def _chapter(path: Path) -> Chapter:
    manifest = bare_manifest(path)
    return read_structure(clean(repair(read_source(path, path.name))), manifest.book.chapter[0], "ch1")


@cache
def _gold(path: Path) -> tuple[str, dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read(), json.loads(path.with_name(f"{path.stem}.gold.json").read_text("utf-8"))


if __name__ == "__main__":
    main()
