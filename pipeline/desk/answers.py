"""Answers: a query as its editor meets it, in its sentence, with what she can write to settle it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from ..cleaning import Quotation, Quoter, as_repaired, make_quoter
from ..cleaning.emendations import RULE as EDITOR
from ..companions import TO_WRITE
from ..document import Book, Chapter
from ..ledger import Span, Step, origin
from ..queries import Query, write_entry
from .locator import Locator, make_locator

LONGEST = 280
"""Characters of a sentence that are shown on either side of the words in question."""

_SENTENCE_END = re.compile(
    r"[.!?…](?:(?<=[^\W\d_]{3}.)|(?<=[\d)\]”’\"'].)(?P<sign>))[.!?…]*[\"”’')\]]*\s+(?=[\"“‘'(\[]?[^\W\d_a-z])"
)
"""A stop after a word or figure, before what no small letter begins: `pp. 277` and `C.C. Lenin` go on.

It begins with the stop: stops are found at once, and words would be tried letter by letter, for thousands of queries.
"""


class Answer(Struct, frozen=True):
    """Lines that settle a query once they stand in `file`; `says` is what they are for."""

    says: str
    file: str
    toml: str


class Desk(Struct, frozen=True):
    """The texts of a book, ready to be quoted: as an emendation finds them, and as a `keep` does."""

    locator: Locator
    changes: Quoter
    keeps: Quoter


class Question(Struct, frozen=True):
    """A query with its chapter, the words in question, and what stands before and after them in their sentence."""

    query: Query
    chapter: Chapter
    left: str
    words: str
    right: str
    desk: Desk

    @property
    def changing(self) -> Quotation | None:
        """The place as an emendation must quote it; None if that can't be done, or there are no words to quote."""
        return self.desk.changes.quote(self._file, self._repaired) if self.words.strip() else None

    @property
    def keeping(self) -> Quotation | None:
        """The place as a `keep` must quote it: in its paragraph as the source has it, unless the editor changed that.

        None as for `changing`.
        """
        return self.kept_by(self.changing)

    def kept_by(self, changing: Quotation | None) -> Quotation | None:
        """The place as a `keep` must quote it, where an emendation quotes it so."""
        quoted = None if self._is_emended else changing
        return quoted or (self.desk.keeps.quote(self._file, self._span) if self.words.strip() else None)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What the editor can write to settle the query: the words mended, or what is wanting; or the words kept."""
        return tuple(_answers(self))

    @property
    def _file(self) -> str:
        return self.query.place.file

    @property
    def _span(self) -> Span:
        return self.query.span or Span(0, 0)

    @property
    def _later(self) -> tuple[Step, ...]:
        """What was done to the text once it was repaired."""
        return self.chapter.cleaned.steps[len(self.desk.changes.texts[self._file].steps) :]

    @property
    def _repaired(self) -> Span:
        return origin(self._later, self._span)

    @property
    def _is_emended(self) -> bool:
        text, place = self.desk.changes.texts[self._file].text, self._repaired
        start, end = text.rfind("\n", 0, place.start) + 1, text.find("\n", place.end)
        edits = (edit for step in self._later if step.rule == EDITOR for edit in step.edits)
        return any(start <= edit.span.end and (end < 0 or edit.span.start <= end) for edit in edits)


def all_queries(book: Book) -> tuple[Query, ...]:
    """The queries of the book in the order of its chapters and their lines."""
    order = {file: n for n, file in enumerate(book.by_source())}
    queries = [*(query for chapter in book.chapters for query in chapter.queries), *book.queries]
    return tuple(sorted(queries, key=lambda q: (order[q.place.file], q.place.line, q.place.column, q.code)))


def make_desk(book: Book) -> Desk:
    """The desk for a book."""
    cleaned = {file: chapters[0].cleaned for file, chapters in book.by_source().items()}
    repaired = {file: as_repaired(text) for file, text in cleaned.items()}
    return Desk(make_locator(book), make_quoter(repaired), make_quoter(cleaned))


def ask(query: Query, desk: Desk) -> Question:
    """A query as a question to the editor."""
    file, span = query.place.file, query.span or Span(0, 0)
    text = desk.keeps.texts[file].text
    left, right = sentence_around(text, span)
    return Question(query, desk.locator.chapter(file, span.start), left, span.of(text), right, desk)


def sentence_around(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after a span in its sentence, inside its line; of a very long one, a part.

    >>> text = "He left. The C.C. met (see pp. 2–3. He spoke."
    >>> sentence_around(text, Span(22, 23))
    ('The C.C. met ', 'see pp. 2–3.')
    """
    line_start = text.rfind("\n", max(0, span.start - LONGEST - 1), span.start) + 1
    line_end = text.find("\n", span.end, span.end + LONGEST + 1)
    line_end = line_end if line_end >= 0 else len(text)
    start, end = max(line_start, span.start - LONGEST), min(line_end, span.end + LONGEST)
    first = start
    for stop in _SENTENCE_END.finditer(text, start, min(line_end, end + 1)):
        last_of_word = stop.start() - (3 if stop["sign"] is None else 1)
        if last_of_word < first:
            continue
        if stop.end() <= span.start:
            start = stop.end()
        elif last_of_word >= span.end - 1:
            end = stop.end()
            break
    left, right = text[start : span.start], text[span.end : end].rstrip()
    if start == span.start - LONGEST > line_start:
        left = f"… {left.partition(' ')[2]}"
    if end == span.end + LONGEST < line_end:
        right = f"{right.rpartition(' ')[0]} …"
    return left, right


def _answers(question: Question) -> Iterator[Answer]:
    query, changing = question.query, question.changing
    if query.stub:
        yield Answer("To supply it", _file_of(query.stub), query.stub)
    elif changing is not None:
        yield Answer("To correct it", "emendations.toml", _change_stub(changing, query.suggestion))
    if (keeping := question.kept_by(changing)) is not None:
        yield Answer("To leave it as it stands", "emendations.toml", _keep_stub(keeping, query.code))


def _change_stub(quoted: Quotation, suggestion: str | None) -> str:
    replaced = quoted.words if suggestion is None else quoted.with_words(suggestion)
    return write_entry("emendation", find=quoted.words, replace=replaced, reason=TO_WRITE[0], chapter=quoted.chapter)


def _keep_stub(quoted: Quotation, code: str) -> str:
    return write_entry("emendation", find=quoted.words, keep=True, query=code, chapter=quoted.chapter)


def _file_of(stub: str) -> str:
    """The file that a stub is for; a line that completes an entry is for the glossary."""
    table, closed, _ = stub.removeprefix("[[").partition("]]")
    return {"note": "notes.toml", "figure": "figures.toml"}.get(table if closed else "", "glossary.toml")
