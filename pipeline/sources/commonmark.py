"""Markdown: CommonMark with footnotes, tables and front matter, as editors and static sites write it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from ..markup import BlockKind, InlineKind
from .plain import decode
from .writer import Read, Writer

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin).use(front_matter_plugin)

_BLOCKS: dict[str, BlockKind] = {
    "paragraph": "paragraph",
    "blockquote": "quotation",
    "bullet_list": "list",
    "ordered_list": "list",
    "list_item": "item",
    "table": "table",
    "td": "cell",
    "th": "cell",
}
_INLINES: dict[str, InlineKind] = {"em": "emphasis", "strong": "strong"}


def read(raw: bytes, name: str, encoding: str | None) -> Read:
    """The words of a Markdown text, with what its signs declare. HTML in it is text.

    Raises:
        SourceError: the bytes are no text.
    """
    text, _, _ = decode(raw, name, encoding)
    writer = Writer()
    _write_all(writer, SyntaxTreeNode(_PARSER.parse(text)).children)
    return writer.finish()


def _write_all(writer: Writer, nodes: Iterable[SyntaxTreeNode]) -> None:
    for node in nodes:
        with _holder(writer, node):
            _write_leaf(writer, node)
            _write_all(writer, node.children)


def _holder(writer: Writer, node: SyntaxTreeNode) -> AbstractContextManager[None]:
    """What is declared of everything in a node."""
    match node.type:
        case "heading":
            return writer.block("heading", node.tag[1:])
        case "tr":
            return writer.block("row", "head" if any(cell.type == "th" for cell in node.children) else "")
        case "link":
            return writer.inline("link", str(node.attrs.get("href", "")))
        case "footnote":
            return writer.note(str(node.meta["id"]))
        case kind if kind in _BLOCKS:
            return writer.block(_BLOCKS[kind])
        case kind if kind in _INLINES:
            return writer.inline(_INLINES[kind])
        case _:
            return nullcontext()


def _write_leaf(writer: Writer, node: SyntaxTreeNode) -> None:
    match node.type:
        case "text" | "code_inline":
            writer.add(node.content)
        case "softbreak":
            writer.add(" ")
        case "hardbreak":
            writer.end_line()
        case "footnote_ref":
            with writer.noteref(str(node.meta["id"])):
                writer.add(f"[{node.meta['id'] + 1}]")
        case "hr":
            with writer.block("break"):
                writer.add("* * *")
        case "code_block" | "fence":
            with writer.block("verse"):
                for line in node.content.splitlines():
                    writer.add_line(line, len(line) - len(line.lstrip()))
        case "image":
            writer.leave_out("pictures")
