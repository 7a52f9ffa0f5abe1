"""Notes: a long note is cut into lines before it is set, so that it can go on at the foot of the next page.

WeasyPrint never splits a footnote (its issue 1833). So each long note is laid out once at the measure; its lines become
footnotes of their own, called from one place, and WeasyPrint moves those that do not fit to the next page, in order.
"""

from __future__ import annotations

import copy
from functools import lru_cache
from itertools import groupby
from typing import Any

from lxml import etree

from .engine import set_document
from .measures import NoteLine, footnote_width, note_lines
from .sheets import Style

SHORT = 180
"""Characters below which a note has no four lines on any page, and so is never parted."""

KEPT = 2
"""Lines of a paragraph that stay together at its beginning and at its end."""

INDEX = "data-n"
"""The attribute that tells which element of a note a box was made from."""

MEASURE_SHEET = """
@page { size: %(width)spx 1000000px !important; margin: 0 !important; }
html, body, .way { display: block !important; margin: 0 !important; padding: 0 !important; border: 0 !important;
  page: auto !important; break-before: auto !important; break-after: auto !important; float: none !important; }
.way::before, .way::after { content: none !important; }
.footnote { float: none !important; display: block !important; width: %(width)spx !important; }
"""
"""The notes one below the other on an endless page as wide as a note is at the foot of a page."""


def cut_notes(document: str, style: Style) -> str:
    """The document with its long notes cut, and notes in notes called after them."""
    root = etree.fromstring(document)
    notes = [span for span in root.iter("span") if span.get("role") == "doc-footnote"]
    if not notes:
        return document
    for note in notes:
        _part_from_outer(note)
    long = {note.get("id", ""): note for note in notes if len("".join(note.itertext())) > SHORT}
    for name, lines in _measure(root, list(long.values()), style).items():
        _replace(long[name], lines)
    return str(etree.tostring(root, encoding="unicode"))


def _part_from_outer(note: Any) -> None:
    """Move a note that stands in another behind it."""
    outer = next((e for e in note.iterancestors("span") if e.get("role") == "doc-footnote"), None)
    if outer is None:
        return
    _take_out(note)
    place = outer.getparent()
    note.tail, outer.tail = outer.tail, None
    after = place.index(outer) + 1
    while after < len(place) and place[after].get("data-after") == outer.get("id"):
        after += 1
    note.set("data-after", outer.get("id", ""))
    if place[after - 1] is not outer:
        place[after - 1].tail, outer.tail = None, None
    place.insert(after, note)


def _take_out(element: Any) -> None:
    """Take an element out of its parent, and leave there the text that follows it."""
    before, parent = element.getprevious(), element.getparent()
    tail, element.tail = element.tail or "", None
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _measure(root: Any, notes: list[Any], style: Style) -> dict[str, list[NoteLine]]:
    """The lines of each note, as WeasyPrint breaks them at the measure."""
    if not notes:
        return {}
    for note in notes:
        for number, element in enumerate(note.iter()):
            element.set(INDEX, str(number))
    html = etree.Element("html", dict(root.attrib))
    body = etree.SubElement(html, "body")
    body.extend(_way_to(note) for note in notes)
    text = str(etree.tostring(html, encoding="unicode"))
    lines = note_lines(set_document(text, style, MEASURE_SHEET % {"width": _width(style)}), INDEX)
    return {name: found for name, found in lines.items() if len(found) >= 2 * KEPT}


@lru_cache(maxsize=4)
def _width(style: Style) -> float:
    """The width of a note at the foot of a page, in CSS pixels."""
    return footnote_width(set_document('<html><body><p>.<span class="footnote">.</span></p></body></html>', style))


def _way_to(note: Any) -> Any:
    """A note alone, inside elements like those that hold it: they give it its language, and perhaps its type."""
    inner = copy.deepcopy(note)
    inner.tail = None
    for holder in note.iterancestors():
        if holder.tag == "body":
            break
        outer = etree.Element(holder.tag, dict(holder.attrib))
        outer.attrib.pop("id", None)
        outer.set("class", f"{outer.get('class', '')} way")
        outer.append(inner)
        inner = outer
    return inner


def _replace(note: Any, lines: list[NoteLine]) -> None:
    """Put pieces of some lines each in the place of a note."""
    pieces = [piece for _, para in groupby(lines, key=lambda line: line.paragraph) for piece in _pieces(list(para))]
    elements = {int(element.get(INDEX)): element for element in note.iter()}
    spread: dict[int, list[NoteLine]] = {}
    for line in lines:
        for number in {number for run in line.runs for number in run.way}:
            spread.setdefault(number, []).append(line)
    place, tail = note.getparent(), note.tail
    at = place.index(note)
    place.remove(note)
    for count, piece in enumerate(pieces):
        element = etree.Element("span", {"class": note.get("class", ""), "role": "doc-footnote"})
        element.set("data-note", note.get("id", ""))
        if count == 0:
            element.set("id", note.get("id", ""))
        _mark(element, begun=count > 0, cut=count < len(pieces) - 1)
        for line in piece:
            element.append(_set_line(line, elements, spread))
        place.insert(at + count, element)
    place[at + len(pieces) - 1].tail = tail


def _pieces(lines: list[NoteLine]) -> list[list[NoteLine]]:
    """The lines of a paragraph as they may stand on different pages: no page ends in a hyphen."""
    pieces: list[list[NoteLine]] = [[]]
    for number, line in enumerate(lines):
        is_free = KEPT <= number <= len(lines) - KEPT
        if is_free and not lines[number - 1].runs[-1].text.endswith("-"):
            pieces.append([])
        pieces[-1].append(line)
    return pieces


def _set_line(line: NoteLine, elements: dict[int, Any], spread: dict[int, list[NoteLine]]) -> Any:
    """A line as a block that holds its words in copies of the elements that held them."""
    block = etree.Element("span", {"class": "note-line"})
    align = "text-align-last: justify" if line.justified else "text-align-last: left"
    block.set("style", f"margin: {line.gap:.3f}px {line.right:.3f}px 0 {line.left:.3f}px; {align}")
    open_: list[tuple[int, Any]] = [(0, block)]
    for run in line.runs:
        way = (0, *run.way)
        shared = next(
            (n for n, (a, b) in enumerate(zip(way, open_, strict=False)) if a != b[0]), min(len(way), len(open_))
        )
        del open_[shared:]
        for number in way[shared:]:
            original = elements[number]
            copied = etree.SubElement(open_[-1][1], original.tag, dict(original.attrib))
            begun, cut = spread[number][0] is not line, spread[number][-1] is not line
            if begun:
                copied.attrib.pop("id", None)
            if number in line.blocks:
                copied.set("class", f"{copied.get('class', '')} in-line".strip())
            _mark(copied, begun=begun, cut=cut)
            open_.append((number, copied))
        _add_text(open_[-1][1], run.text)
    return block


def _add_text(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _mark(element: Any, *, begun: bool, cut: bool) -> None:
    """Say by classes that an element began on an earlier line, or goes on."""
    classes = [element.get("class", ""), *(["begun"] if begun else []), *(["cut"] if cut else [])]
    element.set("class", " ".join(name for name in classes if name))
