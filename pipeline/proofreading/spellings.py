"""Spellings: one word written in two ways in one book, each pair asked about once, at the first use of the rarer."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from .check import Findings, at
from .passages import Corpus, Passage

_DOUBLE_L = (
    "travel|cancel|counsel|label|level|model|quarrel|marvel|jewel|signal|fuel|shovel|tunnel|channel|panel|libel|duel"
)
_LEVELS = tuple(
    (re.compile(pattern), level)
    for pattern, level in (
        (r"(?<=\w\w)our(?=s?$|ed$|ing$|abl[ey]$|it(?:e|es|ism)$|ers?$|less$|ful(?:ly)?$|hood|some$)", "or"),
        (r"(?<=\w\w\w)is(?=e[drs]?$|ers$|ing$|ations?$|able$)", "iz"),
        (r"(?<=\w\w)ys(?=e[drs]?$|ing$)", "yz"),
        (rf"^({_DOUBLE_L})l(?=ed$|ing$|ers?$|ors?$|ous|ery$)", r"\1"),
        (r"^(wi|ski)ll(?=ful)", r"\1l"),
        (r"^(fulfi|enro|insta|disti)ll$", r"\1l"),
        (r"^(cent|theat|lust|somb|sab|scept|spect|calib|meag|fib|saltpet)re(?=s?$|d$)", r"\1er"),
        (r"^(defen|offen|preten)c(?=es?$|eless)", r"\1s"),
        (r"(?<=dg)e(?=ments?$)", ""),
        (r"(fle|nne)xion", r"\1ction"),
        (r"(?<=log)ue(?=s?$|d$)", ""),
        (r"^(medi|encyclop)ae", r"\1e"),
        (r"^manoeuv(?:re|er)", "maneuver"),
        (r"^grey", "gray"),
        (r"^gaol", "jail"),
        (r"^shew", "show"),
        (r"^waggon", "wagon"),
        (r"^plough", "plow"),
        (r"^programme", "program"),
        (r"^sceptic", "skeptic"),
        (r"^(sm|m)ould", r"\1old"),
        (r"^enquir", "inquir"),
        (r"^intrust", "entrust"),
        (r"^burthen", "burden"),
        (r"^gips", "gyps"),
        (r"^[tc]zar", "tsar"),
        (r"^despatch", "dispatch"),
        (r"^cos(?=y$|i(?:er|est|ly)$)", "coz"),
    )
)
"""What tells British from American and older from newer spelling, levelled; words that differ in sense are left out."""

_MAY_BE_LEVELLED = re.compile(
    r"our|is(?:[ei]|a[tb])|ys[ei]|ll(?:[eiof]|$)|[bcghklpt]re[sd]?$|[nt]ce(?:s?$|l)|dgem|xion|ogue|[ip]ae|noeu|^grey|gaol"
    r"|shew|aggon|lough|ramme|ceptic|mould|^enq|^intru|urth|^gips|^[ct]zar|^desp|^cos[iy]"
)

_WITH_ACCENT = frozenset(
    "role regime naive naivete facade elite cafe debris debut decor depot eclat fete fiance fiancee melee menage"
    " protege cliche soiree seance crepe entree habitue matinee premiere precis communique clientele cortege"
    " denouement emigre employe levee materiel moire outre roue soupcon suede creche detente manege melange"
    " chateau hotel".split()
)
"""Loan words that English writes with an accent or without, meaning the same."""

_DIFFERENT = re.compile(
    r"re-(?:cover|creat|form|sign|sent|collect|mark|press|turn|treat|lay|lease|pos|present|sort|bound|dress|strain|store"
    r"|serv|solv|prove|produc|pair|act|call|count|fuse|view|tire|sound|side|move|late|ply|quest|search|spect|strict|tort|vers)"
    r"|.-|[\w-]*-.$"
)
"""`re-cover` is not `recover`."""

_PARTED = re.compile(r"(?<![\w-])(co|counter|anti|semi|vice|ultra|pan|non|neo|pseudo|ex|quasi) ([a-z]{4,})(?![\w-])")


def variants(corpus: Corpus) -> Findings:
    """One word spelt two ways: `labour`, `labor`; `realise`, `realize`; `judgement`, `judgment`; `rôle`, `role`."""
    counts = corpus.english.small_words
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for word in counts:
        if _MAY_BE_LEVELLED.search(word) and (key := _level(word)) != word:
            groups[key] |= {word} | {key} & counts.keys()
        elif not word.isascii() and (plain := _without_accents(word)) in counts and _is_loan_word(plain):
            groups[plain] |= {word, plain}
    yield from _ask_each(corpus.english, groups.values(), counts)


def compounds(corpus: Corpus) -> Findings:
    """One word with a hyphen and without, or parted: `co-operate`, `cooperate`, `coöperate`; `to-day`, `today`."""
    parted = [(p, m) for p in corpus.english.passages for m in _PARTED.finditer(p.text)]
    counts = corpus.small_words + Counter(match.group() for _, match in parted)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for word in counts:
        if ("-" in word and not _DIFFERENT.match(word)) or " " in word or not word.isascii():
            joined = re.sub("[- ]", "", _without_accents(word))
            groups[joined] |= {word} | {joined} & counts.keys()
    first = {match.group(): (passage, *match.span()) for passage, match in reversed(parted)}
    yield from _ask_each(corpus, filter(_differ_in_hyphen, groups.values()), counts, first)


def _differ_in_hyphen(group: set[str]) -> bool:
    """Whether a hyphen tells the words of a group apart; two words alone are a phrase."""
    return any("-" in word for word in group) or len({_without_accents(word) for word in group if " " not in word}) > 1


def _level(word: str) -> str:
    """A key that is the same for the spellings of one word.

    >>> [_level(word) for word in ("colours", "organisation", "travelled", "judgement", "four", "promise", "filled")]
    ['colors', 'organization', 'traveled', 'judgment', 'four', 'promize', 'filled']
    """
    for pattern, level in _LEVELS:
        word = pattern.sub(level, word)
    return word


def _without_accents(word: str) -> str:
    return (
        word if word.isascii() else "".join(c for c in unicodedata.normalize("NFD", word) if c.isalpha() or c in "- ’'")
    )


def _is_loan_word(plain: str) -> bool:
    return plain in _WITH_ACCENT or plain.removesuffix("s") in _WITH_ACCENT


def _ask_each(
    corpus: Corpus, groups: Iterable[set[str]], counts: Counter[str], first: Mapping[str, tuple[Passage, int, int]] = {}
) -> Findings:
    """A question for each rarer spelling of a group; of two that are as rare, for the later one.

    `first` has the first places of what is more than one word.
    """
    order = {word: number for number, word in enumerate(counts)}
    for group in groups:
        usual, *others = sorted(group, key=lambda word: (-counts[word], order[word]))
        for word in others:
            message = f"“{word}” here ({counts[word]}×), “{usual}” elsewhere ({counts[usual]}×)"
            hint = "if the author meant one spelling, make them one in emendations.toml"
            yield at(*(first.get(word) or corpus.first_use(word)), message, usual, hint, minor=True)
