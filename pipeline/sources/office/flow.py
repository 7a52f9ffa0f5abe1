"""Flow: the paragraphs of a word processor’s document, laid out by the writer.

What belongs together stands in them as paragraphs in a row: a quotation, a poem, a list; here they are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from typing import TypeGuard
from urllib.parse import quote

from msgspec.structs import replace

from ...addresses import is_address
from ...markup import InlineKind
from ..writer import SHORT_LINE, Writer
from .paragraphs import Block, Paragraph, Plate, Run, Table
from .plates import captioned

MOST_IN_A_CELL = 3
"""Paragraphs: a table with more of them in a cell only lays out a page."""

_LOOKS: tuple[InlineKind, ...] = ("language", "emphasis", "strong", "small-caps", "superscript", "subscript")
"""What words may look like; of two that reach as far, the first holds the other."""

_ORNAMENT = re.compile(r"[\s*·•⁂~#⁎∗✻❦—–_-]{1,20}")


def write_note(writer: Writer, key: str, blocks: Sequence[Block], sign: str = "") -> None:
    """The text of a note; `sign` is one of its own that may stand at its head."""
    with writer.note(key):
        first = blocks[0] if blocks else None
        if sign and isinstance(first, Paragraph) and first.text.lstrip().startswith(sign):
            first.runs = list(_without(first.runs, sign))
            with writer.block("paragraph"):
                with writer.label():
                    writer.add(sign)
                writer.add(" ")
                _write_runs(writer, first.runs)
            blocks = blocks[1:]
        write_blocks(writer, blocks)


def _without(runs: Iterable[Run], words: str) -> Iterator[Run]:
    """Runs without the words at their head."""
    for run in runs:
        text = run.text.lstrip() if words else run.text
        shared = min(len(words), len(text))
        words = words[shared:]
        yield replace(run, text=text[shared:])


def write_blocks(writer: Writer, blocks: Sequence[Block]) -> None:
    """Blocks in a row, as the writer lays them out."""
    for form, together in groupby(captioned(_shown(blocks)), _form):
        group = list(together)
        paragraphs = [block for block in group if isinstance(block, Paragraph)]
        match form:
            case "item":
                _write_list(writer, paragraphs)
            case "quotation":
                with writer.block("quotation"):
                    write_blocks(writer, [replace(paragraph, form="paragraph") for paragraph in paragraphs])
            case "verse":
                _write_verse(writer, paragraphs)
            case _:
                for block in group:
                    _write_alone(writer, block)


def _write_alone(writer: Writer, block: Block) -> None:
    match block:
        case Table():
            _write_table(writer, block)
        case Plate():
            with writer.figure(block.alt, block.picture, is_ornament=block.is_ornament):
                for paragraph in block.caption:
                    _write_paragraph(writer, paragraph)
        case Paragraph():
            _write_paragraph(writer, block)


def _form(block: Block) -> str:
    return block.form if isinstance(block, Paragraph) else ""


def _shown(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks without empty paragraphs, but for those that part stanzas; short lines are verse."""
    is_gap = False
    last: Block | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            if not block.text.strip():
                is_gap = True
                continue
            if block.form == "paragraph" and _has_short_lines(block):
                block = replace(block, form="verse")
            if is_gap and _is_verse(block) and _is_verse(last):
                yield Paragraph([], "verse")
        yield block
        last, is_gap = block, False


def _is_verse(block: Block | None) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.form == "verse"


def _has_short_lines(paragraph: Paragraph) -> bool:
    lines = paragraph.text.strip().split("\n")
    return len(lines) > 1 and all(len(line) <= SHORT_LINE for line in lines)


def _lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs of each line that holds words, or is empty between such lines."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in others:
            yield line
            line = [replace(run, text=text)]
    yield line


