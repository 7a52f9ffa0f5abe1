"""Naming: every name a book uses, found by its capitals, with what the words around it say about its kind.

`the Second Congress of Soviets` is one name and `Kerensky’s Cossacks` two; a capital that only begins a sentence, or
makes a common noun solemn, is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from msgspec import Struct, field

from ..proofreading.passages import Corpus, Passage
from ..vocabulary import word_list
from .evidence import INITIALS, SEATS, side
from .italics import emphasised, foreign_words
from .lexicon import BORROWED, SMALL, TITLES, is_latin, kinds_of

_LARGE = r"[^\W\d_a-zß-öø-ÿ]"
_CAPITAL = re.compile(rf"{_LARGE}(?<![\w.’'-].)(?:\.(?:{_LARGE}\.)+|\w*(?:[’'-]\w+)*)(?<!_)")
_JOINS = re.compile(r" (?:(?:of|for|on)(?: the)?|de|du|des|van|von|der|di|da|al|bin|ibn|i|y) ")
_OF = re.compile(r" (?:of|for|on)(?: the)? ")
_OPENS = re.compile(r"(?:^|[.!?:;…]|\n|[.!?][”’\"')\]]+)[\s“‘\"'(\[—–-]*$")
_LISTED = re.compile(r",? (?:and|or) |, ")
_AND_OR = re.compile(r",? (?:and|or) ")
_PEOPLE = re.compile(
    r"(?:people|folk|.*men|workers?|soldiers?|sailors?|peasants?|deput\w+|citizens|students|nobles)", re.I
)
_AND = re.compile(r" [iI] ([a-zß-öø-ÿ]+)")
_ROMAN = re.compile(r"[IVXLCDM]+")
_THE = re.compile(r"\b[Tt]he $")
_BELONGS_TO = re.compile(
    r" (?:works|factor(?:y|ies)|plants?|mills?|mines?|(?:ship)?yards?|barracks|palace|prison|theatre|hall|hospital|"
    r"school|institute|museum|bridge|streets?|square|quarter|road|railway|station|regiments?|divisions?|battalions?|brigade|"
    r"garrison|guards?|sailors|soldiers|workers|men|district|government|province)\b",
    re.IGNORECASE,
)
"""What is called after a name: of `the Obukhov factory` the article is the factory’s."""
_ORDINAL = re.compile(r"First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|All")
_OWNER = re.compile(r"(.+?)[’']s")
_POSSESSIVE = re.compile(r"[’']s?$")
_SHOUTED = re.compile(r"[A-Z’' -]{5,}")


class Mention(Struct, frozen=True):
    """A name at its place; `opens` says that it begins a sentence, where any word has a capital."""

    form: str
    passage: Passage
    start: int
    end: int
    opens: bool


class Name(Struct):
    """A name as it is spelt, with its places, and how often what is around it speaks for a person, a place, a title.

    `weak` counts `to` and `from`, `beside` the names it is listed with.
    """

    form: str
    mentions: list[Mention] = field(default_factory=list)
    person: int = 0
    place: int = 0
    weak: int = 0
    beside: Counter[str] = field(default_factory=Counter)
    article: int = 0
    italic: int = 0

    @property
    def inside(self) -> int:
        """How often it stands inside a sentence."""
        return sum(not mention.opens for mention in self.mentions)


def find_names(corpus: Corpus) -> dict[str, Name]:
    """Every name of the corpus by its spelling, in the order of first use."""
    solemn = _solemn(corpus)
    names: dict[str, Name] = {}
    italics = {text.chapter.key: emphasised(text.chapter) for text in corpus.texts}
    for passage in corpus.passages:
        emphasis = italics[passage.chapter.key]
        if passage.kind != "heading" and not _SHOUTED.fullmatch(passage.text):
            mentions = list(_mentions(passage, solemn))
            for mention in mentions:
                _note(names.setdefault(mention.form, Name(mention.form)), mention, emphasis)
            for listed in _lists(mentions):
                for form in listed:
                    names[form].beside.update(other for other in listed if other != form)
            for form, start in foreign_words(passage, emphasis):
                mention = Mention(form, passage, start, start + len(form), False)
                _note(names.setdefault(form, Name(form)), mention, emphasis)
    for form, name in names.items():
        seat, _, noun = form.rpartition(" ")
        if noun in SEATS and seat in names:
            names[seat].place += len(name.mentions)
        head, _, owner = form.partition(" of ")
        if owner in names and kinds_of(head.split()[-1])[:1] == ("place",):
            names[owner].place += len(name.mentions)
    return {
        form: name
        for form, name in names.items()
        if (name.inside or _is_long(form)) and not (form.isupper() and form.capitalize() in names)
    }


def _is_long(form: str) -> bool:
    return " " in form


def _note(name: Name, mention: Mention, emphasis: dict[int, str]) -> None:
    text, start, end = mention.passage.text, mention.start, mention.end
    name.mentions.append(mention)
    told = side(text, start, end)
    name.person += told == "person"
    name.place += told == "place"
    name.weak += told == "weak"
    name.italic += emphasis.get(mention.passage.span(start, end).start) == mention.form
    name.article += bool(_THE.search(text, max(0, start - 8), start)) and not _BELONGS_TO.match(text, end)


def _lists(mentions: list[Mention]) -> Iterator[list[str]]:
    """The names that stand in one list: `Kiev, Kazan and Perm`, which are of one kind."""
    run, sure = mentions[:1], False
    for last, mention in pairwise(mentions):
        gap = mention.passage.text[last.end : mention.start]
        if _LISTED.fullmatch(gap):
            run, sure = [*run, mention], sure or _AND_OR.fullmatch(gap) is not None
            continue
        if len(run) > 1 and sure:
            yield [m.form for m in run]
        run, sure = [mention], False
    if len(run) > 1 and sure:
        yield [m.form for m in run]


def _solemn(corpus: Corpus) -> frozenset[str]:
    """Words that have a capital here or there, but for the most part have none: `the Party`, `his Work`."""
    words = corpus.words
    lowered: Counter[str] = Counter()
    for word, count in words.items():
        if word.islower():
            lowered[word] += count
    return frozenset(
        word
        for word in words
        if word[0].isupper() and lowered[word.lower()] and lowered[word.lower()] * 2 >= words[word]
    )


def _mentions(passage: Passage, solemn: frozenset[str]) -> Iterator[Mention]:
    for run in _runs(passage.text):
        if len(run) == 1 and _is_small(run[0].group()):
            continue  # the article that begins a sentence: of all capitals every third
        begin = run[0].start()
        opens = _OPENS.search(passage.text, max(0, begin - 12), begin) is not None
        opens = opens and not INITIALS.search(passage.text, max(0, begin - 4), begin)
        tokens = _trimmed(run, opens, solemn)
        if not tokens or _is_common(tokens, solemn):
            continue
        start, end = tokens[0].start(), _title_end(passage.text, tokens[-1])
        form = _bare(passage.text[start:end])
        if not form.isascii() and not is_latin(form):
            continue
        yield Mention(form, passage, start, start + len(form), opens and tokens[0] is run[0])


def _title_end(text: str, last: re.Match[str]) -> int:
    """Where a foreign title ends that goes on in small letters: `Rabochii i soldat`."""
    more = _AND.match(text, last.end())
    words = word_list("en")
    return more.end() if more and last.group().lower() not in words and more[1] not in words else last.end()


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Capitalised words that belong together."""
    run: list[re.Match[str]] = []
    for token in _CAPITAL.finditer(text):
        if run and not _belongs(text, run, token):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _belongs(text: str, run: list[re.Match[str]], token: re.Match[str]) -> bool:
    """Whether a capitalised word goes on with the name before it."""
    last, gap = run[-1].group(), text[run[-1].end() : token.start()]
    if gap == " ":
        owner = _OWNER.fullmatch(last)
        return owner is None or _PEOPLE.fullmatch(owner[1]) is not None
    if gap in ("’ ", "' "):
        return last.endswith("s") and _PEOPLE.fullmatch(last) is not None
    if gap in ("’ and ", "' and "):
        return last.endswith("s") and _PEOPLE.fullmatch(last) is not None
    if _OF.fullmatch(gap):
        return bool(kinds_of(last)) or last.lower() in TITLES
    return _JOINS.fullmatch(gap) is not None


