"""Correspondence: the letters and telegrams that a text gives in full, from dateline or salute to signature."""

from __future__ import annotations

from collections.abc import Sequence

from ..tree import Block, Break, Heading, Para, Quote, Role, plain_text
from .signatures import is_dear

LONGEST_LETTER = 60
"""Blocks of a letter that stands within a text."""


def gather_letters(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with the letters among them set apart: from dateline or salute to signature, with text before them."""
    gathered: list[Block] = []
    number = 0
    while number < len(blocks):
        end = _end_of_letter(blocks, number) if number and _is_text(blocks[number - 1]) else number
        if end > number:
            gathered.append(Quote(blocks[number:end], "letter"))
        else:
            gathered.append(blocks[number])
        number = max(end, number + 1)
    return tuple(gathered)


def _role(block: Block) -> Role | None:
    return block.role if isinstance(block, Para) else None


def _is_text(block: Block) -> bool:
    """Whether a block is the prose that a letter may stand in: it ends, as it is not signed itself."""
    return isinstance(block, Para) and block.role == "text" and bool(plain_text(block.inlines))


def _opens_letter(blocks: Sequence[Block]) -> bool:
    """Whether a salute stands here, with a date or as only letters have it; `Citizens!` alone opens a speech."""
    salutes = [block for block in blocks if isinstance(block, Para) and block.role == "salute"]
    return bool(salutes) and (len(blocks) > len(salutes) or is_dear(plain_text(salutes[0].inlines)))


def _end_of_letter(blocks: Sequence[Block], start: int) -> int:
    """Where the letter that opens at a block ends; `start` if none does."""
    body = start
    while body < len(blocks) and _role(blocks[body]) in {"dateline", "salute"}:
        body += 1
    if not _opens_letter(blocks[start:body]):
        return start
    for number in range(body, min(body + LONGEST_LETTER, len(blocks))):
        if isinstance(blocks[number], Heading | Break) or _role(blocks[number]) == "salute":
            return start
        if _role(blocks[number]) == "signed":
            end = number
            while end < len(blocks) and _role(blocks[end]) in {"signed", "dateline"}:
                end += 1
            return end if number > body else start
    return start
