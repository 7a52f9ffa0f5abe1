"""Watching and progress: what is saved is built, what is broken is told, and a build may be stopped at any moment."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline import progress_bar, watching
from pipeline.errors import CannotContinue
from pipeline.outputs import Outputs
from pipeline.progress import Pages, Stage
from pipeline.progress_bar import show_progress
from pipeline.watching import Edition, editions, looks

from .conftest import Run, contents, refused
from .library import ROOT, write_book

Save = Callable[[], object]
TEXTS = {"a.txt": "The first of two.\n", "b.txt": "The second of two.\n"}
TOML = "book.toml"
BUILD: Any = import_module("pipeline.build")
"""The module: the package has the function of that name."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book of two chapters."""
    return write_book(tmp_path / "book", TEXTS)


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have the book looked at once, then after each of these saves, and then no more."""

    def after(*saves: Save, told: bool = True) -> None:
        def looks(folders: set[Path]) -> Iterator[bool]:
            yield False
            for save in saves:
                save()
                yield told

        monkeypatch.setattr(watching, "looks", looks)

    return after


def append(file: Path, words: str) -> None:
    with file.open("a", encoding="utf-8") as stream:
        stream.write(words)


def rename_over(file: Path, words: str) -> None:
    other = file.with_name("new")
    other.write_text(words, "utf-8")
    other.replace(file)


def set_aside(file: Path, words: str) -> None:
    """As vim does it."""
    file.with_name("4913").write_text("")
    file.with_name("4913").unlink()
    aside = file.rename(f"{file}~")
    file.write_text(words, "utf-8")
    aside.unlink()


def remove_first(file: Path, words: str) -> None:
    file.unlink()
    file.write_text(words, "utf-8")


@pytest.mark.parametrize("save", [append, rename_over, set_aside, remove_first])
def test_a_save_is_told_by_whatever_means(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, save: Callable[[Path, str], None]
) -> None:
    monkeypatch.setattr(watching, "LOOK", 200)
    file = tmp_path / "a.txt"
    file.write_text("words", "utf-8")
    told = looks({tmp_path})
    assert not next(told)
    assert not next(told), "nothing was saved"  # and from here on it is watched
    for words in ("other words", "and others"):
        save(file, words)
        assert next(told)
        assert not next(told), "one save is told once"


def test_a_folder_is_watched_as_soon_as_a_file_of_the_book_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK", 200)
    folders = {tmp_path / "book"}
    told = looks(folders)
    assert not next(told)
    assert not next(told)
    (tmp_path / "shared.toml").write_text("", "utf-8")
    assert next(told), "the nearest folder there is"
    (tmp_path / "book").mkdir()
    folders.add(tmp_path / "book" / "texts")
    assert not next(told), "both are now the book"
    (tmp_path / "book" / "a.txt").write_text("", "utf-8")
    assert next(told)


def test_our_own_outputs_are_not_told(book: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "LOOK", 200)
    run("build", book, "--only", "web")
    told = looks({book})
    assert [next(told), next(told)] == [False, False]
    append(book / "a.txt", "More.")
    assert next(told)
    before = contents(book)
    assert run("build", book, "--only", "web").status == 0
    assert contents(book) != before
    assert not next(told)


def test_a_book_is_another_when_a_file_of_it_is(book: Path, after: Callable[..., None]) -> None:
    def both() -> None:
        append(book / "b.txt", "More.")
        (book / "style.css").unlink()

    after(
        lambda: append(book / "a.txt", "More."),
        lambda: (book / "a.txt").touch(),
        lambda: (book / "notes of mine.md").write_text("nothing of the book", "utf-8"),
        lambda: set_aside(book / "b.txt", TEXTS["b.txt"]),
        lambda: (book / "style.css").write_text("p { color: teal }", "utf-8"),
        both,
    )
    seen = list(editions(book))
    assert [edition.saved for edition in seen if isinstance(edition, Edition)] == [
        (),
        ("a.txt",),
        ("style.css",),
        ("b.txt", "style.css"),
    ]
    assert len(seen) == 4


@pytest.mark.parametrize("told", [True, False])
def test_a_fault_is_told_after_every_save_until_it_is_mended(
    book: Path, after: Callable[..., None], told: bool
) -> None:
    good = (book / TOML).read_text("utf-8")
    after(
        lambda: (book / TOML).write_text("numberng = 1\n" + good, "utf-8"),
        lambda: (book / TOML).write_text("numberng = 2\n" + good, "utf-8"),
        lambda: (book / TOML).write_text(good, "utf-8"),
        lambda: (book / "b.txt").unlink(),
        told=told,
    )
    seen = [str(each) if isinstance(each, CannotContinue) else each.saved for each in editions(book)]
    fault, gone = "unknown key “numberng”", "there is no file “b.txt” in the book folder"
    assert seen == ([(), fault, fault, (), gone] if told else [(), fault, (), gone])


def test_what_is_saved_is_built_and_the_rest_taken_from_the_cache(
    book: Path, run: Run, after: Callable[..., None]
) -> None:
    after(lambda: append(book / "b.txt", "More (of it.\n"), lambda: append(book / "b.txt", "And more.)\n"))
    outcome = run("watch", book)
    assert outcome.status == 0
    first, second, third = outcome.out.split(" b.txt saved\n")
    assert "✓ PDF        " in first
    assert "2 chapters set anew, 0 from the cache" in first
    assert f"reader-edition review {book}" not in first, "there are no queries"
    assert "1 chapter set anew, 1 from the cache; queries: 1 new, 1 open\n" in second
    assert "bracket.unclosed" in second
    assert second.count("✓") == 1
    assert "1 chapter set anew, 1 from the cache; queries: 1 settled\n" in third
    assert "bracket.unclosed" not in third


def test_one_format_is_made_where_it_is_wanted(
    book: Path, tmp_path: Path, run: Run, after: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    after()
    monkeypatch.chdir(book)
    assert run("watch", "--only", "epub", "--out", tmp_path / "out").status == 0
    assert {path.suffix for path in (tmp_path / "out").iterdir()} >= {".epub"}
    assert not list((tmp_path / "out").glob("*.pdf"))
    assert not (book / "build").exists()


@pytest.mark.parametrize(
    ("name", "words", "says"),
    [
        (TOML, "numberng = 1", "book.toml:1:1: unknown key “numberng”"),
        ("style.css", "p { color: url(x.png) }", "style.css:1:12: url(…) fetches a file"),
        (
            "emendations.toml",
            '[[emendation]]\nfind = "nowhere in it"\nreplace = "x"\nreason = "y"\n',
            "emendations.toml:2:1: these words stand nowhere in the text",
        ),
    ],
    ids=["read", "checked", "built"],
)
def test_a_fault_leaves_the_last_outputs_and_the_watch_goes_on(
    book: Path, run: Run, after: Callable[..., None], name: str, words: str, says: str
) -> None:
    left: list[dict[str, bytes]] = []
    before = (book / name).read_text("utf-8") if (book / name).exists() else ""
    after(
        lambda: left.append(contents(book / "build")),
        lambda: (book / name).write_text(f"{words}\n{before}", "utf-8"),
        lambda: left.append(contents(book / "build")),
        lambda: (book / name).write_text(before, "utf-8"),
        lambda: append(book / "a.txt", "More."),
    )
    outcome = run("watch", book, "--only", "epub")
    assert outcome.status == 0
    assert outcome.err.startswith(says)
    assert "Traceback" not in outcome.err
    assert outcome.out.count("The last outputs are as they were.") == outcome.err.count("\n  → ") >= 1
    assert left[0] == left[1] != contents(book / "build")
    assert "a.txt saved\n✓ built in " in outcome.out


def test_a_book_that_is_broken_from_the_start_is_waited_for(book: Path, run: Run, after: Callable[..., None]) -> None:
    good = (book / TOML).read_text("utf-8")
    (book / TOML).write_text("numberng = 1\n" + good, "utf-8")
    after(lambda: (book / TOML).write_text(good, "utf-8"))
    outcome = run("watch", book / TOML, "--only", "epub")
    assert outcome.status == 0
    assert "unknown key “numberng”" in outcome.err
    assert "✓ EPUB " in outcome.out


def test_where_there_is_no_book_nothing_is_waited_for(tmp_path: Path, run: Run) -> None:
    for path in (tmp_path, tmp_path / "none", tmp_path / "none.toml"):
        refused(run("watch", path), "")


def test_a_file_that_goes_while_the_book_is_built_is_no_end(
    book: Path, run: Run, after: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    (book / "style.css").write_text("p { color: teal }", "utf-8")
    make_web = BUILD.make_web

    def slowly(*args: object) -> object:
        (book / "style.css").unlink(missing_ok=True)
        return make_web(*args)

    monkeypatch.setattr(BUILD, "make_web", slowly)
    after(lambda: None)
    outcome = run("watch", book, "--only", "web")
    assert outcome.status == 0
    assert "saved or removed meanwhile" in outcome.out
    assert "style.css saved" in outcome.out
    assert "✓ Web " in outcome.out


def _as_in_a_terminal() -> None:
    """A session of its own, in which a break is heard: what runs in the background may have been told not to."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)


