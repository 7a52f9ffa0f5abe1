"""The editor's own words: none is lost in the book, what would print badly is refused, and entries find their uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.build import edit_book
from pipeline.checks import check_book
from pipeline.document import Book
from pipeline.errors import ManifestError
from pipeline.glossary import add_glossary
from pipeline.manifest import load_manifest
from pipeline.prose import read_phrase, read_prose
from pipeline.queries import Query
from pipeline.tree import (
    Emph,
    Inline,
    Link,
    Para,
    Quote,
    Str,
    Strong,
    TermRef,
    leaves,
    paragraphs,
    plain_text,
    words_of,
)

from .library import count_calls, read_book, write_book

# ---- Markdown ----------------------------------------------------------------------------------------------------

PHRASES: dict[str, tuple[Inline, ...]] = {
    "some *long* **words**": (Str("some "), Emph((Str("long"),)), Str(" "), Strong((Str("words"),))),
    "[one](https://a.b/c)": (Link((Str("one"),), "https://a.b/c"),),
    '[one](https://a.b "Title")': (Link((Str("one"),), "https://a.b"), Str(" (Title)")),
    "[](https://a.b)": (Link((Str("https://a.b"),), "https://a.b"),),
    "\\*one\\*": (Str("*one*"),),
    "> Quoted.\n\nMore.": (Str("Quoted."), Str(" "), Str("More.")),
}
AS_TYPED = (
    "[1]: Ibid.¦[a]: https://b.c 'd'¦`code` and ``more``¦    indented¦# One¦#one¦1. One¦- One¦+ One¦***¦---¦```one"
    "¦~~one~~¦a | b¦<b>bold</b>¦<div>¦<!-- one -->¦<https://a.b/%41>¦<a@b.c>¦&amp; &copy; &#65;¦[1]¦[one][two]"
    "¦[one](two words)¦2 * 3 * 4¦snake_case_word¦C:\\one"
).split("¦")


@pytest.mark.parametrize("text", PHRASES)
def test_markdown_that_is_read(text: str) -> None:
    assert read_phrase(text) == PHRASES[text]


@pytest.mark.parametrize("text", AS_TYPED)
def test_markdown_that_stays_as_typed(text: str) -> None:
    assert plain_text(read_phrase(text)) == text.strip()
    assert read_prose(f"Some words\n{text}") == (Para((Str("Some words"), Str(" "), *read_phrase(text))),)


def test_a_quotation_stands_apart_but_in_a_phrase() -> None:
    assert read_prose("> One.\n\nTwo.") == (Quote((Para((Str("One."),)),)), Para((Str("Two."),)))
    deep = read_prose("> " * 30 + "one")
    assert [plain_text(paragraph.inlines) for paragraph in paragraphs(deep)] == ["> " * 25 + "one"]


SIGNS = st.text("ab1 *_`~[]()<>!#>-+=|\\\n\"':;/.^{}\t", max_size=8)
PIECES = st.sampled_from('[a](http://b.c)¦[d](e "f")¦![g](h)¦<http://i>¦<b>¦[1]: ¦---\n¦===\n¦```\n¦\n\n¦> '.split("¦"))
TEXTS = st.lists(SIGNS | PIECES | st.sampled_from(["&amp;", "&#65;", "é", "б", "    ", "\\\n", "  \n"])).map("".join)


@given(TEXTS)
@example("Some words\n---\nMore")
@example("> " * 60 + "one")
def test_every_letter_of_an_editor_survives(text: str) -> None:
    prose = "".join(_letters(paragraph.inlines) for paragraph in paragraphs(read_prose(text)))
    assert _letters(read_phrase(text)) == prose
    typed = "".join(filter(str.isalnum, text))
    if "](" not in text:
        assert prose == typed
    elif "&" not in text:
        assert not Counter(typed) - Counter(prose)


def _letters(inlines: tuple[Inline, ...]) -> str:
    """The letters and digits of inlines, with those of addresses after those of their links."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Link():
                parts += (_letters(inline.children), inline.href)
            case Emph() | Strong():
                parts.append(_letters(inline.children))
            case _:
                parts.append(words_of(inline))
    return "".join(filter(str.isalnum, "".join(parts)))


