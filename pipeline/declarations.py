"""Declarations of style sheets, judged: which take the size of type, the colours or the last word from the reader.

The rules for an EPUB of anyone's and what our own metadata claims (displayTransformability) go by the same judgement.
What concerns print alone, and what describes a font, is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import tinycss2
from tinycss2.color5 import parse_color

_ABSOLUTE = frozenset("px pt pc in cm mm q".split())
_COLOURS = frozenset({"color", "background", "background-color"})
_SIZES = frozenset({"font", "font-size", "line-height"})
_OWN = _COLOURS | _SIZES | {"font-family", "text-align", "hyphens"}
"""What belongs to the reader."""
_PRINT = re.compile(r"\s*(only\s+)?print\b", re.IGNORECASE)


def declarations(sheet: str) -> Iterator[tinycss2.ast.Declaration]:
    """Every declaration of a style sheet that may concern a screen, in order, those of nested rules among them."""
    return _of_rules(tinycss2.parse_stylesheet(sheet, True, True))


def inline_declarations(style: str) -> Iterator[tinycss2.ast.Declaration]:
    """The declarations of a style attribute."""
    return _of_rules(tinycss2.parse_blocks_contents(style, True, True))


def absolute_units(declaration: tinycss2.ast.Declaration) -> Iterator[str]:
    """The units in which a size of type is fixed, whatever the reader has chosen."""
    if declaration.lower_name in _SIZES:
        for value in declaration.value:
            if value.type == "dimension" and value.lower_unit in _ABSOLUTE:
                yield value.lower_unit


def sets_colour(declaration: tinycss2.ast.Declaration) -> bool:
    """Whether text or ground gets a colour of its own; none, the surrounding one and those of the system are not."""
    return declaration.lower_name in _COLOURS and any(_is_colour(value) for value in declaration.value)


def insists(declaration: tinycss2.ast.Declaration) -> bool:
    """Whether something that belongs to the reader is set with `!important`."""
    return bool(declaration.important) and declaration.lower_name in _OWN


def leaves_choice(sheet: str) -> bool:
    """Whether size, lines and colours stay the reader's."""
    return not any(insists(d) or sets_colour(d) or any(absolute_units(d)) for d in declarations(sheet))


def _of_rules(rules: Iterable[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.Declaration]:
    for rule in rules:
        if rule.type == "declaration":
            yield rule
        elif rule.type in {"at-rule", "qualified-rule"} and rule.content is not None and not _is_apart(rule):
            yield from _of_rules(tinycss2.parse_blocks_contents(rule.content, True, True))


def _is_apart(rule: tinycss2.ast.Node) -> bool:
    """Whether a rule is for print alone, or describes a font."""
    if rule.type != "at-rule":
        return False
    queries = tinycss2.serialize(rule.prelude).split(",")
    is_print = rule.lower_at_keyword == "media" and all(_PRINT.match(query) for query in queries)
    return is_print or rule.lower_at_keyword in {"page", "font-face"}


def _is_colour(value: tinycss2.ast.Node) -> bool:
    colour = parse_color(value)
    return colour is not None and colour != "currentcolor" and colour.alpha != 0