def _write_paragraph(writer: Writer, paragraph: Paragraph) -> None:
    if paragraph.form == "heading":
        with writer.block("heading", str(max(paragraph.level, 1))):
            in_line = (replace(run, text=run.text.replace("\n", " ")) for run in paragraph.runs)
            _write_runs(writer, [replace(run, strong=False, small_caps=False) for run in in_line])
        return
    is_break = _ORNAMENT.fullmatch(paragraph.text) is not None and not any(run.note for run in paragraph.runs)
    for line in _lines(paragraph.runs):
        with writer.block("break" if is_break else "paragraph"):
            _write_runs(writer, line)


def _write_verse(writer: Writer, paragraphs: Sequence[Paragraph]) -> None:
    """A paragraph of one line is a line, one of several a stanza."""
    with writer.block("verse"):
        for paragraph in paragraphs:
            lines = list(_lines(paragraph.runs))
            if len(lines) > 1 or not paragraph.text.strip():
                writer.end_block()
            for line in lines:
                words = "".join(run.text for run in line)
                blanks = len(words.expandtabs(4)) - len(words.expandtabs(4).lstrip())
                writer.end_line() if words.strip() else writer.end_block()
                writer.indent(paragraph.indent + blanks if words.strip() else 0)
                _write_runs(writer, list(_without_blanks(line)))
            if len(lines) > 1:
                writer.end_block()
            else:
                writer.end_line()


def _without_blanks(line: Iterable[Run]) -> Iterator[Run]:
    """A line without the blanks at its head."""
    words = False
    for run in line:
        yield run if words else replace(run, text=run.text.lstrip())
        words = words or bool(run.text.strip())


def _write_list(writer: Writer, items: Sequence[Paragraph]) -> None:
    """Items of the first one’s level, or above; what is deeper is a list within the item before it."""
    base = items[0].level
    starts = [n for n, item in enumerate(items) if n == 0 or (item.label and item.level <= base)]
    whole = [items[start:end] for start, end in zip(starts, [*starts[1:], len(items)], strict=True)]
    for _, series in groupby(whole, lambda item: item[0].series):
        with writer.block("list"):
            for item in series:
                with writer.block("item"):
                    _write_item(writer, item, base)


def _write_item(writer: Writer, item: Sequence[Paragraph], base: int) -> None:
    for is_deeper, group in groupby(item, lambda paragraph: paragraph.level > base):
        if is_deeper:
            _write_list(writer, list(group))
        else:
            for paragraph in group:
                label = [Run(f"{paragraph.label} ")] if paragraph.label else []
                write_blocks(writer, [Paragraph([*label, *paragraph.runs])])


def _write_table(writer: Writer, table: Table) -> None:
    """A table of rows; one that only lays out a page gives its cells in turn, one below the other."""
    rows = [row for row in table.rows if any(map(_is_filled, row.cells))]
    if not rows:
        return
    cells = [cell for row in rows for cell in row.cells if _is_filled(cell)]
    pictured = sum(any(isinstance(block, Plate) for block in cell) for cell in cells)
    if max(len(row.cells) for row in rows) == 1 or pictured * 2 >= len(cells) or any(map(_is_layout, cells)):
        writer.leave_out("tables that only lay out a page, read as paragraphs")
        write_blocks(writer, [block for row in rows for cell in row.cells for block in cell])
        return
    if pictured:
        writer.leave_out("pictures within a table", pictured)
    with writer.block("table"):
        for row in rows:
            with writer.block("row", "head" if row.is_head else ""):
                for cell in row.cells:
                    with writer.block("cell"):
                        _write_runs(writer, _in_one_line(cell))


def _is_layout(cell: Sequence[Block]) -> bool:
    paragraphs = [block for block in cell if isinstance(block, Paragraph) and block.text.strip()]
    return len(paragraphs) > MOST_IN_A_CELL or any(paragraph.form in ("heading", "verse") for paragraph in paragraphs)


def _is_filled(cell: Sequence[Block]) -> bool:
    is_pictured = any(isinstance(block, Plate) for block in cell)
    return is_pictured or bool("".join(run.text for run in _in_one_line(cell)).strip())


