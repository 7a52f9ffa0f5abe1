"""Charset: which encoding a page is in: the editor’s word, a byte-order mark, the bytes, the page’s own word.

A declaration of old that no longer fits (a page saved anew as UTF-8 keeps its `meta`) is not believed against bytes
that are certainly UTF-8.
"""

from __future__ import annotations

import re

import webencodings
from msgspec import Struct

from ..plain import decode

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_LOOKED_AT = 4096
"""Bytes in which a declaration is looked for: four times those that browsers look at (HTML, prescan a byte stream)."""

_STATEFUL = frozenset(("iso-2022-jp", "hz-gb-2312"))
"""Encodings whose every byte is ASCII; nothing but the declaration tells them."""


class Charset(Struct, frozen=True):
    """The encoding of a page, and whether it was inferred, neither declared nor proven."""

    encoding: str = "utf-8"
    guessed: bool = False


def decode_page(raw: bytes, name: str, encoding: str | None) -> tuple[str, Charset]:
    """The text of a page, and what it was in.

    Raises:
        SourceError: it is in none of the encodings it may be in, or is no text.
    """
    declared = None if encoding else _declared(raw)
    if declared is not None and not _is_utf8(raw, declared):
        try:
            return raw.decode(declared), Charset(declared)
        except (UnicodeDecodeError, LookupError):
            pass  # The declaration does not fit the bytes; what they are is found out as with plain text.
    text, used, guessed = decode(raw, name, encoding)
    return text.removeprefix("\ufeff"), Charset(used, guessed)


def _declared(raw: bytes) -> str | None:
    """The Python name of the encoding that a page declares (Encoding Standard, 4.2: `latin1` is windows-1252)."""
    match = _DECLARED.search(raw[:_LOOKED_AT])
    if match is None or raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return None
    found = webencodings.lookup((match[1] or match[2]).decode("ascii", "replace"))
    if found is None or found.name.startswith(("utf-16", "replacement")):
        return None
    return found.codec_info.name


def _is_utf8(raw: bytes, declared: str) -> bool:
    if declared in _STATEFUL or b"\0" in raw:
        return b"\0" in raw
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
