"""Styles: what an ODT says of paragraphs and words by style; those it makes as one goes count as looks of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from ...superscripts import Shift
from ..office.paragraphs import Form
from ..office.style_names import Role, form_of, heading_level, role_of
from .names import Element, count, said, tag

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|pc)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, None: 0.0}
_BOLD = frozenset({"bold", "600", "700", "800", "900"})


class Style(Struct, frozen=True):
    """What a style and those it is based on come to; None where none of them says anything.

    `base` and `is_bold` are what the nearest style that has been given a name says of emphasis and weight. Lengths are
    in points; `level` is of a heading from 1, or 0; `is_ruled` says that a line is drawn under the paragraph.
    """

    level: int = 0
    form: Form = "paragraph"
    role: Role = ""
    emphasis: bool | None = None
    base: bool = False
    is_bold: bool = False
    strong: bool | None = None
    shift: Shift | None = None
    small_caps: bool | None = None
    language: str = ""
    hidden: bool = False
    font: str = ""
    size: float | None = None
    left: float = 0.0
    is_hanging: bool = False
    is_ruled: bool = False


class Styles(Struct, frozen=True):
    """The styles of paragraphs and of words by name, and the language and the letters’ size of the document."""

    paragraphs: Mapping[str, Style]
    words: Mapping[str, Style]
    language: str = ""
    size: float = 12.0

    def of(self, name: str) -> Style:
        """The style of a paragraph; one that is not there says nothing, but its name may."""
        return self.paragraphs.get(name) or Style(heading_level(name) or 0, form_of(name) or "paragraph", role_of(name))


def read_styles(roots: list[Element]) -> Styles:
    """The styles of content.xml and styles.xml."""
    listed: dict[tuple[str, str], Element] = {}
    automatic: set[tuple[str, str]] = set()
    defaults: dict[str, Element] = {}
    for root in roots:
        for entry in root.iter(tag("style:default-style")):
            defaults.setdefault(said(entry, "style:family"), entry)
        for entry in root.iter(tag("style:style")):
            key = (said(entry, "style:family"), said(entry, "style:name"))
            parent = entry.getparent()
            if key not in listed and parent is not None and parent.tag == tag("office:automatic-styles"):
                automatic.add(key)
            listed.setdefault(key, entry)
    made = {key: _style(list(_chain(key, listed)), key[0], automatic, defaults.get(key[0])) for key in listed}
    usual = defaults.get("paragraph")
    standard = made.get(("paragraph", "Standard"), Style())
    return Styles(
        {name: style for (family, name), style in made.items() if family == "paragraph"},
        {name: style for (family, name), style in made.items() if family == "text"},
        _language([entry for entry in (listed.get(("paragraph", "Standard")), usual) if entry is not None]),
        standard.size or 12.0,
    )


def _chain(key: tuple[str, str], listed: Mapping[tuple[str, str], Element]) -> Iterator[Element]:
    """A style, the one it is based on, and so on; none twice."""
    seen: set[tuple[str, str]] = set()
    while key in listed and key not in seen:
        seen.add(key)
        yield listed[key]
        key = (key[0], said(listed[key], "style:parent-style-name"))


def _style(chain: list[Element], family: str, automatic: set[tuple[str, str]], default: Element | None) -> Style:
    named = [link for link in chain if (family, said(link, "style:name")) not in automatic]
    names = [name for link in named for name in (said(link, "style:display-name"), said(link, "style:name")) if name]
    links = [*chain, *([default] if default is not None else [])]
    roles = [role for name in names if (role := role_of(name))]
    outlines = [depth for link in chain if (depth := count(link, "style:default-outline-level", 0, 10))]
    levels = [*outlines, *(level for name in names if (level := heading_level(name)))]
    return Style(
        level=levels[0] if levels and "contents" not in roles[:1] else 0,
        form=next((form for name in names if (form := form_of(name))), "paragraph"),
        role=roles[0] if roles else "",
        emphasis=_slanted(links),
        base=bool(_slanted([*named, *([default] if default is not None else [])])),
        is_bold=bool(_thick([*named, *([default] if default is not None else [])])),
        strong=_thick(links),
        shift=_shift(_first(links, "text", "style:text-position")),
        small_caps=None if not (variant := _first(links, "text", "fo:font-variant")) else variant == "small-caps",
        language=_language(links),
        hidden=_first(links, "text", "text:display") == "none",
        font=(_first(links, "text", "style:font-name") or _first(links, "text", "fo:font-family")).strip("'"),
        size=_size(links),
        left=length(_first(links, "paragraph", "fo:margin-left")) or 0.0,
        is_hanging=(length(_first(links, "paragraph", "fo:text-indent")) or 0.0) < 0,
        is_ruled=_first(links, "paragraph", "fo:border-bottom") not in ("", "none"),
    )


def _slanted(links: list[Element]) -> bool | None:
    """Whether words are set in italics, or underlined, or nothing is said."""
    slant = _first(links, "text", "fo:font-style")
    line = _first(links, "text", "style:text-underline-style")
    if not slant and not line:
        return None
    return slant in ("italic", "oblique") or line not in ("", "none")


def _thick(links: list[Element]) -> bool | None:
    """Whether words are set bold, or nothing is said."""
    weight = _first(links, "text", "fo:font-weight")
    return weight in _BOLD if weight else None


def _size(links: list[Element]) -> float | None:
    """The size of the letters, if it is not said in relation to something else."""
    return length(_first(links, "text", "fo:font-size"))


def _shift(place: str) -> Shift | None:
    """Where words stand whose place is said in so many words, or in hundredths of their height."""
    if not place:
        return None
    first = place.split()[0]
    if first == "super" or (first.endswith("%") and not first.startswith(("-", "0%"))):
        return "superscript"
    return "subscript" if first == "sub" or first.startswith("-") else ""


def _first(links: list[Element], what: str, name: str) -> str:
    """What the nearest of some styles says that says anything."""
    for link in links:
        properties = link.find(tag(f"style:{what}-properties"))
        if properties is not None and (found := said(properties, name)):
            return found
    return ""


def length(text: str) -> float | None:
    """A length in points, or nothing if it is none.

    >>> length("0.5in"), length("12pt"), length("110%"), length("")
    (36.0, 12.0, None, None)
    """
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _POINTS[found[2]] if found else None


def _language(links: list[Element]) -> str:
    language, country = _first(links, "text", "fo:language"), _first(links, "text", "fo:country")
    if language in ("", "none", "zxx"):
        return ""
    return f"{language}-{country}" if country not in ("", "none") else language
