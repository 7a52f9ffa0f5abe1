"""The benchmark of the glossary: abbreviations, spellings, candidates, definitions, links.

python -m benchmarks.glossary [--write]
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import click
import msgspec

from pipeline.build import edit_book
from pipeline.cleaning import clean, repair
from pipeline.document import Book, Source
from pipeline.footnotes import relocate, supply_texts
from pipeline.glossary import add_glossary
from pipeline.glossary.abbreviations import find_pairs
from pipeline.glossary.entries import Survey, survey
from pipeline.ledger import Span, origin
from pipeline.manifest import bare_manifest, load_manifest
from pipeline.proofreading import read_corpus
from pipeline.settings import ChapterSettings, TermEntry
from pipeline.structure import arrange, read_structure
from pipeline.transliteration import is_one_name
from pipeline.tree import plain_text

from .books import DATA

GOLD = DATA.parents[1] / "glossary"
SEEDS = Path(__file__).parents[1] / "seeds"
KEPT = Path(__file__).with_suffix(".md")
SPEED_WORDS = 120_000
FIRST, LISTED = 30, 50

METHOD = """\
# Benchmark of the glossary

Made by `python -m benchmarks.glossary --write`.

- **Abbreviations**: short and long forms of 1,250 abstracts (MED1250; Sohn et al. 2008), pair by pair.
- **Spellings**: pairs of Russian names, one name or two.
- **Candidates**: of the two texts of the first book, without its glossary: how many of the first {first} are in the
  list of terms worth a gloss, how many of them twice, and how many that must be there are among the first {listed}.
- **Definitions**: passages of the same texts that define a term; a definition found elsewhere counts as false.
- **Links**: uses found, against 206 mentions, with entries that list every form; then with entries that list headwords
  alone, where the stage finds the other spellings itself. Where two uses differ in extent, both count as wrong.
- **Speed**: processor time of the whole stage on {words:,} words.

"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was measured, and right, found and wanted items."""

    what: str
    right: int
    found: int
    wanted: int

    @property
    def line(self) -> str:
        """As Markdown."""
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.wanted)
        score = 2 * precision * recall / (precision + recall) if self.right else 0.0
        counts = f"{self.right} | {self.found} | {self.wanted}"
        return f"| {self.what} | {counts} | {precision:.3f} | {recall:.3f} | {score:.3f} |"


@click.command()
@click.option("--write", is_flag=True, help=f"Keep the table in {KEPT.name}.")
def main(write: bool) -> None:
    """Measure every part of the glossary, and say what was wrong."""
    if not GOLD.exists():
        raise click.ClickException(f"the data are not at {GOLD}")
    text = report()
    click.echo(text)
    if write:
        KEPT.write_text(text + "\n", "utf-8")


def report() -> str:
    """The table, and what was missed or false, as one Markdown document."""
    book = seeds_with(())
    seen = survey(book, read_corpus(book))
    rows = [abbreviations(), spellings(), definitions(seen), *links()]
    head = "| | right | found | wanted | precision | recall | F1 |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    table = head + "\n".join(row.line for row in rows)
    method = METHOD.format(first=FIRST, listed=LISTED, words=SPEED_WORDS)
    return f"{method}{table}\n\n{candidates(seen)}\n{speed()}"


# ---- the parts ---------------------------------------------------------------------------------------------------


def abbreviations() -> Row:
    """Pairs of short and long forms, compared without regard to capitals and blanks."""
    right = found = wanted = 0
    for lines, gold, synonyms in _abstracts():
        pairs = {(_level(p.short.of(line)), _level(p.long.of(line))) for line in lines for p in find_pairs(line)}
        pairs -= synonyms - gold
        right, found, wanted = right + len(pairs & gold), found + len(pairs), wanted + len(gold)
    return Row("abbreviations", right, found, wanted)


Pairs = set[tuple[str, str]]


def _abstracts() -> Iterator[tuple[list[str], Pairs, Pairs]]:
    """The lines of each abstract, its pairs, and those that are synonyms, which count neither way."""
    text = (GOLD / "MED1250_labeled").read_bytes().decode("utf-8", "replace").replace("\r", "")
    for block in re.split(r"\n\s*\n", text):
        number, *lines = [line for line in block.split("\n") if line.strip()] or [""]
        if number.strip().isdigit():
            gold = {_pair(line) for line in lines if line.startswith("  ") and "|" in line}
            synonyms = {_pair(line[3:]) for line in lines if line.startswith("//*") and "|" in line}
            yield [line for line in lines if not line.startswith(("//", "  "))], gold, synonyms


def _pair(line: str) -> tuple[str, str]:
    short, long, *_ = line.strip().split("|")
    return _level(short), _level(long)


