"""Rendering: the tree, leaf by leaf, as XHTML. Every kind of block and inline is answered for in one `match`.

Words are escaped where they come from the tree; what is put together of pieces that are markup already is an f-string,
which takes a sixth of the time that `Markup.format` does.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Literal

from jinja2.environment import TemplateModule
from markupsafe import Markup, escape
from msgspec import Struct, field
from msgspec.structs import replace

from .anchors import TITLE_PAGE, Anchor, Anchors, Passage
from .document import Book, Chapter, Note, Term
from .identifier import print_identifier
from .jinja import make_environment
from .markup import UNDESCRIBED
from .outline import goes_on
from .pagination import Pagination, page_id
from .scripts import direction_of, part_foreign, script_of
from .tree import (
    Block,
    Break,
    Cell,
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
    Quote,
    SmallCaps,
    Str,
    Strong,
    Subscript,
    Superscript,
    Table,
    TermRef,
    Verse,
    first_span,
    flatten,
    paragraphs,
    plain_text,
    without_pages,
)

Medium = Literal["epub", "print", "web"]

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left (the IANA registry's Suppress-Script and CLDR's script metadata)."""

DEEPEST_INDENT = 6
"""Steps by which a line of verse is set in at most; the style sheets have as many."""


_PHRASES: Mapping[type[Inline], tuple[str, str]] = {
    Emph: ("<em>", "</em>"),
    Strong: ("<strong>", "</strong>"),
    SmallCaps: ('<span class="small-caps">', "</span>"),
    Superscript: ("<sup>", "</sup>"),
    Subscript: ("<sub>", "</sub>"),
}


class Folios(Struct, frozen=True):
    """Pages of print that follow each other, and a link on one of them."""

    first: int
    last: int
    anchor: Anchor | None

    def __str__(self) -> str:
        return f"{self.first}–{self.last}" if self.last > self.first else f"{self.first}"


