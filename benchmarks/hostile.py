"""The benchmark of hostile files: what each opens, runs and connects to, as strace sees it, and what it takes.

python -m benchmarks.hostile [--write] [--only FORMAT]
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from tests.hostile import write_files
from tests.hostile.books import write_books
from tests.hostile.building import BROKEN, REFUSED
from tests.hostile.tracing import TRACER, Traced, trace

KEPT = Path(__file__).with_suffix(".md")
FORMATS = ("epub", "pdf")
SECONDS, MEGABYTES = 10, 500
"""What one of them may take."""

LONG = 500_000
"""Bytes of a book folder that is not made a PDF of."""

MOST_SHOWN = 8

METHOD = f"""\
# Benchmark of hostile files

Made by `python -m benchmarks.hostile --write` (`make bench-hostile`). Every file and every book folder of
`tests/hostile/` is made a book of, each in a process of its own, under strace. **Foreign files** are those it opened
that are not its own, nor those of its book folder, of the installed packages, of the interpreter, or the libraries and
fonts of the system; **network** are the calls that name an address of the internet; **programs** those it ran. Seconds
are of processor time, strace’s share of it included; each process begins with what the command line loads. Asked: 0, 0
and 0; no more than {SECONDS} s and {MEGABYTES} MB for each. The PDF is made of the book folders and of the files that
ask for something; what is read in a file is the same for both. It is made of no more than {LONG / 1e6:.1f} MB: the
pages of longer texts take their time, about a minute and a gigabyte for a chapter of a megabyte, whoever wrote it.
"""
HEAD = (
    "| format | files | books | one message | traceback or killed | foreign files | network | programs | most s "
    "| most MB |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |"
)


@click.command()
@click.option("--write", is_flag=True, help=f"Keep the table in {KEPT.name}.")
@click.option("--only", "formats", type=click.Choice(FORMATS), multiple=True, default=FORMATS)
@click.argument("names", nargs=-1)
def main(write: bool, formats: tuple[str, ...], names: tuple[str, ...]) -> None:
    """Make books of all hostile files, or of those with these NAMES, and say what that asked of the system."""
    if TRACER is None:
        raise click.ClickException("strace is not installed")
    tables, faults = [], []
    for only in formats:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / "given").mkdir()
            given = write_files(place / "given") + write_books(place / "given")
            paths = [path for path in given if (path.name in names if names else only == "epub" or _is_for_print(path))]
            traced = trace(paths, place, only)
        tables.append(_row(only, traced))
        faults += [f"- {only}, {fault}" for one in traced for fault in _faults(one)]
        tables += [f"\nOf these {only} took longest:\n", *_longest(traced), ""] if len(traced) > MOST_SHOWN else []
        click.echo(tables, err=True)
    text = "\n".join([METHOD, HEAD, *tables, "", "## Faults", "", *(faults or ["None."]), ""])
    click.echo(text)
    if write:
        KEPT.write_text(text, "utf-8")


def _is_for_print(path: Path) -> bool:
    """Of print, the book folders and the files that ask for something: what is read is the same for all formats."""
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) <= LONG
    return path.name.startswith(("page-", "tei-", "rich-", "whole.", "links.")) and "-of-tests-" not in path.name


def _row(only: str, traced: Sequence[Traced]) -> str:
    statuses = [one.ended.status for one in traced]
    counts = (
        len(traced),
        statuses.count(0) + statuses.count(1),
        statuses.count(REFUSED),
        sum(status not in (0, 1, REFUSED) for status in statuses),
        sum(len(one.opened) for one in traced),
        sum(len(one.connections) for one in traced),
        sum(len(one.run) for one in traced),
    )
    seconds, megabytes = (max(getattr(one.ended, name) for one in traced) for name in ("seconds", "megabytes"))
    return f"| {only} | {' | '.join(map(str, counts))} | {seconds:.1f} | {megabytes:,.0f} |"


def _longest(traced: Sequence[Traced]) -> list[str]:
    slowest = sorted(traced, key=lambda one: -one.ended.seconds)[:MOST_SHOWN]
    return [f"- `{one.ended.name}`: {one.ended.seconds:.1f} s, {one.ended.megabytes:,.0f} MB" for one in slowest]


def _faults(one: Traced) -> list[str]:
    """What is not as it is asked of one file."""
    ended, found = one.ended, []
    if ended.status not in (0, 1, REFUSED):
        found.append("a traceback" if ended.status == BROKEN else f"ended with {ended.status}")
    found += [f"opened {name}" for name in one.opened]
    found += [f"ran {name}" for name in one.run]
    found += [f"connected: {call}" for call in one.connections]
    if ended.seconds > SECONDS:
        found.append(f"{ended.seconds:.1f} s")
    if ended.megabytes > MEGABYTES:
        found.append(f"{ended.megabytes:,.0f} MB")
    return [f"`{ended.name}`: {fault}" for fault in found]


if __name__ == "__main__":
    main()
