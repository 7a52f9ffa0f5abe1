"""Plates: the pictures of word processors, each with the caption that a style says stands by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Literal, TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from ..gallery import IN_LINE, Gallery
from .paragraphs import Block, Paragraph, Plate, Run

_OF_A_TABLE = re.compile(r"\s*(?:tab\.|table|tabelle|tableau|tabla|tabela|tabella|таблица)\b", re.IGNORECASE)
"""How the caption of a table begins, which has the style of all captions."""


TALL = 72.0
"""Points, an inch: a picture as tall that begins or ends a paragraph is no sign in a line of it."""


class Sketch(Struct, frozen=True):
    """A picture as a document names it, before it is known whether it is taken.

    `names` are the places of one picture in different formats, the best first; `is_linked` says that the document does
    not hold it, `floats` that it is set beside the paragraph it belongs to, and not in a line of it; `at` is how many
    characters of the paragraph stand before it, and `is_tall` says that it is as tall as several lines.
    """

    names: tuple[str, ...]
    alt: str = ""
    is_ornament: bool = False
    is_linked: bool = False
    floats: bool = False
    at: int = 0
    is_tall: bool = False


def hang(
    gallery: Gallery, sketches: Sequence[Sketch], content: Callable[[str], bytes], text: str
) -> tuple[list[Plate], list[Plate]]:
    """The pictures of a paragraph that are taken: those before it, and those after it; `text` is what it reads."""
    before: list[Plate] = []
    after: list[Plate] = []
    for sketch in sketches:
        place = _place(sketch, text)
        if place == "line":
            gallery.leave_out(IN_LINE, sketch.names[0])
        elif picture := _first_fit(gallery, sketch, content):
            plate = Plate(picture, sketch.alt, sketch.is_ornament and not sketch.alt)
            (before if place == "before" else after).append(plate)
    return before, after


def _place(sketch: Sketch, text: str) -> Literal["before", "line", "after"]:
    """Where a picture stands to the words of its paragraph: in a line of them, or before or after all."""
    if sketch.floats or not text.strip():
        return "after"
    left, right = text[: sketch.at], text[sketch.at :]
    if not left.strip() and (sketch.is_tall or right.lstrip(" ").startswith("\n")):
        return "before"
    if not right.strip() and (sketch.is_tall or left.rstrip(" ").endswith("\n")):
        return "after"
    return "line"


def _first_fit(gallery: Gallery, sketch: Sketch, content: Callable[[str], bytes]) -> str:
    """The first of the formats of a picture that is taken; of the others nothing is told then."""
    before = {reason: len(names) for reason, names in gallery.refused.items()}
    for name in sketch.names:
        if picture := gallery.find(name) if sketch.is_linked else gallery.take(name, partial(content, name)):
            for reason, names in gallery.refused.items():
                del names[before.get(reason, 0) :]
            return picture
    return ""


def with_caption(plates: Sequence[Plate], runs: list[Run]) -> list[Plate]:
    """Pictures of which the last has the words that stand in one paragraph with it."""
    return [*plates[:-1], replace(plates[-1], caption=[Paragraph(runs, "caption")])]


def captioned(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks in which each picture has the caption below it, or above it where they begin so.

    Of pictures in a row the last has the caption below; what captions no picture is a paragraph.
    """
    for _, together in groupby(blocks, lambda block: isinstance(block, Plate) or _is_caption(block)):
        group = list(together)
        if _is_caption(group[0]) and isinstance(group[-1], Plate):
            group = list(_paired(group[::-1]))[::-1]
        for block in _paired(group):
            is_loose = isinstance(block, Paragraph) and block.form == "caption"
            yield replace(block, form="paragraph") if is_loose else block


def _paired(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks in which each picture has the caption that comes right after it."""
    last: Block | None = None
    for block in blocks:
        if isinstance(last, Plate) and isinstance(block, Paragraph) and _is_caption(block) and not last.caption:
            yield replace(last, caption=[block])
            last = None
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _is_caption(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.form == "caption" and not _OF_A_TABLE.match(block.text)
