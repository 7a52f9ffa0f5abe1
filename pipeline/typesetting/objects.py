"""Objects of PDF as bytes in which the numbers of other objects are left open: a part is put anywhere in a file.

What they say is made by pydyf, WeasyPrint's own library for this. No library reads, moves and writes them as fast:
a book of 1,700 pages is joined in a fraction of a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pydyf
from msgspec import Struct

_REFERENCE = re.compile(rb"(\d+) 0 R")


class Record(Struct, frozen=True, array_like=True):
    """An object: `text` has `%d` in place of each number, `numbers` are those of the part; `stream` is its content.

    With a stream, the text is what stands in its dictionary.
    """

    text: bytes
    numbers: tuple[int, ...] = ()
    stream: bytes | None = None

    def at(self, base: int) -> bytes:
        """The text in a file that gives the objects of the part numbers from `base`."""
        return self.text % tuple([base + number for number in self.numbers])


def string(text: str) -> bytes:
    """A text string."""
    data: bytes = pydyf.String(text).data
    return data


def numeral(value: float) -> bytes:
    """A number, to four places; whole ones without a point."""
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()


def array(values: Iterable[float]) -> bytes:
    """An array of numbers."""
    return b"[" + b" ".join(map(numeral, values)) + b"]"


def references(numbers: Iterable[int]) -> bytes:
    """An array of references; 0 is none."""
    return b"[" + b" ".join(b"%d 0 R" % number if number else b"null" for number in numbers) + b"]"


def number_in(reference: object) -> int:
    """The number of the object that one of pydyf's references leads to; 0, if it is none."""
    found = _REFERENCE.fullmatch(reference) if isinstance(reference, bytes) else None
    return int(found[1]) if found else 0


def record_of(value: Any, number_of: Callable[[int], int]) -> Record:
    """One of pydyf's objects; `number_of` gives the number in the part of each that it leads to."""
    if isinstance(value, pydyf.Stream):
        extra = value.extra | ({"Filter": "/FlateDecode"} if value.compress else {})
        said = inside(extra, number_of)
        return Record(said.text, said.numbers, content_of(value))
    pieces: list[bytes] = []
    numbers: list[int] = []
    _put(value, pieces, numbers, number_of)
    return Record(b"".join(pieces), tuple(numbers))


def inside(entries: Mapping[str, Any], number_of: Callable[[int], int]) -> Record:
    """What stands in a dictionary of pydyf's."""
    whole = record_of(pydyf.Dictionary(entries), number_of)
    return Record(whole.text[2:-2], whole.numbers)


def content_of(stream: pydyf.Stream) -> bytes:
    """The content of one of pydyf's streams, as it stands in a file."""
    data: bytes = stream.data
    return data[data.index(b"\nstream\n") + 8 : -len(b"\nendstream")]


def _put(value: Any, pieces: list[bytes], numbers: list[int], number_of: Callable[[int], int]) -> None:
    if isinstance(value, dict):
        pieces.append(b"<<")
        for key, entry in value.items():
            pieces.append(_plain(f"/{key} "))
            _put(entry, pieces, numbers, number_of)
        pieces.append(b">>")
    elif isinstance(value, list | tuple):
        pieces.append(b"[")
        for entry in value:
            _put(entry, pieces, numbers, number_of)
            pieces.append(b" ")
        pieces.append(b"]")
    elif number := number_in(value):
        pieces.append(b"%d 0 R")
        numbers.append(number_of(number))
    else:
        pieces.append(_plain(value))


def _plain(value: Any) -> bytes:
    data: bytes = pydyf.Array([value]).data
    return data[1:-1].replace(b"%", b"%%")
