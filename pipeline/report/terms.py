"""Terms: the glossary of a book as the report shows it, every row with its places in the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ..document import Book, Chapter, Term
from ..glossary import Spot, Stock, spot_of
from ..glossary.candidates import Candidate
from ..glossary.pairs import Pair
from ..glossary.stock import Ambiguity, Conflict
from ..queries import Place

Spots = tuple[Spot, ...]

CLASSES: Mapping[str, str] = {
    "acronym": "Acronyms",
    "contraction": "Contractions",
    "foreign": "Foreign words",
    "body": "Bodies",
    "party": "Parties",
    "person": "Persons",
    "place": "Places",
    "name": "Persons or places",
    "press": "Papers",
    "document": "Documents",
    "event": "Events",
    "office": "Offices",
    "term": "Other names",
}
"""What the members of a class are called."""


class Row(Struct, frozen=True):
    """A line of the section: a name, what is said of it, and its places, of which the first names the chapter.

    `said` are words of a text or of an entry, each with its place, or None in glossary.toml; `uses` counts all uses.
    """

    name: str
    kind: str
    said: tuple[tuple[str, Spot | None], ...]
    uses: int
    spots: Spots

    @property
    def chapter(self) -> str:
        """The key of the chapter that the row is found under; "" if only an editor’s note uses the term."""
        return self.spots[0].chapter.key if self.spots else ""

    @property
    def places(self) -> Iterator[Place]:
        """Every place the row leads to."""
        yield from (spot.place for spot in self.spots)
        yield from (spot.place for _, spot in self.said if spot is not None)


class Part(Struct, frozen=True):
    """Rows that are shown together; `column` is the head of what is said of each."""

    key: str
    title: str
    column: str
    rows: tuple[Row, ...]


def glossary_parts(book: Book, stock: Stock) -> tuple[Part, ...]:
    """The parts of the section, those that are empty too: what is printed, what is wanting, and what is in doubt."""
    chapters = {chapter.key: chapter for chapter in book.chapters}
    return (
        Part("printed", "Entries printed", "defined by", tuple(_printed(term, chapters) for term in book.terms)),
        Part("undefined", "Used but undefined", "long form", tuple(map(_candidate, stock.undefined))),
        Part("conflicts", "Conflicting definitions", "long forms", tuple(map(_conflict, stock.conflicts))),
        Part("ambiguous", "Ambiguous forms", "may be", tuple(map(_ambiguity, stock.ambiguities))),
        Part("merged", "Spellings brought together", "taken for", tuple(map(_pair, stock.merged))),
        Part("near", "Spellings that are nearly alike", "looks like", tuple(map(_pair, stock.near))),
    )


def candidate_parts(stock: Stock) -> tuple[Part, ...]:
    """The names that no entry covers, by class, in the order of their rank."""
    kinds = stock.by_kind().items()
    return tuple(Part(kind, CLASSES[kind], "long form", tuple(map(_candidate, found))) for kind, found in kinds)


def _printed(term: Term, chapters: dict[str, Chapter]) -> Row:
    said: list[tuple[str, Spot | None]] = []
    for definition in term.definitions:
        if definition.origin == "editor" or definition.chapter is None or definition.span is None:
            said.append(("editor", None))
        else:
            said.append(("text", Spot(chapters[definition.chapter], definition.span)))
    if not said and term.expansion:
        said.append(("editor", None))
    if term.see:
        said.append((f"see {term.see}", None))
    first = {use.chapter: Spot(chapters[use.chapter], use.span) for use in reversed(term.uses)}
    spots = tuple(first[key] for key in chapters if key in first)
    return Row(term.headword, term.kind, tuple(said), len(term.uses), spots)


def _candidate(candidate: Candidate) -> Row:
    first = {mention.passage.chapter.key: spot_of(mention) for mention in reversed(candidate.mentions)}
    said = ((f"{candidate.expansion}?", None),) if candidate.expansion else ()
    return Row(candidate.headword, candidate.kind, said, len(candidate.mentions), tuple(reversed(first.values())))


def _conflict(conflict: Conflict) -> Row:
    return Row(conflict.headword, "", tuple((spot.words, spot) for spot in conflict.long_forms), 0, conflict.long_forms)


def _ambiguity(ambiguity: Ambiguity) -> Row:
    owners = tuple((headword, None) for headword in ambiguity.headwords)
    return Row(ambiguity.form, "", owners, len(ambiguity.uses), ambiguity.uses)


def _pair(pair: Pair) -> Row:
    rarer, usual = pair.forms
    usually = (f"{usual} ({len(pair.usual)}×)", spot_of(pair.usual[0]))
    return Row(rarer, "", (usually,), len(pair.rarer), tuple(map(spot_of, pair.rarer)))
