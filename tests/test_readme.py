"""What the README says can be done, is done here as it is written there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from pipeline.build import build, edit_book
from pipeline.commands import cli
from pipeline.desk import all_queries
from pipeline.manifest import Manifest, load_manifest
from pipeline.rulebook import check_rules

from .library import ROOT, SEEDS
from .wrong import HEAD, TEXT

README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_every_command_runs_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, path in zip(("minutes.txt", "history.txt"), sorted(SEEDS.glob("*.txt")), strict=True):
        shutil.copy(path, name)
    commands = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("reader-edition ")]
    assert len(commands) == 9
    monkeypatch.setattr("pipeline.review.asking.is_interactive", lambda: True)
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("pipeline.watching.looks", lambda folders: iter([False]))
    for command in commands:
        result = CliRunner().invoke(cli, shlex.split(command)[1:], input="quit\n")
        assert result.exit_code == 0, f"{command}\n{result.output}"
    (address,) = opened
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/web/index\.html", address)
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
    (toml,) = (block for block in blocks("toml") if "[[emendation]]" in block)
    (book / "emendations.toml").write_text(toml, "utf-8")
    assert len(all_queries(edit_book(load_manifest(book)))) == before - 2


COMPANIONS = {"[[term]]": "glossary.toml", "[[note]]": "notes.toml", "[[emendation]]": "emendations.toml"} | {
    "[[figure]]": "figures.toml"
}
PICTURES = ("mill.jpg", "plan.png")
CHAPTER = '[[chapter]]\nfile = "minutes.txt"\ntitle = "Minutes"\n'


def load(folder: Path, toml: str) -> Manifest:
    """A book with these lines in the file that they are for."""
    file = next((file for table, file in COMPANIONS.items() if table in toml), "book.toml")
    book = {"book.toml": HEAD + CHAPTER, "minutes.txt": TEXT}
    if file == "book.toml":
        toml = HEAD + toml + (CHAPTER if "\n[[chapter]]\n" not in f"\n{toml}" else "")
    for name, text in (book | {file: toml}).items():
        (folder / name).write_text(text, "utf-8")
    for name in PICTURES:
        Image.new("L", (9, 9)).save(folder / name)
    return load_manifest(folder)


@pytest.mark.parametrize("block", blocks("toml"))
def test_every_block_of_toml_can_be_pasted(tmp_path: Path, block: str) -> None:
    check_rules(load(tmp_path, block))


def test_what_the_book_is_can_be_pasted_whole(tmp_path: Path) -> None:
    keys, tables = (next(b for b in blocks("toml") if words in b) for words in ("sort_title", "[accessibility]"))
    book = load(tmp_path, keys + tables).book
    assert (book.licence, book.identifier) == ("https://creativecommons.org/licenses/by/4.0/", "978-0-306-40615-7")
    names = [*book.editors, *(person.name for person in book.contributor)]
    assert len(names) == len(set(names))
    assert book.accessibility is not None


def test_every_file_that_a_build_hands_out_is_named(tmp_path: Path) -> None:
    manifest = load_manifest(SEEDS)
    build(manifest, tmp_path, "epub")
    named = set(re.findall(r"`([\w.-]+\.\w+)`", README))
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} - {".state.json"} <= named


def test_every_sheet_is_named() -> None:
    assert {path.name for path in (ROOT / "styles").glob("*.css")} <= set(re.findall(r"`([\w.-]+\.css)`", README))


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
