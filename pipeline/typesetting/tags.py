"""Tags: what each element of a part is to those who can't see the page, and the words and links that belong to it.

WeasyPrint's own tags know neither notes nor contents, and begin anew on every page. These are made from the same boxes:
an element has one tag, however many lines and pages it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from .boxes import inner_boxes, is_generated, is_leaf, repeated_heads
from .facts import area_on
from .sheets import Rectangle

if TYPE_CHECKING:
    from weasyprint import Document

BLOCKS = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "section": "Sect",
    "nav": "Sect",
    "blockquote": "BlockQuote",
    "p": "P",
    "hr": "P",
    "ul": "L",
    "ol": "TOC",
    "table": "Table",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "figure": "Div",
    "img": "Figure",
    "figcaption": "Caption",
}
"""Standard structure types (ISO 32000-1, 14.8.4) by element; only the contents are an ordered list."""

PARAGRAPHS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption"})
WHOLE = frozenset({"Table", "Note", "Caption"})
"""What a note called from inside stands after."""


class Content(Struct, frozen=True):
    """A marked run of a page (from 0)."""

    page: int
    mark: int


class Area(Struct, frozen=True):
    """The area of a link on a page: the number of its annotation in the file."""

    page: int
    number: int


class Tag(Struct):
    """A node of the structure tree; `note` is the id of a note, `box` where a figure stands on its page."""

    role: str
    language: str = ""
    note: str = ""
    contents: str = ""
    alternative: str = ""
    box: Rectangle | None = None
    parent: Tag | None = None
    kids: list[Tag | Content | Area] = field(default_factory=list)

    def way(self) -> Iterator[Tag]:
        """The tag, what holds it, and so on outwards."""
        tag: Tag | None = self
        while tag is not None:
            yield tag
            tag = tag.parent

    def add(self, kid: Tag) -> Tag:
        """Add a tag at the end."""
        kid.parent = self
        self.kids.append(kid)
        return kid


def tag_tree(document: Document, marks: list[list[int]]) -> tuple[Tag, list[Content]] | None:
    """The tags of a part, and the runs that are artifacts: the head of a table where a page repeats it.

    `marks` are the marked runs of each page in the order of the boxes. None if boxes and marks do not match, as with a
    version of WeasyPrint that draws other boxes.
    """
    tagger = _Tagger(document.pages, repeated_heads(document))
    for number, (page, on_page) in enumerate(zip(document.pages, marks, strict=True)):
        boxes = [*inner_boxes(page)]
        if sum(1 for box in boxes for _ in _leaves(box)) != len(on_page):
            return None
        left = iter(on_page)
        for box in boxes:
            tagger.read(box, tagger.root, number, left)
    return tagger.root, tagger.artifacts


def _leaves(box: Any) -> Iterator[Any]:
    box = getattr(box, "_box", box)
    if is_leaf(box):
        yield box
    for child in getattr(box, "children", ()):
        yield from _leaves(child)


class _Tagger:
    """Reads boxes into tags, each element into one tag."""

    def __init__(self, pages: list[Any], again: frozenset[int]) -> None:
        self.pages = pages
        self.again = again
        self.artifacts: list[Content] = []
        self.root = Tag("Document")
        self.tags: dict[object, Tag] = {}
        self.elements: list[Any] = []
        self.calls: dict[str, Tag] = {}

    def read(self, box: Any, tag: Tag, page: int, marks: Iterator[int]) -> None:
        """Put what a box holds below a tag."""
        box = getattr(box, "_box", box)
        if id(box) in self.again:
            self.artifacts += [Content(page, next(marks)) for _ in _leaves(box)]
            return
        if box.element is not None and not is_generated(box):
            tag = self._tag_of(box.element, tag)
        if is_leaf(box):
            tag.kids.append(Content(page, next(marks)))
            if tag.role == "Figure":
                tag.box = area_on(self.pages[page], box)
        annotation = getattr(box, "link_annotation", None)
        if annotation is not None:
            tag.kids.append(Area(page, annotation.number))
        for child in getattr(box, "children", ()):
            self.read(child, tag, page, marks)

    def _tag_of(self, element: Any, holder: Tag) -> Tag:
        """The tag of an element, which is that of its holder if it says nothing of its own."""
        number = element.get("data-n")
        note = next((tag.note for tag in holder.way() if tag.note), "")
        key: object = (note, number) if number and note else id(element)
        if element.get("role") == "doc-footnote":
            key = element.get("data-note") or element.get("id")
        if key not in self.tags:
            self.elements.append(element)  # kept, so that no other element gets its identity
            self.tags[key] = self._make(element, holder)
        return self.tags[key]

    def _make(self, element: Any, holder: Tag) -> Tag:
        classes = (element.get("class") or "").split()
        language = element.get("lang", "") if element.tag not in {"html", "body"} else ""
        role = "P" if "p" in classes else "BlockQuote" if "quote" in classes else BLOCKS.get(element.tag, "")
        if "note" in classes or element.get("role") == "doc-footnote":
            return self._note(element, holder)
        if element.tag == "a":
            return self._link(element, holder, classes)
        if element.tag == "li":
            item = holder.add(Tag("TOCI" if holder.role == "TOC" else "LI", language))
            return item if item.role == "TOCI" else item.add(Tag("LBody"))
        if role:
            return holder.add(Tag(role, language, alternative=element.get("alt") or ""))
        return holder.add(Tag("Span", language)) if language else holder

    def _link(self, element: Any, holder: Tag, classes: list[str]) -> Tag:
        text = " ".join("".join(element.itertext()).split())
        is_call = element.get("href") is not None and element.get("role") == "doc-noteref"
        contents = element.get("aria-label") or (f"Note {text}" if is_call else text)
        role = "Lbl" if "number" in classes else "Reference" if is_call or holder.role == "TOCI" else ""
        outer = holder.add(Tag(role)) if role else holder
        link = outer.add(Tag("Link", element.get("lang") or "", contents=contents))
        if is_call:
            self.calls.setdefault(element.get("href").rpartition("#")[2], link)
        return link

    def _note(self, element: Any, holder: Tag) -> Tag:
        """A note: one from the foot of a page stands after the paragraph that calls it, or after the table."""
        name = element.get("data-note") or element.get("id") or ""
        note = Tag("Note", element.get("lang") or "", note=name)
        call = self.calls.get(name)
        if element.get("role") != "doc-footnote" or call is None or element.tag != "span":
            return holder.add(note)
        way = list(call.way())
        block = next((n for n, tag in enumerate(way) if tag.role in PARAGRAPHS), 0)
        block = max([block, *(n for n, tag in enumerate(way) if tag.role in WHOLE)])
        place = way[block].parent or self.root
        at = next(n for n, kid in enumerate(place.kids) if kid is way[block]) + 1
        while at < len(place.kids) and isinstance(kid := place.kids[at], Tag) and kid.role == "Note":
            at += 1
        note.parent = place
        place.kids.insert(at, note)
        return note
