"""Tracing: what a build asks of the system, as strace sees it, and what it takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from msgspec import Struct

TRACER = shutil.which("strace")

_OPENED = re.compile(r'openat\([^"]*"([^"]*)"[^=]*\)\s+= \d')
_CONNECTED = re.compile(r"(?:connect|sendto)\(.*AF_INET.*")
_BUILD = """
import sys
from pipeline.commands import cli
book, file = sys.argv[1:]
try:
    cli(["new", book, file], standalone_mode=False)
    cli(["build", book, "--only", "epub"], standalone_mode=False)
except SystemExit as end:
    sys.exit(end.code)
except Exception as failure:
    from pipeline.errors import CannotContinue
    sys.exit(2 if isinstance(failure, CannotContinue) else 70)
"""


class Traced(Struct, frozen=True):
    """How a build ended, what it opened and where it connected to, and its seconds and megabytes."""

    status: int
    opened: tuple[str, ...]
    connections: tuple[str, ...]
    seconds: float
    megabytes: float


def trace(file: Path, book: Path) -> Traced:
    """Make a book of a file, in a process of its own under strace."""
    assert TRACER is not None
    with tempfile.NamedTemporaryFile() as log:
        command = [TRACER, "-f", "-qq", "-e", "trace=%network,openat", "-o", log.name]
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, sys.executable, "-c", _BUILD, str(book), str(file)],
            cwd=Path(__file__).parent.parent.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        said = Path(log.name).read_text("utf-8", "replace")
    return Traced(
        process.returncode,
        tuple(dict.fromkeys(_OPENED.findall(said))),
        tuple(dict.fromkeys(_CONNECTED.findall(said))),
        seconds,
        usage.ru_maxrss / 1_000,
    )
