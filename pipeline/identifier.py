"""The identifier of a book: what its editor names, checked, or else one derived from its texts."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from pathlib import Path

from .toml_file import TomlFile

NAMESPACE = uuid.UUID("5f0c1d3e-6f0d-5c55-9d0c-1d6a3b0a7e55")
"""Namespace of the identifiers derived here (RFC 9562, version 5)."""

_ISBN = re.compile(r"(?:urn:isbn:|isbn(?:-1[03])?:?\s*)?(?P<digits>\d[\d\s–-]{8,}[\dx])", re.IGNORECASE)
_NOT_ALONE = re.compile(r"(?:urn:)?isbn\b.*|97[89](?:[\s–-]?\d){10}\D.*", re.IGNORECASE)
"""What is meant as an ISBN, but has more to it, such as the binding."""
_URI = re.compile(r"[a-z][a-z\d+.-]*:\S+", re.IGNORECASE)
_ISBN_URI, _UUID = "urn:isbn:", "urn:uuid:"


def named_identifier(toml: TomlFile, name: str) -> str:
    """The identifier that book.toml names, as a URI: an ISBN, a UUID, any other URI; of another name, a UUID.

    Raises:
        ManifestError: an ISBN whose check digit is wrong or that has words behind it, or a UUID that is none.
    """
    if (match := _ISBN.fullmatch(name.strip())) is not None:
        return f"{_ISBN_URI}{_read_isbn(toml, match['digits'])}"
    if _NOT_ALONE.fullmatch(name.strip()):
        hint = 'write nothing but its digits and hyphens: identifier = "978-…"'
        raise toml.wrong(("identifier",), f"“{name}” is not an ISBN alone", hint)
    if name.lower().startswith(_UUID):
        try:
            return f"{_UUID}{uuid.UUID(name[len(_UUID) :])}"
        except ValueError:
            hint = "it has 32 hexadecimal digits; leave the line out, and one is made from the texts"
            raise toml.wrong(("identifier",), f"“{name}” is not a UUID", hint) from None
    return name if _URI.fullmatch(name) else f"{_UUID}{uuid.uuid5(NAMESPACE, name)}"


def print_identifier(identifier: str) -> str:
    """An identifier as a book prints it: an ISBN with the hyphens of its registration group, another as it is."""
    if not identifier.startswith(_ISBN_URI):
        return identifier
    from stdnum import isbn

    return f"ISBN {isbn.format(identifier.removeprefix(_ISBN_URI))}"


def derive_identifier(slug: str, language: str, files: Iterable[Path]) -> str:
    """A UUID that stands for these texts under this slug: what emendations.toml corrects leaves it as it is.

    A file that can't be read counts as empty; the reader of the sources says what is wrong with it.
    """
    digests = "/".join(map(_digest, files))
    return f"{_UUID}{uuid.uuid5(NAMESPACE, f'{slug}/{language}/{digests}')}"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read_isbn(toml: TomlFile, written: str) -> str:
    """The thirteen digits of an ISBN (ISO 2108)."""
    from stdnum import ean, exceptions, isbn  # few books have one

    digits = re.sub(r"[\s–-]", "", written).upper()
    try:
        return isbn.validate(digits, convert=True)
    except exceptions.InvalidChecksum:
        right = f"with these digits it would end in {ean.calc_check_digit(digits[:-1])}" if len(digits) == 13 else ""
        hint = f"look it up: {right or 'one of them is wrong, or two have changed places'}"
        raise toml.wrong(
            ("identifier",), f"the last digit of the ISBN “{written}” doesn’t fit the others", hint
        ) from None
    except exceptions.ValidationError:
        hint = "an ISBN has 13 digits and begins with 978 or 979, or it has 10; a name of your own needs a letter"
        raise toml.wrong(("identifier",), f"“{written}” is not an ISBN", hint) from None
