"""Words: the words of a paragraph of an ODT with what they look like, their links and note calls."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from msgspec import Struct, field
from msgspec.structs import replace

from ...superscripts import Shift, shifted
from ..gallery import alternative
from ..office.paragraphs import Run, comment_of
from ..office.plates import TALL, Sketch
from ..office.symbols import in_font
from ..writer import Writer
from .names import Element, count, name_of, said, tag
from .styles import Style, Styles, length

_WHITE = re.compile(r"[ \t\r\n]+")
_ENLARGED = 1.2
"""How much larger than the text letters are that stand out."""

_MOST_BLANKS = 100
_SILENT = frozenset(
    "office:annotation-end text:ruby-text text:change text:change-start text:change-end text:bookmark text:number "
    "text:soft-page-break text:hidden-paragraph draw:a".split()
)
"""What says nothing, or nothing that is to be read here."""


class Look(Struct, frozen=True):
    """What words look like; `emphasis` is beyond what their paragraph has by the name of its style."""

    emphasis: bool = False
    is_bold: bool = False
    shift: Shift = ""
    hidden: bool = False
    font: str = ""
    size: float | None = None
    link: str = ""
    small_caps: bool = False
    language: str = ""


class Words(Struct):
    """Reads the paragraphs of a document in turn.

    `found` are the runs of the paragraph in hand, `boxes` the text boxes set in it, `sketches` its pictures, `loud`
    whether each of its words stands out; `base` and `bold` whether its style makes them stand out anyway. `notes` are
    the notes called so far by key, and `labels` what is printed for each.
    """

    styles: Styles
    writer: Writer
    labels: dict[str, str]
    notes: dict[str, Element] = field(default_factory=dict)
    found: list[Run] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    sketches: list[Sketch] = field(default_factory=list)
    loud: list[bool] = field(default_factory=list)
    base: bool = False
    bold: bool = False

    def read(self, paragraph: Element, style: Style) -> list[Run]:
        """The runs of a paragraph."""
        self.found, self.boxes, self.sketches, self.loud = [], [], [], []
        self.base, self.bold = style.base, style.is_bold
        look = Look(
            emphasis=bool(style.emphasis) != style.base,
            is_bold=bool(style.strong),
            hidden=style.hidden,
            font=style.font,
            size=style.size,
            language=style.language,
        )
        self._read_all(paragraph, look)
        return self.found

    def _read_all(self, parent: Element, look: Look) -> None:
        self._add(_WHITE.sub(" ", parent.text or ""), look)
        for child in parent:
            name = name_of(child)
            if reader := _READERS.get(name):
                reader(self, child, look)
            elif name.startswith("draw:"):
                self._read_drawing(child)
            elif name and name not in _SILENT:
                self._read_all(child, look)
            self._add(_WHITE.sub(" ", child.tail or ""), look)

    def _add(self, text: str, look: Look) -> None:
        if not text:
            return
        if look.hidden:
            if text.strip():
                self.writer.leave_out("stretches of hidden text")
            return
        if text.strip():
            is_large = look.size is not None and look.size >= self.styles.size * _ENLARGED
            self.loud.append(look.is_bold or is_large)
        words, shift = shifted(text, look.shift)
        words, is_bold = in_font(words, look.font), look.is_bold and not self.bold
        self.found.append(Run(words, look.emphasis, is_bold, look.link, "", look.small_caps, shift, look.language))

    def _read_span(self, span: Element, look: Look) -> None:
        style = self.styles.words.get(said(span, "text:style-name"), Style())
        own = Look(
            emphasis=look.emphasis if style.emphasis is None else style.emphasis != self.base,
            is_bold=look.is_bold if style.strong is None else style.strong,
            shift=look.shift if style.shift is None else style.shift,
            hidden=look.hidden or style.hidden,
            font=style.font or look.font,
            size=style.size or look.size,
            link=look.link,
            small_caps=look.small_caps if style.small_caps is None else style.small_caps,
            language=style.language or look.language,
        )
        self._read_all(span, own)

    def _read_link(self, link: Element, look: Look) -> None:
        start = len(self.found)
        self._read_all(link, look)
        href = said(link, "xlink:href")
        for number in range(start, len(self.found)):
            run = self.found[number]
            if not run.note:
                emphasis = run.emphasis and look.emphasis
                self.found[number] = replace(run, emphasis=emphasis, link="" if href.startswith("#") else href)

    def _read_note(self, note: Element, look: Look) -> None:
        key, label = note_key(note), self.labels.get(note_key(note), "")
        if look.hidden:
            self.writer.leave_out("stretches of hidden text")
            return
        self.notes[key] = note
        self.found.append(Run(label, note=key))

    def _read_note_reference(self, reference: Element, look: Look) -> None:
        key = said(reference, "text:ref-name")
        if look.shift == "superscript" and key in self.labels:
            self.found.append(Run(self.labels[key], note=key))
        else:
            self._read_all(reference, look)

    def _read_annotation(self, annotation: Element, look: Look) -> None:
        paragraphs = ("".join(map(str, paragraph.itertext())) for paragraph in annotation.iter(tag("text:p")))
        said = comment_of(annotation.findtext(tag("dc:creator")) or "", " ".join(paragraphs))
        self.writer.leave_out(said)
        self.found.append(Run("", comment=said))

    def _read_blanks(self, blanks: Element, look: Look) -> None:
        self._add(" " * count(blanks, "text:c", 1, _MOST_BLANKS), look)

    def _read_tab(self, tab: Element, look: Look) -> None:
        self._add("    ", look)

    def _read_line_break(self, line_break: Element, look: Look) -> None:
        self._add("\n", look)

    def _read_hidden(self, hidden: Element, look: Look) -> None:
        self.writer.leave_out("stretches of hidden text")

    def _read_drawing(self, drawing: Element) -> None:
        waiting = [drawing]
        while waiting:
            element = waiting.pop()
            name = name_of(element)
            if name == "draw:text-box" or (name != "draw:frame" and element.find(tag("text:p")) is not None):
                self.boxes.append(element)
            elif name == "draw:object":
                self.writer.leave_out("formulas, charts and embedded objects")
                return
            elif name.startswith("draw:") and name != "draw:image":
                is_object = element.find(tag("draw:object")) is not None
                if not is_object and element.find(tag("draw:image")) is not None:
                    at = sum(len(run.text) for run in self.found)
                    self.sketches.append(replace(_sketch(element), at=at))
                waiting += list(element.iterchildren("*"))[::-1]


def _sketch(frame: Element) -> Sketch:
    """The picture in a frame, in each of the formats that stand in it; one with a way up is not in the package."""
    hrefs = [said(image, "xlink:href") for image in frame.iterchildren(tag("draw:image"))]
    ways = [posixpath.normpath(href) if href else "" for href in hrefs]
    is_linked = ways[0].startswith(("../", "/")) or ":" in ways[0]
    alt = alternative(frame.findtext(tag("svg:title")), frame.findtext(tag("svg:desc")))
    is_ornament = any(str(key).endswith("}decorative") and is_so == "true" for key, is_so in frame.attrib.items())
    floats = said(frame, "text:anchor-type") not in ("as-char", "")
    is_tall = (length(said(frame, "svg:height")) or 0) >= TALL
    names = tuple(way.removeprefix("../") for way in ways)
    return Sketch(names, alt, is_ornament, is_linked, floats, is_tall=is_tall)


_READERS: dict[str, Callable[[Words, Element, Look], None]] = {
    "text:span": Words._read_span,
    "text:a": Words._read_link,
    "text:note": Words._read_note,
    "text:note-ref": Words._read_note_reference,
    "office:annotation": Words._read_annotation,
    "text:s": Words._read_blanks,
    "text:tab": Words._read_tab,
    "text:line-break": Words._read_line_break,
    "text:hidden-text": Words._read_hidden,
}


def note_key(note: Element) -> str:
    """What a note is called in its document."""
    return said(note, "text:id")


def labels_of(root: Element) -> dict[str, str]:
    """What is printed as the call of each note: a number in brackets, or a sign of its own.

    A note that has no id, or that of another, gets one.
    """
    labels: dict[str, str] = {}
    for note in root.iter(tag("text:note")):
        citation = note.find(tag("text:note-citation"))
        own = said(citation, "text:label") if citation is not None else ""
        if not said(note, "text:id") or said(note, "text:id") in labels:
            note.set(tag("text:id"), f"note {len(labels)}")
        printed = " ".join(((citation.text or "") if citation is not None else "").split())
        labels[note_key(note)] = own or f"[{printed or len(labels) + 1}]"
    return labels
