"""The commands of the command line.

Exit status 0: done; 1: a check failed or, with --strict, a query is open, a term is undefined or a format could not be
made; 2: could not go on. A command loads what it alone needs when it is called: most calls are builds.
"""

from __future__ import annotations

import gc
import json
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.markup import escape

from .build import FORMATS, TODO, Format, build
from .console import out, settle_for_encoding, show_built, show_failure, show_record, show_undefined
from .errors import CannotContinue, SourceError
from .ledger_file import read_ledger
from .manifest import load_manifest
from .outputs import Outputs
from .progress_bar import show_progress
from .version import __version__
from .wording import figure

MANY_VALUES = 100_000
"""New values after which the rest are looked through for what can be freed."""

PATH = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Reader Edition")
def cli() -> None:
    """Turn raw texts into an EPUB and a PDF with real footnotes, a glossary and an account of every change."""


@cli.command("build")
@click.argument("book", type=PATH)
@click.option("--out", "folder", type=PATH, help="Folder for the outputs; by default “build” inside the book folder.")
@click.option("--only", "named", type=click.Choice(FORMATS), multiple=True, help="Make one of the formats.")
@click.option(
    "--strict", is_flag=True, help="Exit with status 1 if any query to the editor is open or any term undefined."
)
def build_command(book: Path, folder: Path | None, named: tuple[Format, ...], strict: bool) -> None:
    """Build BOOK, a book folder or its book.toml."""
    if len(set(named)) > 1:
        raise click.UsageError("--only names one format; run the command once for each, or without it for all")
    only = named[0] if named else None
    manifest = load_manifest(book)
    out_folder = folder or manifest.folder / "build"
    with show_progress() as progress:
        built = build(manifest, out_folder, only, progress)
    show_built(built, _review_of(book))
    if strict and built.undefined:
        show_undefined(built.undefined, out_folder / TODO)
    if built.findings or (strict and (built.query_count or built.missing or built.undefined)):
        sys.exit(1)


@cli.command("watch")
@click.argument("book", type=PATH, default=Path())
@click.option("--out", "folder", type=PATH, help="Folder for the outputs; by default “build” inside the book folder.")
@click.option("--only", type=click.Choice(FORMATS), help="Make one of the formats.")
def watch_command(book: Path, folder: Path | None, only: Format | None) -> None:
    """Build BOOK, and again whenever you save a file of it, until you press Ctrl-C.

    BOOK is a book folder or its book.toml; by default the folder you are in.
    """
    from .watching import watch

    with _until_break():
        watch(book, folder, only, _review_of(book))


@cli.command("preview")
@click.argument("book", type=PATH, default=Path())
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the address; by default one that is free.")
@click.option("--open/--no-open", "opens", default=True, help="Open the browser, or only say the address.")
def preview_command(book: Path, port: int | None, opens: bool) -> None:
    """Show the web edition of BOOK in the browser, and again whenever you save a file of it, until you press Ctrl-C.

    BOOK is a book folder or its book.toml; by default the folder you are in. Only this computer can see it.
    """
    from .preview import preview

    with _until_break():
        preview(book, port, opens=opens)


@cli.command("review")
@click.argument("book", type=PATH, default=Path())
def review_command(book: Path) -> None:
    """Go through the open queries of BOOK one by one; your decisions are written to its emendations.toml.

    BOOK is a book folder or its book.toml; by default the folder you are in.
    """
    from .review import review

    review(load_manifest(book))


@cli.command("new")
@click.argument("folder", type=PATH)
@click.argument("files", type=PATH, nargs=-1, required=True)
def new_command(folder: Path, files: tuple[Path, ...]) -> None:
    """Make a book FOLDER from text FILES, with titles guessed and every choice explained in its book.toml.

    A file may be plain text, Markdown, DOCX, ODT, RTF, HTML, EPUB, TEI, or a PDF with a text layer.
    """
    from .starter import start_book

    started = start_book(folder, files)
    if started.picture_count:
        out.print(f"{figure(started.picture_count, 'picture', 'pictures')} that the files show copied with them")
    out.print(f"[green]{escape(str(started.manifest))}[/] is ready: look through it, then run")
    out.print(f"  {_called_as()} build {escape(shlex.quote(str(folder)))}")


