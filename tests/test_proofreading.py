"""What holds of every check: it has cases, asks under its own name, and does work in proportion to the text."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from msgspec.structs import replace

from benchmarks.books import Clean, Passage
from benchmarks.misprints import MISPRINTS, Misprint, misprinted
from pipeline.cleaning import clean, repair
from pipeline.document import Book, Source
from pipeline.ledger import Span
from pipeline.manifest import bare_manifest
from pipeline.proofreading import CHECKS, Check, proofread, read_corpus
from pipeline.proofreading.check import Finding
from pipeline.proofreading.passages import Corpus, read_text
from pipeline.proofreading.references import chapters
from pipeline.queries import Query
from pipeline.settings import ChapterSettings
from pipeline.structure import read_structure

from .library import CASES, ROOT, cases, count_calls, read_book

each_check = pytest.mark.parametrize("check", CHECKS, ids=[check.name for check in CHECKS])

SENTENCES = (
    "On October 29 (November 11), 1917, he said “the rôle of labour (as ever) is to co-operate”, and left. "
    "The paper Rabochii put 1,204 words into its note; see p. 12 above, and the All-Russia Congress of Riazanov "
    "and Kamenev met. "
)


def proofread_all(book: Book) -> Book:
    return proofread(book, read_corpus(book))


def test_no_two_checks_have_one_name() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_every_check_has_a_case() -> None:
    files = (tomllib.loads(path.read_text("utf-8"))["case"] for path in (CASES / "proofreading").glob("*.toml"))
    asked = {place.split()[1] for file in files for case in file for place in case["queries"]}
    assert {check.name for check in CHECKS} - asked == {"comment.source", "cover.letters", "encoding.guessed"}


def test_a_guessed_encoding_is_asked_about_once_a_source() -> None:
    source = Source("a.txt", "", "cp1251", "Text.", guessed=True)
    chapter = read_structure(clean(repair(source)), ChapterSettings("a.txt", "A"), "ch1")
    book = proofread_all(Book(bare_manifest(ROOT / "a.txt"), (chapter, replace(chapter, key="ch2")), ()))
    assert [query.code for query in book.queries] == ["encoding.guessed"]


@pytest.mark.parametrize("misprint", MISPRINTS, ids=[misprint.says for misprint in MISPRINTS])
def test_misprints_are_asked_about(misprint: Misprint) -> None:
    clean_book = Clean("small", (Passage("prose", SENTENCES * 2 + "They left."),))
    damaged, paragraphs = misprinted(clean_book, misprint)
    book = proofread_all(read_book(damaged.text))
    queries = [*book.chapters[0].queries, *book.queries]
    assert len(paragraphs) == 1
    assert misprint.code in {query.code for query in queries}


@each_check
def test_a_check_asks_under_its_own_name_alone(check: Check) -> None:
    for parameter in cases("proofreading"):
        assert {query.code for query in ask(check, parameter.values[1]["text"])} <= {check.name}


@each_check
def test_a_suggestion_changes_the_words_it_is_for(check: Check) -> None:
    for parameter in cases("proofreading"):
        text = parameter.values[1]["text"]
        for query in ask(check, text):
            assert query.suggestion is None or query.suggestion != words_of(query)


def words_of(query: Query) -> str:
    place = query.place
    return place.text[place.column - 1 : place.column - 1 + place.length]


def ask(check: Check, text: str) -> list[Query]:
    return list(check.ask(Corpus(tuple(read_text(chapter, "en") for chapter in read_book(text).chapters))))


def test_other_languages_are_not_read_as_english() -> None:
    text = "Die Arbeit der Stadt, die die Leute sehen, bezug auf die Labour and labor; organise, organize."
    settings = ChapterSettings("a.txt", "A", language="de")
    chapter = read_structure(clean(repair(Source("a.txt", "", "utf-8", text))), settings, "ch1")
    book = proofread_all(Book(bare_manifest(ROOT / "a.txt"), (chapter,), ()))
    assert [query.code for query in book.queries if query.code.startswith("spelling.variant")] == []


def test_titles_of_chapters_are_numbered_headings_too() -> None:
    texts = [
        read_text(read_book("See chapter 2; see chapter 5.", f"Chapter {number}.txt").chapters[0]) for number in "123"
    ]
    assert [found.message for found in chapters(Corpus(tuple(texts[:1])))] == []
    assert [found.message for found in chapters(Corpus(tuple(texts)))] == ["there is no chapter 5 in this book"] * 3


def test_the_work_grows_with_the_text_and_no_faster() -> None:
    work(SENTENCES)
    short, long = (work(SENTENCES * count) for count in (50, 400))
    assert long < short * 8 * 1.2


def work(text: str) -> int:
    book = read_book("\n\n".join(text[at : at + 1000] for at in range(0, len(text), 1000)))
    return count_calls(lambda: proofread_all(book))


def test_the_queries_about_one_line_share_its_text() -> None:
    texts = [query.place.text for query in ask(check_named("bracket.unclosed"), f"{'(so ' * 500}\n\nThey left.")]
    assert len(texts) == 500
    assert len({id(text) for text in texts}) == 1


class Watched(str):
    """A text that knows the most characters that were looked through for a blank or a line end."""

    most = 0

    def find(self, *asked: Any) -> int:
        return super().find(*self._seen(asked))

    def rfind(self, *asked: Any) -> int:
        return super().rfind(*self._seen(asked))

    def _seen(self, asked: tuple[Any, ...]) -> tuple[Any, ...]:
        if asked[0] in (" ", "\n"):
            start, end = asked[1:] if len(asked) == 3 else (*asked[1:], len(self))
            Watched.most = max(Watched.most, end - start)
        return asked


def test_a_place_in_a_line_without_end_is_quoted_with_what_stands_near() -> None:
    chapter = read_book("a(" * 10_000).chapters[0]
    watched = replace(chapter, cleaned=replace(chapter.cleaned, text=Watched(chapter.cleaned.text)))
    check = Check("a.b", "signs", lambda _: iter([Finding(watched, Span(9_000, 9_001), "a sign")]))
    (query,) = check.ask(Corpus(()))
    assert "a(a(" in query.hint
    assert 0 < Watched.most < 1_000


def check_named(name: str) -> Check:
    return next(check for check in CHECKS if check.name == name)
