"""Front matter: the YAML at the head of a Markdown text, which says what the text is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

from ...errors import SourceError
from ...markup import About

LARGEST, MOST_BRACKETS = 20_000, 400
"""Characters; what is longer is no front matter. Brackets that open in it."""

_BLOCK = re.compile(r"\A---[ \t]*\n(?=\S)(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"[\w.-]+[ \t]*:(?:\s|$)")
_TITLE, _AUTHOR, _DATE, _LANGUAGE = ("title",), ("author", "authors", "creator"), ("date",), ("lang", "language")
_READ = frozenset({*_TITLE, *_AUTHOR, *_DATE, *_LANGUAGE})


def split_front_matter(text: str, name: str) -> tuple[About, int, str]:
    """What a text says of itself, how many other fields there are, and the text below.

    Two rules with something between that is no list of fields are text. No tag in it makes an object, and every value
    stays as it is written.

    Raises:
        SourceError: what stands there begins as a list of fields does, and is none.
    """
    match = _BLOCK.match(text)
    if match is None or len(match[1]) > LARGEST:
        return About(), 0, text
    if len(re.findall(r"[\[{]", match[1])) > MOST_BRACKETS:
        raise _not_read(RecursionError(), name)
    try:
        fields = yaml.load(match[1], Loader=yaml.BaseLoader)  # It makes strings, lists and mappings alone.
    except (yaml.YAMLError, RecursionError) as failure:
        if not _KEY.match(match[1]):
            return About(), 0, text
        raise _not_read(failure, name) from None
    if not isinstance(fields, dict):
        return About(), 0, text
    return _about(fields), len(fields.keys() - _READ), text[match.end() :]


def _about(fields: Mapping[str, object]) -> About:
    authors = tuple(author for key in _AUTHOR for author in _names(fields.get(key)))
    return About(_one(fields, _TITLE), authors, _one(fields, _DATE), _one(fields, _LANGUAGE).replace("_", "-"))


def _one(fields: Mapping[str, object], keys: tuple[str, ...]) -> str:
    values = (fields.get(key) for key in keys)
    return next((" ".join(value.split()) for value in values if isinstance(value, str)), "")


def _names(value: object) -> Iterator[str]:
    """The names in a field: one, a list, or a list of fields with a `name`, as pandoc’s templates have them."""
    for entry in value if isinstance(value, list) else [value]:
        named = entry.get("name") if isinstance(entry, dict) else entry
        if isinstance(named, str) and named.strip():
            yield " ".join(named.split())


def _not_read(failure: Exception, name: str) -> SourceError:
    mark = getattr(failure, "problem_mark", None)
    where = f", line {mark.line + 2}" if mark else ""
    problem = getattr(failure, "problem", None) or "it is nested too deep"
    return SourceError(
        f"the front matter is not YAML{where}: {problem}",
        hint="put a value that has a colon or a bracket in it between quotation marks, or take the front matter out",
        place=name,
    )
