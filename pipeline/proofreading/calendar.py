"""Calendars: which days there are, and which day of the new style a day of the old style is.

The arithmetic is that of the Julian day number (Richards, in *Explanatory Supplement to the Astronomical Almanac*,
3rd ed., 2013, ch. 15). The styles are 10 days apart until 28 February 1700 (O.S.), then 11, 12 from 1800, 13 from 1900.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from msgspec import Struct

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_GREGORIAN_EPOCH = 1721425
"""The Julian day number of the day before 1 January of the year 1."""


class Day(Struct, frozen=True, order=True):
    """A day of a month, 1 to 12."""

    month: int
    day: int


def exists(day: Day, year: int | None = None) -> bool:
    """Whether a month has such a day, in either style: 29 February 1900 was a day in Russia.

    >>> exists(Day(6, 31)), exists(Day(2, 29), 1917), exists(Day(2, 29), 1900), exists(Day(2, 29))
    (False, False, True, True)
    """
    if (day.month, day.day) == (2, 29) and year is not None:
        return year % 4 == 0
    return 1 <= day.day <= _DAYS[day.month - 1]


def julian_day(year: int, day: Day) -> int:
    """The Julian day number of a day of the old style."""
    from_march = (day.month - 3) % 12
    shifted = year + 4800 - (day.month < 3)
    return day.day + (153 * from_march + 2) // 5 + 365 * shifted + shifted // 4 - 32083


def new_style(year: int, old: Day) -> Day:
    """The day of the new style that a day of the old style is.

    >>> new_style(1917, Day(10, 25)), new_style(1900, Day(2, 28)), new_style(1900, Day(2, 29))
    (Day(month=11, day=7), Day(month=3, day=12), Day(month=3, day=13))
    """
    date = datetime.date.fromordinal(julian_day(year, old) - _GREGORIAN_EPOCH)
    return Day(date.month, date.day)


def old_style(year: int, new: Day) -> Day | None:
    """The day of the old style that a day of the new style is, if there was such a day.

    >>> old_style(1917, Day(11, 7)), old_style(1918, Day(1, 1)), old_style(1900, Day(3, 13))
    (Day(month=10, day=25), Day(month=12, day=19), Day(month=2, day=29))
    """
    if not _is_gregorian(year, new):
        return None
    number = datetime.date(year, new.month, new.day).toordinal() + _GREGORIAN_EPOCH
    of_cycle = (4 * (number + 1401) + 3) % 1461 // 4
    from_march, left = divmod(5 * of_cycle + 2, 153)
    return Day((from_march + 2) % 12 + 1, left // 5 + 1)


def weekdays(year: int, day: Day) -> set[int]:
    """The days of the week that a date was, in the new style and in the old; 0 is Monday."""
    found = {julian_day(year, day) % 7}
    return found | {datetime.date(year, day.month, day.day).weekday()} if _is_gregorian(year, day) else found


def _is_gregorian(year: int, day: Day) -> bool:
    leaps = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return exists(day) and ((day.month, day.day) != (2, 29) or leaps)


def years_like(years: Iterable[int]) -> tuple[int, ...]:
    """Years that stand for a text’s own where a date has none: one common and one leap year for each distance.

    One distance is taken if four in five of the text’s years have it; a text without years is of 1800 to our time.
    """
    distances = [max(10, min(13, year // 100 - 6)) for year in years if year >= 1583]
    usual = {d for d in distances if distances.count(d) * 5 >= len(distances) * 4} or set(distances) or {12, 13}
    return tuple(year for d in sorted(usual) for year in (100 * (d + 6) + 17, 100 * (d + 6) + 16))
