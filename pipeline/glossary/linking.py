"""Linking: where each term is used, and the uses that lead to its entry: by default the first in each chapter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from os.path import commonprefix

from msgspec import Struct
from msgspec.structs import replace

from ..document import Chapter, Term, Use
from ..tree import (
    Block,
    Emph,
    Inline,
    Link,
    NoteRef,
    PageBreak,
    Phrase,
    Str,
    Subscript,
    Superscript,
    TermRef,
    map_inlines,
    part_of,
    plain_text,
)

_CAPITAL_BEFORE_HYPHEN = re.compile(r"[A-Z][\w’]*-$")


def plain_spaces(form: str) -> str:
    """A form with a blank for any white space: a no-break space, or the end of a line in glossary.toml."""
    return " ".join(form.split())


FEW = 8
"""Forms that are tried one after the other."""

DEEPEST = 20
"""Characters by which forms are parted; a pattern within more patterns can't be read."""


class Matcher:
    """Finds the forms of many terms in one pass, the longest first.

    A form stands between characters that are no letters or digits; it may be followed by ’s (`Vikzhel’s`), a dash or a
    slash, or begin or end a compound (`pre-Vikzhel`), but is not the tail of another name (`Russia` in `All-Russia`).
    All white space is alike, in a form and in a text. A form in small letters may begin a sentence, and have a plural.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        terms = tuple(terms)
        self._key_of: dict[str, str | None] = {plain_spaces(form): term.key for term in terms for form in term.forms}
        for term in terms:
            for form in (*term.not_forms, *_inflected(term)):
                self._key_of.setdefault(plain_spaces(form), None if form in term.not_forms else term.key)
        forms = sorted(self._key_of, key=lambda form: (-len(form), form))
        self._pattern = re.compile(rf"(?<!\w){_alternatives(forms)}(?!\w)(?![’'](?!s\b)\w)") if forms else None

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Each use as (key of the term, start, end), in order."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            key = self._key_of[plain_spaces(match.group())]
            before = text[max(0, match.start() - 40) : match.start()]
            if key is not None and not _CAPITAL_BEFORE_HYPHEN.search(before):
                yield key, match.start(), match.end()


def _alternatives(forms: list[str], at: int = 0, depth: int = 0) -> str:
    """What follows the first `at` characters of the forms, which are alike, as a pattern: the longest come first.

    Many are parted by their next character, and so on, so that a text is compared with those alone that begin as it
    does, however many there are.
    """
    if len(forms) <= FEW or depth == DEEPEST:
        return f"(?:{'|'.join(_spelt(form[at:]) for form in forms)})"
    common = len(commonprefix(forms))  # noqa: RUF071 (characters are meant)
    if common > at:
        return _spelt(forms[0][at:common]) + _alternatives(forms, common, depth)
    groups: dict[str, list[str]] = {}
    for form in forms:
        groups.setdefault(form[at : at + 1], []).append(form)
    ends = groups.pop("", None)
    pieces = [_spelt(sign) + _alternatives(groups[sign], at + 1, depth + 1) for sign in sorted(groups)]
    return f"(?:{'|'.join([*pieces, *([''] if ends else [])])})"


def _spelt(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split(" ")))


def _inflected(term: Term) -> Iterator[str]:
    """`Pood`, `poods` and `Poods` of `pood`; of a name with a capital nothing."""
    for form in term.forms:
        if form[:1].islower():
            plural = f"{form}s" if form[-1].isalpha() and not form.endswith("s") else form
            yield from (form[0].upper() + form[1:], plural, plural[0].upper() + plural[1:])


class Linked(Struct, frozen=True):
    """A chapter with its uses of terms linked, the keys of the terms it uses, and the uses in its source.

    A term that only an editor’s note uses is among the keys, but has no use.
    """

    chapter: Chapter
    keys: frozenset[str]
    uses: tuple[tuple[str, Use], ...]


class _Linker:
    """Goes through a chapter once, and counts what is linked."""

    def __init__(self, chapter: Chapter, matcher: Matcher, policy: dict[str, str]) -> None:
        self._chapter, self._matcher, self._policy = chapter, matcher, policy
        self.linked: Counter[str] = Counter()
        self.keys: set[str] = set()
        self.uses: list[tuple[str, Use]] = []

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return map_inlines(blocks, lambda inlines, heading: inlines if heading else self._inlines(inlines))

    def _inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        changed: list[Inline] = []
        for inline in inlines:
            match inline:
                case Str():
                    changed += self._words(inline)
                case Emph():
                    whole = self._is_a_term(plain_text(inline.children))
                    changed.append(replace(inline, children=self._inlines(inline.children)) if whole else inline)
                case Link() | Superscript() | Subscript() | NoteRef() | TermRef() | PageBreak():
                    changed.append(inline)
                case Phrase():
                    changed.append(replace(inline, children=self._inlines(inline.children)))
        return tuple(changed)

    def _is_a_term(self, words: str) -> bool:
        """Whether italics hold one term and no more: `*Pravda*`, but not `*On the Soviets*`, the title of a work."""
        return any((start, end) == (0, len(words)) for _, start, end in self._matcher.find(words))

    def _words(self, leaf: Str) -> Iterator[Inline]:
        position = 0
        for key, start, end in self._matcher.find(leaf.text):
            found = part_of(leaf, start, end)
            self.keys.add(key)
            if found.span is not None:
                self.uses.append((key, Use(self._chapter.key, found.span)))
            if self._policy[key] == "all" or (self._policy[key] == "first" and not self.linked[key]):
                self.linked[key] += 1
                if position < start:
                    yield part_of(leaf, position, start)
                yield TermRef(key, found, self.linked[key])
                position = end
        if position < len(leaf.text):
            yield part_of(leaf, position, len(leaf.text))


def link_uses(chapter: Chapter, matcher: Matcher, terms: Iterable[Term]) -> Linked:
    """Look for terms in the chapter’s paragraphs and then its notes.

    Never in headings, in links, or in italics that hold more than the term, which are titles of works.
    """
    linker = _Linker(chapter, matcher, {term.key: term.link for term in terms})
    blocks = linker.blocks(chapter.blocks)
    notes = tuple(replace(note, blocks=linker.blocks(note.blocks)) for note in chapter.notes)
    return Linked(replace(chapter, blocks=blocks, notes=notes), frozenset(linker.keys), tuple(linker.uses))
