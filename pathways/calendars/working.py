"""A first date to working time: how much of it has passed at a moment, and when an amount of it will have passed.

A moment is a whole number of seconds since midnight at the start of the first date, on the wall clock
(summer time is left out: office hours follow the wall clock). Closing days come from `holidays`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

DAY: Final = 86_400
_YEAR: Final = 366


@dataclass
class Calendar:
    """Office hours from `opens` to `closes` (seconds after midnight) on the days that are open.

    Attributes
    ----------
    name
        `england` or `continuous`.
    first
        The date of moment 0.
    is_open
        Whether a date is a working day; None when every day is.
    """

    name: str
    first: date
    opens: int
    closes: int
    is_open: Callable[[date], bool] | None
    _before: list[int] = field(default_factory=lambda: [0], repr=False)  # open days before each day
    _open_days: list[int] = field(default_factory=list, repr=False)

    @property
    def day_length(self) -> int:
        """Seconds of working time in one working day."""
        return self.closes - self.opens

    def worked(self, moment: int) -> int:
        """Working seconds from moment 0 to `moment`."""
        if self.is_open is None:
            return moment
        day, clock = divmod(moment, DAY)
        counts = self._before
        if len(counts) <= day + 1:
            self._cover(day + 1)
        before = counts[day]
        done = before * (self.closes - self.opens)
        if clock > self.opens and counts[day + 1] > before:
            done += (clock if clock < self.closes else self.closes) - self.opens
        return done

    def between(self, start: int, end: int) -> int:
        """Working seconds from `start` to `end`."""
        return self.worked(end) - self.worked(start)

    def add(self, moment: int, work: int) -> int:
        """The moment when `work` working seconds after `moment` are done; `moment` itself if there is no work."""
        if work <= 0:
            return moment
        if self.is_open is None:
            return moment + work
        full, rest = divmod(self.worked(moment) + work, self.day_length)
        if rest == 0:  # done at closing time of the day before, not at opening time of the next
            full, rest = full - 1, self.day_length
        while len(self._open_days) <= full:
            self._cover(len(self._before) + _YEAR)
        return self._open_days[full] * DAY + self.opens + rest

    def next_open_day(self, day: int) -> int:
        """The first working day from `day` on; days count from 0."""
        if self.is_open is None:
            return day
        while True:
            self._cover(day + 1)
            found = bisect_right(self._open_days, day - 1)
            if found < len(self._open_days):
                return self._open_days[found]
            self._cover(len(self._before) + _YEAR)

    def date_of(self, moment: int) -> datetime:
        """The date and time of a moment."""
        return datetime(self.first.year, self.first.month, self.first.day) + timedelta(seconds=moment)

    def moment_of(self, when: datetime) -> int:
        """The moment of a date and time; negative before the first date."""
        return int((when - self.date_of(0)).total_seconds())

    def _cover(self, days: int) -> None:
        while self.is_open is not None and len(self._before) <= days:
            today = len(self._before) - 1
            is_open = self.is_open(self.first + timedelta(days=today))
            if is_open:
                self._open_days.append(today)
            self._before.append(self._before[-1] + is_open)


class _EnglishWorkingDays:
    """Monday to Friday less the bank holidays of England. A class, so that a calendar can be sent to a worker."""

    def __init__(self) -> None:
        self._closed: dict[int, frozenset[date]] = {}

    def __call__(self, day: date) -> bool:
        if day.weekday() >= 5:
            return False
        if day.year not in self._closed:
            import holidays  # 0.25 s, so only when a study needs it

            self._closed[day.year] = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=day.year))
        return day not in self._closed[day.year]


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def weekdays(first: date) -> Calendar:
    """As `england`, but without bank holidays: for a first look at a study, which need not load them."""
    return Calendar("england", first, 9 * 3600, 17 * 3600, _is_weekday)


def england(first: date) -> Calendar:
    """Monday to Friday, 09:00 to 17:00, less the bank holidays of England; a working day is eight hours."""
    return Calendar("england", first, 9 * 3600, 17 * 3600, _EnglishWorkingDays())


def continuous(first: date) -> Calendar:
    """Every second counts: a working day is 24 hours, and each day is one. For comparison with theory."""
    return Calendar("continuous", first, 0, DAY, None)
