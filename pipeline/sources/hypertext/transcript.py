"""Transcript: the tree that is left is told to the writer, element by element, without recursion.

Words that stand in no heading, cell or line of verse make a paragraph, from one beginning or end of a block to the
next, whatever elements hold them.
"""

from __future__ import annotations

from contextlib import ExitStack

from lxml import etree
from msgspec import Struct, field

from ...addresses import is_address
from ...markup import BlockKind, InlineKind
from ..languages import is_other
from ..writer import Writer
from .about import language_of
from .items import label_items
from .looks import look_of
from .pictures import is_caption
from .vocabulary import (
    ASIDE,
    FURNITURE,
    HEADINGS,
    NOTE,
    NOTEREF,
    PAGE,
    PLATE,
    STANZA,
    VERSE,
    Element,
    classes,
    has_words,
    is_block,
)

_INLINES: dict[str, InlineKind] = {
    "i": "emphasis",
    "em": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "b": "strong",
    "strong": "strong",
}
_SHIFTS: dict[str, InlineKind] = {"superscript": "superscript", "subscript": "subscript"}
_NOT_IN_HEADINGS = frozenset(("strong", "small-caps"))
"""What headings, and cells, have from the style of an edition."""

_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_ROLES = frozenset(("dateline", "salute", "signed"))
_DEEPEST = 8
"""Quotations, lists or emphases in each other; what is nested deeper is not told apart any more."""

_QUOTES = ("“”", "‘’")


