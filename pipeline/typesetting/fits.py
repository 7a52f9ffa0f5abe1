"""Fits: a table wider than its column, or a title page longer than its page, is set smaller; a long table is cut.

How large they come out is known only when they are set. So a part that has any is set, and those that do not fit get a
class that tightens them, a step at a time (`print.css` says how), until each fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from math import sqrt
from typing import TYPE_CHECKING, Any

from lxml import etree
from msgspec import Struct

from .boxes import TOLERANCE, inner_boxes

if TYPE_CHECKING:
    from weasyprint import Document

STEPS = {"table": ("tight-1", "tight-2", "stacked"), "section": ("tight-1", "tight-2", "tight-3")}
"""Classes, each of which takes less room. In a table of the second we say how wide columns are, in one of the last each
cell is a line of its own."""

LETTER = 0.36
"""Ems that a letter takes at least, to tell whether columns hold their words."""

MOST_COLUMNS = 200
"""Of a table whose cells may stand beside each other; with their padding no page holds as many."""

MOST_OF_A_PAGE = 0.45
"""Of the height of a page, how much a row may take, which is never cut; with the head it must fit the page."""

LONG = "long"
"""Class of a table that takes more than a page or a column."""

MOST_LETTERS = 14
"""Letters of a word that a narrow column is to hold; longer ones are parted."""

_NUMBER = "data-fit"
_LETTERS = "data-letters"


class Room(Struct, frozen=True):
    """How wide a box may be, and how high its page is, in CSS pixels."""

    width: float
    height: float


def set_to_fit(text: str, lay_out: Callable[[str], Document]) -> Document:
    """The document laid out with its tables inside their columns and its title page on one page, as far as can be."""
    root = etree.fromstring(text)
    found = root.xpath("//table | //section[@class='titlepage']")
    if not found:
        return lay_out(text)
    for number, element in enumerate(found):
        element.set(_NUMBER, str(number))
        if element.tag == "table" and max((len(row) for row in element.iter("tr")), default=0) > MOST_COLUMNS:
            element.set("class", " ".join((*(element.get("class") or "").split(), *STEPS["table"])))
            _name_cells(element)
    while True:
        document = lay_out(str(etree.tostring(root, encoding="unicode")))
        wanted = {number: _classes(pieces) for number, pieces in _pieces(document).items()}
        changed = {
            found[int(number)]: said for number, said in wanted.items() if found[int(number)].get("class") != said
        }
        if not changed:
            return document
        del document  # Two of a hundred pages are too much to hold.
        for element, said in changed.items():
            element.set("class", said)
            etree.strip_attributes(element, *(["style"] if element.tag == "section" else []))
            if element.tag == "table" and STEPS["table"][1] in said.split():
                _share_out(element)


def _pieces(document: Document) -> dict[str, list[tuple[Any, Room]]]:
    """The boxes of what is to fit, by its number, each with the room it has."""
    found: dict[str, list[tuple[Any, Room]]] = defaultdict(list)
    for page in document.pages:
        for inside in inner_boxes(page):
            for box, room in _fitted(inside, Room(inside.width, page._page_box.height)):
                found[box.element.get(_NUMBER)].append((box, room))
    return found


def _fitted(box: Any, room: Room) -> Iterator[tuple[Any, Room]]:
    box = getattr(box, "_box", box)
    is_wrapper = getattr(box, "is_table_wrapper", False)
    if getattr(box, "element", None) is not None and box.element.get(_NUMBER) and not is_wrapper:
        yield box, room
    if not is_wrapper:
        room = Room(getattr(box, "width", room.width), room.height)
    for child in getattr(box, "children", ()):
        yield from _fitted(child, room)


def _classes(pieces: list[tuple[Any, Room]]) -> str:
    """The classes of what takes so many pieces: the next step if it is too large, else that of what is cut."""
    element = pieces[0][0].element
    classes = (element.get("class") or "").split()
    left = [step for step in STEPS[element.tag] if step not in classes]
    is_table, is_cut = element.tag == "table", len(pieces) > 1
    is_large = any(_is_large(box, room) for box, room in pieces) if is_table else is_cut
    is_long = is_table and is_cut and not is_large and LONG not in classes
    return " ".join([*classes, *left[: int(is_large)], *([LONG] if is_long else [])])


def _is_large(box: Any, room: Room) -> bool:
    """Whether a table is too wide, one of its rows too high, or its columns too narrow for words."""
    rows = (row for group in box.children for row in group.children if row.element_tag == "tr")
    is_high = any(row.height > MOST_OF_A_PAGE * room.height for row in rows)
    is_narrow = float(box.element.get(_LETTERS) or 0) * LETTER * box.style["font_size"] > room.width
    return bool(box.border_width() > room.width + TOLERANCE or is_high or is_narrow)


def _share_out(table: Any) -> None:
    """Say how wide each column is: as its longest word wants, and the square root of its longest cell."""
    rows = [[" ".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
    columns = list(zip(*rows, strict=False))
    shares = [max(_longest_word(column), 1.3 * sqrt(max(map(len, column)))) for column in columns]
    table.set(_LETTERS, str(sum(map(_longest_word, columns))))
    for cell, share in zip(next(table.iter("tr")), shares, strict=False):
        cell.set("style", f"width: {100 * share / sum(shares):.2f}%")
    _name_cells(table)


def _name_cells(table: Any) -> None:
    """Give each cell the words of its column’s head, for where it is a line of its own."""
    heads = [" ".join(cell.itertext()) for cell in next(table.iter("tr"))]
    for row in table.xpath("self::table[thead]/tbody/tr"):
        for cell, head in zip(row, heads, strict=False):
            cell.set("data-head", head)


def _longest_word(cells: tuple[str, ...]) -> float:
    """Its letters, and the room beside it in letters."""
    return min(MOST_LETTERS, max((len(word) for cell in cells for word in cell.split()), default=0)) + 1.5
