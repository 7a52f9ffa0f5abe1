"""Rules for notes and glossary: what reading systems need to show them in a pop-up, and to lead back.

Thorium shows a note that stands in the same file, Kobo one that stands after its call and has 9 to 5,000 characters
(kobolabs/epub-spec); foliate-js shows what a link of type noteref or glossref leads to.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from lxml import etree

from ..finding import Fault, Rule
from ..publication import EPUB_TYPE, Document, Publication, resolve

SHORTEST, LONGEST = 9, 5_000
"""Characters of a note that Kobo shows in a pop-up."""
_NOTES = frozenset({"footnote", "endnote", "rearnote", "note"})
_SECTIONS = frozenset({"section", "article", "aside", "body", "div", "main", "html"})
_INLINE = frozenset({"a", "abbr", "b", "cite", "dt", "em", "i", "span", "strong", "sup"})


class _Call(NamedTuple):
    """A call of a note or a link to the glossary; `target` is None where it leads nowhere."""

    page: Document
    link: etree._Element
    path: str
    fragment: str
    target: etree._Element | None

    @property
    def place(self) -> str:
        return self.page.place(self.link)


def _calls(publication: Publication, kind: str) -> Iterator[_Call]:
    for page in publication.pages():
        for link in page.find(f"//h:a[@href][contains(@epub:type, '{kind}') or @role='doc-{kind}']"):
            path, fragment = resolve(page.path, link.get("href", "")) or ("", "")
            document = publication.documents.get(path)
            found = document.ids.get(fragment) if document is not None else None
            yield _Call(page, link, path, fragment, found[1] if found else None)


def _lost(publication: Publication) -> Iterator[Fault]:
    for kind in ("noteref", "glossref"):
        for call in _calls(publication, kind):
            if call.target is None:
                yield Fault(call.place, f"the {kind} “{_text(call.link)}” leads to no note or entry")


def _elsewhere(publication: Publication) -> Iterator[Fault]:
    for call in _calls(publication, "noteref"):
        if call.target is not None and call.path != call.page.path:
            yield Fault(call.place, f"note {_text(call.link)} stands in another file, {call.path}")


def _before(publication: Publication) -> Iterator[Fault]:
    for call in _calls(publication, "noteref"):
        numbers = {id(element): number for number, element in call.page.ids.values()}
        if call.target is not None and call.path == call.page.path:
            own = call.link.get("id", "")
            here = call.page.ids[own][0] if own in call.page.ids else None
            if here is not None and numbers[id(call.target)] < here and not _inside(call.link, call.target):
                yield Fault(call.place, f"note {_text(call.link)} stands before its call")


def _length(publication: Publication) -> Iterator[Fault]:
    for page, note in _called(publication):
        length = len(_text(note))
        if not SHORTEST <= length <= LONGEST:
            yield Fault(page.place(note), f"note “{_text(note)[:20]}” has {length:,} characters")


def _marked(publication: Publication) -> Iterator[Fault]:
    for page, note in _called(publication):
        kinds = set(note.get(EPUB_TYPE, "").split())
        if not kinds & _NOTES and note.get("role") != "doc-footnote":
            yield Fault(page.place(note), f"what “{note.get('id')}” names is called as a note, and not marked as one")


def _back(publication: Publication) -> Iterator[Fault]:
    """Notes and entries from which no link leads back to one of their calls."""
    for kind in ("noteref", "glossref"):
        callers: dict[tuple[str, str], set[tuple[str, str]]] = {}
        targets: dict[tuple[str, str], etree._Element] = {}
        for call in _calls(publication, kind):
            if call.target is not None:
                callers.setdefault(call[2:4], set()).update(_ids_around(call))
                targets[call[2:4]] = call.target
        for (path, fragment), target in targets.items():
            links = target.iter("{http://www.w3.org/1999/xhtml}a")
            if not callers[path, fragment] & {resolve(path, a.get("href", "")) for a in links}:
                thing = "note" if kind == "noteref" else "entry"
                yield Fault(f"{path}:{target.sourceline}", f"the {thing} “{fragment}” has no link back to a call")


def _ids_around(call: _Call) -> set[tuple[str, str]]:
    """Ids that a link back to a call may name: the call’s own, or that of what it stands in."""
    around = takewhile(lambda e: etree.QName(e).localname not in _SECTIONS, call.link.iterancestors())
    elements = [call.link, *around, *call.link.iterdescendants()]
    return {(call.page.path, element.get("id", "")) for element in elements if element.get("id")}


def _uncalled(publication: Publication) -> Iterator[Fault]:
    called = {id(note) for _, note in _called(publication)}
    for page in publication.pages():
        for note in page.find("//h:aside[@epub:type='footnote' or @role='doc-footnote']"):
            if id(note) not in called:
                yield Fault(page.place(note), f"nothing calls the note “{_text(note)[:20]}”")


def _entries(publication: Publication) -> Iterator[Fault]:
    seen: set[int] = set()
    for call in _calls(publication, "glossref"):
        if call.target is None or id(call.target) in seen:
            continue
        seen.add(id(call.target))
        if etree.QName(call.target).localname in _INLINE:
            place = f"{call.path}:{call.target.sourceline}"
            yield Fault(place, f"links to the entry “{call.fragment}” lead to its term alone, not to its definition")


def _called(publication: Publication) -> Iterator[tuple[Document, etree._Element]]:
    """Each note that is called, once, with the page it stands on."""
    seen: set[int] = set()
    for call in _calls(publication, "noteref"):
        if call.target is not None and id(call.target) not in seen:
            seen.add(id(call.target))
            yield publication.documents[call.path], call.target


def _inside(link: etree._Element, note: etree._Element) -> bool:
    return any(ancestor is note for ancestor in link.iterancestors())


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


RULES = (
    Rule("notes.lost", "error", "look for a slip in the link, or for an id that was renamed", _lost),
    Rule(
        "notes.elsewhere",
        "warning",
        "put notes into the file that calls them: Thorium shows no others in a pop-up",
        _elsewhere,
    ),
    Rule("notes.before", "warning", "put the note after its call: Kobo shows no other in a pop-up", _before),
    Rule(
        "notes.length", "info", "Kobo shows notes of 9 to 5,000 characters in a pop-up; others it jumps to", _length
    ),
    Rule("notes.marked", "warning", "mark it: epub:type and role of a footnote", _marked),
    Rule("notes.back", "warning", "let a link of role doc-backlink lead back to the call", _back),
    Rule("notes.uncalled", "warning", "let no aside of this type be uncalled: Apple Books hides it", _uncalled),
    Rule("glossary.entries", "warning", "give the id to what holds both: a pop-up shows what the link names", _entries),
)
