"""Ends: where the last note of a section ends and the text goes on. Each piece of evidence is one small function."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from ..tree import Block, Break, Heading
from .candidates import Opening
from .layout import Layout, text_of

LONGEST_TAIL = 6
"""Blocks that the last note of a section may have, where nothing but a heading or the end of the text shows its end."""

LONGEST_WRAPPED = 400
"""Blocks in which the bracket that closes `[Footnote 1: …]` is looked for."""

_ATTRIBUTION = re.compile(r"[—–-]{1,2}\s?[A-Z_].{0,80}$")
"""A line that says whose the words before it are: `—The Times, 15th May 1906`."""

_END = re.compile(r"[.!?…:][\"'”’)\]]*$")


class Habits(Struct, frozen=True):
    """What the sections of a text have in common: a rule over them, that they close a part, the foot of the page."""

    ruled: bool = False
    closing: bool = False
    at_foot: bool = False


def end_of(
    blocks: Sequence[Block], openings: Sequence[Opening], limit: int, layout: Layout, habits: Habits
) -> tuple[int, bool]:
    """The block after the last note of a section, and whether that is a guess.

    `limit` is the next block that is certainly main text.
    """
    last = openings[-1].block
    if openings[-1].style == "wrapped":
        return _closing_bracket(blocks, last, limit), False
    if habits.at_foot and (page := layout.page_after(last)) <= limit:
        return page, False
    reach = last + 1
    while reach < limit and _goes_on(blocks, last, reach, layout):
        reach += 1
    head = next((n for n in range(reach, limit) if layout.closes(n)), limit)
    if habits.closing and layout.closes(head):
        most = max((after.block - before.block for before, after in pairwise(openings)), default=1)
        if head - last <= max(LONGEST_TAIL, 2 * most):
            return head, head > reach
    return reach, False


def _goes_on(blocks: Sequence[Block], opening: int, at: int, layout: Layout) -> bool:
    """Whether the note that opens at one block still holds another: something in it is open, or its margin shows it."""
    before, here = text_of(blocks[at - 1]), text_of(blocks[at])
    if _in_margin(layout, opening, at):
        return True
    if layout.closes(at) or isinstance(blocks[at], Break):
        return False
    if len(layout.gaps) * 4 > 3 * len(blocks) and at not in layout.gaps:
        return True
    is_quoted = before.rfind("“") > before.rfind("”") and here.startswith("“")
    is_cut = here[:1].islower() and not re.search(r"[.!?:”\"\])]$", before)
    return before.endswith(":") or is_quoted or is_cut or _ATTRIBUTION.match(here) is not None


def _in_margin(layout: Layout, opening: int, at: int) -> bool:
    """Whether a block stands in the margin that the note opens with, or further in and before one that does."""
    own = layout.indents[opening]
    if own <= layout.usual:
        return own < layout.usual and layout.indents[at] == own
    indents = (indent for indent in layout.indents[at : at + LONGEST_TAIL] if indent <= own)
    return next(indents, -1) == own


def _closing_bracket(blocks: Sequence[Block], start: int, limit: int) -> int:
    """The block after the one in which the bracket of a wrapped note closes."""
    depth = 0
    for index in range(start, min(limit, start + LONGEST_WRAPPED)):
        text = text_of(blocks[index])
        depth += text.count("[") - text.count("]")
        if depth <= 0 and re.search(r"\]\W*$", text):
            return index + 1
    return start + 1


def continued(
    blocks: Sequence[Block],
    last: int,
    layout: Layout,
    habits: Habits,
    starts: Mapping[int, int],
    labelled: Container[int],
) -> list[int]:
    """The blocks at the feet of later pages that a note at the foot of one runs on to; `last` is its last block.

    `starts` gives for a page, by its first block, where the first note that begins on it does; a block that is
    `labelled` begins a note of its own.
    """
    found: list[int] = []
    page = layout.page_after(last)
    while page < len(blocks):
        following = layout.page_after(page)
        foot = starts.get(page, following)
        first = _first_at_foot(blocks, layout, habits, range(page, foot))
        if first in labelled:
            break
        is_new = first < foot and not (text_of(blocks[first])[:1].islower() or first in layout.apart)
        if first >= foot or (is_new and _END.search(text_of(blocks[last]))):
            break
        found += range(first, foot)
        if page in starts:
            break
        last, page = foot - 1, following
    return found


def _first_at_foot(blocks: Sequence[Block], layout: Layout, habits: Habits, page: range) -> int:
    """The first block at the foot of a page, above its own notes: after a rule, or where the margin is another.

    It begins in lower case, or a blank line parts it from the prose.
    """
    rules = (n for n in reversed(page) if habits.ruled and isinstance(blocks[n], Break))
    if (rule := next(rules, None)) is not None:
        return rule
    first = page.stop
    for n in reversed(page[1:]):
        if layout.indents[n] >= layout.usual or isinstance(blocks[n], Heading | Break):
            break
        if text_of(blocks[n])[:1].islower() or n in layout.apart:
            first = n
        if n in layout.apart:
            break
    return first
