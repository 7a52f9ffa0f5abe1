"""Frames: what a library or a web site puts before and after a text, and is no part of it.

Only forms that leave no doubt are taken: Project Gutenberg's head and tail, which say where they end, and the lines for
finding one's way about a web site, at the very edges of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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
    r"|^[ \t]*(?:\*{3} ?)?(?-i:E)nd of (?:the |this )?Project Gutenberg(?:['’]s| E-?(?:book|text))\b[^\n]{0,120}$",
    re.MULTILINE | re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*(?:(?:Produced|Transcribed|Prepared|Scanned|Digitized) (?:by|from)\b|HTML version by\b"
    r"|E-?text (?:prepared|produced|scanned) by\b|This e-?(?:book|text) was (?:produced|prepared|transcribed)\b"
    r"|(?:\[|\b)Note: Project Gutenberg\b)(?:[^\n]+\n)*?[^\n]*(?=\n[ \t]*\n|\n*\Z)",
    re.IGNORECASE,
)
_NAME = re.compile(r"Project\s+Gutenberg", re.IGNORECASE)
_LINE = re.compile(r"[^\S\n]*(\S[^\n]*?)[^\S\n]*$", re.MULTILINE)

_SITE = re.compile(
    r"(?:home|main page)(?:\s*[|>»›·•/]\s*[^|>»›·•/]{1,60})+|(?:index|start|up)(?:\s*[|>»›]\s*[^|>»›]{1,60})+"
    r"|(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation|search)(?:[,|].{0,40})?"
    r"|share (?:this|on|via)(?: (?:page|article|story|post|link|on|via|by|with|e-?mail|facebook|twitter))*\W{0,3}"
    r"|(?:print|e-?mail) this (?:page|article|story)|back to top"
    r"|(?:copyright|©|copyright ?©|copyright ?\(c\)),? ?(?:by .{1,60}, ?)?\d{4}\b.{0,120}"
    r"|\(c\) ?(?:19[89]|20\d)\d\b.{0,120}|.{0,120}\ball rights reserved\.?"
    r"|retrieved from [\"“'‘]?(?:https?://|www\.).{1,200}|(?:url|source|from|link): ?(?:https?://|www\.)\S+"
    r"|(?:this )?page (?:was )?last (?:updated|modified|edited|revised|changed).{0,80}"
    r"|(?:privacy policy|terms of (?:use|service)|cookie policy)(?:\s*[|·•].{0,80})?"
    r"|powered by (?:blogger|drupal|joomla|mediawiki|wordpress).{0,40}",
    re.IGNORECASE,
)
"""Lines that stand on web pages and in no text."""

_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")
"""Above a text this is where it comes from; below, it may be the last words of its last note."""

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
    """From where the start of a text, or the end of another work, names the project to `*** START OF …`; the end."""
    marks = [(mark.start(), mark.end(), mark.re is _START) for form in (_START, _END) for mark in form.finditer(text)]
    begin: int | None = 0
    is_sure = False
    for start, end, starts in sorted(marks):
        if starts and begin is not None:
            yield _trimmed(text, begin if is_sure else _first_named(text, end), _past_credits(text, end))
            begin, is_sure = None, True
        elif not starts and (begin is None or not is_sure):
            begin, is_sure = start, True
    if begin is not None and is_sure:
        yield _trimmed(text, begin, len(text))


def _first_named(text: str, end: int) -> int:
    """Where the line begins that first names the project, of those that end before `end`: above it an editor may write.

    Old heads need not name it; they begin with the text.
    """
    named = _NAME.search(text, 0, end)
    return text.rfind("\n", 0, named.start()) + 1 if named else 0


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
    above = _edge(text, _down(text), lambda words: _SITE.fullmatch(words) or _ADDRESS.fullmatch(words))
    head = Span(above[0].start, above[-1].end) if above else Span(0, 0)
    below = _edge(text, _up(text, head.end), _SITE.fullmatch)
    if above:
        yield head
    if below:
        yield Span(below[-1].start, below[0].end)


def _edge(text: str, lines: Iterable[Span], is_sure: Callable[[str], object]) -> list[Span]:
    """The lines of a web page that stand first, up to the last that leaves no doubt."""
    words = [(line, line.of(text)) for line in takewhile(lambda line: _may_be_site(line.of(text), is_sure), lines)]
    sure = [number for number, (_, shown) in enumerate(words) if is_sure(shown)]
    return [line for line, _ in words[: sure[-1] + 1]] if sure else []


def _may_be_site(words: str, is_sure: Callable[[str], object]) -> bool:
    return bool(is_sure(words) or _PERHAPS.fullmatch(words) or _ADDRESS.fullmatch(words))


def _down(text: str) -> Iterator[Span]:
    """The lines with words on them from the top, without the blanks at their ends."""
    return (Span(*line.span(1)) for line in _LINE.finditer(text))


def _up(text: str, top: int) -> Iterator[Span]:
    """The same from the bottom, as far as `top`."""
    end = len(text)
    while end > top:
        start = max(top, text.rfind("\n", top, end) + 1)
        if line := _LINE.match(text, start, end):
            yield Span(*line.span(1))
        end = start - 1
