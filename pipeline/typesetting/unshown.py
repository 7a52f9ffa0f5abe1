"""Unshown: a letter that no font has is set as its number, such as [U+13000], and never as a box.

Which letters these are is known once a part is drawn: the fonts of the system may have what ours lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from lxml import etree
from msgspec.structs import replace

from .sheets import PartJob

if TYPE_CHECKING:
    from weasyprint import Document

UNSHOWN = "unshown"
"""The class of an element that shows a number."""

LETTER = "data-letter"
"""Its attribute that says of what letter."""


def unshown(document: Document) -> frozenset[str]:
    """The letters of a document that was drawn for which no font had a glyph."""
    return frozenset(chr(code) for font in document.fonts.values() for code in font.missing)


def number_letters(job: PartJob, letters: Iterable[str]) -> PartJob:
    """The job with the numbers of some letters in their places; the same job, if it has none of them."""
    pattern = re.compile(f"([{''.join(map(re.escape, sorted(letters)))}])")
    if not pattern.search(job.document):
        return job
    root: Any = etree.fromstring(job.document)
    for element in list(root.iterfind(".//body//*")):
        if found := pattern.split(element.text or "")[1:]:
            element.text = element.text[: element.text.index(found[0])]
            _insert(element, 0, found)
        holder = element.getparent()
        if found := pattern.split(element.tail or "")[1:]:
            element.tail = element.tail[: element.tail.index(found[0])]
            _insert(holder, holder.index(element) + 1, found)
    return replace(job, document=etree.tostring(root, encoding="unicode"))


def _insert(holder: Any, place: int, found: list[str]) -> None:
    """Insert an element for each letter, with the text that follows it."""
    for number, (letter, following) in enumerate(zip(found[::2], found[1::2], strict=True)):
        element = etree.Element("span", {"class": UNSHOWN, LETTER: letter})
        element.text, element.tail = f"[U+{ord(letter):04X}]", following
        holder.insert(place + number, element)
