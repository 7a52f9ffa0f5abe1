"""The clean books: prose without its notes, verse, and a text of lists, tables and letters; nothing in them is damaged.

The prose is that of the footnote data (style S1), with verse and Russian quotations put between its paragraphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import Any, Literal

from .stream import LINE, PARAGRAPH, SET_LINE, one_space

DATA = Path(__file__).parents[2] / "shared" / "bench" / "footnotes" / "dev"
TEXTS = Path(__file__).parent / "texts"

Kind = Literal["prose", "verse", "set"]

RUSSIAN = (
    "In the original the sentence stands so: «Все счастливые семьи похожи друг на друга, каждая несчастливая семья "
    "несчастлива по-своему», and no translator has yet bettered the order of its words.",
    "Beneath it another hand had written: «Чему смеётесь? Над собою смеётесь!»",
    "«Мы все учились понемногу чему-нибудь и как-нибудь», he was fond of saying, and he said it in Russian wherever "
    "he was, whether or not there was anyone at the table who could understand him.",
    "The telegram was three words long: «Приезжай немедленно. Отец».",
    "He quoted the old minister: «В России две напасти: внизу власть тьмы, а наверху тьма власти», and sat down again.",
)
"""Quotations that stand in no encoding of the West; what is round them is ASCII, so that only they can be damaged."""

VERSES, QUOTATIONS = 3, 4
"""How many stanzas and Russian quotations are put into each book of prose."""

ALONE = 200
"""Characters from which a paragraph is certainly running text, so that something may be put after it."""

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "–": "-", "…": "...", "«": '"', "»": '"'})


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading or thought break in one line (`prose`), or lines that must stay lines."""

    kind: Kind
    text: str

    @property
    def seen(self) -> str:
        """What a reader sees of it, as a stream."""
        lines = [one_space(line) for line in self.text.split("\n")]
        return {"prose": PARAGRAPH, "verse": LINE, "set": SET_LINE}[self.kind].join(lines)


@dataclass(frozen=True)
class Clean:
    """A clean book; an empty line parts its passages, and no line of prose is broken."""

    name: str
    passages: tuple[Passage, ...]

    @cached_property
    def text(self) -> str:
        """The book as an undamaged file holds it."""
        return "\n\n".join(passage.text for passage in self.passages) + "\n"

    @cached_property
    def stream(self) -> str:
        """The right answer: what a reader must see."""
        return PARAGRAPH.join(passage.seen for passage in self.passages)

    def written_in(self, encoding: str) -> Clean:
        """The book without the passages `encoding` can't hold; its quotes and dashes are straight if they can't be."""
        straight = not _can_hold("“’—", encoding)
        passages = [replace(p, text=p.text.translate(_STRAIGHT)) if straight else p for p in self.passages]
        return Clean(self.name, tuple(passage for passage in passages if _can_hold(passage.text, encoding)))


def clean_books() -> tuple[Clean, ...]:
    """All books there are: verse and lists always, prose if the data is there."""
    prose = (_prose(path) for path in sorted(DATA.glob("*.S1.txt")))
    return verse_book(), lists_book(), *prose


def verse_book() -> Clean:
    """Poems of Blake, Milton, Keats, Shelley, Wordsworth and Shakespeare, with their titles."""
    return Clean("verse", tuple(_passages(_read("verse.txt"), "verse")))


def lists_book() -> Clean:
    """Minutes with lists, accounts, tables, letters and signatures, made for this benchmark."""
    return Clean("lists", tuple(_passages(_read("lists.txt"), "set")))


def _read(name: str) -> str:
    return (TEXTS / name).read_text("utf-8").strip("\n")


def _passages(text: str, lined: Kind) -> Iterator[Passage]:
    for block in re.split(r"\n{2,}", text):
        yield Passage(lined if "\n" in block else "prose", block)


@cache
def _stanzas() -> tuple[Passage, ...]:
    return tuple(passage for passage in verse_book().passages if passage.kind == "verse")


def _prose(path: Path) -> Clean:
    """A book of the footnote data without its notes, their calls and headings."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    gold = json.loads(path.with_suffix("").with_suffix(".S1.gold.json").read_text("utf-8"))
    body = _without(text, _apparatus(gold)).strip("\n")
    if gold["variant"]["psep"] == "\n":
        body = re.sub(r"\n+", "\n\n", body)
    passages = _passages(re.sub(r"(?<=\S) {2,3}(?=\S)", " " * 6, body), "set")
    return Clean(gold["doc"], tuple(_enrich(list(passages), Random(gold["doc"]))))


def _apparatus(gold: dict[str, Any]) -> list[tuple[int, int]]:
    """Where calls, labels, bodies of notes and headings of their sections stand."""
    spans = list(gold["neutral"])
    for note in gold["notes"]:
        spans += [(note["ref_start"], note["ref_end"]), *(note["body_spans"] or ())]
    return sorted((start, end) for start, end in spans)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in spans:
        parts.append(text[position : max(start, position)])
        position = max(position, end)
    return "".join(parts) + text[position:]


def _enrich(passages: list[Passage], rng: Random) -> list[Passage]:
    """Stanzas and Russian quotations put after paragraphs, each at a place of its own."""
    stanzas = [Passage("verse", _indented(stanza.text)) for stanza in rng.sample(_stanzas(), VERSES)]
    added = stanzas + [Passage("prose", words) for words in rng.sample(RUSSIAN, QUOTATIONS)]
    rng.shuffle(added)
    long = [n for n, p in enumerate(passages) if p.kind == "prose" and len(p.text) >= ALONE]
    places = dict(zip(rng.sample(long, min(len(added), len(long))), added, strict=False))
    return [p for n, passage in enumerate(passages) for p in (passage, places.get(n)) if p is not None]


def _indented(stanza: str) -> str:
    return "\n".join("    " + line for line in stanza.split("\n"))


def _can_hold(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
