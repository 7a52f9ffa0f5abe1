"""Extents: how far the text of a note goes, from the place that its call leads to.

A note is what its place says it is: an element that holds it alone, a term with its descriptions, a heading with what
stands under it, or a paragraph with those that follow it before the next note.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lxml import etree

from .calls import GROUP_KINDS, says_note
from .links import Link, core_of, leads
from .vocabulary import HEADINGS, PAGE, Element, has_words, is_block, kinds, words_of

_HOLDERS = frozenset("html body main article ol ul menu dl table tbody thead tfoot".split())
"""What holds many notes, even if it happens to hold one."""

_GOES_ON = frozenset("p blockquote ul ol dl pre div table figure dd".split())
"""What a note may go on with that began in a paragraph of its own."""

_MOST = 12
"""Paragraphs after the first that a note without an element of its own may have."""


def begin_line(target: Element) -> None:
    """Let an anchor after a `br` begin a paragraph of its own, for there a note begins."""
    here = target
    while not is_block(here):
        parent = here.getparent()
        if parent is None:
            return
        if is_block(parent):
            break
        here = parent
    else:
        return
    block = here.getparent()
    if block is None or block.tag in {"body", "td", "th", "caption"} or not leads(target):
        return
    lead: list[Element] = []
    previous = here.getprevious()
    while previous is not None and previous.tag != "br":
        lead.insert(0, previous)
        previous = previous.getprevious()
    if previous is None:
        return
    rest = etree.Element("p")
    rest.text, previous.tail = previous.tail, None
    rest.tail, block.tail = block.tail, None
    rest.extend([*lead, here, *here.itersiblings()])
    block.addnext(rest)


def holders_of(calls: Sequence[Link]) -> dict[Element, Element]:
    """For each place that a call leads to the element that is the note, or begins it."""
    places = list({id(call.target): call.target for call in calls}.values())
    within = Counter(holder for place in places for holder in (place, *place.iterancestors()))
    callers: dict[Element, set[Element]] = defaultdict(set)
    for call in calls:
        callers[call.target].update(call.element.iterancestors())
    return {place: _holder(place, within, callers[place]) for place in places}


def _holder(place: Element, within: Counter[Element], callers: set[Element]) -> Element:
    here = place
    if not is_block(here) and says_note(here) and not leads(here):
        return here
    while (parent := here.getparent()) is not None:
        alone = within[parent] <= within[here] and parent not in callers
        if parent.tag in _HOLDERS or not alone or not _is_first_in(here, parent):
            break
        if not GROUP_KINDS.isdisjoint(kinds(parent)) or (is_block(here) and _is_divided(parent)):
            break
        here = parent
    return here


def _is_first_in(element: Element, parent: Element) -> bool:
    """Whether nothing but brackets stands before an element in the one that holds it."""
    if (parent.text or "").strip(" \n\t\r[("):
        return False
    before = element.itersiblings(preceding=True)
    return not any(
        (s.tail or "").strip(" \n\t\r[(") or (s.tag != PAGE and has_words(s)) or s.tag == "hr" for s in before
    )


def _is_divided(element: Element) -> bool:
    """Whether headings stand in an element, others than labels of notes, or several of these."""
    heads = list(element.iterdescendants(*HEADINGS))
    return len(heads) > 1 or any(not core_of(words_of(head)) for head in heads)


def extents_of(
    root: Element, calls: Sequence[Link], holders: dict[Element, Element]
) -> Iterator[tuple[Element, list[Element]]]:
    """For each note all the elements that hold its text."""
    order = {element: number for number, element in enumerate(root.iter())}
    found = sorted({id(h): h for h in holders.values()}.values(), key=lambda holder: order[holder])
    called: dict[Element, int] = {}
    for call in calls:
        called.setdefault(holders[call.target], order[call.element])
    runs: dict[Element | None, list[Element]] = defaultdict(list)
    for holder in found:
        runs[holder.getparent()].append(holder)
    for run in runs.values():
        first = order[run[0]]
        apart = all(called[holder] < first for holder in run)
        for holder, following in zip(run, (*run[1:], None), strict=True):
            yield holder, [holder, *_rest(holder, following, apart)]


def _rest(holder: Element, following: Element | None, apart: bool) -> list[Element]:
    """What a note goes on with after the element that begins it."""
    after: list[Element] = []
    for sibling in holder.itersiblings(etree.Element):
        if sibling is following or sibling.tag == "dt" or sibling.tag in HEADINGS or sibling.tag in {"hr", "section"}:
            break
        after.append(sibling)
    if holder.tag == "dt":
        return [element for element in after if element.tag == "dd"]
    if holder.tag in HEADINGS:
        return after
    if holder.tag not in {"p", "pre"} or len(after) > _MOST or not apart:
        return []
    if following is None:
        parent = holder.getparent()
        return after if parent is not None and says_note(parent) else []
    is_next = holder.getparent() is following.getparent() and (not after or after[-1].getnext() is following)
    return after if is_next and all(element.tag in _GOES_ON for element in after) else []
