"""Rejoining: paragraphs that notes at the foot of a page had cut in two are whole again once the notes are gone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ..cleaning import Evidence, is_one_word
from ..ledger import Mark, Span
from ..tree import Block, Inline, Para, Str, leaf_span, leaves, part_of, plain_text

_FINISHED = re.compile(r"[.!?…:;][\"'”’)\]]*\d{0,3}$")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+")


def rejoin(
    blocks: Sequence[Block] | Mapping[int, Block], indices: Sequence[int], text: str, evidence: Evidence
) -> tuple[list[Block], list[Mark]]:
    """The blocks at these indices, each joined to the one before if something was taken out between them that had cut
    a sentence; and the hyphens of the words cut so, as marks.
    """
    joined: list[Block] = []
    marks: list[Mark] = []
    before: int | None = None
    for index in indices:
        block = blocks[index]
        last = joined[-1] if joined else None
        if before is not None and index > before + 1 and isinstance(last, Para) and _is_cut(last, block):
            assert isinstance(block, Para)
            between, hyphen = _seam(last, block, text, evidence)
            head = _without_hyphen(last.inlines) if hyphen else last.inlines
            marks += [Mark(hyphen, "hyphen.page")] if hyphen else []
            joined[-1] = replace(last, inlines=(*head, *between, *block.inlines))
        else:
            joined.append(block)
        before = index
    return joined, marks


def _is_cut(one: Para, other: Block) -> bool:
    """Whether a sentence ends neither here nor there: the first goes on in lower case."""
    if not isinstance(other, Para) or one.role != "text" or other.role != "text":
        return False
    head, tail = plain_text(one.inlines).rstrip(), plain_text(other.inlines).lstrip()
    return not _FINISHED.search(head) and tail[:1].islower()


def _seam(one: Para, other: Para, text: str, evidence: Evidence) -> tuple[tuple[Inline, ...], Span | None]:
    """What stands between the halves, the line end, or nothing inside a word; and the hyphen to drop, if any."""
    end = max(span.end for leaf in leaves((one,)) if (span := leaf_span(leaf)))
    broken, tail = _BROKEN.search(plain_text(one.inlines)), _WORD.match(plain_text(other.inlines))
    if broken and tail:
        return (), Span(end - 1, end) if is_one_word(broken[1], tail.group(), evidence) else None
    return (Str(text[end : end + 1], Span(end, end + 1)),), None


def _without_hyphen(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    *before, last = inlines
    return (*before, part_of(last, 0, len(last.text) - 1)) if isinstance(last, Str) else inlines
