"""Patches of WeasyPrint, for one version; with any other, pages are made as that version makes them.

`mends` and `paragraphs` correct what is on a page; `memos`, `breaking`, `drawing` and `hyphenation` give the same pages
in less time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .vocabulary import Shelf

PATCHED = "70.0"
"""The version of WeasyPrint whose functions are replaced."""

_stock: list[tuple[Any, str, Any]] = []


def patch() -> None:
    """Replace the functions, if it is the version we know."""
    import weasyprint

    if weasyprint.VERSION == PATCHED and not _stock:
        for owner, name, function in replacements():
            _stock.append((owner, name, getattr(owner, name)))
            setattr(owner, name, function)


@contextmanager
def known_words(shelf: Shelf) -> Iterator[None]:
    """Shape no words that a shelf has, and leave there those that are shaped."""
    if not _stock:
        yield
        return
    from . import shaping

    shaping.use(shelf)
    yield
    shaping.keep()


def restore() -> None:
    """Put WeasyPrint's own functions back."""
    while _stock:
        setattr(*_stock.pop())


def replaced() -> tuple[tuple[Any, str, Any], ...]:
    """What is replaced now, with WeasyPrint's own functions."""
    return tuple(_stock)


def replacements() -> Iterator[tuple[Any, str, Any]]:
    """What is replaced: the module or class, the name, and what stands for it."""
    import pyphen
    from weasyprint import css, layout
    from weasyprint.draw import text
    from weasyprint.layout import absolute, block, column, grid, inline, page, percent, table
    from weasyprint.text import line_break

    from . import breaking, drawing, hyphenation, memos, mends, paragraphs

    yield layout.LayoutContext, "_update_footnote_area", mends.update_footnote_area
    yield inline, "split_first_line", memos.split_first_line
    yield inline, "split_inline_level", mends.split_inline_level
    yield inline, "get_next_linebox", paragraphs.get_next_linebox
    yield inline, "split_inline_box", paragraphs.split_inline_box
    yield block, "_linebox_layout", mends.linebox_layout
    yield css.ComputedStyle, "__missing__", memos.missing
    yield inline, "strut", memos.strut
    yield inline, "create_layout", drawing.create_layout
    yield line_break.Layout, "setup", memos.setup
    yield line_break, "split_first_line", breaking.split_first_line
    yield line_break.Layout, "reactivate", drawing.reactivate
    yield text, "draw_first_line", drawing.draw_first_line
    if pyphen.VERSION == hyphenation.PATCHED:
        yield pyphen.HyphDict, "__init__", hyphenation.read
    for module in (absolute, block, column, layout.float, grid, inline, page, percent, table):
        yield module, "resolve_percentages", memos.resolve_percentages
