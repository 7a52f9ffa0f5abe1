"""Dates that can’t be: days no month has, weekdays that don’t fit, and days of the two styles that are not one day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from .calendar import MONTHS, WEEKDAYS, Day, exists, new_style, old_style, weekdays, years_like
from .check import Finding, Findings, at
from .passages import Corpus, Passage, Text

_ABBREVIATED = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{_ABBREVIATED})\.?(?![a-z]))"
_DAY = r"\d{1,2}(?!\d)"
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s(?P<{}>1\d{{3}}|20\d\d)(?!\d))?"
_STYLE = r"(?:,?\s?(?:[ON]\.\s?S\.?|[ON]S|(?:[Oo]ld|[Nn]ew)\s[Ss]tyle))?"

_DIGIT, _MONTH_NAME = re.compile(r"\d"), re.compile(_ABBREVIATED)
_DAY_FIRST = re.compile(
    rf"(?<![\d/.,:–£$-])(?<!\d )(?P<day>{_DAY}){_TH}(?:\sday)?(?:\sof)?\s(?P<month>{_MONTH})(?!\w)"
    rf"{_YEAR.format('year')}"
)
_MONTH_FIRST = re.compile(
    rf"\b(?=[ADFJMNOS])(?P<month>{_MONTH})\s(?:the\s)?(?P<day>{_DAY})(?P<th>{_TH})(?![\w:/–-]|[.,]\d)"
    rf"(?:{_STYLE}\s?[\[(][^\])\n]{{1,24}}[\])])?{_YEAR.format('year')}"
)
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)}),?\s(?:the\s)?$")
_AFTER_WHAT = re.compile(r"\b(?:on|of|since|until|till|by|from|to|before|after|and|about|dated)\s$", re.IGNORECASE)
_ENDS_THERE = re.compile(r"$|[^\w\s]|\s(?:and|at|in|the|to|when|he|she|they|we|it)\b")

_DOUBLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<m1>{_MONTH})\s(?P<d1>{_DAY}){_TH}{_YEAR.format('y1')}{_STYLE},?\s?[\[(](?:(?P<m2>{_MONTH})\s)?"
        rf"(?P<d2>{_DAY}){_TH}{_YEAR.format('y2')}{_STYLE}[\])]{_YEAR.format('y3')}",
        rf"(?<![\d/.–-])(?P<d1>{_DAY}){_TH}(?:\s(?P<m1>{_MONTH}))?{_YEAR.format('y1')}{_STYLE}\s?[\[(](?P<d2>{_DAY}){_TH}"
        rf"(?:\s(?P<m2>{_MONTH}))?{_YEAR.format('y2')}{_STYLE}[\])](?:\s(?P<m3>{_MONTH}))?{_YEAR.format('y3')}",
        rf"(?<![\d/.–-])(?P<d1>{_DAY})(?:\s(?P<m1>{_MONTH}))?\s?/\s?(?P<d2>{_DAY})\s(?P<m2>{_MONTH}){_YEAR.format('y1')}",
        rf"\b(?P<m1>{_MONTH})\s(?P<d1>{_DAY})\s?/\s?(?:(?P<m2>{_MONTH})\s)?(?P<d2>{_DAY})(?![\d/]){_YEAR.format('y1')}",
    )
)
_MAY_BE_DOUBLE = re.compile(r"\d(?:st|nd|rd|th)?[^\d\n]{0,12}[\[(/]")

LIKELY_STYLES = range(8, 17)
"""Days apart that make two days in one date the two styles of it, one of them mistaken."""


class _Double(Struct, frozen=True):
    """One date in two styles: where its second day stands, the two, and years it may be of."""

    passage: Passage
    match: re.Match[str]
    first: Day
    second: Day
    years: tuple[int, ...]

    @property
    def is_right(self) -> bool:
        """Whether the second day is the first in the other style."""
        found = self.in_new_style | self.in_old_style
        # “October 25 (7)” leaves the month of the second day to the reader.
        return self.second in found or (self.match["m2"] is None and self.second.day in {day.day for day in found})

    @property
    def in_new_style(self) -> set[Day]:
        """What the first day is in the new style, if it is of the old."""
        return {new_style(year, self.first) for year in self.years}

    @property
    def in_old_style(self) -> set[Day]:
        """What the first day is in the old style, if it is of the new."""
        return {day for year in self.years if (day := old_style(year, self.first)) is not None}

    @property
    def is_near(self) -> bool:
        """Whether the two can be meant for one day."""
        return any(abs(self.apart + turn) in LIKELY_STYLES for turn in (-31, 0, 31))

    @property
    def apart(self) -> int:
        """About how many days the second day comes after the first; a year may end between them."""
        days = (self.second.month - self.first.month) * 31 + self.second.day - self.first.day
        return (days + 186) % 372 - 186


def impossible(corpus: Corpus) -> Findings:
    """A day that its month doesn’t have: `31 June`, `29 February 1917`."""
    for passage in corpus.passages:
        for match in _dates(passage.text):
            day, year = _day(match["month"], match["day"]), match["year"]
            if not exists(day, int(year) if year else None) and _is_date(passage.text, match):
                month = MONTHS[day.month - 1]
                message = f"{month} {year or ''}".strip() + f" has no {_ordinal(day.day)}"
                yield at(passage, *match.span("day"), message)


def weekday(corpus: Corpus) -> Findings:
    """A day of the week that fits a date in neither style: `Sunday, 7 November 1917`."""
    for passage in corpus.passages:
        for match in _dates(passage.text) if "day" in passage.text else ():
            named = _WEEKDAY.search(passage.text, max(0, match.start() - 16), match.start())
            day = _day(match["month"], match["day"])
            if not named or not match["year"] or not exists(day, int(match["year"])):
                continue
            fitting = weekdays(int(match["year"]), day)
            if WEEKDAYS.index(named[1]) not in fitting:
                was = " or ".join(WEEKDAYS[number] for number in sorted(fitting))
                message = f"{match.group().strip()} was no {named[1]}: it was a {was}, as the style may be"
                yield at(passage, *named.span(1), message)


def styles(corpus: Corpus) -> Findings:
    """Two styles that are not one day: `October 25 (November 6), 1917`, `1 (15) November`."""
    for text in corpus.texts:
        doubles = list(_doubles(text))
        right = sum(double.is_right for double in doubles)
        for double in doubles:
            if not double.is_right and (double.is_near or right >= 2):
                yield _ask_styles(double)


def _ask_styles(double: _Double) -> Finding:
    """The finding; where the first day can only be one day in the other style, with that."""
    written = double.match.group().strip()
    is_old = double.apart > 0 if not _share_day(double) else double.second.day in {d.day for d in double.in_new_style}
    meant = double.in_new_style if is_old else double.in_old_style
    if len(meant) != 1:
        return at(double.passage, *double.match.span("d2"), f"“{written}” is not one day in two styles")
    (day,) = meant
    styles = ("old", "new") if is_old else ("new", "old")
    message = f"“{written}”: {_shown(double.first)} of the {styles[0]} style is {_shown(day)} of the {styles[1]}"
    return at(double.passage, *_second(double.match), message, _written(double.match, day, double.second.month))


def _share_day(double: _Double) -> bool:
    """Whether the number of the second day is right in one style or the other, and only its month wrong."""
    return double.second.day in {day.day for day in double.in_new_style | double.in_old_style}


def _second(match: re.Match[str]) -> tuple[int, int]:
    """Where the second day stands, with its month if it has one."""
    spans = [match.span(group) for group in ("m2", "d2") if match[group] is not None]
    return min(span[0] for span in spans), max(span[1] for span in spans)


def _written(match: re.Match[str], day: Day, month: int) -> str:
    """A day in place of the second one, in the same form."""
    start, _ = _second(match)
    place = match.start("d2") - start
    words = match.string[slice(*_second(match))]
    words = words[:place] + str(day.day) + words[place + len(match["d2"]) :]
    if match["m2"] is None or day.month == month:
        return words
    return words.replace(match["m2"], MONTHS[day.month - 1])


def _doubles(text: Text) -> Iterator[_Double]:
    passages = [
        passage for passage in text.passages if _MONTH_NAME.search(passage.text) and _MAY_BE_DOUBLE.search(passage.text)
    ]
    if not passages:
        return
    usual = years_like(_years(text))
    for passage in passages:
        for match in (match for pattern in _DOUBLE for match in pattern.finditer(passage.text)):
            named = match.groupdict()
            first = named.get("m1") or named.get("m3") or named.get("m2")
            if first is None:
                continue
            days = _day(first, match["d1"]), _day(named.get("m2") or first, match["d2"])
            years = [int(year) for key in ("y1", "y2", "y3") if (year := named.get(key))]
            if exists(days[0]):
                if 12 in {day.month for day in days}:
                    years += [year - 1 for year in years]
                likely = tuple(year for year in years if year >= 1583)
                yield _Double(passage, match, *days, likely or usual)


def _years(text: Text) -> list[int]:
    """The years that a text and the date of its chapter name."""
    dated = [text.chapter.settings.date or "", *(passage.text for passage in text.passages)]
    return [int(year) for words in dated for year in re.findall(r"\b1\d{3}\b", words)]


def _dates(text: str) -> Iterator[re.Match[str]]:
    if _DIGIT.search(text) and _MONTH_NAME.search(text):
        yield from _DAY_FIRST.finditer(text)
        yield from _MONTH_FIRST.finditer(text)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """Whether month and number belong together, as in `In June 31 ships` they don't; with a year they do."""
    if match["year"] or match.groupdict().get("th"):
        return True
    if int(match["day"]) > 31:
        return False
    day_first = match.start("day") < match.start("month")
    return day_first or bool(
        _AFTER_WHAT.search(text[: match.start()][-8:]) or _ENDS_THERE.match(text, match.end("day"))
    )


def _day(month: str, day: str) -> Day:
    number = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month[:3]))
    return Day(number, int(day))


def _shown(day: Day) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
