"""Texts without notes: the footnote data with every call, note and heading of notes taken out; all found is false."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

from pipeline.inspection import inspect_file

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes"
STYLES = ("S1", "S3", "S5", "PG")


def false_calls(pool: Executor) -> Iterator[str]:
    """How many calls are found where there are none, per 100,000 words, and which."""
    paths = [path for name in ("dev", "real_dev") for path in sorted((DATA / name).glob("*.txt"))]
    paths = [path for path in paths if path.stem.rsplit(".", 1)[1] in STYLES]
    words, found = 0, []
    for path, count, calls in pool.map(_read_without, paths):
        words += count
        found += [f"- {path.stem}: {call}" for call in calls]
    yield f"{len(found)} false calls in {words:,} words: {len(found) / words * 100_000:.2f} in 100,000."
    yield from found[:20]


def _read_without(path: Path) -> tuple[Path, int, list[str]]:
    text = without_notes(path)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / path.name
        file.write_text(text, "utf-8", newline="")
        notes = inspect_file(file)["notes"]
    calls = [repr(text[max(0, note["ref_start"] - 40) : note["ref_end"] + 10]) for note in notes]
    return path, len(re.findall(r"\w+", text)), calls


def without_notes(path: Path) -> str:
    """A text of the data without anything that the gold says of its notes."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    gold = json.loads(path.with_name(f"{path.stem}.gold.json").read_text("utf-8"))
    spans = [tuple(span) for span in gold["neutral"]]
    for note in (*gold["notes"], *gold["orphan_bodies"]):
        spans += [tuple(span) for span in note["body_spans"] or ()]
        spans += [(note["ref_start"], note["ref_end"])] if "ref_start" in note else []
    parts, position = [], 0
    for start, end in sorted(spans):
        parts.append(text[position : max(start, position)])
        position = max(position, end)
    return "".join([*parts, text[position:]])
