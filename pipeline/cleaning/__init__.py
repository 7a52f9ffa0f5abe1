"""Cleaning: repair what transport did to a text, make the editor's emendations, set it in the house style.

`RULES` is the stage. Every change is an edit in the ledger, and undoing the ledger gives the source back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from ..companions import PlacedEmendation
from ..document import Cleaned, Source
from ..ledger import Span, Step, forward, undo
from . import pages, transport, wrapping
from .emendations import RULE as EDITOR
from .emendations import emend
from .mojibake import mojibake
from .quoter import Quotation, Quoter, make_quoter
from .quoting import Quoting, assign, find_place, find_places
from .rule import Evidence, Rule, RuleClass, gather_evidence, plain
from .typographic import QUOTES, TYPOGRAPHIC
from .wrapping import is_one_word

__all__ = [
    "RULES",
    "Evidence",
    "Quotation",
    "Quoter",
    "as_repaired",
    "assign",
    "class_of",
    "clean",
    "gather_evidence",
    "is_one_word",
    "locate_kept",
    "make_quoter",
    "repair",
]

RULES = (
    Rule("chars.mojibake", "transport", "text read in a wrong encoding set right", plain(mojibake)),
    Rule("lines.ends", "transport", "line ends made uniform", plain(transport.line_ends)),
    Rule("chars.invisible", "transport", "invisible characters removed", plain(transport.invisible)),
    Rule("chars.ligatures", "transport", "typesetters’ ligatures resolved", plain(transport.ligatures)),
    Rule("chars.decomposed", "transport", "letters stored in pieces put together", plain(transport.decomposed)),
    Rule("spaces.exotic", "transport", "special spaces made plain", plain(transport.exotic_spaces)),
    Rule("spaces.trailing", "transport", "blanks at line ends removed", plain(transport.trailing_spaces)),
    Rule(pages.FURNITURE, "transport", "page numbers and running heads taken out", pages.furniture),
    Rule("spaces.double", "transport", "repeated blanks reduced to one", plain(transport.double_spaces)),
    Rule("lines.wrapped", "transport", "lines and words broken at a fixed width joined", wrapping.wrapped_lines),
    Rule(pages.MARKS, "transport", "page numbers inside lines taken out", plain(pages.marks)),
    *TYPOGRAPHIC,
)


LAID_OUT = frozenset((pages.FURNITURE, "lines.wrapped", pages.MARKS))
"""Rules that look at how a text was laid out on pages and lines; a format that declares its blocks has none."""

SET = frozenset(("spaces.exotic",))
"""Rules that would undo what a house style has set."""


def repair(source: Source, evidence: Evidence | None = None, off: frozenset[str] = frozenset()) -> Cleaned:
    """The text with the damage of transport undone; without `evidence`, on that of the text itself.

    `off` names the rules that the editor has switched off. The spaces of a text that is set in a house style stay.
    """
    evidence = evidence or gather_evidence([source.text], "en")
    off |= LAID_OUT if source.declares_blocks else frozenset()
    off |= SET if source.about.is_set else frozenset()
    rules = (rule for rule in RULES if rule.kind == "transport" and rule.name not in off)
    return _run(Cleaned(source, source.text, ()), rules, evidence)


def clean(
    repaired: Cleaned,
    emendations: Iterable[PlacedEmendation] = (),
    evidence: Evidence | None = None,
    off: frozenset[str] = frozenset(),
) -> Cleaned:
    """A repaired text with the editor's emendations made, in the house style; without `evidence`, the British one.

    The house style may set the marks of an emendation as it does the author's; its words it can't undo, for it changes
    no letter and no digit. `source` sets nothing, but quotation marks are set in the order that a book asks for. Of a
    text that is set in a house style already only the emendations are set: a second reading, which has the paragraphs
    whole that pages parted, would decide otherwise what the first left open and asked the editor about.

    Raises:
        EmendationError: two emendations touch the same words, or one changes nothing or joins or parts paragraphs.
    """
    evidence = evidence or Evidence()
    emended = _take(repaired, emend(repaired.text, emendations))
    if evidence.style == "source":
        return _run(emended, (QUOTES,) if QUOTES.name not in off else (), evidence)
    rules = (rule for rule in TYPOGRAPHIC if rule.name not in off)
    return _set_emendations(emended, rules, evidence) if emended.source.about.is_set else _run(emended, rules, evidence)


def _set_emendations(emended: Cleaned, rules: Iterable[Rule], evidence: Evidence) -> Cleaned:
    """The words that the editor put in, in the house style; and all quotation marks in the order a book asks for."""
    made = emended.steps[-1:] if emended.steps and emended.steps[-1].rule == EDITOR else ()
    cleaned = emended
    for rule in rules:
        step, since = rule.step(cleaned.text, evidence), cleaned.steps[len(emended.steps) - len(made) :]
        spans = [forward(since, edit.span) for last in made for edit in last.edits]
        within = (e for e in step.edits if any(s.start <= e.span.start and e.span.end <= s.end for s in spans))
        cleaned = _take(cleaned, step if rule is QUOTES else Step(step.rule, tuple(within)))
    return cleaned


def as_repaired(cleaned: Cleaned) -> Cleaned:
    """A cleaned text as it was when it was repaired: what emendations quote and change."""
    steps = tuple(takewhile(lambda step: class_of(step.rule) == "transport", cleaned.steps))
    return Cleaned(cleaned.source, undo(cleaned.steps[len(steps) :], cleaned.text), steps)


def locate_kept(keeps: Iterable[Quoting], texts: Mapping[str, Cleaned]) -> Iterator[tuple[Quoting, str, Span]]:
    """Where the words that an editor keeps stand: each with the chapter file and the span in its cleaned text.

    They are quoted as the source has them, which no house style changes; or else as they read in the book.

    Raises:
        EmendationError: they stand nowhere, or in more than one place.
    """
    repaired = {name: as_repaired(text) for name, text in texts.items()}
    for keep in keeps:
        fits = list(find_places(keep, repaired))
        name, span = fits[0] if len(fits) == 1 else find_place(keep, texts)
        if len(fits) == 1:
            span = forward(texts[name].steps[len(repaired[name].steps) :], span)
        yield keep, name, span


def class_of(name: str) -> RuleClass:
    """The class of a rule, or `editor` for an emendation."""
    return "editor" if name == EDITOR else next(rule.kind for rule in RULES if rule.name == name)


def _run(cleaned: Cleaned, rules: Iterable[Rule], evidence: Evidence) -> Cleaned:
    for rule in rules:
        cleaned = _take(cleaned, rule.step(cleaned.text, evidence))
    return cleaned


def _take(cleaned: Cleaned, step: Step) -> Cleaned:
    if not step.edits:
        return cleaned
    return Cleaned(cleaned.source, step.apply(cleaned.text), (*cleaned.steps, step))
