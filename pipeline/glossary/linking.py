"""Linking: where each term is used, and the first use in each chapter turned into a link to its entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..document import Chapter, Heading, Inline, Str, Term, TermRef, Use, flatten, map_strings, paragraphs
from ..ledger import Span

_CAPITAL_BEFORE_HYPHEN = re.compile(r"[A-Z][\w’]*-$")


class Matcher:
    """Finds the forms of many terms in one pass, the longest first.

    A form stands between characters that are no letters or digits; it may be followed by ’s (`Vikzhel’s`), a dash or a
    slash, or begin or end a compound (`pre-Vikzhel`), but is not the tail of another name (`Russia` in `All-Russia`).
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._key_of = {form: term.key for term in terms for form in term.forms}
        forms = sorted(self._key_of, key=lambda form: (-len(form), form))
        alternatives = "|".join(re.escape(form).replace(r"\ ", r"\s") for form in forms)
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)(?![’'](?!s\b)\w)") if forms else None

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Each use as (key of the term, start, end), in order."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            if not _CAPITAL_BEFORE_HYPHEN.search(text, max(0, match.start() - 40), match.start()):
                yield self._key_of[re.sub(r"\s", " ", match.group())], match.start(), match.end()


def find_uses(chapter: Chapter, matcher: Matcher) -> Iterator[tuple[str, Use]]:
    """Every use of a term in the chapter's paragraphs and then its notes, as (key, place); never in headings."""
    for blocks in (chapter.blocks, *(note.blocks for note in chapter.notes)):
        for paragraph in paragraphs(blocks):
            if isinstance(paragraph, Heading):
                continue
            for leaf in flatten(paragraph.inlines):
                if isinstance(leaf, Str) and leaf.span is not None:
                    for key, start, end in matcher.find(leaf.text):
                        yield key, Use(chapter.key, Span(leaf.span.start + start, leaf.span.start + end))


def link_first_uses(chapter: Chapter, matcher: Matcher) -> Chapter:
    """The chapter with the first use of each term a `TermRef`."""
    seen: set[str] = set()

    def link(leaf: Str) -> tuple[Inline, ...]:
        parts: list[Inline] = []
        position = 0
        for key, start, end in matcher.find(leaf.text):
            if key in seen:
                continue
            seen.add(key)
            parts += (_part(leaf, position, start), TermRef(key, _part(leaf, start, end)))
            position = end
        parts.append(_part(leaf, position, len(leaf.text)))
        return tuple(part for part in parts if not isinstance(part, Str) or part.text)

    blocks = map_strings(chapter.blocks, link, headings=False)
    notes = tuple(replace(note, blocks=map_strings(note.blocks, link, headings=False)) for note in chapter.notes)
    return replace(chapter, blocks=blocks, notes=notes)


def _part(leaf: Str, start: int, end: int) -> Str:
    span = Span(leaf.span.start + start, leaf.span.start + end) if leaf.span else None
    return Str(leaf.text[start:end], span)
