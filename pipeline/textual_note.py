"""The note on the text: from the ledger, in plain sentences, what was set otherwise than the source has it.

Readers learn what was regularised and how often, what the editor emended and why, and what the sources leave wanting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from .cleaning import RULES, assign
from .cleaning.emendations import RULE as EDITOR
from .cleaning.emendations import make_edits
from .document import Block, Book, Chapter, Emph, Inline, Para, Quote, Str
from .ledger import Edit

AROUND = 5
"""Words shown on either side of what the editor changed."""

_WANTING = {
    "bracket.unclosed": ("bracket that never closes", "brackets that never close"),
    "bracket.unopened": ("bracket that was never opened", "brackets that were never opened"),
    "stop.missing": ("full stop that is wanting", "full stops that are wanting"),
    "spelling.hyphen": ("name with and without its hyphen", "names with and without their hyphens"),
    "spelling.name": ("name spelt in two ways", "names spelt in two ways"),
    "pages.elsewhere": (
        "reference to pages of another edition",
        "references to pages of another edition",
    ),
}
"""How the note speaks of open queries; the others concern the editor, not the reader."""


def write_textual_note(book: Book) -> tuple[Block, ...]:
    """The paragraphs of the note on the text."""
    texts = [chapter.cleaned.source for chapter in book.chapters]
    counted = _count(len(texts), "text", "texts")
    opening = (
        f"This edition is made from {counted} by a program that records every change it makes. Undoing that record, "
        "the ledger of the edition, gives the sources back, byte for byte."
    )
    return (
        Para((Str(opening),)),
        Para(tuple(_regularised(book))),
        *_emended(book),
        *(Para(tuple(_readings(chapter))) for chapter in book.chapters if chapter.notes or _quotations(chapter)),
        *_left_standing(book),
    )


def _regularised(book: Book) -> Iterator[Inline]:
    counts = Counter(s.rule for c in book.chapters for s in c.cleaned.steps for _ in s.edits)
    repaired = [rule for rule in RULES if rule.kind == "transport" and counts[rule.name]]
    styled = [rule for rule in RULES if rule.kind == "typographic" and counts[rule.name]]
    if repaired:
        listed = _join(f"{rule.says} ({_times(counts[rule.name])})" for rule in repaired)
        yield Str(f"Damage done in transmission was repaired: {listed}. ")
    else:
        yield Str("No damage done in transmission had to be repaired. ")
    if styled:
        listed = _join(f"{rule.says} ({_times(counts[rule.name])})" for rule in styled)
        yield Str(f"In the house style of this edition: {listed}. ")
    if not counts[EDITOR]:
        yield Str("No word, no spelling and no other mark of punctuation was altered.")


def _emended(book: Book) -> Iterator[Block]:
    """What the editor changed, chapter by chapter in the order of the text, each with its reason."""
    given = {chapter.settings.file: text for chapter in book.chapters if (text := _given_to_editor(chapter))}
    assigned = assign(book.manifest.emendations, given)
    for chapter in (chapter for chapter in book.chapters if assigned.get(chapter.settings.file)):
        text = given[chapter.settings.file]
        edits = make_edits(text, assigned[chapter.settings.file])
        counted = _count(len(edits), "place", "places")
        yield Para((Str("In "), Emph((Str(chapter.settings.title),)), Str(f" the editor emended {counted}:")))
        for edit, emendation in edits:
            yield Quote((Para((Str(f"{_change(text, edit)}: {_sentence(emendation.reason)}"),)),))


def _given_to_editor(chapter: Chapter) -> str | None:
    """The text as it was before the editor's step; None, if there is no such step."""
    text = chapter.cleaned.source.text
    for step in chapter.cleaned.steps:
        if step.rule == EDITOR:
            return text
        text = step.apply(text)
    return None


def _change(text: str, edit: Edit) -> str:
    """What an edit did, with the words around: `“very” omitted in “It was a very good day”`."""
    left = " ".join(text[: edit.span.start].rpartition("\n")[2].split(" ")[-AROUND:])
    right = " ".join(text[edit.span.end :].partition("\n")[0].split(" ")[:AROUND])
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


def _readings(chapter: Chapter) -> Iterator[Inline]:
    """What was read as structure in one chapter."""
    yield from (Str("In "), Emph((Str(chapter.settings.title),)), Str(", "))
    parts: list[str] = []
    if with_text := [note for note in chapter.notes if note.blocks and note.origin == "source"]:
        joined = _count(
            len(with_text), "note printed apart from the text was", "notes printed apart from the text were"
        )
        parts.append(f"{joined} joined to it")
    if supplied := [note for note in chapter.notes if note.origin == "editor"]:
        parts.append(f"the editor supplied the text of {_count(len(supplied), 'note', 'notes')}")
    if wanting := [note for note in chapter.notes if not note.blocks]:
        labels = _join(note.label for note in wanting)
        parts.append(f"the source gives no text for {'note' if len(wanting) == 1 else 'notes'} {labels}")
    if quotations := _quotations(chapter):
        paragraphs = _count(quotations, "paragraph that quotes is", "paragraphs that quote are")
        parts.append(f"{paragraphs} set as {'a block quotation' if quotations == 1 else 'block quotations'}")
    yield Str("; ".join(parts) + ".")


def _left_standing(book: Book) -> Iterator[Block]:
    queries = [*(q for chapter in book.chapters for q in chapter.queries), *book.queries]
    counts = Counter(query.code for query in queries)
    listed = [_count(counts[code], *forms) for code, forms in _WANTING.items() if counts[code]]
    if listed:
        yield Para((Str(f"Left as the sources have them: {_join(listed)}."),))


def _quotations(chapter: Chapter) -> int:
    return sum(isinstance(block, Quote) for block in chapter.blocks)


_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def _count(number: int, one: str, many: str) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else many}"


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number) or _count(number, "time", "times")


def _join(phrases: Iterable[str]) -> str:
    *init, last = list(phrases)
    return f"{', '.join(init)} and {last}" if init else last