# ---- what is refused ---------------------------------------------------------------------------------------------

NOTE = '[[note]]\nchapter = "a.txt"\nlabel = "1"\ntext = "{}"\n'
TERM = '[[term]]\nheadword = "Vikzhel"\n'
FORMS = f'{TERM}forms = ["C. C."]\n[[term]]\nheadword = "C.\u00a0C."\n'
EMENDATION = '[[emendation]]\nfind = "a"\nreplace = ""\nreason = " "\n'
CHAPTER = '[[chapter]]\nfile = "a.txt"\ntitle = "A"\n{} = "{}"'
EMPTY, NOWHERE, NO_TAG = (
    "“{}” is empty",
    "the link to “{}” would lead nowhere from a book",
    "“{}” is not a language tag",
)

REFUSED: dict[str, tuple[str, str, str, str]] = {
    "a note of signs": ("notes", NOTE.format("> >"), "notes.toml:4:1", "nothing of this would be printed"),
    "a definition of signs": ("glossary", f'{TERM}definition = ">"', "glossary.toml:3:1", "nothing of this would"),
    "an empty definition": ("glossary", f'{TERM}definition = " "', "glossary.toml:3:1", EMPTY.format("definition")),
    "an empty expansion": ("glossary", f'{TERM}expansion = ""', "glossary.toml:3:1", EMPTY.format("expansion")),
    "a link to a page": ("notes", NOTE.format("[a](b.html)"), "notes.toml:4:1", NOWHERE.format("b.html")),
    "a link to a place": ("notes", NOTE.format("*[a](#b)*"), "notes.toml:4:1", NOWHERE.format("#b")),
    "a link to a file": ("notes", NOTE.format("> [a](ftp://b)"), "notes.toml:4:1", NOWHERE.format("ftp://b")),
    "a link to nothing": ("notes", NOTE.format("[a]()"), "notes.toml:4:1", NOWHERE.format("")),
    "a link to no host": ("notes", NOTE.format("[a](https://)"), "notes.toml:4:1", NOWHERE.format("https://")),
    "an address without @": ("notes", NOTE.format("[a](mailto:b)"), "notes.toml:4:1", NOWHERE.format("mailto:b")),
    "… in a definition": ("glossary", f'{TERM}definition = "[a](b)"', "glossary.toml:3:1", NOWHERE.format("b")),
    "an entry that sees itself": ("glossary", f'{TERM}see = "Vikzhel"', "glossary.toml:3:1", "no other entry “Vikz"),
    "a form with two entries": ("glossary", FORMS, "glossary.toml:5:1", "“C. C.” belongs to two entries"),
    "no reason": ("emendations", EMENDATION, "emendations.toml:4:1", EMPTY.format("reason")),
    "an empty subtitle": ("book", 'subtitle = " "', "book.toml:4:1", EMPTY.format("subtitle")),
    "an empty publisher": ("book", 'publisher = "\\u00a0"', "book.toml:4:1", EMPTY.format("publisher")),
    "empty rights": ("book", 'rights = ""', "book.toml:4:1", EMPTY.format("rights")),
    "an empty description": ("book", 'description = """\n"""', "book.toml:4:1", EMPTY.format("description")),
    "an empty identifier": ("book", 'identifier = " "', "book.toml:4:1", EMPTY.format("identifier")),
    "an empty editor": ("book", 'editors = ["A", ""]', "book.toml:4:17", EMPTY.format("editors")),
    "an empty credit": ("book", CHAPTER.format("credit", ""), "book.toml:7:1", EMPTY.format("credit")),
    "a phrase": ("book", CHAPTER.format("language", "not a tag!"), "book.toml:7:1", NO_TAG.format("not a tag!")),
    "two regions": ("book", CHAPTER.format("language", "en-GB-US"), "book.toml:7:1", NO_TAG.format("en-GB-US")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_print_badly_is_refused(tmp_path: Path, what: str) -> None:
    file, lines, place, message = REFUSED[what]
    text = {"a.txt": "Some words.[1]"}
    folder = write_book(tmp_path, text, lines) if file == "book" else write_book(tmp_path, text, **{file: lines})
    with pytest.raises(ManifestError, match=re.escape(message)) as refused:
        load_manifest(folder)
    assert (str(refused.value.place), bool(refused.value.hint)) == (place, True)


@pytest.mark.parametrize("date", ["0999-01-01", "1026-11-22", "3026-11-22"])
def test_the_year_of_an_edition_can_be_one(tmp_path: Path, date: str) -> None:
    folder = write_book(tmp_path, {"a.txt": "Some words."})
    toml = folder / "book.toml"
    toml.write_text(toml.read_text("utf-8").replace("2026-01-01", date), "utf-8")
    with pytest.raises(ManifestError, match=f"an edition of the year {int(date[:4])} can't be") as refused:
        load_manifest(folder)
    assert str(refused.value.place) == "book.toml:3:1"


@pytest.mark.parametrize("tag", ["en", "en-GB", "zh-cmn-Hans-CN", "sl-rozaj-biske", "de-CH-1901", "es-419", "ru-x-old"])
def test_every_language_tag_is_one(tmp_path: Path, tag: str) -> None:
    folder = write_book(tmp_path, {"a.txt": "Some words."})
    with (folder / "book.toml").open("a", encoding="utf-8") as book:
        book.write(f'language = "{tag}"\n')
    assert load_manifest(folder).book.chapter[0].language == tag


HINTS = {
    "texts/aa.txt": "did you mean “texts/a.txt”?",
    "a.txt": "did you mean “texts/a.txt”?",
    "zzz": "the files there are: more/long name.md, texts/a.txt, texts/b.txt",
    "name of it.md": "the files there are: more/long name.md, texts/a.txt, texts/b.txt",
}


@pytest.mark.parametrize("name", HINTS)
def test_a_file_that_is_not_there_is_looked_for_in_every_folder(tmp_path: Path, name: str) -> None:
    for file in ("texts/a.txt", "texts/b.txt", "more/long name.md", "build/a.txt", ".git/a.txt", "style.css"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("", "utf-8")
    chapter = f'title = "T"\nlanguage = "en"\ndate = 2026-01-01\n[[chapter]]\nfile = "{name}"\ntitle = "A"\n'
    (tmp_path / "book.toml").write_text(chapter, "utf-8")
    with pytest.raises(ManifestError) as refused:
        load_manifest(tmp_path)
    assert refused.value.hint == HINTS[name]


# ---- the editor's glossary ---------------------------------------------------------------------------------------


def entry(headword: str, **values: str) -> str:
    """An entry of glossary.toml; its values are TOML."""
    return f'[[term]]\nheadword = "{headword}"\n' + "".join(f"{key} = {value}\n" for key, value in values.items())


def book_with(folder: Path, text: str, *entries: str, **companions: str) -> Book:
    return edit_book(load_manifest(write_book(folder, {"a.txt": text}, glossary="".join(entries), **companions)))


def shown(book: Book) -> tuple[dict[str, int], list[str]]:
    """The headwords of the glossary with the number of their uses, and the words that link to it."""
    chapter = book.chapters[0]
    parts = (chapter.blocks, *(note.blocks for note in chapter.notes))
    linked = [leaf.child.text for part in parts for leaf in leaves(part) if isinstance(leaf, TermRef)]
    return {term.headword: len(term.uses) for term in book.terms}, linked


def asked(book: Book, code: str) -> list[Query]:
    return [query for query in book.queries if query.code == code]


SAID = {"definition": '"A body."'}


def test_headwords_of_one_slug_have_keys_of_their_own(tmp_path: Path) -> None:
    entries = (entry(headword, **SAID) for headword in ("C.C.", "C C", "(a|b)", "a.b", "Text VTs", "a b 2"))
    text = "The C.C. and C C, (a|b) and a.b. The Vast Tedious Soviet (VTS) and the Text VTs met."
    book = book_with(tmp_path, text, *entries)
    assert len({term.key for term in book.terms}) == len(book.terms) == 6
    assert list(check_book(book)) == []


def test_all_white_space_of_a_form_is_alike(tmp_path: Path) -> None:
    forms = '["Central\u00a0Committee", """Council\nof   Ten"""]'
    text = "The Central Committee and the Council of Ten met. A pp. 7 of the C.\u00a0C. is here. The C. C. met."
    book = book_with(tmp_path, text, entry("Body", forms=forms, **SAID), entry("C.\u00a0C.", **SAID))
    assert shown(book) == ({"Body": 2, "C.\u00a0C.": 2}, ["Central Committee", "C.\u00a0C."])


def test_a_term_of_an_editors_note_is_printed_and_linked(tmp_path: Path) -> None:
    note = '[[note]]\nchapter = "a.txt"\nlabel = "1"\ntext = "On the MRC, see *Vikzhel*."\n'
    text = "A paragraph with a note here.[1] And another with a note.[2]"
    book = book_with(tmp_path, text, entry("Vikzhel", **SAID), entry("MRC"), notes=note)
    assert shown(book) == ({"Vikzhel": 0}, ["Vikzhel"])
    (query,) = asked(book, "glossary.empty")
    assert str(query.place) == "a.txt:1:30"


def test_an_entry_that_says_nothing_is_a_query_at_its_first_use(tmp_path: Path) -> None:
    text = "The MRC met.\n\nThe Left Wing met. The Left fell. The MRC fell. The Old Guard fell."
    entries = (
        entry("MRC"),
        entry("Left Wing"),
        entry("Left", **SAID),
        entry("Old Guard", see='"Guard"'),
        entry("Guard", see='"Old Guard"'),
    )
    book = book_with(tmp_path, text, *entries)
    assert shown(book) == ({"Left": 2}, ["Left"])
    places = {
        query.message.split("”")[0].partition("“")[2]: str(query.place) for query in asked(book, "glossary.empty")
    }
    assert places == {"MRC": "a.txt:1:5", "Left Wing": "a.txt:3:5", "Old Guard": "a.txt:3:53", "Guard": "a.txt:3:57"}
    assert all("glossary.toml" in query.hint for query in asked(book, "glossary.empty"))
    assert asked(book, "glossary.undefined") == []


SEEING = {
    "an entry that is printed": ("The MRC and the Soviet met.", {"MRC": 1, "Soviet": 1}),
    "an entry that is not": ("The MRC met.", {}),
}


@pytest.mark.parametrize("what", SEEING)
def test_an_entry_may_only_refer_to(tmp_path: Path, what: str) -> None:
    text, printed = SEEING[what]
    book = book_with(tmp_path, text, entry("MRC", see='"Soviet"'), entry("Soviet", **SAID))
    assert shown(book)[0] == printed
    assert len(asked(book, "glossary.empty")) == 1 - bool(printed)


LONG: dict[str, Callable[[int], str]] = {
    "capitals": lambda n: "Word " * n,
    "articles": lambda n: "The Word " * n,
    "hyphens": lambda n: "A-B-" * n,
    "brackets": lambda n: "Some Long Word (AB) " * n,
    "open brackets": lambda n: "Word (Word " * n,
    "appositions": lambda n: "Ab, the Red Union Ab. " * n,
    "one apposition": lambda n: "Ab, the " + "Red Union " * n,
}


@pytest.mark.parametrize("what", LONG)
def test_no_text_takes_more_work_than_it_is_long(what: str) -> None:
    short, long = (read_book(LONG[what](count)) for count in (250, 2000))
    add_glossary(short)
    assert count_calls(lambda: add_glossary(long)) < count_calls(lambda: add_glossary(short)) * 8 * 1.2
    assert len(add_glossary(long).terms) <= 1
