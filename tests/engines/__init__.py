"""Reading engines: foliate-js and epub.js, from their npm packages, driven in the system’s own Chromium.

Everything is served on the loopback interface, from this folder; nothing is fetched.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from pipeline.validators import find_browser

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
ENGINES = ("foliate", "epubjs")
LONGEST = 600_000
"""Milliseconds that one page of a book may take."""


def missing() -> str | None:
    """What is not installed of what the engines need."""
    if not MODULES.is_dir():
        return "the reading engines: npm ci --prefix tests/engines"
    return None if find_browser() else "Chromium"


@contextmanager
def open_in(engine: str, epub: Path) -> Iterator[Page]:
    """A browser page in which an engine stands ready for a book at `/book.epub`."""
    with _served(epub) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 780})
        page.set_default_timeout(LONGEST)
        page.goto(f"{address}/{engine}.html")
        page.wait_for_function("window.ready")
        yield page
        browser.close()


def open_book(page: Page) -> dict[str, Any]:
    """Open the book; its number of sections, and its table of contents, landmarks and pages as the engine has them."""
    opened: dict[str, Any] = page.evaluate("openBook('/book.epub')")
    return opened


@contextmanager
def _served(epub: Path) -> Iterator[str]:
    """The address of a server on the loopback interface that has the engines and one book."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, epub)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """The files of this folder, and the book."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {".js": "text/javascript"}

    def __init__(self, epub: Path, *args: Any) -> None:
        self.epub = epub
        super().__init__(*args, directory=str(HERE))

    def do_GET(self) -> None:
        if self.path != "/book.epub":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/epub+zip")
        self.send_header("Content-Length", str(self.epub.stat().st_size))
        self.end_headers()
        with self.epub.open("rb") as book:
            shutil.copyfileobj(book, self.wfile)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: the tests speak for themselves."""
