"""Labels: how notes are called in a text, and what stands before their own text at the foot of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from .words import RISE, SMALLER, Row, Word

_SIGNS = "*∗†‡§¶‖#"
MOST_SIGNS = 24
"""Signs of one label: some editions do not begin anew on each page, and go on to `§§§§`."""

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹∗", "0123456789*")
_LABEL = re.compile(rf"\d{{1,4}}|[a-z]|[ivxlc]{{2,7}}|[{_SIGNS}]{{1,{MOST_SIGNS}}}")
_OPENING = re.compile(
    rf"(?P<open>[\[(]?)(?P<label>\d{{1,4}}|[a-z]|[{_SIGNS}]{{1,{MOST_SIGNS}}}|[⁰¹²³⁴-⁹]{{1,4}})(?P<close>[\])]?[.:)]?)(?P<rest>.*)"
)
_ALONE = re.compile(rf"[{_SIGNS}]{{1,{MOST_SIGNS}}}")
_CALL = re.compile(
    rf"\[(?P<bracket>\d{{1,4}}|[a-z*†‡])\]|(?P<sign>(?<=[^\W_])(?:[{_SIGNS}])+|(?<=[.,;:!?”’)\]»])[{_SIGNS}]+)|"
    r"(?P<character>[⁰¹²³⁴-⁹]{1,4})"
)


class Opening(Struct, frozen=True):
    """The label at the head of a row: what it says, how many words it takes, and its form.

    `is_sure` says that the form alone tells that it is a label.
    """

    label: str
    words: int
    is_sure: bool
    form: str


def opening_of(row: Row) -> Opening | None:
    """The label of a note at the head of a row; what is glued to it is parted from it."""
    first = row.words[0]
    text = first.text
    if first.is_raised:
        words = 1
        while words < len(row.words) and row.words[words].is_raised and row.words[words].is_glued:
            text += row.words[words].text
            words += 1
        label = _label(text)
        return Opening(label, words, True, "raised") if label and words < len(row.words) else None
    match = _OPENING.fullmatch(text)
    if match is None or (match["open"] and not match["close"]):
        return None
    label = match["label"].translate(_PLAIN)
    is_mark = bool(match["open"] or match["close"]) or not match["label"].isalnum() or not match["label"].isascii()
    if match["rest"]:
        if match["label"].isalnum() and match["label"].isascii() and not match["open"]:
            return None
        _part(row, 0, len(text) - len(match["rest"]))
    elif len(row.words) == 1:
        return None
    form = match["open"] + ("1" if label.isdecimal() else "a" if label.isalpha() else "*") + match["close"]
    return Opening(label, 1, is_mark, form)


def lift_lone_calls(rows: list[Row], leading: float) -> None:
    """Put calls that a line end parted from their words back behind them: a small label alone, higher than a line is.

    `leading` is the distance of lines, of the size.
    """
    for n in range(len(rows) - 1, 0, -1):
        above, words = rows[n - 1], rows[n].words
        drop = above.y - rows[n].y
        is_small = words[0].size <= SMALLER * above.size and 0 < drop < (leading - RISE[0]) * above.size
        if len(words) == 1 and is_small and _label(words[0].text) and words[0].left < above.left + above.size:
            word = replace(words[0], left=above.right, right=above.right, base=above.y, is_raised=True, is_glued=True)
            above.words.append(word)
            del rows[n]


def leads_within(word: Word) -> bool:
    """Whether the word leads to a place of its document."""
    return word.target is not None and not word.target.address


def _label(text: str) -> str:
    plain = text.translate(_PLAIN).strip("[]().:,")
    return plain if _LABEL.fullmatch(plain) else ""


def calls_in(row: Row) -> Iterator[tuple[Word, str, str]]:
    """The words of a row that may call notes, with labels and forms; what is glued to them is parted from them."""
    n = 0
    while n < len(row.words):
        word = row.words[n]
        if word.is_raised:
            if label := _label(word.text):
                yield word, label, "raised"
            elif "," in word.text.strip(","):
                _part(row, n, word.text.index(",") + (word.text.index(",") == 0))
                continue
        elif word.is_glued and leads_within(word) and (label := _label(word.text)):  # Fonts have raised figures, too.
            yield word, label, "link"
        elif word.is_glued and _ALONE.fullmatch(word.text):
            yield word, word.text.translate(_PLAIN), "sign"
        elif not word.text.isalpha() and (match := _CALL.search(word.text)):
            if match.start():
                _part(row, n, match.start())
                n += 1
            if match.end() - match.start() < len(row.words[n].text):
                _part(row, n, match.end() - match.start())
            form = next(name for name, found in match.groupdict().items() if found)
            yield row.words[n], match[form].translate(_PLAIN), form
        n += 1


def _part(row: Row, n: int, length: int) -> None:
    """Cut a word in two after so many characters."""
    word = row.words[n]
    middle = word.left + (word.right - word.left) * length / len(word.text)
    rest = replace(word, text=word.text[length:], left=middle, is_glued=True, after_blank=False)
    row.words[n : n + 1] = [replace(word, text=word.text[:length], right=middle), rest]
