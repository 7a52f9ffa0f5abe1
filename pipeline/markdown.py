"""Markdown as an editor may write it in book.toml and its companions: a small part of CommonMark, and no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote
from markdown_it.token import Token

DEEPEST_QUOTE = 5
"""Quotations within quotations that are set as such. The parser drops what stands deeper than its own limit, 20."""

MARKDOWN = MarkdownIt("zero").enable(["blockquote", "emphasis", "escape", "link", "newline"])
"""Reads the editor's own words: paragraphs, and what is named here; all other signs are characters like any."""


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.level < DEEPEST_QUOTE and blockquote(state, start, end, silent)


MARKDOWN.block.ruler.at("blockquote", _quote, {"alt": ["paragraph", "blockquote"]})

_LEADS_OUT = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#]|$)|mailto:[^\s?@]+@[\w.-]+", re.IGNORECASE)
"""The links a book may hold: its own pages have other names in each format, and a file beside it is not shipped."""


def has_words(text: str) -> bool:
    """Whether anything of the text would be printed."""
    if "[" not in text and re.search(r"\w", text):
        return True  # Only links can hide words, and it is quick to see that there is none.
    return any(child.content.strip() or child.type == "link_open" for child in _inlines(text))


def links_nowhere(text: str) -> Iterator[str]:
    """The addresses that can't be reached from a book."""
    if "](" not in text:
        return iter(())
    hrefs = (str(child.attrs["href"]) for child in _inlines(text) if child.type == "link_open")
    return (href for href in hrefs if not _LEADS_OUT.match(href))


def _inlines(text: str) -> list[Token]:
    return [child for token in MARKDOWN.parse(text) for child in token.children or ()]
