"""Figures: what stands in a text for an illustration it lost: `[Illustration]`, `[Map: The front]`, `[Fig. 3. A mill]`.

The brackets are read as structure, and so is the word, unless it belongs to the caption: a number or `of` follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from ..ledger import Mark, Span
from ..tree import Block, Figure, ListBlock, Para, Quote, Str, innermost, leaves, part_of, plain_text, span_of
from .claims import Claim
from .lines import Layout

MOST_PARAGRAPHS = 12
"""Lines or paragraphs of one caption."""

LONGEST = 1500
"""Characters of one caption; a bracket that is open longer was left open."""

_WORD = (
    r"(?:Illustrations?|Images?|Pictures?|Figures?|Fig\.|Photo(?:graph)?s?|Maps?|Plates?|Drawings?|Diagrams?|Charts?"
    r"|Cartoons?|Engravings?|Portraits?|Facsimiles?|Frontispiece|Vignette|Ornament|Decoration|Headpiece|Tailpiece"
    r"|Abbildung(?:en)?|Abb\.|Bild(?:er)?|Foto|Karte|Zeichnung|Tafel|Carte|Photographie|Dessin|Gravure|Planche"
    r"|Ilustración|Ilustração|Imagen|Imagem|Illustrazione|Immagine|Figura|Afbeelding"
    r"|Иллюстрация|Рисунок|Рис\.|Карта|Фото(?:графия)?)"
)
_NUMBER = r"\s*(?:No\.?\s*|Nr\.?\s*|№\s*)?(?:\d{1,3}[a-z]?|[IVXLC]{1,7})(?![\w-])"
_LOST = r"(?:is\s+)?(?:omitted|missing|lost|wanting|unavailable|not\s+(?:available|included|reproduced|shown))"
_OPENS = re.compile(
    rf"\[\s*(?:(?P<caption>{_WORD}(?:{_NUMBER}|\s+(?:of|showing)\s))"
    rf"|{_WORD}(?:\s+{_LOST})?(?P<bare>\s*\])|{_WORD}\s*(?::|--|[—–])\s*)",
    re.IGNORECASE,
)
"""What a placeholder begins with; what stands there besides `caption` is no part of it."""


class Placeholder(Struct, frozen=True):
    """The texts [start, end) as one placeholder: `head` characters of the first, and of the last all from `tail` on.

    What stands between is the caption.
    """

    start: int
    end: int
    head: int
    tail: int


def find_placeholders(texts: Sequence[str]) -> Iterator[Placeholder]:
    """The placeholders among lines or paragraphs; each takes them whole, and nests in no other."""
    done = 0
    for number, text in enumerate(texts):
        if number < done or not text.startswith("[") or (opens := _OPENS.match(text)) is None:
            continue
        if (end := _end(texts, number)) is None:
            continue
        done = end
        tail = len(texts[end - 1]) - 1
        head = opens.start("caption") if opens["caption"] else opens.end()
        yield Placeholder(number, end, min(head, tail) if end == number + 1 else head, tail)


def _end(texts: Sequence[str], start: int) -> int | None:
    """Behind which text the bracket closes that opens the first, if nothing follows it there."""
    depth = length = 0
    for number in range(start, min(start + MOST_PARAGRAPHS, len(texts))):
        for at, sign in enumerate(texts[number], 1):
            depth += (sign == "[") - (sign == "]")
            if depth == 0:
                return number + 1 if at == len(texts[number]) else None
        length += len(texts[number])
        if length > LONGEST:
            return None
    return None


def read_figures(layout: Layout, taken: Set[int]) -> Iterator[Claim]:
    """The figures of a text: the lines that are placeholders."""
    lines = layout.lines
    for found in find_placeholders([line.text for line in lines]):
        there = range(found.start, found.end)
        if taken.isdisjoint(there):
            yield Claim(found.start, found.end, (_figure([lines[n].inlines[0] for n in there], found),))


def gather_figures(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks whose form is declared with the figures among them: the paragraphs that are placeholders."""
    return tuple(_gather(blocks))


def _gather(blocks: Sequence[Block]) -> Iterator[Block]:
    found = {p.start: p for p in find_placeholders([_words(block) for block in blocks])}
    done = 0
    for number, block in enumerate(blocks):
        if number < done:
            continue
        match block:
            case Para() if number in found:
                done = found[number].end
                texts = [leaf for leaf in leaves(tuple(blocks[number:done])) if isinstance(leaf, Str)]
                yield _figure(texts, found[number])
            case Quote():
                yield replace(block, blocks=gather_figures(block.blocks))
            case ListBlock():
                yield replace(block, items=tuple(map(gather_figures, block.items)))
            case _:
                yield block


def _words(block: Block) -> str:
    is_plain = isinstance(block, Para) and block.role == "text" and len(block.inlines) == 1
    return plain_text(block.inlines) if is_plain and isinstance(block, Para) else ""


def _figure(texts: Sequence[Str], found: Placeholder) -> Figure:
    """The figure of a placeholder that is made of these texts."""
    caption: list[Block] = []
    for number, leaf in enumerate(texts, 1):
        start = found.head if number == 1 else 0
        end = found.tail if number == len(texts) else len(leaf.text)
        if words := leaf.text[start:end].strip():
            start = leaf.text.index(words, start)
            caption.append(Para((part_of(leaf, start, start + len(words)),)))
    spans = [span for leaf in texts if (span := leaf.span) is not None]
    return Figure(None, None, tuple(caption), Span(spans[0].start, spans[-1].end))


def figure_marks(blocks: tuple[Block, ...]) -> Iterator[Mark]:
    """What the source prints for figures besides their captions, as marks."""
    for figure in (block for block in innermost(blocks) if isinstance(block, Figure)):
        start = figure.span.start
        for there in (*map(span_of, figure.caption), Span(figure.span.end, figure.span.end)):
            if start < there.start:
                yield Mark(Span(start, there.start), "read.figures")
            start = there.end
