"""The console: how progress, queries, failures and records look in a terminal."""

from __future__ import annotations

import datetime
import io
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from .build import Built
from .desk import Question
from .errors import CannotContinue
from .queries import Place, Query
from .wording import figure, join

MOST_NAMES = 12
"""Names shown of those that want a definition."""

MOST_NEW = 5
"""New queries shown after a save; report.html has them all."""

MOST_QUERIES = 60
"""Queries shown in the terminal one by one; of more, only how many there are of each kind."""

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that a terminal obeys in place of showing them: controls, and those that turn the direction of text."""


def tame(text: str) -> str:
    """A text of which a terminal shows every sign, whatever file it comes from."""
    return _OBEYED.sub("\ufffd", text)


class _Terminal(Console):
    """A console that says nothing to the terminal itself but what is ours."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(tame(text), **options)


out = _Terminal(highlight=False, soft_wrap=True, emoji=False)
err = _Terminal(stderr=True, highlight=False, soft_wrap=True, emoji=False)


def settle_for_encoding() -> None:
    """Let a terminal or file that can't show a sign, such as ✓ in Windows-1252, have a question mark instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def show_built(built: Built, review: str = "review") -> None:
    """The queries, what went wrong, what is new, and where the files are; `review` is the command that asks again."""
    if len(built.queries) > MOST_QUERIES:
        show_kinds(built.queries)
    else:
        for query in built.queries:
            show_query(query)
    show_findings(built)
    for failure in built.missing:
        show_failure(failure)
    out.print("Nothing has changed since the last build; nothing was done." if built.unchanged else "")
    for file in built.files:
        out.print(f"  {escape(str(file))}")
    for file in built.older:
        out.print(f"  {escape(str(file))} [yellow]is from an earlier build[/]")
    if built.is_past:
        out.print("\n[yellow]A file of the book was saved or removed meanwhile;[/] the next build takes that in.")
    if built.changes is not None and (news := str(built.changes)):
        out.print(f"\nSince the last build: {escape(news)}.")
    if built.query_count:
        number = figure(built.query_count, "query", "queries")
        out.print(f"\nOpen: {number} to the editor; report.html shows them all. To answer them one by one:")
        out.print(f"  {escape(review)}")


def show_saved(names: Sequence[str]) -> None:
    """When files of a book were saved, and which; of many, the first."""
    more = len(names) - MOST_NAMES
    told = f"{', '.join(names[:MOST_NAMES])} and {more} more" if more > 0 else join(names)
    out.print(f"\n[dim]{datetime.datetime.now():%H:%M:%S}[/] {escape(told)} saved")


def show_rebuilt(built: Built, seconds: float, pages: str | None) -> None:
    """A build after a save: how long it took, what came of the pages if they were set, and the queries that are new."""
    show_findings(built)
    new = [built.queries[number] for number in built.changes.new] if built.changes else []
    for query in new[:MOST_NEW]:
        show_query(query)
    if new:
        out.print()
    settled = built.changes.settled if built.changes else ()
    counts = {"settled": len(settled), "new": len(new), "open": built.query_count}
    queries = ", ".join(f"{number:,} {what}" for what, number in counts.items() if number)
    parts = [*([f"PDF: {pages}"] if pages else []), *([f"queries: {queries}"] if queries else [])]
    done = "nothing is different" if built.unchanged else "built"
    if not built.findings:
        out.print(f"[green]✓[/] {done} in {seconds:.1f} s{''.join(f'; {escape(part)}' for part in parts)}")


def show_findings(built: Built) -> None:
    """What the checks found, for which nothing was written."""
    for finding in built.findings:
        err.print(f"[red]✗ check failed:[/] {escape(finding)}")
    if built.findings:
        err.print("Nothing was written; the last outputs are as they were.")


def show_kinds(queries: tuple[Query, ...]) -> None:
    """Many queries: how often each code comes up, and where first."""
    first: dict[str, Query] = {}
    for query in queries:
        first.setdefault(query.code, query)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    table.add_column(overflow="fold")
    for code, number in Counter(query.code for query in queries).most_common():
        example = first[code]
        colour = "yellow" if example.severity == "warning" else "cyan"
        place = f"[dim]{escape(str(example.place))}[/]"
        table.add_row(f"{number:,}", f"[{colour}]{code}[/]", f"first in {place}: {escape(example.message)}")
    out.print()
    out.print(table, soft_wrap=False)


def show_query(query: Query) -> None:
    """A query with its line, a caret, and what would settle it."""
    colour = "yellow" if query.severity == "warning" else "cyan"
    out.print(f"\n[bold]{escape(str(query.place))}[/] [{colour}]{query.code}[/] {escape(query.message)}")
    _show_excerpt(out, query.place)
    out.print(f"  [dim]→ {escape(query.hint)}[/]")


def show_question(question: Question, number: int, total: int) -> None:
    """A query of a review, in its sentence, with what might be read there."""
    query = question.query
    colour = "yellow" if query.severity == "warning" else "cyan"
    out.rule(style="dim")
    out.print(f"[dim]{number} of {total}[/]  [bold]{escape(question.chapter.settings.title)}[/]")
    out.print(f"[dim]{escape(str(query.place))}[/]  [{colour}]{query.code}[/]")
    out.print(f"{escape(query.message[:1].upper() + query.message[1:])}\n")
    sentence = Text.assemble(tame(question.left), (tame(question.words), "bold reverse"), tame(question.right))
    out.print(Padding(sentence, (0, 4)), soft_wrap=False)
    changing = question.changing
    if query.suggestion is not None and changing is not None:
        out.print(f"\n  suggested: [green]{escape(changing.with_words(query.suggestion))}[/]")
    elif query.stub or changing is None:
        out.print(f"\n  [dim]→ {escape(query.hint)}[/]")
    out.print()


def show_failure(failure: CannotContinue) -> None:
    """Why a build can't go on, where, and what to do."""
    err.print(failure_text(failure))


def failure_text(failure: CannotContinue) -> Text:
    """The same as a text, wherever it is shown."""
    place = failure.place
    lines = place.excerpt() if isinstance(place, Place) and place.text else ()
    return Text.assemble(
        *([(tame(str(place)), "bold"), ": "] if place else ()),
        (tame(failure.message), "red"),
        *(f"\n  {line}" for line in lines),
        f"\n  → {tame(failure.hint)}",
    )


def show_undefined(names: Sequence[str], todo: Path) -> None:
    """The names that want a definition, and how each gets one or needs none; `todo` has an entry ready for each."""
    more = len(names) - MOST_NAMES
    told = f"{', '.join(names[:MOST_NAMES])} and {more} more" if more > 0 else join(names)
    number = figure(len(names), "term is", "terms are")
    err.print(f"\n[red]✗ {number} used but nowhere defined:[/] {escape(told)}")
    err.print(f"  → move the entry of each from {escape(str(todo))} to glossary.toml, and write its definition;")
    err.print("    exclude = true in place of the definition says that a name needs none")


def show_refusal(failure: CannotContinue) -> None:
    """Why a decision of a review can't be carried out."""
    err.print(f"  [red]not written: {escape(failure.message)}[/]\n  → {escape(failure.hint)}")


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
