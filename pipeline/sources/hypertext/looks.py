"""Looks: what style sheets say of classes (italic, bold, small capitals, raised, hidden) is written at their elements.

Programs that convert books name such classes by numbers; the sheet alone says that `.c7` is italic. Only rules for one
class are read, by their form: no sheet is fetched, and none can nest or loop.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from lxml import etree

from ...markup import InlineKind
from .vocabulary import Element

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?\.(?P<name>[\w-]+)", re.IGNORECASE)
_LOOK = re.compile(
    r"(?:font-style\s*:\s*(?:italic|oblique)|font-weight\s*:\s*(?:bold|[6-9]00)|vertical-align\s*:\s*super"
    r"|font-variant(?:-caps)?\s*:\s*(?:all-)?small-caps"
    r"|display\s*:\s*none)\b",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SMALL = re.compile(r"font-variant(?:-caps)?\s*:\s*(?:all-)?small-caps", re.IGNORECASE)
_SMALL_CLASSES = frozenset(("sc", "smcap", "smcaps", "smallcap", "smallcaps", "small-cap", "small-caps"))
_LONGEST = 2_000_000
"""Characters of style sheets that are looked at."""

Looks = Mapping[str, tuple[str, str]]
"""For a class: the element it is for, or ``""`` for all, and its declarations."""


def looks_in(sheets: Iterable[str]) -> Looks:
    """What sheets say of classes.

    >>> looks_in([".c1, p.c2 { font-style: italic; margin: 0 } .c3 { color: red }"])
    {'c1': ('', 'font-style: italic'), 'c2': ('p', 'font-style: italic')}
    """
    found: dict[str, tuple[str, str]] = {}
    for selectors, declarations in _RULE.findall(_COMMENT.sub("", "\n".join(sheets)[:_LONGEST])):
        if looks := _LOOK.findall(declarations):
            for selector in selectors.split(","):
                if match := _SELECTOR.fullmatch(selector.strip()):
                    found[match["name"].lower()] = ((match["tag"] or "").lower(), "; ".join(looks))
    return found


def sheets_in(root: Element) -> list[str]:
    """The style sheets that stand in a page."""
    return ["".join(style.itertext()) for style in root.iter("style")]


def write_looks(root: Element, looks: Looks) -> None:
    """Write what the sheets say of the classes of elements into their own style."""
    if not looks:
        return
    said: dict[Element, list[str]] = defaultdict(list)
    for element in root.iter(etree.Element):
        for name in element.get("class", "").lower().split():
            tag, declarations = looks.get(name, ("?", ""))
            if tag in {"", element.tag}:
                said[element].append(declarations)
    for element, declared in said.items():
        element.set("style", "; ".join([*declared, element.get("style", "")]))


def look_of(style: str, said: frozenset[str]) -> InlineKind | None:
    """What words look like by their style, or by a class that transcribers use."""
    if _ITALIC.search(style):
        return "emphasis"
    if _BOLD.search(style):
        return "strong"
    return "small-caps" if _SMALL.search(style) or not _SMALL_CLASSES.isdisjoint(said) else None
