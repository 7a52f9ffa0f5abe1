"""What is wrong in a TOML file, in plain words: each fault as a message and a hint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import get_args, get_origin, get_type_hints

from msgspec import Struct
from pydantic_core import ErrorDetails

from .wording import join

MISSPELT, SIMILAR = 0.8, 0.5
"""How like a known key an unknown one is (`difflib` ratio) that is certainly a slip of the pen, and that may be one."""

MANY = frozenset({"chapter", "contributor", "term", "note", "emendation"})
"""The tables that may stand more than once in one file or another."""

_CURLY = "“”„‘’"
_KEY = re.compile(r"""\s*([\w.-]+|"[^"]*"|'[^']*')\s*=""")
_HEADER = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]")


class Table(Struct, frozen=True):
    """A table that a file may have: its keys, and whether it may stand more than once."""

    keys: tuple[str, ...]
    is_array: bool = False


def find_tables(into: type, way: tuple[str, ...] = (), is_array: bool = False) -> dict[tuple[str, ...], Table]:
    """The tables of a dataclass, each by the keys that lead to it; the file itself is the first."""
    tables = {way: Table(tuple(field.name for field in fields(into)), is_array)}
    for key, hint in get_type_hints(into).items():
        inner = next((t for t in (hint, *get_args(hint)) if isinstance(t, type) and is_dataclass(t)), None)
        if inner is not None:
            tables |= find_tables(inner, (*way, key), get_origin(hint) is tuple)
    return tables


def explain_unknown(way: tuple[str | int, ...], tables: dict[tuple[str, ...], Table], file: str) -> tuple[str, str]:
    """What to do about a key that is not known where it stands: a slip of the pen, or the key of another table."""
    *parents, key = (part for part in way if isinstance(part, str))
    here = tables.get(tuple(parents), Table(()))
    near = get_close_matches(key, here.keys, n=1, cutoff=SIMILAR)
    others = [_called(other, table, file) for other, table in tables.items() if key in table.keys]
    if others and not get_close_matches(key, here.keys, n=1, cutoff=MISSPELT):
        hint = f"it belongs {' or '.join(others)}"
    elif near:
        hint = f"did you mean “{near[0]}”?"
    else:
        hint = f"the keys known here are: {', '.join(here.keys)}"
    return f"unknown key “{key}”", hint


def _called(way: tuple[str, ...], table: Table, file: str) -> str:
    if not way:
        return f"at the head of {file}, above the first [table]"
    return f"under {_header(way, table)}"


def _header(way: Sequence[str], table: Table) -> str:
    name = ".".join(way)
    return f"[[{name}]]" if table.is_array else f"[{name}]"


_EXAMPLES = {
    "series": 'series = {name = "…", number = 1}',
    "chapter.notes": 'notes = {style = ["[1]"], section = "Notes"}',
    "rules": "[rules] on a line of its own, and below it lines such as spaces.double = false",
}
"""Tables that are best shown."""

_WANTED = {
    "date": ("a date", "write it as 2026-11-22"),
    "tuple": ("a list", 'write a list: ["…", "…"]'),
    "string": ("a string", 'put it in straight quotation marks: "…"'),
    "int": ("a whole number", "write a whole number, without quotation marks"),
    "bool": ("true or false", "write true or false, without quotation marks"),
}
"""What a value must be, and what to do, by a part of pydantic's name for the error."""


def explain_value(detail: ErrorDetails, tables: dict[tuple[str, ...], Table]) -> tuple[str, str]:
    """What is wrong with a value, and what may stand there."""
    way = tuple(part for part in detail["loc"] if isinstance(part, str))
    key, kind, given = ".".join(way), detail["type"], detail["input"]
    subject = f"each value in “{key}”" if isinstance(detail["loc"][-1], int) else f"“{key}”"
    if kind == "literal_error":
        return _explain_choice(key, given, re.findall("'([^']*)'", detail["ctx"]["expected"]))
    if kind == "greater_than_equal":
        return f"{subject} can't be {given}", f"write {detail['ctx']['ge']} or a larger number"
    if kind in ("dataclass_type", "dict_type") or (way in tables and tables[way].is_array):
        return _explain_table(subject, way, tables.get(way, Table(())), given)
    for part, (wanted, hint) in _WANTED.items():
        if part in kind:
            return f"{subject} must be {wanted}", hint
    return f"“{key}”: {detail['msg'][:1].lower()}{detail['msg'][1:]}", "correct the value"


