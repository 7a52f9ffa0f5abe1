"""Labels: what numbers or marks an item at its beginning, and which label counts on from another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from ..roman import roman_value

BULLETS = frozenset("-–—•·*‣▪●◦")

_NUMBERED = re.compile(
    r"(?P<open>\(|§\s?|)(?P<number>\d{1,3}|[ivxlc]{1,6}|[IVXLC]{1,6}|[^\W\d_])(?P<close>\.\)|[.)]|)\s+(?=\S)"
)
_ROMAN = re.compile(r"(?=.)c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_BULLET = re.compile(rf"([{re.escape(''.join(BULLETS))}])\s+(?=\S)")


class Label(Struct, frozen=True):
    """A label: its `form` with the number left out (`(a)` and `(b)` have one), and its value; 0 for a bullet."""

    form: str
    value: int = 0

    @property
    def is_bullet(self) -> bool:
        """Whether it marks an item and does not count it."""
        return self.value == 0

    def counts_on(self, other: Label) -> bool:
        """Whether it may follow another in a list: one more, or the same bullet."""
        return self.form == other.form and (self.is_bullet or self.value == other.value + 1)


def labels_of(text: str) -> Iterator[Label]:
    """The readings of the label that a text begins with: `i)` is a letter or a roman number, `B. Smith` has none."""
    if bullet := _BULLET.match(text):
        yield Label(bullet[1])
    match = _NUMBERED.match(text)
    if match is None or not _is_closed(match["open"], match["close"]):
        return
    number, frame = match["number"], f"{match['open'].strip()}{{}}{match['close']}"
    if number.isdecimal():
        yield Label(frame.format("1"), int(number))
        return
    if (value := read_roman(number)) is not None:
        yield Label(frame.format("I" if number.isupper() else "i"), value)
    is_initial = number.isupper() and match["close"] == "." and not match["open"]
    if len(number) == 1 and not is_initial:
        yield Label(frame.format("A" if number.isupper() else "a"), ord(number.lower()) - ord("a") + 1)


def read_roman(numeral: str) -> int | None:
    """The value of a roman number below 400, `xiv` → 14; None where it is none."""
    return roman_value(numeral) if _ROMAN.fullmatch(numeral) else None


def _is_closed(opening: str, closing: str) -> bool:
    """Whether brackets are in pairs and something sets the number apart: `(1)`, `1)`, `1.`, `§ 1`."""
    if opening == "(":
        return closing.endswith(")")
    return bool(closing) or opening.startswith("§")
