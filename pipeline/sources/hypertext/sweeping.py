"""Sweeping: what a page holds besides text (scripts, styles, controls, drawings, deletions, what is hidden) goes."""

from __future__ import annotations

import re

from lxml import etree

from ...superscripts import shifted
from ..gallery import alternative
from .pictures import raise_pictures
from .vocabulary import (
    LEFT_OUT,
    PICTURE,
    Element,
    Tally,
    classes,
    count_words,
    drop,
    has_words,
    kinds,
    put_text,
    unwrap,
)

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTES = frozenset("footnote endnote rearnote footnotes endnotes rearnotes note notes".split())
_UNREAD = frozenset(
    "headerlink permalink anchorjs-link mw-editsection sr-only visually-hidden screen-reader-text".split()
)
"""Classes of what stands beside a text for the pointer or the ear alone: signs that link to a heading, “[edit]”."""

_LONGEST_INITIAL = 2
"""Characters of the alternative text of a picture that is a letter of the text: an ornamental initial."""


def sweep(root: Element, tally: Tally) -> None:
    """Take out what is no text of the document, and count it; figures that are raised become such characters."""
    for comment in list(root.iter(etree.Comment)):
        tally.leave_out(comment, "comments")
    raise_pictures(root)
    for image in list(root.iter(PICTURE)):
        alt = image.get("alt", "").strip()
        if len(alt) <= _LONGEST_INITIAL and alt.isalpha():
            put_text(image, alt)
            tally.leave_out(image, "pictures of initials, read as letters")
        elif (figure := next(image.iterancestors("figure"), None)) is not None:
            figure.set("pictured", alternative(alt))
    for element in list(root.iter(*LEFT_OUT)):
        _leave_out(element, tally)
    for element in list(root.iter(etree.Element)):
        if _is_hidden(element):
            tally.leave_out(element, "words that are hidden", count_words(element))
        elif not classes(element).isdisjoint(_UNREAD):
            tally.leave_out(element, "signs that link to headings and the like")


def raise_figures(root: Element) -> None:
    """Write what is raised or lowered and is no link in characters that are: `m²`, `1ᵉʳ`, `H₂O`.

    What has none keeps its element, with a `shift`.
    """
    for element in list(root.iter("sup", "sub")):
        text = "".join(element.itertext())
        if any(True for _ in element.iter("a", "noteref", "page")):
            continue
        written, shift = shifted(text, "superscript" if element.tag == "sup" else "subscript")
        if shift:
            element.set("shift", shift)
        if written != text:
            for child in list(element):
                element.remove(child)
            element.text = written


def _leave_out(element: Element, tally: Tally) -> None:
    if element.getparent() is None:
        return
    if element.tag in {"form", "picture", "map", "object"} and has_words(element):
        unwrap(element)
        return
    if element.tag == "title" or (element.tag == "picture" and len(element)):
        unwrap(element) if element.tag == "picture" else drop(element)
        return
    tally.leave_out(element, LEFT_OUT[str(element.tag)])


def _is_hidden(element: Element) -> bool:
    """Whether browsers show nothing of it. Notes in pop-ups are hidden until they are called; they are read."""
    hidden = "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")) is not None
    if not hidden:
        return False
    inside = (word for inner in element.iter(etree.Element) for word in kinds(inner))
    return _NOTES.isdisjoint(inside) and _NOTES.isdisjoint(classes(element))
