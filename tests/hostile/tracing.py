"""Tracing: what builds ask of the system, as strace sees it, and what they take."""

from __future__ import annotations

import mimetypes
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from pipeline.styling import PACKAGE, STYLES

from .building import Ended

TRACER = shutil.which("strace")

ROOT = Path(__file__).parent.parent.parent

OF_THE_SYSTEM = (
    *("/usr/", "/lib", "/etc/ld.so.", "/etc/fonts/", "/var/cache/fontconfig/", "/proc/", "/sys/", "/dev/"),
    *map(str, mimetypes.knownfiles),
)
"""Libraries, fonts, and what the system says of itself."""

SCRATCH = "scratch"
"""Where what lays out pages puts the fonts of a book meanwhile."""

_LINE = re.compile(r"(\d+) +(.*)")
_OPENED = re.compile(r"open(?:at2?)?\(.* = \d+<([^>]*)>$")
_CONNECTED = re.compile(r"(?:connect|send\w+)\(.*AF_INET")
_RUN = re.compile(r'execve\("([^"]*)".* = 0$')


class Traced(msgspec.Struct, frozen=True):
    """How a build ended, the foreign files that it opened, the programs it ran, and what it said to the network."""

    ended: Ended
    opened: tuple[str, ...]
    run: tuple[str, ...]
    connections: tuple[str, ...]


def trace(paths: Sequence[Path], folder: Path, only: str = "epub") -> list[Traced]:
    """Make a book of each file, in a folder below `folder`, and build each book folder, under strace."""
    assert TRACER is not None
    with tempfile.TemporaryDirectory() as place:
        log, results = Path(place, "log"), Path(place, "results")
        watched = "trace=%network,execve,openat,?open,?openat2"
        command = [TRACER, "-f", "--seccomp-bpf", "-qq", "-y", "-s", "4096", "-e", watched, "-o", str(log)]
        builder = [sys.executable, "-m", "tests.hostile.building", only, str(results), str(folder)]
        (folder / SCRATCH).mkdir()
        environment = os.environ | {"TMPDIR": str(folder / SCRATCH)}
        subprocess.run([*command, *builder, *map(str, paths)], cwd=ROOT, check=True, env=environment)
        ended = msgspec.json.decode(results.read_bytes(), type=list[Ended])
        said = log.read_text("utf-8", "replace").splitlines()
    calls: dict[int, list[str]] = {}
    for line in said:
        if found := _LINE.fullmatch(line):
            calls.setdefault(int(found[1]), []).append(found[2])
    return [_traced(end, path, folder, calls.get(end.process, [])) for end, path in zip(ended, paths, strict=True)]


def _traced(ended: Ended, path: Path, folder: Path, calls: Sequence[str]) -> Traced:
    here = folder.resolve()
    own = (path.resolve(), here / f"book-{path.name}", here / SCRATCH, PACKAGE, STYLES, *_of_python())

    looked_through = {ROOT, *map(Path, sys.path)}  # for modules

    def foreign() -> Iterator[str]:
        for call in calls:
            if (found := _OPENED.match(call)) and not found[1].startswith(OF_THE_SYSTEM):
                opened = Path(found[1].removesuffix(" (deleted)"))
                is_own = any(opened.is_relative_to(place) for place in own)
                if not is_own and opened not in looked_through:
                    yield str(opened)

    programs = (found[1] for call in calls if (found := _RUN.match(call)))
    connections = (call for call in calls if _CONNECTED.match(call))
    return Traced(ended, *(tuple(dict.fromkeys(seen)) for seen in (foreign(), programs, connections)))


def _of_python() -> set[Path]:
    """Where the interpreter and the installed packages are."""
    paths = (Path(path) for path in (*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix))
    return {place for path in paths for place in (path, path.resolve())}
