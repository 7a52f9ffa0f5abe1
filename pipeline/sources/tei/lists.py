"""Lists and tables of TEI, whose blocks hold nothing but items, and rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .elements import ITEMS, Element, children_of, name_of, words_of
from .notes import is_label

if TYPE_CHECKING:
    from .scribe import Scribe

_NUMBERED = re.compile(r"order|number|decimal|arabic", re.IGNORECASE)
_BULLETED = re.compile(r"bullet|unorder|disc|itemi", re.IGNORECASE)


def write_list(scribe: Scribe, element: Element) -> None:
    """A list; its head is a paragraph above it, a label stands with its item."""
    _write_heads(scribe, element)
    leads = _leads(element)
    with scribe.writer.block("list"):
        for group in _groups(scribe, element):
            with scribe.writer.block("item"):
                for child in group:
                    _write_in_item(scribe, child, leads)
                scribe.lead = ""


def _groups(scribe: Scribe, element: Element) -> Iterator[list[Element]]:
    """What makes an item: a label and the item after it, an item, or whatever else holds words."""
    group: list[Element] = []
    for child in _parts(element):
        name = name_of(child)
        if name in ("pb", "lb", "cb", "head") or not name or child in scribe.notes.keys:
            if name != "head":
                scribe.write(child)
            continue
        group.append(child)
        if name != "label":
            yield group
            group = []
    if group:
        yield group


def _write_in_item(scribe: Scribe, child: Element, leads: Iterator[str]) -> None:
    name = name_of(child)
    if name == "label" and is_label(words_of(child)):
        scribe.lead = f"{words_of(child)} "
        return
    if name == "item":
        scribe.lead = next(leads) or scribe.lead
    with scribe.apart():
        if name in (*ITEMS, "label"):
            scribe.inner(child)
        else:
            scribe.write(child)


def _parts(element: Element) -> list[Element]:
    """The elements of a list, a table or a row; words that stand loose between them become segments."""
    parts: list[Element] = []
    for words, child in ((element.text, None), *((child.tail, child) for child in children_of(element))):
        if child is not None:
            parts.append(child)
        if (words or "").strip():
            parts.append(element.makeelement("seg"))
            parts[-1].text = words
    return parts


def _leads(element: Element) -> Iterator[str]:
    """What is printed before each item: its own number, that which its place in the list gives, or a bullet."""
    said = f"{element.get('type', '')} {element.get('rend', '')} {element.get('style', '')}"
    items = [child for child in children_of(element) if name_of(child) == "item"]
    for number, item in enumerate(items, 1):
        if own := item.get("n", "").strip():
            yield f"{own}. " if own.isalnum() else f"{own} "
        elif _BULLETED.search(said):
            yield "• "
        else:
            yield f"{number}. " if _NUMBERED.search(said) else ""


def write_table(scribe: Scribe, element: Element) -> None:
    """A table; its head is a paragraph above it, and what stands between rows one below it."""
    _write_heads(scribe, element)
    later: list[Element] = []
    with scribe.writer.block("table"):
        for row in _parts(element):
            if name_of(row) == "row":
                cells = [cell for cell in children_of(row) if name_of(cell) == "cell"]
                is_head = row.get("role") == "label" or (bool(cells) and all(c.get("role") == "label" for c in cells))
                with scribe.writer.block("row", "head" if is_head else ""):
                    for cell in _parts(row):
                        _write_cell(scribe, cell)
            elif name_of(row) in ("pb", "lb", "cb"):
                scribe.write(row)
            elif name_of(row) != "head":
                later.append(row)
    for element in later:
        scribe.write(element)


def _write_cell(scribe: Scribe, cell: Element) -> None:
    with scribe.in_one_line("cell"):
        if name_of(cell) == "cell" and cell not in scribe.notes.keys:
            scribe.inner(cell)
        else:
            scribe.write(cell)


def _write_heads(scribe: Scribe, element: Element) -> None:
    for child in children_of(element):
        if name_of(child) == "head":
            scribe.write(child)
