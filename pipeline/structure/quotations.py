"""Block quotations: paragraphs in another voice, which a saying introduces, their own marks join, or an indent sets in.

They are looked for once the notes have left the text, so that no call hides the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ..tree import Block, Heading, Para, Quote, Verse, plain_text, span_of
from .lines import LEAST_INDENT, RUNNING_TEXT, TAB, ends_clause
from .sayings import SAYING

MOST_PARAGRAPHS = 40
"""Of one quotation that marks join."""

MOST_SET_IN = 4
"""One paragraph in so many may be set in; with more the indent says nothing."""

_OPEN_CLAUSE = re.compile(r"(?:\b(?:that|as follows|the following)|,)$")
_LABEL = re.compile(r"\w{1,3}[.)]\s|\(\w{1,3}\)\s|[-–—•*·]\s")
_OPENS, _CLOSES = '“„«"', re.compile(r"[”“»\"][.,;:!?…]?(?:\[\d+\]|\d{0,3})$")


class Page(Struct, frozen=True):
    """A text, and whether an indent sets a paragraph apart in it: most of its prose is not set in."""

    text: str
    indent_tells: bool

    def is_set_in(self, block: Block) -> bool:
        """Whether a paragraph stands deeper than the prose, in a text where that means something."""
        if not self.indent_tells or not isinstance(block, Para) or block.role != "text" or not block.inlines:
            return False
        start = span_of(block).start
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        return not before.strip() and len(before.expandtabs(TAB)) >= LEAST_INDENT


def page_of(text: str) -> Page:
    """How the paragraphs of a text are laid out, those that are certainly prose."""
    lines = text.split("\n")
    prose = [n for n, line in enumerate(lines) if len(line) >= RUNNING_TEXT]
    set_in = sum(lines[n].startswith((" " * LEAST_INDENT, "\t")) for n in prose)
    is_dense = sum(n > 0 and bool(lines[n - 1].strip()) for n in prose) * 2 > len(prose)
    return Page(text, not is_dense and 0 < set_in * MOST_SET_IN <= len(prose))


def gather_quotations(blocks: tuple[Block, ...], page: Page) -> tuple[Block, ...]:
    """The blocks with the quotations among them set apart."""
    return tuple(_gather(blocks, page))


def _gather(blocks: Sequence[Block], page: Page) -> Iterator[Block]:
    number = 0
    while number < len(blocks):
        end = _end(blocks, number, page)
        if end > number:
            yield Quote(tuple(blocks[number:end]))
        else:
            yield blocks[number]
        number = max(end, number + 1)


def _end(blocks: Sequence[Block], start: int, page: Page) -> int:
    """Where the quotation that begins at a block ends; `start` if none does."""
    block = blocks[start]
    if not isinstance(block, Para) or block.role != "text":
        return start
    before = _words(blocks[start - 1]) if start else ""
    text = _words(block)
    if len(text) >= RUNNING_TEXT and not text[0].islower() and _is_set_in(block, page):
        return _end_of_set_in(blocks, start, page)
    if before and _introduces(before):
        if text[:1] in _OPENS:
            return _end_of_marked(blocks, start) if before.endswith(":") else start
        if _shifts_voice(text):
            return start + 1
    return start


def _words(block: Block) -> str:
    """The words of a paragraph; none for other blocks, which introduce nothing."""
    return plain_text(block.inlines).strip() if isinstance(block, Para) else ""


def _introduces(text: str) -> bool:
    """A paragraph that ends in the middle of saying something: `… declared:`, `He argued that`."""
    if text.endswith((":", ":—", ":–")):
        return SAYING.search(text.rstrip(":—–")[-100:]) is not None
    return _OPEN_CLAUSE.search(text[-20:]) is not None and SAYING.search(text[-100:]) is not None


def _shifts_voice(text: str) -> bool:
    """A quotation set as a block has no quotation marks, begins a sentence and ends one; a list item does not."""
    is_closed = text.count("”") <= text.count("“")
    return text[:1].isupper() and is_closed and _is_sentence(text) and not _LABEL.match(text)


def _is_sentence(text: str) -> bool:
    return len(text) > 1 and ends_clause(text)


def _is_set_in(block: Block, page: Page) -> bool:
    """Whether a paragraph is set in as quotations are: it ends a sentence and is no item of a list."""
    text = _words(block)
    return page.is_set_in(block) and _is_sentence(text) and not _LABEL.match(text)


def _end_of_set_in(blocks: Sequence[Block], start: int, page: Page) -> int:
    """Up to where paragraphs are set in; the verse between them belongs to the quotation."""
    end = start + 1
    while end < len(blocks) and (_is_set_in(blocks[end], page) or _is_verse_between(blocks, end, page)):
        end += 1
    return end


def _is_verse_between(blocks: Sequence[Block], number: int, page: Page) -> bool:
    following = blocks[number + 1] if number + 1 < len(blocks) else Heading(())
    return isinstance(blocks[number], Verse) and _is_set_in(following, page)


def _end_of_marked(blocks: Sequence[Block], start: int) -> int:
    """Up to the paragraph that closes a quotation, if each before it opens with a mark and closes with none."""
    for number in range(start, min(start + MOST_PARAGRAPHS, len(blocks))):
        text = _words(blocks[number])
        if text[:1] not in _OPENS or not text:
            return start
        if _CLOSES.search(text[-12:]):
            return number + 1 if number > start else start
    return start
