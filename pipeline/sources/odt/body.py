"""Body: the paragraphs, lists and tables of an ODT, of its text as of a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from ..gallery import Gallery
from ..office.paragraphs import LONGEST_STYLED, Block, Paragraph, Row, Run, Table
from ..office.plates import hang, with_caption
from ..writer import RULE
from .lists import DEEPEST, Counter, Level
from .names import Element, count, name_of, said, tag
from .styles import Style
from .words import Words

WIDEST = 100
"""Columns that a cell may cover, or be repeated in."""

_WRAPPERS = frozenset(("text:section", "text:index-body", "text:bibliography", "draw:text-box"))
_LISTS = frozenset(
    "text:table-of-content text:illustration-index text:table-index text:object-index text:user-index "
    "text:alphabetical-index".split()
)


class Place(Struct, frozen=True):
    """Where in a list a block stands: how deep from 1, and what is printed before the first block of its item."""

    counter: Counter
    depth: int
    labels: list[str]


class Body(Struct):
    """Reads blocks; `words` reads their words, `gallery` takes the pictures, `content` reads a member of the package.

    `lists` are the styles of lists, `counters` the lists so far by id and by style; `titles`, `authors` and `dates`
    are what styles name so.
    """

    words: Words
    lists: Mapping[str, Mapping[int, Level]]
    gallery: Gallery
    content: Callable[[str], bytes]
    headings: Counter = field(default_factory=lambda: Counter({}))
    counters: dict[str, Counter] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    def read(self, parent: Element) -> list[Block]:
        """The blocks in an element: the body, a cell, a note, a text box."""
        return list(self._blocks(parent, None))

    def _blocks(self, parent: Element, place: Place | None) -> Iterator[Block]:
        for child in parent.iterchildren("*"):
            name = name_of(child)
            if name in ("text:p", "text:h"):
                yield from self._paragraph(child, name == "text:h", place)
            elif name in _LISTS:
                self.words.writer.leave_out("lists of contents or an index, by page")
            elif name in _WRAPPERS:
                yield from self._wrapped(child, place)
            elif name == "text:list":
                yield from self._list(child, place)
            elif name == "text:numbered-paragraph":
                yield from self._blocks(child, place)
            elif name == "table:table":
                yield Table(list(self._rows(child)))
            elif name.startswith("draw:"):
                self.words.boxes, self.words.sketches = [], []
                self.words._read_drawing(child)
                yield from hang(self.gallery, self.words.sketches, self.content, "")[1]
                yield from self._boxes()

    def _wrapped(self, wrapper: Element, place: Place | None) -> Iterator[Block]:
        if said(wrapper, "text:display") == "none":
            self.words.writer.leave_out("hidden sections")
        else:
            yield from self._blocks(wrapper, place)

    def _paragraph(self, paragraph: Element, is_heading: bool, place: Place | None) -> Iterator[Block]:
        style = self.words.styles.of(said(paragraph, "text:style-name"))
        runs = self.words.read(paragraph, style)
        loud = self.words.loud
        boxes = self.words.boxes
        has_words = any(run.text.strip() for run in runs)
        is_caption = has_words and style.form == "caption"
        text = "" if is_caption else "".join(run.text for run in runs)
        before, after = hang(self.gallery, self.words.sketches, self.content, text)
        if after and is_caption:
            after, runs = with_caption(after, runs), []
        yield from before
        yield from self._shaped(paragraph, runs, style, is_heading, place, bool(loud) and all(loud))
        yield from after
        self.words.boxes = boxes
        yield from self._boxes()

    def _boxes(self) -> Iterator[Block]:
        for box in self.words.boxes:
            yield from self._blocks(box, None)

    def _shaped(
        self, element: Element, runs: list[Run], style: Style, is_heading: bool, place: Place | None, is_loud: bool
    ) -> Iterator[Paragraph]:
        text = "".join(run.text for run in runs).strip()
        if not text:
            yield Paragraph([Run(RULE)] if style.is_ruled else [], style.form)
            return
        if style.role == "contents":
            self.words.writer.leave_out("lines of a table of contents")
            return
        self._note_role(style, text)
        level = (count(element, "text:outline-level", 1, 10) if is_heading else 0) or style.level
        if style.role == "title" and not is_heading:
            yield Paragraph(runs, "heading", 0 if len(self.titles) == 1 else 1)
        elif level and len(text) <= LONGEST_STYLED:
            label = self._heading_label(element, level) if is_heading else ""
            yield Paragraph([Run(f"{label} "), *runs] if label else runs, "heading", level)
        elif place is not None:
            label = place.labels.pop() if place.labels else ""
            series = "bullets" if place.counter.levels.get(place.depth, Level()).bullet else "numbers"
            yield Paragraph(runs, "item", place.depth - 1, label, series)
        else:
            yield Paragraph(runs, style.form, is_loud=is_loud, left=style.left, is_hanging=style.is_hanging)

    def _heading_label(self, element: Element, level: int) -> str:
        if said(element, "text:is-list-header") == "true":
            return ""
        start = said(element, "text:start-value")
        restart = said(element, "text:restart-numbering") == "true"
        return self.headings.label(level, int(start) if restart and start.isdecimal() and len(start) < 9 else None)

    def _note_role(self, style: Style, text: str) -> None:
        roles = {"title": self.titles, "author": self.authors, "date": self.dates}
        if style.role in roles:
            roles[style.role].append(" ".join(text.split()))

    def _list(self, element: Element, outer: Place | None) -> Iterator[Block]:
        depth = min(outer.depth + 1 if outer else 1, DEEPEST)
        counter = self._counter(element, outer)
        if outer is not None and said(element, "text:continue-numbering") != "true":
            counter.forget(depth - 1)
        for item in element.iterchildren(tag("text:list-item"), tag("text:list-header")):
            labels = []
            if item.tag == tag("text:list-item") and name_of(next(item.iterchildren("*"), item)) != "text:list":
                start = said(item, "text:start-value")
                labels = [counter.label(depth, int(start) if start.isdecimal() and len(start) < 9 else None)]
            yield from self._blocks(item, Place(counter, depth, labels))

    def _counter(self, element: Element, outer: Place | None) -> Counter:
        """What counts a list: what counted the one that it goes on from, or is in; else one that begins anew."""
        style, earlier = said(element, "text:style-name"), said(element, "text:continue-list")
        if outer is not None and (not style or self.lists.get(style) in (None, outer.counter.levels)):
            return outer.counter
        if outer is not None:
            return Counter(self.lists[style], outer.counter.counts)
        goes_on = said(element, "text:continue-numbering") == "true"
        key = f"list {earlier}" if earlier else f"style {style}" if goes_on else ""
        counter = self.counters.get(key) or Counter(self.lists.get(style, {}))
        self.counters[f"list {said(element, 'xml:id')}"] = self.counters[f"style {style}"] = counter
        return counter

    def _rows(self, table: Element, is_head: bool = False) -> Iterator[Row]:
        for child in table.iterchildren("*"):
            name = name_of(child)
            if name == "table:table-header-rows":
                yield from self._rows(child, is_head=True)
            elif name in ("table:table-rows", "table:table-row-group"):
                yield from self._rows(child, is_head)
            elif name == "table:table-row":
                yield Row([cell for entry in child.iterchildren("*") for cell in self._cells(entry)], is_head)

    def _cells(self, entry: Element) -> list[list[Block]]:
        if name_of(entry) not in ("table:table-cell", "table:covered-table-cell"):
            return []
        blocks = self.read(entry) if name_of(entry) == "table:table-cell" else []
        return [blocks, *([] for _ in range(count(entry, "table:number-columns-repeated", 1, WIDEST) - 1))]
