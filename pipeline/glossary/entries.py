"""Entries: the terms of a book before anybody looks where they are used, each with a key of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from ..document import Book, Definition, Term
from ..manifest import slugify
from ..proofreading import Corpus
from ..prose import read_phrase
from ..settings import Kind, TermEntry
from ..tree import plain_text
from .candidates import Candidate, Class, find_candidates
from .definitions import find_definitions
from .likeness import find_near
from .linking import plain_spaces
from .pairs import Pair, Rulings, find_merged
from .quotation import Found, Marks, within


class Survey(Struct, frozen=True):
    """What the texts offer: their names, the likeliest to need a gloss first, and what they say of each spelling.

    `merged` pairs of spellings are taken for one name, `near` ones for two.
    """

    candidates: tuple[Candidate, ...] = ()
    found: Mapping[str, tuple[Found, ...]] = ()  # type: ignore[assignment]
    merged: tuple[Pair, ...] = ()
    near: tuple[Pair, ...] = ()

    def of(self, form: str) -> Candidate | None:
        """The candidate that a spelling belongs to."""
        return next((candidate for candidate in self.candidates if form in candidate.forms), None)


def survey(book: Book, corpus: Corpus) -> Survey:
    """The names and definitions of the texts that are in English, whose words for things we know."""
    corpus = corpus.english
    candidates = find_candidates(corpus)
    kinds = {form: candidate.kind for candidate in candidates for form in candidate.forms}
    found: dict[str, list[Found]] = defaultdict(list)
    for text in corpus.texts:
        for item in find_definitions(text, kinds):
            found[item.name].append(item)
    rulings = Rulings(book.manifest.terms)
    merged, near = tuple(find_merged(candidates, rulings)), tuple(find_near(candidates, rulings))
    return Survey(tuple(candidates), {name: tuple(items) for name, items in found.items()}, merged, near)


def count_unread(book: Book) -> Mapping[str, int]:
    """How many chapters were read for no name and no definition, by the language (BCP 47) they are in: all but English.

    The lists of nouns and verbs that names and definitions are told by are English ones.
    """
    texts = (chapter.settings.language or book.manifest.book.language for chapter in book.chapters)
    languages = Counter(language.split("-")[0].lower() for language in texts)
    return {language: number for language, number in languages.items() if language != "en"}


def collect_terms(book: Book, seen: Survey) -> list[Term]:
    """The editor's entries, then the names that a text defines and no entry covers."""
    entries, outer = book.manifest.terms, outer_marks(book)
    taken = {plain_spaces(form) for entry in entries for form in (entry.headword, *entry.forms)}
    spellings = {form: candidate for candidate in seen.candidates for form in candidate.forms}
    used: set[str] = set()
    terms: list[Term] = []
    for entry in entries:
        forms = _forms(entry, spellings, taken)
        refused = {plain_spaces(form) for form in entry.not_forms}
        about = [form for form in _about(forms, spellings) if form not in refused]
        used |= set(about)
        if not entry.exclude:
            found = [f for form in about for f in seen.found.get(form, ())]
            terms.append(_from_entry(entry, forms, _each_once(found, outer)))
    terms += _from_texts(seen, spellings, used, outer)
    return list(_with_own_keys(terms))


def outer_marks(book: Book) -> Marks:
    """The marks a definition is quoted in: those of the book’s order, double ones where it has none of its own."""
    return "single" if book.manifest.book.quotes == "single" else "double"


def forms_of(terms: Iterable[Term]) -> set[str]:
    """Every spelling that the terms are looked for by."""
    return {plain_spaces(form) for term in terms for form in term.forms}


def _forms(entry: TermEntry, spellings: Mapping[str, Candidate], taken: set[str]) -> tuple[str, ...]:
    """What the editor lists, and other spellings of the same words that the texts have: plurals, transliterations."""
    listed = tuple(dict.fromkeys((entry.headword, *entry.forms)))
    refused = {plain_spaces(form) for form in entry.not_forms}
    near = [
        other
        for form in listed
        if (candidate := spellings.get(form))
        for other in candidate.spellings_of(form)
        if other not in taken and other not in refused
    ]
    return tuple(dict.fromkeys((*listed, *near)))


def _about(forms: Iterable[str], spellings: Mapping[str, Candidate]) -> list[str]:
    """The forms, and all that the texts call the same: `Victor Chernov` where the entry has `Chernov`."""
    plain = [plain_spaces(form) for form in forms]
    more = [other for form in plain if (candidate := spellings.get(form)) for other in candidate.certain]
    return list(dict.fromkeys((*plain, *more)))


def _from_entry(entry: TermEntry, forms: tuple[str, ...], stated: Iterable[Definition]) -> Term:
    definitions = [Definition("editor", read_phrase(entry.definition))] if entry.definition else []
    definitions += stated
    return Term(
        slugify(entry.headword),
        entry.headword,
        forms,
        entry.kind,
        entry.expansion,
        tuple(definitions),
        see=entry.see,
        not_forms=entry.not_forms,
        sort=entry.sort,
        language=entry.language,
        link=entry.link,
    )


def _from_texts(seen: Survey, spellings: Mapping[str, Candidate], used: set[str], outer: Marks) -> Iterator[Term]:
    """The names that the texts define and the editor does not, with all their spellings."""
    done: set[str] = set(used)
    for name in seen.found:
        if name in done:
            continue
        candidate = spellings.get(name)
        forms = tuple(form for form in candidate.certain if form not in used) if candidate else (name,)
        done |= {*forms, name}
        found = [item for form in dict.fromkeys((*forms, name)) for item in seen.found.get(form, ())]
        headword = candidate.headword if candidate and candidate.headword in forms else name
        kind = kind_of(candidate.kind) if candidate else "term"
        if kind == "term":
            kind = next((item.kind for item in found if item.kind), kind)
        listed = tuple(dict.fromkeys((headword, *forms)))
        yield Term(f"text-{slugify(headword)}", headword, listed, kind, None, tuple(_each_once(found, outer)))


def _each_once(found: Iterable[Found], outer: Marks) -> list[Definition]:
    """The definitions as they are quoted, of those that say the same words in one chapter the first."""
    said = {
        (f.definition.chapter, plain_text(f.definition.inlines).casefold()): f.definition for f in reversed([*found])
    }
    return [replace(stated, inlines=within(stated.inlines, outer)) for stated in reversed(said.values())]


def kind_of(kind: Class) -> Kind:
    """The kind an entry would have: what is told by its form alone is a `term`."""
    return next((known for known in get_args(Kind) if known == kind), "term")


def _with_own_keys(terms: Iterable[Term]) -> Iterator[Term]:
    """Number the keys that two headwords share: `C.C.` and `C C` are both `c-c`."""
    taken: set[str] = set()
    for term in terms:
        numbered = (f"{term.key}-{number}" for number in count(2))
        key = term.key if term.key not in taken else next(key for key in numbered if key not in taken)
        taken.add(key)
        yield replace(term, key=key)
