"""Other forms: the S1 texts with their markers and headings of notes written in ways the data does not have.

A form is what calls a note, what labels its text, and the heading over the texts.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.inspection import inspect_file

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Write = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Form:
    """How to write a call, a label and the heading."""

    name: str
    call: Write
    label: Write
    heading: str


def raised(number: int) -> str:
    """A number in superscript digits."""
    return str(number).translate(_RAISED)


def roman(number: int) -> str:
    """A number in small Roman numerals."""
    numeral = ""
    for value, letters in _ROMAN:
        numeral, number = numeral + letters * (number // value), number % value
    return numeral


FORMS = (
    Form("1) under Notes", "{})".format, "{}) ".format, "Notes"),
    Form("¹) under Anmerkungen", lambda n: f"{raised(n)})", lambda n: f"{raised(n)}) ", "Anmerkungen"),
    Form("[iv]", lambda n: f"[{roman(n)}]", lambda n: f"[{roman(n)}] ", "Notes"),
    Form("<1> under Noten", "<{}>".format, "<{}> ".format, "Noten"),
    Form("[^1], [^1]:, no heading", "[^{}]".format, "[^{}]: ".format, ""),
    Form("(note 1), Note 1.", "(note {})".format, "Note {}. ".format, "NOTES"),
    Form("[1], Note 1:, no heading", "[{}]".format, "Note {}: ".format, ""),
    Form("¹, (1), under Примечания", raised, "({}) ".format, "Примечания"),
    Form("¹, 1., under Notas", raised, "{}. ".format, "Notas"),
    Form("[1], 1 —", "[{}]".format, "{} — ".format, "Footnotes"),
    Form("[fn 1]", "[fn {}]".format, "[fn {}] ".format, "Endnotes"),
    Form("/1/", "/{}/".format, "/{}/ ".format, "Notes"),
    Form("⁽¹⁾ under Przypisy", lambda n: f"⁽{raised(n)}⁾", lambda n: f"⁽{raised(n)}⁾ ", "Przypisy"),
    Form("1, glued to the word and to the note", str, str, "Notes"),
    Form("[1], no labels", "[{}]".format, lambda n: "", "Notes"),
)


def form_lines(pool: Executor) -> Iterator[str]:
    """A Markdown table: link F1 and characters of the text swallowed, for each form over all books."""
    yield "| form | link F1 | swallowed characters |"
    yield "| --- | --: | --: |"
    paths = sorted((DATA / "dev").glob("*.S1.txt"))
    for number, form in enumerate(FORMS):
        scores = list(pool.map(partial(_score, number), paths))
        right, found, there, swallowed = (sum(column) for column in zip(*scores, strict=True))
        yield f"| {form.name} | {2 * right / (found + there):.3f} | {swallowed} |"


def _score(number: int, path: Path) -> tuple[int, int, int, int]:
    sys.path.insert(0, str(DATA))
    from score import score_doc  # type: ignore[import-not-found]

    text, gold = rewritten(path, FORMS[number])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / path.name
        file.write_text(text, "utf-8", newline="")
        figures = score_doc(text, gold, inspect_file(file))
    return (*figures["link"], figures["swallowed"])


def rewritten(path: Path, form: Form) -> tuple[str, dict[str, Any]]:
    """A text with its markers in another form, and its gold with the offsets of that text."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    gold = json.loads(path.with_name(f"{path.stem}.gold.json").read_text("utf-8"))
    parts: list[str] = []
    moved: list[tuple[int, int, int, int]] = []
    position = length = 0
    for start, end, words in sorted(_changes(text, gold, form)):
        if start >= position:
            parts += (text[position:start], words)
            length += start - position + len(words)
            moved.append((start, end, length - len(words), length))
            position = end
    ends = [change[1] for change in moved]

    def place(offset: int) -> int:
        at = bisect_right(ends, offset) - 1
        return moved[at][3] + offset - moved[at][1] if at >= 0 else offset

    calls = {(start, end): (there, then) for start, end, there, then in moved}
    notes = [
        {
            "ref_start": calls[note["ref_start"], note["ref_end"]][0],
            "ref_end": calls[note["ref_start"], note["ref_end"]][1],
            "body_spans": [[place(start), place(end)] for start, end in note["body_spans"] or ()] or None,
        }
        for note in gold["notes"]
    ]
    neutral = [[place(start), max(place(start), place(end))] for start, end in gold["neutral"]]
    neutral += [[there, then] for _, _, there, then in moved]
    return "".join([*parts, text[position:]]), {"notes": notes, "orphan_bodies": [], "neutral": neutral}


def _changes(text: str, gold: dict[str, Any], form: Form) -> Iterator[tuple[int, int, str]]:
    labels: set[tuple[int, int]] = set()
    for note in gold["notes"]:
        number = int(re.sub(r"\D", "", note["label"]))
        yield note["ref_start"], note["ref_end"], form.call(number)
        if note["label_span"] and (span := tuple(note["label_span"])) not in labels:
            labels.add(span)
            yield *span, form.label(number)
    for start, end in gold["neutral"]:
        if text[start:end].strip().lower() in {"notes", "endnotes", "footnotes"}:
            yield start, end, form.heading
