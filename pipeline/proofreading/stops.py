"""Full stops that are wanting: between two sentences, and at the end of a paragraph."""

from __future__ import annotations

import re
from itertools import zip_longest

from .check import Findings, at
from .passages import Corpus, Passage, all_parts

_PRONOUNS = (
    "They|He|She|It|We|You|These|Those|This|There|Then|Thus|However|Their|His|Her|Its|Our|My|The|An|Some|Many|Such"
    "|Which|Where|Why|How|Now|Here|So|Yet|Nor|Every|Each|Both|Neither|Only|Even|Perhaps|Indeed|Moreover|Nevertheless"
    "|Therefore|Hence|Finally|Another|Once|Since|Until|Though|Because|Under|Through|During|What|Who"
)
_PARTICLES = (
    "At|In|On|By|From|For|With|But|And|When|While|If|As|After|Before|Although|Following|Despite|Meanwhile"
    "|One|Two|Three|To|Of|That|Is|Are|Was|Or|Most"
)
_NEW_SENTENCE = re.compile(
    rf" (?=[A-Z])(?<=[a-z]{{2}} |.[)\]] )"
    rf"(?:(?:{_PRONOUNS})(?= [a-z])|(?P<particle>{_PARTICLES})(?= (?:[a-z]|[A-Z][a-z])))"
)
_CANT_END = re.compile(
    r"\b(?:which|that|whom|who|whose|and|or|but|nor|if|as|when|while|lest|because|since|than|though|although|unless|until"
    r"|till|where|how|why|what|the|a|an|of|to|for|with|from|in|on|at|by|into|upon|my|his|her|our|their|your|its)$"
)
"""What ends no sentence: after it, a capital is one of reverence, or begins a line of verse."""

_CAPITALISED = re.compile(r"\b[A-Z]\w*$")
"""In titles, a particle may have a capital: `Rules For the Press`."""

_APPENDED = re.compile(r"\s*[\[{(]\d{1,3}[a-z]?[\])}]$")
"""The call of a note that was not read as one."""

_PARAGRAPH_END = re.compile(r"(?:[.!?…:;—–,]|--)[\"”’'»)\]]*$|[\"”’'»][)\]]*$")
_BRACKETED = re.compile(r"(?:^|[.!?…:][\"”’]?\s)(?:\([^()]*\)|\[[^\[\]]*\])$")
"""What stands in brackets after a sentence, or alone, ends without a stop or has its own."""

_ENDED_IN_BRACKETS = re.compile(r"[.!?…][\"”’)\]]*$")
_ADDRESS = re.compile(r"(?:www\.|://|@)\S*$")
_NO_SENTENCE = re.compile(r"(?:^|\s)[(\[]\w{1,3}[)\]]$|[.!?…][\"”’]?[)\]]$")
"""What may stand before a capital: the label of an item, or a sentence that is in brackets with its stop."""

_WEIGHTY = re.compile(r"\b[^\W\d_]{4,}")
_COLUMNS = re.compile(r"\S {3,}\S|[|=+_*~]$")

SHORTEST_PROSE = 60
"""Characters; a shorter paragraph without a full stop is a signature, a dateline or a heading we did not see."""


def missing(corpus: Corpus) -> Findings:
    """A sentence that runs into the next (`under control They proposed`), or a paragraph without an end."""
    for part in all_parts(corpus):
        for passage, following in zip_longest(part, part[1:]):
            if passage.kind == "prose":
                yield from _between_sentences(passage)
                for found in _at_the_end(passage):
                    if following is None or not _goes_on(passage, following):
                        yield found


def _between_sentences(passage: Passage) -> Findings:
    text = passage.text
    for match in _NEW_SENTENCE.finditer(text):
        start, end = match.start() + 1, match.end()
        window = max(0, start - 10), start - 1
        is_title = _CAPITALISED.search(text, *window) and match["particle"]
        if not (is_title or _NO_SENTENCE.search(text, *window) or _CANT_END.search(text, *window)):
            word = text[start:end]
            yield at(passage, start, end, f"no full stop before “{word}”", f". {word}")


def _at_the_end(passage: Passage) -> Findings:
    text = passage.text.rstrip()
    if called := _APPENDED.search(text, max(0, len(text) - 10)):
        text = text[: called.start()]
    if len(text) >= SHORTEST_PROSE and _is_unended(text) and not passage.introduces:
        yield at(passage, len(text) - 1, len(text), "the paragraph ends without a full stop", f"{text[-1]}.")


def _is_unended(text: str) -> bool:
    near = max(0, len(text) - 10)
    if _ADDRESS.search(text, max(0, len(text) - 60)):
        return False
    if text.endswith((")", "]")):
        return not (_ENDED_IN_BRACKETS.search(text, near) or _BRACKETED.search(text))
    return not (_PARAGRAPH_END.search(text, near) or _COLUMNS.search(text) or _is_title(text))


def _is_title(text: str) -> bool:
    """Whether most of the longer words have capitals, as in titles, lists of names and signatures."""
    words: list[str] = _WEIGHTY.findall(text)
    return sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


def _goes_on(passage: Passage, following: Passage) -> bool:
    """Whether a paragraph was parted, not ended: the next begins with a small letter, or on the next line.

    The latter tells nothing where blank lines part no paragraphs.
    """
    if following.text.lstrip('“‘"([—– ')[:1].islower():
        return True
    text = passage.chapter.cleaned.text
    end, start = passage.span(len(passage.text) - 1, len(passage.text)).end, following.span(0, 1).start
    return text.count("\n", end, start) == 1 and text.count("\n\n") * 4 > text.count("\n")
