"""A first date to working time: how much of it has passed at a moment, and when an amount of it will have passed.

A moment is a whole number of seconds since midnight at the start of the first date, on the wall clock
(summer time is left out: office hours follow the wall clock). Closing days come from `holidays`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from pathways.calendars.hours import CLOSED, DAY, Common, Days, EnglishBankHolidays, Week, Weekly

_YEAR: Final = 366
_COUNTED: Final = 200 * _YEAR  # days for which holidays and closing dates are looked up; no study lasts so long
_NEVER: Final = 1 << 60
_DAY_AT_THE_OFFICE: Final = (9 * 3600, 17 * 3600)
OFFICE: Final[Week] = (
    _DAY_AT_THE_OFFICE, _DAY_AT_THE_OFFICE, _DAY_AT_THE_OFFICE, _DAY_AT_THE_OFFICE, _DAY_AT_THE_OFFICE, CLOSED, CLOSED,
)  # fmt: skip
_BANK_HOLIDAYS: Final = EnglishBankHolidays()  # one for all, so that each year is looked up once


@dataclass
class Calendar:
    """One span of hours on each day that is open.

    Attributes
    ----------
    name
        `england`, `continuous`, or the words for a team's hours.
    first
        The date of moment 0.
    days
        The hours of each date; None where every second is worked.
    """

    name: str
    first: date
    days: Days | None
    _before: list[int] = field(default_factory=lambda: [0], repr=False)  # working seconds before each day
    _opens: list[int] = field(default_factory=list, repr=False)
    _closes: list[int] = field(default_factory=list, repr=False)

    @property
    def is_continuous(self) -> bool:
        """Whether every second is worked."""
        return self.days is None

    @cached_property
    def day_length(self) -> int:
        """Seconds of working time in the longest working day; in office hours they are all the same."""
        return DAY if self.days is None else max(closes - opens for opens, closes in self.days.week)

    @property
    def opens(self) -> int:
        """When the earliest working day of the week begins, in seconds after midnight."""
        return 0 if self.days is None else min(opens for opens, closes in self.days.week if opens < closes)

    def worked(self, moment: int) -> int:
        """Working seconds from moment 0 to `moment`."""
        if self.days is None:
            return moment
        day, clock = divmod(moment, DAY)
        if len(self._opens) <= day:
            self._cover(day)
        opens = self._opens[day]
        if clock <= opens:
            return self._before[day]
        closes = self._closes[day]
        return self._before[day] + (clock if clock < closes else closes) - opens

    def between(self, start: int, end: int) -> int:
        """Working seconds from `start` to `end`."""
        return self.worked(end) - self.worked(start)

    def add(self, moment: int, work: int) -> int:
        """The moment when `work` working seconds after `moment` are done; `moment` itself if there is no work.

        What is done at closing time is done then, not at the next opening.
        """
        if work <= 0:
            return moment
        if self.days is None:
            return moment + work
        return self._reached(self.worked(moment) + work)

    def take_off(self, moment: int, work: int) -> int:
        """The latest moment from which `work` working seconds are left until `moment`; -1 if there is none."""
        if self.days is None:
            return max(moment - work, -1)
        left = self.worked(moment) - work
        if left < 0:
            return -1
        while self._before[-1] <= left:
            self._cover(len(self._opens) + _YEAR)
        day = bisect_right(self._before, left) - 1
        return min(day * DAY + self._opens[day] + left - self._before[day], moment)

    def left_today(self, moment: int) -> int:
        """Working seconds until the next closing time if it is open at `moment`, else 0."""
        if self.days is None:
            return _NEVER
        day, clock = divmod(moment, DAY)
        self._cover(day)
        return max(self._closes[day] - clock, 0) if clock >= self._opens[day] else 0

    def is_opening(self, moment: int) -> bool:
        """Whether a day's work begins at this moment."""
        day, clock = divmod(moment, DAY)
        self._cover(day)
        return self.days is not None and clock == self._opens[day] < self._closes[day]

    def opening_from(self, moment: int) -> int:
        """The moment itself if it is open then, else when it next opens."""
        return moment if self.left_today(moment) else self.opening_after(moment)

    def opening_after(self, moment: int) -> int:
        """When it next opens after `moment`. Not for a continuous calendar."""
        day, clock = divmod(moment, DAY)
        self._cover(day)
        if self._opens[day] < self._closes[day] and clock < self._opens[day]:
            return day * DAY + self._opens[day]
        return self._reached(self._before[day + 1] + 1) - 1

    def hours_of(self, day: int) -> tuple[int, int]:
        """The moments when a day's work begins and ends, the same if it is closed; days count from 0."""
        self._cover(day)
        opens, closes = (0, DAY) if self.days is None else (self._opens[day], self._closes[day])
        return day * DAY + opens, day * DAY + closes

    def next_open_day(self, day: int) -> int:
        """The first working day from `day` on; days count from 0."""
        if self.days is None:
            return day
        self._cover(day)
        return self._reached(self._before[day] + 1) // DAY

    def spans(self, days: int) -> list[tuple[int, int, int]]:
        """For each of so many days: working seconds before it, and from when to when it is open.

        The last two are in seconds after midnight, and the same on a day that is closed.
        """
        if self.days is None:
            return [(day * DAY, 0, DAY) for day in range(days)]
        self._cover(days)
        return list(zip(self._before[:days], self._opens[:days], self._closes[:days], strict=True))

    def date_of(self, moment: int) -> datetime:
        """The date and time of a moment."""
        return datetime(self.first.year, self.first.month, self.first.day) + timedelta(seconds=moment)

    def moment_of(self, when: datetime) -> int:
        """The moment of a date and time; negative before the first date."""
        return int((when - self.date_of(0)).total_seconds())

    def _reached(self, work: int) -> int:
        """When so much working time, more than none, has been worked since moment 0."""
        while self._before[-1] < work:
            self._cover(len(self._opens) + _YEAR)
        day = bisect_left(self._before, work) - 1
        return day * DAY + self._opens[day] + work - self._before[day]

    def _cover(self, day: int) -> None:
        """Know the hours of every day up to this one."""
        while self.days is not None and len(self._opens) <= day:
            today = len(self._opens)
            if today < min(_COUNTED, (date.max - self.first).days):
                opens, closes = self.days(self.first + timedelta(days=today))
            else:
                opens, closes = self.days.week[(self.first.weekday() + today) % 7]
            self._opens.append(opens)
            self._closes.append(closes)
            self._before.append(self._before[-1] + closes - opens)


def weekdays(first: date) -> Calendar:
    """As `england`, but without bank holidays: for a first look at a study, which need not load them."""
    return Calendar("england", first, Weekly(OFFICE))


def england(first: date) -> Calendar:
    """Monday to Friday, 09:00 to 17:00, less the bank holidays of England; a working day is eight hours."""
    return Calendar("england", first, Weekly(OFFICE, _BANK_HOLIDAYS))


def continuous(first: date) -> Calendar:
    """Every second counts: a working day is 24 hours, and each day is one. For comparison with theory."""
    return Calendar("continuous", first, None)


def common(calendars: Iterable[Calendar]) -> Calendar:
    """The hours that all of the calendars, which begin on one date, have in common."""
    parts = tuple(calendars)
    days = tuple(dict.fromkeys(part.days for part in parts if part.days is not None))
    if len(days) <= 1:
        return next((part for part in parts if part.days is not None), parts[0])
    return Calendar(" and ".join(dict.fromkeys(part.name for part in parts)), parts[0].first, Common(days))
