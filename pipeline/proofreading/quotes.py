"""Quotation marks without their partners.

A quotation of several paragraphs opens anew with each and closes with the last (*New Hart’s Rules*, 2014, 9.2.4, and
*The Chicago Manual of Style*, 17th ed., 13.30); that is right and not asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from .check import Findings, at
from .passages import Corpus, Passage, all_parts

REACH = 12
"""Paragraphs of prose after which a quotation that was not opened anew may still close."""

_LEAD = "(\\[—–…. \u00a0"
"""What may stand before the mark that opens a paragraph anew."""

_ELISIONS = "tis twas twere twill twould em til till cause neath gainst tween twixt bout round n s cos".split()
_SINGLE = re.compile(
    rf"(?<![^\s(\[“—–])(?P<open>‘)(?=[^\W\d_])(?!(?:{'|'.join(_ELISIONS)})\b)|(?P<close>’)(?!\w)", re.IGNORECASE
)
_CURLY, _ANGLED = re.compile("[„“”]"), re.compile("[«»]")
_PRIME = re.compile(r"(?<!\w)\w’?”$")
_SWEDISH = re.compile(r"(?:^|\s)”\w")

_SAYING = "said|says|cried|asked|replied|answered|exclaimed|murmured|whispered|shouted|returned|remarked"
_SAYS = re.compile(rf", (?:(?:{_SAYING}) (?:he|she|I|they|[A-Z]\w+)|(?:he|she|I|they|[A-Z]\w+) (?:{_SAYING}))\.$")
"""A paragraph that ends in who said so has left the quotation."""

Marks = list[tuple[int, bool]]
"""Where quotation marks stand in a paragraph, and whether each opens a quotation."""


class _Lone(Struct, frozen=True):
    passage: Passage
    place: int
    opens: bool


def unclosed(corpus: Corpus) -> Findings:
    """A quotation mark that opens and is never closed, as in `“power is ours, he wrote`."""
    for lone in _lone(corpus):
        if lone.opens:
            mark = lone.passage.text[lone.place]
            yield at(lone.passage, lone.place, lone.place + 1, f"{mark} opens a quotation that never closes")


def unopened(corpus: Corpus) -> Findings:
    """A quotation mark that closes what never opened: `power is ours”, he wrote`. But `C”` is C double prime."""
    for lone in _lone(corpus):
        if not (lone.opens or _PRIME.search(lone.passage.text, max(lone.place - 3, 0), lone.place + 1)):
            mark = lone.passage.text[lone.place]
            yield at(lone.passage, lone.place, lone.place + 1, f"{mark} closes a quotation that was never opened")


def _lone(corpus: Corpus) -> Iterator[_Lone]:
    for part in all_parts(corpus):
        for read, sign in ((_curly, "“”„"), (_angled, "«»"), (_straight, '"'), (_single, "‘")):
            marked = [(n, p, read(p.text)) for n, p in enumerate(part) if any(mark in p.text for mark in sign)]
            yield from _unpaired(marked, part)


def _unpaired(marked: list[tuple[int, Passage, Marks]], part: list[Passage]) -> Iterator[_Lone]:
    """The marks without a partner, in paragraphs with marks of one kind, each with its number in `part`."""
    waiting: tuple[int, _Lone] | None = None
    for number, passage, marks in marked:
        opened, unopened_here = _match(marks)
        if waiting:
            if unopened_here and sum(other.kind == "prose" for other in part[waiting[0] : number]) <= REACH:
                unopened_here.pop(0)
            elif not (_opens_anew(passage, marks) and _follows(waiting[0], number, part)):
                yield waiting[1]
            waiting = None
        yield from (_Lone(passage, place, False) for place in unopened_here)
        yield from (_Lone(passage, place, True) for place in opened[:-1])
        if opened:
            last = _Lone(passage, opened[-1], True)
            if any(opens and place > opened[-1] for place, opens in marks) or _SAYS.search(passage.text, opened[-1]):
                yield last
            else:
                waiting = number, last
    if waiting:
        yield waiting[1]


def _match(marks: Marks) -> tuple[list[int], list[int]]:
    """The marks of a paragraph that stay open, and those that close nothing."""
    opened: list[int] = []
    unopened_here: list[int] = []
    for place, opens in marks:
        if opens:
            opened.append(place)
        elif opened:
            opened.pop()
        else:
            unopened_here.append(place)
    return opened, unopened_here


def _opens_anew(passage: Passage, marks: Marks) -> bool:
    place = marks[0][0] if marks else len(passage.text)
    return not passage.text[:place].strip(_LEAD + "“‘\"'")


def _follows(before: int, number: int, part: list[Passage]) -> bool:
    """Whether only headings, verse and lists stand between two paragraphs."""
    return all(passage.kind != "prose" for passage in part[before + 1 : number])


def _curly(text: str) -> Marks:
    """“English”, „German“ and „Polish”; of ”Swedish” marks, the white space tells what each does."""
    if "„" in text:
        return [(m.start(), m.group() == "„") for m in _CURLY.finditer(text)]
    if "“" not in text and _SWEDISH.search(text):
        return _by_white_space(text, "”")
    return [(m.start(), m.group() == "“") for m in _CURLY.finditer(text)]


def _angled(text: str) -> Marks:
    """« French », «Russian» and »German«; a paragraph that goes on may begin with the mark that closes."""
    marks = [(m.start(), m.group()) for m in _ANGLED.finditer(text)]
    if marks[0][1] == marks[-1][1] == "»":
        return [(place, mark == "«" or place == 0) for place, mark in marks]
    return [(place, mark == marks[0][1]) for place, mark in marks]


def _straight(text: str) -> Marks:
    return _by_white_space(text, '"')


def _by_white_space(text: str, mark: str) -> Marks:
    """Marks that look alike, if odd in number: one after white space opens. Ditto marks and inches are none."""
    marks: Marks = []
    for match in re.finditer(mark, text):
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if not (before.strip() or after.strip()) or (before.isdigit() and not len(marks) % 2):
            continue
        opens = (not before.strip() or before in "([{—–-“‘") and bool(after.strip())
        marks.append((match.start(), opens))
    return marks if len(marks) % 2 else []


def _single(text: str) -> Marks:
    """‘English’ marks that are no apostrophes beyond doubt: each that opens must see one that could close."""
    if "‘" not in text:
        return []
    marks: Marks = []
    for match in _SINGLE.finditer(text):
        if match["open"]:
            marks.append((match.start(), True))
        elif marks and marks[-1][1]:
            marks.append((match.start(), False))
    return marks
