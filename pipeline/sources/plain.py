"""Plain text: which encoding the bytes are in, proven by encoding the text again.

UTF-8 and marked UTF-16 are certain; anything else is inferred, by charset-normalizer and by how likely the
words and signs are that come of it, and is a query to the editor.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from ..errors import SourceError
from ..queries import place_of_byte
from .likelihood import foreign_words, likelihood

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_LEAVE_IT_TO_THE_MARK = {"utf-16", "utf16", "utf-8-sig"}
"""Declared encodings for which Python drops the byte-order mark, and so could not write the file back."""

CANDIDATES = ["cp1252", "cp1250", "cp1251", "koi8_r", "cp866", "mac_roman", "cp437", "latin_1"]
"""The encodings a text without a mark may be in: those of Western and Russian typing of the last forty years."""


LEAST, MARGIN = 0.7, 0.05
"""How likely a text must be that the library takes for none, and by how much likelier one than the library's choice."""

FEW = 12
"""How many different words that are not ASCII the library needs to tell languages; below, the likeliest text is it."""


def decode(raw: bytes, name: str, declared: str | None) -> tuple[str, str, bool]:
    """The text, the encoding it was in, and whether that was inferred. A byte-order mark stays in the text.

    Raises:
        SourceError: binary, or not in the declared encoding, or in none that can be told.
    """
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    if marked is not None and (declared is None or declared.lower() in _LEAVE_IT_TO_THE_MARK):
        declared = marked
    if declared is not None:
        return _decode_declared(raw, name, declared), declared, False
    if b"\0" in raw:
        raise _binary(name)
    try:
        return raw.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError as failure:
        return _infer(raw, name, failure)


def _decode_declared(raw: bytes, name: str, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
        again = text.encode(encoding)
    except UnicodeDecodeError as failure:
        raise _not_in(encoding, raw, name, failure) from None
    except (LookupError, ValueError):
        raise SourceError(
            f"no encoding is called “{encoding}”", hint='use a name such as "utf-8" or "windows-1252"', place=name
        ) from None
    if "\0" in text:
        raise _binary(name)
    if again != raw:
        raise SourceError(f"reading the file as {encoding} would change it", hint="save the file as UTF-8", place=name)
    return text


def _infer(raw: bytes, name: str, utf8: UnicodeDecodeError) -> tuple[str, str, bool]:
    """A file that is nearly all UTF-8 is a damaged UTF-8 file, not a file in another encoding."""
    damage = raw.decode("utf-8", "replace").count("\ufffd")
    intact = sum(byte >= 0x80 for byte in raw) - damage
    if damage * 4 < intact:
        raise _not_in("utf-8", raw, name, utf8)
    text, encoding = _likeliest(raw)
    if not text or text.encode(encoding) != raw:
        raise SourceError(
            "the encoding of the file can't be told, or it is not a text",
            hint='save the file as UTF-8, or name its encoding in book.toml: encoding = "…"',
            place=name,
        )
    return text, encoding, True


def _likeliest(raw: bytes) -> tuple[str, str]:
    """The likeliest text and its encoding, or two empty strings.

    The library's choice stands unless the words and signs of another are likelier by far: of a few foreign words in a
    long text it can tell little.
    """
    readings = dict(_readings(raw))
    chosen = next((encoding for encoding in _chosen(raw) if encoding in readings), "")
    scores = {encoding: likelihood(text) for encoding, text in readings.items()}
    best = max(scores, key=lambda encoding: scores[encoding], default="")
    is_unsure = chosen != "" and len(foreign_words(readings[chosen])) < FEW
    if best and (is_unsure or scores[best] > scores.get(chosen, LEAST) + MARGIN):
        chosen = best
    return readings.get(chosen, ""), chosen


def _readings(raw: bytes) -> Iterator[tuple[str, str]]:
    """The candidates that the bytes can be in, with the text they would be."""
    for encoding in CANDIDATES:
        try:
            yield encoding, raw.decode(encoding)
        except UnicodeDecodeError:
            continue


def _chosen(raw: bytes) -> Iterator[str]:
    """The encodings the library finds likeliest: equals in the order of `CANDIDATES` (`è` in cp1252, `č` in cp1250)."""
    from charset_normalizer import from_bytes

    matches = from_bytes(raw, cp_isolation=CANDIDATES, enable_fallback=False)
    best = matches.best()
    equals = [match for match in matches if best and (match.chaos, match.coherence) == (best.chaos, best.coherence)]
    found = {encoding for match in equals for encoding in match.could_be_from_charset}
    return (encoding for encoding in CANDIDATES if encoding in found)


def _binary(name: str) -> SourceError:
    return SourceError(
        "this is not a text: it holds NUL bytes", hint="save the document as plain text (UTF-8)", place=name
    )


def _not_in(encoding: str, raw: bytes, name: str, failure: UnicodeDecodeError) -> SourceError:
    return SourceError(
        f"not valid {encoding.upper()}: byte 0x{raw[failure.start]:02X} can't stand here",
        hint='save the file as UTF-8, or name its encoding in book.toml: encoding = "windows-1252"',
        place=place_of_byte(name, raw, failure.start, encoding),
    )
