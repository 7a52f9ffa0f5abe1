"""The starter: a new book folder from documents, with what they say of themselves, and every choice explained.

Where a document does not say what it is called, its title is guessed.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from .cleaning import clean, repair
from .document import Chapter
from .errors import OutputError, SourceError
from .footnotes import relocate
from .jinja import make_environment
from .manifest import is_language, short_slug
from .outputs import Outputs
from .picture import read_bytes
from .settings import ChapterSettings
from .sources import read_source
from .structure import LONGEST_HEADING, arrange, begins, find_series, read_structure
from .structure.casing import capitalise, in_title_case
from .tree import Heading, paragraphs, plain_text

DEFAULT = "en"
"""The language of a document that does not say."""

_JOINERS = "\u200c\u200d"
"""Characters that shape the letters beside them (Persian, Hindi)."""

FIRST_WORDS = 6
"""Words of a text that stand for its title where neither it nor its file name gives one."""


LONGEST_NAME = 300
"""Characters of a title, a name or a date that a document gives; what is longer is none."""


class Guess(Struct, frozen=True):
    """A file with its title and the words that the headings of chapters in it begin with, if any.

    `authors`, `date` and `language` are what it says itself, or nothing; `is_titled` tells whether the title is.
    `pictures` are those beside it that it shows, named from its folder.
    """

    path: Path
    title: str
    split: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: str = ""
    language: str = ""
    is_titled: bool = False
    pictures: tuple[str, ...] = ()


class Started(Struct, frozen=True):
    """A new book folder by its book.toml, and how many pictures were copied into it with the files."""

    manifest: Path
    picture_count: int


def start_book(folder: Path, files: tuple[Path, ...]) -> Started:
    """Make the folder with copies of the files, of the pictures beside them that they show, and its five TOML files.

    Raises:
        SourceError: a file can't be read, or two have one name.
        OutputError: the folder is there already, or can't be made.
    """
    names = [path.name for path in files]
    folded = [name.casefold() for name in names]
    if double := next((name for name in names if folded.count(name.casefold()) > 1), None):
        raise SourceError(f"two files are called “{double}”", hint="rename one of them")
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise OutputError(f"{folder} is there already", hint="name a folder that does not exist yet")
    guesses = [_guess(path) for path in files]
    companions = _companions(folder.resolve().name, guesses)
    texts = {path.name: path.read_bytes() for path in files} | {n: text.encode() for n, text in companions.items()}
    pictures = _pictures(guesses, texts)
    outputs = Outputs(folder)
    outputs.prepare()
    outputs.write_files(texts | pictures)
    return Started(folder / "book.toml", len(pictures))


def _pictures(guesses: list[Guess], texts: Iterable[str]) -> dict[str, bytes]:
    """The pictures that documents show from beside them, by the names that they refer to.

    Raises:
        SourceError: two are called alike and are not, or one is called as a text or a companion is.
    """
    taken: dict[str, bytes] = {}
    names = {name.casefold(): "" for name in texts}
    for guess in guesses:
        for name in guess.pictures:
            content = read_bytes(guess.path.parent / name)
            if names.setdefault(name.casefold(), name) != name or taken.setdefault(name, content) != content:
                raise SourceError(
                    f"two files are called “{name}”", hint="rename one of them, here and where it is shown"
                )
    return taken


def _guess(path: Path) -> Guess:
    """What a file seems to be.

    Raises:
        SourceError: it can't be read.
    """
    cleaned = clean(repair(read_source(path, path.name)))
    about = cleaned.source.about
    title = in_title_case(_in_print(about.title))
    chapter = read_structure(cleaned, ChapterSettings(file=path.name, title=""), "ch1")
    called = title or _title(path, chapter)
    # What is over the notes is none of a chapter; a text without headings is left as it is.
    has_headings = any(isinstance(block, Heading) for block in chapter.blocks)
    arranged = arrange(relocate(chapter)) if has_headings else chapter
    return Guess(
        path,
        called,
        _split(arranged, called) or find_series(arranged),
        tuple(filter(None, map(_in_print, about.authors))),
        _in_print(about.date),
        about.language if is_language(about.language) else "",
        bool(title),
        tuple(name for name in cleaned.source.pictures if not name.startswith(f"{path.name}/")),
    )


def _split(chapter: Chapter, title: str) -> tuple[str, ...]:
    """The headings over the chapters that a document says it is made of, if a cut at them cuts at no others.

    A first one that is the title of the whole is left out, for that is printed over what stands first.
    """
    headings = [block for block in chapter.blocks if isinstance(block, Heading)]
    top = min((heading.level for heading in headings), default=0)
    said = [words for words in dict.fromkeys(chapter.cleaned.source.about.chapters) if words]
    if said and said[0].casefold() == title.casefold():
        headings, said = headings[1:], said[1:]
    split = tuple(words for words in said if any(begins(heading, words) for heading in headings))
    cuts = [heading for heading in headings if any(begins(heading, words) for words in split)]
    return split if len(cuts) > 0 and all(heading.level == top for heading in cuts) and len(split) == len(said) else ()


def _in_print(text: str) -> str:
    """What a document says of itself in one line, without characters that only a machine sees."""
    shown = "".join(char if char.isprintable() or char in _JOINERS else " " * char.isspace() for char in text)
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST_NAME else ""


def _title(path: Path, chapter: Chapter) -> str:
    """A document's title: its first line if that looks like one, else its file name in words, else its first words."""
    first = next((text for block in paragraphs(chapter.blocks) if (text := plain_text(block.inlines).strip())), "")
    if chapter.blocks and isinstance(block := chapter.blocks[0], Heading):
        return in_title_case(plain_text(block.inlines))
    if len(first) <= LONGEST_HEADING and not re.search(r"[.!?,;:]$", first):
        return in_title_case(first)
    words = _in_words(path.stem)
    if re.search(r"\b[^\W\d_]{3,}\b", words):
        return words[:1].upper() + words[1:]
    return " ".join(first.split()[:FIRST_WORDS]) + "…"