@cli.command("inspect")
@click.argument("files", type=PATH, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each file.")
def inspect_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Show what is read in FILES, each on its own, without a book."""
    from .inspection import inspect_file

    for file in files:
        record = inspect_file(file)
        if as_json:
            click.echo(json.dumps(record, ensure_ascii=False).encode())
        else:
            show_record(record)


@cli.command("restore")
@click.argument("ledger", type=PATH)
@click.option("--out", "folder", type=PATH, required=True, help="Folder for the restored sources.")
def restore_command(ledger: Path, folder: Path) -> None:
    """Write the sources back, byte for byte, from a LEDGER that a build wrote."""
    restored = read_ledger(ledger)
    outputs = Outputs(folder)
    outputs.prepare()
    outputs.write_new({source.name: source.content for source in restored})
    for source in restored:
        out.print(
            f"[green]✓[/] {escape(str(folder / source.name))}  {len(source.content):,} bytes, SHA-256 as recorded"
        )


@cli.command("check")
@click.argument("epubs", metavar="EPUB...", type=PATH, nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Exit with status 1 if a checker is not installed, too.")
@click.option("--advice", is_flag=True, help="Show EPUBCheck’s remarks on usage, too; none of them is a fault.")
def check_command(epubs: tuple[Path, ...], strict: bool, advice: bool) -> None:
    """Check each EPUB, of whatever make, by our own rules, EPUBCheck and Ace; exit status 1 if a fault is found."""
    from .validators import validate
    from .verdicts import show_verdicts

    failed = broken = False
    for epub in epubs:
        try:
            verdicts = validate(epub, advice)
        except SourceError as failure:
            show_failure(failure)
            broken = True
            continue
        show_verdicts(epub, verdicts)
        failed = failed or any(verdict.faults or (strict and verdict.not_run) for verdict in verdicts)
    if failed or broken:
        sys.exit(2 if broken else 1)


@cli.command("doctor")
def doctor_command() -> None:
    """Say what is installed, what is missing, and what each missing thing costs."""
    from rich.table import Table

    from .doctor import examine

    table = Table(box=None, pad_edge=False)
    for column in ("", "what", "found", "if it is missing"):
        table.add_column(column, overflow="fold")
    organs = examine()
    for organ in organs:
        sign = "[green]✓[/]" if organ.found else "[red]✗[/]" if organ.needed else "[yellow]–[/]"
        table.add_row(sign, organ.name, escape(organ.found or "missing"), "" if organ.found else escape(organ.cost))
    out.print(table)
    if any(organ.needed and not organ.found for organ in organs):
        sys.exit(1)


@contextmanager
def _until_break() -> Iterator[None]:
    """A break is how this command ends: it is no failure, and exit status 0."""
    try:
        yield
    except KeyboardInterrupt:
        out.print("\nstopped; the files are those of the last build")


def _review_of(book: Path) -> str:
    return f"{_called_as()} review {shlex.quote(str(book))}"


def _called_as() -> str:
    """How the command line was called, to say how it is called again."""
    return "python -m pipeline" if sys.argv[0].endswith("__main__.py") else sys.argv[0]


def keep_what_is_made() -> None:
    """Look seldom for values that can be freed only because they refer to each other.

    What a build makes it keeps to its end, and hardly anything of it refers to itself: to look all of it through for
    such cycles as often as Python does by default takes a tenth of the time and frees next to nothing.
    """
    gc.freeze()
    gc.set_threshold(MANY_VALUES)


def run() -> int:
    """Run the command that was called; a failure is one message. Gives the exit status.

    Raises:
        KeyboardInterrupt: a break.
    """
    settle_for_encoding()
    keep_what_is_made()
    try:
        cli.main(standalone_mode=False)
    except CannotContinue as failure:
        show_failure(failure)
    except click.ClickException as failure:
        failure.show()
    except MemoryError:
        hint = "close other programs, or make the texts of the book shorter"
        show_failure(CannotContinue("there is not enough memory", hint=hint))
    except click.Abort:
        raise KeyboardInterrupt from None
    else:
        return 0
    return 2
