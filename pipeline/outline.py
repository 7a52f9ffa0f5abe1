"""The outline: the headings of a page as the entries of a table of contents, nested by their levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from .tree import Block, Heading, plain_text


class Entry(Struct, frozen=True):
    """An entry of the table of contents: a heading, the id that leads to it, and what stands below it."""

    title: str
    id: str
    below: tuple[Entry, ...] = ()


class Headline(Struct, frozen=True):
    """A heading, or several lines of one that follow each other: `head` is the first."""

    head: Heading
    title: str


def headlines(blocks: Sequence[Block]) -> Iterator[Headline]:
    """The headings of a text that say something; those of one level with nothing between them are one.

    What stands in a quotation is its own, and note calls are no part of a title.
    """
    head: Heading | None = None
    title = ""
    for block, before in zip((*blocks, None), (None, *blocks), strict=True):
        words = " ".join(plain_text(block.inlines).split()) if isinstance(block, Heading) else ""
        if head is not None and isinstance(block, Heading) and goes_on(block, before):
            title = f"{title}{' ' if not title[-1:].isalnum() else ': '}{words}".strip()
            continue
        if head is not None and any(map(str.isalnum, title)):
            yield Headline(head, title)
        head, title = (block, words) if isinstance(block, Heading) else (None, "")


def goes_on(block: Block, before: Block | None) -> bool:
    """Whether a heading is a further line of the one before it."""
    return isinstance(block, Heading) and isinstance(before, Heading) and block.level == before.level


def nest(entries: Sequence[tuple[int, Entry]]) -> tuple[Entry, ...]:
    """Entries with their levels, those of deeper levels below those before them."""
    nested: list[Entry] = []
    start = 0
    while start < len(entries):
        level, entry = entries[start]
        end = next((n for n in range(start + 1, len(entries)) if entries[n][0] <= level), len(entries))
        nested.append(Entry(entry.title, entry.id, nest(entries[start + 1 : end])))
        start = end
    return tuple(nested)
