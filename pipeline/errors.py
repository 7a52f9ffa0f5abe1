"""What stops a build. Each is shown as one message with its place and what to do; never as a traceback.

CannotContinue        the build can't go on; exit status 2
├── ManifestError     book.toml or a companion of it is wrong
├── SourceError       a text can't be read
├── EmendationError   an emendation or a note text no longer fits its text
├── OutputError       a file can't be written
├── MissingLibrary    a library or a system library is not installed
├── EngineFailed      what lays out pages can't lay out these
└── ProcessLost       the system has ended a process that sets pages
"""

from __future__ import annotations

from .queries import Place


class CannotContinue(Exception):
    """`message` says what is wrong, `hint` what to do, `place` where (or the bare file name, or nothing)."""

    def __init__(self, message: str, *, hint: str, place: Place | str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        """It may come out of another process."""
        return _again, (type(self), self.message, self.hint, self.place)


def _again(kind: type[CannotContinue], message: str, hint: str, place: Place | str | None) -> CannotContinue:
    return kind(message, hint=hint, place=place)


class ManifestError(CannotContinue):
    """book.toml, glossary.toml, notes.toml or emendations.toml is wrong."""


class SourceError(CannotContinue):
    """A text is missing, empty, binary, too large or in another encoding."""


class EmendationError(CannotContinue):
    """An editor's correction or note text fits nowhere, or in more than one place."""


class OutputError(CannotContinue):
    """An output folder or file can't be written."""


class MissingLibrary(CannotContinue):
    """Something that must be installed first is not."""


class EngineFailed(CannotContinue):
    """What lays out pages has stopped with a fault of its own."""


class ProcessLost(CannotContinue):
    """A process of ours was ended from outside, or had no memory left."""
