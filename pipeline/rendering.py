"""Rendering: the tree, leaf by leaf, as XHTML. Every kind of block and inline is answered for in one `match`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup, escape

from .anchors import Anchor, Anchors
from .document import Book, Chapter, Note
from .jinja import make_environment
from .tree import (
    Block,
    Break,
    Cell,
    Emph,
    Heading,
    Inline,
    Line,
    Link,
    ListBlock,
    NoteRef,
    PageBreak,
    Para,
    Quote,
    Str,
    Strong,
    Table,
    TermRef,
    Verse,
    paragraphs,
    plain_text,
)

Medium = Literal["epub", "print"]

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left (the IANA registry's Suppress-Script and CLDR's script metadata)."""

DEEPEST_INDENT = 6
"""Steps by which a line of verse is set in at most; the style sheets have as many."""


@dataclass(frozen=True, slots=True)
class Folios:
    """Pages of print that follow each other, and a link on one of them."""

    first: int
    last: int
    anchor: Anchor | None

    def __str__(self) -> str:
        return f"{self.first}–{self.last}" if self.last > self.first else f"{self.first}"


@dataclass(frozen=True, slots=True)
class Renderer:
    """A book, its anchors, and the medium it is rendered for.

    `endnotes` holds the (chapter key, note key) of notes that the print medium sets at the end of their chapter;
    `folios` the pages of print that each term is used on, once they are known.
    """

    book: Book
    anchors: Anchors
    medium: Medium
    endnotes: frozenset[tuple[str, str]] = frozenset()
    folios: Mapping[str, tuple[Folios, ...]] = field(default_factory=dict)

    @property
    def edition_lang(self) -> Markup:
        """The language attributes of the edition's own words, which are English; none in an English book."""
        is_english = self.book.manifest.book.language.lower().split("-")[0] == "en"
        return Markup("") if is_english else _lang("en")

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """The direction the book's language is written in."""
        return "rtl" if self.book.manifest.book.language.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"

    def lang_of(self, chapter_key: str) -> Markup:
        """The language attributes of words of a chapter; none where the chapter names no language of its own."""
        language = next(c.settings.language for c in self.book.chapters if c.key == chapter_key)
        return _lang(language) if language else Markup("")

    def lang(self, language: str | None) -> Markup:
        """The language attributes of words in a language; none where none is named."""
        return _lang(language) if language else Markup("")

    def href(self, anchor: Anchor, page: str) -> str:
        """A link to `anchor` from `page`."""
        same = self.medium == "print" or anchor.page == page
        return f"#{anchor.id}" if same else f"{anchor.page}.xhtml#{anchor.id}"

    def blocks(self, blocks: tuple[Block, ...], chapter: Chapter | None = None) -> Markup:
        """Blocks as block-level XHTML; `chapter` is where their notes and terms are looked up."""
        return Markup("\n").join(self._block(block, chapter) for block in blocks)

    def note_body(self, note: Note, chapter: Chapter, number: Markup, after: Markup) -> Markup:
        """A note's blocks; its number leads the first paragraph, and `after` ends the last."""
        blocks = list(note.blocks) or [Para(())]
        heads = [number + " "] + [Markup("")] * (len(blocks) - 1)
        tails = [Markup("")] * (len(blocks) - 1) + [after]
        pieces: list[Markup] = []
        for head, block, tail in zip(heads, blocks, tails, strict=True):
            if isinstance(block, Para):
                pieces.append(Markup("<p>{}{}{}</p>").format(head, self.inlines(block.inlines, chapter), tail))
            else:
                pieces += [Markup("<p>{}</p>").format(head)] if head else []
                pieces += [self._block(block, chapter)]
                pieces += [Markup("<p>{}</p>").format(tail)] if tail else []
        return Markup("\n").join(pieces)

    def inlines(self, inlines: tuple[Inline, ...], chapter: Chapter | None = None) -> Markup:
        """Inlines as phrasing XHTML."""
        return Markup("").join(self._inline(inline, chapter) for inline in inlines)

    def run_in(self, blocks: tuple[Block, ...], chapter: Chapter | None = None) -> Markup:
        """Blocks as phrasing XHTML, for a note that stands inside a paragraph of print."""
        return Markup("").join(self._run_in(block, chapter) for block in blocks)

    def _block(self, block: Block, chapter: Chapter | None) -> Markup:
        match block:
            case Para():
                return Markup("<p{}>{}</p>").format(_class(block.role), self.inlines(block.inlines, chapter))
            case Heading():
                label = Markup(' data-label="{}"').format(plain_text(block.inlines)) if self.medium == "print" else ""
                heading = Markup("<h{0}{1}>{2}</h{0}>")
                return heading.format(block.level, label, self.inlines(block.inlines, chapter))
            case Quote():
                quote = Markup("<blockquote{}>\n{}\n</blockquote>")
                return quote.format(_class(block.kind), self.blocks(block.blocks, chapter))
            case Verse():
                stanzas = (self._stanza(stanza, chapter) for stanza in block.stanzas)
                return Markup('<div class="verse">\n{}\n</div>').format(Markup("\n").join(stanzas))
            case ListBlock():
                items = (Markup("<li>{}</li>").format(self.blocks(item, chapter)) for item in block.items)
                return Markup('<ul class="list" role="list">\n{}\n</ul>').format(Markup("\n").join(items))
            case Table():
                rows = (
                    self._row(row, "th" if block.head and n == 0 else "td", chapter) for n, row in enumerate(block.rows)
                )
                return Markup('<table class="table">\n{}\n</table>').format(Markup("\n").join(rows))
            case Break():
                return Markup('<hr class="break"/>')

    def _stanza(self, stanza: tuple[Line, ...], chapter: Chapter | None) -> Markup:
        """A stanza as a paragraph whose lines are parted by line breaks, so that they stay lines without a style."""
        lines = (self._line(line, chapter) for line in stanza)
        return Markup('<p class="stanza">{}</p>').format(Markup("<br/>\n").join(lines))

    def _line(self, line: Line, chapter: Chapter | None) -> Markup:
        indent = f" indent-{min(line.indent, DEEPEST_INDENT)}" if line.indent else ""
        return Markup('<span class="line{}">{}</span>').format(indent, self.inlines(line.inlines, chapter))

    def _row(self, row: tuple[Cell, ...], tag: str, chapter: Chapter | None) -> Markup:
        scope = ' scope="col"' if tag == "th" else ""
        cell = Markup(f"<{tag}{scope}{{}}>{{}}</{tag}>")
        cells = (cell.format(_class("numeric" if c.numeric else ""), self.inlines(c.inlines, chapter)) for c in row)
        return Markup("<tr>{}</tr>").format(Markup("").join(cells))

    def _run_in(self, block: Block, chapter: Chapter | None) -> Markup:
        match block:
            case Para() | Heading():
                return Markup('<span class="p">{}</span>').format(self.inlines(block.inlines, chapter))
            case Quote():
                return Markup('<span class="quote">{}</span>').format(self.run_in(block.blocks, chapter))
            case Verse() | ListBlock() | Table():
                lines = (self.inlines(paragraph.inlines, chapter) for paragraph in paragraphs((block,)))
                spans = Markup(" ").join(Markup('<span class="line">{}</span>').format(line) for line in lines)
                return Markup('<span class="quote">{}</span>').format(spans)
            case Break():
                return Markup('<span class="break"></span>')

    def _inline(self, inline: Inline, chapter: Chapter | None) -> Markup:
        match inline:
            case Str():
                return escape(inline.text)
            case Emph():
                return Markup("<em>{}</em>").format(self.inlines(inline.children, chapter))
            case Strong():
                return Markup("<strong>{}</strong>").format(self.inlines(inline.children, chapter))
            case Link():
                return Markup('<a href="{}">{}</a>').format(inline.href, self.inlines(inline.children, chapter))
            case NoteRef():
                assert chapter is not None
                return self._note_ref(inline, chapter)
            case PageBreak():
                assert chapter is not None
                return macro("page_break", id=self.anchors.pages[chapter.key, inline.span].id, label=inline.label)
            case TermRef():
                assert chapter is not None
                target, here = self.anchors.terms[inline.key], self.anchors.uses[chapter.key, inline.key]
                name = here.id if inline.nth == 1 else f"{here.id}-{inline.nth}"
                return macro("term_ref", text=inline.child.text, id=name, href=self.href(target, here.page))

    def _note_ref(self, ref: NoteRef, chapter: Chapter) -> Markup:
        note = next(note for note in chapter.notes if note.key == ref.key)
        anchors, here = self.anchors.notes[chapter.key, ref.key], self.anchors.calls[chapter.key, ref.span]
        missing = self.book.manifest.book.notes.missing
        if not note.blocks and missing != "explain":
            return macro("bare_number", number=anchors.number) if missing == "plain" else Markup("")
        call = macro("note_ref", number=anchors.number, id=here.id, href=self.href(anchors.note, here.page))
        if self.medium == "epub" or here != anchors.calls[0]:
            return call
        return call + macro("footnote", setting=self, chapter=chapter, note=note, anchors=anchors)


def _class(name: str) -> Markup:
    """The class attribute of a block that is more than plain."""
    return Markup("") if name in {"", "text", "quotation"} else Markup(' class="{}"').format(name)


def macro(name: str, **values: object) -> Markup:
    """A piece of markup that pages share, from macros.xhtml."""
    module = ENVIRONMENT.get_template("macros.xhtml").module
    return Markup(str(getattr(module, name)(**values)).strip())


def _lang(language: str) -> Markup:
    return Markup(' lang="{0}" xml:lang="{0}"').format(language)


def _long_date(date: datetime.date) -> str:
    """A date as a reader says it: `22 November 2026`."""
    return f"{date.day} {date:%B %Y}"


ENVIRONMENT = make_environment(long_date=_long_date)
