"""Tokens: what an RTF file is written in: groups, control words with their numbers, bytes in figures, and words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    r"|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}]+)"
    r"|\\"
)

_NO_TEXT = dict.fromkeys(map(ord, "\r\n\0"))


class Token(Struct, frozen=True):
    r"""A control `word` with its `number`, a control `sign`, a `brace`, or `text` of bytes as characters.

    `data` are the bytes that `\bin` takes, as characters too.
    """

    word: str = ""
    number: int | None = None
    sign: str = ""
    brace: str = ""
    text: str = ""
    is_coded: bool = False
    data: str = ""


def tokens(text: str) -> Iterator[Token]:
    r"""The tokens of a file whose bytes are read as characters of Latin-1; `\bin` takes the bytes that it counts."""
    position, match = 0, _TOKEN.match(text)
    while match is not None:
        position = match.end()
        kind = match.lastgroup
        if kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            start = position
            if match["word"] == "bin":
                position += max(number or 0, 0)
            yield Token(word=match["word"], number=number, data=text[start:position])
        elif kind == "bytes":
            figures = match["bytes"].replace("\\'", "")
            yield Token(text=bytes.fromhex(figures).decode("latin-1"), is_coded=True)
        elif kind == "text":
            if words := match["text"].translate(_NO_TEXT):
                yield Token(text=words)
        elif kind == "brace":
            yield Token(brace=match["brace"])
        elif kind == "sign":
            yield Token(sign=match["sign"])
        match = _TOKEN.match(text, position)
