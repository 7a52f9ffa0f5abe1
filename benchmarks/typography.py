"""The benchmark of typography: the marks of printed books made straight, set again by the rules, and compared.

python -m benchmarks.typography [--write]
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, starmap
from pathlib import Path

import click

from pipeline.cleaning import Evidence, clean
from pipeline.document import Cleaned, Source
from pipeline.ledger import Span, forward

from .books import DATA

KEPT = Path(__file__).with_suffix(".md")
_AROUND = 28

_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "…": "..."}
_DITTO = re.compile(r"(?<=[\w.½)] )”(?=\s)")
_TYPOGRAPHIC = re.compile(f"[{''.join(_STRAIGHT)}]")
_KINDS = {"“": "“ ”", "”": "“ ”", "‘": "‘", "’": "’"}

METHOD = """\
# Benchmark of typography

Made by `python -m benchmarks.typography --write`; {books} books, {characters:,} characters.

The books are the S1 texts of the footnote data, as they were printed, all with typographic marks. “”‘’ are made
straight, — is made `--` and … `...`; then the text is set in the British style, and each mark compared with the printed
one. A mark left straight is not wrong, but it is missing.

- **Right**: of the marks that were set, those that are as printed.
- **Set**: of all marks, those that were set as printed.
- ’ is counted once: an apostrophe and a closing single mark look alike.
- ” that stands alone between figures or words is a ditto mark of a table; it is to stay straight, and is not counted.
- In the second table the quotation marks of the same books are in the other order, single ones outside, as British
  books have them: there an opening mark and an apostrophe are one straight sign.

All typographic rules together take {seconds:.2f} seconds of processor time for a million characters of the typed text.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mark: as printed, and as set, with the words around it."""

    book: str
    printed: str
    made: str
    words: str

    @property
    def is_right(self) -> bool:
        """Whether the mark is as printed."""
        return self.made == self.printed


@click.command()
@click.option("--write", is_flag=True, help=f"Keep the tables in {KEPT.name}.")
def main(write: bool) -> None:
    """Make the marks of printed books straight, set them again, and say how many are as they were."""
    texts = {path.name.removesuffix(".S1.txt"): path.read_text("utf-8") for path in sorted(DATA.glob("*.S1.txt"))}
    if not texts:
        raise click.ClickException(f"the books are not at {DATA}")
    text = report(texts)
    click.echo(text)
    if write:
        KEPT.write_text(text + "\n", "utf-8")


def report(texts: dict[str, str]) -> str:
    """The tables and the list of what is not right, as one Markdown document."""
    british = {name: _set(text, Evidence(quotes="single")).text for name, text in texts.items()}
    printed, turned = (list(chain.from_iterable(starmap(measure, books.items()))) for books in (texts, british))
    wrong = [outcome for outcome in (*printed, *turned) if not outcome.is_right]
    return "\n".join(
        (
            METHOD.format(books=len(texts), characters=sum(map(len, texts.values())), seconds=_seconds(texts)),
            _section("As printed", _table(printed)),
            _section("Single marks outside", _table(turned)),
            _section("Set wrong", _listed(o for o in wrong if o.made in _STRAIGHT)),
            _section("Left straight", _listed(o for o in wrong if o.made not in _STRAIGHT)),
        )
    ).rstrip("\n")


def _seconds(texts: dict[str, str]) -> float:
    """Processor time of all rules for a million characters."""
    typed = "".join(straighten(text)[0] for text in texts.values())
    begin = time.process_time()
    _set(typed, Evidence())
    return (time.process_time() - begin) / len(typed) * 1e6


def _set(text: str, evidence: Evidence) -> Cleaned:
    return clean(Cleaned(Source("text", "", "utf-8", text), text, ()), (), evidence)


def measure(name: str, printed: str) -> Iterator[Outcome]:
    """What becomes of every quotation mark and apostrophe of a book."""
    straight, places = straighten(printed)
    cleaned = _set(straight, Evidence())
    ditto = {match.start() for match in _DITTO.finditer(printed)}
    for there, here in places:
        if there in ditto:
            continue
        at = forward(cleaned.steps, Span(here, here + 1)).start
        words = printed[max(0, there - _AROUND) : there + _AROUND].replace("\n", " ¶ ")
        yield Outcome(name, printed[there], cleaned.text[at], words)


def straighten(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text as it would be typed, and where each quotation mark and apostrophe was and is."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    position = length = 0
    for match in _TYPOGRAPHIC.finditer(text):
        parts += (text[position : match.start()], _STRAIGHT[match.group()])
        length += match.start() - position
        if match.group() in _KINDS:
            places.append((match.start(), length))
        length += len(parts[-1])
        position = match.end()
    return "".join((*parts, text[position:])), places


def _table(outcomes: Iterable[Outcome]) -> str:
    """One row a book, and one for all."""
    books: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        books.setdefault(outcome.book, []).append(outcome)
    kinds = [*dict.fromkeys(_KINDS.values())]
    head = " | ".join(f"{kind} | right | set" for kind in kinds)
    rows = [_row(book, marks, kinds) for book, marks in books.items()]
    total = _row("**all**", [mark for marks in books.values() for mark in marks], kinds)
    return "\n".join((f"| book | {head} |", f"| --- |{' --: |' * 3 * len(kinds)}", *rows, total))


def _row(book: str, marks: list[Outcome], kinds: list[str]) -> str:
    parted = ([mark for mark in marks if _KINDS[mark.printed] == kind] for kind in kinds)
    return f"| {book} | {' | '.join(map(_shares, parted))} |"


def _shares(marks: list[Outcome]) -> str:
    """How many there are, how many of those set are right, and how many of all."""
    if not marks:
        return "0 | – | –"
    made, right = sum(mark.made in _STRAIGHT for mark in marks), sum(mark.is_right for mark in marks)
    return f"{len(marks)} | {right / max(1, made):.4f} | {right / len(marks):.4f}"


def _listed(outcomes: Iterable[Outcome]) -> str:
    return "\n".join(f"- {o.book}: {o.made} for {o.printed} in `{o.words}`" for o in outcomes) or "None."


def _section(title: str, body: str) -> str:
    return f"## {title}\n\n{body}\n"


if __name__ == "__main__":
    main()
