"""Outputs: written beside and renamed into place, and remembered, so that nothing is half written or made twice."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from .errors import CannotContinue, OutputError, SourceError
from .manifest import STATE, Manifest, load_manifest
from .styling import PACKAGE, STYLES

LOCK = "lock"
CACHE = "__pycache__"
_BESIDE, _PART = ".reader-edition-", ".part"
"""How the name of a file begins and ends that is not in its place yet."""


class State(Struct, frozen=True):
    """What a build remembers: the fingerprint of its inputs, the number of its queries, the names of its files.

    `undefined` are the names that want a definition.
    """

    fingerprint: str
    queries: int
    files: tuple[str, ...]
    undefined: tuple[str, ...] = ()


class Outputs(Struct, frozen=True):
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

    @contextmanager
    def alone(self, place: Path, waiting: Callable[[], None]) -> Iterator[None]:
        """Have the folder to oneself, by a lock in `place`; if another build has it, call `waiting` and wait.

        What a build that was killed left half written is removed. The system frees the lock of a process that ends.

        Raises:
            OutputError: `place` can't be made.
        """
        try:
            place.mkdir(exist_ok=True)
            lock = FileLock(place / LOCK)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                waiting()
                lock.acquire()
        except OSError as failure:
            raise _unwritable(place, failure) from None
        with lock:
            lock.release()  # it was acquired twice
            for half in self.folder.rglob(f"{_BESIDE}*{_PART}"):
                half.unlink(missing_ok=True)
            yield

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
            _rename_all(written)
        except OSError as failure:
            raise _unwritable(self.folder, failure) from None
        finally:
            for beside, _ in written:
                beside.unlink(missing_ok=True)

    def write_new(self, files: dict[str, bytes]) -> None:
        """Write files that are nobody's yet: one that stands there already must be the same.

        Raises:
            OutputError: another file has the name; or as `write_files`.
        """
        for name, content in files.items():
            place = self.folder / name
            if place.exists() and (not place.is_file() or place.read_bytes() != content):
                raise OutputError(f"{place} is there already, and is different", hint="name another folder with --out")
        self.write_files(files)

    def clear_pages(self, folder: str, files: Iterable[str]) -> None:
        """Remove what an earlier build left in a folder of its own, pages and pictures that this one has no more.

        Raises:
            OutputError: no right to.
        """
        kept = {self.folder / name for name in files}
        try:
            for pattern in ("*.html", "images/figure-*"):
                for old in set((self.folder / folder).glob(pattern)) - kept:
                    old.unlink()
        except OSError as failure:
            raise _unwritable(self.folder, failure) from None

    def read(self, name: str) -> bytes | None:
        """A file that the last build left, if it is there and can be read."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def current(self, fingerprint: str) -> State | None:
        """The state of the last build, if it had this fingerprint and its files are all as it left them."""
        try:
            record = json.loads((self.folder / STATE).read_text("utf-8"))
            digests: dict[str, str] = record["files"]
            if record["fingerprint"] != fingerprint or any(
                _sha256((self.folder / name).read_bytes()) != digest for name, digest in digests.items()
            ):
                return None
            return State(fingerprint, record["queries"], tuple(digests), tuple(record["undefined"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _state_file(state: State | None, files: dict[str, bytes]) -> bytes:
    record: dict[str, object] | None = None
    if state is not None:
        digests = {name: _sha256(files[name]) for name in state.files}
        record = {
            "fingerprint": state.fingerprint,
            "queries": state.queries,
            "files": digests,
            "undefined": state.undefined,
        }
    return json.dumps(record, indent=1).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fingerprint(inputs: Mapping[str, str], settings: Iterable[str]) -> str:
    """A hash of all that the outputs depend on: the book folder, our code and styles, the libraries, the settings.

    `inputs` are what `digest_inputs` gives.
    """
    own = sorted(p for root in (PACKAGE, STYLES) for p in root.rglob("*") if p.is_file() and p.parent.name != CACHE)
    # The names of these folders say what is installed in which version; the records in them take long to read.
    libraries = sorted(path.name for folder in sys.path for path in Path(folder).glob("*.dist-info"))
    digest = hashlib.sha256()
    for word in (*settings, *libraries, *(word for entry in inputs.items() for word in entry)):
        digest.update(word.encode() + b"\0")
    for path in own:
        digest.update(path.name.encode() + b"\0" + _digest(path))
    return digest.hexdigest()


def digest_inputs(manifest: Manifest) -> dict[str, str]:
    """The files of the book folder that the outputs depend on, each with its SHA-256 in hexadecimal.

    Raises:
        SourceError: one of them can't be read.
    """
    return {path.relative_to(manifest.folder).as_posix(): _digest(path).hex() for path in manifest.inputs}


def is_past(manifest: Manifest, inputs: Mapping[str, str]) -> bool:
    """Whether a book folder is not any more what was read: neither its manifest nor its files, which were `inputs`."""
    try:
        return digest_inputs(manifest) != inputs or load_manifest(manifest.path) != manifest
    except CannotContinue:
        return True


def _digest(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as failure:
        raise SourceError(
            f"can't read {path}: {failure.strerror}", hint="check the name and the rights of the file", place=path.name
        ) from None


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
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=_BESIDE, suffix=_PART)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _rename_all(written: list[tuple[Path, Path]]) -> None:
    """Rename each file into its place; if one can't be (another program holds it open), put the old ones back.

    So too if a break comes between two of them: a file is in its place if it is no longer beside it.
    """
    olds: list[bytes | None] = []
    try:
        for beside, place in written:
            olds.append(place.read_bytes() if place.exists() else None)
            beside.replace(place)
    except BaseException:
        for (beside, place), old in zip(written, olds, strict=False):
            if beside.exists():
                continue
            if old is None:
                place.unlink(missing_ok=True)
            else:
                _write_beside(place, old).replace(place)
        raise


def _unwritable(folder: Path, failure: OSError) -> OutputError:
    return OutputError(
        f"can't write to {folder}: {(failure.strerror or str(failure)).lower()}",
        hint="free some room, or name another folder; the files that were there are as they were",
    )
