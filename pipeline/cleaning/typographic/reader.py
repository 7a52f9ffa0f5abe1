"""The reader of signs: goes through a passage line by line and says of each sign whether it opens or closes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from .signs import Sign

Role = Literal["open", "close", "apostrophe", "doubtful"]

DEEPEST = 4
"""Quotations within each other; more are taken for a text that is not what it seems."""

_WORD_CUT_SHORT = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]*s|[^\W\d_]+in|o|th|an|wi|ol)\Z", re.IGNORECASE)
_LONGEST_WORD = 24


class Mark(Struct, frozen=True):
    """A sign and what it is: `depth` counts the quotations around it; `sure` says that nothing else is possible."""

    sign: Sign
    role: Role
    depth: int = 0
    sure: bool = True


class Reader(Struct):
    """The signs read so far of one passage, what each is, and which marks are still open."""

    text: str
    signs: list[Sign] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    open: list[int] = field(default_factory=list)

    @property
    def is_open_by_singles(self) -> bool:
        """Whether only single marks are open."""
        return all(map(self._is_single, self.open))

    def read_line(self, signs: Sequence[Sign], start: int) -> bool:
        """Read the signs of the line that begins at `start`; False, and nothing read, if they can't be paired."""
        count, still_open = len(self.marks), [*self.open]
        reopened = self._reopen(signs, start)
        may_nest = reopened > 0 or not self.open
        if all(self._read(signs, nth, may_nest=may_nest) for nth in range(reopened, len(signs))):
            self.signs += signs
            return True
        del self.marks[count:]
        self.open = still_open
        return False

    def settle_singles(self) -> None:
        """Take the innermost single marks, which never close, for what they may be: apostrophes, or in doubt."""
        while self.open and self._is_single(self.open[-1]):
            index = self.open.pop()
            sign = self.marks[index].sign
            self.marks[index] = Mark(sign, "apostrophe" if sign.form == "initial" else "doubtful", sure=False)

    def continues(self, signs: Sequence[Sign], start: int) -> bool:
        """Whether the line begins with the mark of a quotation that is open."""
        if not signs or self.text[start : signs[0].at].strip(" \t_"):
            return False
        return signs[0].form in ("open", "initial", "either") and self._has_open(signs[0])

    def _reopen(self, signs: Sequence[Sign], start: int) -> int:
        """Read the marks at the start of a paragraph that say that a quotation goes on; how many there are."""
        count = 0
        for index in self.open if self.continues(signs, start) else ():
            sign = signs[count] if count < len(signs) else None
            if sign and sign.at == signs[0].at + count and sign.is_single == self._is_single(index):
                self.marks.append(Mark(sign, "open", self.marks[index].depth))
                count += 1
        return count

    def _read(self, signs: Sequence[Sign], nth: int, *, may_nest: bool) -> bool:
        """Read one sign; False if it can't stand there."""
        sign = signs[nth]
        match sign.form:
            case "apostrophe":
                self.marks.append(Mark(sign, "apostrophe"))
            case "open" | "initial":
                return self._begin(sign, may_nest=may_nest)
            case "tail" if sign.is_single:
                self._read_tail(signs, nth)
            case "neither" if sign.is_single:
                self.marks.append(Mark(sign, "doubtful", sure=False))
            case "either" | "tail" | "close":
                if self._has_open(sign):
                    return self._close(sign, sure=sign.form == "close")
                return sign.form == "tail" or (sign.form == "either" and self._begin(sign, may_nest=may_nest))
            case "neither":
                return False
            case "prime":
                pass
        return True

    def _begin(self, sign: Sign, *, may_nest: bool) -> bool:
        nests = self._has_open(sign)
        if (nests and not may_nest) or len(self.open) >= DEEPEST:
            return False
        self.open.append(len(self.marks))
        within_like = len(self.open) > 1 and self._is_single(self.open[-2]) == sign.is_single
        self.marks.append(Mark(sign, "open", len(self.open) - 1, sure=not within_like and sign.form == "open"))
        return True

    def _close(self, sign: Sign, *, sure: bool) -> bool:
        """Close the innermost quotation of the kind; single marks open within it never did open one."""
        if not sign.is_single:
            self.settle_singles()
        if not self.open or self._is_single(self.open[-1]) != sign.is_single:
            return False
        depth = self.marks[self.open.pop()].depth
        self.marks.append(Mark(sign, "close", depth, sure))
        return True

    def _read_tail(self, signs: Sequence[Sign], nth: int) -> None:
        """A mark after a word: with no single mark open, an apostrophe, if it follows a letter."""
        sign = signs[nth]
        before = self.text[max(0, sign.at - _LONGEST_WORD) : sign.at]
        if not self.open or not self._is_single(self.open[-1]):
            is_stray = not before[-1:].isalpha()
            self.marks.append(Mark(sign, "doubtful" if is_stray else "apostrophe", sure=not is_stray))
        elif _WORD_CUT_SHORT.search(before) and (_closes_later(signs, nth) or self._may_be_shortened(self.open[-1])):
            self.marks.append(Mark(sign, "apostrophe", sure=False))
        else:
            self._close(sign, sure=not _closes_later(signs, nth))

    def _has_open(self, sign: Sign) -> bool:
        return any(self._is_single(index) == sign.is_single for index in self.open)

    def _may_be_shortened(self, index: int) -> bool:
        return self.marks[index].sign.form == "initial"

    def _is_single(self, index: int) -> bool:
        return self.marks[index].sign.is_single


def in_doubt(text: str, signs: Sequence[Sign]) -> list[Mark]:
    """What can be said of signs that do not pair: only which are apostrophes, whatever the others be."""
    marks, opened = [], False
    for sign in signs:
        opened |= sign.is_single and sign.form in ("open", "initial", "neither")
        is_left_out = sign.form == "tail" and not opened and text[sign.at - 1].isalpha()
        is_apostrophe = sign.is_single and (sign.form == "apostrophe" or is_left_out)
        marks.append(Mark(sign, "apostrophe" if is_apostrophe else "doubtful", sure=False))
    return marks


def _closes_later(signs: Sequence[Sign], nth: int) -> bool:
    """Whether another single mark that could close follows before one opens or a double mark."""
    following = signs[nth + 1] if nth + 1 < len(signs) else None
    return following is not None and following.is_single and following.form == "tail"
