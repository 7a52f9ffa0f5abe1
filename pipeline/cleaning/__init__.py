"""Cleaning: repair what transport did to a text, make the editor's emendations, set it in the house style.

`RULES` is the stage. Every change is an edit in the ledger, and undoing the ledger gives the source back.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..companions import PlacedEmendation
from ..document import Cleaned, Source
from ..ledger import Step
from ..settings import HouseStyle
from . import transport, typographic, wrapping
from .emendations import RULE as EDITOR
from .emendations import assign, emend, locate_kept
from .rule import Evidence, Rule, RuleClass, gather_evidence, plain

__all__ = ["RULES", "Evidence", "assign", "class_of", "clean", "gather_evidence", "locate_kept", "repair"]

RULES = (
    Rule("chars.mojibake", "transport", "text read in a wrong encoding set right", plain(transport.mojibake)),
    Rule("lines.ends", "transport", "line ends made uniform", plain(transport.line_ends)),
    Rule("chars.invisible", "transport", "invisible characters removed", plain(transport.invisible)),
    Rule("chars.ligatures", "transport", "typesetters’ ligatures resolved", plain(transport.ligatures)),
    Rule("chars.decomposed", "transport", "letters stored in pieces put together", plain(transport.decomposed)),
    Rule("spaces.exotic", "transport", "special spaces made plain", plain(transport.exotic_spaces)),
    Rule("spaces.trailing", "transport", "blanks at line ends removed", plain(transport.trailing_spaces)),
    Rule("spaces.double", "transport", "repeated blanks reduced to one", plain(transport.double_spaces)),
    Rule("lines.wrapped", "transport", "lines and words broken at a fixed width joined", wrapping.wrapped_lines),
    Rule("dash.pages", "typographic", "hyphens in page ranges set as en rules", plain(typographic.page_ranges)),
    Rule("space.pages", "typographic", "no-break spaces set in page references", plain(typographic.page_numbers)),
    Rule("space.dates", "typographic", "no-break spaces set in dates", plain(typographic.dates)),
)


def repair(source: Source, evidence: Evidence | None = None, off: frozenset[str] = frozenset()) -> Cleaned:
    """The text with the damage of transport undone; without `evidence`, on that of the text itself.

    `off` names the rules that the editor has switched off.
    """
    evidence = evidence or gather_evidence([source.text], "en")
    rules = (rule for rule in RULES if rule.kind == "transport" and rule.name not in off)
    return _run(Cleaned(source, source.text, ()), rules, evidence)


def clean(
    repaired: Cleaned,
    emendations: Iterable[PlacedEmendation] = (),
    style: HouseStyle = "british",
    off: frozenset[str] = frozenset(),
) -> Cleaned:
    """A repaired text with the editor's emendations made, in the house style (`source` leaves it as it is).

    The house style sets only characters of its own (no-break spaces, en rules), so that it can't undo an emendation.

    Raises:
        EmendationError: two emendations touch the same words, or one changes nothing or joins or parts paragraphs.
    """
    emended = _take(repaired, emend(repaired.text, emendations))
    rules = [rule for rule in RULES if rule.kind == "typographic" and style != "source" and rule.name not in off]
    return _run(emended, rules, Evidence())


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
