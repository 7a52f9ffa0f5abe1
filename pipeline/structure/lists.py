"""Lists: paragraphs in a row whose labels count on, or that carry the same bullet. The labels stay in the text.

Numbered paragraphs of running prose are none, nor is dialogue that dashes introduce.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from statistics import median

from msgspec import Struct

from ..tree import Block, Heading, ListBlock, Para, Quote, plain_text
from .headings import is_apparatus_heading
from .labels import Label, labels_of
from .lines import ends_sentence
from .sayings import SAYING

LONGEST_ITEM = 1200
MOST_SENTENCES = 2
USUAL_ITEM = 240
"""Characters and sentences: an item is a sentence or two, or short; numbered paragraphs of prose have more."""

DEEPEST = 3
"""Lists within lists."""

REACH = 8
"""Blocks above a list that does not begin with one, among which the item is looked for that it goes on from."""

_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[^\W\d_a-z])")
_DASHES = frozenset("-–—")
_STAR_CALL = re.compile(r"\*(?<=[\w.,;:!?”’\"']\*)")


class _Found(Struct, frozen=True):
    """The items of a list, the label of the first, and the place after the last block."""

    items: tuple[tuple[Block, ...], ...]
    label: Label
    end: int


def gather_lists(blocks: tuple[Block, ...], text: str) -> tuple[Block, ...]:
    """The blocks with the lists among them gathered; `text` is the whole chapter’s, which may call notes by `*`."""
    return tuple(_gather(blocks, "*" if _calls_by_star(text) else ""))


@lru_cache(maxsize=8)
def _calls_by_star(text: str) -> bool:
    """Kept, since the lists of each note are gathered apart."""
    return _STAR_CALL.search(text) is not None


def _gather(blocks: Sequence[Block], calls: str) -> Iterator[Block]:
    number = 0
    while number < len(blocks):
        block = blocks[number]
        found = _list_at(blocks, number, 1)
        if found is None:
            yield Quote(tuple(_gather(block.blocks, calls)), block.kind) if isinstance(block, Quote) else block
            number += 1
        else:
            before = blocks[max(number - REACH, 0) : number]
            if found.label.form != calls and _is_begun(found.label, before) and _is_list(found, before):
                yield ListBlock(found.items)
            else:
                yield from blocks[number : found.end]
            number = found.end


def _list_at(blocks: Sequence[Block], start: int, depth: int) -> _Found | None:
    """The longest list that begins at a block, with the lists inside its items."""
    found = [_follow(blocks, start, label, depth) for label in _labels(blocks[start])]
    best = max(found, key=lambda one: len(one.items), default=None)
    return best if best is not None and len(best.items) > 1 else None


def _labels(block: Block) -> list[Label]:
    is_item = isinstance(block, Para) and block.role == "text"
    return list(labels_of(plain_text(block.inlines)[:12] + "x")) if is_item and isinstance(block, Para) else []


def _follow(blocks: Sequence[Block], start: int, first: Label, depth: int) -> _Found:
    items: list[tuple[Block, ...]] = [(blocks[start],)]
    label, number = first, start + 1
    while number < len(blocks):
        labels = _labels(blocks[number])
        if (following := next((one for one in labels if one.counts_on(label)), None)) is not None:
            items.append((blocks[number],))
            label, number = following, number + 1
        elif depth < DEEPEST and any(one.form != label.form and one.value < 2 for one in labels):
            inner = _list_at(blocks, number, depth + 1)
            if inner is None or not _counts_on_after(blocks, inner, label):
                break
            items[-1] = (*items[-1], ListBlock(inner.items))
            number = inner.end
        else:
            break
    return _Found(tuple(items), first, number)


def _counts_on_after(blocks: Sequence[Block], inner: _Found, label: Label) -> bool:
    """Whether the outer list goes on after an inner one."""
    after = _labels(blocks[inner.end]) if inner.end < len(blocks) else []
    return any(one.counts_on(label) for one in after)


def _is_begun(label: Label, before: Sequence[Block]) -> bool:
    """Whether a list begins with its first number, or goes on from a paragraph not far above."""
    return label.value < 2 or any(label.counts_on(one) for block in before for one in _labels(block))


def _is_list(found: _Found, before: Sequence[Block]) -> bool:
    texts = [plain_text(item[0].inlines) for item in found.items if isinstance(item[0], Para)]
    announced = any(isinstance(b, Heading) and is_apparatus_heading(plain_text(b.inlines)) for b in before[-1:])
    if announced or max(map(len, texts)) > LONGEST_ITEM:
        return False
    sentences = median(len(_SENTENCE.findall(text)) for text in texts)
    if sentences > MOST_SENTENCES and median(map(len, texts)) > USUAL_ITEM:
        return False
    return found.label.form not in _DASHES or not _is_dialogue(texts, before)


def _is_dialogue(texts: Sequence[str], before: Sequence[Block]) -> bool:
    """Whether paragraphs after dashes are spoken: they are sentences, and nothing but a saying introduces them."""
    if not any(ends_sentence(text) for text in texts[:-1]):
        return texts[-1].endswith(("?", "!")) and len(texts) == 2
    intro = "".join(plain_text(block.inlines) for block in before[-1:] if isinstance(block, Para))
    is_introduced = intro.endswith(":") and not SAYING.search(intro[-100:-1])
    return not is_introduced or any(text.rstrip("”’\"'").endswith(("?", "!")) for text in texts)
