"""A TOML file whose every value knows its line, read into frozen dataclasses.

What is wrong in it, from the syntax to an unknown key, is one `ManifestError` with file, line and the nearest
right key.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import tree_sitter_toml
from msgspec import Struct
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from tree_sitter import Language, Node, Parser

from .errors import ManifestError
from .folder import COMPANION_MB, read_file
from .queries import Place, place_in, place_of_byte
from .toml_faults import explain_syntax, explain_unknown, explain_value, find_tables

Settings = TypeVar("Settings")
Path_ = tuple[str | int, ...]
"""The way to a value: keys, and indices into arrays."""

_GRAMMAR = Language(tree_sitter_toml.language())

DEEPEST = 100
"""Tables and lists in each other; a file of ours has five at most."""

UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML, and so an EPUB, can't hold (XML 1.0, production 2)."""


Spans = dict[Path_, tuple[int, int]]
"""Where each key and each element of an array stands in a text, by the way to it."""


class TomlFile(Struct, frozen=True, dict=True):
    """A parsed file; `known` says where its keys stand, if it is not TOML but read as if it were."""

    path: Path
    text: str
    data: dict[str, Any]
    known: Spans | None = None

    @cached_property
    def spans(self) -> Spans:
        """Where each key stands in `text`; looked for when the first place is asked for, of most files never."""
        return find_spans(self.text) if self.known is None else self.known

    def place(self, way: Path_) -> Place:
        """Where the value at `way` stands, or the nearest thing that holds it."""
        while way and way not in self.spans and (*way, 0) not in self.spans:
            way = way[:-1]
        start, end = self.spans.get(way) or self.spans.get((*way, 0), (0, 0))
        return place_in(self.path.name, self.text, start, end)

    def wrong(self, way: Path_, message: str, hint: str) -> ManifestError:
        """The error that says what is wrong with the value at `way`."""
        return ManifestError(message, hint=hint, place=self.place(way))

    def read(self, into: type[Settings]) -> Settings:
        """The file as a frozen dataclass.

        Raises:
            ManifestError: an unknown key, a wrong type, a missing key.
        """
        try:
            return TypeAdapter(into).validate_json(json.dumps(self.data, default=str), strict=True)
        except ValidationError as failure:
            raise self._explain(failure.errors(), into) from None

    def _explain(self, details: list[ErrorDetails], into: type) -> ManifestError:
        """The first thing that is wrong; a misspelt key before the key that is missing because of it."""
        first = next((detail for detail in details if detail["type"] in _UNKNOWN), details[0])
        way: Path_ = first["loc"]
        if first["type"] in _UNKNOWN:
            message, hint = explain_unknown(way, find_tables(into), self.path.name)
        elif first["type"] in _MISSING:
            key = ".".join(part for part in way if isinstance(part, str))
            message, hint = f"“{key}” is missing", f"add a line “{way[-1]} = …”"
        else:
            message, hint = explain_value(first, find_tables(into))
        more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
        return ManifestError(message + more, hint=hint, place=self.place(way))


_UNKNOWN = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_MISSING = frozenset({"missing", "missing_argument"})


def read_toml(path: Path, megabytes: int = COMPANION_MB) -> TomlFile:
    """Read and parse `path`.

    Raises:
        ManifestError: no such file, larger than so many megabytes, not UTF-8, not TOML.
    """
    try:
        text = read_file(path, megabytes).decode("utf-8-sig")
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except OSError as failure:
        raise ManifestError(
            f"can't read {path}: {failure.strerror}", hint="check the path, or make a book with: new FOLDER FILE…"
        ) from None
    except UnicodeDecodeError as failure:
        raw, at = failure.object, failure.start
        raise ManifestError(
            f"not valid UTF-8: byte 0x{raw[at]:02X} can't stand here",
            hint="save the file as UTF-8",
            place=place_of_byte(path.name, raw, at, "utf-8"),
        ) from None
    except tomllib.TOMLDecodeError as failure:
        raise _syntax_error(path, text, str(failure)) from None
    except RecursionError:
        raise _too_deep(path) from None
    toml = TomlFile(path, text, data)
    for way, value in _strings(path, data, ()):
        if wrong := UNPRINTABLE.search(value):
            raise ManifestError(
                f"the character U+{ord(wrong.group()):04X} can't be printed", hint="remove it", place=toml.place(way)
            )
    return toml


