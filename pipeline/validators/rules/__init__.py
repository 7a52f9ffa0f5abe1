"""Our own rules for an EPUB, each with what breaks it and what to do; `RULES` is the stage."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding
from ..publication import Publication
from . import archive, links, metadata, navigation, notes, pages, styles

RULES = (
    *archive.RULES,
    *metadata.RULES,
    *navigation.RULES,
    *pages.RULES,
    *links.RULES,
    *notes.RULES,
    *styles.RULES,
)


def check_rules(publication: Publication) -> Iterator[Finding]:
    """Everything in a publication that breaks a rule, rule by rule."""
    for rule in RULES:
        yield from rule.findings(publication)
