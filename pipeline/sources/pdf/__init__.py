"""PDF: documents with a text layer, read by where their characters stand and how they look.

A PDF says where letters stand and nothing of words, lines, paragraphs or notes; these are put together here. What
stands at the edges of pages again and again is left out, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import SourceError
from ...markup import About
from ..gallery import Gallery
from ..office.flow import write_blocks, write_note
from ..office.paragraphs import Block, Paragraph, shaped
from ..writer import Read, Writer
from .columns import Frame, frames_of
from .composing import compose, runs_of
from .extraction import Head
from .feet import Note, note_frames, take_notes
from .furniture import Furniture, find_contents, find_furniture
from .grouping import group
from .hyphens import Joiner, make_joiner
from .initials import set_initials
from .labels import lift_lone_calls
from .measures import Measures, measure, set_edges, with_indent
from .opening import Document, open_document
from .pictures import hang_pictures
from .placing import by_group, place
from .words import rows_of

_NO_TITLE = re.compile(r"(?i)untitled|microsoft (word|powerpoint) -.*|.*\.(docx?|odt|rtf|pdf|tex|dvi|indd|qxd)|\W*")


def read(raw: bytes, name: str, encoding: str | None, gallery: Gallery) -> Read:
    """The words of a PDF, with what its layout says of them.

    Raises:
        SourceError: no PDF, damaged, locked, beyond the limits, or of pictures alone.
    """
    document = open_document(raw, name, gallery.limits)
    pages = [rows_of(page, number) for number, page in enumerate(document.pages)]
    if not any(pages):
        raise SourceError(
            "the PDF holds no text: its pages are pictures",
            hint="have its text read by OCR, which adds a text layer or gives a .txt",
            place=name,
        )
    writer = Writer()
    measures = measure(pages)
    furniture = find_furniture(pages, measures.size)
    contents = find_contents(pages)
    rows = [[row for row in page if id(row) not in furniture.rows | contents] for page in pages]
    frames = [frames_of(page, measures.size) for page in rows]
    every = [frame for page in frames for frame in page]
    for frame in every:
        lift_lone_calls(frame.rows, measures.leading)
        set_initials(frame.rows, measures.size, document.head.language or "en")
    set_edges(every, measures)
    placed = place(hang_pictures(raw, document.pages, gallery), frames, measures)
    joiner = make_joiner((row for frame in every for row in frame.rows), document.head.language)
    notes = take_notes(frames, [page.rules for page in document.pages], measures)
    measures = with_indent(measures, every)
    labels = _labels(document, furniture)
    groups = group(every, measures)
    blocks = compose(groups, document.head.outline, measures, joiner, labels, by_group(placed, groups))
    write_blocks(writer, shaped(blocks))
    for note, parts in zip(notes, note_frames(notes), strict=True):
        write_note(writer, note.key, _note_blocks(note, parts, measures, joiner))
    _count(writer, document, len(furniture.rows), len(contents - furniture.rows), joiner)
    return writer.finish(_about(document.head, blocks))


def _labels(document: Document, furniture: Furniture) -> dict[int, str]:
    """The label of each page: its own, or the folio that it prints, or its number."""
    return {
        number: page.label or furniture.folios.get(number) or str(number + 1)
        for number, page in enumerate(document.pages)
    }


def _note_blocks(note: Note, frames: Sequence[Frame], measures: Measures, joiner: Joiner) -> list[Block]:
    groups = group(frames, Measures(note.rows[0].size, measures.leading, measures.indent))
    return [Paragraph(runs_of(part, joiner, {}, set(), skip=0 if n else note.words)) for n, part in enumerate(groups)]


def _count(writer: Writer, document: Document, furniture: int, contents: int, joiner: Joiner) -> None:
    """What is left out, for the report."""
    for what, count in (
        ("lines at the head and the foot of pages (running heads, page numbers)", furniture),
        ("lines of contents", contents),
        ("hyphens that broke words at line ends", joiner.count),
        ("characters that the PDF gives no letter for", sum(page.unmapped for page in document.pages)),
    ):
        if count:
            writer.leave_out(what, count)


def _about(head: Head, blocks: Sequence[Block]) -> About:
    title = " ".join(head.title.split())
    return About(
        title="" if _NO_TITLE.fullmatch(title) else title,
        authors=tuple(name.strip() for name in head.author.split(";") if name.strip()),
        language=head.language,
    )
