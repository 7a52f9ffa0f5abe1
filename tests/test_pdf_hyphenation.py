"""Patterns that are parsed when they are asked for part words where Pyphen's own do."""

from __future__ import annotations

import pyphen
import pytest

from pipeline.typesetting import hyphenation

WORDS = "representatives internationale Donaudampfschifffahrt правительства considération öffentlichkeit ἐλευθερία"


@pytest.mark.skipif(pyphen.VERSION != hyphenation.PATCHED, reason=f"the patch is for Pyphen {hyphenation.PATCHED}")
@pytest.mark.parametrize("language", sorted(pyphen.LANGUAGES))
def test_words_are_parted_in_the_same_places(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pyphen.LANGUAGES[language]
    monkeypatch.setattr(pyphen.HyphDict, "__init__", hyphenation._stock_read)
    stock = pyphen.HyphDict(path)
    monkeypatch.setattr(pyphen.HyphDict, "__init__", hyphenation.read)
    ours = pyphen.HyphDict(path)
    assert {letters: tuple(pattern) for letters, pattern in ours.patterns.items()} == stock.patterns
    assert ours.maxlen == stock.maxlen
    for word in WORDS.split():
        assert ours.positions(word) == stock.positions(word)
