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
_URI = re.compile(r"[a-z][a-z\d+.-]*:\S+", re.IGNORECASE)
_UUID = "urn:uuid:"


def named_identifier(toml: TomlFile, name: str) -> str:
    """The identifier that book.toml names, as a URI: an ISBN, a UUID, any other URI; of another name, a UUID.

    Raises:
        ManifestError: an ISBN whose check digit is wrong, or a UUID that is none.
    """
    if (match := _ISBN.fullmatch(name.strip())) is not None:
        return f"urn:isbn:{_read_isbn(toml, match['digits'])}"
    if name.lower().startswith(_UUID):
        try:
            return f"{_UUID}{uuid.UUID(name[len(_UUID) :])}"
        except ValueError:
            hint = "it has 32 hexadecimal digits; leave the line out, and one is made from the texts"
            raise toml.wrong(("identifier",), f"“{name}” is not a UUID", hint) from None
    return name if _URI.fullmatch(name) else f"{_UUID}{uuid.uuid5(NAMESPACE, name)}"


def derive_identifier(title: str, language: str, files: Iterable[Path]) -> str:
    """A UUID that stands for these texts under this title: corrections of an edition leave it as it is.

    A file that can't be read counts as empty; the reader of the sources says what is wrong with it.
    """
    digests = "/".join(map(_digest, files))
    return f"{_UUID}{uuid.uuid5(NAMESPACE, f'{title}/{language}/{digests}')}"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read_isbn(toml: TomlFile, written: str) -> str:
    """The thirteen digits of an ISBN (ISO 2108)."""
    digits = re.sub(r"[\s–-]", "", written).upper()
    if len(digits) == 10:
        right, whole = _check_digit_10(digits[:9]), f"978{digits[:9]}"
    elif len(digits) == 13 and digits.startswith(("978", "979")) and digits.isdigit():
        right, whole = _check_digit_13(digits[:12]), digits[:12]
    else:
        hint = "an ISBN has 13 digits and begins with 978 or 979, or it has 10"
        raise toml.wrong(("identifier",), f"“{written}” is not an ISBN", hint)
    if digits[-1] != right:
        hint = f"look it up: with these digits it would end in {right}"
        raise toml.wrong(("identifier",), f"the last digit of the ISBN “{written}” doesn’t fit the others", hint)
    return whole + _check_digit_13(whole)


def _check_digit_10(digits: str) -> str:
    rest = -sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def _check_digit_13(digits: str) -> str:
    return str(-sum((3 if n % 2 else 1) * int(digit) for n, digit in enumerate(digits)) % 10)
