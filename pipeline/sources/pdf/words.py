"""Words: the characters of a page put together to words, and the words to rows that stand on one baseline.

All lengths are in points, heights from the bottom of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct, field

from .extraction import Page, Style, Target

GAP = 0.15
"""Of the size: what is further apart is two words. TeX shrinks its blanks to 0.22, and kerns by less than 0.1."""

LEVEL = 0.3
"""Of the size: how far baselines of one row may lie apart, as in scans."""

SMALLER = 0.88
"""Of the size beside it: what is larger than that is no raised figure."""

SMALLEST = 0.45
"""Of the size beside it: letters that are smaller are not raised, but text beside a large initial."""

RISE = (0.08, 0.85)
"""Of the size beside it: how far a raised figure lies above the baseline."""

REACH = 0.6
"""Of the size: how far a raised figure stands from its word."""


BAND, MOST_BANDS = 16.0, 200
"""Points: the height of the stretches of a page by which areas are looked up, and the most that one area may take."""


class Word(Struct):
    """Characters of one style without a blank; `base` is the baseline of its row, above which `is_raised` lifts it.

    `is_glued` says that no blank parts it from the word before, `after_blank` that the page draws one there, however
    narrow; `note` is the note that it calls.
    """

    text: str
    left: float
    right: float
    y: float
    style: Style
    base: float = 0.0
    is_raised: bool = False
    is_glued: bool = False
    after_blank: bool = False
    target: Target | None = None
    note: str = ""

    @property
    def size(self) -> float:
        """Of its letters."""
        return self.style.size


class Row(Struct):
    """Words on one baseline, from left to right, all across the page or a column; `is_first` is that of a paragraph.

    `is_below_picture` says that a picture parts it from the row above.
    """

    words: list[Word] = field(default_factory=list)
    page: int = 0
    is_first: bool = False
    is_below_picture: bool = False

    @property
    def y(self) -> float:
        """The baseline."""
        return self.words[0].base

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def size(self) -> float:
        """That of most of its letters."""
        return max(_weights(self.words).items(), key=lambda item: item[1])[0]

    @property
    def is_fixed(self) -> bool:
        """Whether all of it is in type as a typewriter has it."""
        return all(word.style.fixed for word in self.words)

    @property
    def text(self) -> str:
        """Its words with blanks between them."""
        return "".join(word.text if word.is_glued or not n else f" {word.text}" for n, word in enumerate(self.words))


def _weights(words: Sequence[Word]) -> dict[float, int]:
    weights: dict[float, int] = {}
    for word in words:
        size = word.style.size
        weights[size] = weights.get(size, 0) + len(word.text) * (1 if word.is_raised else 4)
    return weights


def rows_of(page: Page, number: int) -> list[Row]:
    """The rows of a page from the top down; words set sideways are in none."""
    words = [word for word in _distinct(_words(page)) if not word.style.turned]
    _raise(words)
    rows: list[Row] = []
    placed: dict[float, Row] = {}
    for word in sorted(words, key=lambda word: (-word.base, word.base != word.y)):
        near = placed.get(word.base) or next((row for row in rows[-2:] if _is_of(word, row)), None)
        if near is None:
            near = Row([], number)
            rows.append(near)
        near.words.append(word)
        placed[word.base] = near
    for row in rows:
        row.words.sort(key=lambda word: word.left)
        _glue(row.words)
    return rows


def _is_of(word: Word, row: Row) -> bool:
    """Whether the baseline of a word is that of a row; columns beside each other need not stand level."""
    return row.y - word.base <= LEVEL * min(word.size, row.words[0].size)


def _words(page: Page) -> Iterator[Word]:
    """The words in the order in which the page draws them."""
    aims = _aims(page)
    bounds = [*(start for start, _ in page.runs), len(page.text)]
    for (start, end), (_, mark) in zip(pairwise(bounds), page.runs, strict=True):
        style = page.styles[mark]
        begun = start
        for n in range(start, end + 1):
            is_end = n == end or page.text[n].isspace()
            is_cut = not is_end and n > begun and (aims.get(n) is not aims.get(n - 1) or not _goes_on(page, n, style))
            if is_cut:
                yield _word(page, begun, n, style, aims.get(begun))
                begun = n
            if is_end:
                if begun < n:
                    yield _word(page, begun, n, style, aims.get(begun))
                begun = n + 1


def _goes_on(page: Page, n: int, style: Style) -> bool:
    if style.turned:
        return True
    gap = page.left[n] - page.right[n - 1]
    if abs(page.y[n] - page.y[n - 1]) > 0.05 * style.size:
        return False
    is_left = page.left[n] < page.left[n - 1] - 0.05 * style.size
    return gap <= GAP * style.size and not is_left


def _word(page: Page, start: int, end: int, style: Style, target: Target | None) -> Word:
    y = page.y[start]
    blank = start > 0 and page.text[start - 1].isspace()
    right = max(page.right[start:end])
    return Word(page.text[start:end], page.left[start], right, y, style, y, after_blank=blank, target=target)


def _distinct(words: Iterator[Word]) -> Iterator[Word]:
    """Words without those drawn twice in one place, as programs do to make them look bold."""
    seen: set[tuple[str, int, int]] = set()
    for word in words:
        key = (word.text, round(word.left), round(word.y))
        if not word.text.strip("\x00\ufffe\uffff") or (key in seen and word.text not in "...…"):
            continue
        seen.add(key)
        yield word


def _aims(page: Page) -> dict[int, Target]:
    """Where each character leads that leads anywhere, by the area that holds its middle."""
    bands: dict[int, list[Target]] = {}
    for target in page.targets:
        first = int(target.bottom // BAND)
        for band in range(first, min(int(target.top // BAND), first + MOST_BANDS) + 1):
            bands.setdefault(band, []).append(target)
    aims: dict[int, Target] = {}
    for n, y in enumerate(page.y if bands else ()):
        x, y = (page.left[n] + page.right[n]) / 2, y + 2
        for target in bands.get(int(y // BAND), ()):
            if target.left <= x <= target.right and target.bottom - 1 <= y <= target.top + 1:
                aims[n] = target
                break
    return aims


def _raise(words: Sequence[Word]) -> None:
    """Lift small words that stand higher or lower beside a larger one into its row."""
    for n, word in enumerate(words):
        before = words[n - 1] if n else None
        if before is not None and before.base != before.y and _is_level(word, before):
            word.base, word.is_raised = before.base, before.is_raised
        elif before is not None and _is_beside(before, word):
            _lift(word, before)
    for n in range(len(words) - 2, -1, -1):
        word, after = words[n], words[n + 1]
        if word.base == word.y and _is_beside(word, after, is_before=True):
            _lift(word, after)


def _lift(word: Word, by: Word) -> None:
    word.base, word.is_raised = by.base, word.y > by.base


def _is_level(one: Word, other: Word) -> bool:
    gap = one.left - other.right
    return abs(one.y - other.y) < 0.05 * other.size and one.size == other.size and -1 < gap < REACH * one.size


def _is_beside(one: Word, other: Word, is_before: bool = False) -> bool:
    """Whether two words stand beside each other and the small one is raised, or lowered, beside the other."""
    small, large = (one, other) if is_before else (other, one)
    rise = (small.y - large.base) / large.size if large.size else 0.0
    gap = other.left - one.right
    is_off = RISE[0] <= rise <= RISE[1] or -0.4 <= rise <= -0.05
    is_small = small.size <= SMALLER * large.size
    is_text = small.size < SMALLEST * large.size and any(map(str.isalpha, small.text))
    return is_small and not is_text and is_off and -0.3 * large.size <= gap <= REACH * large.size


def _glue(words: Sequence[Word]) -> None:
    """Say which words of a row have no blank before them."""
    for one, other in pairwise(words):
        size = max(one.size, other.size) if one.is_raised == other.is_raised else min(one.size, other.size)
        other.is_glued = other.left - one.right <= GAP * size and not other.after_blank
