"""What is on the pages of a PDF, for the benchmark: words that no page of their chapter has, and pages that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from pipeline.document import Book, Chapter
from pipeline.tree import paragraphs, plain_text

PARTED = re.compile("[\ufffe\xad]\\s*|[-‐]\\s+")
"""A hyphen at a line end, as PDFium gives it."""

COMPOUND = re.compile(r"(?<=\w)[-‐](?=\w)")
"""A hyphen within a word."""

HYPHENS = "\ufffe\xad-‐"


@cache
def page_texts(path: Path) -> tuple[str, ...]:
    """The text of each page."""
    return tuple(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a book that are on no page, on one of another chapter alone, or not inside their page."""

    lost: int
    elsewhere: int
    outside: int


def count_words(path: Path, book: Book) -> Words:
    """Look for the words of all chapters and their notes on the pages of each, and for such as stand outside."""
    texts, starts = page_texts(path), _starts(path)
    elsewhere = 0
    for number, chapter in enumerate(book.chapters, 1):
        first, end = starts[f"ch{number}"], starts.get(f"ch{number + 1}", len(texts))
        elsewhere += sum(_missing(_words_of(chapter), texts[first:end]).values())
    lost = lost_words(path, book)
    return Words(lost, max(elsewhere - lost, 0), sum(_outside(page) for page in pypdfium2.PdfDocument(path)))


def lost_words(path: Path, book: Book) -> int:
    """Words of a book and its notes that are on none of the pages of a file."""
    words = sum((_words_of(chapter) for chapter in book.chapters), Counter[str]())
    return sum(_missing(words, page_texts(path)).values())


def _missing(words: Counter[str], pages: Sequence[str]) -> Counter[str]:
    """Words that are not on some pages, nor parted by the end of one."""
    text = " ".join(pages)
    lost = words - (_words(text) | _words(re.sub(f"[{HYPHENS}]", " ", text)))
    return Counter(word for word in lost.elements() if not any(_is_parted(word, a, b) for a, b in pairwise(pages)))


def _outside(page: Any) -> int:
    """How many runs of text of a page are not inside it."""
    text, (width, height) = page.get_textpage(), page.get_size()
    sides = (text.get_rect(number) for number in range(text.count_rects()))
    return sum(left < 0 or bottom < 0 or right > width or top > height for left, bottom, right, top in sides)


def pages_alike(one: Path, other: Path) -> int:
    """The pages of a file whose words, without folios, are those of a page of another."""
    ours, theirs = (
        Counter(" ".join(re.findall(r"[^\W\d]+", PARTED.sub("", text))) for text in page_texts(path))
        for path in (one, other)
    )
    return sum((ours & theirs).values())


def _starts(path: Path) -> dict[str, int]:
    """The page, from 0, on which each named place stands."""
    with pikepdf.open(path) as pdf:
        numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages)}
        names = list(pdf.Root.Names.Dests.Names)
        pairs = ((str(names[n]), names[n + 1]) for n in range(0, len(names), 2))
        return {name: numbers[place[0].objgen] for name, place in pairs}


def _words_of(chapter: Chapter) -> Counter[str]:
    parts = (chapter.blocks, *(note.blocks for note in chapter.notes))
    return _words(" ".join(plain_text(p.inlines) for blocks in parts for p in paragraphs(blocks)))


def _words(text: str) -> Counter[str]:
    """Runs of three letters and more; digits may be calls of notes. Hyphens are left out as a line end leaves them."""
    return Counter(re.findall(r"[^\W\d_]{3,}", COMPOUND.sub("", PARTED.sub("", text))))


def _is_parted(word: str, page: str, following: str) -> bool:
    """Whether a word is parted on one page and goes on at the beginning of a line of the next,
    which PDFium may take for the rest of the line before it.
    """
    page = COMPOUND.sub("", page)
    starts = [
        line.strip() for text in (following, COMPOUND.sub("", following)) for line in re.split(f"[\n{HYPHENS}]", text)
    ]
    parts = ((word[:n], word[n:]) for n in range(2, len(word)))
    return any(
        any(f"{begun}{hyphen}" in page for hyphen in HYPHENS) and any(line.startswith(rest) for line in starts)
        for begun, rest in parts
    )