def _trimmed(run: list[re.Match[str]], opens: bool, solemn: frozenset[str]) -> list[re.Match[str]]:
    """A run without the words at its ends that are no part of a name: `On Monday the`, `Comrade`."""
    tokens = list(run)
    while tokens and _is_small(tokens[0].group()) and not _counts(tokens):
        tokens = tokens[1:]
    if opens and len(tokens) > 1 and tokens[0] is run[0] and tokens[0].group() in solemn:
        tokens = tokens[1:]
    while (
        len(tokens) > 1
        and tokens[0].group().rstrip(".").lower() in TITLES
        and not _OF.match(tokens[0].string, tokens[0].end())
    ):
        tokens = tokens[1:]
    while tokens and _is_small(tokens[-1].group()):
        tokens = tokens[:-1]
    return tokens


def _counts(tokens: list[re.Match[str]]) -> bool:
    """`Second Congress`, `All Russia`: words that belong to the name they begin."""
    return len(tokens) > 1 and _ORDINAL.fullmatch(tokens[0].group()) is not None


@cache
def _is_small(word: str) -> bool:
    bare = _bare(word)
    return bare.lower() in SMALL or len(bare) == 1 or (len(bare) > 2 and _ROMAN.fullmatch(bare) is not None)


def _is_common(tokens: list[re.Match[str]], solemn: frozenset[str]) -> bool:
    """Whether a single word is a common noun with a capital, or a number."""
    if len(tokens) > 1:
        return all(_bare(token.group()) in solemn for token in tokens) and "party" not in kinds_of(tokens[-1].group())
    word = _bare(tokens[0].group())
    if word.isupper() and len(word) > 3 and word.lower() in word_list("en"):
        return True
    if word.isupper() or "." in word:
        return _ROMAN.fullmatch(word) is not None and not _THE.search(tokens[0].string, 0, tokens[0].start())
    noun = word.lower()
    if noun in BORROWED or kinds_of(noun)[:1] == ("party",):
        return word in solemn
    return word in solemn or bool(kinds_of(noun)) or noun in TITLES


def _bare(form: str) -> str:
    """A name without the ending of the possessive."""
    return _POSSESSIVE.sub("", form)
