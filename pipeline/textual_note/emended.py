"""The editor's emendations as the note on the text tells them: each with the words around it and its reason."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from ..cleaning import as_repaired, assign
from ..cleaning.emendations import make_edits
from ..desk import make_locator, paragraph_starts
from ..document import Book, Chapter
from ..ledger import Edit, Span, forward
from ..tree import Block, Emph, Inline, Para, Quote, Str, span_of
from ..wording import count, join, times

AROUND = 5
"""Words shown on either side of what the editor changed."""

MOST_LISTED = 20
"""Emendations up to which each is listed; of more the note tells the number, unless `textual_notes` asks for all."""

MOST_REASONS, MOST_CHAPTERS = 5, 12
"""Reasons, and chapters, that the note names with how often the editor emended for them, and in them."""


class Emended(Struct, frozen=True):
    """An emendation that was made: its chapter, the place there (`¶ 3`, `note 12`), what it did, and why."""

    chapter: Chapter
    place: str
    change: str
    reason: str


def tell_emendations(book: Book) -> Iterator[Block]:
    """What the editor changed: a list by chapters if it is short or asked for, else how much, where and why."""
    every = tuple(_find(book))
    if len(every) > MOST_LISTED and not book.manifest.book.textual_notes:
        yield _summary(every)
        return
    for chapter in book.chapters:
        if made := [emended for emended in every if emended.chapter is chapter]:
            yield Para(
                (Str("In "), *_title(chapter), Str(f" the editor emended {count(len(made), 'place', 'places')}:"))
            )
            yield from (Quote((_entry(emended, numbered=book.manifest.book.textual_notes),)) for emended in made)


def _entry(emended: Emended, *, numbered: bool) -> Para:
    place = f"{emended.place}: " if numbered else ""
    return Para((Str(f"{place}{emended.change}: {_sentence(emended.reason)}"),))


def _summary(every: tuple[Emended, ...]) -> Para:
    """`The editor emended 312 places, for these reasons: misprint (200 times) …`."""
    inlines: list[Inline] = [Str(f"The editor emended {count(len(every), 'place', 'places')}")]
    chapters = Counter(emended.chapter.key for emended in every)
    by_key = {emended.chapter.key: emended.chapter for emended in every}
    if 1 < len(chapters) <= MOST_CHAPTERS:
        for number, (key, made) in enumerate(chapters.items()):
            inlines += (Str(", " if number else ": "), Str(f"{made:,} in "), *_title(by_key[key]))
    elif len(chapters) > 1:
        inlines.append(Str(f" in {len(chapters)} chapters"))
    reasons = Counter(" ".join(emended.reason.split()).rstrip(".") for emended in every).most_common()
    often = [f"“{reason}” ({times(made)})" for reason, made in reasons[:MOST_REASONS] if made > 1]
    if often:
        inlines.append(Str(f". The {'reason' if len(often) == 1 else 'reasons'} given most often: {join(often)}"))
    inlines.append(Str(". Each is in the ledger of the edition, with the words as the source has them."))
    return Para(tuple(inlines))


def _title(chapter: Chapter) -> tuple[Inline, ...]:
    return (Emph((Str(chapter.settings.title),)),)


def _find(book: Book) -> Iterator[Emended]:
    """Every emendation in the order of the text; of a source that is cut, each in the chapter where it stands."""
    sources = {file: chapters[0].cleaned for file, chapters in book.by_source().items()}
    repaired = {file: as_repaired(cleaned) for file, cleaned in sources.items()}
    locator = make_locator(book)
    places = {chapter.key: _read_places(chapter) for chapter in book.chapters}
    for file, emendations in assign(book.manifest.emendations, repaired).items():
        text, later = repaired[file].text, sources[file].steps[len(repaired[file].steps) :]
        for edit, emendation in make_edits(text, emendations):
            at = forward(later, edit.span).start
            chapter = locator.chapter(file, at)
            yield Emended(chapter, places[chapter.key].name(at), _change(text, edit), emendation.reason)


class Places(Struct, frozen=True):
    """Where the paragraphs of a chapter begin, and where its notes stand, with their labels, in order."""

    paragraphs: tuple[int, ...]
    notes: tuple[tuple[Span, str], ...]

    def name(self, at: int) -> str:
        """The paragraph or note that holds a character: paragraphs are counted, notes have the label of the source."""
        near = bisect_right(self.notes, at, key=lambda note: note[0].start) - 1
        if near >= 0 and at <= self.notes[near][0].end:
            return f"note {self.notes[near][1]}"
        number = bisect_right(self.paragraphs, at)
        return f"¶ {number}" if number else "title"


def _read_places(chapter: Chapter) -> Places:
    notes = (note for note in (*chapter.notes, *chapter.orphans) if note.origin == "source")
    spans = sorted((span_of(block), note.label) for note in notes for block in note.blocks)
    return Places(paragraph_starts(chapter), tuple(spans))


def _change(text: str, edit: Edit) -> str:
    """What an edit did, with the words around: `“very” omitted in “It was a very good day”`."""
    line_start, line_end = text.rfind("\n", 0, edit.span.start) + 1, text.find("\n", edit.span.end)
    left = " ".join(text[line_start : edit.span.start].split(" ")[-AROUND:])
    right = " ".join(text[edit.span.end : line_end if line_end >= 0 else len(text)].split(" ")[:AROUND])
    there, here = (" ".join(f"{left}{words}{right}".split()) for words in (edit.before, edit.after))
    before, after = edit.before.strip(), edit.after.strip()
    if not before and not _changes_words(text, edit):
        return f"“{after}” added in “{here}”"
    if not after and not _changes_words(text, edit):
        return f"“{before}” omitted in “{there}”"
    return f"“{here}” for “{there}”"


def _changes_words(text: str, edit: Edit) -> bool:
    """Whether an edit joins, parts or cuts into words: `a lot` for `alot`."""
    left, right = text[max(0, edit.span.start - 1) : edit.span.start], text[edit.span.end : edit.span.end + 1]
    around = [f"{left or ' '}{words}{right or ' '}" for words in (edit.before, edit.after)]
    is_blank = edit.before.isspace() or edit.after.isspace()
    return is_blank or any(re.fullmatch(r"\w\w", joint) for words in around for joint in (words[:2], words[-2:]))


def _sentence(reason: str) -> str:
    """A reason with a full stop, if it has none.

    >>> _sentence("thus the first edition."), _sentence("misprint"), _sentence("“so” in ed. 1?”")
    ('thus the first edition.', 'misprint.', '“so” in ed. 1?”')
    """
    words = " ".join(reason.split())
    return words if re.search(r"[.!?…][\"'”’)\]]*$", words) else f"{words}."
