"""The edition's own words: Markdown from book.toml and its companions, or plain sentences of ours, as blocks."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from .document import Block, Emph, Inline, Link, Para, Quote, Str, Strong

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "heading", "list", "hr"])


def read_prose(text: str) -> tuple[Block, ...]:
    """Paragraphs and quotations with emphasis and links; anything else of Markdown stays as typed."""
    return _blocks(SyntaxTreeNode(_MARKDOWN.parse(text)).children)


def read_phrase(text: str) -> tuple[Inline, ...]:
    """Inlines of one or more paragraphs, run on."""
    inlines: list[Inline] = []
    for block in read_prose(text):
        if isinstance(block, Para):
            inlines += ((Str(" "),) if inlines else ()) + block.inlines
    return tuple(inlines)


def _blocks(nodes: list[SyntaxTreeNode]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for node in nodes:
        if node.type == "blockquote":
            blocks.append(Quote(_blocks(node.children)))
        elif node.type == "paragraph":
            blocks.append(Para(_inlines(node.children[0].children)))
    return tuple(blocks)


def _inlines(nodes: list[SyntaxTreeNode]) -> tuple[Inline, ...]:
    inlines: list[Inline] = []
    for node in nodes:
        match node.type:
            case "em":
                inlines.append(Emph(_inlines(node.children)))
            case "strong":
                inlines.append(Strong(_inlines(node.children)))
            case "link":
                inlines.append(Link(_inlines(node.children), str(node.attrs["href"])))
            case "softbreak" | "hardbreak":
                inlines.append(Str(" "))
            case _:
                inlines.append(Str(node.content))
    return tuple(inlines)
