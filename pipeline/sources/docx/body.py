"""Body: the paragraphs and tables of a DOCX, of its text as of a note, as their styles and their own properties are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field

from ..gallery import Gallery
from ..office.paragraphs import LONGEST_STYLED, Block, Paragraph, Row, Run, Table
from ..office.plates import hang, with_caption
from ..writer import RULE
from .numbering import Numbering
from .package import Element, W, children, local, number, switch, value
from .runs import Words
from .styles import BODY_LEVEL, Style, set_in

_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
TWENTIETHS = 20
"""Of a point: what lengths are given in."""


class Body(Struct):
    """Reads blocks; `words` reads their words, and `titles`, `authors` and `dates` are what styles name so.

    `gallery` takes the pictures, and `content` reads a member of the package.
    """

    words: Words
    numbering: Numbering
    gallery: Gallery
    content: Callable[[str], bytes]
    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    carried: list[Run] = field(default_factory=list)

    def read(self, parent: Element) -> list[Block]:
        """The blocks in an element: the body, a cell, a note, a text box."""
        return list(self._blocks(parent))

    def _blocks(self, parent: Element) -> Iterator[Block]:
        for child in _unwrapped(parent):
            match local(child):
                case "p":
                    yield from self._paragraph(child)
                case "tbl":
                    yield self._table(child)
                case "altChunk":
                    self.words.writer.leave_out("documents within the document")
                case "sectPr":
                    self.words.notes.end_section()

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        own = paragraph.find(W + "pPr")
        style = self.words.styles.of(value(own, "pStyle"))
        runs = [*self.carried, *self.words.read(paragraph, style)]
        boxes, is_rule, loud = self.words.boxes, self.words.rule, self.words.loud
        has_words = any(run.text.strip() for run in runs)
        text = "" if style.form == "caption" else "".join(run.text for run in self.words.found)
        before, after = hang(self.gallery, self.words.sketches, self.content, text)
        self.carried = runs if _goes_on(own) else []
        if not self.carried:
            if is_rule or (not has_words and (style.is_ruled or _has_line(own))):
                yield Paragraph([Run(RULE)])
            if after and has_words and style.form == "caption":
                after, runs = with_caption(after, runs), []
            yield from before
            yield from self._shaped(runs, own, style, bool(loud) and all(loud))
        yield from after
        for box in boxes:
            yield from self._blocks(box)
        if own is not None and own.find(W + "sectPr") is not None:
            self.words.notes.end_section()

    def _shaped(self, runs: list[Run], own: Element | None, style: Style, is_loud: bool) -> Iterator[Paragraph]:
        text = "".join(run.text for run in runs).strip()
        if style.role == "contents":
            if text:
                self.words.writer.leave_out("lines of a table of contents")
            return
        level = _level(own, style)
        if text:
            self._note_role(style, text)
            if style.role == "title" and not level:
                yield Paragraph(runs, "heading", 0 if len(self.titles) == 1 else 1)
                return
            label, depth, series = self._label(own, style)
            if level and len(text) <= LONGEST_STYLED:
                yield Paragraph([Run(f"{label} "), *runs] if label else runs, "heading", level)
                return
            if label is not None:
                yield Paragraph(runs, "item", depth, label, series=series)
                return
        paragraph = _by_form(runs, own, style)
        paragraph.is_loud = is_loud
        yield paragraph

    def _note_role(self, style: Style, text: str) -> None:
        roles = {"title": self.titles, "author": self.authors, "date": self.dates}
        if style.role in roles:
            roles[style.role].append(" ".join(text.split()))

    def _label(self, own: Element | None, style: Style) -> tuple[str | None, int, str]:
        """What stands before the paragraph in its list, or None if it is in none; its level there; and which list."""
        numbered, depth = style.numbering or ("0", 0)
        direct = own.find(W + "numPr") if own is not None else None
        if direct is not None:
            numbered = value(direct, "numId") or numbered
            depth = number(direct, "ilvl") or (0 if value(direct, "ilvl") is not None else depth)
        return self.numbering.label(numbered, depth), depth, self.numbering.series(numbered, depth)

    def _table(self, table: Element) -> Table:
        look = table.find(f"{W}tblPr/{W}tblLook")
        rows = []
        for row in _unwrapped(table):
            if local(row) != "tr":
                continue
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                self.words.writer.leave_out("tracked deletions")
                continue
            rows.append(self._row(row, properties))
        if rows and not rows[0].is_head and look is not None and look.get(W + "firstRow") in ("1", "true"):
            rows[0].is_head = len(rows) > 1 and _is_bold(rows[0]) and not _is_bold(rows[1])
        return Table(rows)

    def _row(self, row: Element, properties: Element | None) -> Row:
        cells: list[list[Block]] = [[] for _ in range(min(number(properties, "gridBefore") or 0, 100))]
        for cell in _unwrapped(row):
            if local(cell) != "tc":
                continue
            shape = cell.find(W + "tcPr")
            merged = shape.find(W + "vMerge") if shape is not None else None
            blocks = self.read(cell)
            goes_on = merged is not None and merged.get(W + "val", "continue") == "continue"
            cells.append([] if goes_on else blocks)
            cells += [[] for _ in range(min((number(shape, "gridSpan") or 1) - 1, 100))]
        head = properties.find(W + "cnfStyle") if properties is not None else None
        is_first = head is not None and (head.get(W + "firstRow") == "1" or head.get(W + "val", "").startswith("1"))
        return Row(cells, bool(switch(properties, "tblHeader")) or is_first)


def _unwrapped(parent: Element) -> Iterator[Element]:
    """The elements in an element, those that something only wraps too."""
    for child in children(parent):
        if local(child) in _WRAPPERS:
            yield from _unwrapped(child)
        else:
            yield child


def _goes_on(own: Element | None) -> bool:
    """Whether the paragraph goes on in the next: its end is deleted, or it is the large letter that opens the next."""
    if own is None:
        return False
    frame = own.find(W + "framePr")
    is_initial = frame is not None and frame.get(W + "dropCap", "none") != "none"
    return is_initial or own.find(f"{W}rPr/{W}del") is not None


def _has_line(own: Element | None) -> bool:
    return own is not None and own.find(f"{W}pBdr/{W}bottom") is not None


def _level(own: Element | None, style: Style) -> int:
    """The level of a heading from 1, or 0."""
    direct = number(own, "outlineLvl")
    if direct is None or style.role == "contents":
        return style.level
    return direct + 1 if 0 <= direct < BODY_LEVEL else 0


def _by_form(runs: list[Run], own: Element | None, style: Style) -> Paragraph:
    """A paragraph as its style has it, and how far it is set in."""
    left = set_in(own, "left", "start")
    is_hanging = bool(set_in(own, "hanging")) or (set_in(own, "firstLine") or 0) < 0
    return Paragraph(runs, style.form, left=(style.left if left is None else left) / TWENTIETHS, is_hanging=is_hanging)


def _is_bold(row: Row) -> bool:
    runs = [run for cell in row.cells for block in cell if isinstance(block, Paragraph) for run in block.runs]
    return any(run.text.strip() for run in runs) and all(run.strong for run in runs if run.text.strip())
