"""Settling: an editor's decision about a query becomes an entry of emendations.toml, if the book can be made with it.

Comments and the order of the file stay as they are; it is written whole or not at all.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TypeVar

import tomlkit
from msgspec import Struct
from msgspec.structs import replace
from tomlkit.items import Array, InlineTable, Table

from ..build import edit_book
from ..companions import read_emendations
from ..desk import settle
from ..document import Book
from ..manifest import Manifest
from ..outputs import Outputs

FILE = "emendations.toml"

TableLike = TypeVar("TableLike", Table, InlineTable)


class Decision(Struct, frozen=True):
    """What becomes of the words `find`: what replaces them and why, or, with no `replace`, that they are kept."""

    find: str
    chapter: str | None = None
    replace: str | None = None
    reason: str | None = None
    query: str | None = None


def settle_with(book: Book, decision: Decision) -> tuple[str, Book]:
    """The text of emendations.toml with the decision in it, and the book as it is then.

    Words that are kept change no text, so the texts are not read again for them.

    Raises:
        CannotContinue: the decision can't be carried out, for the reason that a build would give.
    """
    text = add_entry(read_file(book.manifest), decision)
    manifest = _read_back(text, book.manifest)
    return text, settle(replace(book, manifest=manifest)) if decision.replace is None else edit_book(manifest)


def take_back(book: Book, text: str) -> Book:
    """Put back the text that emendations.toml had; the book is edited as it says.

    Raises:
        CannotContinue: it can't be written, or the book can't be made.
    """
    write_file(book.manifest, text)
    return edit_book(_read_back(text, book.manifest))


def read_file(manifest: Manifest) -> str:
    """The text of emendations.toml as it is now; none, if there is no such file."""
    path = manifest.folder / FILE
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def write_file(manifest: Manifest, text: str) -> None:
    """Put a text in place of emendations.toml.

    Raises:
        OutputError: it can't be written; the file is as it was.
    """
    Outputs(manifest.folder).write_files({FILE: text.encode()})


def add_entry(text: str, decision: Decision) -> str:
    r"""The text of emendations.toml with an entry more at its end; its line ends are those that it has.

    >>> print(add_entry("# Mine\n", Decision("the words", query="stop.missing")).rstrip())
    # Mine
    <BLANKLINE>
    [[emendation]]
    find = "the words"
    keep = true
    query = "stop.missing"
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    before = text.removeprefix(mark).replace("\r\n", "\n")
    document = tomlkit.parse(before + "\n" if before and not before.endswith("\n") else before)
    entries = document.get("emendation")
    if isinstance(entries, Array):  # written inline, as emendation = [{…}]
        entries.append(_fill(tomlkit.inline_table(), decision))
    else:
        if before.strip() and not before.endswith("\n\n"):
            (entries[-1] if entries else document).add(tomlkit.nl())
        if entries is None:
            document["emendation"] = entries = tomlkit.aot()
        entries.append(_fill(tomlkit.table(), decision))
    written = tomlkit.dumps(document)
    return mark + (written.replace("\n", "\r\n") if "\r\n" in text else written)


def _fill(table: TableLike, decision: Decision) -> TableLike:
    table["find"] = decision.find
    if decision.replace is None:
        table["keep"] = True
    else:
        table["replace"], table["reason"] = decision.replace, decision.reason or ""
    for key, value in (("query", decision.query), ("chapter", decision.chapter)):
        if value is not None:
            table[key] = value
    return table


def _read_back(text: str, manifest: Manifest) -> Manifest:
    """The manifest with what a text of emendations.toml says.

    Raises:
        ManifestError: it says what can't be.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_bytes(text.encode())
        files = [chapter.file for chapter in manifest.book.chapter]
        changes, keeps = read_emendations(path, files, manifest.book.limits)
    return replace(manifest, emendations=changes, keeps=keeps)
