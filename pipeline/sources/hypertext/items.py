"""Items: the labels of lists as browsers print them, for a list is read with what stands before its items."""

from __future__ import annotations

import re

from ..numerals import numeral
from .vocabulary import Element, first_words, kinds

_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NO_MARK = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)


def label_items(parent: Element) -> None:
    """Give the items of a list their labels as browsers print them; none where they do not, or one stands there."""
    if _NO_MARK.search(parent.get("style", "")) or "list" in kinds(parent):
        return
    number = _whole(parent.get("start"), 1)
    for item in parent.iterchildren("li"):
        if "made" in item.attrib:  # Words between the items, which browsers give no label.
            continue
        number = _whole(item.get("value"), number)
        label = f"{numeral(number, _FORMS.get(parent.get('type', ''), 'decimal'))}." if parent.tag == "ol" else "•"
        first = first_words(item, 12)
        if not re.match(
            rf"[\[(]?{re.escape(label.rstrip('.'))}[\].):]" if parent.tag == "ol" else r"[•*·–—-]\s", first
        ):
            item.set("label", f"{label} ")
        number += -1 if "reversed" in parent.attrib else 1


def _whole(said: str | None, otherwise: int) -> int:
    return int(said) if said and re.fullmatch(r"-?\d{1,6}", said) else otherwise
