"""Style sheets and fonts: where ours are, and whether a book’s own sheet can be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tinycss2

from .errors import ManifestError
from .queries import Place

PACKAGE = Path(__file__).parent
STYLES = next(folder for folder in (PACKAGE / "styles", PACKAGE.parent / "styles") if folder.is_dir())
"""The folder of base.css, epub.css, print.css, themes/ and fonts/: beside the package in a checkout, else inside it."""


def check_style(path: Path) -> Path:
    """The path of a book's own style sheet, if it can be used in both files as it is.

    Raises:
        ManifestError: it can't be read, is not CSS, or fetches something: pictures and fonts would not come along.
    """
    try:
        text = path.read_text("utf-8", "replace")
    except OSError as failure:
        raise ManifestError(
            f"can't read {path.name}: {failure.strerror}",
            hint="check the name and the rights of the file",
            place=path.name,
        ) from None
    for node in _nodes(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
        if node.type == "error":
            raise _style_error(path, text, node, f"not valid CSS: {node.message}", "mend it; see any guide to CSS")
        if node.type == "url" or (node.type == "function" and node.lower_name == "url"):
            hint = "leave it out: a style sheet of a book can’t bring pictures, fonts or other sheets along"
            raise _style_error(path, text, node, "url(…) fetches a file", hint)
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            raise _style_error(path, text, node, "@import fetches a file", "copy its rules into this sheet")
    return path


def _nodes(nodes: Iterable[Any]) -> Iterator[Any]:
    """Every node below, depth first."""
    for node in nodes:
        yield node
        for inside in (getattr(node, name, None) for name in ("prelude", "content", "arguments")):
            yield from _nodes(inside or ())


def _style_error(path: Path, text: str, node: Any, message: str, hint: str) -> ManifestError:
    line = text.splitlines()[node.source_line - 1] if text else ""
    place = Place(path.name, node.source_line, node.source_column, line)
    return ManifestError(message, hint=hint, place=place)
