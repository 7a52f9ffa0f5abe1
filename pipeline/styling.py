"""Style sheets and fonts: where ours are, and whether a book’s own sheet can be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import tinycss2

from .errors import ManifestError
from .folder import read_file
from .queries import Place

PACKAGE = Path(__file__).parent
STYLES = next(folder for folder in (PACKAGE / "styles", PACKAGE.parent / "styles") if folder.is_dir())
"""The folder of base.css, epub.css, print.css, themes/ and fonts/: beside the package in a checkout, else inside it."""

DEEPEST = 40
"""How many brackets and blocks may stand in each other; what lays out pages goes into each of them."""

_OF_PICTURES = frozenset({"image-set", "-webkit-image-set", "image", "cross-fade", "src"})
"""Functions in which a string is the address of a file (CSS Images 4, 2; CSS Values 5)."""

_RUNNING = frozenset({"running", "element"})
"""Functions that move an element into the margins of pages (CSS Generated Content for Paged Media, 1.2)."""


def read_style(path: Path, megabytes: int) -> str | None:
    """The text of a book's own style sheet, if it has one and it can be used in every edition as it is.

    A byte order mark is left out: between other sheets it would spoil the first rule.

    Raises:
        ManifestError: it can't be read, is not UTF-8, is not CSS, fetches something, since pictures and fonts would
            not come along, or moves elements into running heads, which are set apart from the text.
    """
    if (text := _read(path, megabytes)) is None:
        return None
    for depth, node in _nodes(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
        if depth > DEEPEST:
            raise _style_error(path, text, node, "this stands in too many brackets", "take some of them out")
        if node.type == "error":
            raise _style_error(path, text, node, f"not valid CSS: {node.message}", "mend it; see any guide to CSS")
        if node.type == "url" or (node.type == "function" and _fetches(node)):
            hint = "leave it out: a style sheet of a book can’t bring pictures, fonts or other sheets along"
            raise _style_error(path, text, node, f"{getattr(node, 'lower_name', 'url')}(…) fetches a file", hint)
        if node.type == "function" and node.lower_name in _RUNNING:
            hint = "let the head repeat the words: h2 { string-set: head content() } and content: string(head)"
            message = f"{node.lower_name}(…) can’t move an element into a running head"
            raise _style_error(path, text, node, message, hint)
        if _is_import(node):
            raise _style_error(path, text, node, "@import fetches a file", "copy its rules into this sheet")
    return text


def _read(path: Path, megabytes: int) -> str | None:
    try:
        return read_file(path, megabytes).decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as failure:
        raise _encoding_error(path, failure) from None
    except OSError as failure:
        raise ManifestError(
            f"can't read {path.name}: {failure.strerror}",
            hint="check the name and the rights of the file",
            place=path.name,
        ) from None


def _fetches(function: Any) -> bool:
    """Whether a function names an address: as `url(…)`, or by a string where a picture is meant."""
    if function.lower_name == "url":
        return True
    return function.lower_name in _OF_PICTURES and any(part.type == "string" for part in function.arguments)


def _is_import(node: Any) -> bool:
    """Whether a node is an `@import`, or the word for one where none may stand: not every program passes over that."""
    return "import" in (getattr(node, "lower_at_keyword", ""), node.type == "at-keyword" and node.lower_value)


def _nodes(nodes: Iterable[Any]) -> Iterator[tuple[int, Any]]:
    """Every node below, depth first, each with the number of those that it stands in."""
    waiting = [(0, iter(nodes))]
    while waiting:
        depth, here = waiting[-1]
        if (node := next(here, None)) is None:
            waiting.pop()
            continue
        yield depth, node
        inside = [getattr(node, name, None) or () for name in ("prelude", "content", "arguments")]
        waiting.append((depth + 1, chain.from_iterable(inside)))


def _encoding_error(path: Path, failure: UnicodeDecodeError) -> ManifestError:
    before = failure.object[: failure.start].decode()
    line = before.rpartition("\n")[2]
    place = Place(path.name, before.count("\n") + 1, len(line) + 1, line)
    byte = failure.object[failure.start]
    return ManifestError(f"not UTF-8: byte 0x{byte:02X} can’t stand here", hint="save it as UTF-8", place=place)


def _style_error(path: Path, text: str, node: Any, message: str, hint: str) -> ManifestError:
    line = text.splitlines()[node.source_line - 1] if text else ""
    place = Place(path.name, node.source_line, node.source_column, line)
    return ManifestError(message, hint=hint, place=place)
