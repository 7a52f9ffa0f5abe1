"""Sections: where a text keeps the texts of its notes, and which labels there begin one.

Bodies that follow each other with no call of a later one between them stand together, and whatever lies between them is
theirs. Only where the last of them ends is a guess, and `ends` makes it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Container, Iterator, Sequence, Set
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from ..tree import Block, Break, Heading
from .alignment import Pair
from .candidates import Opening, without_calls
from .ends import Habits, continued, end_of
from .layout import Layout, titles, words_of_title

NEARBY = 3
"""Blocks from a call to the first of the notes that stand right after its paragraph."""

ENCLOSED = frozenset({"[]", "()", "{}", "<>", "//", "raised", "wrapped", "noted"})
"""Styles of labels that nothing else begins with: in a section of notes each of them begins one."""


class Section(Struct, frozen=True):
    """The blocks [start, end) with notes; `first` is `start`, or the heading or rule right before it.

    `openings` are the labels in it that begin a note, `repeats` its headings that only say again what the text before
    it is called. `more` are the blocks at the feet of later pages that its last note runs on to, `others`
    those that stand in it and are not its own; `guessed` says that the end of its last note is.
    """

    first: int
    start: int
    end: int
    openings: tuple[Opening, ...] = ()
    repeats: frozenset[int] = frozenset()
    more: tuple[int, ...] = ()
    others: frozenset[int] = frozenset()
    guessed: bool = False

    def blocks(self) -> Iterator[int]:
        """All that stands in it."""
        return (index for index in (*range(self.first, self.end), *self.more) if index not in self.others)

    def clear_of(self, others: Set[int]) -> Section:
        """The section without the blocks of other sections, which may stand in it; its last note ends at the next."""
        last = self.openings[-1].block if self.openings else self.start
        end = next((index for index in range(last + 1, self.end) if index in others), self.end)
        first = next((index for index in range(self.first, self.start + 1) if index not in others), self.start)
        return replace(self, first=first, end=end, others=self.others | (others & set(self.blocks())))

    def with_last(self, key: str, block: int) -> Section:
        """The section with the note of a label ending with a block, if it can; what else it had is main text."""
        following = [*(opening.block for opening in self.openings[1:]), None]
        for opening, after in zip(self.openings, following, strict=True):
            if opening.key == key and opening.block <= block and (after is None or block < after):
                end = block + 1 if after is None else self.end
                beyond = range(block + 1, self.end if after is None else after)
                return replace(self, end=end, others=self.others | frozenset(beyond), guessed=False)
        return self

    def bodies(self) -> Iterator[tuple[Opening, list[int]]]:
        """Each opening with the blocks of its body, which runs to the next; repeated headings are left out."""
        ends = [*(opening.block for opening in self.openings[1:]), self.end]
        for opening, end in zip(self.openings, ends, strict=False):
            more = self.more if opening is self.openings[-1] else ()
            left_out = self.repeats | self.others
            yield opening, [index for index in (*range(opening.block, end), *more) if index not in left_out]


def find_sections(
    blocks: Sequence[Block], pairs: Sequence[Pair], openings: Sequence[Opening], layout: Layout, title: str
) -> list[Section]:
    """The sections that hold the bodies of these pairs, in order; `openings` are all labels of their style."""
    groups = list(_together(pairs))
    blocks_of = [opening.block for opening in openings]
    labelled = frozenset(blocks_of)
    habits = _habits(blocks, groups, layout)
    sections: list[Section] = []
    for group, following in zip_longest(groups, groups[1:]):
        begin = sections[-1].end if sections else 0
        limit = following[0][0].block if following else len(blocks)
        over = _announcement(blocks, range(begin, group[0][1].block), labelled, layout, habits)
        near = openings[bisect_left(blocks_of, begin if over is None else over + 1) : bisect_left(blocks_of, limit)]
        sections.append(_section(blocks, group, (over, limit), near, layout, habits))
    sections = list(_with_repeats(blocks, sections, layout, title))
    return list(_with_more(blocks, sections, openings, layout, habits)) if habits.at_foot else sections


def _together(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """Pairs whose bodies stand together: every call before the first body, or in a body of the same group."""
    group: list[Pair] = []
    for pair in pairs:
        if group and pair[0].block > group[-1][1].block:
            yield group
            group = []
        group.append(pair)
    if group:
        yield group


def _habits(blocks: Sequence[Block], groups: Sequence[Sequence[Pair]], layout: Layout) -> Habits:
    """What most sections of this text have in common."""
    firsts = [group[0][1].block for group in groups]
    lasts = [group[-1][1].block for group in groups]
    limits = [*(group[0][0].block for group in groups[1:]), len(blocks)][: len(groups)]
    rules = sum(first > 0 and isinstance(blocks[first - 1], Break) for first in firsts)
    right_after = sum(layout.closes(last + 1) for last in lasts)
    soon_after = sum(any(layout.closes(last + n) for n in (1, 2, 3)) for last in lasts)
    at_foot = sum(layout.page_after(last) <= limit for last, limit in zip(lasts, limits, strict=True))
    return Habits(
        ruled=rules * 2 > len(groups),
        closing=right_after * 2 > len(groups) or soon_after * 5 > 4 * len(groups),
        at_foot=bool(layout.pages) and at_foot * 4 >= 3 * len(groups),
    )


def _section(
    blocks: Sequence[Block],
    group: Sequence[Pair],
    room: tuple[int | None, int],
    near: Sequence[Opening],
    layout: Layout,
    habits: Habits,
) -> Section:
    """The section of a group of bodies; `room` is the heading over it, if any, and the block it ends before at most.

    `near` are the labels of its style between them.
    """
    first, last = group[0][1].block, group[-1][1].block
    over, limit = room
    near = [opening for opening in near if over is not None or opening.block >= first]
    true = true_openings(near, frozenset(opening for _, opening in group), last, headed=over is not None)
    closes = over in layout.announcing or (habits.closing and not _is_local(group))
    end, guessed = end_of(blocks, true, limit, layout, replace(habits, closing=closes))
    start = true[0].block
    over_it = range(start if over is None else over + 1, start)
    return Section(
        start if over is None else over,
        start,
        max(end, true[-1].block + 1),
        tuple(true),
        others=frozenset(index for index in over_it if not isinstance(blocks[index], Heading)),
        guessed=guessed and over not in layout.announcing,
    )


def _is_local(group: Sequence[Pair]) -> bool:
    """Whether bodies stand right after the paragraphs that call them, so that the text goes on after them."""
    return group[0][1].block - group[0][0].block <= NEARBY


def _announcement(
    blocks: Sequence[Block], before: range, labelled: Container[int], layout: Layout, habits: Habits
) -> int | None:
    """The heading over a section, or its rule, if there is one among the blocks before the first body that is called.

    The name of a part may stand between, and bodies that nothing calls.
    """
    for index in reversed(before):
        if index in layout.announcing:
            return index
        if not isinstance(blocks[index], Heading) and index not in labelled:
            break
    if habits.ruled and before and isinstance(blocks[before[-1]], Break):
        return before[-1]
    return None


def true_openings(openings: Sequence[Opening], answering: Set[Opening], last: int, *, headed: bool) -> list[Opening]:
    """The bodies that answer a call, and those that go on from them; other labels are lists inside a note.

    `last` is the block of the last that answers. Under a heading a count may also lead up to the first.
    """
    before: deque[Opening] = deque()
    true: deque[Opening] = deque()
    for opening, following in zip(openings, _numbers_that_answer_next(openings, answering), strict=True):
        is_near = bool(true) and opening.block <= last + 1
        goes_on = is_near and (opening.style in ENCLOSED or _counts_on(true[-1], opening, following))
        if opening in answering or goes_on:
            true.append(opening)
            last = max(last, opening.block)
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
    return 0 < opening.number == before.number + 1 and not before.number < following <= opening.number


def _with_repeats(
    blocks: Sequence[Block], sections: Sequence[Section], layout: Layout, title: str
) -> Iterator[Section]:
    known = {words_of_title(title)}
    begin = 0
    for section in sections:
        known.update(words_of_title(without_calls(text)) for _, text in titles(blocks, layout, begin, section.first))
        inside = titles(blocks, layout, section.start, section.end)
        yield replace(section, repeats=frozenset(index for index, text in inside if words_of_title(text) in known))
        begin = section.end


def _with_more(
    blocks: Sequence[Block],
    sections: Sequence[Section],
    openings: Sequence[Opening],
    layout: Layout,
    habits: Habits,
) -> Iterator[Section]:
    """The sections with what their last notes run on to."""
    pages = [0, *layout.pages]
    starts = {pages[bisect_right(pages, section.start) - 1]: section.first for section in reversed(sections)}
    labelled = {opening.block for opening in openings}
    for section in sections:
        more = continued(blocks, section.end - 1, layout, habits, starts, labelled)
        yield replace(section, more=tuple(more))


def empty_announcements(blocks: Sequence[Block], layout: Layout) -> Iterator[int]:
    """The headings that announce notes with nothing under them: the next heading follows, or the end of the text."""
    for index in sorted(layout.announcing):
        if index + 1 == len(blocks) or isinstance(blocks[index + 1], Heading):
            yield index
