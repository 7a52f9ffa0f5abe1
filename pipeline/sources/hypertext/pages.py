"""Pages: where a page of the edition that a file was made from begins, as transcribers, wikis and EPUBs mark it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from .vocabulary import PAGE, Element, classes, has_words, kinds, words_of

_CLASSES = frozenset("pagenum pageno page-number pagenumber pagebreak page-break ws-pagenum pb pgnum epubpage".split())
_LABEL = re.compile(
    r"[\[({<|]*\s*(?:pages?|pag|pgs?|p{1,2}|seite|s|стр|с)?[.:_ \u00a0-]*"
    r"(?P<label>[a-z]?\d{1,5}[a-z]?|[ivxlcdm]{1,9})\s*[\])}>|]*",
    re.IGNORECASE,
)
_SAID = ("data-page-number", "data-label", "title", "aria-label")
"""Attributes in which the label of a page may stand, the most certain first; else it is the text, or in the id."""


def mark_pages(root: Element, listed: Mapping[str, str]) -> None:
    """Put a `page` where each page begins; `listed` are the labels of ids that a list of pages names."""
    for element in list(root.iter(etree.Element)):
        label = listed.get(element.get("id", "")) or listed.get(element.get("name", ""))
        if label:
            _mark_listed(element, label)
        elif _says_page(element) and (label := _label(element)):
            _become_page(element, label)


def _says_page(element: Element) -> bool:
    return "pagebreak" in kinds(element) or not _CLASSES.isdisjoint(classes(element))


def _mark_listed(element: Element, label: str) -> None:
    """An element that is the mark of a page, or else the first of the page."""
    if not has_words(element) or page_label(words_of(element)) == label:
        _become_page(element, label)
    else:
        mark = etree.Element(PAGE, label=label)
        mark.tail, element.text = element.text, None
        element.insert(0, mark)


def _become_page(element: Element, label: str) -> None:
    """Pages keep their ids, for links lead to them."""
    inner = next((inner.get("id") or inner.get("name") for inner in element.iter(etree.Element)), None)
    tail = element.tail
    element.clear()
    element.tag, element.tail = PAGE, tail
    element.set("label", label)
    if inner:
        element.set("id", inner)


def page_label(text: str) -> str:
    """The label in what marks a page: `[Pg 12]` → `12`; ``""`` if it is none.

    >>> page_label("[Pg 12]"), page_label("p. xiv"), page_label("Page_7"), page_label("see below")
    ('12', 'xiv', '7', '')
    """
    match = _LABEL.fullmatch(text.strip())
    return match["label"] if match else ""


def _label(element: Element) -> str:
    if len(text := words_of(element)) > 40:
        return ""
    inner = [child.get("id") or child.get("name") or "" for child in element.iter(etree.Element)]
    said = [*(element.get(name, "") for name in _SAID[:2]), text, *(element.get(name, "") for name in _SAID[2:])]
    return next((label for words in (*said, *inner) if (label := page_label(words))), "")
