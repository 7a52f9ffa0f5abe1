"""Long books for measuring speed: the texts of the footnote data, laid end to end, as flat text and as Markdown.

Where the texts have fewer notes than are asked for, short paragraphs are made
notes of those before them, so that the words stay the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes"

EXCERPTS = frozenset({"engels", "hume", "reed"})
"""Texts of `dev` that are chapters of works which `real_dev` has whole, in another edition; they come last."""

CHAPTER = 11_000
"""Words of a chapter."""

CALL = "\ufffc"
"""Stands in a paragraph where a note is called; no text has it."""

SHORT = range(6, 130)
"""Words of a paragraph that may be made a note."""

_FRAME = re.compile(r"\*\*\* ?START OF TH.*?\*\*\*\s(.*)\*\*\* ?END OF TH", re.DOTALL)
_SPECIAL = re.compile(r"[\\`*\[\]<>$@^~|#{}]")
_LIST_LIKE = re.compile(r"^(\(?\w{0,9})([.):+=-])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one line, with `CALL` where each of its notes is called."""

    text: str
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """The words of the paragraph and of its notes."""
        return len(self.text.split()) + sum(len(note.split()) for note in self.notes)


@dataclass(frozen=True, slots=True)
class LongBook:
    """A book as chapters of paragraphs."""

    name: str
    chapters: tuple[tuple[Paragraph, ...], ...]

    @property
    def words(self) -> int:
        """All words, those of the notes too."""
        return sum(paragraph.words for paragraph in chain.from_iterable(self.chapters))

    @property
    def notes(self) -> int:
        """How many notes there are."""
        return sum(len(paragraph.notes) for paragraph in chain.from_iterable(self.chapters))


def make_book(name: str, words: int, notes: int) -> LongBook:
    """A book of about so many words, with so many notes or as many as can be made."""
    paragraphs, total = [], 0
    for paragraph in _all_paragraphs():
        if total >= words:
            break
        paragraphs.append(paragraph)
        total += paragraph.words
    return LongBook(name, tuple(_chapters(_with_notes(paragraphs, notes))))


def write_flat(book: LongBook, folder: Path) -> None:
    """A book folder: a flat text a chapter, calls as `[1]`, the notes under a heading at its end."""
    toml = ['title = "Long"', "date = 2026-01-01", 'language = "en"', f'slug = "{book.name}"']
    for number, chapter in enumerate(book.chapters, 1):
        file = f"{number:03}.txt"
        (folder / file).write_text(_flat(chapter), "utf-8")
        toml += ["[[chapter]]", f'file = "{file}"', f'title = "Chapter {number}"']
    (folder / "book.toml").write_text("\n".join(toml) + "\n", "utf-8")


def write_markdown(book: LongBook, path: Path) -> None:
    """One file of Markdown: a heading a chapter, calls as `[^1]`, the notes as definitions."""
    numbers, lines = count(1), ["---", "title: Long", "lang: en", "---"]
    for number, chapter in enumerate(book.chapters, 1):
        lines.append(f"# Chapter {number}")
        for paragraph in chapter:
            own = [next(numbers) for _ in paragraph.notes]
            lines.append(_filled(_escaped(paragraph.text), [f"[^{n}]" for n in own]))
            lines += [f"[^{n}]: {_escaped(note)}" for n, note in zip(own, paragraph.notes, strict=True)]
    path.write_text("\n\n".join(lines) + "\n", "utf-8")


def _flat(chapter: tuple[Paragraph, ...]) -> str:
    r"""The chapter as a page that was copied has it.

    >>> _flat((Paragraph(f"One.{CALL} Two.{CALL}", ("First.", "Second.")), Paragraph("Three.")))
    'One.[1] Two.[2]\n\nThree.\n\nNotes\n\n[1] First.\n\n[2] Second.\n'
    """
    numbers, notes, lines = count(1), [], []
    for paragraph in chapter:
        own = [next(numbers) for _ in paragraph.notes]
        lines.append(_filled(paragraph.text, [f"[{n}]" for n in own]))
        notes += [f"[{n}] {note}" for n, note in zip(own, paragraph.notes, strict=True)]
    return "\n\n".join([*lines, "Notes", *notes] if notes else lines) + "\n"


