"""Watching: a book is built, and again whenever a file that it is made of has been saved as something else.

What is saved is told by the system; whether it makes another book, by the files themselves. So neither our own outputs
nor a file saved as it was start a build, and none is missed.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct
from watchfiles import DefaultFilter
from watchfiles import watch as wait_for_saves

from .build import Built, Format, build
from .console import out, show_built, show_failure, show_rebuilt, show_saved
from .errors import CannotContinue
from .manifest import Manifest, load_manifest
from .outputs import digest_inputs
from .progress import Pages, Stage
from .progress_bar import show_progress
from .typesetting.pool import Lender, keep_pool

PAUSE = 100
"""Milliseconds without a change after which files are taken as saved: editors write, rename and remove in one go."""

LONGEST = 1600
"""Milliseconds after which they are taken so in any case."""

LOOK = 5000
"""Milliseconds after which a folder is looked at even if nothing is told of it: of some, such as those shared in a
network, nothing ever is."""

Outcome = Built | CannotContinue
"""What a build came to."""


class Edition(Struct, frozen=True):
    """A book as it was saved: its files, each with its SHA-256.

    `saved` are the names of those that are new, another or gone, at first none.
    """

    manifest: Manifest
    files: dict[str, str]
    saved: tuple[str, ...] = ()


def watch(
    book: Path,
    folder: Path | None = None,
    only: Format | None = None,
    review: str | None = None,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> None:
    """Build a book folder or book.toml, and again whenever it has changed, until a break ends it.

    What goes wrong is shown, and the outputs stay as they were until it is mended. With `review`, the command that asks
    the queries, the first build is shown in full. `tell` is called after each.

    Raises:
        ManifestError: there is no such book.
        KeyboardInterrupt: a break.
    """
    if not (folder_of(book) / "book.toml").is_file():
        load_manifest(book)
    folder = folder or folder_of(book) / "build"
    first = True
    with keep_pool() as lender:
        for edition in editions(book):
            if isinstance(edition, Edition):
                if edition.saved:
                    show_saved(edition.saved)
                outcome = _build(edition, folder, only, review if first else None, lender)
            else:
                outcome = edition
            if isinstance(outcome, CannotContinue):
                out.print()
                show_failure(outcome)
                out.print("[dim]The last outputs are as they were. Waiting for the next save.[/]")
            tell(outcome)
            # What refers to itself is hardly looked for while a book is built, and each build leaves some.
            gc.collect()
            first = first and not isinstance(outcome, Built)


def _build(edition: Edition, folder: Path, only: Format | None, review: str | None, lender: Lender) -> Outcome:
    """Build, and show it: with `review` as every build is shown, else in short."""
    results: dict[str, str] = {}
    start = time.perf_counter()
    with show_progress(brief=review is None) as show:

        def note(progress: Stage | Pages) -> None:
            if isinstance(progress, Stage):
                results[progress.name] = progress.result
            show(progress)

        try:
            built = build(edition.manifest, folder, only, note, lender)
        except CannotContinue as failure:
            return failure
    if review is not None:
        show_built(built, review)
    else:
        show_rebuilt(built, time.perf_counter() - start, results.get("PDF"))
    return built


def editions(book: Path) -> Iterator[Edition | CannotContinue]:
    """The book as it is, and again whenever it has been saved as another; or why it can't be read."""
    files: dict[str, str] = {}
    fault: CannotContinue | None = None
    folders = {folder_of(book)}
    for is_told in looks(folders):
        try:
            manifest = load_manifest(book)
            now = digest_inputs(manifest)
        except CannotContinue as failure:
            if is_told or str(failure) != str(fault):
                yield failure
            fault = failure
            continue
        if now != files or fault:
            saved = [name for name in (files | now) if files.get(name) != now.get(name)] if files else []
            yield Edition(manifest, now, tuple(saved))
        files, fault = now, None
        folders |= {place.parent for path in manifest.inputs for place in (path, path.resolve())}


def looks(folders: set[Path]) -> Iterator[bool]:
    """When to look at the book: at once, after each save in the folders, which is True, and from time to time.

    Others may be added to the folders meanwhile. What is inside of folders in them is not told: our outputs are.
    """
    yield False
    while True:
        watched = {_nearest(folder) for folder in folders}
        saves = wait_for_saves(
            *watched,
            recursive=False,
            step=PAUSE,
            debounce=LONGEST,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            watch_filter=DefaultFilter(ignore_dirs=()),
        )
        for saved in saves:
            yield bool(saved)
            if watched != {_nearest(folder) for folder in folders}:
                break


def folder_of(book: Path) -> Path:
    """The folder of a book that is named by it or by its book.toml."""
    return book.parent if book.suffix == ".toml" else book


def _nearest(folder: Path) -> Path:
    """A folder, or the first above it that is there."""
    return next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
