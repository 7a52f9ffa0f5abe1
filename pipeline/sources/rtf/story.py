"""Story: the paragraphs and tables that the words of an RTF file come to, of its text as of a note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

from msgspec import Struct, field
from msgspec.structs import replace

from ...superscripts import Shift, shifted
from ..gallery import Gallery
from ..office.paragraphs import LONGEST_STYLED, Block, Form, Paragraph, Row, Run, Table
from ..office.plates import Sketch, hang, with_caption
from ..office.style_names import Role, form_of, heading_level, role_of
from ..writer import RULE
from .drawings import TWENTIETHS

BODY_LEVEL = 9
_LABEL = re.compile(r"\s*([•·▪◦\uf0b7-]|[–—*]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,5})[.)])\t\s*")
_BULLETS = "•·▪◦\uf0b7"


class Style(Struct, frozen=True):
    """A style of the sheet; `level` is of a heading from 1, or 0."""

    level: int = 0
    form: Form = "paragraph"
    role: Role = ""
    emphasis: bool = False
    strong: bool = False


class Shape(Struct, frozen=True):
    r"""What is said of a paragraph, until `\pard`; lengths in twentieths of a point, `outline` from 0."""

    style: int = 0
    outline: int | None = None
    left: int = 0
    first: int = 0
    listed: int = 0
    depth: int = 0
    in_table: bool = False
    is_ruled: bool = False


class Words(Struct, frozen=True):
    """Words with their own look, before it is known what their paragraph’s style looks like."""

    text: str
    emphasis: bool = False
    strong: bool = False
    is_large: bool = False
    link: str = ""
    note: str = ""
    shift: Shift = ""
    small_caps: bool = False
    language: str = ""
    comment: str = ""


class Story(Struct):
    """Blocks so far; `words` and `label` are of the paragraph in hand, `cell`, `cells`, `covers` of the row in hand.

    `sketches` are the pictures in the paragraph, which `gallery` takes, and `held` their files by their names;
    `calls` is what is printed for each note, `number` where the number of a note stands that is about to come, and
    `covers` says of each cell whether another covers it.
    """

    styles: Mapping[int, Style]
    calls: Mapping[str, str]
    gallery: Gallery
    held: dict[str, bytes]
    blocks: list[Block] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    label: str = ""
    boxes: list[Block] = field(default_factory=list)
    sketches: list[Sketch] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    covers: list[bool] = field(default_factory=list)
    is_head: bool = False
    rows: list[Row] = field(default_factory=list)
    number: int | None = None

    def end_paragraph(self, shape: Shape) -> None:
        """The paragraph in hand is whole."""
        blocks = [*self._hung(self._paragraph(shape)), *self.boxes]
        if shape.in_table:
            self.cell += blocks
        else:
            self.end_table()
            self.blocks += blocks
        self.words, self.label, self.boxes, self.sketches, self.number = [], "", [], [], None

    def end_cell(self, shape: Shape) -> None:
        """The cell in hand is whole, and with it the last paragraph in it."""
        self.end_paragraph(replace(shape, in_table=True))
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        """The row in hand is whole; what another cell covers is empty."""
        covers = [*self.covers, *(False for _ in self.cells)]
        if self.cells:
            cells = [[] if covered else cell for cell, covered in zip(self.cells, covers, strict=False)]
            self.rows.append(Row(cells, self.is_head))
        self.cells = []

    def end_table(self) -> None:
        """What comes stands in no table."""
        if self.cell and not self.cells and not self.rows:
            self.blocks += self.cell
            self.cell = []
        if self.cell or self.cells:
            self.cells.append(self.cell)
            self.end_row()
            self.cell = []
        if self.rows:
            self.blocks.append(Table(self.rows))
            self.rows = []

    def end(self, shape: Shape) -> list[Block]:
        """All blocks."""
        if self.words or self.boxes or self.sketches:
            self.end_paragraph(shape)
        self.end_table()
        return self.blocks

    def _hung(self, paragraph: Paragraph) -> list[Block]:
        """The paragraph in hand, with its pictures before and after it."""
        if not self.sketches:
            return [paragraph]
        is_caption = paragraph.form == "caption" and bool(paragraph.text.strip())
        text = "".join(words.text for words in self.words)
        ends = [0, *accumulate(len(words.text) for words in self.words)]
        sketches = [replace(sketch, at=ends[min(sketch.at, len(self.words))]) for sketch in self.sketches]
        before, after = hang(self.gallery, sketches, self.held.pop, "" if is_caption else text)
        if is_caption and after:
            return list(with_caption(after, paragraph.runs))
        return [*before, paragraph, *after]

    def _paragraph(self, shape: Shape) -> Paragraph:
        style = self.styles.get(shape.style, Style())
        label = self.label.strip()
        if not label and shape.first < 0 and (found := _LABEL.match("".join(words.text for words in self.words))):
            label = found[1]
            self._cut(found.end())
        runs = [self._run(words, style) for words in self.words]
        text = "".join(run.text for run in runs).strip()
        is_loud = bool(text) and all(_is_loud(words) for words in self.words)
        paragraph = Paragraph(runs, is_loud=is_loud, left=shape.left / TWENTIETHS, is_hanging=shape.first < 0)
        level = shape.outline + 1 if shape.outline is not None and shape.outline < BODY_LEVEL else style.level
        if level and text and len(text) <= LONGEST_STYLED and shape.outline != BODY_LEVEL:
            paragraph.form, paragraph.level = "heading", level
            paragraph.runs = [Run(f"{label} "), *runs] if label else runs
        elif style.role == "title" and text:
            paragraph.form, paragraph.level = "heading", 0
        elif label:
            paragraph.form, paragraph.label = "item", "•" if label in _BULLETS else label
            paragraph.level = shape.depth if shape.listed else max(shape.left, 0)
            paragraph.series = "bullets" if paragraph.label == "•" else "numbers"
        elif shape.is_ruled and not text:
            paragraph.runs = [Run(RULE)]
        else:
            paragraph.form = style.form
        return paragraph

    def _run(self, words: Words, style: Style) -> Run:
        """Words as they look in a paragraph of a style."""
        if words.note and not words.text.strip():
            return Run(self.calls.get(words.note, ""), note=words.note)
        text, shift = shifted(words.text.replace("\t", " "), words.shift)
        return Run(
            text,
            words.emphasis != style.emphasis,
            words.strong and not style.strong,
            words.link,
            words.note,
            words.small_caps,
            shift,
            words.language,
            words.comment,
        )

    def _cut(self, length: int) -> None:
        """Take characters away from the beginning of the paragraph."""
        for number, words in enumerate(self.words):
            self.words[number] = replace(words, text=words.text[length:])
            length = max(length - len(words.text), 0)


def _is_loud(words: Words) -> bool:
    return words.strong or words.is_large or not words.text.strip() or bool(words.note)


def make_style(name: str, outline: int | None, emphasis: bool, strong: bool, of: Style | None) -> Style:
    """A style as the sheet has it; its name may say more than it does, or that of the one it is based on."""
    form, role = form_of(name), role_of(name)
    level = heading_level(name) or 0 if outline is None else outline + 1 if outline < BODY_LEVEL else 0
    if of is None:
        return Style(level, form or "paragraph", role, emphasis, strong)
    level = level or (of.level if outline is None else 0)
    return Style(level, form or of.form, role or of.role, emphasis, strong)
