"""The report as one page, the editor's desk: the queries first, then every change, every reading, the glossary, and the
sources.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Generic, TypeVar

from msgspec import Struct

from ..desk import Question
from ..document import Chapter
from ..glossary import count_unread
from ..jinja import make_environment
from ..rulebook import RULEBOOK
from ..version import __version__
from .account import Account, ShownEdit, ShownReading
from .readings import RULES
from .record import chapter_counts
from .since import Changes
from .sources import view_sources

MOST = 500
"""Edits shown of one rule, readings of one kind, queries of one code and rows of one part of the glossary; report.json
and ledger.jsonl have them all.
"""

Shown = TypeVar("Shown", Question, ShownEdit, ShownReading)


class Group(Struct, Generic[Shown], frozen=True):
    """What is shown together under a name, chapter by chapter, and how many there are in all."""

    name: str
    kind: str
    says: str
    total: int
    shown: tuple[Shown, ...]

    @property
    def parts(self) -> tuple[tuple[Chapter, tuple[Shown, ...]], ...]:
        """Each chapter with what is shown of it."""
        keys = groupby(self.shown, lambda item: item.chapter.key)
        runs = (tuple(run) for _, run in keys)
        return tuple((run[0].chapter, run) for run in runs)


class Entry(Struct, frozen=True):
    """A query on the page: its anchor, and whether it is new since the last build."""

    anchor: str
    question: Question
    is_new: bool


def report_html(account: Account, changes: Changes | None = None) -> bytes:
    """One self-contained page; `changes` are what is new since the last build, if there was one."""
    examples = {question.query.code: question.query.message for question in reversed(account.questions)}
    rules = {entry.name: entry.says for entry in RULEBOOK} | {"editor": "emended by the editor"}
    says = examples | rules
    entries = _entries(account, changes)
    edits = _group(account.edits, lambda edit: edit.rule, says)
    readings = _group(account.readings, lambda reading: _family(reading.kind), says)
    kept = account.kept[:MOST]
    places = [
        *(edit.place for group in edits for edit in group.shown),
        *(reading.place for group in readings for reading in group.shown),
        *(place for part in (*account.terms, *account.candidates) for row in part.rows[:MOST] for place in row.places),
        *(question.query.place for question in (*kept, *(entry.question for entry in entries))),
    ]
    asked = ((e.question.query.place, e.anchor, e.question.query.code) for e in entries)
    texts = (chapters[0].cleaned.source for chapters in account.book.by_source().values())
    views = view_sources(texts, places, asked)
    page = (
        make_environment(visible=_make_visible, printable=_make_printable)
        .get_template("report.html")
        .render(
            about=account.book.manifest.book,
            account=account,
            changes=changes,
            chapters=_by_chapter(account.book.chapters, entries),
            unshown=_unshown(account.questions),
            edits=edits,
            readings=readings,
            reading_rules=RULES,
            kept=kept,
            terms=account.terms,
            candidates=account.candidates,
            chapter_number={chapter.key: n for n, chapter in enumerate(account.book.chapters, 1)},
            unused=account.stock.unused,
            unread=count_unread(account.book),
            counts=chapter_counts(account),
            codes=(codes := Counter(question.query.code for question in account.questions).most_common()),
            switchable=next((code for code, _ in codes if code in rules), None),
            off=[switch for switch in account.book.manifest.switches if not switch.on],
            says=says,
            views=views,
            file_number={view.source.name: view.number for view in views},
            most=MOST,
            version=__version__,
        )
    )
    return page.encode()


def _entries(account: Account, changes: Changes | None) -> tuple[Entry, ...]:
    new = frozenset(changes.new if changes else ())
    seen: Counter[str] = Counter()
    entries = []
    for number, question in enumerate(account.questions):
        seen[question.query.code] += 1
        if seen[question.query.code] <= MOST:
            entries.append(Entry(f"query-{number + 1}", question, number in new))
    return tuple(entries)


def _unshown(questions: Iterable[Question]) -> list[tuple[str, int]]:
    counts = Counter(question.query.code for question in questions)
    return [(code, count - MOST) for code, count in counts.items() if count > MOST]


def _by_chapter(chapters: Iterable[Chapter], entries: Iterable[Entry]) -> list[tuple[Chapter, list[Entry]]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.question.chapter.key, []).append(entry)
    return [(chapter, found[chapter.key]) for chapter in chapters if chapter.key in found]


def _group(items: Iterable[Shown], name: Callable[[Shown], str], says: Mapping[str, str]) -> tuple[Group[Shown], ...]:
    """Items by name, in the order in which the names first come up, no more than `MOST` of each."""
    groups: dict[str, list[Shown]] = {}
    for item in items:
        groups.setdefault(name(item), []).append(item)
    return tuple(
        Group(key, getattr(found[0], "kind", ""), says.get(key, ""), len(found), tuple(found[:MOST]))
        for key, found in groups.items()
    )


def _family(kind: str) -> str:
    """`note 11` and `note 12` are of one family, and so are pages."""
    return {"note": "notes", "page": "pages of the source"}.get(kind.split(" ", 1)[0], kind)


def _make_visible(text: str) -> str:
    """White space and invisible characters as signs, so that a change of them can be seen."""
    return "".join(_SIGNS.get(char) or _code_point(char) for char in text)


def _make_printable(text: str) -> str:
    """Text with signs for characters that a page can't hold."""
    return text if text.isprintable() else "".join(c if c.isspace() else _code_point(c) for c in text)


def _code_point(char: str) -> str:
    return char if char.isprintable() else f"U+{ord(char):04X}"


_SIGNS = {" ": "␣", "\u00a0": "⍽", "\u202f": "⍽", "\n": "↵", "\r": "␍", "\t": "⇥"}
