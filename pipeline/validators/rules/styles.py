"""Rules for style sheets: nothing that takes a reader's own font, size or colours away."""

from __future__ import annotations

from collections.abc import Iterator

import tinycss2

from ...declarations import absolute_units, declarations, inline_declarations, insists, sets_colour
from ..finding import Fault, Rule
from ..publication import Publication

_FETCHING = frozenset({"url", "src", "image-set", "-webkit-image-set"})
"""Functions whose strings are addresses."""
Placed = Iterator[tuple[str, tinycss2.ast.Declaration]]


def _declarations(publication: Publication) -> Placed:
    """Every declaration of every style sheet, style element and style attribute, with its place."""
    for path, text in publication.sheets.items():
        yield from _of_sheet(path, text)
    for page in publication.documents.values():
        for style in page.find("//h:style"):
            yield from _of_sheet(page.path, style.text or "")
        for element in page.find("//*[@style]"):
            yield from ((page.place(element), d) for d in inline_declarations(element.get("style", "")))


def _of_sheet(path: str, text: str) -> Placed:
    return ((f"{path}:{declaration.source_line}", declaration) for declaration in declarations(text))


def _sizes(publication: Publication) -> Iterator[Fault]:
    for where, declaration in _declarations(publication):
        for unit in absolute_units(declaration):
            yield Fault(where, f"sets a size in {unit}: {_shown(declaration)}")


def _colours(publication: Publication) -> Iterator[Fault]:
    for where, declaration in _declarations(publication):
        if sets_colour(declaration):
            yield Fault(where, f"sets a colour: {_shown(declaration)}")


def _insistence(publication: Publication) -> Iterator[Fault]:
    for where, declaration in _declarations(publication):
        if insists(declaration):
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
        elif node.type == "function" and node.lower_name in _FETCHING:
            strings = (argument for argument in node.arguments if argument.type == "string")
            yield from (tinycss2.ast.URLToken(s.source_line, s.source_column, s.value, "") for s in strings)
            yield from _tokens([argument for argument in node.arguments if argument.type != "string"])
        else:
            yield from _tokens(getattr(node, "content", None) or getattr(node, "arguments", None) or [])


def _shown(declaration: tinycss2.ast.Declaration) -> str:
    return f"{declaration.name}:{tinycss2.serialize(declaration.value)}"


RULES = (
    Rule("style.size", "warning", "use em, rem or %: the reader chooses the size of type", _sizes),
    Rule("style.colour", "warning", "leave colours to the reader: dark mode turns the page, not your colour", _colours),
    Rule("style.insistent", "warning", "leave out !important: the reader’s own choice comes first", _insistence),
    Rule("style.remote", "error", "put it into the book: readers may have no network", _remote),
)
