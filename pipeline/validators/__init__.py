"""Validators: programs of others, and rules of our own, that judge an EPUB, ours or anyone’s.

Each comes to a verdict; one that is absent is reported as not run, never as passed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..errors import MissingLibrary
from .ace import find_ace, find_browser, run_ace
from .epubcheck import find_epubcheck, find_java, run_epubcheck
from .finding import Finding, Verdict
from .publication import open_publication
from .rules import check_rules

__all__ = [
    "Finding",
    "Verdict",
    "find_ace",
    "find_browser",
    "find_epubcheck",
    "find_java",
    "run_ace",
    "run_epubcheck",
    "validate",
]


def validate(epub: Path) -> tuple[Verdict, ...]:
    """The verdicts of all checkers on an EPUB, ours first; the programs of others run side by side.

    Raises:
        SourceError: the file can't be read, is no EPUB, or a checker never ends on it.
    """
    publication = open_publication(epub)
    with ThreadPoolExecutor() as pool:
        others = (
            pool.submit(_verdict, "EPUBCheck", lambda: run_epubcheck(epub, usage=True)),
            pool.submit(_verdict, "Ace", lambda: run_ace(epub)),
        )
        ours = _verdict("the house rules", lambda: check_rules(publication))
        return (ours, *(other.result() for other in others))


def _verdict(checker: str, check: Callable[[], Iterable[Finding]]) -> Verdict:
    try:
        return Verdict(checker, tuple(check()))
    except MissingLibrary as absence:
        return Verdict(checker, not_run=f"{absence.message} → {absence.hint}")
