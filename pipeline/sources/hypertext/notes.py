"""Notes: the calls of a document, and the texts they lead to, become elements of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from lxml import etree

from .calls import GROUP_KINDS, NOTE_KINDS, Judge
from .extents import begin_line, extents_of, holders_of
from .labels import take_label
from .links import Link, core_of, fragment, is_bracketed, is_raised, leads, links_in, names_in, says_back, says_call
from .vocabulary import (
    HEADINGS,
    NOTE,
    NOTEREF,
    Element,
    classes,
    first_words,
    has_words,
    is_block,
    kinds,
    put_text,
    words_of,
    wrap,
)

_DEAD = re.compile(r"#.*\d|(?:note|fn|ftn|cite)", re.IGNORECASE)


def mark_notes(root: Element) -> None:
    """Make elements `note` and `noteref` of the notes and their calls."""
    names = names_in(root)
    calls = list(Judge.of(root, list(links_in(root, names))).calls())
    for target in {id(call.target): call.target for call in calls}.values():
        begin_line(target)
    holders = holders_of(calls)
    called: dict[Element, list[Link]] = defaultdict(list)
    for call in calls:
        called[holders[call.target]].append(call)
    extents = dict(extents_of(root, calls, holders))
    found = {holder: links for holder, links in called.items() if _is_note(extents[holder], links)}
    for number, links in enumerate(found.values(), 1):
        for link in links:
            link.element.set("calls", f"n{number}")
    for number, (holder, links) in enumerate(found.items(), 1):
        take_label(extents[holder], [link.core for link in links], [link.element for link in links])
        _become_note(extents[holder], f"n{number}")
    _mark_uncalled(root)
    if found or next(root.iter(NOTE), None) is not None:
        _mark_dead_calls(root, names)
    for element in list(root.iter("a")):
        if note := element.get("calls"):
            _become_call(element, note)
    _tidy(root)


def _is_note(extent: Sequence[Element], links: Sequence[Link]) -> bool:
    """Whether something that links lead to is a note: it says more than its label, or its calls say that it is one."""
    words = " ".join(words_of(element) for element in extent)
    return (bool(words.strip()) and not core_of(words)) or any(says_call(link.element) for link in links)


_WHOLE = frozenset("li tr table aside div dd td section blockquote".split())
"""Elements that are the note, if they hold it alone."""


def _become_note(extent: list[Element], key: str, label: str = "") -> None:
    first = extent[0]
    parts: tuple[str, ...] = ("dd", "dt")
    if len(extent) == 1 and (first.tag in _WHOLE or not is_block(first)):
        parts = ("tbody", "thead", "tr", "td", "th", "dd", "dt") if first.tag in {"tr", "table"} else parts
        note = first
        note.tag = NOTE
    else:
        note = wrap(extent, NOTE)
    for element in note.iterchildren(*HEADINGS) if first.tag in HEADINGS else note.iterdescendants(*parts):
        element.tag = "div"
    note.set("key", key)
    if label:
        note.set("label", label)


def _mark_uncalled(root: Element) -> None:
    """Notes that nothing calls: those that the page says are notes, and those that stand among others and look so."""
    number = 0
    for element in list(root.iter(etree.Element)):
        if element.tag == NOTE or any(True for _ in element.iterancestors(NOTE)) or not _is_uncalled(element):
            continue
        if has_words(element):
            number += 1
            label = core_of(first_words(element, 8).split(" ")[0]) or _place(element)
            if words_of(element).strip("[]().: ").lower() != label:
                take_label([element], [label] if label else [], [])
            _become_note([element], f"u{number}", label)


def _place(element: Element) -> str:
    """The number that browsers print before an item of a list of notes."""
    parent = element.getparent()
    return str(parent.index(element) + 1) if parent is not None and parent.tag == "ol" else ""


def _is_uncalled(element: Element) -> bool:
    if not (NOTE_KINDS - {"note"}).isdisjoint(kinds(element)):
        return is_block(element)
    parent = element.getparent()
    if parent is None or not is_block(element) or element.tag in HEADINGS:
        return False
    if not GROUP_KINDS.isdisjoint(kinds(parent)) and not classes(element).isdisjoint(NOTE_KINDS):
        return True
    alike = list(parent.iterchildren(NOTE))
    if not alike:
        return False
    if element.tag == "li":
        return len(alike) * 2 >= len(parent)
    return bool(classes(element)) and any(classes(sibling) == classes(element) for sibling in alike)


def _mark_dead_calls(root: Element, names: dict[str, Element]) -> None:
    """Links that call notes whose texts the file does not have."""
    for element in root.iter("a"):
        href = element.get("href", "")
        if element.get("calls") or "#" not in href or not (core := core_of(words_of(element))) or says_back(element):
            continue
        dead = fragment(href) not in names
        marked = says_call(element) or (
            (is_raised(element) or is_bracketed(element)) and _DEAD.search(href) is not None
        )
        if dead and marked and not leads(element):
            element.set("calls", f"dead-{core}-{href}")


def _become_call(element: Element, key: str) -> None:
    """The call, with the brackets and the element that raise it."""
    parent = element.getparent()
    tail = element.tail
    words = words_of(element)
    mark = core_of(words)
    previous = element.getprevious()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    opening, closing = before.rstrip()[-1:], (tail or "").lstrip()[:1]
    if mark and opening + closing in {"[]", "()"}:
        words = f"{opening}{words}{closing}"
        cut = before.rstrip()[:-1]
        if previous is not None:
            previous.tail = cut
        elif parent is not None:
            parent.text = cut
        tail = (tail or "").lstrip()[1:]
    element.clear()
    element.tag, element.text, element.tail = NOTEREF, words, tail
    element.set("key", key)


def _tidy(root: Element) -> None:
    """Lists and tables that held notes are none, and notes stand by themselves: in no paragraph, quotation or list."""
    for note in list(root.iter(NOTE)):
        for holder in list(
            note.iterancestors("ol", "ul", "dl", "menu", "table", "tbody", "thead", "tfoot", "tr", "td")
        ):
            if note.getparent() is holder:
                _become_plain(holder)
    placed: dict[Element, Element] = {}
    for note in list(root.iter(NOTE)):
        outer = [h for h in note.iterancestors() if h.tag in _BOUND or h.tag in HEADINGS]
        if outer:
            _move_after(note, placed.get(outer[-1], outer[-1]))
            placed[outer[-1]] = note


_BOUND = frozenset((NOTE, "p", "blockquote", "ol", "ul", "li", "dl", "table", "pre", "figure"))


def _become_plain(holder: Element) -> None:
    """A list or table that holds notes: what else is in it are paragraphs."""
    for child in holder.iterchildren("li", "tr", "td", "th", "dd", "dt"):
        child.tag = "div"
    parent = holder.getparent()
    if holder.tag in {"tbody", "thead", "tfoot", "tr", "td"} and parent is not None and parent.tag in {"table", "tr"}:
        _become_plain(parent)
    holder.tag = "div"


def _move_after(note: Element, place: Element) -> None:
    parent = place.getparent()
    assert parent is not None
    if note.tail:
        put_text(note, note.tail)
        note.tail = None
    parent.insert(parent.index(place) + 1, note)
