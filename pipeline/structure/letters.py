"""Letters: datelines, salutes and signatures, told by their form and by where they stand.

Names and offices are read as a signature only where a text or a part of it ends, or where something else says that it
is signed; elsewhere they are paragraphs, and never headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from ..tree import Para, Role
from .claims import Claim
from .headings import has_form_of_heading, is_apparatus_heading, is_numbered_heading
from .lines import Layout, TextLine, ends_sentence
from .signatures import Form, form_of, is_dear, may_be_title

LONGEST_TAIL = 14
"""Lines that may sign one document."""

LONGEST_ADDRESS = 60
"""Characters of a line above the date of a letter."""

NAMES_ENOUGH = 3
"""Names in a row, without anything that says that they sign, which are a list."""

_SIGNED_BY = re.compile(r"\bsigned(?:\s+by)?:$")
_ENDING: frozenset[Form | None] = frozenset({"closing", "signed", "office", "initials", "person", "name"})
_CALLS_FOR_NAME: frozenset[Form | None] = frozenset({"closing", "signed", "office"})


def read_letters(layout: Layout, taken: Set[int]) -> Iterator[Claim]:
    """The lines that open and close letters and documents, as paragraphs with a role."""
    forms = [None if n in taken else _form(layout, n) for n in range(len(layout.lines))]
    tails = list(_tails(layout.lines, forms))
    signed = {number for tail in tails for number in tail}
    for tail in tails:
        yield from _claim_tail(layout.lines, forms, tail)
    for number, form in enumerate(forms):
        if number in signed or form not in {"dateline", "date", "salute"}:
            continue
        if form == "salute":
            if _is_salute(layout, forms, number):
                yield _claim(layout.lines, number, "salute")
        elif _is_dateline(layout, forms, number):
            yield from (_claim(layout.lines, n, "dateline") for n in _address(layout, number, signed | taken))


def _form(layout: Layout, number: int) -> Form | None:
    """What a line could be in a letter; nothing if it is the heading of a part or of notes."""
    text = layout.lines[number].text
    return None if is_numbered_heading(text) or is_apparatus_heading(text) else form_of(text)


def _claim(lines: Sequence[TextLine], number: int, role: Role) -> Claim:
    return Claim(number, number + 1, (Para(lines[number].inlines, role),))


def _tails(lines: Sequence[TextLine], forms: Sequence[Form | None]) -> Iterator[range]:
    """The runs of closings, offices, names and dates that follow the end of a sentence."""
    number = 0
    while number < len(forms):
        end = number
        while end < len(forms) and _goes_on(lines, forms, number, end):
            end += 1
        is_end = _follows_text(lines, number) or forms[number] in {"closing", "signed"}
        if end > number and is_end and end - number <= LONGEST_TAIL:
            yield range(number, end)
        number = max(end, number + 1)


def _goes_on(lines: Sequence[TextLine], forms: Sequence[Form | None], start: int, number: int) -> bool:
    """Whether a line belongs to the tail that begins at `start`: a bare name does only after an office or the like."""
    before = forms[number - 1] if number > start else None
    if forms[number] == "name":
        after = forms[number + 1] if number + 1 < len(forms) else None
        is_last = start == number == len(lines) - 1 and lines[number].text.isupper()
        return before in _CALLS_FOR_NAME or after == "dateline" or is_last
    return forms[number] in _ENDING or (number > start and forms[number] in {"dateline", "date"})


def _follows_text(lines: Sequence[TextLine], number: int) -> bool:
    """Whether a sentence ends before a line; after a colon names are a list, and after a heading an author."""
    before = lines[number - 1].text if number else ""
    return (ends_sentence(before) and not before.isupper()) or _SIGNED_BY.search(before) is not None


def _claim_tail(lines: Sequence[TextLine], forms: Sequence[Form | None], tail: range) -> Iterator[Claim]:
    """A tail as signatures if something says so, its names else as paragraphs: they are no headings."""
    is_signed = _is_signed(lines, forms, tail)
    for number in tail:
        if is_signed:
            yield _claim(lines, number, "dateline" if forms[number] in {"dateline", "date"} else "signed")
        elif forms[number] == "initials" and not may_be_title(lines[number].text):
            yield _claim(lines, number, "text")


def _is_signed(lines: Sequence[TextLine], forms: Sequence[Form | None], tail: range) -> bool:
    """Whether a tail signs what is before it: by what it says, or by a name or two that end a part of the text."""
    there = [forms[n] for n in tail]
    names = sum(form in {"initials", "name"} for form in there)
    if there.count("person") >= NAMES_ENOUGH and not _ends_part(lines, tail.stop):
        return False
    if {"closing", "signed", "person"} & set(there) or (names and {"office", "dateline"} & set(there)):
        return True
    return 0 < names < NAMES_ENOUGH and _ends_part(lines, tail.stop) and "office" not in there


def _ends_part(lines: Sequence[TextLine], number: int) -> bool:
    """Whether the text or a part of it ends before a line."""
    return number >= len(lines) or has_form_of_heading(lines[number])


def _is_dateline(layout: Layout, forms: Sequence[Form | None], number: int) -> bool:
    """Whether a date is a dateline: it has a place and stands alone, or it opens or closes something.

    A bare date may be the heading of a diary's entry.
    """
    lines, line = layout.lines, layout.lines[number]
    near = [forms[n] for n in (number - 1, number + 1) if 0 <= n < len(forms)]
    if "salute" in near or (line.isolated and forms[number] == "dateline"):
        return True
    is_edge = number + 1 == len(lines) or (number == 0 or (number == 1 and has_form_of_heading(lines[0])))
    return (is_edge and (line.isolated or number + 1 == len(lines))) or bool(_lines_above(layout, number))


def _address(layout: Layout, number: int, taken: Set[int]) -> range:
    """A dateline with the lines of an address above it."""
    above = _lines_above(layout, number)
    return range(above.start if above and not taken & set(above) else number, number + 1)


def _lines_above(layout: Layout, number: int) -> range:
    """The lines of an address above a date that ends its group: set in, short, each ending in a comma."""
    start = number
    while start and layout.lines[start].gap == 0 and layout.is_set_in(layout.lines[start - 1]):
        start -= 1
    above = layout.lines[start:number]
    is_address = all(len(line.text) <= LONGEST_ADDRESS and line.text.endswith(",") for line in above)
    closes = number + 1 == len(layout.lines) or layout.lines[number + 1].gap > 0
    return range(start, number) if is_address and closes else range(number, number)


def _is_salute(layout: Layout, forms: Sequence[Form | None], number: int) -> bool:
    """Whether a salute opens something: text follows it, and it stands alone, or only a letter has such a form."""
    lines, line = layout.lines, layout.lines[number]
    if (
        number + 1 >= len(lines)
        or forms[number + 1] not in {None, "dateline", "date"}
        or has_form_of_heading(lines[number + 1])
    ):
        return False
    after_date = number > 0 and forms[number - 1] in {"dateline", "date"}
    return is_dear(line.text) or after_date or line.isolated or number == 0
