"""Ace by DAISY: accessibility of an EPUB, checked page by page in a browser. It needs Node and Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from ..errors import MissingLibrary, SourceError
from .finding import Finding, Severity
from .hints import hint_for
from .publication import open_publication

ACE = "ace-puppeteer"
"""The command that drives the system’s own browser; `ace` itself brings one of its own."""
ACE_HINT = "install it with: npm install --global @daisy/ace"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
TIMEOUT = 900
"""Seconds after which Ace counts as hung: it takes about one for each page of a long book."""

_SEVERITIES: dict[str, Severity] = {"critical": "error", "serious": "error", "moderate": "warning", "minor": "warning"}


def find_browser() -> str | None:
    """Chromium or Chrome, where the environment or the path has one."""
    return os.environ.get("PUPPETEER_EXECUTABLE_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)


def find_ace() -> str | None:
    """The command of Ace on the path."""
    return shutil.which(ACE)


def run_ace(epub: Path) -> list[Finding]:
    """Every violation that Ace finds.

    Raises:
        MissingLibrary: Ace or a browser is not installed, or Ace did not run.
        SourceError: the file is no EPUB, or Ace never ends on it.
    """
    ace, browser = find_ace(), find_browser()
    if ace is None or browser is None:
        hint = ACE_HINT if ace is None else "install Chromium, or name it in PUPPETEER_EXECUTABLE_PATH"
        raise MissingLibrary(f"{'Ace' if ace is None else 'Chromium'} is not installed", hint=hint)
    open_publication(epub)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"PUPPETEER_EXECUTABLE_PATH": browser}
        command = [ace, "--force", "--silent", "--outdir", folder, str(epub)]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=TIMEOUT, check=False, env=environment
            )
        except subprocess.TimeoutExpired:
            hint = "try again when the computer has less to do"
            raise SourceError(f"Ace had not ended with {epub} after {TIMEOUT} seconds", hint=hint) from None
        report = Path(folder) / "report.json"
        if not report.exists():
            said = (done.stderr or done.stdout).strip()[-300:]
            raise MissingLibrary(f"Ace did not run: {said}", hint="run it by hand to see more")
        assertions = json.loads(report.read_text("utf-8"))["assertions"]
    return [_finding(page, fault) for page in assertions for fault in page["assertions"]]


def _finding(page: dict[str, Any], fault: dict[str, Any]) -> Finding:
    test, result = fault["earl:test"], fault["earl:result"]
    said = " ".join(result.get("dct:description", test.get("dct:description", "")).split())
    severity = _SEVERITIES.get(test.get("earl:impact", ""), "error")
    hint = hint_for(test["dct:title"]) or (test.get("help") or {}).get("url", "")
    return Finding(test["dct:title"], severity, page["earl:testSubject"]["url"], said, hint)
