"""Quotation: a name with the words of a text that define it, to the letter, with their italics and their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..cleaning.typographic.pairs import pair
from ..document import Definition
from ..ledger import Span
from ..proofreading.passages import Passage
from ..settings import Kind
from ..tree import Inline, NoteRef, PageBreak, Phrase, Str, TermRef, part_of, plain_text

Marks = Literal["single", "double"]

_ORDER = {"double": ("“”", "‘’"), "single": ("‘’", "“”")}
_OPENS, _CLOSES = "“‘\"'", "”’\"'"


class Found(Struct, frozen=True):
    """A name and the definition a text gives of it; `kind` is what that makes of the name, if it says."""

    name: str
    definition: Definition
    kind: Kind | None = None


def quote(
    passage: Passage,
    name: str,
    start: int,
    end: int,
    long: tuple[int, int] | None = None,
    kind: Kind | None = None,
) -> Found:
    """A definition quoted from the passage, with the place of its long form.

    Marks that open or close a quotation of the text are left out where they hold all of the words, or where the other
    of the two is not among them.
    """
    start, end = _within_marks(passage.text, start, end)
    span = passage.span(start, end)
    expansion = passage.span(*long) if long else None
    return Found(
        name, Definition("stated", tuple(_clip(passage.inlines, span)), passage.chapter.key, span, expansion), kind
    )


def _within_marks(text: str, start: int, end: int) -> tuple[int, int]:
    while end - start > 1:
        first, last, inside = text[start], text[end - 1], text[start + 1 : end - 1]
        opens, closes = first in _OPENS, last in _CLOSES and re.search(r"s[’']\Z", text[start:end]) is None
        if opens and closes and not set(inside) & {first, last} - {"’", "'"}:
            start, end = start + 1, end - 1
        elif opens and _CLOSES[_OPENS.index(first)] not in text[start + 1 : end]:
            start += 1
        elif closes and _OPENS[_CLOSES.index(last)] not in text[start : end - 1]:
            end -= 1
        else:
            break
    return start, end


def _clip(inlines: tuple[Inline, ...], span: Span) -> Iterator[Inline]:
    """What of the inlines stands in a span of the cleaned text: no note call, no page, no link to the glossary."""
    for inline in inlines:
        match inline:
            case Str():
                yield from _part(inline, span)
            case TermRef():
                yield from _part(inline.child, span)
            case Phrase():
                if children := tuple(_clip(inline.children, span)):
                    yield replace(inline, children=children)
            case NoteRef() | PageBreak():
                pass


def _part(leaf: Str, span: Span) -> Iterator[Str]:
    if leaf.span is not None and leaf.span.start < span.end and span.start < leaf.span.end:
        at = leaf.span.start
        yield part_of(leaf, max(span.start, at) - at, min(span.end, leaf.span.end) - at)


def within(inlines: tuple[Inline, ...], outer: Marks) -> tuple[Inline, ...]:
    """Words as they stand inside quotation marks of the kind `outer`: their own marks alternate with these.

    *New Hart's Rules* 9.2.3, *Chicago* 13.30. An apostrophe stays, and so does a mark that does not pair.

    >>> plain_text(within((Str("the “parties” of ‘don’t know’"),), "double"))
    'the ‘parties’ of ‘don’t know’'
    """
    text = plain_text(inlines)
    changes: dict[int, str] = {}
    for passage in pair(text):
        for mark in passage.marks:
            if mark.role in ("open", "close") and mark.sign.char not in "\"'":
                changes[mark.sign.at] = _ORDER[outer][(mark.depth + 1) % 2][mark.role == "close"]
    return tuple(_changed(inlines, changes, [0])) if changes else inlines


def _changed(inlines: tuple[Inline, ...], changes: dict[int, str], at: list[int]) -> Iterator[Inline]:
    """The inlines with single characters changed, by their place in the plain text; `at[0]` is where we are in it."""
    for inline in inlines:
        match inline:
            case Str():
                start = at[0]
                at[0] += len(inline.text)
                text = "".join(changes.get(start + n, char) for n, char in enumerate(inline.text))
                yield replace(inline, text=text)
            case Phrase():
                yield replace(inline, children=tuple(_changed(inline.children, changes, at)))
            case NoteRef() | PageBreak() | TermRef():
                yield inline