def python(*words: str | Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    command = [sys.executable, *map(str, words)]
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, env=environment, text=True, preexec_fn=_as_in_a_terminal)


def test_a_break_ends_the_watch(book: Path) -> None:
    with python("-m", "pipeline", "watch", book, "--only", "epub") as process:
        assert process.stdout
        assert any("report.html" in line for line in process.stdout), "it builds"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.endswith("\nstopped; the files are those of the last build\n")


STOPPED = """
import os, signal, sys
os.cpu_count = lambda: 16
sent, to_all = getattr(signal, sys.argv.pop()), sys.argv.pop() == "all"
from pipeline import __main__, progress_bar
from pipeline.progress import Pages

def stop(progress):
    if isinstance(progress, Pages) and progress.done == 1:
        os.kill(0 if to_all else os.getpid(), sent)

progress_bar._show_line = stop
__main__.main()
"""
"""A build that is sent a signal as soon as one of its chapters is set: others are being set, and some processes idle.

It goes to the build alone, or to all its processes, as a break of the terminal does.
"""


@pytest.mark.parametrize(
    ("name", "to", "status"),
    [("SIGINT", "all", 130), ("SIGINT", "one", 130), ("SIGKILL", "one", -9), ("SIGTERM", "one", -15)],
)
def test_a_build_that_is_stopped_leaves_the_last_outputs_and_no_process(
    book: Path, run: Run, name: str, to: str, status: int
) -> None:
    run("build", book, "--only", "epub")
    before = contents(book)
    for number in range(5):
        shutil.copy(book / "a.txt", book / f"{number}.txt")
        append(book / TOML, f'[[chapter]]\nfile = "{number}.txt"\ntitle = "{number}"\n')
        before |= contents(book)
    with python("-c", STOPPED, "build", book, to, name) as process:
        # Every process of the pool holds the pipes: that they are at their end shows that all have ended.
        _, err = process.communicate(timeout=120)
    assert process.returncode == status
    assert err.strip() == ("stopped; the files that were there are as they were" if name == "SIGINT" else "")
    assert contents(book) == before | {TOML: (book / TOML).read_bytes()}


