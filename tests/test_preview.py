"""The preview: a page that loads itself again where its reader was, and a server that tells nobody else anything."""

from __future__ import annotations

import http.client
import json
import queue
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline import watching
from pipeline.preview import FOLDER, preview
from pipeline.preview.notices import Notices
from pipeline.preview.server import serve

from .conftest import MakeFolder, Run, contents, refused
from .library import needs_browser, write_book

PAGE = "<html><head></head><body><p>words</p></body></html>"
WAIT = 60_000
"""Milliseconds for a build on a machine that is busy."""


@dataclass
class Called:
    """A server and how it is asked."""

    port: int
    notices: Notices

    def ask(self, path: str, host: str | None = None, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """The status, the headers and the content of an answer to a path that is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        for name in (f"127.0.0.1:{self.port}" if host is None else host).split():
            connection.putheader("Host", name)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


@pytest.fixture
def called(make_folder: MakeFolder) -> Iterator[Called]:
    """A server of a folder of a few files, beside one that is nobody's business."""
    make_folder(".", {"secret.html": "a secret"})
    folder = make_folder("book", {"index.html": PAGE, "web/a b.html": PAGE, "web/style.css": "p {}", ".state": "x"})
    make_folder("book", {".cache/x.html": PAGE, "report.json": "{}"})
    (folder / "leads-out.html").symlink_to(folder.parent / "secret.html")
    (folder / "all").symlink_to(folder.parent)
    with serve(folder, notices := Notices()) as address:
        yield Called(int(address.rpartition(":")[2]), notices)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?again#here", "text/html; charset=utf-8"),
        ("/web/a%20b.html", "text/html; charset=utf-8"),
        ("/web/style.css", "text/css; charset=utf-8"),
        ("/report.json", "application/json"),
        ("/.preview/preview.css", "text/css; charset=utf-8"),
    ],
)
def test_files_are_served(called: Called, path: str, kind: str) -> None:
    status, headers, content = called.ask(path)
    assert (status, headers["Content-Type"], int(headers["Content-Length"])) == (HTTPStatus.OK, kind, len(content))
    assert (b"/.preview/preview.js" in content) == kind.startswith("text/html")
    assert called.ask(path, method="HEAD") == (status, {**headers, "Date": called.ask(path)[1]["Date"]}, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/web/../../secret.html",
        "/%2e%2e/secret.html",
        "/web/..%2f..%2fsecret.html",
        "/..%5csecret.html",
        "//secret.html",
        "/leads-out.html",
        "/all/secret.html",
        "/.state",
        "/.cache/x.html",
        "/.preview/missing.html",
        "/.preview/../secret.html",
        "/web",
        "/web/",
        "/none.html",
        "/index.html%00.css",
        f"/{'x' * 5000}",
    ],
)
def test_nothing_else_is_served(called: Called, path: str) -> None:
    status, _, content = called.ask(path)
    assert status == HTTPStatus.NOT_FOUND
    assert b"There is no such page" in content
    assert b"secret" not in content
    assert b"style.css" not in content, "no folder is listed"


def test_it_is_asked_by_its_own_name_only(called: Called) -> None:
    names = [f"127.0.0.1:{called.port}", f"localhost:{called.port}"]
    assert [called.ask("/", host)[0] for host in names] == [HTTPStatus.OK] * 2
    others = ["", "localhost", "127.0.0.1", f"evil.example:{called.port}", f"127.0.0.1.evil.example:{called.port}"]
    others += [f"localhost:{called.port + 1}", " ".join(names), f"{names[0]} evil.example"]
    for path in ("/", "/report.json", "/.preview/preview.js", "/.preview/events"):
        for host in others:
            status, _, content = called.ask(path, host)
            assert (status, content) == (HTTPStatus.FORBIDDEN, b"not by this name\n"), host


def test_nothing_can_be_sent_to_it(called: Called) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "CONNECT"):
        assert called.ask("/index.html", method=method)[0] == HTTPStatus.NOT_IMPLEMENTED


