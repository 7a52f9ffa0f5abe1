"""A book as Typst, for the benchmark: the same words, notes, size of page and of type."""

from __future__ import annotations

import re

from pipeline.document import Book, Chapter
from pipeline.tree import Line, paragraphs

from .typesetters import Notation

HEAD = """\
#set document(title: "A book")
#set page(width: 148mm, height: 210mm, margin: (x: 21mm, top: 21mm, bottom: 25.3mm), numbering: "1",
  header: context { if calc.odd(here().page()) [_Chapter_] else [A book] })
#set text(font: "EB Garamond", size: 11pt, lang: "en", hyphenate: true)
#set par(justify: true, first-line-indent: 1.2em, leading: 0.55em, spacing: 0.55em)
#show heading.where(level: 1): it => { pagebreak(weak: true); it }
#outline()
"""


def write_typst(book: Book) -> str:
    """The source of a book."""
    return HEAD + "\n".join(_chapter(chapter) for chapter in book.chapters)


def _chapter(chapter: Chapter) -> str:
    ends = ((p, "\\\n" if isinstance(p, Line) else "\n") for p in paragraphs(chapter.blocks))
    texts = (NOTATION.inlines(paragraph.inlines, chapter) + end for paragraph, end in ends)
    return "\n".join((f"= {_escape(chapter.settings.title)}\n", *texts))


def _escape(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~/=+\-'\"])", r"\\\1", text)


NOTATION = Notation("#emph[%s];", "#footnote[%s];", "\n\n", _escape)
