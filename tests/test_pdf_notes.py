"""Notes in the PDF: split over pages, never lost, in their own chapter, wherever they are called from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import count

import pypdfium2
from lxml import etree
from msgspec.structs import replace

from pipeline.anchors import make_anchors
from pipeline.document import Book, Chapter, Note
from pipeline.ledger import Span
from pipeline.outputs import book_time
from pipeline.pdf import make_pdf
from pipeline.pdf.parts import read_style
from pipeline.templating import Setting
from pipeline.tree import (
    Block,
    Cell,
    Emph,
    Heading,
    Line,
    ListBlock,
    NoteRef,
    Para,
    Quote,
    Str,
    Strong,
    Table,
    Verse,
    paragraphs,
    plain_text,
)
from pipeline.typesetting.notes import cut_notes

from .library import read_book


class Writer:
    """Writes a chapter whose words are numbered, so that each can be found on its page, and its notes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.numbers = count(1)
        self.notes: list[Note] = []
        self.place = 0

    def words(self, number: int) -> Str:
        """So many numbered words, and between them some long enough to be parted at a line end."""
        names = [f"{self.name}{next(self.numbers):04}" for _ in range(number)]
        text = " considering ".join(" ".join(names[n : n + 3]) for n in range(0, number, 3)) + ". "
        return Str(text, self.span(len(text)))

    def span(self, length: int) -> Span:
        """The next place of so many characters."""
        self.place += length
        return Span(self.place - length, self.place)

    def call(self, *blocks: Block) -> NoteRef:
        """Call a new note."""
        key = str(len(self.notes) + 1)
        self.notes.append(Note(key, key, blocks))
        return NoteRef(key, self.span(1))

    def note(self, number: int) -> NoteRef:
        """Call a new note of so many words, with emphasis in its midst."""
        third = number // 3
        return self.call(
            Para((self.words(third), Emph((self.words(third), Strong((self.words(3),)))), self.words(third)))
        )

    def chapter(self, like: Chapter, key: str, blocks: tuple[Block, ...]) -> Chapter:
        """The chapter."""
        return replace(like, key=key, blocks=blocks, notes=tuple(self.notes), orphans=(), marks=(), queries=())


@cache
def torture_book() -> Book:
    """Notes of three pages, forty on one page, and called from everything that holds words; then a short chapter."""
    like = read_book("Some words.").chapters[0]
    a, b = Writer("a"), Writer("b")
    nested = a.note(150)
    blocks = (
        Heading((a.words(2), a.note(30))),
        Para((a.words(30), a.note(700), a.words(200))),
        Quote((Para((a.words(30), a.note(90), a.words(30))),)),
        Para((a.words(90),)),
        Verse(((Line((a.words(2), a.note(60))), Line((a.words(2), a.note(9)))),)),
        ListBlock(((Para((a.words(20), a.note(90))),), (Para((a.words(20), a.note(90))),))),
        Table(
            (
                (Cell((a.words(2),)), Cell((a.words(2), a.note(45)))),
                (Cell((a.words(2), a.note(9))), Cell((a.words(1),))),
            )
        ),
        Para((a.words(40), a.call(Para((a.words(90), nested, a.words(20)))), a.words(90))),
        Para(
            (
                a.words(40),
                a.call(Para((a.words(40),)), Quote((Para((a.words(60),)),)), Para((a.words(80),))),
                a.words(60),
            )
        ),
        Para(tuple(inline for _ in range(40) for inline in (a.words(2), a.note(6)))),
        Para((a.words(200), a.note(500))),
    )
    short = (Para((b.words(30), b.note(12))),)
    chapters = (a.chapter(like, "a", blocks), b.chapter(like, "b", short))
    return replace(read_book("Some words."), chapters=chapters)


@cache
def torture_pdf() -> bytes:
    """The torture book as a file."""
    return make_pdf(torture_book(), book_time(torture_book().manifest)).content


@cache
def pages() -> tuple[str, ...]:
    """The text of each page, hyphens at line ends taken out."""
    texts = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(torture_pdf()))
    return tuple(re.sub("\ufffe\\s*", "", text) for text in texts)


def words_in(blocks: tuple[Block, ...]) -> list[str]:
    """The numbered words of blocks, in order."""
    return [word for p in paragraphs(blocks) for word in re.findall(r"[ab]\d{4}", plain_text(p.inlines))]


def streams() -> Iterator[tuple[str, list[str]]]:
    """Each text and each note, with its words."""
    for chapter in torture_book().chapters:
        yield chapter.key, words_in(chapter.blocks)
        for note in chapter.notes:
            yield f"{chapter.key} note {note.key}", words_in(note.blocks)


def test_every_word_is_on_a_page_once_and_in_order() -> None:
    places = {word: (n, m) for n, page in enumerate(pages()) for m, word in enumerate(re.findall(r"[ab]\d{4}", page))}
    found = [word for page in pages() for word in re.findall(r"[ab]\d{4}", page)]
    assert len(found) == len(set(found)) == sum(len(words) for _, words in streams())
    for name, words in streams():
        assert [places[word] for word in words] == sorted(places[word] for word in words), name


