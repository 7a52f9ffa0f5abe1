"""What the tests of formats share: a document read on its own, and its tree as short lines."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from pipeline.anchors import make_anchors
from pipeline.checks import check_book
from pipeline.cleaning import repair
from pipeline.document import Book, Chapter
from pipeline.footnotes import relocate
from pipeline.manifest import bare_manifest
from pipeline.proofreading.comments import in_documents
from pipeline.proofreading.passages import Corpus, read_text
from pipeline.settings import ChapterSettings
from pipeline.sources import read_source
from pipeline.structure import arrange, read_structure
from pipeline.tree import (
    Block,
    Break,
    Emph,
    Figure,
    Foreign,
    Heading,
    Inline,
    Line,
    Link,
    ListBlock,
    NoteRef,
    PageBreak,
    Para,
    Phrase,
    Quote,
    SmallCaps,
    Str,
    Strong,
    Subscript,
    Superscript,
    Table,
    TermRef,
    Verse,
)


def read_document(raw: bytes, name: str) -> Chapter:
    """A chapter from a file of any format, by the ending of its name, before the house style is set."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        repaired = repair(read_source(path, name))
    return arrange(relocate(read_structure(repaired, ChapterSettings(name, "A document"), "ch1")))


def faults(chapter: Chapter) -> list[str]:
    """What breaks an invariant of the tree."""
    book = Book(bare_manifest(Path(chapter.settings.file)), (chapter,), ())
    return list(check_book(book, make_anchors(book)))


def notes_of(chapter: Chapter) -> list[str]:
    """The notes with their labels, their blocks as `outline` has them; then those that nothing calls."""
    return [f"{note.label}: {' / '.join(outline(note.blocks))}" for note in (*chapter.notes, *chapter.orphans)]


def comments_of(chapter: Chapter) -> list[str]:
    """The queries that comments in a document come to: the word in question, and what is asked."""
    found = in_documents(Corpus((read_text(chapter),)))
    return [f"{finding.span.of(chapter.cleaned.text)}: {finding.message}" for finding in found]


def outline(blocks: Iterable[Block]) -> list[str]:
    """Blocks as lines: `p` a paragraph, `2` a heading of level 2, `q(…)` a quotation, `l(…)(…)` a list, `v` verse …

    … with `|` between lines, `||` between stanzas, `>` for each step a line is set in, `t [a,b]!` a table and its head,
    `---` a thought break, `f(…)` a figure and its caption; `/a/` is emphasis, `*a*` strong, `=a=` small capitals, `^a^`
    what stands above its line and `~a~` below it, `de:a:` another language, `<href a>` a link, `{1}` a note call, `{p.
    1}` a page.
    """
    return [_outline(block) for block in blocks]


def _outline(block: Block) -> str:
    match block:
        case Para():
            return f"{'p' if block.role == 'text' else block.role} {show(block.inlines)}"
        case Heading():
            return f"{block.level} {show(block.inlines)}"
        case Quote():
            return f"{block.kind[0]}({'; '.join(outline(block.blocks))})"
        case ListBlock():
            return "l" + "".join(f"({'; '.join(outline(item))})" for item in block.items)
        case Verse():
            return "v " + " || ".join(" | ".join(map(_line, stanza)) for stanza in block.stanzas)
        case Table():
            rows = ["[" + ",".join(show(cell.inlines) for cell in row) + "]" for row in block.rows]
            return f"t {' '.join([rows[0] + '!' * block.head, *rows[1:]])}"
        case Break():
            return "---"
        case Figure():
            return f"f({'; '.join(outline(block.caption))})" if block.caption else "f"


def _line(line: Line) -> str:
    return ">" * line.indent + show(line.inlines)


def show(inlines: Iterable[Inline]) -> str:
    """Inlines as `outline` has them."""
    return "".join(map(_show, inlines))


_SIGNS = {
    Emph: "/{1}/",
    Strong: "*{1}*",
    SmallCaps: "={1}=",
    Superscript: "^{1}^",
    Subscript: "~{1}~",
    Foreign: "{0.language}:{1}:",
    Link: "<{0.href} {1}>",
}


def _show(inline: Inline) -> str:
    match inline:
        case Str():
            return inline.text
        case TermRef():
            return inline.child.text
        case NoteRef():
            return f"{{{inline.key}}}"
        case PageBreak():
            return f"{{p. {inline.label}}}"
        case Phrase():
            return _SIGNS[type(inline)].format(inline, show(inline.children))