class Transcript(Struct):
    """What is open at a point of the tree. `held` counts the headings, cells and verses that keep paragraphs out."""

    writer: Writer
    holders: list[ExitStack | None] = field(default_factory=list)
    paragraph: ExitStack | None = None
    role: str = ""
    before: str = ""
    label: str = ""
    held: int = 0
    verses: int = 0
    plain: int = 0
    depth: int = 0
    inlines: int = 0
    quotes: int = 0
    indent: int = 0
    fresh: bool = True
    languages: list[str] = field(default_factory=list)

    def write(self, root: Element) -> None:
        """Tell the writer of all that an element holds."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if event == "start":
                self._enter(element)
                self._say(element.text or "")
            else:
                self._leave(element)
                if element is not root:
                    self._say(element.tail or "")
        self._end_paragraph()

    def _enter(self, element: Element) -> None:
        stack: ExitStack | None = None
        spoken = self._enter_language(element)
        if is_block(element):
            self._part(element)
            if element.tag == ASIDE:
                self._write_aside(element)
            elif element.tag == PLATE:
                self._write_plate(element)
            else:
                stack = self._enter_block(element)
        else:
            stack = self._enter_inline(element)
        if self.verses and (indent := element.get("indent")) and self.fresh:
            self.indent = int(indent)
        if spoken is not None and stack is not None:
            spoken.push(stack)
        self.holders.append(spoken or stack)

    def _enter_language(self, element: Element) -> ExitStack | None:
        """Words in another language than those around them, blocks of them as well."""
        said = language_of(element)
        if not said or not self.languages or not is_other(said, self.languages[-1]):
            return None
        stack = ExitStack()
        stack.enter_context(self.writer.inline("language", said))
        self.languages.append(said)
        stack.callback(self.languages.pop)
        return stack

    def _leave(self, element: Element) -> None:
        stack = self.holders.pop()
        if is_block(element):
            self._part(element)
            self.role = ""
            if element.tag in {NOTE, "li"}:  # Labels whose words never came.
                self.label = self.before = ""
        if element.tag == "q":
            self.quotes -= 1
            self._say(_QUOTES[self.quotes % 2][1])
        if stack is not None:
            stack.close()

    def _part(self, element: Element) -> None:
        """The line ends where a block begins or ends."""
        if self.verses:
            self._end_line(is_stanza=element.tag == STANZA)
        elif self.held:
            self.writer.add(" ")
        else:
            self._end_paragraph()

    def _write_aside(self, element: Element) -> None:
        """Furniture of the site; where it would part a line or a poem it is counted alone."""
        words = element.get("words", "")
        if self.held:
            self.writer.leave_out(FURNITURE, len(words.split()))
        else:
            self.writer.furniture(words.split("\n"))

    def _write_plate(self, plate: Element) -> None:
        is_ornament = "ornament" in plate.attrib
        with self.writer.figure(plate.get("alt", ""), plate.get("file", ""), is_ornament=is_ornament):
            pass

    def _enter_block(self, element: Element) -> ExitStack | None:
        stack = ExitStack()
        name = str(element.tag)
        said = classes(element)
        if self.held:
            return None
        if name in HEADINGS:
            return self._hold(stack, "heading", name[1:])
        if name in {VERSE, "pre"}:
            self.verses += 1
            stack.callback(self._end_verse)
            self.plain += name == "pre"
            return self._hold(stack, "verse")
        if name in {"td", "th"}:
            return self._hold(stack, "cell")
        if name == "tr":
            is_head = all(cell.tag == "th" for cell in element) or element.getparent().tag == "thead"  # type: ignore[union-attr]
            stack.enter_context(self.writer.block("row", "head" if is_head else ""))
        elif name == "table":
            stack.enter_context(self.writer.block("table"))
        elif name == NOTE:
            stack.enter_context(self.writer.note(element.get("key", "")))
            self.label = element.get("label", "")
        elif name == "hr":
            self.writer.rule()
        else:
            self._enter_part(element, stack)
        if len(said & _ROLES) == 1:
            (self.role,) = said & _ROLES
        return stack

    def _enter_part(self, element: Element, stack: ExitStack) -> None:
        """A quotation, a figure, a list or an item of one, unless they are nested too deep."""
        name = element.tag
        parent = element.getparent()
        kind: BlockKind | None = None
        if name == "blockquote" or "blockquot" in classes(element):
            kind = "quotation"
        elif name == "figure" and ("lost" in element.attrib or ("pictured" in element.attrib and is_caption(element))):
            kind = "figure"
        elif name in _LISTS and next(element.iterchildren("li"), None) is not None:
            kind = "list"
        elif name == "li" and parent is not None and "listed" in parent.attrib:
            kind = "item"
            self.before += element.get("label", "")
        if kind is None or (self.depth >= _DEEPEST and kind != "item"):
            return
        if kind == "list":
            label_items(element)
            element.set("listed", "")
        if kind != "item":
            self.depth += 1
            stack.callback(self._rise)
        if kind == "figure":
            stack.enter_context(self.writer.figure(element.get("pictured", ""), element.get("file", "")))
            return
        value = "letter" if kind == "quotation" and "letter" in classes(element) else ""
        stack.enter_context(self.writer.block(kind, value))

    def _leave_inline(self) -> None:
        self.inlines -= 1

    def _rise(self) -> None:
        self.depth -= 1

    def _hold(self, stack: ExitStack, kind: BlockKind, value: str = "") -> ExitStack:
        self.held += 1
        self.fresh = True
        stack.callback(self._release)
        stack.enter_context(self.writer.block(kind, value))
        return stack

    def _release(self) -> None:
        self.held -= 1

    def _end_verse(self) -> None:
        self.verses -= 1
        self.plain = max(0, self.plain - 1) if self.verses == 0 else self.plain
        self.indent = 0

    def _enter_inline(self, element: Element) -> ExitStack | None:
        name = str(element.tag)
        if name == "br":
            self._break_line()
        elif name == PAGE:
            self.writer.page(element.get("label", ""))
        elif name == NOTEREF:
            stack = ExitStack()
            self._begin_paragraph()
            self.fresh = False
            stack.enter_context(self.writer.noteref(element.get("key", "")))
            return stack
        elif name == "q":
            self._say(_QUOTES[self.quotes % 2][0])
            self.quotes += 1
        elif (marked := self._inline_of(element)) is not None:
            stack = ExitStack()
            stack.enter_context(self.writer.inline(*marked))
            self.inlines += 1
            stack.callback(self._leave_inline)
            return stack
        return None

    def _inline_of(self, element: Element) -> tuple[InlineKind, str] | None:
        if self.inlines >= _DEEPEST:
            return None
        name = str(element.tag)
        if name == "a":
            href = element.get("href", "")
            return ("link", href) if is_address(href) and has_words(element) else None
        style = element.get("style", "")
        kind = _INLINES.get(name) or _SHIFTS.get(element.get("shift", "")) or look_of(style, classes(element))
        if kind in _NOT_IN_HEADINGS and self.held and not self.verses:
            return None
        return (kind, "") if kind is not None else None

    def _break_line(self) -> None:
        if self.verses:
            self._end_line(is_stanza=self.fresh)
        elif self.held:
            self.writer.end_line()
        else:
            self._end_paragraph()

    def _end_line(self, *, is_stanza: bool = False) -> None:
        if is_stanza:
            self.writer.end_block()
        elif self.writer.newlines == 0:
            self.writer.end_line()
        self.fresh, self.indent = True, 0

    def _say(self, text: str) -> None:
        """Words, each in its place."""
        if not text:
            return
        if self.plain:
            self._say_plain(text)
            return
        if self.verses:
            self._say_verse(text)
            return
        if self.fresh:
            text = text.lstrip()
        if text and (self.held or self.paragraph is not None or not text.isspace()):
            self._begin_paragraph()
            self.writer.add(text)
            self.fresh = False

    def _say_verse(self, text: str) -> None:
        if self.fresh:
            text = text.lstrip(" \t\r\n\f")
            bare = text.lstrip()
            if not bare:
                self.indent += len(text)
                return
            self.writer.indent(self.indent + len(text) - len(bare))
            text, self.fresh = bare, False
        self.writer.add(text)

    def _say_plain(self, text: str) -> None:
        """Text whose blanks and lines are kept: that of `pre`."""
        for number, line in enumerate(text.expandtabs().split("\n")):
            if number:
                self._end_line(is_stanza=self.fresh)
            if bare := line.strip():
                if self.fresh:
                    self.indent = len(line) - len(line.lstrip())
                    self._say_verse(bare + " " * line.endswith(" "))
                else:
                    self.writer.add(line)
            elif line and not self.fresh:
                self.writer.add(line)

    def _begin_paragraph(self) -> None:
        if self.held == 0 and self.paragraph is None:
            self.paragraph = ExitStack()
            self.paragraph.enter_context(self.writer.block("paragraph", self.role))
            if self.label:
                with self.writer.label():
                    self.writer.add(self.label)
                self.writer.add(" ")
            if self.before:
                self.writer.add(self.before)
            self.label = self.before = ""

    def _end_paragraph(self) -> None:
        if self.paragraph is not None:
            self.paragraph.close()
            self.paragraph = None
        self.fresh = True
