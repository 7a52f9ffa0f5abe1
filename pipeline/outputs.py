"""Outputs: written beside and renamed into place, and remembered, so that nothing is half written or made twice."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from .errors import OutputError
from .manifest import Manifest
from .styling import PACKAGE, STYLES

STATE = ".state.json"


@dataclass(frozen=True, slots=True)
class State:
    """What a build remembers: the fingerprint of its inputs, the number of its queries, the names of its files."""

    fingerprint: str
    queries: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outputs:
    """The folder that a book is built into."""

    folder: Path

    def prepare(self) -> None:
        """Make the folder, and see that it can be written to.

        Raises:
            OutputError: it can't.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                pass
        except OSError as failure:
            raise _unwritable(self.folder, failure) from None

    def write_all(self, files: dict[str, bytes], state: State | None) -> None:
        """Write a build's files and its state; with no `state`, the next build makes everything again.

        Raises:
            OutputError: no room, no right, no such folder.
        """
        self.write_files(files | {STATE: _state_file(state, files)})

    def write_files(self, files: dict[str, bytes]) -> None:
        """Write all files beside their places first, then rename them: a failure leaves the old ones as they were.

        Raises:
            OutputError: no room, no right, a name that leads out of the folder.
        """
        written: list[tuple[Path, Path]] = []
        try:
            for name, content in files.items():
                place = self.folder / name
                if not place.resolve().is_relative_to(self.folder.resolve()):
                    raise OutputError(f"“{name}” leads out of {self.folder}", hint="give the file another name")
                place.parent.mkdir(parents=True, exist_ok=True)
                written.append((_write_beside(place, content), place))
            for beside, place in written:
                beside.replace(place)
        except OSError as failure:
            raise _unwritable(self.folder, failure) from None
        finally:
            for beside, _ in written:
                beside.unlink(missing_ok=True)

    def current(self, fingerprint: str) -> State | None:
        """The state of the last build, if it had this fingerprint and its files are all as it left them."""
        try:
            record = json.loads((self.folder / STATE).read_text("utf-8"))
            digests: dict[str, str] = record["files"]
            if record["fingerprint"] != fingerprint or any(
                _sha256((self.folder / name).read_bytes()) != digest for name, digest in digests.items()
            ):
                return None
            return State(fingerprint, record["queries"], tuple(digests))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _state_file(state: State | None, files: dict[str, bytes]) -> bytes:
    record = None
    if state is not None:
        digests = {name: _sha256(files[name]) for name in state.files}
        record = {"fingerprint": state.fingerprint, "queries": state.queries, "files": digests}
    return json.dumps(record, indent=1).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fingerprint(manifest: Manifest, settings: Iterable[str]) -> str:
    """A hash of all that the outputs depend on: the book folder, our code and styles, the libraries, the settings."""
    own = sorted(p for root in (PACKAGE, STYLES) for p in root.rglob("*") if p.is_file() and p.suffix != ".pyc")
    libraries = sorted(f"{d.name} {d.version}" for d in distributions())
    digest = hashlib.sha256()
    for word in (*settings, *libraries):
        digest.update(word.encode() + b"\0")
    for path in (*own, *manifest.inputs):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def book_time(manifest: Manifest) -> datetime.datetime:
    """The time that outputs bear, in UTC: SOURCE_DATE_EPOCH, else midnight of the book's date.

    See https://reproducible-builds.org/specs/source-date-epoch/.

    Raises:
        OutputError: SOURCE_DATE_EPOCH is not a number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return datetime.datetime.combine(manifest.book.date, datetime.time(), datetime.UTC)
    try:
        return datetime.datetime.fromtimestamp(int(given), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise OutputError(
            f"SOURCE_DATE_EPOCH is “{given}”", hint="set it to a number of seconds since 1970, or unset it"
        ) from None


def _write_beside(place: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _unwritable(folder: Path, failure: OSError) -> OutputError:
    return OutputError(
        f"can't write to {folder}: {(failure.strerror or str(failure)).lower()}",
        hint="free some room, or choose another folder with --out; the last outputs are as they were",
    )
