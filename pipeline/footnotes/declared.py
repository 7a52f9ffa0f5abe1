"""Declared: notes that the format of the source tells apart from its text, with the calls that lead to them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..document import Chapter, Note
from ..ledger import Mark, Span
from ..markup import Markup
from ..queries import Query
from ..structure import is_apparatus_heading
from ..tree import Block, Break, Heading, Inline, NoteRef, Str, map_strings, part_of, plain_text, span_of
from .calling import keys_of, with_calls
from .markers import label_of


def read_declared_notes(chapter: Chapter) -> Chapter:
    """The chapter with its notes as they are declared, in the order of their first call; a note’s own calls come last.

    A call that leads to no note is that of a note without text; a note that nothing calls is kept, and is a query. A
    note can’t call itself.
    """
    marks, text = chapter.cleaned.markup, chapter.cleaned.text
    regions = {mark.value: mark.span for mark in reversed(marks) if mark.kind == "note"}
    notes = sorted(regions.values())
    calls = [mark for mark in marks if mark.kind == "noteref" and mark.span.start < mark.span.end]
    calls = [call for call in calls if call.value not in regions or not _is_within(call.span, [regions[call.value]])]
    calls.sort(key=lambda call: (_is_within(call.span, notes), call.span))
    called: dict[str, list[Markup]] = {}
    for call in calls:
        called.setdefault(call.value, []).append(call)
    labels = {note: label_of(first.span.of(text)) for note, (first, *_) in called.items()}
    keys = dict(zip(labels, keys_of(labels.values()), strict=True))
    refs = sorted((NoteRef(keys[call.value], call.span) for call in calls), key=lambda ref: ref.span)
    printed = [mark.span for mark in marks if mark.kind == "label" and mark.span.start < mark.span.end]
    spans = [span_of(block) for block in chapter.blocks]
    bodies = {
        note: _body(chapter.blocks[_first(spans, region) : _after(spans, region)], region, printed, refs)
        for note, region in regions.items()
    }
    uncalled = sorted((note for note in regions if note not in called and bodies[note]), key=regions.__getitem__)
    main, announced = _without_heads(
        [(block, _is_within(span, notes)) for block, span in zip(chapter.blocks, spans, strict=True)]
    )
    found = replace(
        chapter,
        blocks=with_calls(main, refs),
        notes=tuple(Note(keys[note], labels[note], bodies.get(note, ())) for note in called),
        orphans=tuple(
            Note(f"orphan-{n}", _printed_label(regions[note], printed, text), bodies[note])
            for n, note in enumerate(uncalled, 1)
        ),
        marks=(*chapter.marks, *announced, *(Mark(span, "notes.label") for span in printed)),
    )
    return replace(found, queries=(*chapter.queries, *_doubts(found, [regions[note] for note in uncalled])))


def _is_within(span: Span, regions: Sequence[Span]) -> bool:
    """Whether a span lies within one of some regions, which are sorted and lie apart."""
    number = bisect_right(regions, span.start, key=lambda region: region.start) - 1
    return number >= 0 and span.end <= regions[number].end


def _first(spans: Sequence[Span], region: Span) -> int:
    """The place of the first of some spans that begins in a region or after it."""
    return bisect_left(spans, region.start, key=lambda span: span.start)


def _after(spans: Sequence[Span], region: Span) -> int:
    """The place after the last of some spans that begins in a region."""
    return bisect_left(spans, region.end, key=lambda span: span.start)


def _body(blocks: Sequence[Block], region: Span, labels: Sequence[Span], refs: Sequence[NoteRef]) -> tuple[Block, ...]:
    """The blocks of a note without its label."""
    here = labels[_first(labels, region) : _after(labels, region)]
    return with_calls(map_strings(tuple(blocks), lambda leaf: tuple(_without(leaf, here)), headings=True), refs)


def _without(leaf: Str, spans: Sequence[Span]) -> Iterator[Inline]:
    """A leaf without the words in some spans, nor the blanks after them."""
    if leaf.span is None:
        return
    start = leaf.span.start
    for span in spans:
        if leaf.span.start <= span.start and span.end <= leaf.span.end:
            if start < span.start:
                yield part_of(leaf, start - leaf.span.start, span.start - leaf.span.start)
            rest = leaf.text[span.end - leaf.span.start :]
            start = span.end + len(rest) - len(rest.lstrip())
    if start < leaf.span.end:
        yield part_of(leaf, start - leaf.span.start, len(leaf.text))


def _printed_label(region: Span, labels: Sequence[Span], text: str) -> str:
    """What stands before the text of a note that nothing calls; an asterisk, where nothing does."""
    here = labels[_first(labels, region) : _after(labels, region)]
    return next((label_of(label.of(text)) for label in here), "*")


def _without_heads(blocks: Sequence[tuple[Block, bool]]) -> tuple[list[Block], list[Mark]]:
    """The main text without notes, and without what announced them and has nothing under it: a heading, a rule.

    `blocks` come with whether they are of a note. A rule before a heading with no notes between is a thought break.
    """
    kept: list[Block] = []
    marks: list[Mark] = []
    following: Block | None = None
    has_notes = True
    for block, is_note in reversed(blocks):
        if is_note:
            has_notes = True
            continue
        is_last = following is None or isinstance(following, Heading)
        announces = isinstance(block, Heading) and is_apparatus_heading(plain_text(block.inlines))
        if is_last and (announces or (has_notes and isinstance(block, Break))):
            marks.append(Mark(span_of(block), "notes.heading" if announces else "notes.rule"))
            has_notes = True
            continue
        kept.append(block)
        following, has_notes = block, False
    return kept[::-1], marks[::-1]


def _doubts(chapter: Chapter, uncalled: Sequence[Span]) -> Iterator[Query]:
    for note, region in zip(chapter.orphans, uncalled, strict=True):
        message = f"nothing in the text calls note {note.label}"
        yield chapter.ask("notes.uncalled", region, message, "it is printed at the end of the chapter")