def find_spans(text: str) -> Spans:
    """Where the keys of a TOML text stand, in characters."""
    return _characters(text, dict(_walk(Parser(_GRAMMAR).parse(text.encode()).root_node, (), {})))


def _too_deep(path: Path) -> ManifestError:
    return ManifestError("lists and tables stand too deep in each other", hint="take some out", place=path.name)


def _strings(path: Path, value: object, way: Path_) -> Iterator[tuple[Path_, str]]:
    """Every string in a parsed file.

    Raises:
        ManifestError: its tables and lists stand too deep in each other.
    """
    if len(way) > DEEPEST:
        raise _too_deep(path)
    match value:
        case str():
            yield way, value
        case dict():
            for key, inner in value.items():
                yield from _strings(path, inner, (*way, key))
        case list():
            for number, inner in enumerate(value):
                yield from _strings(path, inner, (*way, number))


def _syntax_error(path: Path, text: str, message: str) -> ManifestError:
    """The parser's error, with its place; it names line and column, or the end of the file."""
    reason, _, where = message.partition(" (at ")
    numbers = [int(word) for word in where.replace(",", " ").replace(")", " ").split() if word.isdigit()]
    lines = text.splitlines() or [""]
    line, column = numbers if len(numbers) == 2 else (len(lines), len(lines[-1]) + 1)
    if '"\'"' in reason:  # a string in single marks is looked for its end through the whole file
        starts = (n for n, shown in enumerate(lines, 1) if re.search(r"=\s*'[^']*$", shown))
        line = next(starts, line)
        column = len(lines[line - 1]) + 1
    shown = lines[line - 1] if line <= len(lines) else ""
    told, hint, other = explain_syntax(reason[0].lower() + reason[1:], text, line)
    return ManifestError(told, hint=hint, place=Place(path.name, line, other or column, shown))


def _walk(node: Node, way: Path_, counts: dict[Path_, int]) -> Iterator[tuple[Path_, tuple[int, int]]]:
    """Every key and array element below `node`, with the bytes it takes."""
    for child in node.named_children:
        match child.type:
            case "table" | "pair":
                keys = _numbered(way + _keys(child.named_children[0]), counts)
                yield keys, _extent(child)
                yield from _walk(child, keys, counts)
            case "table_array_element":
                keys = _keys(child.named_children[0])
                number = counts[keys] = counts.get(keys, -1) + 1
                yield (*way, *keys, number), _extent(child.named_children[0])
                yield from _walk(child, (*way, *keys, number), counts)
            case "array":
                for number, element in enumerate(c for c in child.named_children if c.type != "comment"):
                    yield (*way, number), _extent(element)
                    yield from _walk(element, (*way, number), counts)
            case "inline_table":
                yield from _walk(child, way, counts)


def _numbered(keys: Path_, counts: dict[Path_, int]) -> Path_:
    """The keys of a table with the number of the one it belongs to: of `[chapter.rules]`, the chapter above it."""
    for length in range(1, len(keys)):
        if keys[:length] in counts and not isinstance(keys[length], int):
            return (*keys[:length], counts[keys[:length]], *keys[length:])
    return keys


def _extent(node: Node) -> tuple[int, int]:
    """A pair is shown by its first line: a caret below a whole table helps nobody."""
    text = node.text or b""
    return node.start_byte, node.start_byte + len(text.split(b"\n", 1)[0].rstrip())


def _keys(node: Node) -> Path_:
    if node.type == "dotted_key":
        return tuple(key for child in node.named_children for key in _keys(child))
    text = (node.text or b"").decode()
    return (text.strip("\"'"),)


def _characters(text: str, spans: Spans) -> Spans:
    """The parser counts bytes of UTF-8; we count characters."""
    raw, before, at, count = text.encode(), {0: 0}, 0, 0
    for byte in sorted({byte for span in spans.values() for byte in span}):
        count += len(raw[at:byte].decode())
        before[byte], at = count, byte
    return {way: (before[start], before[end]) for way, (start, end) in spans.items()}
