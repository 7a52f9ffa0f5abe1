"""Frames: what a library or a web site puts before and after a text, and is no part of it.

Only forms that leave no doubt are taken: Project Gutenberg's head and tail, which say where they end, and the lines for
finding one's way about a web site, at the very edges of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from .ledger import Span

_START = re.compile(
    r"^[^\w\n]*\*{2,3} ?START (?:OF )?(?:THE |THIS )?PROJECT GUTENBERG[^\n]*"
    r"(?:(?<=\*\*)[ \t]*$|(?:\n[^\n]+){1,2}?\*{2,3}[ \t]*$|$)"
    r"|^\*END\*? ?THE SMALL PRINT!?[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_END = re.compile(
    r"^[^\w\n]*\*{2,3} ?END (?:OF )?(?:THE |THIS )?PROJECT GUTENBERG"
    r"|^[ \t]*(?:\*{3} ?)?End of (?:the |this )?Project Gutenberg(?:['’]s| E-?(?:book|text))\b",
    re.MULTILINE | re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*(?:(?:Produced|Transcribed|Prepared|Scanned|Digitized) (?:by|from)\b|HTML version by\b"
    r"|E-?text (?:prepared|produced|scanned) by\b|This e-?(?:book|text) was (?:produced|prepared|transcribed)\b"
    r"|(?:\[|\b)Note: Project Gutenberg\b)(?:[^\n]+\n)*?[^\n]*(?=\n[ \t]*\n|\n*\Z)",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\S\n]*(\S[^\n]*?)[^\S\n]*$", re.MULTILINE)

_SITE = re.compile(
    r"(?:home|main page|index|start|up)(?:\s*[|>»›·•/]\s*[^|>»›·•/]{1,60})+"
    r"|(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|search)(?:[,|].{0,40})?"
    r"|share (?:this|on\b).{0,60}|(?:print|e-?mail) this (?:page|article|story)|back to top"
    r"|(?:copyright|©|\(c\))(?: ?©| ?\(c\))? ?(?:\d{4}|by\b|the\b|all\b).{0,120}|all rights reserved\.?"
    r"|retrieved from [\"“'‘]?(?:https?://|www\.).{1,200}|(?:url|source|from|link): ?(?:https?://|www\.)\S+"
    r"|<?(?:https?://|www\.)\S+>?"
    r"|(?:this )?page (?:was )?last (?:updated|modified|edited|revised|changed).{0,80}"
    r"|(?:privacy policy|terms of (?:use|service)|cookie policy)(?:\s*[|·•].{0,80})?|powered by \w.{0,40}",
    re.IGNORECASE,
)
"""Lines that stand on web pages and in no text."""

_PERHAPS = re.compile(
    r"(?:home|about(?: us)?|contact(?: us)?|menu|search|log ?in|sign (?:in|up)|register|subscribe|print|share|tweet"
    r"|next(?: page)?|previous(?: page)?|facebook|twitter|site ?map|rss|newsletter|donate|help)\W{0,3}",
    re.IGNORECASE,
)
"""Lines that are of a web page if they stand beside one of `_SITE`."""


def find_frames(text: str) -> list[Span]:
    """The head and tail matter of a text, in order, as whole lines; none if nothing else would be left."""
    frames = list(_gutenberg(text)) or list(_site(text))
    position, rest = 0, ""
    for frame in frames:
        rest += text[position : frame.start].strip()
        position = frame.end
    return frames if rest + text[position:].strip() else []


def _gutenberg(text: str) -> Iterator[Span]:
    """From the start of the text, or the end of another work, to `*** START OF …`; and from `*** END OF …` on."""
    marks = [(mark.start(), mark.end(), mark.re is _START) for form in (_START, _END) for mark in form.finditer(text)]
    begin: int | None = 0
    is_sure = False
    for start, end, starts in sorted(marks):
        if starts and begin is not None:
            yield _trimmed(text, begin, _past_credits(text, end))
            begin, is_sure = None, True
        elif not starts and (begin is None or not is_sure):
            begin, is_sure = start, True
    if begin is not None and is_sure:
        yield _trimmed(text, begin, len(text))


def _past_credits(text: str, offset: int) -> int:
    """The end of the paragraphs after the head that say who made the file."""
    while credit := _CREDIT.match(text, offset):
        offset = credit.end()
    return offset


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _site(text: str) -> Iterator[Span]:
    """The lines of a web page before the text and after it."""
    lines = [line.span(1) for line in _LINE.finditer(text)]
    head = _edge(text, lines)
    tail = _edge(text, lines[len(head) :][::-1])
    if head:
        yield Span(head[0][0], head[-1][1])
    if tail:
        yield Span(tail[-1][0], tail[0][1])


def _edge(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines of a web page that stand first, up to the last that leaves no doubt."""
    words = takewhile(lambda line: _SITE.fullmatch(line) or _PERHAPS.fullmatch(line), (text[s:e] for s, e in lines))
    sure = [number for number, line in enumerate(words) if _SITE.fullmatch(line)]
    return lines[: sure[-1] + 1] if sure else []
