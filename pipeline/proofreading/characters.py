"""Characters and encodings: what the font of the PDF lacks, what encoding was guessed, which hyphens are in doubt."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from ..cleaning.rule import WORD
from ..ledger import Edit, Span, Step, forward
from ..theme import text_characters
from .check import Finding, Findings, at
from .lexicon import is_known
from .passages import Corpus

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates; marks that only say what their neighbours are (U+200E, U+200F) turn nothing."""

_NO_GLYPH = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Categories of Unicode whose characters show nothing themselves."""

LONGEST_WORD = 40
"""Characters to look back and ahead for the parts of a broken word."""


def guessed_encodings(corpus: Corpus) -> Findings:
    """A file whose encoding was neither declared nor proven."""
    for text in corpus.by_source():
        source = text.chapter.cleaned.source
        if source.guessed:
            message = f"the file was read as {source.encoding}, which is a guess"
            line = f'encoding = "{source.encoding}"'
            hint = f"look at its accents and quotation marks; if right, say so in book.toml: {line}"
            yield Finding(text.chapter, Span(0, 0), message, hint=hint)


def missing_glyphs(corpus: Corpus) -> Findings:
    """A character that the font of the PDF does not have; asked once for each, at its first place."""
    hint = "look at it in the PDF: it is set in whatever font has it, or as its number"
    seen: set[str] = set()
    known = text_characters(corpus.theme)
    for passage in corpus.passages:
        new = set(passage.text) - seen
        unknown = (char for char in new if ord(char) not in known and unicodedata.category(char) not in _NO_GLYPH)
        for char in sorted(unknown, key=passage.text.index):
            place = passage.text.index(char)
            message = f"the font of the PDF has no “{char}” (U+{ord(char):04X})"
            yield at(passage, place, place + 1, message, hint=hint, minor=True)
        seen |= new


def cover_letters(corpus: Corpus) -> Findings:
    """Words that the drawn cover leaves out, because no font that comes along has their letters."""
    hint = 'name a picture in book.toml that shows them: cover = "cover.jpg"'
    for text in corpus.texts[:1]:
        for words in corpus.unshown:
            yield Finding(
                text.chapter, Span(0, 0), f"the drawn cover can’t show “{words}”: no font has the letters", hint=hint
            )


def directions(corpus: Corpus) -> Findings:
    """An invisible sign that turns the direction of text, taken out or still there: shown words may not be those read.

    See Unicode Standard Annex 9, and Technical Report 36, section 2.5, on what they are misused for.
    """
    for text in corpus.by_source():
        cleaned = text.chapter.cleaned
        gone = ((forward(cleaned.steps[n:], e.span).start, e.before) for n, e in _removed(cleaned.steps))
        kept = ((match.start(), match.group()) for match in _TURNS.finditer(cleaned.text))
        for what, signs in (("stood here; it was taken out", gone), ("stands here", kept)):
            for start, sign in signs:
                name = unicodedata.name(sign[0]).lower()
                message = f"an invisible “{name}” (U+{ord(sign[0]):04X}) {what}"
                hint = "see that the words around it are in the order they should be"
                yield Finding(
                    text.chapter, Span(start, min(start + 1, len(cleaned.text))), message, hint=hint, minor=True
                )


def _removed(steps: tuple[Step, ...]) -> Iterator[tuple[int, Edit]]:
    return ((number, edit) for number, step in enumerate(steps) for edit in step.edits if _TURNS.fullmatch(edit.before))


def undecided_hyphens(corpus: Corpus) -> Findings:
    """A hyphen where a line ended, which neither the book nor a word list says is the author's.

    Between two words, in `window-¶frames`, it is taken for the author's.
    """
    for text in corpus.by_source():
        cleaned = text.chapter.cleaned
        if any(step.rule == "lines.wrapped" for step in cleaned.steps):
            spans = list(_kept_hyphens(cleaned.text, cleaned.steps))
            counts = Counter(WORD.findall(cleaned.text.lower())) if spans else Counter()
            for span in spans:
                parts = span.of(cleaned.text).lower().split("-")
                are_words = all(len(part) > 1 and is_known(part, text.language) for part in parts)
                if counts["-".join(parts)] < 2 and not are_words:
                    message = f"“{span.of(cleaned.text)}” was broken at a line end: is the hyphen the author’s?"
                    yield Finding(text.chapter, span, message)


def _kept_hyphens(text: str, steps: tuple[Step, ...]) -> Iterator[Span]:
    """The words with a hyphen that were broken at it, as they stand in the cleaned text."""
    for number, step in enumerate(steps):
        for edit in step.edits if step.rule == "lines.wrapped" else ():
            if edit.after or "-" in edit.before:
                continue
            place = forward(steps[number:], edit.span).start
            head = re.search(r"[^\W\d_]+-$", text[max(0, place - LONGEST_WORD) : place])
            tail = re.match(r"[^\W\d_]+", text[place : place + LONGEST_WORD])
            if head and tail and not tail.group()[0].isupper():
                yield Span(place - len(head.group()), place + tail.end())