def test_other_computers_cannot_reach_it(called: Called) -> None:
    # All of 127.0.0.0/8 is this computer: a server that listens everywhere would hear this, too.
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", called.port), timeout=10):
        pass


def test_no_other_site_may_show_or_keep_what_it_serves(called: Called) -> None:
    _, headers, _ = called.ask("/")
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


def test_notices_come_as_they_are_posted(called: Called) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", called.port, timeout=60)
    connection.request("GET", "/.preview/events")
    events = connection.getresponse()
    seen: list[dict[str, str | None]] = []
    for fault, is_new in ((None, False), ("a <b>fault</b>\n\ndata: x", True), (None, True), (None, False)):
        if seen:
            called.notices.post(fault, is_new=is_new)
        if len(seen) < 3:
            seen.append(json.loads(events.readline().removeprefix(b"data: ")))
            assert events.readline() == b"\n"
    assert [notice["fault"] for notice in seen] == [None, "a <b>fault</b>\n\ndata: x", None]
    assert seen[0]["edition"] == seen[1]["edition"] != seen[2]["edition"], "with a fault there is no new edition"


def test_a_port_that_is_taken_is_said(called: Called, tmp_path: Path, run: Run) -> None:
    book = write_book(tmp_path / "book-2", {"a.txt": "Words.\n"})
    outcome = run("preview", book, "--no-open", "--port", str(called.port))
    refused(outcome, f"can't listen at port {called.port}: ", "--port")
    assert not (book / "build").exists()


@pytest.fixture
def saves(monkeypatch: pytest.MonkeyPatch) -> Iterator[queue.Queue[bool]]:
    """What tells a watch of saves; when the test is done, that there are no more."""
    told: queue.Queue[bool] = queue.Queue()

    def looks(folders: set[Path]) -> Iterator[bool]:
        yield False
        while told.get():
            yield True

    monkeypatch.setattr(watching, "looks", looks)
    yield told
    told.put(False)


Open = Callable[[Path], str]


