"""Rules for style sheets: nothing that takes a reader's own font, size or colours away."""

from __future__ import annotations

from collections.abc import Iterator

import tinycss2

from ..finding import Fault, Rule
from ..publication import Publication

_ABSOLUTE = frozenset("px pt pc in cm mm q".split())
_COLOURS = frozenset({"color", "background", "background-color"})
_HARMLESS = frozenset("inherit currentcolor transparent initial unset none revert canvas canvastext linktext".split())
"""Values that leave the colours to the reader."""
_SIZES = frozenset({"font", "font-size", "line-height"})
_OWN = _COLOURS | _SIZES | {"font-family", "text-align", "hyphens"}
"""What belongs to the reader."""


def _declarations(publication: Publication) -> Iterator[tuple[str, tinycss2.ast.Declaration]]:
    """Every declaration of every style sheet, style element and style attribute, with its place."""
    for path, text in publication.sheets.items():
        yield from _of_sheet(path, text)
    for page in publication.documents.values():
        for style in page.find("//h:style"):
            yield from _of_sheet(page.path, style.text or "")
        for element in page.find("//*[@style]"):
            for node in tinycss2.parse_blocks_contents(element.get("style", ""), True, True):
                if node.type == "declaration":
                    yield page.place(element), node


def _of_sheet(path: str, text: str) -> Iterator[tuple[str, tinycss2.ast.Declaration]]:
    yield from _of_rules(path, tinycss2.parse_stylesheet(text, True, True))


def _of_rules(path: str, rules: list[tinycss2.ast.Node]) -> Iterator[tuple[str, tinycss2.ast.Declaration]]:
    for rule in rules:
        if rule.type == "declaration":
            yield f"{path}:{rule.source_line}", rule
        elif rule.type == "at-rule" and (rule.lower_at_keyword == "font-face" or _is_print(rule)):
            continue
        elif rule.type in {"at-rule", "qualified-rule"} and rule.content is not None:
            yield from _of_rules(path, tinycss2.parse_blocks_contents(rule.content, True, True))


def _is_print(rule: tinycss2.ast.AtRule) -> bool:
    return rule.lower_at_keyword == "page" or "print" in tinycss2.serialize(rule.prelude)


def _sizes(publication: Publication) -> Iterator[Fault]:
    for where, declaration in _declarations(publication):
        if declaration.lower_name in _SIZES:
            for value in declaration.value:
                if value.type == "dimension" and value.lower_unit in _ABSOLUTE:
                    yield Fault(where, f"sets a size in {value.lower_unit}: {_shown(declaration)}")


def _colours(publication: Publication) -> Iterator[Fault]:
    for where, declaration in _declarations(publication):
        if declaration.lower_name in _COLOURS and any(_is_colour(value) for value in declaration.value):
            yield Fault(where, f"sets a colour: {_shown(declaration)}")


def _is_colour(value: tinycss2.ast.Node) -> bool:
    if value.type == "ident":
        return value.lower_value not in _HARMLESS
    return value.type == "hash" or (value.type == "function" and value.lower_name in {"rgb", "rgba", "hsl", "hsla"})


def _insistence(publication: Publication) -> Iterator[Fault]:
    for where, declaration in _declarations(publication):
        if declaration.important and declaration.lower_name in _OWN:
            yield Fault(where, f"insists on what is the reader’s: {_shown(declaration)}")


def _remote(publication: Publication) -> Iterator[Fault]:
    for path, text in publication.sheets.items():
        for rule in tinycss2.parse_stylesheet(text, True, True):
            imported = getattr(rule, "lower_at_keyword", "") == "import"
            for token in _tokens([*getattr(rule, "prelude", []), *(getattr(rule, "content", None) or [])]):
                if "//" in token.value[:8] and (imported or token.type == "url"):
                    yield Fault(f"{path}:{token.source_line}", f"fetches {token.value} from the network")


def _tokens(nodes: list[tinycss2.ast.Node]) -> Iterator[tinycss2.ast.Node]:
    for node in nodes:
        if node.type in {"url", "string"}:
            yield node
        elif node.type == "function" and node.lower_name == "url":
            yield from (tinycss2.ast.URLToken(n.source_line, n.source_column, n.value, "") for n in node.arguments)
        else:
            yield from _tokens(getattr(node, "content", None) or [])


def _shown(declaration: tinycss2.ast.Declaration) -> str:
    return f"{declaration.name}:{tinycss2.serialize(declaration.value)}"


RULES = (
    Rule("style.size", "warning", "use em, rem or %: the reader chooses the size of type", _sizes),
    Rule("style.colour", "warning", "leave colours to the reader: dark mode turns the page, not your colour", _colours),
    Rule("style.insistent", "warning", "leave out !important: the reader’s own choice comes first", _insistence),
    Rule("style.remote", "error", "put it into the book: readers may have no network", _remote),
)
