"""Labels: what a page prints before the text of a note, and what leads back from it, are no part of that text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lxml import etree

from .links import BACK, core_of, fragment, homes, leads, says_back
from .vocabulary import Element, block_of, classes, drop, has_words, words_of

_ENCLOSED = r"[\s\[({{<]*{core}[\s\])}}>]*[.:)]?(?:\s*[(\[][\s,;]*[)\]])?"
"""A label, and the brackets in which there were links back to each of several calls."""

_BACK_HOLDER = "mw-cite-backlink"
_LONGEST = 24


def take_label(extent: Sequence[Element], cores: Sequence[str], calls: Sequence[Element]) -> None:
    """Take out of the elements of a note the links back to its calls, and the label it begins with."""
    back = {name for call in calls for name in (*homes(call), block_of(call).get("id", "")) if name}
    own = {holder for element in extent for holder in element.iter(etree.Element)}
    for element in [element for element in own if _BACK_HOLDER in classes(element)]:
        drop(element)
        own -= set(element.iter(etree.Element))
    is_label = False
    for link in [e for top in extent for e in top.iter("a") if e in own and not e.get("calls")]:
        href = link.get("href", "")
        returns = "#" in href and fragment(href) in back
        if says_back(link) or (returns and _says_no_more(link, extent)):
            is_label = is_label or (core_of(words_of(link)) in cores and _leads_all(link, extent))
            _drop_link(link)
    for core in dict.fromkeys(cores):
        if is_label or (core and _cut_label(extent, core)):
            break
    _trim_empty(extent)


def _leads_all(link: Element, extent: Sequence[Element]) -> bool:
    """Whether a link begins the note."""
    before = ""
    for element, which in _texts(extent):
        if element is link:
            break
        before += getattr(element, which) or ""
    return not before.strip(" \n\t\r[(")


def _says_no_more(link: Element, extent: Sequence[Element]) -> bool:
    """Whether the words of a link back are a label or a way back, and not a part of the note."""
    words = words_of(link)
    return bool(core_of(words) or BACK.fullmatch(words)) or _is_last(link, extent)


def _is_last(link: Element, extent: Sequence[Element]) -> bool:
    """Whether a link ends the note."""
    here = link
    while not any(here is element for element in extent):
        if (here.tail or "").strip(" .\n\t\r])") or any(has_words(sibling) for sibling in here.itersiblings()):
            return False
        parent = here.getparent()
        if parent is None:
            return False
        here = parent
    return here is extent[-1] and not leads(link)


def _drop_link(link: Element) -> None:
    """Take out a link with the brackets round it."""
    previous, parent = link.getprevious(), link.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    after = link.tail or ""
    closed = after.lstrip()[:1]
    if before.rstrip()[-1:] + closed in {"[]", "()"}:
        cut = before.rstrip()[:-1]
        if previous is not None:
            previous.tail = cut
        elif parent is not None:
            parent.text = cut
        link.tail = after.lstrip()[1:]
    elif leads(link) and closed in {".", ":", ")"}:
        link.tail = after.lstrip()[1:]
    drop(link)


def _texts(extent: Sequence[Element]) -> Iterator[tuple[Element, str]]:
    """The strings of a note in order: whose they are, and whether its `text` or its `tail`."""
    for top in extent:
        for event, element in etree.iterwalk(top, events=("start", "end")):
            if event == "start" and isinstance(element.tag, str):
                yield element, "text"
            elif event == "end" and element is not top:
                yield element, "tail"


def _cut_label(extent: Sequence[Element], core: str) -> bool:
    """Cut a label off the beginning of a note, however many elements it is made of."""
    pattern = re.compile(_ENCLOSED.format(core=re.escape(core)), re.IGNORECASE)
    seen: list[tuple[Element, str, str]] = []
    words = ""
    for element, which in _texts(extent):
        text = getattr(element, which) or ""
        seen.append((element, which, text))
        words += text
        if len(words.strip()) > _LONGEST:
            break
    match = pattern.match(words)
    if match is None:
        return False
    left = match.end()
    is_apart = left in accumulate(len(text) for _, _, text in seen) or not words[left - 1].isalnum()
    if not is_apart and (core.isalpha() or words[left : left + 1].isalnum()):
        return False
    for element, which, text in seen:
        setattr(element, which, text[left:] or None)
        left = max(0, left - len(text))
    return True


def _trim_empty(extent: Sequence[Element]) -> None:
    """Raised or linked elements that hold nothing any more stand in nobody’s way; blocks of them go."""
    for top in extent:
        for element in list(top.iterdescendants("a", "sup", "span", "b", "small")):
            if not has_words(element) and not element.get("calls") and not len(element):
                drop(element)
