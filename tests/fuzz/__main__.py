"""The command: every target in a process of its own, one after the other, then what was tried and found."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import click
import msgspec

from .result import RESULT, Result
from .seeds import SEEDS

HEAD = "| target | tried | refused by a message | faults |\n| --- | --: | --: | --: |"


@click.command()
@click.argument("targets", nargs=-1, type=click.Choice(list(SEEDS)))
@click.option("--minutes", default=5.0, show_default=True, help="For all targets together.")
@click.option("--keep", type=click.Path(path_type=Path), help="Folder for the inputs found and tried.")
def main(targets: tuple[str, ...], minutes: float, keep: Path | None) -> None:
    """Fuzz TARGETS, by default all; exit status 1 if a fault is found."""
    names = targets or tuple(SEEDS)
    with tempfile.TemporaryDirectory() as place:
        folder = keep or Path(place)
        results = [fuzz(name, minutes * 60 / len(names), folder / name) for name in names]
    rows = [f"| {r.target} | {r.tried:,} | {r.refused:,} | {len(r.finds)} |" for r in results]
    click.echo("\n".join([HEAD, *rows]))
    if any(result.finds for result in results):
        sys.exit(1)


def fuzz(target: str, seconds: float, folder: Path) -> Result:
    """Fuzz one target and tell what is found as soon as it is over."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RESULT).unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.fuzz.worker", target, str(seconds), str(folder)]
    ended = subprocess.run(command, capture_output=True, check=False)
    path = folder / RESULT
    result = msgspec.json.decode(path.read_bytes(), type=Result) if path.exists() else Result(target)
    click.echo(f"{target}: {result.tried:,} tried", err=True)
    for find in result.finds.values():
        click.echo(f"  {find.where}: {find.said[:200]} ({find.times} times; {folder / find.file}, {find.size} bytes)")
    if ended.returncode:
        said = ended.stderr.decode("utf-8", "replace").splitlines()
        raise click.ClickException("\n".join([f"{target}: the process ended with {ended.returncode}", *said[-20:]]))
    return result


if __name__ == "__main__":
    main()
