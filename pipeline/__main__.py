"""The command line: `reader-edition`, or `python -m pipeline`. Exit status 0: done; 1: see below; 2: could not go on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from . import __version__
from .build import FORMATS, Built, Format, build
from .doctor import examine
from .errors import CannotContinue
from .inspection import inspect_file
from .ledger_file import read_ledger
from .manifest import load_manifest
from .outputs import Outputs
from .queries import Place, Query
from .starter import start_book
from .validators import run_epubcheck

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)

EXISTING = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Reader Edition")
def cli() -> None:
    """Turn a folder of raw texts into an EPUB and a PDF with real footnotes, a glossary and an account of every change."""


@cli.command("build")
@click.argument("book", type=EXISTING)
@click.option("--out", type=EXISTING, help="Folder for the outputs; by default “build” inside the book folder.")
@click.option("--only", type=click.Choice(FORMATS), help="Make one of the two files.")
@click.option("--strict", is_flag=True, help="Exit with status 1 if any query to the editor is open.")
def build_command(book: Path, out: Path | None, only: Format | None, strict: bool) -> None:
    """Build BOOK, a book folder or its book.toml."""
    manifest = load_manifest(book)
    built = build(manifest, out or manifest.folder / "build", only, _show_progress)
    _show_built(built)
    if built.findings or built.missing or (strict and built.query_count):
        sys.exit(1)


@cli.command("new")
@click.argument("folder", type=EXISTING)
@click.argument("files", type=EXISTING, nargs=-1, required=True)
def new_command(folder: Path, files: tuple[Path, ...]) -> None:
    """Make a book FOLDER from text FILES, with titles guessed and every choice explained in its book.toml."""
    manifest = start_book(folder, files)
    _out.print(f"[green]{escape(str(manifest))}[/] is ready: look through it, then run")
    _out.print(f"  reader-edition build {escape(str(folder))}")


@cli.command("inspect")
@click.argument("files", type=EXISTING, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each file.")
def inspect_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Show what is read in FILES, each on its own, without a book."""
    for file in files:
        record = inspect_file(file)
        if as_json:
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            _show_record(record)


@cli.command("restore")
@click.argument("ledger", type=EXISTING)
@click.option("--out", type=EXISTING, required=True, help="Folder for the restored sources.")
def restore_command(ledger: Path, out: Path) -> None:
    """Write the sources back, byte for byte, from a LEDGER that a build wrote."""
    restored = read_ledger(ledger)
    outputs = Outputs(out)
    outputs.prepare()
    outputs.write_files({source.name: source.content for source in restored})
    for source in restored:
        _out.print(f"[green]✓[/] {escape(str(out / source.name))}  {len(source.content):,} bytes, SHA-256 as recorded")


@cli.command("check")
@click.argument("epub", type=EXISTING)
def check_command(epub: Path) -> None:
    """Run EPUBCheck on an EPUB; exit status 1 if it finds anything."""
    findings = run_epubcheck(epub)
    for finding in findings:
        _out.print(f"[red]✗[/] {escape(finding)}")
    if findings:
        sys.exit(1)
    _out.print(f"[green]✓[/] {escape(str(epub))}: EPUBCheck finds no error and no warning")


@cli.command("doctor")
def doctor_command() -> None:
    """Say what is installed, what is missing, and what each missing thing costs."""
    table = Table(box=None, pad_edge=False)
    for column in ("", "what", "found", "if it is missing"):
        table.add_column(column, overflow="fold")
    organs = examine()
    for organ in organs:
        sign = "[green]✓[/]" if organ.found else "[red]✗[/]" if organ.needed else "[yellow]–[/]"
        table.add_row(sign, organ.name, escape(organ.found or "missing"), "" if organ.found else escape(organ.cost))
    _out.print(table)
    if any(organ.needed and not organ.found for organ in organs):
        sys.exit(1)


def _show_progress(stage: str, result: str) -> None:
    _out.print(f"[green]✓[/] {stage:<10} {escape(result)}")


def _show_built(built: Built) -> None:
    for query in built.queries:
        _show_query(query)
    for finding in built.findings:
        _err.print(f"[red]✗ check failed:[/] {escape(finding)}")
    for failure in built.missing:
        _show_failure(failure)
    if built.unchanged:
        _out.print("Nothing has changed since the last build; nothing was done.")
    _out.print()
    for file in built.files:
        _out.print(f"  {escape(str(file))}")
    if built.query_count:
        _out.print(f"\n{built.query_count} queries to the editor are open; report.html shows them all.")


def _show_query(query: Query) -> None:
    colour = "yellow" if query.severity == "warning" else "cyan"
    _out.print(f"\n[bold]{escape(str(query.place))}[/] [{colour}]{query.code}[/] {escape(query.message)}")
    _show_excerpt(query.place)
    _out.print(f"  [dim]→ {escape(query.hint)}[/]")


def _show_excerpt(place: Place) -> None:
    if place.text:
        line, carets = place.excerpt()
        _out.print(f"  {escape(line)}\n  [bold]{carets}[/]")


def _show_failure(failure: CannotContinue) -> None:
    where = f"[bold]{escape(str(failure.place))}:[/] " if failure.place else ""
    _err.print(f"{where}[red]{escape(failure.message)}[/]")
    if isinstance(failure.place, Place) and failure.place.text:
        line, carets = failure.place.excerpt()
        _err.print(f"  {escape(line)}\n  [bold]{carets}[/]")
    _err.print(f"  → {escape(failure.hint)}")


def main() -> None:
    """Run the command line; a failure is one message and exit status 2."""
    try:
        cli.main(standalone_mode=False)
    except CannotContinue as failure:
        _show_failure(failure)
        sys.exit(2)
    except click.ClickException as failure:
        failure.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _err.print("stopped; the last outputs are as they were")
        sys.exit(130)


if __name__ == "__main__":
    main()