def _in_one_line(cell: Iterable[Block]) -> list[Run]:
    """The words of a cell, those of a table within it too."""
    runs: list[Run] = []
    for block in cell:
        if isinstance(block, Table):
            runs += [run for row in block.rows for inner in row.cells for run in (*_in_one_line(inner), Run(" "))]
        elif isinstance(block, Paragraph):
            label = [Run(f"{block.label} ")] if block.label else []
            runs += [*label, *(replace(run, text=run.text.replace("\n", " ")) for run in block.runs), Run(" ")]
    return runs


def _write_runs(writer: Writer, runs: Sequence[Run]) -> None:
    """Runs with what sets them apart, those of one look together."""
    for link, linked in groupby(_even(runs), lambda run: run.link):
        with _held(writer, "link", _address(writer, link)):
            _write_looks(writer, list(linked), _LOOKS)


def _write_looks(writer: Writer, runs: Sequence[Run], looks: Sequence[InlineKind]) -> None:
    """Runs with these looks, the one that reaches further around the other."""
    while runs:
        reach = {look: _reach(runs, look) for look in looks}
        look = max(reach, key=lambda look: reach[look], default=None)
        if look is not None and reach[look]:
            with writer.inline(look, runs[0].language if look == "language" else ""):
                _write_looks(writer, runs[: reach[look]], [other for other in looks if other != look])
            runs = runs[reach[look] :]
            continue
        plain = next((n for n, run in enumerate(runs) if any(_is_set(run, look) for look in looks)), len(runs))
        for run in runs[:plain]:
            if run.comment:
                writer.comment(run.comment)
            if run.page:
                writer.page(run.page)
            with writer.noteref(run.note) if run.note else nullcontext():
                writer.add(run.text)
        runs = runs[plain:]


def _reach(runs: Sequence[Run], look: InlineKind) -> int:
    """How many of some runs have a look, in one language if that is it."""
    language = runs[0].language if look == "language" else ""
    has = (_is_set(run, look) and (not language or run.language == language) for run in runs)
    return next((number for number, is_set in enumerate(has) if not is_set), len(runs))


def _is_set(run: Run, look: InlineKind) -> bool:
    match look:
        case "emphasis":
            return run.emphasis
        case "strong":
            return run.strong
        case "small-caps":
            return run.small_caps
        case "language":
            return bool(run.language)
        case _:
            return run.shift == look


def _held(writer: Writer, kind: InlineKind, value: str | bool) -> AbstractContextManager[None]:
    return writer.inline(kind, value if isinstance(value, str) else "") if value else nullcontext()


def _address(writer: Writer, link: str) -> str:
    """Where a link leads, in ASCII; nothing, if not to a web page."""
    address = quote(link.strip(), safe="%/:=&?~#+!$,;'@()*[]")
    if link and not is_address(address):
        writer.leave_out("links that lead to no web page (their words are kept)")
        return ""
    return address


def _even(runs: Sequence[Run]) -> list[Run]:
    """Runs where blanks and note calls look as the words on both sides of them do."""
    before, after = list(_looks(runs)), list(_looks(runs[::-1]))[::-1]
    return [_between(run, left, right) for run, left, right in zip(runs, before, after, strict=True)]


def _between(run: Run, left: Run, right: Run) -> Run:
    return Run(
        run.text,
        left.emphasis and right.emphasis,
        left.strong and right.strong,
        left.link if left.link == right.link else "",
        run.note,
        left.small_caps and right.small_caps,
        left.shift if left.shift == right.shift else "",
        left.language if left.language == right.language else "",
        run.comment,
        run.page,
    )


def _looks(runs: Iterable[Run]) -> Iterator[Run]:
    """For each run the look of its words, or of the last words that came."""
    last = Run("")
    for run in runs:
        last = run if run.text.strip() and not run.note else last
        yield last
