"""The glossary as an editor meets it: her file in all its forms, the to-do file, the links, and the pages it prints."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from msgspec.structs import replace

from pipeline.anchors import make_anchors
from pipeline.build import edit_book
from pipeline.document import Book, Term
from pipeline.errors import ManifestError
from pipeline.glossary import add_glossary, write_todo
from pipeline.glossary.linking import Matcher
from pipeline.manifest import load_manifest
from pipeline.queries import write_entry
from pipeline.templating import Setting
from pipeline.tree import Heading, Link, Para, Str, TermRef, leaves

from .library import first_book, first_build, write_book


def term(headword: str, **values: str) -> str:
    """An entry; its further values are TOML."""
    return f'[[term]]\nheadword = "{headword}"\ndefinition = "A thing."\n' + "".join(
        f"{key} = {value}\n" for key, value in values.items()
    )


def book_of(folder: Path, text: str, glossary: str = "", head: str = "") -> Book:
    return edit_book(load_manifest(write_book(folder, {"a.txt": text}, head, glossary=glossary)))


def linked(book: Book) -> list[str]:
    chapter = book.chapters[0]
    parts = (chapter.blocks, *(note.blocks for note in chapter.notes))
    return [leaf.child.text for part in parts for leaf in leaves(part) if isinstance(leaf, TermRef)]


def headwords(book: Book) -> list[str]:
    return [entry.headword for entry in book.terms]


# ---- what the editor may say -------------------------------------------------------------------------------------

TEXT = "The Soviet met in the Soviet Union. Another Soviet met, and a third Soviet."
POLICIES = {"first": ["Soviet"], "all": ["Soviet", "Soviet", "Soviet"], "none": []}


@pytest.mark.parametrize("policy", POLICIES)
def test_which_uses_are_links(tmp_path: Path, policy: str) -> None:
    book = book_of(tmp_path, TEXT, term("Soviet", link=f'"{policy}"', not_forms='["Soviet Union"]'))
    assert (linked(book), len(book.terms[0].uses)) == (POLICIES[policy], 3)
    pages = Setting(book, make_anchors(book), "epub").pages()
    (page,) = (str(page.body) for page in pages if page.name.startswith("chapter"))
    assert len(set(re.findall(r'id="([^"]*-use-[^"]*)"', page))) == len(POLICIES[policy])


def test_an_excluded_term_is_none(tmp_path: Path) -> None:
    text = "Then Gerasimov, chairman of the Mining Board, spoke. In the end Gerasimov gave way."
    assert headwords(book_of(tmp_path / "a", text)) == ["Gerasimov"]
    excluded = book_of(tmp_path / "b", text, term("Gerasimov", exclude="true"))
    assert (headwords(excluded), linked(excluded)) == ([], [])
    assert 'headword = "Gerasimov"' not in write_todo(excluded)


def test_entries_stand_where_they_are_sorted(tmp_path: Path) -> None:
    glossary = term("The Hague", sort='"Hague"') + term("Izvestia", language='"ru"') + term("Duma")
    book = book_of(tmp_path, "From The Hague to the Duma, said Izvestia.", glossary)
    assert headwords(book) == ["Duma", "The Hague", "Izvestia"]
    (page,) = (page for page in Setting(book, make_anchors(book), "epub").pages() if page.name == "glossary")
    assert '<dfn lang="ru" xml:lang="ru">Izvestia</dfn>' in page.body


def test_a_glossary_may_be_a_table(tmp_path: Path) -> None:
    folder = write_book(tmp_path, {"a.txt": "The MRC and the M.R.C. met the Rada."})
    rows = (
        'headword,forms,expansion,definition\nMRC,M.R.C.; M. R. C.,Military Committee,"A body, of sorts."\n\nRada,,,\n'
    )
    (folder / "glossary.csv").write_text(rows, "utf-8")
    book = edit_book(load_manifest(folder))
    assert [(entry.headword, entry.expansion, len(entry.uses)) for entry in book.terms] == [
        ("MRC", "Military Committee", 2)
    ]
    assert [query.code for query in book.queries] == ["glossary.empty"]


WRONG_TABLES = {
    "no head": ("MRC,A body.\n", "glossary.csv:1:1: the first row must name the columns"),
    "an unknown column": ("headword,form\nMRC,M.R.C.\n", "glossary.csv:2:1: unknown key “form”"),
    "no such kind": ("headword,kind\n\nMRC,thing\n", "glossary.csv:3:1: “term.kind”"),
    "one term twice": ("headword\nMRC\nMRC\n", "glossary.csv:3:1: “MRC” belongs to two entries"),
}


@pytest.mark.parametrize("what", WRONG_TABLES)
def test_a_wrong_table_is_told_by_its_line(tmp_path: Path, what: str) -> None:
    rows, message = WRONG_TABLES[what]
    folder = write_book(tmp_path, {"a.txt": "The MRC met."})
    (folder / "glossary.csv").write_text(rows, "utf-8")
    with pytest.raises(ManifestError) as refused:
        load_manifest(folder)
    assert f"{refused.value.place}: {refused.value}".startswith(message)


def test_books_may_share_a_glossary_and_have_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text(term("MRC", expansion='"Shared"') + term("Rada") + term("Sejm"), "utf-8")
    own = term("MRC", expansion='"Own"')
    book = book_of(tmp_path / "book", "The MRC met the Rada.", own, 'glossary = "../shared.toml"\n')
    assert [(entry.headword, entry.expansion) for entry in book.terms] == [("MRC", "Own"), ("Rada", None)]
    assert tmp_path / "book" / "../shared.toml" in book.manifest.inputs


@pytest.mark.parametrize("way", ["../missing.toml", "../shared.doc", "/etc/shared.toml"])
def test_a_shared_glossary_must_be_there(tmp_path: Path, way: str) -> None:
    folder = write_book(tmp_path / "book", {"a.txt": "Words."}, f'glossary = "{way}"\n')
    with pytest.raises(ManifestError) as refused:
        load_manifest(folder)
    assert str(refused.value.place) == "book.toml:4:1"


# ---- spellings and links -----------------------------------------------------------------------------------------


def test_other_spellings_of_what_is_listed_are_found(tmp_path: Path) -> None:
    text = (
        "They met Ryazanov. Then Riazanov spoke to a Zadet, and the Zadets to the C.C., and the CC to Victor Ryazanov."
    )
    glossary = term("Ryazanov") + term("Zadets") + term("C.C.")
    book = book_of(tmp_path, text, glossary)
    assert {entry.headword: len(entry.uses) for entry in book.terms} == {"C.C.": 2, "Ryazanov": 3, "Zadets": 2}


BOUNDARIES = (
    "Vikzhel’s men, MRC units–currently, Mensheviks/SRs/Trudoviks, Vikzhel-led, pre-MRC, All-MRC, Rada’s, (SRs)."
)


def test_where_a_term_begins_and_ends(tmp_path: Path) -> None:
    glossary = "".join(term(word, link='"all"') for word in ("Vikzhel", "MRC", "Mensheviks", "SRs", "Trudoviks"))
    book = book_of(tmp_path, BOUNDARIES, glossary)
    assert linked(book) == ["Vikzhel", "MRC", "Mensheviks", "SRs", "Trudoviks", "Vikzhel", "MRC", "SRs"]


def test_no_links_in_titles_of_works(tmp_path: Path) -> None:
    text = "He wrote _On the MRC_, of 1917, and read _Pravda_ on the train to the north.\n\nHere he met the MRC."
    assert linked(book_of(tmp_path, text, term("MRC", link='"all"') + term("Pravda"))) == ["Pravda", "MRC"]


def test_no_links_in_headings_or_links(tmp_path: Path) -> None:
    book = book_of(tmp_path, "Here he met the MRC.", term("MRC", link='"all"'))
    (chapter,) = book.chapters
    blocks = (Heading((Str("The MRC"),)), Para((Link((Str("The MRC"),), "https://example.org"),)))
    again = add_glossary(replace(book, chapters=(replace(chapter, blocks=blocks),), terms=()))
    assert (linked(again), headwords(again)) == ([], [])


def test_no_link_of_the_first_book_is_where_none_may_be() -> None:
    setting = Setting(first_book(), make_anchors(first_book()), "epub")
    for page in setting.pages():
        body = etree.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{page.body}</body>')
        links = body.xpath("//*[@role='doc-glossref']")
        assert bool(links) == page.name.startswith("chapter")
        forbidden = "ancestor::*[self::h1 or self::h2 or self::h3 or self::sup or self::a or self::header]"
        assert [link for link in links if link.xpath(forbidden)] == []


def test_what_may_be_two_entries_is_asked_and_not_linked(tmp_path: Path) -> None:
    glossary = term("Land Committee") + term("Mining Committee")
    text = "The Land Committee met. The Mining Committee met. Then a Gerasimov met the Committee."
    assert linked(book_of(tmp_path / "a", text, glossary)) == ["Land Committee", "Mining Committee"]
    glossary = term("Anton Belyavin") + term("Boris Belyavin")
    book = book_of(tmp_path / "b", "He met Anton Belyavin and Boris Belyavin. It was Belyavin who left.", glossary)
    assert linked(book) == ["Anton Belyavin", "Boris Belyavin"]
    (query,) = (query for query in book.queries if query.code == "glossary.ambiguous")
    assert str(query.place) == "a.txt:1:50"


def test_a_long_form_of_the_right_initials_is_only_proposed(tmp_path: Path) -> None:
    book = book_of(tmp_path, "The Mining Board met. Later the M.B. was dissolved, and the M.B. had no heir.")
    assert headwords(book) == []
    (query,) = (query for query in book.queries if query.code == "glossary.undefined")
    assert "by its initials it may be “Mining Board”" in query.message
    assert "# inferred: Mining Board" in write_todo(book)


# ---- the to-do file ----------------------------------------------------------------------------------------------


def test_a_stub_can_be_moved_over(tmp_path: Path) -> None:
    text = "Yesterday the Vikzhel met. The Vikzhel knows \\ and “quotes”, and the Vikzhel rests."
    stubs = write_todo(book_of(tmp_path / "a", text))
    (entry,) = tomllib.loads(stubs)["term"]
    assert (entry["headword"], entry["definition"]) == ("Vikzhel", "…")
    book = book_of(tmp_path / "b", text, stubs.replace("…", "A union’s executive."))
    assert headwords(book) == ["Vikzhel"]
    assert "[[term]]" not in write_todo(book)


def test_italics_tell_titles_and_foreign_words(tmp_path: Path) -> None:
    text = "He read _Novaya Zhizn_ at the _uprava_ of the town, and said so _very_ loudly."
    kinds = re.findall(r'# (\w+), once.*\n#.*\n\[\[term\]\]\nheadword = "(.*)"', write_todo(book_of(tmp_path, text)))
    assert sorted(kinds) == [("foreign", "uprava"), ("press", "Novaya Zhizn")]


def test_the_to_do_file_names_what_is_quoted_and_what_is_not_used(tmp_path: Path) -> None:
    text = "Then Gerasimov, chairman of the Mining Board, spoke. In the end Gerasimov gave way."
    todo = write_todo(book_of(tmp_path, text, term("Rada")))
    assert '# chairman of the Mining Board\n# [[term]]\n# headword = "Gerasimov"' in todo
    assert "nowhere in these texts, and so not printed: Rada." in todo


def test_the_to_do_file_of_the_first_book_is_toml() -> None:
    entries = tomllib.loads(write_todo(first_book()))["term"]
    assert write_entry("term", headword=entries[0]["headword"])
    own = {entry.headword for entry in first_book().manifest.terms}
    assert own.isdisjoint(entry["headword"] for entry in entries)


# ---- pages -------------------------------------------------------------------------------------------------------


@cache
def pdf_pages() -> list[str]:
    _, folder = first_build()
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(folder / "the-vikzhel-talks.pdf")]
    return [re.sub(r"[\ufffe\u00ad\x02]\s*", "", page).replace("\r\n", "\n") for page in pages]


def printed_pages(headword: str) -> set[int]:
    """The page numbers at the end of an entry, its ranges written out."""
    first = next(n for n, page in enumerate(pdf_pages()) if n > 2 and re.match("Glossary$", page, re.MULTILINE))
    glossary = "\n".join(pdf_pages()[first:])
    entry = re.search(rf"^{headword} .*?[.)]\s+((?:\d+(?:–\d+)?,?\s?)+)$", glossary, re.DOTALL | re.MULTILINE)
    assert entry is not None, headword
    ranges = (part.split("–") for part in re.findall(r"\d+(?:–\d+)?", entry[1]))
    return {page for first, *last in ranges for page in range(int(first), int((last or [first])[0]) + 1)}


@pytest.mark.parametrize(
    "headword", ["MRC", "Sovnarcom", "Kamenev", "Mensheviks", "Ryazanov", "Rykov", "Trotsky", "Krasnov"]
)
def test_the_pages_of_an_entry_are_those_of_its_uses(headword: str) -> None:
    matcher = Matcher(first_book().terms)
    (key,) = (term.key for term in first_book().terms if term.headword == headword)
    texts = pdf_pages()[3:11]
    found = {n for n, text in enumerate(texts, 4) if key in {key for key, *_ in matcher.find(" ".join(text.split()))}}
    assert printed_pages(headword) == found


def test_forms_that_begin_alike_are_parted_by_their_next_characters() -> None:
    terms = [Term(str(n), f"note {n}", (f"note {n}",), "term", None, ()) for n in range(2_000)]
    matcher = Matcher(terms)
    assert [key for key, *_ in matcher.find("note 7, note  70 and note 1999; note 2000, notes")] == ["7", "70", "1999"]
    assert matcher._pattern is not None
    assert most_beside_each_other(matcher._pattern.pattern) < 20


def most_beside_each_other(pattern: str) -> int:
    """How many alternatives one group of a pattern has at the most."""
    most, open_groups = 0, [1]
    for sign in pattern:
        if sign == "(":
            open_groups.append(1)
        elif sign == "|":
            open_groups[-1] += 1
        elif sign == ")":
            most = max(most, open_groups.pop())
    return most
