"""Scripts: which words of a text are written in letters that its language is not.

Reading systems choose voices, fonts and hyphenation by the language that markup declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

LETTERS = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff",
    "Cyrl": "\u0400-\u0482\u048a-\u052f\u1c80-\u1c8f",
    "Grek": "\u0370-\u0373\u0376-\u0377\u037b-\u037d\u0386\u0388-\u03ff\u1f00-\u1fff",
    "Hebr": "\u05d0-\u05ea\u05ef-\u05f2",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff",
    "Armn": "\u0531-\u0556\u0561-\u0587",
    "Geor": "\u10a0-\u10ff",
    "Deva": "\u0904-\u0939\u0958-\u0961",
    "Hani": "\u3005\u3400-\u4dbf\u4e00-\u9fff",
}
"""The letters of the scripts met in scholarly books, by their codes (Unicode blocks; ISO 15924)."""

_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u093a-\u094f"
"""Accents, points and vowel signs, which follow their letters."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of scripts that run from right to left: Hebrew, Arabic, Syriac, Thaana and others (Unicode’s UAX 9, 3.2)."""

_NUMBER = re.compile("[IVXLCDM]+")
_WRITTEN_IN = {
    **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"), "Cyrl"),
    **dict.fromkeys(("el", "grc"), "Grek"),
    **dict.fromkeys(("he", "yi"), "Hebr"),
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "ug", "ur"), "Arab"),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), "Deva"),
    **dict.fromkeys(("ja", "ko", "zh", "lzh"), "Hani"),
    "hy": "Armn",
    "ka": "Geor",
}
"""Languages that are not written in Latin letters (CLDR, likely subtags)."""


def letters(text: str) -> str:
    """Letters and digits alone, whatever their case: line ends take spaces and hyphens, styles set capitals.

    >>> letters("A well-known Name, 1917")
    'awellknownname1917'
    """
    return re.sub(r"[\W_]+", "", text).casefold()


def direction_of(text: str) -> Literal["ltr", "rtl"] | None:
    """The direction that most letters of a text run in, if it has any.

    >>> direction_of("בראשית ברא אלהים"), direction_of("the word בראשית is first"), direction_of("1917")
    ('rtl', 'ltr', None)
    """
    if not any(map(str.isalpha, text)):
        return None
    backward = sum(map(str.isalpha, RIGHT_TO_LEFT.findall(text)))
    return "rtl" if backward and 2 * backward > sum(map(str.isalpha, text)) else "ltr"


def script_of(language: str) -> str:
    """The script of a language tag: its own subtag, else that of the language.

    >>> script_of("ru"), script_of("ru-Latn"), script_of("en-GB"), script_of("sr-Latn-RS")
    ('Cyrl', 'Latn', 'Latn', 'Latn')
    """
    primary, *rest = language.split("-")
    named = next((tag.title() for tag in rest if len(tag) == 4 and tag.isalpha()), None)
    return named or _WRITTEN_IN.get(primary.lower(), "Latn")


def part_foreign(text: str, language: str) -> Iterator[tuple[str, str | None]]:
    """A text in pieces, each with its script if that is another than the script of `language`.

    A single letter is a sign, such as those of a formula, and no word; a Roman number is of every language.

    >>> list(part_foreign("the word Викжель and a β", "en"))
    [('the word ', None), ('Викжель', 'Cyrl'), (' and a β', None)]
    """
    end = 0
    for match in _foreign(script_of(language)).finditer(text):
        if match.lastgroup == "Latn" and _NUMBER.fullmatch(match.group()):
            continue
        if before := text[end : match.start()]:
            yield before, None
        yield match.group(), match.lastgroup
        end = match.end()
    if end < len(text) or not text:
        yield text[end:], None


@cache
def _foreign(home: str) -> re.Pattern[str]:
    """Words of one script that is not the one of the text, with what stands between them."""
    phrases = []
    for script, letters in LETTERS.items():
        if script != home:
            word = f"[{letters}](?:[’'-]?[{letters}{_MARKS}])*"
            least = "" if script == "Hani" else f"(?=[{letters}][{_MARKS}]*[{letters}])"
            phrases.append(f"(?P<{script}>{least}{word}(?:[,;]? {word})*)")
    foreign = "".join(letters for script, letters in LETTERS.items() if script != home)
    return re.compile(rf"(?=[{foreign}])(?<![^\W\d_])(?<![{_MARKS}])(?:{'|'.join(phrases)})(?![^\W\d_])")
