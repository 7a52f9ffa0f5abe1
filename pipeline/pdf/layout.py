"""Layout: the parts are set, numbered, and those that print folios of others set when these are known.

Notes that the feet of pages can't take, and those longer than the book allows there, stand at their chapter's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from ..anchors import CONTENTS, GLOSSARY, make_anchors
from ..document import Book
from ..templating import Setting
from ..tree import Figure, innermost, paragraphs, plain_text
from ..typesetting.cache import key_of
from ..typesetting.gate import WordsLost
from ..typesetting.sheets import FurnitureJob, PartJob, SetFurniture, SetPart, Style
from .folios import find_folios
from .joining import fits
from .long_words import check_parts
from .metadata import About
from .numbering import Run, furniture_jobs, number
from .parts import Part, make_job, make_part, make_parts, place_notes, read_style
from .press import Press, Volume

CHARACTERS_A_LINE = 75
"""About what a line of a note holds, to say how many lines it will have."""

ENTRIES_A_PAGE = 24
"""Lines of contents that a page holds, for a first guess."""

MOST_ROUNDS = 6
"""Rounds of numbering; each can change the folios that are printed, which can change the number of pages."""


class Layout(Struct):
    """The parts of a book while they are set: their text, the jobs they were set by, and their pages."""

    press: Press
    setting: Setting
    style: Style
    parts: dict[str, Part]
    jobs: dict[str, PartJob] = field(default_factory=dict)
    done: dict[str, SetPart] = field(default_factory=dict)
    left: frozenset[str] = frozenset()

    def set(self, names: Iterable[str], folios: Mapping[str, int]) -> bool:
        """Set those of some parts that are not set yet, or print other folios now; whether there were any."""
        every = self.setting.book.artwork.values()
        jobs = {n: make_job(self.parts[n], self.style, folios, left=n in self.left, artwork=every) for n in names}
        new = {name: job for name, job in jobs.items() if job != self.jobs.get(name)}
        self.jobs |= new
        self.done |= dict(zip(new, self.press.set_parts(new.values()), strict=True))
        return bool(new)

    def run(self) -> Run:
        """The parts numbered as far as they are set."""
        guess = 1 + len(self.parts) // ENTRIES_A_PAGE
        return number({name: self.done.get(name, guess) for name in self.parts})


def lay_out(book: Book, press: Press) -> tuple[Layout, Run, list[SetFurniture]]:
    """Set the book: every part, then the contents and the glossary with the folios, then running heads and folios.

    Raises:
        MissingLibrary: Pango is not installed.
        CannotContinue: a word is too long to be set.
        WordsLost: a word is on no page.
    """
    book = place_notes(book)
    apart = _long_notes(book) if book.manifest.book.notes.placement == "foot" else _every_note(book)
    setting = Setting(book, make_anchors(book), "print", frozenset(apart))
    layout = Layout(press, setting, read_style(setting), make_parts(setting, press.remember))
    check_parts(layout.parts.values())
    layout.set((name for name in layout.parts if name not in {CONTENTS, GLOSSARY}), {})
    _move_notes(layout)
    _settle(layout)
    run, furniture = layout.run(), _set_furniture(layout)
    if turned := _turned(run, furniture):
        layout.left ^= turned
        layout.set(turned, run.folios())
        _settle(layout)
        run, furniture = layout.run(), _set_furniture(layout)
    _check(layout)
    return layout, run, furniture


def _move_notes(layout: Layout) -> None:
    """Set notes that stand on no foot of a page at the ends of their chapters."""
    moved = {name for part in layout.done.values() for name in part.misplaced}
    if not moved:
        return
    anchors = layout.setting.anchors
    keys = {key for key, note in anchors.notes.items() if note.note.id in moved}
    names = {anchors.notes[key].note.page for key in keys}
    layout.setting = replace(layout.setting, endnotes=layout.setting.endnotes | keys)
    parts = make_parts(layout.setting, layout.press.remember)
    layout.parts |= {name: parts[name] for name in names}
    layout.set(names, {})


def _settle(layout: Layout) -> None:
    """Set what prints folios until each is that of its page; the contents when the glossary's pages are known."""
    for _ in range(MOST_ROUNDS):
        run = layout.run()
        if GLOSSARY in layout.parts:
            setting = replace(layout.setting, folios=find_folios(layout.setting, run))
            layout.parts[GLOSSARY] = make_part(setting, setting.glossary_page())
        names = [name for name, part in layout.parts.items() if part.folios or name == GLOSSARY]
        if GLOSSARY in names and GLOSSARY not in layout.done:
            names.remove(CONTENTS)
        if not layout.set(names, run.folios()):
            return


def _set_furniture(layout: Layout) -> list[SetFurniture]:
    return layout.press.set_furniture(_furniture_of(layout))


def _furniture_of(layout: Layout) -> Iterator[FurnitureJob]:
    return furniture_jobs(layout.run(), layout.setting.book.manifest.book.language, layout.style)


def volume(layout: Layout, run: Run, about: About) -> Volume:
    """What the file of the book depends on."""
    parts = tuple((start, key_of(layout.jobs[name])) for name, start, _ in run.parts)
    return Volume(parts, tuple(key_of(job) for job in _furniture_of(layout)), about)


def _turned(run: Run, furniture: list[SetFurniture]) -> frozenset[str]:
    """Parts whose pages fit only the sides that they were not set for."""
    sheets = [page for piece in furniture for page in piece.pages]
    return frozenset(
        name
        for name, start, part in run.parts
        if any(not fits(page, sheets[n]) for n, page in enumerate(part.pages, start - 1))
    )


def _check(layout: Layout) -> None:
    for part in layout.done.values():
        if part.failure is not None:
            message, hint = part.failure
            raise WordsLost(message, hint=hint)


def _every_note(book: Book) -> Iterator[tuple[str, str]]:
    return ((chapter.key, note.key) for chapter in book.chapters for note in chapter.notes)


def _long_notes(book: Book) -> Iterator[tuple[str, str]]:
    most = book.manifest.book.pdf.note_lines
    for chapter in book.chapters:
        for note in chapter.notes:
            count = sum(len(plain_text(p.inlines)) for p in paragraphs(note.blocks))
            has_picture = any(isinstance(block, Figure) and block.picture for block in innermost(note.blocks))
            if has_picture or (most is not None and count > most * CHARACTERS_A_LINE):
                yield chapter.key, note.key