def test_a_break_between_two_files_leaves_all_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs, files = Outputs(tmp_path), {"a": b"old", "b": b"old"}
    outputs.write_files(files)
    replace, calls = Path.replace, iter(range(100))

    def interrupted(place: Path, target: Path) -> Path:
        done = replace(place, target)
        if next(calls) == 1:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        outputs.write_files({"a": b"new", "b": b"new", "c": b"new"})
    assert contents(tmp_path) == files


def test_a_build_loads_nothing_of_the_watch() -> None:
    rooms = ("watchfiles", "http.server", "webbrowser", "rich.progress", "pipeline.watching", "pipeline.preview")
    command = f"import sys, pipeline.__main__; print([name for name in {rooms} if name in sys.modules])"
    with python("-c", command) as process:
        assert process.communicate() == ("[]\n", "")


def test_progress_is_plain_lines_in_a_file_and_none_in_continuous_integration(
    book: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    outcome = run("build", book, "--only", "pdf")
    assert "\n  PDF        1 of 2 chapters set\n  PDF        2 of 2 chapters set\n✓ PDF        " in outcome.out
    assert "; 2 chapters set anew, 0 from the cache\n" in outcome.out
    append(book / "b.txt", "More.\n")
    outcome = run("build", book, "--only", "pdf")
    assert outcome.out.count(" of 2 chapters set\n") == 1
    assert "; 1 chapter set anew, 1 from the cache\n" in outcome.out
    monkeypatch.setenv("CI", "true")
    append(book / "b.txt", "More.\n")
    assert " of 2 chapters set\n" not in run("build", book, "--only", "pdf").out


def test_progress_is_a_bar_in_a_terminal_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(
        progress_bar, "out", Console(file=terminal, force_terminal=True, width=100, color_system=None, _environ={})
    )
    with show_progress() as show:
        for done, title in enumerate(("", "One [1]", "Two", "Three")):
            show(Pages(done, 3, title))
        assert "1/3 chapters One [1]" in terminal.getvalue()
        assert "3/3 chapters numbering and joining" in terminal.getvalue()
        show(Stage("PDF", "done"))
    assert terminal.getvalue().endswith("\x1b[2K✓ PDF        done\n"), "the bar is wiped out"


def test_a_bar_is_wiped_out_by_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(progress_bar, "out", Console(file=terminal, force_terminal=True, width=100, _environ={}))
    with pytest.raises(KeyboardInterrupt), show_progress(brief=True) as show:
        show(Pages(0, 3))
        raise KeyboardInterrupt
    assert terminal.getvalue().endswith("\x1b[2K")


def test_a_break_while_something_is_watched_is_no_failure(book: Path, run: Run, after: Callable[..., None]) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    after(stop)
    outcome = run("watch", book, "--only", "epub")
    assert (outcome.status, outcome.err) == (0, "")
