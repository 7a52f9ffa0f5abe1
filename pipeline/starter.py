"""The starter: a new book folder from text files, with titles guessed and every choice explained where it is made."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

from msgspec import Struct

from .cleaning import clean, repair
from .document import Chapter
from .errors import OutputError, SourceError
from .footnotes import relocate
from .jinja import make_environment
from .manifest import short_slug
from .outputs import Outputs
from .settings import ChapterSettings
from .sources import read_source
from .structure import LONGEST_HEADING, arrange, find_series, read_structure
from .structure.casing import capitalise, in_title_case
from .tree import Heading, plain_text

FIRST_WORDS = 6
"""Words of a text that stand for its title where neither it nor its file name gives one."""


class Guess(Struct, frozen=True):
    """A file, the title it seems to have, and the words that the headings of chapters in it begin with, if any."""

    path: Path
    title: str
    split: tuple[str, ...] = ()


def start_book(folder: Path, files: tuple[Path, ...]) -> Path:
    """Make the folder with copies of the files and its four TOML files; the way to its book.toml.

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
    outputs = Outputs(folder)
    outputs.prepare()
    outputs.write_files(
        {path.name: path.read_bytes() for path in files} | {name: text.encode() for name, text in companions.items()}
    )
    return folder / "book.toml"


def _guess(path: Path) -> Guess:
    """What a file seems to be.

    Raises:
        SourceError: it can't be read.
    """
    cleaned = clean(repair(read_source(path, path.name)))
    chapter = read_structure(cleaned, ChapterSettings(file=path.name, title=""), "ch1")
    return Guess(path, _title(path, chapter), find_series(arrange(relocate(chapter))))


def _title(path: Path, chapter: Chapter) -> str:
    """A document's title: its first line if that looks like one, else its file name in words, else its first words."""
    first = next((line.strip() for line in chapter.cleaned.text.splitlines() if line.strip()), "")
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
    environment = make_environment("templates/new", autoescape=False, toml=_to_toml)
    values = {
        "title": capitalise(_in_words(name)) or "A Book",
        "slug": short_slug(name),
        "today": datetime.date.today().isoformat(),
        "chapters": guesses,
    }
    names = ("book.toml", "glossary.toml", "notes.toml", "emendations.toml")
    return {name: environment.get_template(name).render(values) for name in names}


def _to_toml(value: str | tuple[str, ...]) -> str:
    """A TOML basic string, or an array of them; their escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
