"""Views: a chapter with all that its page may depend on and nothing else, so that a page can be kept until one changes.

A chapter is rendered from its view. What is not in it can't be on the page, and so the page is the same as long as the
view is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from hashlib import sha256
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ..anchors import Anchors
from ..document import Book, Chapter, Cleaned, Source
from ..templating import Setting

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

NO_TEXT = Cleaned(Source("", "", "utf-8", ""), "", ())


class View(Struct, frozen=True):
    """The setting of a chapter's page, the chapter as it has it, and a hash of both."""

    chapter: Chapter
    setting: Setting
    digest: str


def views(setting: Setting) -> Iterator[View]:
    """The view of each chapter: its tree and its anchors, the settings of all chapters, the entries of the glossary."""
    book, anchors = setting.book, setting.anchors
    outlines = tuple(replace(_outline(c), blocks=(), notes=(), orphans=()) for c in book.chapters)
    terms = tuple(replace(term, uses=()) for term in book.terms)
    pictures = [(name, art.file, art.picture.width, art.picture.height) for name, art in book.artwork.items()]
    about = (book.manifest, outlines, terms, anchors.chapters, anchors.terms, pictures)
    shared = sha256(repr(about).encode()).hexdigest()
    notes, calls, uses, pages = (_by_chapter(d) for d in (anchors.notes, anchors.calls, anchors.uses, anchors.pages))
    for number, whole in enumerate(book.chapters):
        chapter, key = _outline(whole), whole.key
        here = (notes[key], calls[key], uses[key], pages[key])
        endnotes = tuple(sorted(name for name in setting.endnotes if name[0] == key))
        own = Anchors(anchors.chapters, here[0], here[1], anchors.terms, here[2], here[3], {})
        chapters = (*outlines[:number], chapter, *outlines[number + 1 :])
        part = Book(book.manifest, chapters, terms, artwork=book.artwork)
        view = Setting(part, own, setting.medium, frozenset(endnotes))
        digest = sha256(repr((shared, number, chapter, here, endnotes, setting.medium)).encode()).hexdigest()
        yield View(chapter, view, digest)


def _outline(chapter: Chapter) -> Chapter:
    """A chapter without the text that its tree was read from."""
    return replace(chapter, cleaned=NO_TEXT, marks=(), queries=())


def _by_chapter(anchors: Mapping[tuple[str, Key], Value]) -> dict[str, dict[tuple[str, Key], Value]]:
    """Anchors by the chapter that they belong to."""
    found: dict[str, dict[tuple[str, Key], Value]] = defaultdict(dict)
    for key, anchor in anchors.items():
        found[key[0]][key] = anchor
    return found
