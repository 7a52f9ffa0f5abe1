"""Accessibility metadata: what EPUB Accessibility 1.1 wants said, found out from the book itself.

Nothing is said of a book that is not so of it; and that it conforms to a standard is said only where somebody vouches
for it, since no machine can tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..declarations import leaves_choice
from ..document import Book
from ..templating import Setting
from ..tree import Block, Figure, ListBlock, PageBreak, Quote, Table, innermost, leaves
from ..wording import join
from .resource import Resource

CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""The claim in the words that the specification prescribes (EPUB Accessibility 1.1, 3.5.2)."""


class Traits(Struct, frozen=True):
    """What a book has that readers may need to know of."""

    has_pages: bool
    has_tables: bool
    has_notes: bool
    has_glossary: bool
    has_pictures: bool
    is_described: bool
    has_cover: bool
    is_adaptable: bool
    speaks_many: bool


def find_traits(setting: Setting, resources: tuple[Resource, ...]) -> Traits:
    """What is so of a book and the files that go with it."""
    book = setting.book
    images = [resource for resource in resources if resource.media_type.startswith("image/")]
    blocks = [part for c in book.chapters for part in (c.blocks, *(n.blocks for n in (*c.notes, *c.orphans)))]
    return Traits(
        has_pages=bool(setting.page_list()),
        has_tables=any(_has_table(part) for part in blocks),
        has_notes=any(chapter.notes or chapter.orphans for chapter in book.chapters),
        has_glossary=bool(book.terms),
        has_pictures=any("cover-image" not in image.properties for image in images),
        is_described=all(_is_described(part) for part in blocks),
        has_cover=bool(images),
        is_adaptable=_is_adaptable(book.manifest.style),
        speaks_many=len(languages(book)) > 1,
    )


def accessibility(traits: Traits) -> Iterator[tuple[str, str]]:
    """The properties of schema.org and their values (Schema.org Accessibility Properties for Discoverability)."""
    yield "accessMode", "textual"
    if traits.has_pictures:
        yield "accessMode", "visual"
        yield "accessModeSufficient", "textual,visual"
    if traits.is_described:
        yield "accessModeSufficient", "textual"
    features = {
        "tableOfContents": True,
        "structuralNavigation": True,
        "readingOrder": True,
        "ARIA": True,
        "displayTransformability": traits.is_adaptable,
        "pageBreakMarkers": traits.has_pages,
        "pageNavigation": traits.has_pages,
        "alternativeText": traits.is_described and (traits.has_cover or traits.has_pictures),
    }
    yield from (("accessibilityFeature", feature) for feature, is_so in features.items() if is_so)
    yield "accessibilityHazard", "none"
    yield "accessibilitySummary", " ".join(_summary(traits))


def page_sources(setting: Setting) -> list[str]:
    """The print editions whose pages are marked."""
    if setting.pagination.starts:
        return [setting.pagination.source]
    paged = (c for c in setting.book.chapters if any(isinstance(leaf, PageBreak) for leaf in leaves(c.blocks)))
    return list(dict.fromkeys(c.settings.source or f"the printed source of “{c.settings.title}”" for c in paged))


def languages(book: Book) -> list[str]:
    """The book's language, then those of its chapters."""
    named = (chapter.settings.language for chapter in book.chapters)
    return list(dict.fromkeys((book.manifest.book.language, *(language for language in named if language))))


def _summary(traits: Traits) -> Iterator[str]:
    """What the book is like to read with ears or fingers, in a few sentences."""
    yield "The text stands in reading order, with headings that the table of contents leads to."
    linked = [name for name, there in (("notes", traits.has_notes), ("the glossary", traits.has_glossary)) if there]
    if linked:
        yield f"{join(linked).capitalize()} {'is' if linked == ['the glossary'] else 'are'} linked both ways."
    if traits.has_pages:
        yield "The pages of a print edition are marked, and listed for navigation."
    if traits.has_tables:
        yield "Tables are set as tables."
    if traits.speaks_many:
        yield "Passages in other languages are marked as such."
    if traits.has_pictures:
        yield f"{'Pictures' if traits.is_described else 'Not all pictures'} have alternative texts."
    else:
        yield "There are no pictures except the cover." if traits.has_cover else "There are no pictures."


def _has_table(blocks: tuple[Block, ...]) -> bool:
    for block in blocks:
        match block:
            case Table():
                return True
            case Quote() if _has_table(block.blocks):
                return True
            case ListBlock() if any(map(_has_table, block.items)):
                return True
            case _:
                pass
    return False


def _is_described(blocks: tuple[Block, ...]) -> bool:
    """Whether somebody says of each picture what it shows."""
    figures = (block for block in innermost(blocks) if isinstance(block, Figure))
    return not any(figure.picture is not None and figure.alt is None for figure in figures)


def _is_adaptable(style: str | None) -> bool:
    """Whether size, lines and colours stay the reader's, as far as a style sheet of the book's own leaves them so."""
    return style is None or leaves_choice(style)
