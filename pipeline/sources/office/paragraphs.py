"""Paragraphs: what the documents of word processors come to, before their paragraphs are put together.

Types, and what paragraphs are by their look where no style says it.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from ...superscripts import Shift

Form = Literal["paragraph", "heading", "quotation", "verse", "item", "caption"]

LONGEST_HEADING = 100
"""Characters; a longer paragraph in bold is none."""

_SENTENCE_ENDS = (".", ",", ":", ";")
LONGEST_STYLED = 300
"""Characters: a longer paragraph was given the style of a heading for its looks."""

SET_IN = 18.0
"""Points, a quarter of an inch: a paragraph set in so far, beyond most others, is set apart."""

MOSTLY = 0.8
"""The share of the letters of a quotation that are in italics, from which these are its look."""

LEAST_QUOTATION = 60
"""Characters: what is shorter is set in for another reason."""


LONGEST_COMMENT = 1000
"""Characters of a comment that are told."""


class Run(Struct, frozen=True):
    r"""Words of one look; `\n` in `text` is a line break. `note` is the note they call, `link` where they lead.

    `language` is theirs where it is another than the document’s; `comment` is one upon the words before; `page` is the
    label of a page that begins here, and then there are no words.
    """

    text: str
    emphasis: bool = False
    strong: bool = False
    link: str = ""
    note: str = ""
    small_caps: bool = False
    shift: Shift = ""
    language: str = ""
    comment: str = ""
    page: str = ""


def comment_of(author: str, words: str) -> str:
    """A comment as the report has it."""
    said = _in_line(words)
    end = "…" if len(said) > LONGEST_COMMENT else ""
    return f"a comment of {_in_line(author) or 'somebody'}: “{said[:LONGEST_COMMENT]}{end}”"


def _in_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


class Paragraph(Struct):
    """A paragraph; `level` is of a heading from 1, or 0 for the document’s title, and of an `item` from 0.

    `label` is what is printed before an item, and `series` tells lists apart that follow each other; an item without a
    label goes on with the one above. `is_loud` says that all of it
    is set bold, or larger than the text; `indent` is that of a line of verse, in blanks; `left` is how far all lines
    are set in, in points, and `is_hanging` says that the first stands out of them, as in a list of books.
    """

    runs: list[Run]
    form: Form = "paragraph"
    level: int = 0
    label: str = ""
    series: str = ""
    is_loud: bool = False
    indent: int = 0
    left: float = 0.0
    is_hanging: bool = False

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(run.text for run in self.runs)


class Row(Struct):
    """A row of a table: cells of blocks; a cell that another covers is empty."""

    cells: list[list[Block]]
    is_head: bool = False


class Table(Struct):
    """A table."""

    rows: list[Row] = field(default_factory=list)


class Plate(Struct):
    """A picture that stands by itself: its name in the gallery, what it shows, and its caption."""

    picture: str
    alt: str = ""
    is_ornament: bool = False
    caption: list[Paragraph] = field(default_factory=list)


Block = Paragraph | Table | Plate


def shaped(blocks: list[Block]) -> list[Block]:
    """Blocks in which the look of paragraphs says what they are, where no style does.

    What is set in on the left, beyond most others, is a quotation, or goes on with the item above it; if nothing is a
    heading, short paragraphs in bold are.
    """
    paragraphs = [block for block in blocks if isinstance(block, Paragraph) and block.text.strip()]
    plain = [paragraph for paragraph in paragraphs if paragraph.form == "paragraph"]
    margins = Counter(paragraph.left for paragraph in plain)
    margin = max(margins, key=lambda left: margins[left], default=0.0)
    set_in = [paragraph for paragraph in plain if paragraph.left >= margin + SET_IN and not paragraph.is_hanging]
    _find_headings(paragraphs)
    _go_on(blocks)
    _quote(blocks, {id(paragraph) for paragraph in set_in})
    for paragraph in paragraphs:
        if paragraph.form == "quotation":
            paragraph.runs = _upright(paragraph.runs)
    return blocks


def _upright(runs: list[Run]) -> list[Run]:
    """The words of a quotation that is set in italics: what stands upright in it is emphasised, and nothing else."""
    letters = Counter({True: 0, False: 0})
    for run in runs:
        letters[run.emphasis] += sum(map(str.isalpha, run.text))
    if letters[True] < MOSTLY * letters.total() or not letters[True]:
        return runs
    return [replace(run, emphasis=not run.emphasis) if run.text.strip() and not run.note else run for run in runs]


def _go_on(blocks: list[Block]) -> None:
    """What is set in as far as an item above goes on with it."""
    items: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            items = []
        elif block.form == "item":
            items.append(block)
        elif block.text.strip():
            is_set_in = block.left >= SET_IN and not block.is_hanging and block.form == "paragraph"
            item = next((item for item in reversed(items) if is_set_in and item.left <= block.left), None)
            if item is None:
                items = []
            else:
                block.form, block.level, block.series = "item", item.level, item.series


def _quote(blocks: list[Block], set_in: set[int]) -> None:
    """Paragraphs in a row that are set in are a quotation, if one of them is long enough."""
    for is_set_in, group in groupby(blocks, lambda block: id(block) in set_in and _form(block) == "paragraph"):
        together = [block for block in group if isinstance(block, Paragraph)]
        if is_set_in and any(len(paragraph.text.strip()) >= LEAST_QUOTATION for paragraph in together):
            for paragraph in together:
                paragraph.form = "quotation"


def _form(block: Block) -> str:
    return block.form if isinstance(block, Paragraph) else ""


def _find_headings(paragraphs: list[Paragraph]) -> None:
    loud = [paragraph for paragraph in paragraphs if _is_loud_heading(paragraph)]
    if any(block.form == "heading" and block.level for block in paragraphs) or len(loud) * 2 > len(paragraphs):
        return
    for paragraph in loud:
        paragraph.form, paragraph.level = "heading", 2


def _is_loud_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return (
        paragraph.is_loud
        and paragraph.form == "paragraph"
        and len(text) <= LONGEST_HEADING
        and sum(char.isalpha() for char in text) * 2 > len(text)
        and not text.endswith(_SENTENCE_ENDS)
    )
