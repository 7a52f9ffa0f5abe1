"""The preview: the web edition in a browser of this computer, and again after each save.

It has a folder of its own among the outputs, so that the books and the landing page of the last build stay as they are.
"""

from __future__ import annotations

import webbrowser
from pathlib import Path
from threading import Thread

from rich.markup import escape

from ..console import failure_text, out
from ..errors import CannotContinue
from ..watching import Outcome, folder_of, watch
from .notices import Notices
from .server import serve

FOLDER = Path("build", ".preview")
"""Where its files are, from the book folder."""

START = "web/index.html"
"""The first page of the web edition."""


def preview(book: Path, port: int | None = None, *, opens: bool = True) -> None:
    """Show a book folder or book.toml at a port of this computer, by default one that is free, until a break ends it.

    Raises:
        ManifestError: there is no such book.
        CannotContinue: the port is taken.
        KeyboardInterrupt: a break.
    """
    folder = folder_of(book) / FOLDER
    notices = Notices()
    with serve(folder, notices, port) as address:
        unsaid = [f"{address}/{START}"]

        def tell(outcome: Outcome) -> None:
            notices.post(fault_of(outcome), is_new=not isinstance(outcome, CannotContinue) and not outcome.unchanged)
            while unsaid:
                url = unsaid.pop()
                out.print(f"\nThe preview is at [bold]{escape(url)}[/]; to end it, press Ctrl-C.")
                if opens:
                    Thread(target=webbrowser.open, args=(url,), daemon=True).start()

        watch(book, folder, "web", tell=tell)


def fault_of(outcome: Outcome) -> str | None:
    """Why a build wrote nothing, as the terminal says it."""
    if isinstance(outcome, CannotContinue):
        return failure_text(outcome).plain
    return "\n".join(f"check failed: {finding}" for finding in outcome.findings) or None
