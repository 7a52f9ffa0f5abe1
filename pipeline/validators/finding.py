"""Findings: what a checker says of a file, in plain words, and the verdict that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from msgspec import Struct

from .publication import Publication

Severity = Literal["fatal", "error", "warning", "info", "usage"]
FAULTS = frozenset({"fatal", "error", "warning"})
"""Severities that fail a file; the others are for information."""


class Finding(Struct, frozen=True):
    """One thing found: `rule` names its kind, `where` the place (`EPUB/a.xhtml:12`), `hint` says what to do."""

    rule: str
    severity: Severity
    where: str
    message: str
    hint: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether this fails the file."""
        return self.severity in FAULTS

    def __str__(self) -> str:
        return f"{self.where + ': ' if self.where else ''}{self.message} ({self.rule}, {self.severity})"


class Verdict(Struct, frozen=True):
    """What one checker came to; with `not_run`, the reason why it came to nothing."""

    checker: str
    findings: tuple[Finding, ...] = ()
    not_run: str = ""

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that fail the file."""
        return tuple(finding for finding in self.findings if finding.is_fault)


class Fault(NamedTuple):
    """A place where a rule is broken, and how."""

    where: str
    message: str


class Rule(Struct, frozen=True):
    """A rule of ours: what breaks it, how bad that is, and what to do about it."""

    name: str
    severity: Severity
    hint: str
    find: Callable[[Publication], Iterator[Fault]]

    def findings(self, publication: Publication) -> Iterator[Finding]:
        """Everything in a publication that breaks this rule."""
        for where, message in self.find(publication):
            yield Finding(self.name, self.severity, where, message, self.hint)
