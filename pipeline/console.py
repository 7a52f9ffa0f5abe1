"""The console: how progress, queries, failures and records look in a terminal."""

from __future__ import annotations

import io
import sys
from collections import Counter
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .build import Built
from .errors import CannotContinue
from .queries import Place, Query

MOST_QUERIES = 60
"""Queries shown in the terminal; more are read better in the report."""

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def settle_for_encoding() -> None:
    """Let a terminal or file that can't show a sign, such as ✓ in Windows-1252, have a question mark instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def show_progress(stage: str, result: str) -> None:
    """A line for a stage that is done."""
    out.print(f"[green]✓[/] {stage:<10} {escape(result)}")


def show_built(built: Built) -> None:
    """The queries, what went wrong, and where the files are."""
    for query in built.queries[:MOST_QUERIES]:
        show_query(query)
    if len(built.queries) > MOST_QUERIES:
        out.print(f"\n… and {len(built.queries) - MOST_QUERIES} queries more.")
    for finding in built.findings:
        err.print(f"[red]✗ check failed:[/] {escape(finding)}")
    for failure in built.missing:
        show_failure(failure)
    if built.findings:
        err.print("Nothing was written; the last outputs are as they were.")
    out.print("Nothing has changed since the last build; nothing was done." if built.unchanged else "")
    for file in built.files:
        out.print(f"  {escape(str(file))}")
    for file in built.older:
        out.print(f"  {escape(str(file))} [yellow]is from an earlier build[/]")
    if built.query_count:
        open_queries = "1 query" if built.query_count == 1 else f"{built.query_count} queries"
        out.print(f"\nOpen: {open_queries} to the editor; report.html shows them all.")


def show_query(query: Query) -> None:
    """A query with its line, a caret, and what would settle it."""
    colour = "yellow" if query.severity == "warning" else "cyan"
    out.print(f"\n[bold]{escape(str(query.place))}[/] [{colour}]{query.code}[/] {escape(query.message)}")
    _show_excerpt(out, query.place)
    out.print(f"  [dim]→ {escape(query.hint)}[/]")


def show_failure(failure: CannotContinue) -> None:
    """Why a build can't go on, where, and what to do."""
    where = f"[bold]{escape(str(failure.place))}:[/] " if failure.place else ""
    err.print(f"{where}[red]{escape(failure.message)}[/]")
    if isinstance(failure.place, Place):
        _show_excerpt(err, failure.place)
    err.print(f"  → {escape(failure.hint)}")


def show_record(record: dict[str, Any]) -> None:
    """What was read in one document, as a table."""
    source = record["source"]
    title = f"{source['name']}: {source['length']:,} characters, {source['encoding']}"
    table = Table(title=escape(title), title_justify="left", box=None, show_header=False, pad_edge=False)
    kinds = Counter(block["kind"] for block in record["blocks"])
    rules = Counter(edit["rule"] for edit in record["edits"])
    codes = Counter(query["code"] for query in record["queries"])
    without = sum(note["body_spans"] is None for note in record["notes"])
    labels = ", ".join(note["label"] for note in record["notes"][:20])
    table.add_row("blocks", _tally(kinds))
    table.add_row("notes", f"{len(record['notes'])}, {without} without text: {labels}" if record["notes"] else "none")
    table.add_row("uncalled", f"{len(record['orphan_bodies'])} note texts that nothing calls")
    table.add_row("edits", _tally(rules))
    table.add_row("terms", escape(", ".join(term["headword"] for term in record["terms"])) or "none")
    table.add_row("queries", _tally(codes))
    out.print(table)


def _show_excerpt(console: Console, place: Place) -> None:
    if place.text:
        line, carets = place.excerpt()
        console.print(f"  {escape(line)}\n  [bold]{carets}[/]")


def _tally(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"