@pytest.fixture
def open_preview(saves: queue.Queue[bool], monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Start a preview in the background; gives the address that it opens."""
    opened: queue.Queue[str] = queue.Queue()
    monkeypatch.setattr("webbrowser.open", opened.put)
    threads: list[Thread] = []

    def open_preview(book: Path) -> str:
        threads.append(Thread(target=preview, args=(book,)))
        threads[-1].start()
        return opened.get(timeout=WAIT / 1000)

    yield open_preview
    saves.put(False)
    for thread in threads:
        thread.join()


@dataclass
class Shown:
    """A book, its page in a browser, and how it is saved."""

    page: Page
    book: Path
    saves: queue.Queue[bool]
    troubles: list[str] = field(default_factory=list)

    def save(self, name: str, words: str) -> None:
        (self.book / name).write_text(words, "utf-8")
        self.saves.put(True)


PARAGRAPHS = [f"This is paragraph {n} of the chapter. {'It has many words. ' * 30}" for n in range(40)]


@pytest.fixture
def shown(tmp_path: Path, browser: Browser, open_preview: Open, saves: queue.Queue[bool]) -> Iterator[Shown]:
    """The preview of a chapter that is longer than a window."""
    book = write_book(tmp_path / "book", {"a.txt": "\n\n".join(PARAGRAPHS)})
    address = open_preview(book)
    context = browser.new_context(viewport={"width": 800, "height": 600})
    context.set_default_timeout(WAIT)
    shown = Shown(context.new_page(), book, saves)
    shown.page.on("pageerror", lambda error: shown.troubles.append(str(error)))
    shown.page.on("console", lambda message: shown.troubles.append(message.text))
    assert address.endswith("/web/index.html")
    shown.page.goto(address)
    shown.page.goto(address.replace("index", "chapter-1"))
    yield shown
    context.close()
    assert [trouble for trouble in shown.troubles if "404" not in trouble] == []


@needs_browser
@pytest.mark.parametrize("fragment", ["", "#main"])
def test_a_page_is_loaded_again_where_its_reader_was(shown: Shown, fragment: str) -> None:
    shown.page.goto(shown.page.url + fragment)
    line = shown.page.get_by_text("This is paragraph 20")
    line.evaluate("line => scrollBy({ top: line.getBoundingClientRect().top - 123, behavior: 'instant' })")
    assert line.bounding_box() == pytest.approx({**(line.bounding_box() or {}), "y": 123}, abs=1)
    more = ["Put in above. " * 100, *PARAGRAPHS[:20], PARAGRAPHS[20] + " And more.", *PARAGRAPHS[21:]]
    shown.save("a.txt", "\n\n".join(more))
    expect(shown.page.get_by_text("And more.")).to_be_attached(timeout=WAIT)
    shown.page.wait_for_function("history.scrollRestoration === 'auto'")
    place = line.bounding_box()
    assert place
    assert place["y"] == pytest.approx(123, abs=2)


@needs_browser
def test_a_fault_is_shown_on_the_page_until_it_is_mended(shown: Shown) -> None:
    good = (shown.book / "book.toml").read_text("utf-8")
    files = contents(shown.book / FOLDER)
    shown.save("book.toml", f'"<img src=x onerror=alert(1)>" = 1\n{good}')
    fault = shown.page.get_by_role("alert")
    expect(fault).to_be_visible(timeout=WAIT)
    expect(fault).to_contain_text("book.toml:1:1: unknown key “<img src=x onerror=alert(1)>”")
    assert fault.locator("*").count() == 0, "its words are no markup"
    assert contents(shown.book / FOLDER) == files
    shown.page.reload()
    expect(fault).to_be_visible(timeout=WAIT)
    shown.save("book.toml", good)
    expect(fault).to_be_hidden(timeout=WAIT)
    shown.save("a.txt", "Other words.")
    expect(shown.page.get_by_text("Other words.")).to_be_visible(timeout=WAIT)
    expect(fault).to_be_hidden(timeout=WAIT)


@needs_browser
def test_a_book_that_is_broken_from_the_start_appears_when_it_is_mended(
    tmp_path: Path, browser: Browser, open_preview: Open, saves: queue.Queue[bool]
) -> None:
    book = write_book(tmp_path / "book", {"a.txt": "Words.\n"})
    good = (book / "book.toml").read_text("utf-8")
    (book / "book.toml").write_text("numberng = 1\n" + good, "utf-8")
    page = browser.new_page()
    page.goto(open_preview(book))
    expect(page.get_by_role("alert")).to_contain_text("unknown key “numberng”", timeout=WAIT)
    (book / "book.toml").write_text(good, "utf-8")
    saves.put(True)
    expect(page).to_have_title("A Book", timeout=WAIT)
    page.close()


def test_what_the_checks_find_is_a_fault(
    tmp_path: Path, saves: queue.Queue[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = write_book(tmp_path / "book", {"a.txt": "Words.\n"})
    posted: list[str | None] = []
    monkeypatch.setattr(Notices, "post", lambda _, fault, *, is_new: posted.append(fault))
    monkeypatch.setattr(import_module("pipeline.build"), "check_web", lambda *_: ["an id stands <twice>"])
    saves.put(False)
    preview(book, opens=False)
    assert posted == ["check failed: an id stands <twice>"]
    assert not (book / FOLDER / "web").exists()


def test_the_written_files_know_nothing_of_the_preview_and_the_books_stay(
    tmp_path: Path, run: Run, saves: queue.Queue[bool]
) -> None:
    book = write_book(tmp_path / "book", {"a.txt": "Words.\n"})
    run("build", book, "--only", "epub")
    before = contents(book)
    saves.put(False)
    outcome = run("preview", book, "--no-open")
    assert outcome.status == 0
    assert "The preview is at http://127.0.0.1:" in outcome.out
    new = {name: content for name, content in contents(book).items() if name not in before}
    assert {name: content for name, content in contents(book).items() if name in before} == before
    assert {Path(name).parts[:2] for name in new} == {FOLDER.parts}
    pages = [content for name, content in new.items() if name.endswith(".html")]
    assert len(pages) > 3
    assert not any(b"/.preview/" in content or b"connect-src" in content for content in pages)
