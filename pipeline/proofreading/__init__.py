"""Proofreading: what an editor should look at in a text. It asks and never changes a character.

`CHAPTER_CHECKS` need to see no more than one chapter, `BOOK_CHECKS` compare the words of all; `CHECKS` are both.
"""

from __future__ import annotations

from msgspec.structs import replace

from ..cover import unshown
from ..document import Book, Chapter
from . import brackets, characters, confusions, dates, names, quotes, references, spellings, stops, words
from .check import Check
from .passages import Corpus, read_text

__all__ = ["BOOK_CHECKS", "CHAPTER_CHECKS", "CHECKS", "Check", "proofread", "proofread_book"]

CHAPTER_CHECKS = (
    Check("bracket.unclosed", "brackets that never close", brackets.unclosed),
    Check("bracket.unopened", "brackets that were never opened", brackets.unopened),
    Check("quote.unclosed", "quotations that never close", quotes.unclosed),
    Check("quote.unopened", "quotations that were never opened", quotes.unopened),
    Check("stop.missing", "full stops that are wanting", stops.missing),
    Check("word.doubled", "words that stand twice", words.doubled),
    Check("number.letter", "letters that stand for digits", words.letters_in_numbers),
    Check("date.impossible", "days that no calendar has", dates.impossible),
    Check("date.weekday", "days of the week that don’t fit their dates", dates.weekday),
    Check("date.styles", "dates in two styles that are not one day", dates.styles),
    Check("reference.note", "references to notes that are not there", references.notes),
    Check("pages.elsewhere", "references to pages of another edition", references.pages),
)
"""What can be seen in one chapter, in whatever language."""

BOOK_CHECKS = (
    Check("reference.chapter", "references to chapters that are not there", references.chapters),
    Check("word.digit", "digits that stand for letters", words.digits_in_words),
    Check("word.capital-i", "a capital I between two words of another language", words.capital_i),
    Check("word.confused", "words in which letters may be misread", confusions.confusions),
    Check("hyphen.line-end", "hyphens at line ends that may not be the author’s", characters.undecided_hyphens),
    Check("spelling.variant", "words spelt in two ways", spellings.variants),
    Check("spelling.compound", "words with and without a hyphen", spellings.compounds),
    Check("spelling.hyphen", "names with and without their hyphens", names.hyphens),
    Check("spelling.name", "names in two transliterations", names.transliterations),
    Check("glyph.missing", "characters that the font of the PDF lacks", characters.missing_glyphs),
    Check("cover.letters", "words that no font of ours can set on the cover", characters.cover_letters),
    Check("encoding.guessed", "encodings that were guessed", characters.guessed_encodings),
)
"""What takes the whole book to see, or its language, or a source whole."""

CHECKS = (*CHAPTER_CHECKS, *BOOK_CHECKS)


def proofread(chapter: Chapter) -> Chapter:
    """The chapter with a query for every place in it that an editor should look at."""
    corpus = Corpus((read_text(chapter),))
    queries = (query for check in CHAPTER_CHECKS for query in check.ask(corpus))
    return replace(chapter, queries=(*chapter.queries, *queries))


def proofread_book(book: Book) -> Book:
    """The book with a query for every place that is in doubt in the light of the other chapters."""
    about = book.manifest.book
    texts = tuple(read_text(chapter, about.language) for chapter in book.chapters)
    has_cover = bool(book.manifest.toml.text)  # A document that is read on its own has none.
    corpus = Corpus(texts, about.theme, tuple(unshown(about).values()) if has_cover else ())
    queries = (query for check in BOOK_CHECKS for query in check.ask(corpus))
    return replace(book, queries=(*book.queries, *queries))
