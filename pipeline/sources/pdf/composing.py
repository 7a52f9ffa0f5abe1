"""Composing: groups of rows become the paragraphs that the flow of a word processor’s document has, with their runs."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import takewhile

from msgspec.structs import replace

from ...superscripts import raised
from ..office.paragraphs import Block, Paragraph, Plate, Row, Run, Table
from .extraction import Entry
from .grouping import Group
from .hyphens import Joiner
from .looks import find_headings, find_verse, item_labels, left_of
from .measures import Measures
from .placing import Placed
from .tables import Grid
from .words import Word

EM, MOST_BLANKS = 0.6, 40
"""Of the size: the width of a letter in the type of a typewriter; and the blanks by which a line is set in at most."""


def compose(
    groups: Sequence[Group],
    outline: Sequence[Entry],
    measures: Measures,
    joiner: Joiner,
    labels: Mapping[int, str],
    pictures: Mapping[int, Sequence[Placed]],
) -> list[Block]:
    """The blocks of some groups; `labels` are those of the pages, each of which begins with its first row here.

    `pictures` are those that come after a group, by its number, and by -1 those before all.
    """
    headings = find_headings(groups, outline, measures)
    listed = {n for n, group in enumerate(groups) if group.is_listing and n not in headings}
    verse = find_verse(groups, [n in headings or n in listed for n in range(len(groups))], measures)
    blocks: list[Block] = [_plate(each, joiner) for each in pictures.get(-1, ())]
    seen: set[int] = set()
    items = item_labels(groups)
    edges: dict[int, float] = {}
    margin = min((row.left for n in verse for row in groups[n].rows), default=0.0)
    for n, group in enumerate(groups):
        if group.table is not None:
            blocks.append(_table(group.table))
            blocks += [_plate(each, joiner) for each in pictures.get(n, ())]
            continue
        runs = runs_of(group, joiner, labels, seen, keep_lines=n in verse or n in listed)
        if n in headings:
            blocks.append(Paragraph(_plain(runs), "heading", headings[n]))
        elif n in listed:
            before = groups[n - 1] if n - 1 in listed else None
            margin_of = edges[n] = edges.get(n - 1, _left(groups, n, listed))
            blocks += _listing(group, runs, margin_of, is_apart=before is None or group.gap > 0)
        elif n in verse:
            blocks += _lines(group, runs, margin, n - 1 not in verse or group.gap > 1.3, measures)
        else:
            blocks.append(_paragraph(group, runs, measures, items.get(n, "")))
        blocks += [_plate(each, joiner) for each in pictures.get(n, ())]
    return blocks


def _plate(placed: Placed, joiner: Joiner) -> Plate:
    """A picture with its caption."""
    if not placed.caption.rows:
        return placed.plate
    return replace(placed.plate, caption=[Paragraph(_plain(runs_of(placed.caption, joiner, {}, set())), "caption")])


def _paragraph(group: Group, runs: list[Run], measures: Measures, label: str) -> Paragraph:
    if label:
        runs = _cut(runs, len(group.rows[0].words[0].text))
        left = max(group.rows[0].left - group.frames[0].left, 0.0)
        series = "bullets" if label == "•" else "numbers"
        return Paragraph(runs, "item", round(left), label, series, left=left)
    indents = group.indents()
    is_hanging = len(indents) > 1 and min(indents[1:]) > indents[0] + 0.6 * measures.size
    return Paragraph(runs, is_loud=group.is_loud, left=left_of(group, measures), is_hanging=is_hanging)


def _table(grid: Grid) -> Table:
    """A table; what heads its columns is not bold for emphasis."""
    rows = [Row([[Paragraph(list(_joined(list(_runs(cell)))))] for cell in cells]) for cells in grid.rows]
    rows[0].is_head = grid.is_headed
    if grid.is_headed:
        heads = [block for cell in rows[0].cells for block in cell if isinstance(block, Paragraph)]
        for head in heads:
            head.runs = [replace(run, strong=False) for run in head.runs]
    return Table(rows)


def _lines(group: Group, runs: list[Run], margin: float, is_stanza: bool, measures: Measures) -> Iterator[Paragraph]:
    """A line of verse a paragraph, with an empty one where a stanza begins."""
    if is_stanza:
        yield Paragraph([], "verse")
    line: list[Run] = []
    row = 0
    for run in [*runs, Run("\n")]:
        if run.text == "\n" and not run.note:
            steps = round((group.rows[row].left - margin) / (1.5 * measures.size))
            yield Paragraph(line, "verse", indent=2 * max(min(steps, 6), 0))
            line, row = [], min(row + 1, len(group.rows) - 1)
        else:
            line.append(run)


def _left(groups: Sequence[Group], first: int, listed: Container[int]) -> float:
    """Where the lines of a listing begin that are not set in; it may have gaps, as between the parts of a program."""
    together = takewhile(lambda n: n in listed, range(first, len(groups)))
    return min(row.left for n in together for row in groups[n].rows)


def _listing(group: Group, runs: list[Run], margin: float, is_apart: bool) -> Iterator[Paragraph]:
    """A line of a listing a paragraph, set in by blanks, with an empty one where a gap parts it."""
    if is_apart:
        yield Paragraph([], "verse")
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\n" and not run.note:
            lines.append([])
        else:
            lines[-1].append(run)
    for line, row in zip(lines, group.rows, strict=True):
        blanks = round((row.left - margin) / (EM * row.size))
        yield Paragraph(line, "verse", indent=max(min(blanks, MOST_BLANKS), 0))


def _plain(runs: Sequence[Run]) -> list[Run]:
    """The runs of a heading: what all of it is, is no emphasis."""
    if all(run.emphasis or not run.text.strip() or run.note for run in runs):
        return [replace(run, emphasis=False) for run in runs]
    return list(runs)


def _cut(runs: Sequence[Run], length: int) -> list[Run]:
    """Runs without so many characters at their head."""
    kept = []
    for run in runs:
        gone = 0 if run.page else min(length, len(run.text))
        length -= gone
        kept.append(replace(run, text=run.text[gone:]))
    return kept


def runs_of(
    group: Group, joiner: Joiner, labels: Mapping[int, str], seen: set[int], keep_lines: bool = False, skip: int = 0
) -> list[Run]:
    """The runs of a group; the first `skip` words are left out, and `seen` are the pages that have begun."""
    runs: list[Run] = []
    line = ""
    for n, row in enumerate(group.rows):
        words = row.words[skip if n == 0 else 0 :]
        if n and keep_lines:
            runs.append(Run("\n"))
        elif n:
            between, gone = joiner.between(line, _begin(words))
            if gone:
                runs[-1] = replace(runs[-1], text=runs[-1].text[:-gone])
            if between:
                runs.append(Run(between))
        if row.page in labels and row.page not in seen:
            seen.add(row.page)
            runs.append(Run("", page=labels[row.page]))
        runs += _runs(words)
        line = row.text
    return list(_joined(runs))


def _begin(words: Sequence[Word]) -> str:
    text = words[0].text if words else ""
    for word in words[1:]:
        if not word.is_glued:
            break
        text += word.text
    return text


def _runs(words: Sequence[Word]) -> Iterator[Run]:
    for n, word in enumerate(words):
        if n and not word.is_glued:
            yield Run(" ")
        text = word.text if word.note or not word.is_raised else raised(word.text)
        link = word.target.address if word.target is not None else ""
        yield Run(text, word.style.italic, word.style.bold, link, word.note)


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs of one look together."""
    last: Run | None = None
    for run in runs:
        if last is not None and not run.page and not last.page and run.text != "\n" != last.text:
            is_same = (last.emphasis, last.strong, last.link, last.note) == (
                run.emphasis, run.strong, run.link, run.note,
            )  # fmt: skip
            if is_same and not run.note:
                last = replace(last, text=last.text + run.text)
                continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last
