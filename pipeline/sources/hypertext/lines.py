"""Lines: what `br` parts is verse where the page says so or where it looks like nothing else; or it was wrapped text.

Lines that are neither, such as those of an address, stay lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import fmean, median

from lxml import etree

from .vocabulary import HEADINGS, STANZA, VERSE, Element, block_of, classes, is_block, kinds

_POEMS = frozenset("poem poetry verse poetry-container ws-poem line-block lg linegroup".split())
_POEM_KINDS = frozenset("z3998:poem z3998:verse z3998:song z3998:hymn".split())
_STANZAS = frozenset("stanza linegroup lg".split())
_INDENT = re.compile(r"(?:i|in|indent)(?P<dash>-?)(?P<steps>\d{1,2})")
_MARGIN = re.compile(
    r"(?:margin|padding)-(?:left|inline-start)\s*:\s*(?P<ems>\d{1,2}(?:\.\d)?)em|text-indent\s*:\s*(?P<in>\d{1,2})em"
)
_STEP = 2
"""Blanks that stand for a step by which a line is set in."""

_NUMBER = re.compile(
    r"(?:[^\W\d_]+\.?\s+)?(?:[ivxlcdm]+|\d+)[.:]?"
    r"|(?:chapter|part|book|volume|letter|section|kapitel|teil|buch|chapitre|partie|livre|глава|часть|книга)\s+\w+[.:]?",
    re.IGNORECASE,
)
"""A line of a heading that is only the number of what it heads: `Chapter IV.`"""

_FEWEST, _FEWEST_QUOTED = 4, 3
_LONGEST_VERSE, _USUAL_VERSE, _SHORTEST_VERSE = 75, 55, 4
_CAPITAL = re.compile(r"[\s“”\"'‘’«»„([—–-]*[^\W\d_]")
_WRAPPED, _FILLED = 45, 0.7
"""Characters that wrapped lines have on average, and the share of the longest that each fills."""


def read_lines(root: Element) -> None:
    """Make `verse` of what is verse, with its lines parted by `br`; join lines that were only wrapped."""
    for element in list(root.iter("div", "blockquote", "p", "section", "span")):
        if (
            element.getparent() is not None
            and _says_verse(element)
            and next(element.iterancestors(VERSE), None) is None
        ):
            _become_verse(element)
    for block in list({id(block): block for br in root.iter("br") if (block := block_of(br)) is not None}.values()):
        if block.tag == VERSE or next(block.iterancestors(VERSE), None) is not None:
            continue
        if block.tag in HEADINGS:
            _join_heading(block)
        else:
            _read_block(block)


def _says_verse(element: Element) -> bool:
    return is_block(element) and not (
        _POEMS.isdisjoint(classes(element))
        and _POEM_KINDS.isdisjoint(kinds(element))
        and STANZA not in classes(element)
    )


def _become_verse(element: Element) -> None:
    """Lines become lines, and stanzas stanzas; a heading before them stands before the verse."""
    if next(element.iterdescendants("note", "table", "ul", "ol"), None) is not None:
        return
    element.tag = VERSE
    for head in list(element.iterdescendants(*HEADINGS)):
        head.tail = None
        element.addprevious(head)
    blocks = [block for block in element.iterdescendants(etree.Element) if is_block(block)]
    for block in blocks:
        has_lines = any(inner.tag == "br" or is_block(inner) for inner in block.iterdescendants(etree.Element))
        is_stanza = not _STANZAS.isdisjoint(classes(block)) or (block.tag == "p" and has_lines)
        block.tag = STANZA if is_stanza else "div"
    steps = dict(_indents(element))
    doubled = any(blanks % 2 for blanks in steps.values())
    for line, blanks in steps.items():
        line.set("indent", str(blanks * 2 if doubled else blanks))


def _indents(verse: Element) -> Iterator[tuple[Element, int]]:
    for line in verse.iterdescendants(etree.Element):
        for name in classes(line):
            if match := _INDENT.fullmatch(name):
                yield line, int(match["steps"]) * (_STEP if match["dash"] else 1)
        if match := _MARGIN.search(line.get("style", "")):
            yield line, round(float(match["ems"] or match["in"]) * _STEP)


def _join_heading(heading: Element) -> None:
    """The lines of a heading are one, but for a number by itself."""
    before = heading.text or ""
    for element in list(heading.iterdescendants(etree.Element)):
        if element.tag == "br":
            if not _NUMBER.fullmatch(before.strip()):
                element.tag, element.tail = "span", f" {element.tail or ''}"
            before = ""
        before += (element.text or "") + (element.tail or "")


def _read_block(block: Element) -> None:
    """Judge the lines of a block, paragraph by paragraph: two `br` in a row part them."""
    groups = list(_groups(block))
    held = [[line for _, line in group] for group in groups]
    if block.tag in {"p", "div", "blockquote", "center"} and not any(
        map(is_block, block.iterdescendants(etree.Element))
    ):
        is_quoted = block.tag == "blockquote" or next(block.iterancestors("blockquote"), None) is not None
        if all(_is_verse(lines, is_quoted) for lines in held):
            block.tag = VERSE
            return
    for group, lines in zip(groups, held, strict=True):
        if _is_wrapped(lines):
            for br, _ in group[:-1]:
                assert br is not None
                br.tag, br.tail = "span", f" {br.tail or ''}"


Group = list[tuple[Element | None, str]]


def _groups(block: Element) -> Iterator[Group]:
    """The paragraphs of a block as lines, each with the `br` that ends it."""
    group: Group = []
    line = ""
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if event == "start" and (element is block or element.tag != "br"):
            line += element.text or ""
        if event == "end" and element is not block:
            if element.tag == "br" and line.strip():
                group.append((element, line.strip()))
                line = ""
            elif (element.tag == "br" or is_block(element)) and (group or line.strip()):
                yield [*group, (None, line.strip())] if line.strip() else group
                group, line = [], ""
            line += element.tail or ""
    if line.strip() or group:
        yield [*group, (None, line.strip())] if line.strip() else group


def _is_verse(lines: list[str], is_quoted: bool) -> bool:
    lines = [" ".join(line.split()) for line in lines]
    if len(lines) < (_FEWEST_QUOTED if is_quoted else _FEWEST) or max(map(len, lines)) > _LONGEST_VERSE:
        return False
    capitals = sum(bool((match := _CAPITAL.match(line)) and match.group()[-1].isupper()) for line in lines)
    stops = sum(line.endswith(".") for line in lines)
    figures = sum(any(char.isdigit() for char in line) for line in lines)
    return (
        capitals >= 0.8 * len(lines)
        and stops <= 0.5 * len(lines)
        and figures <= 0.2 * len(lines)
        and fmean(map(len, lines)) <= _USUAL_VERSE
        and median(len(line.split()) for line in lines) >= _SHORTEST_VERSE
    )


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < _FEWEST_QUOTED:
        return False
    full = lines[:-1]
    widest = max(map(len, full))
    filled = sum(len(line) >= _FILLED * widest for line in full)
    small = sum(line[:1].islower() for line in lines[1:])
    return fmean(map(len, full)) >= _WRAPPED and filled >= 0.8 * len(full) and small >= 0.4 * len(full)
