"""The gate: every word of a part is on a page, inside it, in order; else there is no PDF.

Notes are looked at by themselves: one that the feet of pages can't take is named, so that it can be set elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable

from msgspec.structs import replace

from ..errors import CannotContinue
from ..scripts import letters
from .boxes import Word
from .sheets import PartJob
from .unshown import LETTER

CHROME = frozenset({"call", "number", "edition", "folio", "pointer"})
"""Classes of what the edition adds to the words of the text."""

Streams = dict[str, list[Word]]
"""Words by the id of the innermost chapter, note or term that holds them, in the order of layout."""


class WordsLost(CannotContinue):
    """Words of the book would not be on any page."""


def streams_of(words: Iterable[Word], known: Container[str]) -> Streams:
    """The words by the innermost element with a known id; of a glossary entry, its definitions alone."""
    streams: Streams = defaultdict(list)
    for word in words:
        names = (element.get("data-note") or element.get("id") for element in word.path)
        owners = [name for name in names if name in known]
        classes = {name for element in word.path for name in (element.get("class") or "").split()}
        in_header = any(element.tag == "header" for element in word.path)
        in_entry = "entry" in classes and "definition" not in classes
        if owners and not in_header and not in_entry and not classes & CHROME:
            letter = word.path[-1].get(LETTER)
            streams[owners[-1]].append(replace(word, text=letter) if letter else word)
    return streams


def check(job: PartJob, streams: Streams) -> tuple[tuple[str, str], ...]:
    """What is wrong with each stream of a part: (its id, message); nothing, if all is well."""
    found = ((name, _fault(name, wanted, streams.get(name, []))) for name, wanted in job.words)
    return tuple((name, fault) for name, fault in found if fault)


def _fault(name: str, wanted: str, stream: list[Word]) -> str:
    found = letters("".join(word.text for word in stream))
    if wanted != found:
        at = next(
            (n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found))
        )
        return f"the PDF would not show all of {name}: it fails at “…{wanted[max(0, at - 30) : at + 30]}…”"
    outside = next((word for word in stream if not word.inside), None)
    return f"“{outside.text}” of {name} would stand outside its page" if outside else ""


def page_turns(stream: list[Word]) -> tuple[tuple[int, int], ...]:
    """On which page a stream goes on: (letters before, page), for each page it comes to."""
    turns: list[tuple[int, int]] = []
    count = 0
    for word in stream:
        if not turns or turns[-1][1] != word.page:
            turns.append((count, word.page))
        count += len(letters(word.text))
    return tuple(turns)
