"""Arrangement: what can be read in a text only once its notes have left it, and what would hide them from it.

A numbered paragraph may be an item of a list or the text of a note; an underscore may stand beside a call.
"""

from __future__ import annotations

from ..document import Chapter
from .emphasis import read_emphasis
from .pages import read_pages

_READERS = (("read.emphasis", read_emphasis), ("read.pages", read_pages))


def arrange(chapter: Chapter, off: frozenset[str] = frozenset()) -> Chapter:
    """The chapter with lists, emphasis and the pages of its source read, but for what is switched off."""
    for name, read in _READERS:
        chapter = chapter if name in off else read(chapter)
    return chapter
