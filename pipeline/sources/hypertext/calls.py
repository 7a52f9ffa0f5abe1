"""Calls: which links of a document call notes. What the page says is believed; else the two ends of the link tell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from .links import (
    BACK,
    Link,
    homes,
    is_bracketed,
    is_heading,
    is_raised,
    leads,
    says_back,
    says_call,
)
from .vocabulary import PAGE, Element, block_of, classes, first_words, is_block, kinds, words_of

NOTE_KINDS = frozenset("footnote endnote rearnote note".split())
GROUP_KINDS = frozenset("footnotes endnotes rearnotes".split())
_NOTE_CLASSES = frozenset(
    "footnote endnote footnotes endnotes fn fn-text note notes references msofootnotetext msoendnotetext sdfootnote "
    "sdendnote footnotetext endnotetext footnote-list footnote-item footnote-text".split()
)
_NOTE_ID = re.compile(r"(?:^|[^a-z])_*(?:ft|fn|edn|foot|end|sdfoot|sdend)?(?:note?|fn|ftn|edn|ft)s?[-_.:]?\d+", re.I)
_FIRST = 16
"""Characters at the beginning of a note in which its label stands."""

_FEWEST_BARE = 2
"""Links of a bare figure, neither raised nor in brackets, that must look like calls for any of them to be one."""


class Judge(Struct, frozen=True):
    """What is known of the links of a document: where each stands in it, and which lead to the place of which."""

    links: Sequence[Link]
    order: Mapping[Element, int]
    at_home: Mapping[str, Element]
    returns: Mapping[Element, Sequence[Link]]

    @classmethod
    def of(cls, root: Element, links: Sequence[Link]) -> Judge:
        """Look at the links of a document."""
        at_home = {name: link.element for link in links for name in homes(link.element)}
        returns: dict[Element, list[Link]] = defaultdict(list)
        for link in links:
            if (there := at_home.get(link.key)) is not None and there is not link.element:
                returns[there].append(link)
        return cls(links, {element: number for number, element in enumerate(root.iter())}, at_home, returns)

    def calls(self) -> Iterator[Link]:
        """The links that call notes, in the order of the document."""
        bare = []
        for link in self.links:
            if self._cannot_call(link):
                continue
            if self._calls(link):
                yield link
            elif not link.core.isalpha() and _begins_with(link) and not leads(link.element):
                bare.append(link)
        if len(bare) >= _FEWEST_BARE and len(Counter(link.key for link in bare)) > 1:
            yield from bare

    def _cannot_call(self, link: Link) -> bool:
        target = link.target
        return (
            not (link.core or says_call(link.element))
            or says_back(link.element)
            or target.tag in {PAGE, "th"}
            or is_heading(target)
            or any(target is holder for holder in link.element.iterancestors())
            or not (leads(target) or says_note(target))
        )

    def _calls(self, link: Link) -> bool:
        element = link.element
        if "noteref" in kinds(element):
            return True
        if (other := self._partner(link)) is not None:
            return self._is_first(link, other)
        if says_call(element):
            return True
        if not leads(element) and (says_note(link.target) or _NOTE_ID.search(link.key)):
            return True
        marked = is_raised(element) or is_bracketed(element)
        return marked and not (leads(element) and is_raised(element)) and (_begins_with(link) or _is_item(link.target))

    def _partner(self, link: Link) -> Link | None:
        """The link at the target that leads back to this one."""
        block = block_of(link.target)
        for other in self.returns.get(link.element, ()):
            if other.element is not link.element and any(
                holder in (link.target, block) for holder in (other.element, *other.element.iterancestors())
            ):
                return other
        return None

    def _is_first(self, link: Link, other: Link) -> bool:
        """Whether the first of two links that lead to each other is the call: it stands in running words."""
        if says_back(other.element):
            return True
        if not other.core:
            return bool(BACK.fullmatch(words_of(other.element))) or not leads(link.element)
        if leads(link.element) != leads(other.element):
            return not leads(link.element)
        return self.order[link.element] < self.order[other.element]


def says_note(element: Element) -> bool:
    """Whether the page itself says that something is a note, or stands in one or among notes."""
    for holder in (element, *list(element.iterancestors())[:4]):
        if not (NOTE_KINDS | GROUP_KINDS).isdisjoint(kinds(holder)) or not _NOTE_CLASSES.isdisjoint(classes(holder)):
            return True
    return False


def _begins_with(link: Link) -> bool:
    """Whether the words at the target begin with those of the link."""
    return (
        bool(link.core)
        and re.match(rf"[\[(]*\s*{re.escape(link.core)}(?![a-z\d])", _words_from(link.target).lower()) is not None
    )


def _words_from(element: Element) -> str:
    """The first words at an element and after it; those of another block after a blank."""
    here: Element | None = element
    text = ""
    while here is not None and len(text) < _FIRST:
        text += first_words(here, _FIRST) + (" " if is_block(here) else here.tail or "")
        while here is not None and here.getnext() is None and here.tag not in {"tr", "dl", "body"}:
            here = here.getparent()
            text += " " if here is not None and is_block(here) else ""
        here = here.getnext() if here is not None and here.tag != "tr" else None
    return text.strip()


def _is_item(element: Element) -> bool:
    return element.tag == "li" or (block_of(element).tag == "li")
