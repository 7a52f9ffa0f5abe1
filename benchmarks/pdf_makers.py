"""Makers of PDFs: one text with real notes, set by programs that have nothing in common, in different layouts."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from .noted_texts import Block, Note, Noted


@dataclass(frozen=True, slots=True)
class Maker:
    """A program in one layout: its name, what is special in it, whether it is there, and how it makes a PDF."""

    name: str
    layout: str
    is_there: Callable[[], bool]
    make: Callable[[Noted], bytes]


# ---- WeasyPrint ---------------------------------------------------------------------------------------------------

SHEET = """
@page { size: A5; margin: 20mm 18mm; @bottom-center { content: counter(page) }
        @top-center { content: string(title); font-size: 8pt }
        @footnote { border-top: .5pt solid; padding-top: 4pt; margin-top: 8pt } }
html { font: 10pt/1.35 "DejaVu Serif", serif; hyphens: auto; string-set: title attr(title) }
h1 { font-size: 16pt; text-align: center; break-before: page; margin: 0 0 2em }
p { margin: 0; text-indent: 1.5em; text-align: justify }
h1 + p { text-indent: 0 }
.verse { margin: 1em 0 1em 3em; text-indent: 0; text-align: left; hyphens: manual }
.break { text-align: center; text-indent: 0; margin: 1em 0 }
.note { float: footnote; font-size: 8pt; text-align: justify; footnote-display: block }
.note br { display: block }
::footnote-call { content: counter(footnote); font-size: 6.5pt; vertical-align: super; line-height: 0 }
::footnote-marker { content: counter(footnote) ". " }
"""

LAYOUTS = {
    "foot": "",
    "spaced": """@page { size: 6in 9in; @top-left { content: counter(page) }
        @top-center { content: none } @top-right { content: string(chapter); font-style: italic }
        @bottom-center { content: none } @footnote { border: none; margin-top: 2em } }
        h1 { string-set: chapter content(); font-size: 12pt; break-before: auto; margin: 2em 0 1em; text-align: left }
        p { text-indent: 0; margin-bottom: .8em; text-align: left } html { font-family: "DejaVu Sans"; hyphens: manual }
        ::footnote-marker { content: counter(footnote); font-size: 5pt; vertical-align: super; line-height: 0 }""",
    "signs": """@page { @top-center { content: none } }
        ::footnote-call { content: counter(footnote, marks); font-size: 10pt; vertical-align: baseline }
        ::footnote-marker { content: counter(footnote, marks) " " }
        @counter-style marks { system: symbolic; symbols: "*" "†" "‡" "§" }""",
    "brackets": """::footnote-call { content: "[" counter(footnote) "]"; font-size: 10pt; vertical-align: baseline }
        ::footnote-marker { content: "[" counter(footnote) "] " } h1 { break-before: auto; margin: 2em 0 }""",
    "columns": """@page { size: A4 } main { columns: 2; column-gap: 8mm } h1 { break-before: auto; font-size: 12pt;
        column-span: none; margin: 1em 0 } @page { @footnote { border-top: .5pt solid } }""",
}


def weasyprint(layout: str) -> Callable[[Noted], bytes]:
    """WeasyPrint with notes at the foot, in one of `LAYOUTS`."""

    def make(text: Noted) -> bytes:
        from weasyprint import HTML

        return bytes(HTML(string=page(text, SHEET + LAYOUTS[layout])).write_pdf())

    return make


def page(text: Noted, sheet: str) -> str:
    """The text as HTML in a style, its notes where they are called."""
    body = "\n".join(_html(block) for block in text.blocks)
    return (
        f'<html lang="en" title="{escape(text.title)}"><head><title>{escape(text.title)}</title>'
        f"<style>{sheet}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def _html(block: Block) -> str:
    words = "".join(
        f'<span class="note">{"<br>".join(map(escape, piece.paragraphs))}</span>'
        if isinstance(piece, Note)
        else escape(piece).replace("\n", "<br>")
        for piece in block.pieces
    )
    if block.kind == "heading":
        return f"<h1>{words}</h1>"
    return f'<p class="{block.kind}">{words}</p>'


# ---- LibreOffice and LaTeX, by way of pandoc ----------------------------------------------------------------------


def pandoc_path() -> str:
    """Where pandoc is, on the path or in the Python package that brings it along; empty, if it is not there."""
    if found := shutil.which("pandoc"):
        return found
    try:
        return str(importlib.import_module("pypandoc").get_pandoc_path())
    except (ImportError, OSError):
        return ""


def office(kind: str) -> Callable[[Noted], bytes]:
    """LibreOffice, of a DOCX or an ODT."""

    def make(text: Noted) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder) / f"text.{kind}"
            _pandoc(text, kind, document)
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
            subprocess.run([*command, "--outdir", folder, str(document)], check=True, capture_output=True)
            return document.with_suffix(".pdf").read_bytes()

    return make


def latex(*options: str) -> Callable[[Noted], bytes]:
    """LaTeX, with options of pandoc."""

    def make(text: Noted) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "text.tex"
            _pandoc(text, "latex", path, *options)
            for _ in range(2):
                subprocess.run(
                    ["pdflatex", "-interaction=nonstopmode", path.name], cwd=folder, check=False, capture_output=True
                )
            return path.with_suffix(".pdf").read_bytes()

    return make


def _pandoc(text: Noted, kind: str, path: Path, *options: str) -> None:
    document = {
        "pandoc-api-version": [1, 23, 1],
        "meta": {"title": {"t": "MetaInlines", "c": list(_inlines(text.title))}},
        "blocks": [_block(block) for block in text.blocks],
    }
    command = [pandoc_path(), "--from=json", f"--to={kind}", "--standalone", f"--output={path}", *options]
    subprocess.run(command, input=json.dumps(document).encode(), check=True, capture_output=True)


def _block(block: Block) -> dict[str, Any]:
    inlines = [inline for piece in block.pieces for inline in _piece(piece)]
    match block.kind:
        case "heading":
            return {"t": "Header", "c": [1, ["", [], []], inlines]}
        case "verse":
            return {"t": "BlockQuote", "c": [{"t": "Para", "c": inlines}]}
        case _:
            return {"t": "Para", "c": inlines}


def _piece(piece: str | Note) -> Iterable[dict[str, Any]]:
    if isinstance(piece, Note):
        return [{"t": "Note", "c": [{"t": "Para", "c": list(_inlines(part))} for part in piece.paragraphs]}]
    return _inlines(piece)


def _inlines(words: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(words.split("\n")):
        if number:
            yield {"t": "LineBreak"}
        for place, word in enumerate(line.split(" ")):
            if place:
                yield {"t": "Space"}
            if word:
                yield {"t": "Str", "c": word}


# ---- all of them --------------------------------------------------------------------------------------------------


def _is_office() -> bool:
    return bool(shutil.which("soffice") and pandoc_path())


def _is_latex() -> bool:
    return bool(shutil.which("pdflatex") and pandoc_path())


MAKERS = (
    Maker("WeasyPrint", "A5, indents, running head, rule over the notes", lambda: True, weasyprint("foot")),
    Maker("WeasyPrint", "6 × 9 in, blank lines, raised labels, no rule", lambda: True, weasyprint("spaced")),
    Maker("WeasyPrint", "signs: `*` to `§`, then `**` to `§§` and so on", lambda: True, weasyprint("signs")),
    Maker("WeasyPrint", "calls in brackets, not raised", lambda: True, weasyprint("brackets")),
    Maker("WeasyPrint", "A4 in two columns", lambda: True, weasyprint("columns")),
    Maker("LibreOffice", "of a DOCX", _is_office, office("docx")),
    Maker("LibreOffice", "of an ODT", _is_office, office("odt")),
    Maker("LaTeX", "article", _is_latex, latex()),
    Maker("LaTeX", "book in two columns", _is_latex, latex("-V", "documentclass=book", "-V", "classoption=twocolumn")),
)
