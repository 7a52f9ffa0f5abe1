"""Alignment: a short form laid against the words before it, letter by letter, at the least cost.

Initials cost nothing, letters inside a word and words passed over do; what costs too much is no long form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from ..ledger import Span

LONGEST_SHORT = 14
"""Characters of a short form."""

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*|\d+")
_SMALL = frozenset("a an and as at but by de des di du for from in into la of on or per that the to von with".split())
_NUMBERS = {
    word: figure
    for words, figure in (
        ("one first", "1"),
        ("two second", "2"),
        ("three third", "3"),
        ("four fourth", "4"),
        ("five fifth", "5"),
        ("six sixth", "6"),
        ("seven seventh", "7"),
        ("eight eighth", "8"),
        ("nine ninth", "9"),
    )
    for word in words.split()
}
_JOINED = re.compile(r"\([^()]*\)/")
_DENIES = re.compile(r"(?:anti|non)-", re.IGNORECASE)
CLOSES = {"(": ")", "[": "]", "{": "}"}

NEXT_LETTER, INSIDE, TAIL = 0.25, 0.7, 2.4
"""Costs of a letter right after the one before; further on in its word; inside a word whose initial was not used."""

SMALL_WORD, PART, WORD = 0.1, 0.7, 1.7
"""Costs of passing over `of` or `the`, a part of a compound, any other word."""

START_IN_COMPOUND = 0.6
"""Cost of a long form that begins after a hyphen."""

TRAILING = 1.6
"""Cost of a word between the last letter and the bracket."""

ALLOWED, ALLOWED_A_LETTER = 1.0, 0.55
"""What an alignment may cost in all."""

SMALL_LETTER = 0.5
"""What it may cost for each letter, if all are small: `amino acid (aa)`."""


class _Word(Struct, frozen=True):
    """A word, or a part of a compound, of the text before a bracket."""

    start: int
    text: str
    is_part: bool

    @property
    def cost(self) -> float:
        """Of passing it over; figures and single letters name the place of a group in a compound."""
        if self.text in _SMALL or not self.text.isalpha() or (self.is_part and len(self.text) == 1):
            return SMALL_WORD
        return PART if self.is_part else WORD


def align(short: str, text: str, within: Span) -> Span | None:
    """The words at the end of a stretch of text that a short form stands for, if there are any."""
    letters = _letters(short)
    words = list(_words(text, within))
    if len(letters) < 2 or not words:
        return None
    skipped = [0.0]
    for word in words:
        skipped.append(skipped[-1] + word.cost)
    paths = _start(letters[0], words)
    for letter in letters[1:]:
        paths = _extend(paths, letter, words, skipped)
    ends = ((cost + _trailing(words, at), -start) for (at, _), (cost, start) in paths.items())
    cost, start = min(ends, default=(float("inf"), 0))
    long = Span(_token_start(text, words[-start].start, within), len(text[: within.end].rstrip(" ”’\"'–-")))
    if text[long.start] in "([" and re.match(r"[(\[][^()\[\]]*[)\]][ ,]", long.of(text)):
        return None
    if re.match(re.escape(short.rstrip("s+-")) + r"\b", long.of(text), re.IGNORECASE):
        return None
    is_longer = sum(c.isalnum() for c in long.of(text)) > len(letters)
    allowed = SMALL_LETTER * len(letters) if short.islower() else ALLOWED + ALLOWED_A_LETTER * len(letters)
    return long if cost <= allowed and is_longer else None


def _token_start(text: str, start: int, within: Span) -> int:
    """Where the run of characters without a blank begins that holds `start`: `2,6-` belongs to `2,6-diaminopurine`.

    What only denies or opposes a thing does not belong to its name, nor does a bracket that does not close again.
    """
    at = start
    while at > within.start and not (text[at - 1].isspace() or text[at - 1] in '“‘"–—'):
        at -= 1
    if denies := _DENIES.match(text, at, start):
        at = denies.end()
    if joined := _JOINED.match(text, at, start):
        at = joined.end()
    while text[at] in "([{" and text.count(text[at], at, within.end) > text.count(CLOSES[text[at]], at, within.end):
        at += 1
    while (dashes := text.find("--", at, start)) >= 0:
        at = dashes + 2
    return at


def align_numbered(short: str, text: str, within: Span) -> Span | None:
    """`partial least squares (PLS-1)`: the number is not in the words."""
    bare = re.sub(r"(?<=[A-Z]{2})-?\d+$", "", short)
    return align(bare, text, within) if bare != short else None


_Paths = dict[tuple[int, int], tuple[float, int]]
"""By word and letter that was matched last: the least cost so far, and the word that it began with."""


def _start(letter: str, words: list[_Word]) -> _Paths:
    return {
        (at, 0): (START_IN_COMPOUND if word.is_part else 0.0, at)
        for at, word in enumerate(words)
        if word.text[0] == letter or _NUMBERS.get(word.text) == letter
    }


def _extend(paths: _Paths, letter: str, words: list[_Word], skipped: list[float]) -> _Paths:
    """The paths with one letter more."""
    extended: _Paths = {}
    for (at, inside), (cost, start) in paths.items():
        for then in range(at, len(words)):
            gap = 0.0 if then == at else skipped[then] - skipped[at + 1]
            if cost + gap > ALLOWED + ALLOWED_A_LETTER * LONGEST_SHORT:
                break
            for place in _places(words[then].text, letter, inside + 1 if then == at else 0):
                step = _step(then == at, place - inside, place)
                total = (cost + gap + step, start)
                if (then, place) not in extended or _better(total, extended[then, place]):
                    extended[then, place] = total
    return extended


def _better(one: tuple[float, int], other: tuple[float, int]) -> bool:
    return (one[0], -one[1]) < (other[0], -other[1])


def _step(same_word: bool, distance: int, place: int) -> float:
    if same_word:
        return NEXT_LETTER if distance == 1 else INSIDE
    return 0.0 if place == 0 else TAIL


def _places(word: str, letter: str, start: int) -> Iterator[int]:
    if start == 0 and letter.isdigit() and _NUMBERS.get(word) == letter:
        yield 0
    while (start := word.find(letter, start)) >= 0:
        yield start
        start += 1


def _trailing(words: list[_Word], last: int) -> float:
    return sum(PART if word.is_part else TRAILING for word in words[last + 1 :])


def _letters(short: str) -> str:
    """The letters and figures of a short form that must be found, without the s of a plural: `SRs`."""
    bare = short[:-1] if re.fullmatch(r".*[A-Z]\.?s", short) else short
    return "".join(c for c in bare.lower() if c.isalnum())


def _words(text: str, within: Span) -> Iterator[_Word]:
    """The words of a stretch; what follows a hyphen, a slash or a figure is a part of a compound."""
    for match in _TOKEN.finditer(text, within.start, within.end):
        before = text[match.start() - 1 : match.start()]
        is_part = match.start() > within.start and not before.isspace() and before not in "“‘\"'([–—"
        yield _Word(match.start(), match.group().lower(), is_part)
