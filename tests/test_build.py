"""The build: nothing done twice, nothing half done, the same bytes everywhere, and the way back to the sources."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.build import build
from pipeline.commands import cli
from pipeline.manifest import load_manifest

from .conftest import contents
from .library import ROOT, SEEDS, first_build, write_book

OUTPUTS = [
    "the-vikzhel-talks.epub",
    "the-vikzhel-talks.pdf",
    "web/index.html",
    "index.html",
    "opds.xml",
    "opds.json",
    "cover.jpg",
    "report.html",
    "report.json",
    "ledger.jsonl",
    "glossary.todo.toml",
]


def test_a_build_makes_these_files_and_passes_its_checks() -> None:
    built, folder = first_build()
    assert [path.relative_to(folder).as_posix() for path in built.files] == OUTPUTS
    assert all(path.stat().st_size for path in built.files)
    assert (built.findings, built.missing, built.unchanged) == ((), (), False)


def test_a_second_build_does_nothing_until_something_changes(tmp_path: Path) -> None:
    book = Path(shutil.copytree(SEEDS, tmp_path / "book"))
    out = tmp_path / "out"
    first = build(load_manifest(book), out, "epub")
    assert not first.unchanged
    stamp = (out / "report.json").stat().st_mtime_ns
    again = build(load_manifest(book), out, "epub")
    assert again.unchanged
    assert again.query_count == first.query_count > 0
    assert (out / "report.json").stat().st_mtime_ns == stamp
    (out / "report.json").write_text("damaged", "utf-8")
    assert not build(load_manifest(book), out, "epub").unchanged
    (book / "style.css").write_text("p { color: teal }", "utf-8")
    assert not build(load_manifest(book), out, "epub").unchanged
    with zipfile.ZipFile(out / "the-vikzhel-talks.epub") as archive:
        assert b"teal" in archive.read("EPUB/styles/book.css")


def test_another_process_in_another_place_gives_the_same_bytes(tmp_path: Path) -> None:
    _, folder = first_build()
    shutil.copytree(SEEDS, tmp_path / "elsewhere")
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    command = [sys.executable, "-m", "pipeline", "build", str(tmp_path / "elsewhere"), "--out", str(tmp_path / "out")]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    for name in OUTPUTS:
        assert (tmp_path / "out" / name).read_bytes() == (folder / name).read_bytes(), name


def test_source_date_epoch_dates_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    build(load_manifest(SEEDS), tmp_path, "epub")
    with zipfile.ZipFile(tmp_path / "the-vikzhel-talks.epub") as archive:
        assert archive.infolist()[0].date_time == (2001, 9, 9, 1, 46, 40)
        assert b"2001-09-09T01:46:40Z" in archive.read("EPUB/content.opf")


def test_restore_gives_the_sources_back(tmp_path: Path) -> None:
    _, folder = first_build()
    result = CliRunner().invoke(cli, ["restore", str(folder / "ledger.jsonl"), "--out", str(tmp_path)])
    assert result.exit_code == 0
    for path in SEEDS.glob("*.txt"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_restore_overwrites_nothing_of_an_editor(tmp_path: Path) -> None:
    _, folder = first_build()
    (tmp_path / "001_cb3cdf16b7cdf0d7.txt").write_text("her own words", "utf-8")
    result = CliRunner().invoke(cli, ["restore", str(folder / "ledger.jsonl"), "--out", str(tmp_path)])
    assert "is there already, and is different" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["001_cb3cdf16b7cdf0d7.txt"]
    assert (tmp_path / "001_cb3cdf16b7cdf0d7.txt").read_text("utf-8") == "her own words"


def test_a_book_of_an_earlier_build_is_named(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", {"a.txt": "The cat is safe."})
    build(load_manifest(book), tmp_path / "out")
    (book / "a.txt").write_text("The cat is drowned.", "utf-8")
    built = build(load_manifest(book), tmp_path / "out", "epub")
    assert built.older == tuple(tmp_path / "out" / name for name in ("a-book.pdf", "web/index.html"))


def test_nothing_is_written_when_a_check_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = write_book(tmp_path / "book", {"a.txt": "The cat is safe."})
    build(load_manifest(book), tmp_path / "out")
    before = contents(tmp_path / "out")
    (book / "a.txt").write_text("The cat is drowned.", "utf-8")
    monkeypatch.setattr(sys.modules[build.__module__], "check_epub", lambda *_: ["a word is lost"])
    result = CliRunner().invoke(cli, ["build", str(book), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert contents(tmp_path / "out") == before


def test_strict_counts_open_queries(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "clean", {"a.txt": "All is well here."})
    run = CliRunner()
    arguments = ["build", "--only", "epub", "--strict", "--out", str(tmp_path / "out")]
    assert run.invoke(cli, [*arguments, str(folder)]).exit_code == 0
    (folder / "a.txt").write_text("All is (not well here.", "utf-8")
    for _ in range(2):
        result = run.invoke(cli, [*arguments, str(folder)])
        assert result.exit_code == 1
    assert "1 queries" not in result.output


def test_the_report_and_the_console_name_every_query() -> None:
    built, folder = first_build()
    report = json.loads((folder / "report.json").read_text("utf-8"))
    page = (folder / "report.html").read_text("utf-8")
    assert len(report["queries"]) == len(built.queries) > 0
    for query in report["queries"]:
        assert f"{query['file']}:{query['line']}:{query['column']}" in page
    assert "http" not in page.replace("http-equiv", "")


def test_new_then_build(tmp_path: Path) -> None:
    run = CliRunner()
    texts = [*SEEDS.glob("*.txt")]
    made = run.invoke(cli, ["new", str(tmp_path / "my book"), *map(str, texts)])
    assert made.exit_code == 0, made.output
    built = run.invoke(cli, ["build", str(tmp_path / "my book")])
    assert built.exit_code == 0, built.output
    assert (tmp_path / "my book" / "build" / "my-book.epub").exists()
    assert (tmp_path / "my book" / "build" / "my-book.pdf").exists()


def test_an_installed_package_has_styles_templates_and_fonts(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
        assert "reader-edition = pipeline.__main__:main" in next(
            archive.read(name).decode() for name in archive.namelist() if name.endswith("entry_points.txt")
        )
    environment = os.environ | {"PYTHONPATH": str(target)}
    out = tmp_path / "out"
    command = [sys.executable, "-P", "-m", "pipeline", "build", str(SEEDS), "--out", str(out), "--only", "pdf"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    _, folder = first_build()
    assert (out / OUTPUTS[1]).read_bytes() == (folder / OUTPUTS[1]).read_bytes()
