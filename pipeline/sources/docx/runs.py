"""Runs: the words of a paragraph of a DOCX with what they look like, their links, note calls and fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from ...superscripts import Shift, shifted
from ..gallery import alternative
from ..office.fields import Field
from ..office.paragraphs import Run
from ..office.plates import TALL, Sketch
from ..office.symbols import in_font, symbol
from ..writer import Writer
from .notes import Notes
from .package import Element, R, Relation, W, children, local, number, switch, value
from .styles import Style, Styles, shift_of

_SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_WRAPPERS = frozenset(
    ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "bdo", "dir", "ruby", "rubyBase", "fldSimple")
)
_ENLARGED = 1.2
"""How much larger than the text letters are that stand out."""


_A_POINT = 12_700
"""In the units of drawings (EMU)."""


class Look(Struct, frozen=True):
    """What a run looks like: as its own properties, its style and that of its paragraph have it."""

    emphasis: bool
    strong: bool
    hidden: bool
    shift: Shift
    font: str
    is_loud: bool
    small_caps: bool = False
    language: str = ""


class Words(Struct):
    """Reads the paragraphs of one part in turn; fields may go on from one into the next.

    `found` are the runs of the paragraph in hand, `boxes` the text boxes set in it, `loud` whether each of its words
    stands out; `sign` is the note whose own sign comes next; `sketches` are the pictures in the paragraph.
    """

    styles: Styles
    notes: Notes
    writer: Writer
    relations: Mapping[str, Relation]
    closes_fields: bool
    fields: list[Field] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    found: list[Run] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    sketches: list[Sketch] = field(default_factory=list)
    loud: list[bool] = field(default_factory=list)
    sign: str = ""
    looks: dict[tuple[object, ...], Look] = field(default_factory=dict)
    rule: bool = False

    def read(self, paragraph: Element, style: Style) -> list[Run]:
        """The runs of a paragraph."""
        self.found, self.boxes, self.loud, self.sign, self.rule = [], [], [], "", False
        self.sketches = []
        self._read_all(paragraph, style)
        return self.found

    def _read_all(self, parent: Element, style: Style) -> None:
        for child in children(parent):
            name = local(child)
            if name == "r":
                self._read_run(child, style)
            elif name == "hyperlink":
                self._read_link(child, style)
            elif name in ("del", "moveFrom"):
                self._leave_out_deletion(child)
            elif name in ("oMath", "oMathPara"):
                self._read_formula(child)
            elif name in _WRAPPERS:
                self._read_wrapper(child, name, style)

    def _read_link(self, link: Element, style: Style) -> None:
        relation = self.relations.get(link.get(R + "id", ""))
        self.links.append(relation.target if relation is not None and relation.is_external else "")
        self._read_all(link, style)
        self.links.pop()

    def _read_wrapper(self, child: Element, name: str, style: Style) -> None:
        if name == "fldSimple":
            self.fields.append(Field(child.get(W + "instr", ""), is_result=True))
        self._read_all(child, style)
        if name == "fldSimple":
            self.fields.pop()

    def _leave_out_deletion(self, deletion: Element) -> None:
        if deletion.tag == W + "moveFrom":
            return
        for reference in deletion.iter(W + "footnoteReference", W + "endnoteReference"):
            self.notes.deleted.add(f"{local(reference).removesuffix('Reference')}-{reference.get(W + 'id')}")
        words = " ".join("".join(text.text or "" for text in deletion.iter(W + "delText", W + "t")).split())
        if words:
            self.writer.leave_out("tracked deletions")

    def _read_formula(self, formula: Element) -> None:
        self.writer.leave_out("the layout of formulas (their signs are kept in a row)")
        self._add("".join(text.text or "" for text in formula.iter() if local(text) == "t"), None)

    def _read_run(self, run: Element, style: Style) -> None:
        look = self._known_look(run.find(W + "rPr"), style)
        if look.hidden:
            self.writer.leave_out("stretches of hidden text")
        for child in children(run):
            name = local(child)
            if name in ("fldChar", "instrText"):
                self._read_field(child)
            elif look.hidden:
                continue
            elif reader := _READERS.get(name):
                reader(self, child, look)
            elif name in _SIGNS:
                self._add(_SIGNS[name], look)
            elif name == "ruby":
                self._read_all(child, style)

    def _known_look(self, own: Element | None, style: Style) -> Look:
        """The look of a run; most look as another of the same style did."""
        said = () if own is None else tuple((child.tag, *child.attrib.values()) for child in own)
        key = (style, bool(self._link()), said)
        if key not in self.looks:
            self.looks[key] = self._look(own, style)
        return self.looks[key]

    def _look(self, own: Element | None, style: Style) -> Look:
        if own is None:
            is_loud = self._is_loud(style, style.strong, None)
            return Look(False, False, style.hidden, style.shift, style.font, is_loud, language=style.language)
        kind = value(own, "rStyle")
        named = self.styles.by_id.get(kind, Style()) if kind else Style()
        slanted, thick = switch(own, "i"), switch(own, "b")
        strong = style.strong != named.strong if thick is None else thick
        emphasis = style.emphasis != named.emphasis if slanted is None else slanted
        align = value(own, "vertAlign")
        hidden, capitals = switch(own, "vanish"), switch(own, "smallCaps")
        return Look(
            emphasis=(emphasis != style.emphasis) or (bool(switch(own, "u")) and not self._link()),
            strong=strong and not style.strong,
            hidden=named.hidden if hidden is None else hidden,
            shift=named.shift if align is None else shift_of(align),
            font=value(own, "rFonts", "ascii") or named.font or style.font,
            is_loud=self._is_loud(style, strong, number(own, "sz")),
            small_caps=(named.small_caps if capitals is None else capitals) and not style.small_caps,
            language=value(own, "lang") or named.language or style.language,
        )

    def _is_loud(self, style: Style, strong: bool, size: int | None) -> bool:
        size, usual = size or style.size, self.styles.default.size
        return strong or (size is not None and usual is not None and size >= usual * _ENLARGED)

    def _link(self) -> str:
        if not self.links and not self.fields:
            return ""
        within = [entry.link for entry in self.fields if entry.is_result]
        return next((link for link in (*self.links[::-1], *within[::-1]) if link), "")

    def _read_field(self, mark: Element) -> None:
        kind = mark.get(W + "fldCharType", "")
        if mark.tag == W + "instrText" and self.fields:
            self.fields[-1].code += mark.text or ""
        elif kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].is_result = True
            if self.fields[-1].is_list:
                self.writer.leave_out("lists of contents or an index, by page")
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_shown(self) -> bool:
        return not self.closes_fields or all(entry.is_result and not entry.is_list for entry in self.fields)

    def _add(self, text: str, look: Look | None) -> None:
        if not text or not self._is_shown():
            return
        if look is None:
            self.found.append(Run(text))
            return
        if text.strip():
            self.loud.append(look.is_loud)
        bookmark = next((entry.note for entry in self.fields if entry.note), "")
        note = self.notes.bookmarks.get(bookmark, "")
        if note and note in self.notes.called:
            self.found.append(Run(f"[{self.notes.called[note]}]", note=note))
        elif self.sign and text.strip():
            self.notes.called[self.sign] = self.notes.signs[self.sign] = text.strip()
            self.found.append(Run(text.strip(), note=self.sign))
            self.sign = ""
        else:
            words, shift = shifted(text, look.shift)
            words = in_font(words, look.font)
            self.found.append(
                Run(words, look.emphasis, look.strong, self._link(), "", look.small_caps, shift, look.language)
            )

    def _read_text(self, text: Element, look: Look) -> None:
        self._add(text.text or "", look)

    def _read_symbol(self, sign: Element, look: Look) -> None:
        code = sign.get(W + "char", "")
        if code and all(char in "0123456789abcdefABCDEF" for char in code) and len(code) <= 6:
            self._add(symbol(sign.get(W + "font", ""), int(code, 16)), look)

    def _read_break(self, line_break: Element, look: Look) -> None:
        self._add(" " if line_break.get(W + "type") in ("page", "column") else "\n", look)

    def _read_call(self, call: Element, look: Look) -> None:
        kind = local(call).removesuffix("Reference")
        key = f"{kind}-{call.get(W + 'id')}"
        if call.get(W + "customMarkFollows", "0") in ("1", "true", "on"):
            self.sign = key
        elif self._is_shown():
            self.found.append(Run(f"[{self.notes.call(kind, key)}]", note=key))

    def _read_comment(self, comment: Element, look: Look) -> None:
        if said := self.notes.comments.get(comment.get(W + "id", "")):
            self.writer.leave_out(said)
            self.found.append(Run("", comment=said))

    def _read_drawing(self, drawing: Element, look: Look) -> None:
        described = Sketch(())
        waiting = [drawing]
        while waiting:
            element = waiting.pop()
            name = local(element)
            if name == "txbxContent":
                self.boxes.append(element)
            elif name in ("blip", "imagedata"):
                self._sketch(element, described)
            elif name in ("chart", "relIds", "OLEObject"):
                self.writer.leave_out("charts and embedded objects")
            elif any(attribute.endswith("}hr") for attribute in map(str, element.attrib)):
                self.rule = True
            else:
                described = _described(element, name, described)
                waiting += list(children(element))[::-1]

    def _sketch(self, place: Element, described: Sketch) -> None:
        """A picture of the package, or one that the document only links to."""
        key = next((key for name in ("embed", "id", "link", "pict") if (key := place.get(R + name))), "")
        relation = self.relations.get(key, Relation("", "", False))
        at = sum(len(run.text) for run in self.found)
        self.sketches.append(replace(described, names=(relation.target,), is_linked=relation.is_external, at=at))


def _described(element: Element, name: str, sketch: Sketch) -> Sketch:
    """What an element of a drawing says of the picture that comes in it."""
    if name == "anchor":
        return replace(sketch, floats=True)
    if name == "shape":
        floats = "position:absolute" in element.get("style", "").replace(" ", "")
        return replace(sketch, alt=alternative(element.get("alt"), element.get("title")), floats=floats)
    if name == "extent" and (height := element.get("cy", "")).isdecimal() and len(height) < 12:
        return replace(sketch, is_tall=int(height) >= TALL * _A_POINT)
    if name != "docPr":
        return sketch
    alt = alternative(element.get("descr"), element.get("title"))
    is_ornament = any(local(said) == "decorative" and said.get("val") in ("1", "true") for said in element.iter("*"))
    return replace(sketch, alt=alt, is_ornament=is_ornament)


_READERS: dict[str, Callable[[Words, Element, Look], None]] = {
    "t": Words._read_text,
    "sym": Words._read_symbol,
    "br": Words._read_break,
    "footnoteReference": Words._read_call,
    "endnoteReference": Words._read_call,
    "commentReference": Words._read_comment,
    "drawing": Words._read_drawing,
    "pict": Words._read_drawing,
    "object": Words._read_drawing,
}
