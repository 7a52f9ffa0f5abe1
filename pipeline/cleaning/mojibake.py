"""Mojibake: text that was decoded in a wrong encoding is read again in the right one.

UTF-8 taken for something else leaves traces that ftfy knows. Russian in an old encoding taken for a Western one or for
another Russian one leaves none but words that are no words; there a list of Russian words decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import BADNESS_RE, is_bad

from ..vocabulary import word_list
from .rule import Found

_CONFIG = TextFixerConfig(fix_c1_controls=False)
_RUN = re.compile(r"[^\x00-\x7f]+")
_LINE = re.compile(r"[^\r\n]+")
_PLAIN = re.compile("[\x00-\x7f“”‘’—–…]*")
"""Lines of which ftfy believes all, as most are: the quickest way to know it."""

_ORDINARY = re.compile(
    r"[\x00-\u017f\u01fa-\u01ff\u0218-\u021b\u02bc\u02c6\u02dc\u0300-\u036f\u0386-\u03ce\u0400-\u045f\u0490\u0491\u05d0-\u05ea"
    r"\u0621-\u064a\u1e00-\u1fff\u2000-\u206f\u20ac\u2100-\u22ff\u2500-\u26ff\u3000-\u9fff\ufb00-\ufb06\ufeff\ufffd]*"
)
"""What books are printed in; a fix that makes anything else of a `ß` with a note's dagger after it is none."""

_TAKEN_FOR = (("cp1251", "cp1252"), ("koi8_r", "cp1252"), ("koi8_r", "cp1251"), ("cp1251", "koi8_r"))
"""The encoding that Russian is in, and the one it was taken for."""

_NO_BREAK_SPACE = {"cp1251": 0xA0, "koi8_r": 0x9A}
"""Where the encodings have the one blank that would not be taken for a blank."""

_LOOSE = "\u00ad\u0300-\u036f\u200b-\u200f\u2060\ufeff"
"""What may stand in a misread word and is no letter of it."""

_WESTERN = rf"[\u00a3\u00a8\u00b3\u00b8\u00c0-\u00ff{_LOOSE}]++(?![a-zA-Z])"
_CYRILLIC = rf"[\u0400-\u04ff{_LOOSE}]++"
_PHRASE = re.compile(
    rf"(?<![a-zA-Z])(?=[\u00c0-\u00ff]){_WESTERN}(?:[^\w\n]++{_WESTERN})*|(?=\w){_CYRILLIC}(?:[^\w\n]++{_CYRILLIC})*"
)
_SUSPECT = re.compile(rf"[\u00c0-\u00ff][\u00a3\u00a8\u00b3\u00b8{_LOOSE}]*[\u00c0-\u00ff]|[а-яё][А-ЯЁ]")
_IS_LOOSE = re.compile(rf"[{_LOOSE}]")
_RUSSIAN = re.compile("[а-яё]+", re.IGNORECASE)

KNOWN = 0.4
"""The share of words of three letters or more that must be on the list for a phrase to be Russian."""

_REACH = 8
"""Characters beside a run that a trace of mojibake may take: ftfy’s longest has seven."""

Way = tuple[str, str]
Change = tuple[int, int, str]


def mojibake(text: str) -> Found:
    """Text that was decoded in a wrong encoding: `â€œnaÃ¯veâ€` → `“naïve”`, `Ðîññèè` → `России`."""
    way: Way | None = None
    for match in _LINE.finditer(text):
        line, offset = match.group(), match.start()
        if _PLAIN.fullmatch(line):
            continue
        changes: list[Change] = []
        if _SUSPECT.search(line):
            way, changes = _russian(line, way)
        for start, end, after in changes or _fixed(line):
            yield offset + start, offset + end, after


def _fixed(line: str) -> list[Change]:
    """What ftfy would read otherwise in a line: each run that is not ASCII by itself, else the whole line."""
    runs = [(*run.span(), _fix(run.group())) for run in _RUN.finditer(line)]
    changes = [(start, end, after) for start, end, after in runs if line[start:end] != after]
    if len(changes) < len(runs) and _is_bad(line, runs) and not is_bad(whole := _fix(line)):
        return list(_runs_apart(line, whole))
    return changes


