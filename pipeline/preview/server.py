"""The server: the files of one folder, to this computer alone, and the notices as server-sent events.

Nobody else can reach it, and no page of another site can ask it in a reader's name: it listens on the loopback
address, and answers only who calls it by that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from threading import Thread
from typing import Any

import msgspec

from ..errors import CannotContinue
from .files import Answer, answer
from .notices import Notice, Notices

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
"""By which a browser may call it: another name can be made to lead here by whoever owns it (DNS rebinding)."""

EVENTS = "/.preview/events"

HEARTBEAT = 15.0
"""Seconds after which something is sent in any case, to find out whether the page is still there."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@contextmanager
def serve(folder: Path, notices: Notices, port: int | None = None) -> Iterator[str]:
    """Serve a folder in the background while the block runs; gives the address, without a slash at its end.

    Raises:
        CannotContinue: the port is taken, or not to be had.
    """
    try:
        server = _Server((HOST, port or 0), partial(_Handler, folder=folder, notices=notices))
    except OSError as failure:
        hint = "name another --port, or none: then one is chosen that is free"
        message = f"can't listen at port {port}: {(failure.strerror or str(failure)).lower()}"
        raise CannotContinue(message, hint=hint) from None
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://{HOST}:{server.server_address[1]}"
        finally:
            server.shutdown()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    # Elsewhere this lets two servers have one port.
    allow_reuse_address = os.name == "posix"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has gone away is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "ReaderEdition"
    sys_version = ""

    def __init__(self, *args: Any, folder: Path, notices: Notices) -> None:
        self.folder = folder
        self.notices = notices
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer with a file, or with the notices from now on."""
        if not self._is_called_by_name():
            self._send(Answer(HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"not by this name\n"))
        elif self.path == EVENTS and self.command == "GET":
            self._send_events()
        else:
            self._send(answer(self.folder, self.path, self.notices.latest.edition))

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is the editor's."""

    def _is_called_by_name(self) -> bool:
        port = self.server.server_address[1]
        names = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())
        return self.headers.get_all("Host", []) in [[name] for name in names]

    def _send(self, answer: Answer) -> None:
        self._send_head(answer.status, answer.media_type, {"Content-Length": str(len(answer.content))})
        if self.command == "GET":
            self.wfile.write(answer.content)

    def _send_head(self, status: HTTPStatus, media_type: str, more: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (HEADERS | {"Content-Type": media_type} | more).items():
            self.send_header(name, value)
        self.end_headers()

    def _send_events(self) -> None:
        """Each notice as an event of its own (HTML, 9.2); between them, comments."""
        self._send_head(HTTPStatus.OK, "text/event-stream", {})
        known: Notice | None = None
        while True:
            notice = self.notices.wait(known, HEARTBEAT)
            self.wfile.write(b":\n\n" if notice is None else b"data: " + msgspec.json.encode(notice) + b"\n\n")
            known = notice or known
