"""Asking: a review from its first question to the last, with the way back to the one before."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from msgspec import Struct, field

from ..build import edit_book
from ..console import out, show_question, show_refusal
from ..desk import Desk, Question, all_queries, ask, make_desk
from ..document import Book
from ..errors import CannotContinue
from ..manifest import Manifest
from ..queries import Place, Query
from ..wording import figure
from .prompts import Choice, ask_words, choose
from .settling import FILE, Decision, read_file, settle_with, take_back, write_file


class Passed(Struct, frozen=True):
    """A question that was answered or skipped, and what emendations.toml held before and after."""

    key: tuple[Place, str]
    before: str
    after: str


class Session(Struct):
    """The book as decided so far, the desk with its texts, and the questions that were passed, in their order."""

    book: Book
    desk: Desk
    passed: list[Passed] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)

    def open(self) -> tuple[Query, ...]:
        """What is still to be asked."""
        done = {passed.key for passed in self.passed}
        return tuple(query for query in all_queries(self.book) if (query.place, query.code) not in done)

    def take(self, book: Book) -> None:
        """Go on with the book as it is now."""
        same = [c.cleaned for c in book.chapters] == [c.cleaned for c in self.book.chapters]
        self.book, self.desk = book, self.desk if same else make_desk(book)

    @property
    def settled(self) -> int:
        """How many questions were answered."""
        return sum(passed.before != passed.after for passed in self.passed)


def review(manifest: Manifest) -> None:
    """Ask the editor about every open query, until none is left or she has had enough.

    Raises:
        CannotContinue: nobody is there to answer, or the book can't be read.
    """
    if not is_interactive():
        hint = "run it in a terminal; report.html shows the same queries, with what to write to settle each"
        raise CannotContinue("a review asks questions, and nobody can answer them here", hint=hint)
    book = edit_book(manifest)
    session = Session(book, make_desk(book))
    try:
        while (queries := session.open()) and _ask(session, queries):
            pass
    except click.Abort:
        out.print()
    _say_goodbye(session)


def is_interactive() -> bool:
    """Whether somebody sits at the terminal."""
    return sys.stdin.isatty()


def _ask(session: Session, queries: tuple[Query, ...]) -> bool:
    """Put the first query until it is passed; False if the editor leaves."""
    question, number = ask(queries[0], session.desk), len(session.passed) + 1
    show_question(question, number, number + len(queries) - 1)
    choices = tuple(_choices(session, question))
    while True:
        choice = choose(choices)
        if choice == "quit":
            return False
        if choice == "back":
            _go_back(session)
            return True
        try:
            decision = _decide(session, question, choice)
            _pass(session, question, decision)
        except CannotContinue as failure:
            show_refusal(failure)
        else:
            return True


def _choices(session: Session, question: Question) -> Iterator[Choice]:
    if question.changing is not None:
        if question.query.suggestion is not None:
            yield "accept"
        yield "replace"
    if question.keeping is not None:
        yield "keep"
    yield "skip"
    if session.passed:
        yield "back"
    yield "quit"


def _decide(session: Session, question: Question, choice: Choice) -> Decision | None:
    """What the editor decides; None, if she leaves the question open."""
    code = question.query.code
    if choice == "keep" and (quoted := question.keeping):
        return Decision(quoted.words, quoted.chapter, query=code)
    if choice in ("accept", "replace") and (quoted := question.changing):
        suggested = quoted.with_words(question.query.suggestion or question.words)
        words = suggested if choice == "accept" else ask_words("shall read", quoted.words)
        reason = ask_words("reason", session.reasons.get(code, ""))
        session.reasons[code] = reason
        return Decision(quoted.words, quoted.chapter, words, reason)
    return None


def _pass(session: Session, question: Question, decision: Decision | None) -> None:
    """Write a decision down, and go on to the next question."""
    before = after = read_file(session.book.manifest)
    if decision is not None:
        after, book = settle_with(session.book, decision)
        write_file(book.manifest, after)
        session.take(book)
        out.print(f"  [green]✓[/] written to {FILE}")
    session.passed.append(Passed((question.query.place, question.query.code), before, after))


def _go_back(session: Session) -> None:
    """Put the last question again, and take its answer out of the file, unless the file was changed since."""
    last = session.passed.pop()
    if last.before == last.after:
        return
    if read_file(session.book.manifest) != last.after:
        out.print(f"  {FILE} was changed meanwhile: take the last entry out by hand")
        return
    session.take(take_back(session.book, last.before))
    out.print(f"  the last answer is taken out of {FILE}")


def _say_goodbye(session: Session) -> None:
    still = len(all_queries(session.book))
    left = f"{figure(still, 'query is', 'queries are')} open" if still else "no query is open"
    done = f"{figure(session.settled, 'decision is', 'decisions are')} in {FILE}; " if session.settled else ""
    out.print(f"\n{done}{left}.")
    if session.settled:
        out.print("Build the book again to have it as you decided.")
