"""Layout: what the lines of a text look like: margins, pages, titles. It is evidence for where notes stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..cleaning.pages import page_ends
from ..document import Chapter
from ..structure import LONGEST_HEADING, is_apparatus_heading, may_be_title
from ..tree import Block, Heading, Para, paragraphs, plain_text, span_of


class Layout(Struct, frozen=True):
    """The indent of each block, and that of most of the prose, in blanks.

    `pages` are the blocks that a page of the source begins with, `heads` those that head a part of the text, `apart`
    those that a blank line parts from the one before, where most are not, `announcing` the headings of notes;
    `gaps` are all that a blank line parts.
    """

    indents: tuple[int, ...]
    usual: int
    heads: frozenset[int] = frozenset()
    pages: tuple[int, ...] = ()
    apart: frozenset[int] = frozenset()
    announcing: frozenset[int] = frozenset()
    gaps: frozenset[int] = frozenset()

    def with_calls(self, blocks: Iterable[int]) -> Layout:
        """The layout with the indent of most of the blocks that call notes taken for that of the prose."""
        counts = Counter(self.indents[block] for block in blocks)
        return replace(self, usual=counts.most_common(1)[0][0]) if counts else self

    def page_after(self, block: int) -> int:
        """The block that the page after that of `block` begins with; the number of blocks on the last page."""
        at = bisect_right(self.pages, block)
        return self.pages[at] if at < len(self.pages) else len(self.indents)

    def closes(self, block: int) -> bool:
        """Whether a part of the text ends before this block: a heading begins the next, or the text is over."""
        return block in self.heads or block >= len(self.indents)


def read_layout(chapter: Chapter) -> Layout:
    """The layout of a chapter's blocks."""
    text, blocks = chapter.cleaned.text, chapter.blocks
    starts = [span_of(block).start for block in blocks]
    indents = tuple(start - (text.rfind("\n", 0, start) + 1) for start in starts)
    counts: Counter[int] = Counter()
    for indent, block in zip(indents, blocks, strict=True):
        counts[indent] += len(text_of(block)) if isinstance(block, Para) else 0
    apart = {n for n, start in enumerate(starts) if "\n\n" in text[max(0, start - 2 - indents[n]) : start]}
    announcing = frozenset(_announcing(blocks, chapter.settings.notes.section))
    pages = {bisect_left(starts, end) for end in page_ends(chapter.cleaned)}
    return Layout(
        indents,
        counts.most_common(1)[0][0] if counts else 0,
        frozenset(_heads(blocks)) | announcing,
        tuple(sorted(pages)),
        frozenset(apart) if len(apart) * 2 < len(blocks) else frozenset(),
        announcing,
        frozenset(apart),
    )


def _announcing(blocks: Sequence[Block], section: str | None) -> Iterator[int]:
    """The headings that say `Notes` or the like, and lines that say what the editor names as such a heading."""
    named = words_of_title(section) if section else None
    for index, block in enumerate(blocks):
        text = text_of(block)
        if (isinstance(block, Heading) and is_apparatus_heading(text)) or (named and words_of_title(text) == named):
            yield index


def _heads(blocks: Sequence[Block]) -> set[int]:
    """The headings, and what may be one: a title right over a heading or over prose."""
    heads = {n for n, block in enumerate(blocks) if isinstance(block, Heading)}
    for n in range(len(blocks) - 2, -1, -1):
        if (
            isinstance(blocks[n], Para)
            and may_be_title(text_of(blocks[n]))
            and (n + 1 in heads or _is_prose(blocks[n + 1]))
        ):
            heads.add(n)
    return heads


def _is_prose(block: Block) -> bool:
    return isinstance(block, Para) and len(text_of(block)) > LONGEST_HEADING


def titles(blocks: Sequence[Block], layout: Layout, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The headings and what may be one among blocks [start, end), with their words."""
    return ((index, text_of(blocks[index])) for index in range(start, end) if index in layout.heads)


def words_of_title(text: str) -> tuple[str, ...]:
    """The words of a title, by which it is known again."""
    return tuple(re.findall(r"\w+", text.casefold()))


def text_of(block: Block) -> str:
    """All words of a block."""
    return " ".join(plain_text(paragraph.inlines) for paragraph in paragraphs((block,)))
