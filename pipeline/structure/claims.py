"""Claims: what a reader makes of some lines of a text; whatever nobody claims is paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from msgspec import Struct

from ..tree import Block
from .lines import Layout


class Claim(Struct, frozen=True):
    """The lines [start, end) read as these blocks; if `is_doubtful` they may be more, and the editor is asked."""

    start: int
    end: int
    blocks: tuple[Block, ...]
    is_doubtful: bool = False


Reader = Callable[[Layout, Set[int]], Iterator[Claim]]
"""What reads a layout in which some lines, given by their numbers, are claimed already; it claims none of those."""


def free_runs(group: range, taken: Set[int]) -> Iterator[range]:
    """The parts of a group of lines that nobody has claimed."""
    start = group.start
    for number in (*(n for n in group if n in taken), group.stop):
        if start < number:
            yield range(start, number)
        start = number + 1