def _level(words: str) -> str:
    return " ".join(words.split()).casefold()


def spellings() -> Row:
    """Pairs that are called one name."""
    lines = (GOLD / "variant_pairs.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t")[:3] for line in lines if not line.startswith("#")]
    called = [(same == "1", is_one_name(one, other)) for same, one, other in pairs]
    right = sum(same and said for same, said in called)
    return Row("spellings", right, sum(said for _, said in called), sum(same for same, _ in called))


def candidates(seen: Survey) -> str:
    """How good the head of the list is, in a sentence for each target."""
    heads = {form: entry["head"] for entry in _gold() for form in (entry["head"], *entry["forms"])}
    ranked = [{heads[form] for form in candidate.forms if form in heads} for candidate in seen.candidates]
    first = ranked[:FIRST]
    twice = sum(any(head in earlier for earlier in first[:n] for head in found) for n, found in enumerate(first))
    listed = {head for found in ranked[:LISTED] for head in found}
    must = [entry["head"] for entry in _gold() if entry["tier"] == 1]
    missing = [head for head in must if head not in listed]
    return (
        f"Candidates: {sum(map(bool, first))} of the first {FIRST} worth a gloss, {twice} of them twice; "
        f"{len(must) - len(missing)} of {len(must)} must-haves among the first {LISTED}"
        f"{'; missing: ' + ', '.join(missing) if missing else ''}; {len(ranked)} in all."
    )


def definitions(seen: Survey) -> Row:
    """Passages that define a term: found, if what is quoted overlaps them."""
    wanted = [
        (set(entry["forms"]) | {entry["head"]}, _level(quote["text"])) for entry in _gold() for quote in entry["quotes"]
    ]
    found = [(name, _level(plain_text(f.definition.inlines))) for name, items in seen.found.items() for f in items]
    hits = [any(name in forms and (said in text or text in said) for name, said in found) for forms, text in wanted]
    good = [any(name in forms and (said in text or text in said) for forms, text in wanted) for name, said in found]
    right = sum(hits)
    return Row("definitions", right, right + good.count(False), len(wanted))


def links() -> Iterator[Row]:
    """Uses of terms, with the editor's entries made from the list of terms."""
    entries = tuple(_entry(entry) for entry in _gold() if entry["cls"] != "calendar")
    alone = tuple(replace(entry, forms=()) for entry in entries)
    wanted = _mentions()
    for what, terms in (("links, every form listed", entries), ("links, headwords alone", alone)):
        found = set(_uses(seeds_with(terms)))
        yield Row(what, len(found & wanted), len(found), len(wanted))


def _entry(gold: dict[str, Any]) -> TermEntry:
    forms = tuple(form.removesuffix("’s") for form in gold["forms"] if form != gold["head"])
    return TermEntry(gold["head"], tuple(dict.fromkeys(forms)), definition="A term.")


def _mentions() -> set[tuple[str, int, str]]:
    lines = (GOLD / "seeds_mentions.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {(row[0], int(row[1]), row[3].removesuffix("’s")) for row in rows}


def _uses(book: Book) -> Iterator[tuple[str, int, str]]:
    """Each use as document, offset in its source, and words."""
    chapters = {chapter.key: chapter for chapter in book.chapters}
    for term in book.terms:
        for use in term.uses:
            cleaned = chapters[use.chapter].cleaned
            words = use.span.of(cleaned.text)
            start = origin(cleaned.steps, Span(use.span.start, use.span.start + 1)).start
            yield cleaned.source.name[:3], start, " ".join(words.split())


def speed() -> str:
    """Processor time of the stage on many words: books of the footnote data, one after another."""
    texts = [path.read_text("utf-8") for path in sorted(DATA.glob("*.S1.txt"))]
    words, chapters = 0, []
    for number, text in enumerate(texts):
        if words < SPEED_WORDS:
            words += len(text.split())
            source = Source(f"{number}.txt", "", "utf-8", text)
            chapter = read_structure(clean(repair(source)), ChapterSettings(source.name, source.name), f"ch{number}")
            chapters.append(arrange(supply_texts(relocate(chapter), ())))
    book = Book(bare_manifest(Path("speed.txt")), tuple(chapters), ())
    start = time.process_time()
    book = add_glossary(book)
    return f"Speed: {time.process_time() - start:.2f} s for {words:,} words."


# ---- the data ----------------------------------------------------------------------------------------------------


@cache
def _gold() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((GOLD / "seeds_gold.json").read_text("utf-8"))
    return entries


def seeds_with(terms: tuple[TermEntry, ...]) -> Book:
    """The first book with another glossary."""
    return edit_book(msgspec.structs.replace(load_manifest(SEEDS), terms=terms))


if __name__ == "__main__":
    main()
