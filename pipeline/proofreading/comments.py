"""Comments: what those who wrote or read a document have noted beside its words, for the editor to act on."""

from __future__ import annotations

import re

from ..ledger import Span
from .check import Finding, Findings
from .passages import Corpus

_LAST_WORD = re.compile(r"\S+\s*\Z")
LONGEST_WORD = 60
"""Characters that are looked at for the word that a comment stands behind."""


def in_documents(corpus: Corpus) -> Findings:
    """A comment in a document of a word processor, at the word that it stands behind."""
    hint = "see whether it asks for something; it is not printed"
    for text in corpus.by_source():
        cleaned = text.chapter.cleaned
        for mark in cleaned.markup:
            if mark.kind == "comment":
                start = max(0, mark.span.start - LONGEST_WORD)
                word = _LAST_WORD.search(cleaned.text, start, mark.span.start)
                span = Span(start, start) if word is None else Span(word.start(), word.start() + len(word[0].rstrip()))
                yield Finding(text.chapter, span, mark.value, hint=hint)
