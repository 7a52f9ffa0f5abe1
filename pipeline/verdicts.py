"""Verdicts: how what the checkers say of an EPUB looks in a terminal."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape

from .console import out
from .validators import Finding, Verdict
from .wording import figure

MOST_PLACES = 5
"""Places of one kind of finding that are shown."""


def show_verdicts(epub: Path, verdicts: tuple[Verdict, ...]) -> None:
    """The faults of an EPUB, then what is for information, then each checker with what it came to."""
    out.print(f"[bold]{escape(str(epub))}[/]")
    for verdict in verdicts:
        _show_findings("[red]✗[/]", verdict.faults)
    for verdict in verdicts:
        _show_findings("[dim]·[/]", tuple(finding for finding in verdict.findings if not finding.is_fault))
    for verdict in verdicts:
        checker = escape(verdict.checker)
        if verdict.not_run:
            out.print(f"[yellow]–[/] {checker}: not run; {escape(verdict.not_run)}")
        elif verdict.faults:
            out.print(f"[red]✗[/] {checker}: {figure(len(verdict.faults), 'fault', 'faults')}")
        else:
            out.print(f"[green]✓[/] {checker}: no fault")


def _show_findings(sign: str, findings: tuple[Finding, ...]) -> None:
    """Findings of one kind together, with what to do about them once; of many places only the first few."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.rule, finding.severity), []).append(finding)
    for (rule, severity), found in kinds.items():
        for finding in found[:MOST_PLACES]:
            place = f"[bold]{escape(finding.where)}[/] " if finding.where else ""
            out.print(f"{sign} {place}{escape(finding.message)} [dim]({rule}, {severity})[/]")
        if len(found) > MOST_PLACES:
            out.print(f"{sign} … and {len(found) - MOST_PLACES:,} more [dim]({rule})[/]")
        if found[0].hint:
            out.print(f"  [dim]→ {escape(found[0].hint)}[/]")