def _in_words(name: str) -> str:
    return re.sub(r"[_\-\s]+", " ", name).strip()


def _companions(name: str, guesses: list[Guess]) -> dict[str, str]:
    """The TOML files of a book; of one document it bears the title."""
    environment = make_environment("templates/new", autoescape=False, toml=_to_toml)
    language = _language(guesses)
    called = guesses[0].title if len(guesses) == 1 and guesses[0].is_titled else capitalise(_in_words(name))
    is_whole = len(guesses) == 1 and guesses[0].is_titled and bool(guesses[0].split)
    authors = guesses[0].authors if is_whole else ()
    if is_whole:
        guesses = [replace(guesses[0], authors=())]
    values = {
        "title": called or "A Book",
        "authors": authors,
        "slug": short_slug(name),
        "language": language,
        "today": datetime.date.today().isoformat(),
        "chapters": [
            replace(guess, language="") if _tongue(guess.language) == _tongue(language) else guess for guess in guesses
        ],
    }
    names = ("book.toml", "glossary.toml", "notes.toml", "figures.toml", "emendations.toml")
    return {name: environment.get_template(name).render(values) for name in names}


def _language(guesses: list[Guess]) -> str:
    """The language of most documents; one that does not say is taken for English."""
    stated = [guess.language for guess in guesses if guess.language]
    tongues = Counter(map(_tongue, [*stated, *(DEFAULT for guess in guesses if not guess.language)]))
    most = tongues.most_common(1)[0][0]
    return next((tag for tag, _ in Counter(stated).most_common() if _tongue(tag) == most), most)


def _tongue(tag: str) -> str:
    """What a language tag begins with: `en` of `en-GB`."""
    return tag.partition("-")[0].lower()


def _to_toml(value: str | tuple[str, ...]) -> str:
    """A TOML basic string, or an array of them; their escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
