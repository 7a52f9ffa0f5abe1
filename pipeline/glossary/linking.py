"""Linking: where each term is used, and the first use in each chapter turned into a link to its entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ..document import Chapter, Inline, Str, Term, TermRef, Use, map_strings, part_of

_CAPITAL_BEFORE_HYPHEN = re.compile(r"[A-Z][\w’]*-$")


def plain_spaces(form: str) -> str:
    """A form with a blank for any white space: a no-break space, or the end of a line in glossary.toml."""
    return " ".join(form.split())


class Matcher:
    """Finds the forms of many terms in one pass, the longest first.

    A form stands between characters that are no letters or digits; it may be followed by ’s (`Vikzhel’s`), a dash or a
    slash, or begin or end a compound (`pre-Vikzhel`), but is not the tail of another name (`Russia` in `All-Russia`).
    All white space is alike, in a form and in a text.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        self._key_of = {plain_spaces(form): term.key for term in terms for form in term.forms}
        forms = sorted(self._key_of, key=lambda form: (-len(form), form))
        alternatives = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)(?![’'](?!s\b)\w)") if forms else None

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Each use as (key of the term, start, end), in order."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            if not _CAPITAL_BEFORE_HYPHEN.search(text, max(0, match.start() - 40), match.start()):
                yield self._key_of[plain_spaces(match.group())], match.start(), match.end()


@dataclass(frozen=True, slots=True)
class Linked:
    """A chapter with the first use of each term a link, the keys of the terms it uses, and the uses in its source.

    A term that only an editor’s note uses is among the keys, but has no use.
    """

    chapter: Chapter
    keys: frozenset[str]
    uses: tuple[tuple[str, Use], ...]


def link_uses(chapter: Chapter, matcher: Matcher) -> Linked:
    """Look for terms in the chapter’s paragraphs and then its notes; never in headings or in links."""
    seen: set[str] = set()
    uses: list[tuple[str, Use]] = []

    def link(leaf: Str) -> tuple[Inline, ...]:
        parts: list[Inline] = []
        position = 0
        for key, start, end in matcher.find(leaf.text):
            found = part_of(leaf, start, end)
            if found.span is not None:
                uses.append((key, Use(chapter.key, found.span)))
            if key not in seen:
                seen.add(key)
                parts += (part_of(leaf, position, start), TermRef(key, found))
                position = end
        parts.append(part_of(leaf, position, len(leaf.text)))
        return tuple(part for part in parts if not isinstance(part, Str) or part.text)

    blocks = map_strings(chapter.blocks, link, headings=False)
    notes = tuple(replace(note, blocks=map_strings(note.blocks, link, headings=False)) for note in chapter.notes)
    return Linked(replace(chapter, blocks=blocks, notes=notes), frozenset(seen), tuple(uses))
