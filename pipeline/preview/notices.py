"""Notices: what the pages of the preview are told: that there is another edition, and what is wrong with the book."""

from __future__ import annotations

from secrets import token_hex
from threading import Condition

from msgspec import Struct


class Notice(Struct, frozen=True):
    """The sign of the edition that is there, and why it is not the latest, if something is wrong."""

    edition: str
    fault: str | None = None


class Notices:
    """The latest notice, which any number of threads may wait for."""

    def __init__(self) -> None:
        self._posted = Condition()
        self._notice = Notice(token_hex(8))

    @property
    def latest(self) -> Notice:
        """The notice that is in force."""
        return self._notice

    def post(self, fault: str | None, *, is_new: bool) -> None:
        """Say what is wrong, or that nothing is, and whether there is another edition."""
        with self._posted:
            is_other = is_new and fault is None
            self._notice = Notice(token_hex(8) if is_other else self._notice.edition, fault)
            self._posted.notify_all()

    def wait(self, known: Notice | None, seconds: float) -> Notice | None:
        """The latest notice if it is not the one known, or as soon as it is another; None if that takes too long."""
        with self._posted:
            is_news = self._posted.wait_for(lambda: self._notice != known, seconds)
            return self._notice if is_news else None
