"""Words that stand twice, and letters and digits that stand for each other."""

from __future__ import annotations

import re
from collections import Counter

from .calendar import MONTHS
from .check import Findings, at
from .lexicon import has_list, is_known
from .passages import Corpus

_DOUBLED = re.compile(r"\b([^\W\d_]++)\s++(\1)(?![\w’'–-])", re.IGNORECASE)
_RIGHTLY = frozenset(
    "had that very no yes so long far will ha oh ah now well many more do her who bye tut tap hip old big".split()
) | frozenset("die der das den dem sie ist war nous vous ils en".split())
"""Words that stand twice by right: `he had had`, `all that that implies`, `gave her her hat`; German, French."""

_SMALL = frozenset(
    "a an and are as at be been but by can could did for from had has have he his i if in into is it its may me my not "
    "of on or our out she should than the their them then these they this those to upon us was we were what when which "
    "while will with would you your".split()
)
"""Words that a slip doubles and rhetoric does not."""

_CAPITAL_I = re.compile(r"(?<![^\s“(])([^\W\d_]{3,}) (I) ([^\W\d_]{3,})(?![\w’'])")
_REGNAL = re.compile(
    r"(?:Al[ei][xk]s?and[er]*|Ni[ck]h?ola[isjy]*|P[iey]e?t[rey]*[re]?|Pavel|Paul|Fran[cztx]\w*|Joseph|Josef|Wilhelm|Willem"
    r"|Fr[ie]+dri?[ck]h?|Karl|Carol|[CK]atherine|Ludwig|Leopold|Otto|Georg\w*|Max\w+|Ferdinand\w*|Umberto|Napol\w+)$"
)
_MIXED = re.compile(r"(?<![\w.,’'/-])(?=[a-zA-Z]*[01])(?:[a-zA-Z01]{3,}|0[fnr]|t0)(?![\w’'/-])")
_PRONOUN = re.compile(
    r"[l1](?<![^\s“‘(\"].) (?=(?:am|think|know|never|do not|did not|could not)\b"
    r"|(?<=l )(?:was|have|had|shall|should|did|do|can|could|will|would|must|may|might)\b)"
)
_IN_WORD = re.compile(r"[01](?:[a-zA-Z]|(?<=[a-zA-Z].))")
_IN_NUMBER = re.compile(r"\d(?:[lIO]|(?<=[lIO].))")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|s|d|l|m|o|a|er|re|e|me|mo|vo|to)$", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.,’'/-])(?=[\d,lIO]*[lIO])(?:[lI]\d{2,3}|\d[\dlIO]{1,2}\d|1[5-9]\d[lI]|\d{2,}O|\d{1,3}(?:,[\dlIO]{3})+)(?![\w’'/-])"
)
_DAY = re.compile(rf" ([Il])\s(?={'|'.join(MONTHS)})(?:(?<=\b(?:on|of|to|by|On) ..)|(?<=\b(?:from|till) ..))")
_DIGITS = str.maketrans("lIO", "110")


def doubled(corpus: Corpus) -> Findings:
    """A word that stands twice: `of the the Soviets`. Not `had had`, `Pago Pago`, `very very`, nor three times."""
    pairs = [(p, m) for p in corpus.passages if p.kind != "line" for m in _DOUBLED.finditer(p.text)]
    pairs = [(p, m) for p, m in pairs if p.text[max(0, m.start() - 1) : m.start()] not in tuple("’'–-")]
    counts = Counter(match[1].lower() for _, match in pairs)
    for passage, match in pairs:
        if _is_slip(match[1], match[2], counts) and not _goes_on(passage.text, match):
            yield at(passage, *match.span(), f"“{match.group()}”: is the word meant to stand twice?", match[1])


def _is_slip(first: str, second: str, counts: Counter[str]) -> bool:
    """Whether a small word stands twice in one sentence, or a longer one in this one place of the book."""
    word = first.lower()
    if word in _RIGHTLY or (first[0].islower() and second[0].isupper()):
        return False
    return word in _SMALL or (first.islower() and len(word) > 2 and counts[word] == 1)


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether the word stands a third time."""
    around = text[max(0, match.start() - 30) : match.start()].split()[-1:] + text[match.end() :][:30].split()[:1]
    return any(word.strip(",.;:!?—–").lower() == match[1].lower() for word in around)


def capital_i(corpus: Corpus) -> Findings:
    """`I` between two words of another language, where it can’t be the pronoun: `Rabochii I soldat`."""
    for text in corpus.texts:
        if not has_list(text.language):
            continue
        for passage in (passage for passage in text.passages if " I " in passage.text):
            for match in _CAPITAL_I.finditer(passage.text):
                foreign = not (is_known(match[1], text.language) or is_known(match[3], text.language))
                if foreign and not (match[3][0].isupper() and _REGNAL.match(match[1])):
                    message = f"“I” between two words of another language: is “{match[1]} i {match[3]}” meant?"
                    yield at(passage, *match.span(2), message, "i")


def digits_in_words(corpus: Corpus) -> Findings:
    """A digit for a letter: `1ate`, `w0rk`, `1 am`; or `l am`, which is neither."""
    for text in corpus.texts:
        for passage in text.passages:
            for match in _MIXED.finditer(passage.text) if _IN_WORD.search(passage.text) else ():
                word = match.group()
                if not _ORDINAL.match(word) and (better := _spelt(word, text.language)):
                    yield at(passage, *match.span(), f"“{word}”: is “{better}” meant?", better)
            for match in _PRONOUN.finditer(passage.text):
                char = passage.text[match.start()]
                yield at(passage, match.start(), match.start() + 1, f"“{char}”: is “I” meant?", "I")


def _spelt(word: str, language: str) -> str | None:
    """The known word that a word with digits stands for, if there is one."""
    if sum(char.isdigit() for char in word) * 2 >= len(word) and len(word) > 2:
        return None
    for one in "lIi":
        letters = word.replace("1", one).replace("0", "O" if word.isupper() else "o")
        if is_known(letters, language) and (letters.islower() or letters.istitle() or letters.isupper()):
            return letters
    return None


def letters_in_numbers(corpus: Corpus) -> Findings:
    """A letter for a digit: `l917`, `19l7`, `1O0`, `on I November`."""
    for passage in corpus.passages:
        for match in _NUMBER.finditer(passage.text) if _IN_NUMBER.search(passage.text) else ():
            number = match.group().translate(_DIGITS)
            yield at(passage, *match.span(), f"“{match.group()}”: is {number} meant?", number)
        for match in _DAY.finditer(passage.text):
            yield at(passage, *match.span(1), f"“{match[1]}” before the month: is 1 meant?", "1")
