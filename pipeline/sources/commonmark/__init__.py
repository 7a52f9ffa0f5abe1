"""Markdown: CommonMark with notes, tables, verse and front matter, as editors, static sites and pandoc write it."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from msgspec.structs import replace

from ...errors import SourceError
from ..gallery import Gallery
from ..plain import decode
from ..writer import Read, Writer
from .front_matter import split_front_matter
from .rules import make_parser
from .scribe import Scribe

_LINE_END = re.compile(r"\r\n?")


def read(raw: bytes, name: str, encoding: str | None, gallery: Gallery) -> Read:
    """The words of a Markdown text, with what its signs declare.

    Raises:
        SourceError: the bytes are no text, its front matter is no YAML, or it is nested without end.
    """
    decoded, used, guessed = decode(raw, name, encoding)
    text = _LINE_END.sub("\n", decoded.removeprefix("\ufeff"))
    about, fields, body = split_front_matter(text, name)
    about = replace(about, title=_in_words(about.title))
    found: dict[str, dict[str, dict[int, dict[str, object]]]] = {}
    writer = Writer()
    try:
        tokens = _parser().parse(body, found)
        notes = found.get("footnotes", {}).get("list", {})
        Scribe.of(writer, gallery, notes, about.language).write_all(tokens)
    except RecursionError:
        raise SourceError(
            "the signs of the file are nested too deep", hint="take out those that open and never close", place=name
        ) from None
    if fields:
        writer.leave_out("other fields of the front matter", fields)
    return replace(writer.finish(about), encoding=used, guessed=guessed)


def _in_words(title: str) -> str:
    """A title without the signs that set its words apart."""
    (inline,) = _parser().parseInline(title)
    return "".join(token.content for token in inline.children or ())


@cache
def _parser() -> MarkdownIt:
    return make_parser()
