"""Pictures: the figures of the texts get those that the editor supplies; where one is wanting, or what a picture of a
document shows, she is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TypeGuard

from msgspec.structs import replace

from ..cleaning import Quoter, locate_kept, make_quoter
from ..document import Chapter, Note
from ..errors import EmendationError
from ..figure_file import NAME, PlacedFigure
from ..ledger import Span
from ..prose import read_prose
from ..queries import Query, write_entry
from ..tree import Block, Figure, innermost, map_blocks, span_of

QUOTED = 40
"""Characters of a text that a stub quotes, if they stand nowhere else."""


def supply_pictures(chapters: Sequence[Chapter], entries: Sequence[PlacedFigure]) -> list[Chapter]:
    """The chapters with the editor's pictures and descriptions, and a query for each that is wanting.

    Each chapter is one text.

    Raises:
        EmendationError: words that figures.toml quotes stand nowhere, in more than one place, or where no picture can.
    """
    by_file = {chapter.settings.file: chapter for chapter in chapters}
    texts = {file: chapter.cleaned for file, chapter in by_file.items()}
    located = list(locate_kept(entries, texts)) if entries else []
    for entry, file, span in sorted(located, key=lambda place: place[0].is_after):
        by_file[file] = (_follow if entry.is_after else _fill)(by_file[file], entry, span)
    wanting = {file: [f for f in _flat(chapter) if _is_wanting(f)] for file, chapter in by_file.items()}
    if not any(wanting.values()):
        return list(by_file.values())
    quoter = make_quoter(texts)
    return [_ask(chapter, wanting[file], quoter) for file, chapter in by_file.items()]


def _flat(chapter: Chapter) -> list[Block]:
    """The blocks of a text that hold no others, and those of its notes."""
    notes = (note.blocks for note in (*chapter.notes, *chapter.orphans) if note.origin == "source")
    return [block for part in (chapter.blocks, *notes) for block in innermost(part)]


def _is_wanting(block: Block) -> TypeGuard[Figure]:
    """Whether a picture is wanting, or the description of one."""
    return isinstance(block, Figure) and (block.picture is None or block.alt is None)


def _is_undescribed(block: Block) -> TypeGuard[Figure]:
    return _is_wanting(block) and block.picture is not None


def _fill(chapter: Chapter, entry: PlacedFigure, span: Span) -> Chapter:
    """The chapter with a picture for the figure that the source prints in a span."""
    found = [b for b in _flat(chapter) if isinstance(b, Figure) and b.span.start < span.end and span.start < b.span.end]
    if len(found) != 1:
        message = "these words hold nothing that stands for an illustration"
        hint = "quote what the source prints for it, or say in “after” which words the picture follows"
        if found:
            message, hint = f"these words hold what stands for {len(found)} illustrations", "quote that of one"
        raise EmendationError(message, hint=hint, place=entry.place)
    return _swap(chapter, found[0], _supplied(found[0], entry))


def _follow(chapter: Chapter, entry: PlacedFigure, span: Span) -> Chapter:
    """The chapter with a picture after the paragraph that holds a span: the figure there, or a new one.

    Pictures that the editor puts after one paragraph follow each other, and those of the text; an entry without one
    describes the first there that wants it.
    """
    flat = _flat(chapter)
    at = next((n for n, block in enumerate(flat) if span_of(block).start < span.end <= span_of(block).end), None)
    titles = (mark.span for mark in chapter.marks if mark.rule in ("heading.title", "heading.credit"))
    if at is None and not any(title.start < span.end <= title.end for title in titles):
        message, hint = "these words are not among those that are printed", "quote words of a paragraph"
        raise EmendationError(message, hint=hint, place=entry.place)
    after = 0 if at is None else at + 1
    if entry.picture is None:
        following = list(takewhile(lambda block: isinstance(block, Figure), flat[after:]))
        figure = next(filter(_is_undescribed, following), None) or next(filter(_is_brought, following), None)
        if figure is None:
            raise _without_picture(entry)
        return _swap(chapter, figure, _supplied(figure, entry))
    while after < len(flat) and isinstance(there := flat[after], Figure) and there.picture is not None:
        after += 1
    if after < len(flat) and isinstance(there := flat[after], Figure):
        return _swap(chapter, there, _supplied(there, entry))
    end = span.end if after == 0 else span_of(flat[after - 1]).end
    new = _supplied(Figure(None, None, (), Span(end, end)), entry)
    if after == 0:
        return replace(chapter, blocks=(new, *chapter.blocks))
    return _swap(chapter, flat[after - 1], flat[after - 1], new)


def _is_brought(block: Block) -> TypeGuard[Figure]:
    return isinstance(block, Figure) and block.picture is not None and block.origin == "source"


def _without_picture(entry: PlacedFigure) -> EmendationError:
    return EmendationError(
        "the text brings no picture for this illustration", hint="name one: picture = “…”", place=entry.place
    )


def _supplied(figure: Figure, entry: PlacedFigure) -> Figure:
    """A figure with the editor's picture and description, and with her caption where the text has none."""
    if entry.picture is None and not _is_brought(figure):
        raise _without_picture(entry)
    if figure.picture is not None and figure.origin == "editor":
        message, hint = (
            f"the illustration has the picture “{figure.picture}” already",
            "take one of the two entries out",
        )
        raise EmendationError(message, hint=hint, place=entry.place)
    if figure.caption and entry.caption is not None:
        hint = "take “caption” out; words of the text are changed in emendations.toml"
        raise EmendationError("the text has a caption for this illustration", hint=hint, place=entry.caption_place)
    if figure.caption and not entry.alt:
        message = "an illustration with a caption is no ornament"
        raise EmendationError(message, hint="say in “alt” what it shows", place=entry.place)
    caption = read_prose(entry.caption) if entry.caption is not None else figure.caption
    if entry.picture is None:
        return replace(figure, alt=entry.alt, caption=caption)
    return Figure(entry.picture, entry.alt, caption, figure.span)


