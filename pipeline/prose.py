"""The edition's own words: Markdown from book.toml and its companions, or plain sentences of ours, as blocks.

No letter that the editor typed is lost: what `markdown.MARKDOWN` does not read stays as it is.
"""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from .markdown import MARKDOWN
from .tree import Block, Emph, Inline, Link, Para, Quote, Str, Strong, paragraphs

_UNMARKED = re.compile(r"[^\W\d_](?:[^*_\[\]<>&`!\\\n\r]*[^*_\[\]<>&`!\\\s])?")
"""A line that Markdown leaves as it is: most definitions of a glossary are one."""


def read_prose(text: str) -> tuple[Block, ...]:
    """Paragraphs and quotations with emphasis and links; anything else of Markdown stays as typed.

    The title of a link, which paper can't show on demand, follows it in brackets.
    """
    if _UNMARKED.fullmatch(text):
        return (Para((Str(text),)),)
    return _blocks(SyntaxTreeNode(MARKDOWN.parse(text)).children)


def read_phrase(text: str) -> tuple[Inline, ...]:
    """Inlines of one or more paragraphs, those of quotations among them, run on."""
    inlines: list[Inline] = []
    for paragraph in paragraphs(read_prose(text)):
        inlines += ((Str(" "),) if inlines else ()) + paragraph.inlines
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
                inlines += _link(node)
            case "softbreak" | "hardbreak":
                inlines.append(Str(" "))
            case _ if node.content:
                inlines.append(Str(node.content))
    return tuple(inlines)


def _link(node: SyntaxTreeNode) -> tuple[Inline, ...]:
    """A link, with its address for words if it has none."""
    href, title = str(node.attrs["href"]), node.attrs.get("title")
    link = Link(_inlines(node.children) or (Str(href),), href)
    return (link, Str(f" ({title})")) if title else (link,)
