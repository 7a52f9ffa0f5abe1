"""Names: one name with and without its hyphen, or in two transliterations."""

from __future__ import annotations

import re
from collections import Counter

from ..transliteration import group_spellings
from .check import Findings, at
from .passages import Corpus, Passage

_NAME = re.compile(r"[A-Z][a-zà-ž]{4,}")
_PAIR = re.compile(r"\b([A-Z]\w+)(?=([ -])([A-Z]\w+)(?![\w-]))")


def hyphens(corpus: Corpus) -> Findings:
    """A name with a hyphen and without: `All Russia` beside `All-Russia`. Asked once, at the first use of the rarer."""
    count: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], tuple[Passage, int]] = {}
    for passage in corpus.passages:
        for match in _PAIR.finditer(passage.text):
            if passage.text[max(0, match.start() - 1) : match.start()] != "-":
                pair = match[1], match[2], match[3]
                count[pair] += 1
                first.setdefault(pair, (passage, match.start()))
    for one, hyphen, other in first:
        if hyphen == " " or (one, " ", other) not in first:
            continue
        rarer, usual = sorted(((one, " ", other), (one, hyphen, other)), key=lambda pair: count[pair])
        message = f"“{''.join(rarer)}” here ({count[rarer]}×), “{''.join(usual)}” elsewhere ({count[usual]}×)"
        passage, start = first[rarer]
        yield at(passage, start, start + len("".join(rarer)), message, "".join(usual))


def transliterations(corpus: Corpus) -> Findings:
    """One name in two transliterations: `Ryazanov` beside `Riazanov`. Asked once for each rarer spelling.

    What stands in small letters too is no name: `Capital`, `Kapital`. A plural is no spelling: `Bolsheviks`.
    """
    count: Counter[str] = Counter()
    first: dict[str, str] = {}
    for word, times in corpus.words.items():
        name = word.removesuffix("’s")
        if _NAME.fullmatch(name) and not corpus.words[name.lower()]:
            count[name] += times
            first.setdefault(name, word)
    for names in group_spellings(first):
        usual, *others = sorted(names, key=lambda name: -count[name])
        for name in (name for name in others if not _is_plural(name, usual)):
            passage, start, _ = corpus.first_use(first[name])
            message = f"“{name}” here ({count[name]}×), “{usual}” elsewhere ({count[usual]}×): one name?"
            hint = (
                "if so, make them one in emendations.toml, or keep both, as forms of one entry in glossary.toml; if "
                f"they are two names, list “{name}” among the not_forms of the entry of “{usual}”"
            )
            yield at(passage, start, start + len(name), message, usual, hint, minor=True)


def _is_plural(one: str, other: str) -> bool:
    """Whether two names differ as one and many do, in English or in Russian: `Bolshevik`, `Bolsheviks`, `Bolsheviki`.

    >>> _is_plural("Bolsheviki", "Bolsheviks"), _is_plural("Riazanov", "Ryazanov")
    (True, False)
    """
    return re.sub(r"(?:s|i)$", "", one) == re.sub(r"(?:s|i)$", "", other)
