"""A book for XeLaTeX, for the benchmark: the same words, notes, size of page and of type."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from pipeline.document import Book, Chapter
from pipeline.styling import STYLES
from pipeline.tree import Line, paragraphs

from .typesetters import Notation

HEAD = r"""\documentclass[11pt,twoside,openany]{book}
\usepackage[paperwidth=148mm,paperheight=210mm,inner=21mm,outer=21mm,top=21mm,bottom=25.3mm]{geometry}
\usepackage{fontspec}
\setmainfont{EBGaramond12}[Path=%s/, Extension=.otf, UprightFont=*-Regular, ItalicFont=*-Italic]
\setlength{\emergencystretch}{3em}
\begin{document}
\tableofcontents
"""
ESCAPED = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
}
PASSES = 2
"""The contents have the folios of the pass before."""


def set_in_xelatex(book: Book) -> bytes:
    """The PDF of a book."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "book.tex").write_text(write_xelatex(book), "utf-8")
        for _ in range(PASSES):
            command = ["xelatex", "-interaction=batchmode", "-halt-on-error", "book.tex"]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return Path(folder, "book.pdf").read_bytes()


def write_xelatex(book: Book) -> str:
    """The source of a book."""
    fonts = STYLES / "fonts" / "eb-garamond"
    return "\n".join((HEAD % fonts, *map(_chapter, book.chapters), r"\end{document}"))


def _chapter(chapter: Chapter) -> str:
    title = _escape(chapter.settings.title)
    ends = ((p, "\\\\\n" if isinstance(p, Line) else "\n\n") for p in paragraphs(chapter.blocks))
    texts = (NOTATION.inlines(paragraph.inlines, chapter) + end for paragraph, end in ends)
    return f"\\chapter*{{{title}}}\\addcontentsline{{toc}}{{chapter}}{{{title}}}\n\n" + "".join(texts)


def _escape(text: str) -> str:
    return re.sub(r"[\\~^#$%&_{}]", lambda sign: ESCAPED[sign[0]], text)


NOTATION = Notation(r"\emph{%s}", r"\footnote{%s}", r"\par ", _escape)
