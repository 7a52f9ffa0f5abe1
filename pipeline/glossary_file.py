"""The editor's glossary: glossary.toml or glossary.csv of the book folder, and one that several books share.

What the book folder says wins over the shared file; nothing is defined twice, and no entry refers to one that is not
there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec import Struct

from .companions import check_filled, check_prose, read_companion
from .errors import ManifestError
from .folder import read_file
from .queries import Place
from .settings import Glossary, Limits, TermEntry
from .toml_file import TomlFile

NAMES = ("glossary.toml", "glossary.csv")
"""The files of a book folder that are looked for."""

LISTS = ("forms", "not_forms")
"""Columns of a CSV file that hold several values, with a semicolon between them."""


class _Placed(Struct, frozen=True):
    """An entry, and the file and number it stands under."""

    entry: TermEntry
    toml: TomlFile
    number: int

    def wrong(self, key: str, message: str, hint: str) -> ManifestError:
        return self.toml.wrong(("term", self.number, key), message, hint)

    @property
    def forms(self) -> Iterator[str]:
        return (" ".join(form.split()) for form in (self.entry.headword, *self.entry.forms))


def glossary_files(folder: Path, shared: str | None) -> tuple[Path, ...]:
    """The glossary files of a book that are there, the shared one last."""
    own = [folder / name for name in NAMES if (folder / name).exists()]
    return (*own, *([folder / shared] if shared else []))


def read_terms(folder: Path, shared: str | None, limits: Limits) -> tuple[TermEntry, ...]:
    """Every entry of a book's glossaries; of the shared one only those that the book has no entry of its own for.

    Raises:
        ManifestError: a file is wrong, a form belongs to two entries of the book, an entry refers to none.
    """
    own = [placed for path in glossary_files(folder, None) for placed in _read(path, limits)]
    _check_forms(own)
    taken = {form for placed in own for form in placed.forms}
    lent = list(_read(folder / shared, limits)) if shared else []
    _check_forms(lent)
    lent = [placed for placed in lent if taken.isdisjoint(placed.forms)]
    everything = [*own, *lent]
    headwords = {placed.entry.headword: None for placed in everything}
    for placed in everything:
        _check(placed, headwords)
    return tuple(placed.entry for placed in everything)


def check_shared(toml: TomlFile, shared: str | None) -> None:
    """See that the shared glossary is named by a way from the book folder, and is there.

    Raises:
        ManifestError: it is not.
    """
    if shared is None:
        return
    path = toml.path.parent / shared
    if Path(shared).is_absolute() or path.suffix not in (".toml", ".csv"):
        hint = 'name a .toml or .csv file by its way from the book folder: glossary = "../glossary.toml"'
        raise toml.wrong(("glossary",), f"“{shared}” can't be a shared glossary", hint)
    if not path.is_file():
        raise toml.wrong(("glossary",), f"there is no file “{shared}”", "it is looked for from the book folder")


def _read(path: Path, limits: Limits) -> Iterator[_Placed]:
    if path.suffix == ".csv":
        toml = _read_csv(path, limits)
        check_filled(toml, toml.data)
        glossary = toml.read(Glossary)
    else:
        toml, glossary = read_companion(path, Glossary, limits)
    return (_Placed(entry, toml, number) for number, entry in enumerate(glossary.term))


def _read_csv(path: Path, limits: Limits) -> TomlFile:
    """A table of terms as if it were TOML: a row an entry, a column a key, an empty cell no key."""
    try:
        text = read_file(path, limits.companion_mb).decode("utf-8-sig")
        rows = list(_rows(text))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise ManifestError(f"can't read {path.name}", hint="save it as CSV in UTF-8", place=path.name) from None
    if not rows or "headword" not in rows[0][1]:
        place = Place(path.name, 1, 1, text.partition("\n")[0])
        raise ManifestError("the first row must name the columns", hint="headword,forms,definition", place=place)
    names = [name.strip() for name in rows[0][1]]
    data = [dict(_cells(names, cells)) for _, cells in rows[1:]]
    spans: dict[tuple[str | int, ...], tuple[int, int]] = {
        ("term", number): span for number, (span, _) in enumerate(rows[1:])
    }
    return TomlFile(path, text, {"term": data}, spans)


def _rows(text: str) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Each row that says something, with where its first line stands."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    reader = csv.reader(io.StringIO(text, newline=""))
    before = 0
    for cells in reader:
        start = starts[min(before, len(starts) - 1)]
        before = reader.line_num
        if any(cell.strip() for cell in cells):
            yield (start, start + len(text[start:].split("\n", 1)[0].rstrip())), cells


def _cells(names: list[str], cells: list[str]) -> Iterator[tuple[str, Any]]:
    for name, cell in zip(names, cells, strict=False):
        if not cell.strip():
            continue
        if name in LISTS:
            yield name, [part.strip() for part in cell.split(";") if part.strip()]
        else:
            yield name, cell.strip().lower() in ("true", "yes", "1") if name == "exclude" else cell.strip()


def _check_forms(entries: list[_Placed]) -> None:
    """No form belongs to two entries, and no headword stands twice."""
    owners: dict[str, str] = {}
    headwords: set[str] = set()
    for placed in entries:
        headword = placed.entry.headword
        for form in placed.forms:
            if owners.setdefault(form, headword) != headword or headword in headwords:
                message = f"“{form}” belongs to two entries, “{owners[form]}” and “{headword}”"
                raise placed.wrong("headword", message, "keep it in one of them")
        headwords.add(headword)


def _check(placed: _Placed, headwords: Collection[str]) -> None:
    entry = placed.entry
    if entry.definition is not None:
        check_prose(placed.toml, ("term", placed.number, "definition"), entry.definition)
    if entry.see is not None and (entry.see not in headwords or entry.see == entry.headword):
        near = get_close_matches(entry.see, [word for word in headwords if word != entry.headword], n=1)
        hint = f"did you mean “{near[0]}”?" if near else "name the headword of another entry"
        raise placed.wrong("see", f"no other entry “{entry.see}” to see", hint)
