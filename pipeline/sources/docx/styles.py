"""Styles: what a DOCX says of paragraphs and words by style, each style with all that those it is based on say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ...superscripts import Shift
from ..office.paragraphs import Form
from ..office.style_names import Role, form_of, heading_level, role_of
from .package import Element, W, number, switch, value

BODY_LEVEL = 9
"""The outline level of a paragraph that is no heading; that of a heading counts from 0."""


class Style(Struct, frozen=True):
    """What a style comes to; `numbering` is the list of its paragraphs, and `size` that of its letters in half points;
    `is_ruled` says that a line is drawn under it; `left` and `right` how far it is set in, in twentieths of a point.

    `level` is of a heading, from 1, or 0 if the style makes none.
    """

    level: int = 0
    form: Form = "paragraph"
    role: Role = ""
    emphasis: bool = False
    strong: bool = False
    hidden: bool = False
    shift: Shift = ""
    small_caps: bool = False
    language: str = ""
    font: str = ""
    size: int | None = None
    numbering: tuple[str, int] | None = None
    is_ruled: bool = False
    left: int = 0
    right: int = 0


class Styles(Struct, frozen=True):
    """The styles of a document by id, the one that paragraphs have unsaid, and its language."""

    by_id: Mapping[str, Style]
    default: Style = Style()
    language: str = ""

    def of(self, style: str | None) -> Style:
        """The style of this id; one that is not there says nothing, but its id may."""
        if style is None:
            return self.default
        return self.by_id.get(style) or Style(heading_level(style) or 0, form_of(style) or "paragraph", role_of(style))


def read_styles(root: Element | None) -> Styles:
    """The styles of styles.xml."""
    if root is None:
        return Styles({})
    listed = {style.get(W + "styleId", ""): style for style in root.iterchildren(W + "style")}
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    styles = {name: _style(list(_chain(style, listed)), defaults) for name, style in listed.items()}
    usual = [n for n, s in listed.items() if s.get(W + "default") in ("1", "true") and s.get(W + "type") == "paragraph"]
    default = styles[usual[0]] if usual else Style()
    spoken = [value(listed[name].find(W + "rPr"), "lang") for name in usual]
    language = next((said for said in (*spoken, value(defaults, "lang")) if said), "")
    return Styles(styles, default, language)


def _chain(style: Element, listed: Mapping[str, Element]) -> Iterator[Element]:
    """A style, the one it is based on, and so on; none twice."""
    seen: set[str] = set()
    following: Element | None = style
    while following is not None and following.get(W + "styleId", "") not in seen:
        seen.add(following.get(W + "styleId", ""))
        yield following
        following = listed.get(value(following, "basedOn") or "")


def _style(chain: list[Element], defaults: Element | None) -> Style:
    words = [*(link.find(W + "rPr") for link in chain), defaults]
    shape = [link.find(W + "pPr") for link in chain]
    names = [name for link in chain for name in (value(link, "name"), link.get(W + "styleId")) if name]
    outline = next((level for pPr in shape if (level := number(pPr, "outlineLvl")) is not None), None)
    named = next((level for name in names if (level := heading_level(name))), 0)
    level = named if outline is None else outline + 1 if outline < BODY_LEVEL else 0
    roles: list[Role] = [role for name in names if (role := role_of(name))]
    return Style(
        level=0 if "contents" in roles[:1] else level,
        form=next((form for name in names if (form := form_of(name))), "paragraph"),
        role=roles[0] if roles else "",
        emphasis=bool(next((on for rPr in words if (on := switch(rPr, "i")) is not None), False)),
        strong=bool(next((on for rPr in words if (on := switch(rPr, "b")) is not None), False)),
        hidden=bool(next((on for rPr in words if (on := switch(rPr, "vanish")) is not None), False)),
        shift=shift_of(next((said for rPr in words if (said := value(rPr, "vertAlign"))), "")),
        small_caps=bool(next((on for rPr in words if (on := switch(rPr, "smallCaps")) is not None), False)),
        language=next((said for rPr in words if (said := value(rPr, "lang"))), ""),
        font=next((font for rPr in words if (font := value(rPr, "rFonts", "ascii"))), ""),
        size=next((size for rPr in words if (size := number(rPr, "sz")) is not None), None),
        numbering=_numbering(shape),
        left=next((side for own in shape if (side := set_in(own, "left", "start")) is not None), 0),
        right=next((side for own in shape if (side := set_in(own, "right", "end")) is not None), 0),
        is_ruled=any(own.find(f"{W}pBdr/{W}bottom") is not None for own in shape if own is not None),
    )


def shift_of(align: str) -> Shift:
    """Where words stand that are aligned so."""
    return "superscript" if align == "superscript" else "subscript" if align == "subscript" else ""


def set_in(own: Element | None, *sides: str) -> int | None:
    """How far a paragraph is set in on a side, by whatever name a document calls it; None if it is not said."""
    return next((said for side in sides if (said := number(own, "ind", side)) is not None), None)


def _numbering(shape: list[Element | None]) -> tuple[str, int] | None:
    """The list and the level that a style sets its paragraphs in."""
    numbered = [own.find(W + "numPr") for own in shape if own is not None]
    for entry in numbered:
        if (listed := value(entry, "numId")) is not None:
            levels = (number(entry, "ilvl") for entry in numbered)
            return listed, next((level for level in levels if level is not None), 0)
    return None