def _is_bad(line: str, runs: Iterable[tuple[int, int, str]]) -> bool:
    """The same as `is_bad` of the line, but sooner: only near what is not ASCII is there anything to find."""
    return any(BADNESS_RE.search(line, max(0, start - _REACH), end + _REACH) for start, end, _ in runs)


@lru_cache(maxsize=4096)
def _fix(words: str) -> str:
    """Words as ftfy reads them; as they are, where nothing is wrong or what comes of it is odd."""
    fixed = fix_encoding(words, _CONFIG) if is_bad(words) else words
    return fixed if _ORDINARY.fullmatch(fixed) else words


def _runs_apart(before: str, after: str) -> Found:
    """One edit for each run that is not ASCII, where these answer each other; else one for the whole line."""
    runs, others = list(_RUN.finditer(before)), _RUN.findall(after)
    if len(runs) == len(others) and _RUN.split(before) == _RUN.split(after):
        yield from ((run.start(), run.end(), other) for run, other in zip(runs, others, strict=True))
    else:
        yield 0, len(before), after


def _russian(line: str, before: Way | None) -> tuple[Way | None, list[Change]]:
    """The way in which a line was misread, or else the line before it, and what to read in it; ftfy has the rest."""
    phrases = list(_PHRASE.finditer(line))
    ways = Counter(way for phrase in phrases if (way := _way_of(phrase.group())))
    way = ways.most_common(1)[0][0] if ways else before
    if way is None or not (ways or any(_is_written_so(p.group().translate(_table(way))) for p in phrases)):
        return None, []
    changes = [(phrase.start(), phrase.end(), phrase.group().translate(_table(way))) for phrase in phrases]
    blank = _decoded(_NO_BREAK_SPACE[way[0]], way[1])
    blanks = ((sign.start(), sign.end(), "\u00a0") for sign in re.finditer(blank, line))
    apart = (run for run in _RUN.finditer(line) if not any(s < run.end() and run.start() < e for s, e, _ in changes))
    rest = ((run.start(), run.end(), _fix(run.group())) for run in apart if blank not in run.group())
    return way, sorted([*changes, *blanks, *rest])


def _is_written_so(phrase: str) -> bool:
    """Whether a phrase may be Russian for all that is known: long words, none of them `пИСАННЫЕ` so."""
    words = _RUSSIAN.findall(_IS_LOOSE.sub("", phrase))
    return any(len(word) > 2 for word in words) and all(
        word[1:].islower() or word.isupper() for word in words if word[1:]
    )


@lru_cache(maxsize=4096)
def _way_of(phrase: str) -> Way | None:
    """In which way a phrase was misread, if it makes Russian words when it is read again."""
    best = max(_TAKEN_FOR, key=lambda way: _russian_words(phrase.translate(_table(way))))
    words = _russian_words(phrase.translate(_table(best)))
    return best if words > max(0, _russian_words(phrase)) else None


def _russian_words(phrase: str) -> int:
    """How many letters are in words of a phrase that are on the list, if these are enough of it to tell; else 0."""
    words = _RUSSIAN.findall(unicodedata.normalize("NFC", _IS_LOOSE.sub("", phrase)).lower())
    long = [word for word in words if len(word) > 2]
    known = [word for word in long if word in word_list("ru")]
    enough = len(known) > 1 or any(len(word) > 3 for word in known)
    return sum(map(len, known)) if enough and len(known) >= KNOWN * len(long) else 0


@lru_cache(maxsize=4)
def _table(way: Way) -> dict[int, str]:
    """The letters of the encoding a text was taken for, and what Russian letters they were."""
    right, wrong = way
    letters = bytes(range(0x80, 0x100)).decode(right, "replace")
    taken = (_decoded(byte, wrong) for byte in range(0x80, 0x100))
    return {ord(was): letter for was, letter in zip(taken, letters, strict=True) if _RUSSIAN.fullmatch(letter)}


def _decoded(byte: int, encoding: str) -> str:
    """A byte as browsers read it: one that the encoding leaves undefined is a control character."""
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)
