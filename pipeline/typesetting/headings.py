"""Headings: one that takes several lines is set so narrow that these are about equally long.

WeasyPrint has no `text-wrap: balance` (CSS Text 4, 6.4). So the words of a long heading are measured, and it gets a
margin that leaves room for the shortest lines which are no more than it would have had.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree
from msgspec import Struct

from .engine import BODY_SHEET, set_document
from .sheets import Style

SHORT = 15
"""Characters that a heading has room for on one line of any of our pages."""

SLACK = 0.3
"""Ems by which a heading is wider than its words measured by themselves: signs of notes, words in italics."""

_PIECE = re.compile(r"([^ \t\r\n]+?(?:[-–—/](?=[^ \t\r\n])|(?=[ \t\r\n]|$)))([ \t\r\n]*)")
"""What is not broken: a word, or one part of a compound; and the space after it."""

_SHEET = "* { break-before: auto !important; break-after: auto !important; }"

Way = tuple[tuple[str, str], ...]
"""The elements that hold a heading, and it, each by its name and its classes."""


class Room(Struct, frozen=True):
    """How wide a heading may be, in CSS pixels, its margin at the end of lines, and its computed style."""

    width: float
    margin: float
    style: Any


def balance_headings(document: str, style: Style) -> str:
    """The document with a margin at the end of the lines of each heading that takes several."""
    root = etree.fromstring(document)
    narrowed = {heading: margins for heading in _headings(root) if (margins := _margins(root, heading, style))}
    for heading, margins in narrowed.items():
        heading.set("style", margins)
    return str(etree.tostring(root, encoding="unicode")) if narrowed else document


def _headings(root: Any) -> Iterator[Any]:
    """The headings that may take several lines, and the subtitle of the book."""
    for element in root.iter("h1", "h2", "h3", "h4", "p"):
        if (element.tag != "p" or element.get("class") == "subtitle") and len(_text(element)) > SHORT:
            yield element


def _text(heading: Any) -> str:
    """The words of a heading without its notes."""
    return "".join(heading.xpath(".//text()[not(ancestor::span[@role='doc-footnote'])]")).strip()


def _margins(root: Any, heading: Any, style: Style) -> str:
    """The margins of a heading as CSS; none if it takes one line."""
    holders = [element for element in heading.iterancestors() if element.tag not in {"html", "body"}]
    way = tuple((element.tag, element.get("class", "")) for element in (*reversed(holders), heading))
    room = _room(style, root.get("lang", ""), root.get("dir", ""), way)
    width = narrowest([*_pieces(_text(heading), room.style)], room.width)
    spare = room.width - width - SLACK * room.style["font_size"]
    if width == 0 or spare <= 0:
        return ""
    if room.style["text_align_all"] == "center":
        return f"margin-left: {room.margin + spare / 2:.2f}px; margin-right: {room.margin + spare / 2:.2f}px"
    return f"margin-{'left' if room.style['direction'] == 'rtl' else 'right'}: {room.margin + spare:.2f}px"


@lru_cache(maxsize=64)
def _room(style: Style, language: str, direction: str, way: Way) -> Room:
    """The room that a heading has which stands in such elements."""
    html = etree.Element("html", {"lang": language, "dir": direction or "ltr"})
    element = etree.SubElement(html, "body")
    for tag, classes in way:
        element = etree.SubElement(element, tag, {"class": classes})
    element.text = "x"
    document = set_document(etree.tostring(html, encoding="unicode"), style, BODY_SHEET, _SHEET)
    boxes = (box for page in document.pages for box in page._page_box.descendants())
    box = next(box for box in boxes if box.element_tag == way[-1][0])
    is_rtl = box.style["direction"] == "rtl"
    return Room(box.width, box.margin_left if is_rtl else box.margin_right, box.style)


def _pieces(text: str, style: Any) -> Iterator[tuple[float, float]]:
    """The width of each piece of a heading that is not broken, and of the space after it."""
    for piece, space in _PIECE.findall(text):
        yield _width(piece, style), _width(" ", style) if space else 0.0


def _width(text: str, style: Any) -> float:
    from weasyprint.text.line_break import split_first_line

    return float(split_first_line(text, style, None, None, 0)[3])


def narrowest(pieces: list[tuple[float, float]], width: float) -> float:
    """The least width in which pieces take no more lines than in `width`; 0 if that is one line, or one too narrow.

    >>> narrowest([(40, 5), (30, 5), (20, 0)], 80)
    55.0
    """
    most, widest = _count_lines(pieces, width), max((piece for piece, _ in pieces), default=0)
    widths = sorted({each for start in range(len(pieces)) for each in _widths(pieces[start:], width) if each >= widest})
    first = bisect_left(widths, True, key=lambda each: _count_lines(pieces, each) <= most)
    return widths[first] if most > 1 and first < len(widths) else 0.0


def _widths(pieces: list[tuple[float, float]], width: float) -> Iterator[float]:
    """The widths of the lines that begin with the first of some pieces, up to a width."""
    used = 0.0
    for piece, space in pieces:
        if used + piece > width:
            return
        yield used + piece
        used += piece + space


def _count_lines(pieces: list[tuple[float, float]], width: float) -> int:
    """The lines that pieces take, each as full as can be."""
    lines, used = 1, 0.0
    for piece, space in pieces:
        if used + piece > width:
            lines, used = lines + 1, 0.0
        used += piece + space
    return lines
