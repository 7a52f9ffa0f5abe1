"""The note: what was repaired and set, what was emended, what was read, and what is left as the sources have it.

Readers learn what was regularised and how often, what the editor emended and why, and what the sources leave wanting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

from ..cleaning import RULES
from ..cleaning.emendations import RULE as EDITOR
from ..document import Book, Chapter
from ..manifest import Switch
from ..rulebook import RULEBOOK
from ..tree import (
    Block,
    Break,
    Emph,
    Figure,
    Heading,
    Inline,
    ListBlock,
    PageBreak,
    Para,
    Quote,
    Str,
    Table,
    Verse,
    leaves,
)
from ..wording import count, join, times
from .emended import tell_emendations

MOST_CHAPTERS = 12
"""Chapters up to which the note tells of each what was read in it; of more it tells the sum."""

MOST_LABELS = 10
"""Notes without text that are named by their labels."""

_WANTING = {
    "bracket.unclosed": ("bracket that never closes", "brackets that never close"),
    "bracket.unopened": ("bracket that was never opened", "brackets that were never opened"),
    "quote.unclosed": ("quotation that never closes", "quotations that never close"),
    "quote.unopened": ("quotation that was never opened", "quotations that were never opened"),
    "stop.missing": ("full stop that is wanting", "full stops that are wanting"),
    "word.doubled": ("word that stands twice", "words that stand twice"),
    "word.confused": ("word that may be misread", "words that may be misread"),
    "word.digit": ("digit that stands for a letter", "digits that stand for letters"),
    "word.capital-i": ("capital I that may stand for a small one", "capital I’s that may stand for small ones"),
    "number.letter": ("letter that stands for a digit", "letters that stand for digits"),
    "date.impossible": ("day that no calendar has", "days that no calendar has"),
    "date.weekday": ("day of the week that doesn’t fit its date", "days of the week that don’t fit their dates"),
    "date.styles": ("date whose two styles are not one day", "dates whose two styles are not one day"),
    "reference.note": ("reference to a note that is not there", "references to notes that are not there"),
    "reference.chapter": ("reference to a chapter that is not there", "references to chapters that are not there"),
    "spelling.variant": ("word spelt in two ways", "words spelt in two ways"),
    "spelling.compound": ("word with and without a hyphen", "words with and without a hyphen"),
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
    counted = count(len(book.by_source()), "text", "texts")
    opening = (
        f"This edition is made from {counted} by a program that records every change it makes. Undoing that record, "
        "the ledger of the edition, gives the sources back, byte for byte."
    )
    return (
        Para((Str(opening),)),
        Para(tuple(_regularised(book))),
        *_switched_off(book),
        *tell_emendations(book),
        *_readings(book),
        *_left_standing(book),
    )


def _regularised(book: Book) -> Iterator[Inline]:
    texts = (chapters[0].cleaned for chapters in book.by_source().values())
    counts = Counter(edit.rule for text in texts for step in text.steps for edit in step.edits)
    repaired = [rule for rule in RULES if rule.kind == "transport" and counts[rule.name]]
    styled = [rule for rule in RULES if rule.kind == "typographic" and counts[rule.name]]
    if repaired:
        listed = join(f"{rule.says} ({times(counts[rule.name])})" for rule in repaired)
        yield Str(f"Damage done in transmission was repaired: {listed}. ")
    else:
        yield Str("No damage done in transmission had to be repaired. ")
    if styled:
        listed = join(f"{rule.says} ({times(counts[rule.name])})" for rule in styled)
        yield Str(f"In the house style of this edition: {listed}. ")
    if not counts[EDITOR]:
        yield Str("No word, no spelling and no other mark of punctuation was altered.")


def _switched_off(book: Book) -> Iterator[Block]:
    """What is never done, or not in some chapters, because the editor has switched its rule off."""
    says = {entry.name: entry.says for entry in RULEBOOK if entry.kind != "query"}
    off = [switch for switch in book.manifest.switches if not switch.on and switch.rule in says]
    told = []
    for rule, switches in groupby(sorted(off, key=lambda switch: switch.rule), key=lambda switch: switch.rule):
        told.append(f"{says[rule]}{_where(book, list(switches))}")
    if told:
        yield Para((Str(f"Left undone by the wish of the editor: {join(told)}."),))


def _where(book: Book, switches: Sequence[Switch]) -> str:
    """The chapters in which a rule is off, if it is not off in all."""
    if any(switch.file is None for switch in switches):
        return ""
    titles = {chapter.file: chapter.title for chapter in book.manifest.book.chapter}
    named = [f"“{titles[switch.file]}”" for switch in switches if switch.file]
    return f" (in {join(named) if len(named) <= MOST_CHAPTERS else count(len(named), 'chapter', 'chapters')})"


def _readings(book: Book) -> Iterator[Block]:
    """What was read as structure: a sentence for each chapter in which there is something, or one for the book."""
    told = [(chapter, parts) for chapter in book.chapters if (parts := list(_parts([chapter])))]
    if len(told) > MOST_CHAPTERS:
        yield Para((Str(f"In the {len(book.chapters)} chapters together, {'; '.join(_parts(book.chapters))}."),))
        return
    for chapter, parts in told:
        yield Para((Str("In "), Emph((Str(chapter.settings.title),)), Str(f", {'; '.join(parts)}.")))


def _parts(chapters: Sequence[Chapter]) -> Iterator[str]:
    """What was read in some chapters, a phrase for each kind of thing."""
    notes = [note for chapter in chapters for note in chapter.notes]
    if with_text := sum(bool(note.blocks) and note.origin == "source" for note in notes):
        yield count(
            with_text,
            "note printed apart from the text was joined to it",
            "notes printed apart from the text were joined to it",
        )
    if supplied := sum(note.origin == "editor" for note in notes):
        yield f"the editor supplied the text of {count(supplied, 'note', 'notes')}"
    if wanting := [note.label for note in notes if not note.blocks]:
        named = join(wanting) if len(wanting) <= MOST_LABELS and len(chapters) == 1 else ""
        which = f"{'note' if len(wanting) == 1 else 'notes'} {named}" if named else count(len(wanting), "note", "notes")
        yield f"the source gives no text for {which}"
    kinds = Counter(kind for chapter in chapters for kind in _kinds(chapter))
    yield from (say(kinds[kind]) for kind, say in _SAYS.items() if kinds[kind])


def _kinds(chapter: Chapter) -> Iterator[str]:
    for block in chapter.blocks:
        match block:
            case Quote():
                yield block.kind
            case Verse():
                yield "verse"
            case ListBlock():
                yield "list"
            case Table():
                yield "table"
            case Figure(picture=None):
                yield "figure wanting"
            case Figure(origin="editor"):
                yield "figure"
            case Para() | Heading() | Break() | Figure():
                pass
    yield from ("page" for leaf in leaves(chapter.blocks) if isinstance(leaf, PageBreak))
    if any(mark.rule == "frame" for mark in chapter.marks):
        yield "frame"


def _quotations(number: int) -> str:
    paragraphs = count(number, "paragraph that quotes is", "paragraphs that quote are")
    return f"{paragraphs} set as {'a block quotation' if number == 1 else 'block quotations'}"


_SAYS: dict[str, Callable[[int], str]] = {
    "quotation": _quotations,
    "letter": partial(count, one="letter or telegram is set apart", many="letters or telegrams are set apart"),
    "verse": partial(count, one="passage is set as verse", many="passages are set as verse"),
    "list": partial(count, one="list keeps its items", many="lists keep their items"),
    "table": partial(count, one="table keeps its columns", many="tables keep their columns"),
    "figure": partial(
        count,
        one="illustration has a picture that the editor supplied",
        many="illustrations have pictures that the editor supplied",
    ),
    "figure wanting": partial(
        count,
        one="illustration of the source is not reproduced",
        many="illustrations of the source are not reproduced",
    ),
    "page": partial(
        count,
        one="page of the source edition is marked where it begins",
        many="pages of the source edition are marked where they begin",
    ),
    "frame": lambda number: (
        "what a library or a web site had put round the text is left out"
        if number == 1
        else f"what a library or a web site had put round {number:,} of the texts is left out"
    ),
}


def _left_standing(book: Book) -> Iterator[Block]:
    """What is left as the sources have it: where the editor has not decided, and where she found it right."""
    queries = [*(q for chapter in book.chapters for q in chapter.queries), *book.queries]
    counts = Counter(query.code for query in queries)
    listed = [count(counts[code], *forms) for code, forms in _WANTING.items() if counts[code]]
    if listed:
        yield Para((Str(f"Left as the sources have them: {join(listed)}."),))
    if kept := sum(query.code in _WANTING for query in book.kept):
        places = count(kept, "place that may seem a slip, and found it", "places that may seem slips, and found them")
        yield Para((Str(f"The editor looked at {places} right."),))