def test_every_note_stands_at_the_foot_of_pages() -> None:
    assert [page for page in pages() if "See the note at the end of the chapter" in page] == []


def test_no_note_stands_on_the_page_of_another_chapter() -> None:
    second = next(number for number, page in enumerate(pages()) if "b0001" in page)
    assert [page for page in pages()[second:] if re.search(r"a\d{4}", page)] == []


def test_notes_begin_on_the_page_of_their_call_or_on_the_next_that_has_room() -> None:
    texts = pages()
    page_of = {word: n for n, page in enumerate(texts) for word in re.findall(r"[ab]\d{4}", page)}
    late = [name for name, words in streams() if "note" in name and page_of[words[0]] - call_page(name, page_of) > 1]
    assert late == []


def call_page(name: str, page_of: dict[str, int]) -> int:
    """The page of the last word before a note's call."""
    key, _, number = name.split()
    chapter = next(c for c in torture_book().chapters if c.key == key)
    before = ""
    for blocks in (chapter.blocks, *(note.blocks for note in chapter.notes)):
        for paragraph in paragraphs(blocks):
            for inline in paragraph.inlines:
                if isinstance(inline, NoteRef) and inline.key == number:
                    return page_of[before]
                before = (re.findall(r"[ab]\d{4}", plain_text((inline,))) or [before])[-1]
    raise AssertionError(name)


def test_a_long_note_is_split_with_two_lines_on_each_side() -> None:
    texts = [page.replace("\r\n", "\n").split("\n") for page in pages()]
    for name, words in streams():
        if "note" not in name:
            continue
        lines = [[line for line in page if any(w in words for w in re.findall(r"[ab]\d{4}", line))] for page in texts]
        counts = [len(page) for page in lines if page]
        assert len(counts) == 1 or min(counts[0], counts[-1]) >= 2, f"{name}: {counts} lines"


def wide_rules() -> dict[int, bool]:
    """The pages with a rule, and whether it is as wide as the text: a run of dark points longer than any letter's."""
    found: dict[int, bool] = {}
    for number, page in enumerate(pypdfium2.PdfDocument(torture_pdf())):
        picture = page.render(scale=3).to_pil().convert("L").point(lambda shade: 255 * (shade < 200))
        rows = (picture.crop((0, y, picture.width, y + 1)).tobytes() for y in range(picture.height))
        longest = max(len(run) for row in rows for run in row.split(b"\0")) / 3
        if longest > 50:
            found[number] = longest > 200
    return found


def test_over_a_note_that_goes_on_the_rule_is_as_wide_as_the_text() -> None:
    """On a page that begins with the rest of a note, of which other words stand before, and on no other."""
    places = {word: n for n, page in enumerate(pages()) for word in re.findall(r"[ab]\d{4}", page)}
    notes = [words for name, words in streams() if "note" in name]
    with_notes = {places[word] for words in notes for word in words}
    going_on = {places[word] for words in notes for word in words if places[word] > places[words[0]]}
    assert wide_rules() == {page: page in going_on for page in with_notes}


def test_what_is_left_of_the_last_note_goes_on_at_the_head_of_pages_that_it_fills() -> None:
    last = words_in(torture_book().chapters[0].notes[-1].blocks)
    document = pypdfium2.PdfDocument(torture_pdf())
    alone = [n for n, text in enumerate(pages()) if set(re.findall(r"a\d{4}", text)) <= set(last) and last[-1] in text]
    text = document[alone[0]].get_textpage()
    found = pages()[alone[0]].index(re.findall(r"a\d{4}", pages()[alone[0]])[0])
    assert text.get_charbox(found)[3] > document[alone[0]].get_height() * 0.85
    before = document[alone[0] - 1].get_textpage()
    assert before.count_rects()
    bottoms = [before.get_rect(n)[1] for n in range(before.count_rects())]
    assert sorted(bottoms)[1] < document[alone[0]].get_height() * 0.16, "room is left on the page before"


def test_no_page_breaks_a_note_within_a_word() -> None:
    """A piece of a note that may end a page does not end in a hyphen."""
    style = read_style(Setting(torture_book(), make_anchors(torture_book()), "print"))
    text = "considerable negotiations notwithstanding representative understanding circumstances " * 60
    document = (
        f'<html lang="en"><body><p>.<span class="footnote" role="doc-footnote" id="n">{text}</span></p></body></html>'
    )
    root = etree.fromstring(cut_notes(document, style))
    pieces = ["".join(piece.itertext()) for piece in root.iter("span") if piece.get("role") == "doc-footnote"]
    assert any("-" in piece for piece in pieces)
    assert len(pieces) > 10
    assert [piece for piece in pieces if piece.endswith("-")] == []
