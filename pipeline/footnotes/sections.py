"""Sections: where a text keeps the texts of its notes, and which labels there begin one.

A section begins at a heading that announces notes and answers a call, or answers most of the calls before it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from ..document import Block, Heading, plain_text
from ..structure import is_apparatus_heading
from .alignment import counting_chain, match_in_order
from .candidates import (
    FORMS,
    Call,
    Form,
    Numbered,
    Opening,
    calls_before,
    find_openings,
    within,
    without_calls,
)

MOST_STARTS = 8
"""Places where an unannounced list of notes may begin that are looked at, so that a long text takes no longer."""


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks [start, end) with notes called in one form, announced by the block at `heading`.

    `openings` are the labels in it, `repeats` its headings that only say again what the text before it is called.
    """

    form: Form
    heading: int | None
    start: int
    end: int
    openings: tuple[Opening, ...] = ()
    repeats: frozenset[int] = frozenset()

    @property
    def first(self) -> int:
        """The block that the section begins with, its heading counted in."""
        return self.start if self.heading is None else self.heading

    def bodies(self) -> Iterator[tuple[Opening, list[int]]]:
        """Each opening with the blocks of its body, which runs to the next; repeated headings are left out."""
        ends = [*(opening.block for opening in self.openings[1:]), self.end]
        for opening, end in zip(self.openings, ends, strict=False):
            yield opening, [index for index in range(opening.block, end) if index not in self.repeats]


def find_sections(blocks: Sequence[Block], calls: Sequence[Call], form: Form, title: str) -> list[Section]:
    """The sections of a text that answer possible calls of one form, in order; `openings` are all their labels."""
    plain = [call for call in calls if not call.doubtful]
    sections = list(_headed_sections(blocks, plain, form)) or list(_unheaded_section(blocks, calls, form))
    return list(_with_repeats(blocks, sections, form, title))


def true_openings(openings: Sequence[Opening], answering: Set[Opening], *, headed: bool) -> list[Opening]:
    """The bodies that answer a call, and those that count on from them; other labels are lists inside a note.

    Under a heading a count may also lead up to the first body that is called.
    """
    before: deque[Opening] = deque()
    true: deque[Opening] = deque()
    for opening, following in zip(openings, _numbers_that_answer_next(openings, answering), strict=True):
        if opening in answering or (true and _counts_on(true[-1], opening, following)):
            true.append(opening)
        elif not true:
            before.append(opening)
    while headed and true and before:
        if _counts_on(opening := before.pop(), true[0]):
            true.appendleft(opening)
    return list(true)


def _numbers_that_answer_next(openings: Sequence[Opening], answering: Set[Opening]) -> list[int]:
    """For each label the number of the next one that answers a call; 0 after the last."""
    following = 0
    numbers: list[int] = []
    for opening in reversed(openings):
        numbers.append(following)
        following = opening.number if opening in answering else following
    return numbers[::-1]


def _counts_on(before: Opening, opening: Opening, following: int = 0) -> bool:
    """Whether a label is one more than another, and no more than the count has room for before the next answer."""
    return opening.number == before.number + 1 and not before.number < following <= opening.number


def _between(blocks: Sequence[Block], start: int, end: int) -> Numbered:
    return zip(range(start, end), blocks[start:end], strict=True)


def _headed_sections(blocks: Sequence[Block], calls: Sequence[Call], form: Form) -> Iterator[Section]:
    """From each heading that announces notes to where the text goes on.

    What has text but no label that counts is no section: `Notes` is then the title of a chapter.
    """
    announcing = [index for index, text in _headings(blocks, 0, len(blocks)) if is_apparatus_heading(text)]
    parts = list(pairwise([*announcing, len(blocks)]))
    labels = [list(find_openings(_between(blocks, *part))) for part in parts]
    begin = 0
    for (index, stop), here, next_labels in zip(parts, labels, [*labels[1:], []], strict=False):
        openings, answering = _match_one_form(within(calls, begin, index), here)
        true = true_openings(openings, answering, headed=True)
        end = _end(blocks, true[-1], stop, calls, next_labels) if true else _next_heading(blocks, index + 1, stop)
        if true or end == index + 1:
            yield Section(form, index, index + 1, end, tuple(opening for opening in openings if opening.block < end))
            begin = end


def _end(blocks: Sequence[Block], last: Opening, stop: int, calls: Sequence[Call], labels: Sequence[Opening]) -> int:
    """Where the section of a last label ends: at the next heading, or before text that the next labels answer."""
    end = _next_heading(blocks, last.block, stop)
    answered = match_in_order(counting_chain(within(calls, last.block + 1, end)), labels)
    is_text = len(answered) >= 2 or any(call.number >= last.number for call in answered)
    return last.block + 1 if is_text else end


def _next_heading(blocks: Sequence[Block], start: int, stop: int) -> int:
    return next((index for index in range(start, stop) if isinstance(blocks[index], Heading)), stop)


def _match_one_form(calls: Sequence[Call], openings: Sequence[Opening]) -> tuple[list[Opening], Set[Opening]]:
    """The labels of the form that answers most calls, and those that do: `[1]`, where `1.` only numbers a list."""
    chain = counting_chain(calls) if openings else []
    forms = [[opening for opening in openings if opening.form == form] for form in FORMS]
    matches = [(labels, frozenset(match_in_order(chain, labels).values())) for labels in forms]
    return max(matches, key=lambda match: len(match[1]))


def _unheaded_section(blocks: Sequence[Block], calls: Sequence[Call], form: Form) -> Iterator[Section]:
    """A list of notes at the end that no heading announces: where it answers most calls, and as late as it does.

    Its labels answer most of the calls before it, and half of its blocks begin a note: else it would be main text.
    """
    calls = counting_chain(calls)
    openings = list(find_openings(enumerate(blocks)))
    most, labels = 0, openings[:0]
    for nth in islice(_plausible_starts(calls, openings, len(blocks)), MOST_STARTS):
        before = calls[: calls_before(calls, openings[nth].block)]
        answered = len(match_in_order(before, openings[nth:]))
        if answered < most:
            break
        if _is_most(answered, len(before), len(blocks) - openings[nth].block):
            most, labels = answered, openings[nth:]
    if labels:
        yield Section(form, None, labels[0].block, len(blocks), tuple(labels))


def _plausible_starts(calls: Sequence[Call], openings: Sequence[Opening], length: int) -> Iterator[int]:
    """The labels that bear the first call's number, with enough labels after them and few calls."""
    for nth, opening in enumerate(openings):
        if calls and opening.number == calls[0].number:
            before = calls_before(calls, opening.block)
            most = min(before, len(openings) - nth)
            if _is_most(most, before, length - opening.block) and (len(calls) - before) * 4 <= most:
                yield nth


def _is_most(answered: int, calls: int, blocks: int) -> bool:
    """Whether so many answers make notes of so many blocks, for so many calls."""
    return answered >= 2 and answered * 2 > calls and answered * 2 >= blocks


def _with_repeats(blocks: Sequence[Block], sections: Iterable[Section], form: Form, title: str) -> Iterator[Section]:
    known = {_words(title)}
    begin = 0
    for section in sections:
        known.update(_words(without_calls(text, form)) for _, text in _headings(blocks, begin, section.first))
        inside = _headings(blocks, section.start, section.end)
        yield replace(section, repeats=frozenset(index for index, text in inside if _words(text) in known))
        begin = section.end


def _headings(blocks: Sequence[Block], start: int, end: int) -> Iterator[tuple[int, str]]:
    for index, block in _between(blocks, start, end):
        if isinstance(block, Heading):
            yield index, plain_text(block.inlines)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
