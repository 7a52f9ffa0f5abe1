"""Bad input: whatever is wrong, there is one message with place, fault and remedy, and the last outputs stay whole.

Most tests are rows of a table: see `wrong`.
"""

from __future__ import annotations

import builtins
import errno
import io
import itertools
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from pipeline.build import build
from pipeline.errors import ManifestError
from pipeline.manifest import load_manifest
from pipeline.sources import read_source
from pipeline.toml_file import Spans, read_toml

from .conftest import Files, MakeFolder, Outcome, Run, contents, refused, words
from .library import ROOT
from .small_epub import MEMBERS, write_epub
from .wrong import BOOK, COMPANIONS, RUSSIAN, TERM, TEXT, WESTERN, WRONG, emend, toml

Make = Callable[[Files], Path]


def failing(function: Callable[..., Any], error: BaseException, when: Callable[..., bool]) -> Callable[..., Any]:
    """The function, but for the calls that fail."""

    def fails(*args: Any, **kwargs: Any) -> Any:
        if when(*args):
            raise error
        return function(*args, **kwargs)

    return fails


class FullDisk(io.FileIO):
    """A file that takes half of what is written to it."""

    def write(self, content: Any, /) -> NoReturn:
        super().write(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture(scope="module")
def good_outputs(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The outputs of a good build, as they lie in a book folder before things go wrong."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "book.toml").write_text(BOOK, "utf-8")
    (folder / "a.txt").write_text("This was good.\n", "utf-8")
    build(load_manifest(folder), folder / "build", "epub")
    return {f"build/{name}": content for name, content in contents(folder / "build").items()}


@pytest.fixture
def book(make_folder: MakeFolder, good_outputs: Files) -> Make:
    """Make the book, with its last good outputs, and with some files otherwise."""
    return lambda files: make_folder("book", {"book.toml": BOOK, "a.txt": TEXT, **good_outputs, **files})


@pytest.mark.parametrize("what", WRONG)
def test_a_book_that_is_wrong_is_refused(run: Run, book: Make, what: str) -> None:
    files, message, hint = WRONG[what]
    folder = book(files)
    before = contents(folder)
    refused(run("build", folder, "--only", "epub"), message, hint)
    assert contents(folder) == before


def test_the_editor_may_raise_the_limit(book: Make) -> None:
    folder = book({"a.txt": b"Words. " * 2_860_000, **toml("", "[limits]\nsource_mb = 21\n")})
    limits = load_manifest(folder).book.limits
    assert len(read_source(folder / "a.txt", "a.txt", limits=limits).text) == 20_020_000


@pytest.mark.parametrize("name", [name for name in COMPANIONS if name != "book.toml"])
def test_the_editor_may_raise_the_limit_of_companions(book: Make, name: str) -> None:
    content = b"headword,definition\nA,B\n" + b"\n" * 2_100_000 if name.endswith("csv") else b"\n" * 2_100_000
    load_manifest(book({name: content, **toml("", "[limits]\ncompanion_mb = 3\n")}))


def test_no_book_no_folder_no_right(run: Run, tmp_path: Path, book: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(run("build", tmp_path), f"can't read {tmp_path}/book.toml: No such file", "make a book with: new")
    refused(run("build", tmp_path / "none"), f"can't read {tmp_path}/none: No such file", "make a book with: new")
    folder = book({})
    denied = PermissionError(errno.EACCES, "Permission denied")
    monkeypatch.setattr(Path, "open", failing(Path.open, denied, lambda path, *_: path.name == "a.txt"))
    refused(run("build", folder), "a.txt: can't read", "Permission denied", "the rights of the file")


READABLE = {
    "line ends": (b"One line.\r\nAnother.\rA third.\nThe end.\r\n", "The end."),
    "separators": ("One line.\u2028Another.\u0085A third.\u2029The end.\n".encode(), "The end."),
    "no characters": ("One\ufffe line.\uffff The end.\n".encode(), "One line. The end."),
    "UTF-8 with a mark": ("\ufeffÀ la fin.\n".encode(), "À la fin."),
    "UTF-16 LE": ("\ufeffÀ la fin.\r\n".encode("utf-16-le"), "À la fin."),
    "UTF-16 BE": ("\ufeffÀ la fin.\r\n".encode("utf-16-be"), "À la fin."),
    "guessed: Windows-1252": (WESTERN.encode("cp1252"), WESTERN.strip()),
    "guessed: KOI8-R": (RUSSIAN.encode("koi8-r"), RUSSIAN.strip()),
}


@pytest.mark.parametrize("what", READABLE)
def test_what_can_be_read_is_read_and_given_back(run: Run, book: Make, tmp_path: Path, what: str) -> None:
    content, wanted = READABLE[what]
    folder = book({"a.txt": content})
    assert run("build", folder, "--only", "epub").status == 0
    shown = words(folder / "build" / "t.epub")
    assert wanted in shown.replace("\u00a0", " ")
    assert not set("\ufeff\r\ufffe\uffff") & set(shown)
    queries = json.loads((folder / "build" / "report.json").read_bytes())["queries"]
    assert ("encoding.guessed" in {query["code"] for query in queries}) == what.startswith("guessed")
    assert run("restore", folder / "build" / "ledger.jsonl", "--out", tmp_path / "back").status == 0
    assert contents(tmp_path / "back") == {"a.txt": content}


GUESSED = {
    "a.md": (f"# A title\n\n{RUSSIAN}".encode("cp1251"), "cp1251"),
    "a.html": (f"<h1>A title</h1><p>{RUSSIAN}".encode("cp1251"), "cp1251"),
    "b.html": (f'<meta charset="windows-1251"><p>{RUSSIAN}'.encode("cp1251"), ""),
    "b.xhtml": (f'<?xml version="1.0" encoding="windows-1251"?><p>{RUSSIAN}</p>'.encode("cp1251"), ""),
}


@pytest.mark.parametrize("file", GUESSED)
def test_an_encoding_that_a_page_does_not_declare_is_asked_about(
    run: Run, book: Make, tmp_path: Path, file: str
) -> None:
    content, guess = GUESSED[file]
    folder = book({file: content, "book.toml": BOOK.replace("a.txt", file)})
    assert run("build", folder, "--only", "epub").status == 0
    report = json.loads((folder / "build" / "report.json").read_bytes())
    assert [query["message"] for query in report["queries"] if query["code"] == "encoding.guessed"] == (
        [f"the file was read as {guess}, which is a guess"] if guess else []
    )
    assert run("restore", folder / "build" / "ledger.jsonl", "--out", tmp_path / "back").status == 0
    assert RUSSIAN.splitlines()[0] in (tmp_path / "back" / f"{file}.txt").read_text("utf-8")


NO_FAULT: dict[str, Files] = {
    "a byte-order mark in book.toml": {"book.toml": f"\ufeff{BOOK}"},
    "a title too long for a file name": toml('"T"', f'"{"The Long Title " * 30}"'),
    "a date too late for a ZIP file": toml("2024", "2204"),
    "a damaged memory of the last build": {"build/.state.json": "{"},
}


@pytest.mark.parametrize("what", NO_FAULT)
def test_what_is_no_fault(run: Run, book: Make, what: str) -> None:
    assert run("build", book(NO_FAULT[what]), "--only", "epub").status == 0


def test_one_format_or_all(run: Run, book: Make) -> None:
    folder = book({})
    before = contents(folder)
    outcome = run("build", folder, "--only", "epub", "--only", "web")
    assert (outcome.status, "--only names one format" in outcome.err) == (2, True), outcome
    assert contents(folder) == before
    assert run("build", folder, "--only", "epub", "--only", "epub").status == 0


def test_one_thing_is_not_many(run: Run, book: Make) -> None:
    text = "One paragraph with one note.[1]\n\nFootnotes\n\n[1] Its text.\n"
    folder = book({"a.txt": text, "glossary.toml": TERM + 'definition = "A text below the page."\n'})
    told = run("build", folder, "--only", "epub").out
    assert "1 text," in told
    for counted in ("1 paragraph, 0 headings, 0 block quotations", "1 note, 0 of them", "1 term, 1 use\n"):
        assert counted in told, told
    assert re.search(r"\b1 [a-z]+s\b", told) is None, told


def test_what_looks_like_code_is_text(run: Run, book: Make) -> None:
    line = "See <b>this</b> & <script>x</script> &amp; <!-- no --> ]]> {{ 7 * 7 }} {% raw %} [x](y) *z* :-1: the end."
    title = "R&D <i>\"quoted\"</i> 'and' {{ 7 * 7 }}"
    heads = BOOK.replace('"T"', json.dumps(title)).replace('"A"', json.dumps(title))
    folder = book({"a.txt": f"{line}\n", "book.toml": f"{heads}source = {json.dumps(title)}\n"})
    assert run("build", folder, "--only", "epub").status == 0
    (epub,) = (folder / "build").glob("r-d-*.epub")
    assert line in words(epub)
    for page in ("chapter-1.xhtml", "titlepage.xhtml", "contents.xhtml", ".opf", ".ncx"):
        assert title in words(epub, page)


def test_an_emendation_is_made_recorded_and_undone(run: Run, book: Make, tmp_path: Path) -> None:
    folder = book(emend(("No more notes", "No other notes")))
    assert run("build", folder, "--only", "epub").status == 0
    assert "No other notes." in words(folder / "build" / "t.epub")
    ledger = folder / "build" / "ledger.jsonl"
    edits = [record for record in map(json.loads, ledger.read_text("utf-8").splitlines()) if record["type"] == "edit"]
    assert ("editor", "more", "other") in [(edit["rule"], edit["before"], edit["after"]) for edit in edits]
    assert run("restore", ledger, "--out", tmp_path / "back").status == 0
    assert contents(tmp_path / "back") == {"a.txt": TEXT.encode()}


def test_an_output_folder_that_cannot_be(run: Run, book: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = book({})
    before = contents(folder)
    for out in (folder / "a.txt", folder / "a.txt" / "below"):
        refused(run("build", folder, "--out", out), f"can't write to {out}: ", "name another folder")
    for error in (OSError(code, os.strerror(code)) for code in (errno.EACCES, errno.EROFS)):
        monkeypatch.setattr("tempfile.TemporaryFile", failing(open, error, lambda *_: True))
        refused(run("build", folder), f"can't write to {folder}/build: ", str(error.strerror).lower(), "name another")
    assert contents(folder) == before


@pytest.mark.parametrize(("step", "message"), [("write", "no space left on device"), ("rename", "permission denied")])
def test_outputs_are_all_new_or_all_old(
    run: Run, book: Make, monkeypatch: pytest.MonkeyPatch, step: str, message: str
) -> None:
    folder = book({})
    before = contents(folder)
    fdopen, denied = os.fdopen, PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def fail_at(number: int, patch: pytest.MonkeyPatch) -> None:
        calls = itertools.count()
        if step == "write":
            patch.setattr(os, "fdopen", lambda *args: (FullDisk if next(calls) == number else fdopen)(*args))
        else:
            patch.setattr(Path, "replace", failing(Path.replace, denied, lambda *_: next(calls) == number))

    for number in itertools.count():
        with monkeypatch.context() as patch:
            fail_at(number, patch)
            outcome = run("build", folder, "--only", "epub")
        if outcome.status == 0:
            break
        refused(outcome, f"can't write to {folder}/build: {message}", "as they were")
        assert contents(folder) == before
    after = contents(folder)
    changed = {name for name in after if after[name] != before.get(name)}
    assert number == len(changed | {name for name in before if name.startswith("build/")})


def test_interrupted_outputs_are_the_old_ones(run: Run, book: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = book({})
    before = contents(folder)
    monkeypatch.setattr(os, "fsync", failing(os.fsync, KeyboardInterrupt(), lambda *_: True))
    outcome = run("build", folder, "--only", "epub")
    assert (outcome.status, outcome.err.strip()) == (130, "stopped; the files that were there are as they were")
    assert contents(folder) == before


PANGO = ("Pango", "Debian/Ubuntu: apt install", "Fedora: dnf install", "macOS: brew install", "Windows: pacman -S")


@pytest.mark.parametrize(("error", "says"), [(OSError, PANGO), (ImportError, ("WeasyPrint", "pip install weasyprint"))])
def test_without_pango_there_is_still_an_epub(
    run: Run, book: Make, monkeypatch: pytest.MonkeyPatch, error: type[Exception], says: tuple[str, ...]
) -> None:
    monkeypatch.setattr(builtins, "__import__", failing(__import__, error(), lambda name, *_: name == "weasyprint"))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)  # Other processes import for themselves.
    folder = book({})
    before = contents(folder)
    refused(run("build", folder, "--only", "pdf"), "the PDF needs", *says)
    assert contents(folder) == before
    for _ in ("first", "again, for nothing is taken as done"):
        outcome = run("build", folder)
        assert outcome.status == 0
        refused(replace(outcome, status=2), "the PDF needs", *says)
        assert "The first note is here." in words(folder / "build" / "t.epub")


def test_without_pango_the_processes_that_set_pages_say_so(book: Make, tmp_path: Path) -> None:
    folder = book({})
    before = contents(folder)
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "weasyprint.py").write_text("raise OSError('no library called pango-1.0')\n")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path / "none"), str(ROOT)))}
    command = [sys.executable, "-m", "pipeline", "build", str(folder), "--only", "pdf"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    refused(Outcome(done.returncode, done.stdout, done.stderr), "the PDF needs", *PANGO)
    assert contents(folder) == before


@pytest.mark.parametrize("time", ["yesterday", "", "1e9", "9" * 15])
def test_a_time_that_is_none(run: Run, book: Make, monkeypatch: pytest.MonkeyPatch, time: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", time)
    refused(run("build", book({}), "--only", "epub"), f"SOURCE_DATE_EPOCH is “{time}”", "a number of seconds")


def test_new_refuses(run: Run, make_folder: MakeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = make_folder("here", {"a.txt": TEXT, "b/A.txt": TEXT, "c.txt": b"\0", os.fsdecode(b"\xe9.txt"): TEXT})
    fresh, text, strange = tmp_path / "fresh", here / "a.txt", here / os.fsdecode(b"\xe9.txt")
    refused(run("new", fresh, here / "none.txt"), "none.txt: can't read", "check the name")
    refused(run("new", fresh, text, here / "b" / "A.txt"), "two files are called “a.txt”", "rename one")
    refused(run("new", fresh, text, here / "c.txt"), "c.txt: this is not a text", "as plain text")
    refused(run("new", fresh, strange), "?.txt: the name of the file is not UTF-8", "give the file another name")
    refused(run("new", here, text), f"{here} is there already", "a folder that does not exist yet")
    refused(run("new", text / "below", text), "can't write to", "name another folder")
    assert not fresh.exists()
    monkeypatch.setattr(os, "fdopen", FullDisk)
    refused(run("new", fresh, text), f"can't write to {fresh}: no space left on device", "name another folder")
    assert contents(fresh) == {}


def test_new_takes_any_name(run: Run, make_folder: MakeFolder, tmp_path: Path) -> None:
    name = "the people’s 'own' \"book\" {{ 1 }} \\ & <b>\n.txt"
    file = make_folder("here", {name: "THE PEOPLE’S COMMISSARS\n\nA text.\n"}) / name
    folder = tmp_path / "o'brien's \"new\" & old book"
    assert run("new", folder, file).status == 0
    manifest = load_manifest(folder)
    assert manifest.book.title == "O'brien's \"New\" & Old Book"
    assert [(c.file, c.title) for c in manifest.book.chapter] == [(name, "The People’s Commissars")]
    lines = manifest.path.read_text("utf-8").splitlines()
    head = lines[lines.index("") : lines.index("[notes]")]
    assert len({line.rindex(" # ") for line in head if line.startswith(("slug =", "date =", "theme ="))}) == 1
    assert run("build", folder, "--only", "epub").status == 0


Records = list[dict[str, Any]]
NO_LEDGER, CHANGED = "ledger.jsonl: this is not a ledger", "a.txt: the ledger does not give back the source it names"
LEDGERS: dict[str, tuple[Callable[[Records], Any], str, str]] = {
    "a text": (lambda records: "words", NO_LEDGER, "that a build wrote"),
    "no source": (lambda records: records[1:], NO_LEDGER, "that a build wrote"),
    "no name": (lambda records: [records[0] | {"name": ""}], NO_LEDGER, "that a build wrote"),
    "no text": (lambda records: [records[0] | {"text": 7}], NO_LEDGER, "that a build wrote"),
    "another text": (lambda records: [records[0] | {"text": "Other."}, *records[1:]], CHANGED, "build the book again"),
    "a change less": (lambda records: records[:1], CHANGED, "build the book again"),
    "a way out": (lambda records: [records[0] | {"name": "../x"}, *records[1:]], "“../x” leads out of", "another name"),
    "a way far out": (lambda records: [records[0] | {"name": "/x"}, *records[1:]], "“/x” leads out of", "another name"),
}


@pytest.mark.parametrize("what", LEDGERS)
def test_restore_refuses(run: Run, book: Make, what: str) -> None:
    change, message, hint = LEDGERS[what]
    folder = book({"a.txt": "Two  blanks.\r\n", "back/a.txt": "What was there."})
    ledger = folder / "build" / "ledger.jsonl"
    assert run("build", folder, "--only", "epub").status == 0
    records = [json.loads(line) for line in ledger.read_text("utf-8").splitlines()]
    ledger.write_text("\n".join(map(json.dumps, change(records))), "utf-8")
    before = contents(folder.parent)
    refused(run("restore", ledger, "--out", folder / "back"), message, hint)
    assert contents(folder.parent) == before


def test_other_commands_want_the_right_file(run: Run, make_folder: MakeFolder) -> None:
    here = make_folder("here", {"b.txt": b"\0\1", "d.xls": b"PK", "e.epub": "no EPUB"})
    refused(run("inspect", here / "none.txt"), "none.txt: can't read", "check the name")
    refused(run("inspect", here / "b.txt"), "b.txt: this is not a text", "as plain text")
    refused(run("inspect", here / "d.xls"), "d.xls: files that end in “.xls” are not read", "in one of these formats")
    refused(run("restore", here / "none", "--out", here / "back"), "can't read", "name a ledger.jsonl")
    refused(run("restore", here / "b.txt", "--out", here / "back"), "b.txt: this is not a ledger", "that a build wrote")
    refused(run("check", here / "none.epub"), f"there is no file {here}/none.epub", "build the book first")
    refused(run("check", here / "e.epub"), f"{here}/e.epub is not an EPUB", "build the book again")
    assert not (here / "back").exists()


def test_check_finds_fault_and_ends(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    epub = tmp_path / "x.epub"
    zipfile.ZipFile(epub, "w").close()
    refused(run("check", epub), f"{epub} is not an EPUB: it has no META-INF/container.xml", "build the book again")
    monkeypatch.setattr("pipeline.validators.epubcheck.TIMEOUT", 0.001)
    refused(run("check", write_epub(epub, MEMBERS)), "EPUBCheck had not ended", "try again")


def test_a_terminal_that_cannot_show_every_sign(make_folder: MakeFolder) -> None:
    here = make_folder("here", {"été.txt": TEXT})

    def command(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
        environment = os.environ | {"PYTHONIOENCODING": "ascii"}
        line = [sys.executable, "-m", "pipeline", *map(str, words)]
        return subprocess.run(line, capture_output=True, check=False, env=environment)

    failed = command("build", here)
    assert (failed.returncode, failed.stderr.count(b"\n"), b"Traceback" in failed.stderr) == (2, 2, False)
    shown = command("inspect", here / "été.txt", "--json")
    assert (shown.returncode, json.loads(shown.stdout)["source"]["name"]) == (0, "été.txt")


def test_places_of_keys_are_looked_for_only_when_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def find(text: str) -> Spans:
        asked.append(text)
        return {}

    monkeypatch.setattr("pipeline.toml_file.find_spans", find)
    (tmp_path / "a.toml").write_text("a = 1\n[b]\nc = [2, 'd']\n", "utf-8")
    toml = read_toml(tmp_path / "a.toml")
    assert not asked
    assert str(toml.place(("b", "c"))) == "a.toml:1:1"
    assert len(asked) == 1


@pytest.mark.parametrize("text", [f"a = {'[' * 200}{']' * 200}", f"a{'.b' * 200} = 1"])
def test_lists_and_tables_too_deep_are_one_message(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.toml").write_text(text, "utf-8")
    with pytest.raises(ManifestError, match="too deep"):
        read_toml(tmp_path / "a.toml")
