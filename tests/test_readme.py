"""What the README says can be done, is done here as it is written there."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.__main__ import cli
from pipeline.build import edit_book
from pipeline.desk import all_queries
from pipeline.manifest import load_manifest

from .library import ROOT, SEEDS

README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_every_command_runs_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, path in zip(("minutes.txt", "history.txt"), sorted(SEEDS.glob("*.txt")), strict=True):
        shutil.copy(path, name)
    commands = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("reader-edition ")]
    assert len(commands) == 7
    monkeypatch.setattr("pipeline.review.asking.is_interactive", lambda: True)
    for command in commands:
        result = CliRunner().invoke(cli, shlex.split(command)[1:], input="quit\n")
        assert result.exit_code == 0, f"{command}\n{result.output}"
    restored = {path.read_bytes() for path in Path("sources-again").iterdir() if path.suffix == ".txt"}
    assert restored == {path.read_bytes() for path in SEEDS.glob("*.txt")}


def test_every_make_target_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = [line.split()[1] for block in blocks("sh") for line in block.splitlines() if line.startswith("make ")]
    assert targets == ["book", "test", "check", "clean"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_the_emendations_settle_their_queries(tmp_path: Path) -> None:
    book = Path(shutil.copytree(SEEDS, tmp_path / "book"))
    before = len(all_queries(edit_book(load_manifest(book))))
    (toml,) = blocks("toml")
    assert tomllib.loads(toml)
    (book / "emendations.toml").write_text(toml, "utf-8")
    assert len(all_queries(edit_book(load_manifest(book)))) == before - 2


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