def _swap(chapter: Chapter, old: Block, *new: Block) -> Chapter:
    """The chapter with other blocks in the place of one."""

    def swap(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return map_blocks(blocks, lambda block: new if block is old else (block,))

    def swap_in(notes: tuple[Note, ...]) -> tuple[Note, ...]:
        return tuple(replace(note, blocks=swap(note.blocks)) for note in notes)

    blocks, notes, orphans = swap(chapter.blocks), swap_in(chapter.notes), swap_in(chapter.orphans)
    return replace(chapter, blocks=blocks, notes=notes, orphans=orphans)


def _ask(chapter: Chapter, wanting: Sequence[Figure], quoter: Quoter) -> Chapter:
    """The chapter with a query for each figure without a picture, or without its description."""
    asked = (_question(chapter, figure, quoter) for figure in wanting)
    return replace(chapter, queries=(*chapter.queries, *asked))


def _question(chapter: Chapter, figure: Figure, quoter: Quoter) -> Query:
    span, stub = span_of(figure), _stub(chapter, figure, quoter)
    if figure.picture is not None:
        message = f"nothing says what the picture “{figure.picture}” shows"
        return chapter.ask("figure.undescribed", span, message, f"say it in {NAME}", stub=stub)
    message = "an illustration stood here whose picture is wanting"
    hint = f"put the picture into the book folder, and name it in {NAME}"
    return chapter.ask("figure.missing", span, message, hint, minor=True, stub=stub)


def _stub(chapter: Chapter, figure: Figure, quoter: Quoter) -> str:
    """What supplies the picture, with the words of the figure if they are its own; or with those before or after it."""
    flat, here = _flat(chapter), span_of(figure)
    at = next(n for n, block in enumerate(flat) if block is figure)
    end = next((span_of(block).end for block in reversed(flat[:at]) if not isinstance(block, Figure)), 0)
    onwards = max(here.end, *(span_of(block).start + QUOTED for block in flat[at + 1 : at + 2]), 0)
    words = (
        ("find", Span(here.start, min(here.start + QUOTED, here.end))),
        ("after", Span(max(0, end - QUOTED), end)),
        ("find", Span(here.start, min(onwards, len(chapter.cleaned.text)))),
    )
    for key, span in words:
        if span.start < span.end and (quoted := quoter.quote(chapter.settings.file, span)) is not None:
            where = {key: quoted.words, "chapter": quoted.chapter}
            picture = "…" if figure.picture is None else None
            return write_entry("figure", **where, picture=picture, alt=figure.alt or "…")
    return ""
