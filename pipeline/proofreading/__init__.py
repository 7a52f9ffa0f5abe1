"""Proofreading: what an editor should look at in a text. It asks and never changes a character.

`CHAPTER_CHECKS` need to see no more than one chapter, `BOOK_CHECKS` compare the words of all; `CHECKS` are both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ..cover import unshown
from ..document import Book
from ..queries import Query
from . import brackets, characters, comments, confusions, dates, names, quotes, references, spellings, stops, words
from .check import Check
from .passages import Corpus, read_text

__all__ = ["BOOK_CHECKS", "CHAPTER_CHECKS", "CHECKS", "Check", "Corpus", "proofread", "read_corpus"]

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
    Check("direction.mark", "invisible signs that turn the direction of text", characters.directions),
    Check("comment.source", "comments in documents of word processors", comments.in_documents),
    Check("encoding.guessed", "encodings that were guessed", characters.guessed_encodings),
)
"""What takes the whole book to see, or its language, or a source whole."""

CHECKS = (*CHAPTER_CHECKS, *BOOK_CHECKS)


def read_corpus(book: Book) -> Corpus:
    """The texts of a book, for the checks, and for the glossary after them."""
    about = book.manifest.book
    texts = tuple(read_text(chapter, about.language) for chapter in book.chapters)
    has_cover = bool(book.manifest.toml.text)  # A document that is read on its own has none.
    return Corpus(texts, about.theme, tuple(unshown(about).values()) if has_cover else ())


def proofread(book: Book, corpus: Corpus) -> Book:
    """The book with a query for every place that an editor should look at: a chapter’s own, or the book’s."""
    chapters = tuple(
        replace(chapter, queries=(*chapter.queries, *_ask(CHAPTER_CHECKS, Corpus((text,)))))
        for chapter, text in zip(book.chapters, corpus.texts, strict=True)
    )
    return replace(book, chapters=chapters, queries=(*book.queries, *_ask(BOOK_CHECKS, corpus)))


def _ask(checks: Iterable[Check], corpus: Corpus) -> Iterator[Query]:
    return (query for check in checks for query in check.ask(corpus))