class Renderer(Struct, frozen=True, dict=True):
    """A book, its anchors, and the medium it is rendered for.

    `endnotes` holds the (chapter key, note key) of notes that the print medium sets at the end of their chapter;
    `folios` the pages of print that each term is used on, once they are known; `pagination` the pages of another
    edition that this one marks.
    """

    book: Book
    anchors: Anchors
    medium: Medium
    endnotes: frozenset[tuple[str, str]] = frozenset()
    folios: Mapping[str, tuple[Folios, ...]] = field(default_factory=dict)
    pagination: Pagination = field(default_factory=Pagination)

    @cached_property
    def known_notes(self) -> dict[tuple[str, str], Note]:
        """The notes by chapter and key: a book may have thousands."""
        return {(c.key, note.key): note for c in self.book.chapters for note in c.notes}

    @cached_property
    def known_terms(self) -> dict[str, Term]:
        """The entries of the glossary by key."""
        return {term.key: term for term in self.book.terms}

    @property
    def edition_lang(self) -> Markup:
        """The language attributes of the edition's own words, which are English; none in an English book."""
        is_english = self.book.manifest.book.language.lower().split("-")[0] == "en"
        return Markup("") if is_english else _lang("en")

    @property
    def book_lang(self) -> Markup:
        """The language attributes of the book's own words among the edition's; none in an English book."""
        return _lang(self.book.manifest.book.language) if self.edition_lang else Markup("")

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
        return f"#{anchor.id}" if same else f"{self.file(anchor.page)}#{anchor.id}"

    def file(self, page: str) -> str:
        """The file of a page: on the web the title page is what a folder shows."""
        if self.medium == "web":
            return "index.html" if page == TITLE_PAGE else f"{page}.html"
        return f"{page}.xhtml"

    def blocks(self, blocks: tuple[Block, ...], chapter: Chapter | None = None) -> Markup:
        """Blocks as block-level XHTML; `chapter` is where their notes and terms are looked up."""
        return Markup("\n").join(self._block(block, chapter) for block in blocks)

    def sections(self, blocks: tuple[Block, ...], chapter: Chapter) -> Markup:
        """The blocks of a chapter, each heading opening a section that holds what stands under it."""
        pieces: list[Markup] = []
        levels: list[int] = []
        before: Block | None = None
        for block in blocks:
            if isinstance(block, Heading) and not goes_on(block, before):
                while levels and levels[-1] >= block.level:
                    levels.pop()
                    pieces.append(Markup("</section>"))
                levels.append(block.level)
                pieces.append(Markup("<section>"))
            pieces.append(self._block(block, chapter))
            before = block
        pieces += [Markup("</section>")] * len(levels)
        return Markup("\n").join(pieces)

    def note_body(self, note: Note, chapter: Chapter, id: str, number: Markup, after: Markup) -> Markup:  # noqa: A002
        """The blocks of the note `id`; its number leads the first paragraph, and `after` ends the last."""
        blocks = list(self.pagination.mark(id, note.blocks)) or [Para(())]
        heads = [number + " "] + [Markup("")] * (len(blocks) - 1)
        tails = [Markup("")] * (len(blocks) - 1) + [after]
        pieces: list[Markup] = []
        for head, block, tail in zip(heads, blocks, tails, strict=True):
            if isinstance(block, Para):
                words = self.inlines(block.inlines, chapter)
                pieces.append(Markup(f"<p{_class(block.role)}{self._turn(block)}>{head}{words}{tail}</p>"))
            else:
                pieces += [Markup("<p>{}</p>").format(head)] if head else []
                pieces += [self._block(block, chapter)]
                pieces += [Markup("<p>{}</p>").format(tail)] if tail else []
        return Markup("\n").join(pieces)

    def inlines(self, inlines: tuple[Inline, ...], chapter: Chapter | None = None) -> Markup:
        """Inlines as phrasing XHTML."""
        return Markup("".join([self._inline(inline, chapter) for inline in inlines]))

    def run_in(self, blocks: tuple[Block, ...], chapter: Chapter | None = None) -> Markup:
        """Blocks as phrasing XHTML, for a note that stands inside a paragraph of print."""
        return Markup("").join(self._run_in(block, chapter) for block in blocks)

    def _block(self, block: Block, chapter: Chapter | None) -> Markup:
        match block:
            case Para():
                here, words = self._passage(block.inlines, chapter), self.inlines(block.inlines, chapter)
                turn = self._turn(block)
                return Markup(f"<p{_class(block.role)}{turn}{_id(here)}>{words}{self._permalink(here)}</p>")
            case Heading():
                return self._heading(block, chapter)
            case Quote():
                quote = Markup("<blockquote{}{}>\n{}\n</blockquote>")
                return quote.format(_class(block.kind), self._turn(block), self.blocks(block.blocks, chapter))
            case Verse():
                stanzas = (self._stanza(stanza, chapter) for stanza in block.stanzas)
                return Markup('<div class="verse"{}>\n{}\n</div>').format(self._turn(block), Markup("\n").join(stanzas))
            case ListBlock():
                items = (Markup("<li>{}</li>").format(self.blocks(item, chapter)) for item in block.items)
                whole = Markup('<ul class="list" role="list"{}>\n{}\n</ul>')
                return whole.format(self._turn(block), Markup("\n").join(items))
            case Table():
                return self._table(block, chapter)
            case Figure():
                return self._figure(block, chapter)
            case Break():
                return Markup('<hr class="break"/>')

    def _turn(self, block: Block) -> Markup:
        """The direction of a block whose paragraphs all run the other way than the book does, as an attribute."""
        found = {direction_of(plain_text(paragraph.inlines)) for paragraph in paragraphs((block,))} - {None}
        other = {"ltr": "rtl", "rtl": "ltr"}[self.direction]
        return Markup(f' dir="{other}"') if found == {other} else Markup("")

    def _heading(self, block: Heading, chapter: Chapter | None) -> Markup:
        """A heading. What names the sections of a page is no mark of a page: on screen it stands before the heading."""
        if self.medium == "print":
            label = Markup(' data-label="{}"').format(plain_text(block.inlines))
            return Markup("<h{0}{1}>{2}</h{0}>").format(block.level, label, self.inlines(block.inlines, chapter))
        here = self.heading_anchor(block, chapter)
        marks = tuple(leaf for leaf in flatten(block.inlines) if isinstance(leaf, PageBreak))
        words = self.inlines(without_pages(block.inlines), chapter)
        link = self._permalink(self._passage(block.inlines, chapter))
        heading = Markup("{0}<h{1}{2}>{3}{4}</h{1}>")
        return heading.format(self.inlines(marks, chapter), block.level, _id(here), words, link)

    def heading_anchor(self, block: Heading, chapter: Chapter | None) -> Passage | None:
        """What leads to a heading of a chapter."""
        span = first_span(block.inlines)
        return self.anchors.passages.get((chapter.key, span)) if chapter is not None and span is not None else None

    def _table(self, block: Table, chapter: Chapter | None) -> Markup:
        head, body = (block.rows[:1], block.rows[1:]) if block.head else ((), block.rows)
        parts = (("thead", "th", head), ("tbody", "td", body))
        groups = (
            Markup(f"<{group}>\n{{}}\n</{group}>").format(
                Markup("\n").join(self._row(row, tag, chapter) for row in rows)
            )
            for group, tag, rows in parts
            if rows
        )
        return Markup('<table class="table">\n{}\n</table>').format(Markup("\n").join(groups))

    def _figure(self, block: Figure, chapter: Chapter | None) -> Markup:
        caption = self.blocks(block.caption, chapter)
        art = self.book.artwork[block.picture] if block.picture is not None else None
        return macro("figure", setting=self, art=art, alt=block.alt, caption=caption, undescribed=UNDESCRIBED)

    def _stanza(self, stanza: tuple[Line, ...], chapter: Chapter | None) -> Markup:
        """A stanza as a paragraph whose lines are parted by line breaks, so that they stay lines without a style."""
        here = self._passage(tuple(inline for line in stanza for inline in line.inlines), chapter)
        lines = Markup("<br/>\n").join(self._line(line, chapter) for line in stanza)
        return Markup('<p class="stanza"{}>{}{}</p>').format(_id(here), lines, self._permalink(here))

    def _passage(self, inlines: tuple[Inline, ...], chapter: Chapter | None) -> Passage | None:
        """What the web edition has a link to, if these are its inlines; no other edition has such links."""
        if self.medium != "web" or chapter is None or (span := first_span(inlines)) is None:
            return None
        return self.anchors.passages.get((chapter.key, span))

    def _permalink(self, here: Passage | None) -> Markup:
        return macro("permalink", setting=self, here=here) if here else Markup("")

    def _line(self, line: Line, chapter: Chapter | None) -> Markup:
        indent = f" indent-{min(line.indent, DEEPEST_INDENT)}" if line.indent else ""
        return Markup(f'<span class="line{indent}">{self.inlines(line.inlines, chapter)}</span>')

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
            case Figure():
                return Markup('<span class="quote">{}</span>').format(self.run_in(block.caption, chapter))
            case Break():
                return Markup('<span class="break"></span>')

    def _inline(self, inline: Inline, chapter: Chapter | None) -> Markup:
        match inline:
            case Str():
                return self._words(inline.text, chapter)
            case Emph() | Strong() | SmallCaps() | Superscript() | Subscript():
                opening, closing = _PHRASES[type(inline)]
                return Markup(f"{opening}{self.inlines(inline.children, chapter)}{closing}")
            case Foreign():
                return self._foreign(inline, chapter)
            case Link():
                return Markup('<a href="{}">{}</a>').format(inline.href, self.inlines(inline.children, chapter))
            case NoteRef():
                assert chapter is not None
                return self._note_ref(inline, chapter)
            case PageBreak():
                return macro("page_break", id=self._page_id(inline, chapter), label=inline.label)
            case TermRef():
                assert chapter is not None
                target, here = self.anchors.terms[inline.key], self.anchors.uses[chapter.key, inline.key]
                name = here.id if inline.nth == 1 else f"{here.id}-{inline.nth}"
                words, lang = self._words(inline.child.text, chapter), self._lang_of_use(inline)
                return macro("term_ref", text=words, id=name, href=self.href(target, here.page), lang=lang)

    def _foreign(self, inline: Foreign, chapter: Chapter | None) -> Markup:
        """Words in another language; no attribute says so where it is that of the chapter, as the editor names it."""
        if chapter is None or _tongue(inline.language) == _tongue(self._language_of(chapter)):
            return self.inlines(inline.children, chapter)
        within = replace(chapter, settings=dataclasses.replace(chapter.settings, language=inline.language))
        return Markup("<span{}>{}</span>").format(_lang(inline.language), self.inlines(inline.children, within))

    def _language_of(self, chapter: Chapter) -> str:
        return chapter.settings.language or self.book.manifest.book.language

    def _page_id(self, mark: PageBreak, chapter: Chapter | None) -> str:
        """The id of a page of the source, or of one of our own print edition: a book has marks of one kind only."""
        if chapter is None or self.pagination.starts:
            return page_id(mark.label)
        return self.anchors.pages[chapter.key, mark.span].id

    def _words(self, text: str, chapter: Chapter | None) -> Markup:
        """Words of a chapter; those in letters that its language is not written in are marked as foreign."""
        if chapter is None:
            return escape(text)
        language = self._language_of(chapter)
        pieces = (
            Markup("<span{}>{}</span>").format(_lang(self._language_in(script)), piece) if script else escape(piece)
            for piece, script in part_foreign(text, language)
        )
        return Markup("".join(pieces))

    def _language_in(self, script: str) -> str:
        """The language of the book that is written in a script; of words in another, the script alone is known."""
        chapters = (chapter.settings.language for chapter in self.book.chapters)
        terms = (term.language for term in self.book.terms)
        named = (self.book.manifest.book.language, *chapters, *terms)
        return next((tag for tag in named if tag and script_of(tag) == script), f"und-{script}")

    def _lang_of_use(self, ref: TermRef) -> Markup:
        """The language of a term that stands in the text as its entry has it."""
        term = self.known_terms[ref.key]
        same = ref.child.text.casefold() == term.headword.casefold()
        return _lang(term.language) if term.language and same else Markup("")

    def _note_ref(self, ref: NoteRef, chapter: Chapter) -> Markup:
        note = self.known_notes[chapter.key, ref.key]
        anchors, here = self.anchors.notes[chapter.key, ref.key], self.anchors.calls[chapter.key, ref.span]
        missing = self.book.manifest.book.notes.missing
        if not note.blocks and missing != "explain":
            return macro("bare_number", number=anchors.number) if missing == "plain" else Markup("")
        call = macro("note_ref", number=anchors.number, id=here.id, href=self.href(anchors.note, here.page))
        if self.medium != "print" or here != anchors.calls[0]:
            return call
        return call + macro("footnote", setting=self, chapter=chapter, note=note, anchors=anchors)


def _class(name: str) -> Markup:
    """The class attribute of a block that is more than plain."""
    return Markup("") if name in {"", "text", "quotation"} else Markup(' class="{}"').format(name)


def _id(here: Passage | None) -> Markup:
    return Markup(' id="{}"').format(here.anchor.id) if here else Markup("")


def macro(name: str, **values: object) -> Markup:
    """A piece of markup that pages share, from macros.xhtml."""
    return Markup(str(getattr(_macros(), name)(**values)).strip())


@cache
def _macros() -> TemplateModule:
    return ENVIRONMENT.get_template("macros.xhtml").module


def _lang(language: str) -> Markup:
    return Markup(' lang="{0}" xml:lang="{0}"').format(language)


def _tongue(language: str) -> str:
    """What a language tag begins with: `en` of `en-GB`."""
    return language.partition("-")[0].lower()


def _long_date(date: datetime.date) -> str:
    """A date as a reader says it: `22 November 2026`."""
    return f"{date.day} {date:%B %Y}"


ENVIRONMENT = make_environment(long_date=_long_date, print_identifier=print_identifier)
