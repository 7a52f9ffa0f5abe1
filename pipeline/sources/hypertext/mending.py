"""Mending: what stands in a list outside its items, or in a table outside its cells, gets a place, as browsers give it.

Nested lists that stand beside the item they belong to are put into it.
"""

from __future__ import annotations

from lxml import etree

from .vocabulary import Element, has_words, put_text

LISTS = frozenset(("ul", "ol", "menu", "dir"))
_HELD = {
    "table": frozenset(("caption", "thead", "tbody", "tfoot", "tr")),
    "thead": frozenset(("tr",)),
    "tbody": frozenset(("tr",)),
    "tfoot": frozenset(("tr",)),
    "tr": frozenset(("td", "th")),
}
"""What the parts of a table may hold."""


def mend(root: Element) -> None:
    """Put words between items into items, and those between cells before their table."""
    for table in list(root.iter("table")):
        for part in [table, *table.iterdescendants(*_HELD)]:
            if part.getparent() is not None and next(part.iterancestors("table"), table) is table:
                _foster(part, table)
    for part in list(root.iter(*(set(_HELD) - {"table"}), "td", "th")):
        if next(part.iterancestors("table"), None) is None:
            part.tag = "div"
    for listing in list(root.iter(*LISTS)):
        _gather(listing)


def _foster(part: Element, table: Element) -> None:
    """Move what a part of a table can't hold before the table (HTML, foster parenting)."""
    held = _HELD[str(part.tag)]
    _move_text(part, "text", table)
    for child in list(part):
        _move_text(child, "tail", table)
        if child.tag not in held:
            table.addprevious(child)


def _move_text(element: Element, which: str, table: Element) -> None:
    text = getattr(element, which) or ""
    setattr(element, which, None)
    if text.strip():
        put_text(table, text)


def _gather(listing: Element) -> None:
    """Items of what stands between the items of a list; a list in a list goes into the item before it."""
    if listing.text and listing.text.strip():
        first = etree.Element("li", made="")
        first.text, listing.text = listing.text, None
        listing.insert(0, first)
    for child in list(listing):
        tail, child.tail = child.tail or "", None
        place = child
        if child.tag != "li" and (has_words(child) or child.tag == "hr"):
            place = _item_for(child, listing)
        if tail.strip():
            _append_text(place if place.tag == "li" else _item_after(place), tail)


def _item_for(child: Element, listing: Element) -> Element:
    previous = child.getprevious()
    if previous is None or previous.tag != "li" or (child.tag not in LISTS and not _is_made(previous)):
        previous = etree.Element("li", made="")
        listing.insert(listing.index(child), previous)
    previous.append(child)
    return previous


def _is_made(item: Element) -> bool:
    return "made" in item.attrib


def _item_after(place: Element) -> Element:
    item = etree.Element("li", made="")
    place.addnext(item)
    return item


def _append_text(item: Element, text: str) -> None:
    if len(item):
        item[-1].tail = (item[-1].tail or "") + text
    else:
        item.text = (item.text or "") + text
