"""Feet: the notes at the foot of pages and columns, taken out of the text and tied to what calls them.

A foot is what ends a page below a rule, or in smaller type, if it begins with a label that the page calls, or goes on
with a note from the page before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct, field

from .columns import Frame
from .extraction import Rule
from .labels import Opening, calls_in, leads_within, opening_of
from .measures import Measures
from .words import Row, Word

SMALL = 0.95
"""Of the size of the text: type as small is that of notes."""


SAME_SIZE = 0.6
"""Points by which the rows of a note may differ in size."""

LATE = 3
"""Pages after its call on which a note is still looked for: some programs push notes that find no room."""


class Note(Struct):
    """A note: its key, its label, and its rows, each with the edges of the column it stands in."""

    key: str
    label: str
    rows: list[Row] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    words: int = 0


class Usual(Struct, frozen=True):
    """The form that nearly all labels of a document have, and that of nearly all calls; empty, where none has."""

    label: str = ""
    call: str = ""


class _Call(Struct):
    word: Word
    label: str
    page: int
    form: str


def take_notes(pages: Sequence[Sequence[Frame]], rules: Sequence[Sequence[Rule]], measures: Measures) -> list[Note]:
    """The notes at the foot of pages, in order; their rows leave the frames, and their calls bear their keys."""
    notes: list[Note] = []
    waiting: list[_Call] = []
    usual = _usual_forms(pages, rules, measures)
    for frames, drawn in zip(pages, rules, strict=True):
        feet = {n: foot for n, frame in enumerate(frames) if (foot := _start(frame, drawn, measures)) is not None}
        calls = [call for n, frame in enumerate(frames) for call in _calls(frame, feet.get(n, len(frame.rows)))]
        known = [*waiting, *calls]
        for n, start in feet.items():
            _take(frames[n], start, notes, known, usual)
        waiting = [call for call in known if not call.word.note and _may_wait(call, calls)]
    return notes


def _usual_forms(pages: Sequence[Sequence[Frame]], rules: Sequence[Sequence[Rule]], measures: Measures) -> Usual:
    """The forms of the labels with which feet begin, and of what calls them, if nearly all have one."""
    labels: Counter[str] = Counter()
    calls: Counter[str] = Counter()
    for frames, drawn in zip(pages, rules, strict=True):
        starts = [_start(frame, drawn, measures) for frame in frames]
        openings = [opening_of(f.rows[n]) for f, n in zip(frames, starts, strict=True) if n is not None]
        found = {opening.label for opening in openings if opening is not None}
        labels.update(opening.form for opening in openings if opening is not None)
        if found:
            pairs = zip(frames, starts, strict=True)
            calls.update(c.form for frame, n in pairs for c in _calls(frame, n or 0) if c.label in found)
    return Usual(_most(labels), _most(calls))


def _most(forms: Counter[str]) -> str:
    form, count = max(forms.items(), key=lambda item: item[1], default=("", 0))
    return form if count > 2 and count >= 0.8 * sum(forms.values()) else ""


def _call_of(opening: Opening, calls: Sequence[_Call], usual: Usual) -> _Call | None:
    """The call of a note: of those with its label the first of the usual form, or that leads somewhere."""
    same = [call for call in calls if call.label == opening.label]
    leading = [call for call in same if leads_within(call.word)]
    return next(iter(leading or [call for call in same if call.form == usual.call] or same), None)


def _may_wait(call: _Call, calls: Sequence[_Call]) -> bool:
    """Whether the note of a call may stand on a page to come: signs begin anew there."""
    page = max((other.page for other in calls), default=call.page)
    return page - call.page < (LATE if call.label.isdecimal() else 1)


def _calls(frame: Frame, end: int) -> Iterator[_Call]:
    for row in frame.rows[:end]:
        for word, label, form in calls_in(row):
            yield _Call(word, label, row.page, form)


def _start(frame: Frame, rules: Sequence[Rule], measures: Measures) -> int | None:
    """The row with which a foot may begin: below a rule, or the first of those in small type that end the frame."""
    rows = frame.rows
    small = len(rows)
    while small and rows[small - 1].size <= SMALL * measures.size:
        small -= 1
    below = [n for rule in rules if (n := _below(frame, rule)) is not None]
    ruled = max((n for n in below if n >= small or rows[n].size <= measures.size), default=None)
    is_small = small < len(rows)
    if is_small and (ruled is None or opening_of(rows[small]) is not None or opening_of(rows[ruled]) is None):
        return small
    return ruled


def _below(frame: Frame, rule: Rule) -> int | None:
    """The row right below a rule that begins where the frame does."""
    if rule.left > frame.left + 40 or rule.right > frame.right + 20 or rule.right < frame.left:
        return None
    n = next((n for n, row in enumerate(frame.rows) if row.y < rule.y), None)
    return n if n is not None and frame.rows[n].y > rule.y - 4 * frame.rows[n].size else None


def _take(frame: Frame, start: int, notes: list[Note], calls: list[_Call], usual: Usual) -> None:
    """Take the rows of a foot from a frame into notes; rows that open none, and go on with none, stay."""
    free = [call for call in calls if not call.word.note]
    rows = frame.rows[start:]
    last = notes[-1] if notes and notes[-1].rows[-1].page >= rows[0].page - 1 else None
    goes_on = last is not None and abs(last.rows[-1].size - rows[0].size) < SAME_SIZE
    openings = _openings(rows, {call.label for call in free}, last if goes_on else None, usual.label)
    begun = 0 if goes_on else min(openings, default=len(rows))
    for n, row in enumerate(rows[begun:], begun):
        opening = openings.get(n)
        if opening is not None:
            notes.append(Note(f"n{len(notes) + 1}", opening.label, words=opening.words))
            call = _call_of(opening, free, usual)
            if call is not None:
                free.remove(call)
                call.word.note = notes[-1].key
        notes[-1].rows.append(row)
        notes[-1].frames.append(frame)
    del frame.rows[start + begun :]


def _openings(rows: Sequence[Row], called: Container[str], last: Note | None, form: str) -> dict[int, Opening]:
    """The rows that open notes: those whose label is called, or due; not those of a list within a note."""
    found: dict[int, Opening] = {}
    before, is_list = last.label if last is not None else "", False
    for n, row in enumerate(rows):
        opening = opening_of(row)
        if opening is None or (form and opening.form != form):
            continue
        follows = _following(before) == opening.label
        is_list = (follows and is_list) or opening.label in (other.label for other in found.values())
        is_due = follows and opening.is_sure and (found or last is not None)
        if not is_list and (opening.label in called or is_due):
            found[n] = opening
        else:
            is_list = True
        before = opening.label
    return found


def _following(label: str) -> str:
    return str(int(label) + 1) if label.isdecimal() else ""


def note_frames(notes: Sequence[Note]) -> list[list[Frame]]:
    """The rows of each note in frames of their own, whose edges are those of all notes on such pages."""
    alike: dict[tuple[int, int, bool], list[Row]] = defaultdict(list)
    for note in notes:
        for row, frame in zip(note.rows, note.frames, strict=True):
            alike[_place(frame)].append(row)
    edges = {place: (min(row.left for row in rows), max(row.right for row in rows)) for place, rows in alike.items()}
    return [list(_parts(note, edges)) for note in notes]


def _place(frame: Frame) -> tuple[int, int, bool]:
    return frame.columns, frame.column, frame.page % 2 == 0


def _parts(note: Note, edges: Mapping[tuple[int, int, bool], tuple[float, float]]) -> Iterator[Frame]:
    for _, group in groupby(zip(note.rows, note.frames, strict=True), lambda pair: id(pair[1])):
        rows = list(group)
        left, right = edges[_place(rows[0][1])]
        yield Frame([row for row, _ in rows], left, right, rows[0][1].column, rows[0][1].columns, rows[0][1].page)
