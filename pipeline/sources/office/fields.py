"""Fields: words that a word processor works out (a page, a reference, a link), whose last result a document keeps."""

from __future__ import annotations

import re

from msgspec import Struct

_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*(?:"([^"]*)"|([^\s\\"]\S*))')
_INSIDE = re.compile(r"\s*HYPERLINK\s+\\l\b")
_NOTE = re.compile(r'\s*NOTEREF\s+"?([^\s"]+)')
_LISTS = re.compile(r"\s*(TOC|INDEX|TOA)\b")


class Field(Struct):
    """A field that is open: its code, and whether what comes is its result."""

    code: str = ""
    is_result: bool = False

    @property
    def link(self) -> str:
        """The address outside the document that it leads to, or nothing."""
        found = None if _INSIDE.match(self.code) else _LINK.match(self.code)
        return (found[1] or found[2] or "") if found else ""

    @property
    def note(self) -> str:
        """The bookmark of the note that it calls again, or nothing; a number that is not raised calls none."""
        found = _NOTE.match(self.code) if "\\f" in self.code else None
        return found[1] if found else ""

    @property
    def is_list(self) -> bool:
        """Whether it lists what stands on which page: contents, an index."""
        return _LISTS.match(self.code) is not None