def _filled(text: str, calls: Iterable[str]) -> str:
    waiting = iter(calls)
    return re.sub(CALL, lambda _: next(waiting), text)


def _escaped(text: str) -> str:
    r"""Text as Markdown that means just this; underscores stay, for both tools read them as emphasis.

    >>> [_escaped(text) for text in ("1. A [list]?", "- No, a_b * c.", "In 1917. So.")]
    ['1\\. A \\[list\\]?', '\\- No, a_b \\* c.', 'In 1917. So.']
    """
    return _LIST_LIKE.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", text))


def _all_paragraphs() -> Iterator[Paragraph]:
    excerpts = {DATA / "dev" / f"{name}.S1.gold.json" for name in EXCERPTS}
    whole = sorted(set(DATA.glob("dev/*.S1.gold.json")) - excerpts)
    for path in (*whole, DATA / "dev" / "gibbon.S3.gold.json", *sorted(DATA.glob("real_dev/*.gold.json"))):
        yield from _paragraphs(path)
    for path in sorted(excerpts):
        yield from _paragraphs(path)


def _paragraphs(path: Path) -> Iterator[Paragraph]:
    """The paragraphs of one text with its notes, read by its gold."""
    with path.with_suffix("").with_suffix(".txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    gold = json.loads(path.read_text("utf-8"))
    bodies = [tuple(span) for note in gold["notes"] for span in note["body_spans"] or ()]
    notes = [note for note in gold["notes"] if note["body_spans"] and not _inside(note["ref_start"], bodies)]
    cuts = [(start, end, "") for start, end in (*gold["neutral"], *bodies)]
    calls = {note["ref_start"] for note in notes}
    flat = _cut(text, [(start, end, CALL if start in calls else "") for start, end, _ in cuts])
    framed = _FRAME.search(flat)
    waiting = (_body(text, note, gold["neutral"]) for note in notes)
    breaks = r"\n+" if gold["variant"].get("psep") == "\n" else r"\n\s*\n"
    for piece in re.split(breaks, framed[1] if framed else flat):
        if words := " ".join(piece.split()):
            yield Paragraph(words, tuple(next(waiting) for _ in range(words.count(CALL))))


def _body(text: str, note: dict[str, Any], neutral: list[list[int]]) -> str:
    parts = (
        _cut(text[:end], [(0, start, ""), *((a, b, "") for a, b in neutral if start <= a < end)])
        for start, end in note["body_spans"]
    )
    return " ".join(" ".join(parts).split())


def _inside(place: int, spans: Iterable[tuple[int, ...]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _cut(text: str, cuts: Iterable[tuple[int, int, str]]) -> str:
    """The text with each [start, end) replaced; of cuts that overlap, the later has only what the earlier left."""
    parts, position = [], 0
    for start, end, instead in sorted(cuts):
        parts += [text[position : max(start, position)], instead]
        position = max(position, end)
    return "".join(parts) + text[position:]


def _with_notes(paragraphs: list[Paragraph], wanted: int) -> list[Paragraph]:
    """Short paragraphs, spread evenly, made notes of those before them until there are as many as wanted.

    >>> short = "It has six words or more."
    >>> [(p.text.count(CALL), len(p.notes)) for p in _with_notes([Paragraph("First."), *[Paragraph(short)] * 4], 2)]
    [(1, 1), (1, 1), (0, 0)]
    """
    missing = wanted - sum(len(paragraph.notes) for paragraph in paragraphs)
    able = [n for n, p in enumerate(paragraphs) if n and not p.notes and len(p.text.split()) in SHORT]
    step = max(len(able) / missing, 1.0) if missing > 0 else 0
    made = {able[int(n * step)] for n in range(min(max(missing, 0), len(able)))}
    kept: list[Paragraph] = []
    for n, paragraph in enumerate(paragraphs):
        if n in made:
            host = kept[-1]
            kept[-1] = replace(host, text=host.text + CALL, notes=(*host.notes, paragraph.text))
        else:
            kept.append(paragraph)
    return kept


def _chapters(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, ...]]:
    chapter: list[Paragraph] = []
    words = 0
    for paragraph in paragraphs:
        chapter.append(paragraph)
        words += paragraph.words
        if words >= CHAPTER:
            yield tuple(chapter)
            chapter, words = [], 0
    if chapter:
        yield tuple(chapter)
