"""A date to the hours that are worked on it: words such as "Mon-Fri 09:00-17:00" and closing dates, read and combined.

Hours are (opens, closes) in seconds after midnight, equal on a day that is closed. Everything here can be sent to a
worker process.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final, Protocol

DAY: Final = 86_400
CLOSED: Final = (0, 0)
Hours = tuple[int, int]
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_TIME: Final = r"([01]?[0-9]|2[0-4]):([0-5][0-9])"
_SPAN: Final = re.compile(rf"{_DAY}(?:\s*(?:-|to)\s*{_DAY})?\s+{_TIME}\s*-\s*{_TIME}", re.ASCII)
EXAMPLES: Final = "'Mon-Fri 09:00-17:00', 'Mon-Thu 08:30-17:00, Fri 08:30-16:30', 'always'"


class Days(Protocol):
    """The hours of each date."""

    @property
    def week(self) -> Week:
        """The hours of a week without holidays, from Monday."""

    def __call__(self, day: date) -> Hours:
        """The hours of one date."""


@dataclass(frozen=True)
class WorkingHours:
    """Hours by weekday, as a study writes them; `week` is None where every second is worked."""

    text: str
    week: Week | None


def parse_hours(text: str) -> WorkingHours:
    """Read hours such as `Mon-Fri 09:00-17:00`, several after commas, or `always`.

    Raises
    ------
    ValueError
        If the words are not understood, a day is named twice, or a day ends before it begins.
    """
    words = " ".join(text.lower().split())
    if words == "always":
        return WorkingHours(text, None)
    week = [CLOSED] * 7
    for part in words.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"'{part.strip()}' does not say when the team works: write for example {EXAMPLES}")
        first, last = _DAYS.index(match[1]), _DAYS.index(match[2] or match[1])
        opens, closes = (int(match[n]) * 3600 + int(match[n + 1]) * 60 for n in (3, 5))
        if not opens < closes <= DAY:
            raise ValueError(f"'{part.strip()}' ends before it begins: write the hours of one day, at most 00:00-24:00")
        for day in range(first, last + 1 if first <= last else last + 8):
            if week[day % 7] != CLOSED:
                raise ValueError(f"'{text}' gives {_DAYS[day % 7].capitalize()} twice: each day has one span of hours")
            week[day % 7] = (opens, closes)
    return WorkingHours(text, (week[0], week[1], week[2], week[3], week[4], week[5], week[6]))


class EnglishBankHolidays:
    """Whether a date is a bank holiday of England."""

    def __init__(self) -> None:
        self._years: dict[int, frozenset[date]] = {}

    def __call__(self, day: date) -> bool:
        if day.year not in self._years:
            import holidays  # 0.25 s, so only when a study needs it

            self._years[day.year] = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=day.year))
        return day in self._years[day.year]


@dataclass(frozen=True)
class Weekly:
    """The same week again and again, less holidays and closing dates (first and last of each)."""

    week: Week
    is_holiday: Callable[[date], bool] | None = None
    closed: tuple[tuple[date, date], ...] = ()

    def __call__(self, day: date) -> Hours:
        hours = self.week[day.weekday()]
        if hours == CLOSED or any(first <= day <= last for first, last in self.closed):
            return CLOSED
        return CLOSED if self.is_holiday is not None and self.is_holiday(day) else hours


@dataclass(frozen=True)
class Common:
    """The hours that all of several have in common."""

    parts: tuple[Days, ...]

    @property
    def week(self) -> Week:
        days = [reduce(overlap, (part.week[day] for part in self.parts)) for day in range(7)]
        return (days[0], days[1], days[2], days[3], days[4], days[5], days[6])

    def __call__(self, day: date) -> Hours:
        return reduce(overlap, (part(day) for part in self.parts))


def overlap(one: Hours, other: Hours) -> Hours:
    """What two spans of one day have in common."""
    opens, closes = max(one[0], other[0]), min(one[1], other[1])
    return (opens, closes) if opens < closes else CLOSED
