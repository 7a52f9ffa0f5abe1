"""Simple tables of pandoc: a line of dashes under the head says where the columns stand; a blank line ends a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from markdown_it.rules_block import StateBlock

_DASHES = re.compile(r" *-+(?: +-+)+ *")


def simple_table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A head, a line of two or more runs of dashes, rows, with no word across two columns; such a line may close it."""
    if silent or first + 2 >= end or not _DASHES.fullmatch(_line(state, first + 1)) or not _line(state, first).strip():
        return False
    starts = [match.start() for match in re.finditer("-+", _line(state, first + 1))]
    last = first + 2
    while last < end and _line(state, last).strip() and not _DASHES.fullmatch(_line(state, last)):
        last += 1
    rows = [_line(state, number) for number in (first, *range(first + 2, last))]
    if len(rows) < 2 or any(row[start - 1 : start].strip() for row in rows for start in starts[1:]):
        return False
    state.push("table_open", "table", 1)
    for number, row in enumerate(rows):
        _push_row(state, _cells(row, starts), "td" if number else "th")
    state.push("table_close", "table", -1)
    state.line = last + (last < end and bool(_line(state, last).strip()))
    return True


def _line(state: StateBlock, number: int) -> str:
    """A line as it stands, but for the blanks that a quotation or an item around it takes."""
    whole = state.src[state.bMarks[number] : state.eMarks[number]].expandtabs(4)
    return whole[state.blkIndent :] if not whole[: state.blkIndent].strip() else whole


def _cells(line: str, starts: Sequence[int]) -> list[str]:
    """The cells of a line; what begins before the first column is of the first."""
    return [line[start:after].strip() for start, after in pairwise([0, *starts[1:], len(line)])]


def _push_row(state: StateBlock, cells: Sequence[str], kind: str) -> None:
    state.push("tr_open", "tr", 1)
    for cell in cells:
        state.push(f"{kind}_open", kind, 1)
        inline = state.push("inline", "", 0)
        inline.content, inline.children = cell, []
        state.push(f"{kind}_close", kind, -1)
    state.push("tr_close", "tr", -1)