def _explain_choice(key: str, given: object, choices: Sequence[str]) -> tuple[str, str]:
    near = get_close_matches(given.lower(), choices, n=1) if isinstance(given, str) else []
    listed = ", ".join(f'"{choice}"' for choice in choices)
    hint = f"did you mean “{near[0]}”? The choices are {listed}" if near else f"write one of {listed}"
    return f"“{key}” can't be “{given}”", hint


def _explain_table(subject: str, way: tuple[str, ...], table: Table, given: object) -> tuple[str, str]:
    header, name = _header(way, table), way[-1]
    if table.is_array and isinstance(given, dict):
        return f"[{name}] may stand more than once", f"write {header}, in double brackets"
    if not table.is_array and isinstance(given, list) and table.keys:
        return f"[[{name}]] stands only once", f"write {header}, in single brackets"
    shown = _EXAMPLES.get(".".join(way))
    hint = f"write {shown}" if shown else f"write {header} on a line of its own, and below it {join(table.keys)}"
    return f"{subject} must be a table", hint


def explain_syntax(reason: str, text: str, at: int) -> tuple[str, str, int | None]:
    """What breaks the syntax, in line `at` (from 1): message, hint, and the column to point at if it is another.

    `reason` is what `tomllib` says.
    """
    lines = text.splitlines() or [""]
    line = lines[at - 1] if at <= len(lines) else ""
    if re.match(r"cannot (overwrite|declare)|duplicate", reason, re.IGNORECASE):
        return _explain_twice(reason, lines, at)
    if re.search(f"= *[{_CURLY}]", line) or (_is_open(reason) and line.rstrip().endswith(tuple(_CURLY))):
        return f"not valid TOML: {reason}", 'these quotation marks are curly; TOML wants straight ones: "', None
    if _is_open(reason):
        return "not valid TOML: a string has no end", "the closing quotation mark is missing", None
    if re.search(r"=\s*\d+[-./]\d+[-./]\d+", line):
        return "not valid TOML: this is not a date", "write it as 2026-11-22", None
    if re.search(r'=\s*"[^"]*"\s*[^\s#,\]}]', line):
        return f"not valid TOML: {reason}", r"write quotation marks within a string as “ and ”, or as \"", None
    if "array" in reason.lower():
        return f"not valid TOML: {reason}", "a comma between two values is missing, or the closing bracket ]", None
    hint = "strings stand in straight quotation marks, lists in square brackets, each key on its own line"
    return f"not valid TOML: {reason}", hint, None


def _is_open(reason: str) -> bool:
    """Whether a string was read to the end of its line, or of the file."""
    return (
        re.match(
            r"illegal character '\\[rn]'|expected \"'\"|found invalid character|unterminated", reason, re.IGNORECASE
        )
        is not None
    )


def _explain_twice(reason: str, lines: list[str], at: int) -> tuple[str, str, int | None]:
    line = lines[at - 1]
    if header := _HEADER.match(line):
        name = header[1]
        if name in MANY:
            return f"[{name}] stands twice", f"a table that may stand more than once has double brackets: [[{name}]]", 1
        return f"[{name}] stands twice", f"put the lines of both below one [{name}]", 1
    if (key := _KEY.match(line)) and not reason.startswith("duplicate inline"):
        first = next((n for n, name in _above(lines, at) if name == key[1]), None)
        return (
            f"“{key[1]}” stands twice",
            "keep one of the two" + (f"; the other is in line {first}" if first else ""),
            1,
        )
    return f"not valid TOML: {reason}", "a key stands twice; keep one of the two", None


def _above(lines: list[str], at: int) -> Iterator[tuple[int, str]]:
    """The keys above line `at` in its table, the nearest first, each with its line."""
    for number in range(at - 1, 0, -1):
        if _HEADER.match(lines[number - 1]):
            return
        if key := _KEY.match(lines[number - 1]):
            yield number, key[1]
