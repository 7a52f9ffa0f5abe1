"""Links: those within a document, what stands at either end of them, and whether it has the look of a note’s call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from .vocabulary import HEADINGS, Element, block_of, classes, has_words, is_block, kinds, words_of

_LABEL = re.compile(
    r"[\[({<*]{0,2}\s*(?:(?:foot|end)?note|fn|n|anm|прим)?\.?\s*"
    r"(?P<core>\d{1,4}[a-z]?|[a-z]{1,2}|[ivxlc]{1,7}|[*†‡§‖¶#+]{1,6})\s*[\])}>]{0,2}[.:]?",
    re.IGNORECASE,
)
BACK = re.compile(
    r"[\s\[(]*(?:[↩↵⏎↑^⇑⤴⬆⮌«‹<←\ufe0e\ufe0f\s]+(?:back|return)?"
    r"|(?:go\s+)?back(?:\s+to\s+(?:the\s+)?text)?|return(?:\s+to\s+text)?|retour|zurück|indietro|volver|назад|вернуться)"
    r"[\s\])]*",
    re.IGNORECASE,
)
"""Words and signs that lead back from a note, and say nothing else."""

_CALLS = frozenset(
    "noteref footnote-ref footnote-reference footnoteref fnref fn-ref fnanchor footnotecall footnote-call endnote-ref "
    "footnote-anchor footnoteanchor sdfootnoteanc sdendnoteanc endnoteref".split()
)
_BACKS = frozenset(
    "footnote-back footnote-backref footnote-return fn-backref backlink back-link reversefootnote mw-cite-backlink "
    "sdfootnotesym sdendnotesym".split()
)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_OPENING = re.compile(r"[\s\[({<]*")


class Link(Struct, frozen=True):
    """A link within the document: `core` is the number, letter or sign that its words are, if they are no more."""

    element: Element
    target: Element
    core: str

    @property
    def key(self) -> str:
        """The name that the link leads to."""
        return fragment(self.element.get("href", ""))


def core_of(text: str) -> str:
    """What a label is: `[12]` → `12`, `(a)` → `a`, `*` → `*`; ``""`` if the words are no label.

    >>> core_of("[12]"), core_of("*"), core_of("Note 3."), core_of("see below")
    ('12', '*', '3', '')
    """
    match = _LABEL.fullmatch(text.strip())
    return match["core"].lower() if match else ""


def fragment(href: str) -> str:
    """The name in the document that a link leads to."""
    return unquote(href[1:] if href.startswith("#") else href.partition("#")[2])


def names_in(root: Element) -> dict[str, Element]:
    """The elements by their ids and, of anchors, names; the first of each."""
    found: dict[str, Element] = {}
    for element in root.iter(etree.Element):
        if element.attrib:
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    found.setdefault(name, element)
    return found


def links_in(root: Element, names: dict[str, Element]) -> Iterator[Link]:
    """The links that lead to a place in the document.

    A page that was saved may name itself in them; then only those count whose words call or lead back.
    """
    for element in root.iter("a"):
        href = element.get("href", "")
        target = names.get(fragment(href)) if "#" in href else None
        if target is not None and target is not element:
            words = words_of(element)
            core = core_of(words)
            if href.startswith("#") or core or BACK.fullmatch(words):
                yield Link(element, target, core)


def homes(element: Element) -> Iterator[str]:
    """The names of the place where a link stands: its own, and those of what is empty or holds it within the line."""
    here: Element | None = element
    while here is not None and (here is element or not is_block(here)):
        yield from _own_names(here)
        yield from _names_before(here)
        here = here.getparent()
    for inner in element.iterdescendants(etree.Element):
        yield from _own_names(inner)


def _own_names(element: Element) -> Iterator[str]:
    for attribute in ("id", "name"):
        if name := element.get(attribute):
            yield name


def _names_before(element: Element) -> Iterator[str]:
    """Those of empty anchors right before an element."""
    for sibling in element.itersiblings(preceding=True):
        if (sibling.tail or "").strip(" [(") or not isinstance(sibling.tag, str) or has_words(sibling):
            return
        for inner in sibling.iter("a", "span"):
            yield from _own_names(inner)


def leads(element: Element) -> bool:
    """Whether no words stand before an element in its block or, after a `br`, in its line."""
    here = element
    while not is_block(here) and (parent := here.getparent()) is not None:
        for sibling in here.itersiblings(preceding=True):
            if not _OPENING.fullmatch(sibling.tail or ""):
                return False
            if sibling.tag == "br":
                return True
            if sibling.tag != "page" and has_words(sibling):
                return False
        if not _OPENING.fullmatch(parent.text or ""):
            return False
        here = parent
    return True


def is_raised(element: Element) -> bool:
    """Whether a link is set as a superscript."""
    around = [element, *(parent for parent in list(element.iterancestors())[:3])]
    inner = list(element.iterdescendants(etree.Element))
    return any(e.tag == "sup" or _RAISED.search(e.get("style", "")) for e in (*around, *inner))


def is_bracketed(element: Element) -> bool:
    """Whether a link stands in brackets, its own or those around it."""
    text = words_of(element)
    previous, parent = element.getprevious(), element.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    return text[:1] in "[({" or before.rstrip()[-1:] in {"[", "("}


def says_call(element: Element) -> bool:
    """Whether the page itself says that a link calls a note."""
    around = (element, *list(element.iterancestors())[:2])
    return "noteref" in kinds(element) or any(
        not _CALLS.isdisjoint(classes(e)) or (e.tag == "sup" and "reference" in classes(e))
        for e in around
        if e is element or not is_block(e)
    )


def says_back(element: Element) -> bool:
    """Whether the page itself says that a link leads back from a note."""
    around = (element, *list(element.iterancestors())[:3])
    return "backlink" in kinds(element) or any(not _BACKS.isdisjoint(classes(e)) for e in around if not is_block(e))


def is_heading(element: Element) -> bool:
    """Whether an element is, holds or stands in a heading that is more than the label of a note."""
    block = block_of(element)
    heads = (
        [block, *element.iterdescendants(*HEADINGS)] if block.tag in HEADINGS else element.iterdescendants(*HEADINGS)
    )
    return any(not core_of(words_of(head)) for head in heads)
