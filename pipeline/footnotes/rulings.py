"""Rulings: what the editor has decided about the notes of a chapter, in book.toml and in notes.toml."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from ..cleaning import locate_kept
from ..companions import PlacedCall
from ..document import Chapter
from ..ledger import Span
from ..manifest import Manifest
from ..tree import Block, span_of
from .candidates import Call, find_calls
from .markers import CALL, Family, number_of, read_call
from .sections import Section


class Rulings(Struct, frozen=True):
    """What the editor rules.

    The families of calls allowed (None: any), words that hold no call, words that hold the call of a label, and the
    last words of the note of a label.
    """

    families: frozenset[Family] | None = None
    no_calls: tuple[Span, ...] = ()
    calls: tuple[tuple[Span, str], ...] = ()
    ends: tuple[tuple[Span, str], ...] = ()

    def allows(self, call: Call) -> bool:
        """Whether a candidate may be a call."""
        if any(_within(call.span, words) for words in self.no_calls):
            return False
        return self.families is None or call.family in self.families

    def ruled_calls(self, blocks: Sequence[Block], text: str) -> Iterator[Call]:
        """The calls that the editor says there are: the marker with that label in her words, or the label itself."""
        starts = [span_of(block).start for block in blocks] if self.calls else []
        for words, label in self.calls:
            block = max(0, bisect_right(starts, words.start) - 1)
            here = [call for call in find_calls([(block, blocks[block])]) if _within(call.span, words)]
            called = next((call for call in reversed(here) if call.key == label), None)
            at = text.rfind(label, words.start, words.end)
            if called is not None:
                yield called
            elif at >= 0:
                yield Call(block, Span(at, at + len(label)), label, number_of(label), Family("bare", "number"))


def ruled_end(section: Section, blocks: Sequence[Block], rulings: Rulings) -> Section:
    """A section with its notes ending where the editor says."""
    starts = [span_of(block).start for block in blocks] if rulings.ends else []
    for words, key in rulings.ends:
        section = section.with_last(key, bisect_right(starts, words.end - 1) - 1)
    return section


def read_rulings(chapter: Chapter, calls: Iterable[PlacedCall]) -> Rulings:
    """What book.toml and notes.toml say of one chapter.

    Raises:
        EmendationError: words that notes.toml quotes stand nowhere, or in more than one place.
    """
    file, style = chapter.settings.file, chapter.settings.notes.style
    ours = [call for call in calls if call.chapter == file]
    located = [(call, span) for call, _, span in locate_kept(ours, {file: chapter.cleaned})]
    return Rulings(
        None if style is None else frozenset(family for form in style if (family := _family(form))),
        tuple(span for call, span in located if call.label is None),
        tuple((span, call.label) for call, span in located if call.label is not None and not call.is_end),
        tuple((span, call.label) for call, span in located if call.label is not None and call.is_end),
    )


def check_styles(manifest: Manifest) -> None:
    """See that the examples of calls in book.toml are such.

    Raises:
        ManifestError: one is not.
    """
    for number, chapter in enumerate(manifest.book.chapter):
        for nth, form in enumerate(chapter.notes.style or ()):
            if _family(form) is None:
                way = ("chapter", number, "notes", "style", nth)
                hint = "show one as it stands in the text, such as [1], (1), 1, ¹, *, [a]"
                raise manifest.toml.wrong(way, f"“{form}” is no way to call a note that is known", hint)


def _family(form: str) -> Family | None:
    """The family of an example, as it would stand after a word."""
    match = CALL.search(f"word{form} ")
    marker = read_call(match) if match and match.span() == (4, 4 + len(form)) else None
    return marker.family if marker else None


def _within(span: Span, words: Span) -> bool:
    return words.start <= span.start and span.end <= words.end
