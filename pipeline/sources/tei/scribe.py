"""The scribe of TEI: takes the elements of a text in turn and tells the writer what they declare.

Words that stand in no heading, cell or line of verse make a paragraph, up to the next beginning or end of a block.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from msgspec import Struct, field

from ...markup import BlockKind, InlineKind
from ...superscripts import Shift, shifted
from ..gallery import Gallery
from ..languages import is_other
from ..writer import Writer
from .elements import (
    DIVISIONS,
    HOLDERS,
    LEFT_OUT,
    LISTS,
    PARAGRAPHS,
    QUOTATIONS,
    ROLES,
    XML_LANG,
    Element,
    children_of,
    holds_blocks,
    holds_words,
    is_ornament,
    name_of,
    words_of,
)
from .figures import write_figure, write_graphic
from .lists import write_list, write_table
from .notes import Notes, is_way_back, take_label
from .readings import write_apparatus, write_choice
from .verse import write_line, write_stanzas
from .words import write_enclosed, write_quoted, write_reference, write_set_apart, write_words

DEEPEST = 12
"""Quotations and lists inside each other; what is deeper is not told apart."""


class Scribe(Struct):
    """What is open at a point of a text.

    `held` counts the headings, cells and lines of verse that keep paragraphs out, `within` the paragraphs that the file
    itself declares; `lead` is what stands before the next words, and `note_label` before those of a note; `mixed` says
    of elements whether words stand among those they hold.
    """

    writer: Writer
    gallery: Gallery
    notes: Notes
    waiting: deque[tuple[str, Element]] = field(default_factory=deque)
    told: set[str] = field(default_factory=set)
    paragraph: ExitStack | None = None
    verse: ExitStack | None = None
    role: str = ""
    held: int = 0
    within: int = 0
    level: int = 0
    depth: int = 0
    quotes: int = 0
    indent: int = 0
    in_note: bool = False
    glued: bool = False
    lead: str = ""
    note_label: str = ""
    shift: Shift = ""
    language: str = ""
    last: str = ""
    set_apart: list[InlineKind] = field(default_factory=list)
    mixed: dict[Element, bool] = field(default_factory=dict)

    def write_all(self, texts: Sequence[Element]) -> None:
        """Texts in turn, then their notes."""
        for text in texts:
            self.write(text)
        self.end_flow()
        while self.waiting:
            key, note = self.waiting.popleft()
            with self.writer.note(key), self.apart():
                self.in_note = True
                self.note_label = "" if key in self.told else self.notes.labels.get(key, "")
                self.note_label = take_label(note, self.notes.labels.get(key, "")) or self.note_label
                self.inner(note)
                self.note_label = ""

    def write(self, element: Element) -> None:
        """An element, without what follows it."""
        name = name_of(element)
        if element in self.notes.keys:
            self._note(element)
        elif name in LEFT_OUT or not name:
            self.writer.leave_out(LEFT_OUT.get(name, "parts in other vocabularies, such as formulas and drawings"))
        elif element in self.notes.backs:
            self._back(element)
        elif is_other(spoken := element.get(XML_LANG, ""), self.language):
            self._write_foreign(element, name, spoken)
        else:
            self._handler(element, name)(element)
        for key in self.notes.anchors.get(element, ()):
            self.call(key)

    def _write_foreign(self, element: Element, name: str, language: str) -> None:
        """An element in another language than that around it."""
        before, self.language = self.language, language
        if self.held or self.paragraph:
            self.begin()
        with self.writer.inline("language", language):
            self._handler(element, name)(element)
        self.language = before

    def inner(self, element: Element) -> None:
        """All that an element holds."""
        self.say(element.text or "")
        for child in children_of(element):
            self.write(child)
            self.say(child.tail or "")

    def say(self, text: str) -> None:
        """Words, in a paragraph if they stand in nothing else."""
        if self.glued:
            text = text.lstrip()
        if not text.strip():
            if text and (self.held or self.paragraph):
                self.writer.add(" ")
            return
        self.glued = False
        self.begin()
        self.last = text.rstrip()[-1]
        self.writer.add(shifted(text, self.shift)[0])

    def begin(self) -> None:
        """Whatever has to be open and to stand before the next words."""
        if not self.held and self.paragraph is None:
            self.end_flow()
            self.paragraph = ExitStack()
            self.paragraph.enter_context(self.writer.block("paragraph", self.role))
        if self.indent:
            self.writer.indent(self.indent)
        if self.note_label:
            self._print_label(self.note_label)
        self.writer.add(self.lead)
        self.indent, self.lead, self.note_label = 0, "", ""

    def end_flow(self) -> None:
        """Ends the paragraph or the verse that is open."""
        for stack in (self.paragraph, self.verse):
            if stack is not None:
                stack.close()
        self.paragraph = self.verse = None

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Blocks of their own, whatever they stand in."""
        before = self.role, self.held, self.within, self.shift, self.set_apart
        self.end_flow()
        self.role, self.held, self.within, self.shift, self.set_apart = "", 0, 0, "", []
        yield
        self.end_flow()
        self.role, self.held, self.within, self.shift, self.set_apart = before

    @contextmanager
    def in_one_line(self, kind: BlockKind, value: str = "") -> Iterator[None]:
        """A heading or a cell."""
        with self.writer.block(kind, value):
            self.held += 1
            yield
            self.held -= 1

    def _handler(self, element: Element, name: str) -> Callable[[Element], None]:
        by_name: dict[str, Callable[[Element], None]] = {
            "l": lambda line: write_line(self, line),
            "lg": lambda stanzas: write_stanzas(self, stanzas),
            "head": self._head,
            **dict.fromkeys(("pb", "lb", "cb", "gb"), self._break),
            "milestone": self._milestone,
            "choice": lambda choice: write_choice(self, choice),
            "app": lambda readings: write_apparatus(self, readings),
            "gap": lambda _: self.say("[…]"),
            "supplied": lambda words: write_enclosed(self, words, "[]"),
            "rt": lambda words: write_enclosed(self, words, "（）"),
            "ref": lambda reference: write_reference(self, reference),
            "ptr": lambda reference: write_reference(self, reference),
            "soCalled": lambda words: write_quoted(self, words),
            "stage": self._stage,
            "table": lambda table: self._list(table, write_table),
            "figure": lambda figure: write_figure(self, figure),
            **dict.fromkeys(("graphic", "binaryObject"), lambda graphic: write_graphic(self, graphic)),
        }
        if name in by_name:
            return by_name[name]
        if name in QUOTATIONS:
            return self._quotation if self._is_block(element, name) else lambda words: write_quoted(self, words)
        if name in LISTS:
            return lambda whole: self._list(whole, write_list)
        if name in ROLES or name in PARAGRAPHS:
            return self._paragraph
        if name in HOLDERS:
            return self.part
        return lambda words: write_words(self, words)

    def _is_block(self, element: Element, name: str) -> bool:
        if self.held:
            return False
        if name == "floatingText" or "block" in element.get("rend", "") or holds_blocks(element):
            return True
        parent = element.getparent()
        if self.within or parent is None:
            return not self.within
        if parent not in self.mixed:
            self.mixed[parent] = holds_words(parent)
        return not self.mixed[parent]

    # ---- blocks ----------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element) -> None:
        name = name_of(element)
        if self.held or (self.within and name not in ("p", "ab")):
            self.say(" ")
            self.inner(element)
            self.say(" ")
            return
        before, self.role = self.role, ROLES.get(name, self.role if name == "addrLine" else "")
        if name == "salute" and before == "signed":
            self.role = before
        self.within += 1
        self.end_flow()
        self.inner(element)
        self.end_flow()
        self.within -= 1
        self.role = before

    def part(self, element: Element) -> None:
        """A division, or what else holds blocks."""
        if self.held or self.within:
            self.inner(element)
            return
        before, name = self.role, name_of(element)
        self.level += name in DIVISIONS
        self.role = {"closer": "signed", "address": "dateline" if before else ""}.get(name, "")
        self.end_flow()
        self.inner(element)
        self.end_flow()
        self.level -= name in DIVISIONS
        self.role = before

    def _head(self, element: Element) -> None:
        parent = element.getparent()
        is_caption = parent is not None and name_of(parent) not in DIVISIONS | {"lg", "body", "front", "back", "text"}
        if self.held or self.in_note or is_caption:
            self._paragraph(element)
            return
        self.end_flow()
        is_lower = element.get("type") in ("sub", "subtitle") or (parent is not None and name_of(parent) == "lg")
        with self.in_one_line("heading", str(max(self.level, 1) + is_lower)):
            self.inner(element)

    def _quotation(self, element: Element) -> None:
        value = "letter" if element.get("type") in ("letter", "telegram") else ""
        with ExitStack() as stack:
            stack.enter_context(self.apart())
            if self.depth < DEEPEST:
                stack.enter_context(self.writer.block("quotation", value))
            stack.callback(self.end_flow)
            self.depth += 1
            self.inner(element)
            self.depth -= 1

    def _list(self, element: Element, write: Callable[[Scribe, Element], None]) -> None:
        """A list or a table, unless it stands in a line or is nested too deep."""
        if self.held or self.depth >= DEEPEST:
            for child in element.iterdescendants("*"):
                child.tail = f"{child.tail or ''} "
            self.inner(element)
            return
        self.depth += 1
        with self.apart():
            write(self, element)
        self.depth -= 1

    def _break(self, element: Element) -> None:
        """The beginning of a page, a column or a line of the source."""
        if name_of(element) == "pb" and (number := element.get("n", "").strip()) and not self.in_note:
            self.writer.page(number)
        if element.get("break") == "no":
            self.glued, self.writer.blank = True, False
        else:
            self.say(" ")

    def _milestone(self, element: Element) -> None:
        if is_ornament(element) and not self.held and not self.within:
            self.end_flow()
            self.writer.rule()

    def _stage(self, element: Element) -> None:
        if self.held or self.within:
            write_set_apart(self, element, "emphasis")
            return
        self.end_flow()
        write_set_apart(self, element, "emphasis")
        self.end_flow()

    def _note(self, element: Element) -> None:
        """A note to the end of all; its call here, if it is called where it stands."""
        key = self.notes.keys[element]
        if element in self.notes.inline:
            self.call(key)
            for page in element.iter("{*}pb"):
                self._break(page)
        self.waiting.append((key, element))

    def call(self, key: str) -> None:
        """The call of a note, as it is printed."""
        self.told.add(key)
        self.begin()
        with self.writer.noteref(key):
            self.writer.add(f"[{self.notes.labels[key].strip('[](). :')}]")
        self.last = ""

    def _back(self, element: Element) -> None:
        """A reference that leads from a note to its call: its sign is left out, its label is that of the note."""
        words = words_of(element)
        if words and not is_way_back(words):
            self.note_label = ""
            self.begin()
            self._print_label(words)

    def _print_label(self, label: str) -> None:
        with self.writer.label():
            self.writer.add(label)
        self.writer.add(" ")
