"""A duration and a moment to the moment when the duration has passed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

from pathways.calendars.hours import DAY
from pathways.calendars.working import Calendar, continuous
from pathways.units import Duration

_FIXED: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_WORKING: Final = ("working hour", "working day")
# The mean Gregorian year, for an amount that is not counted from a date (a mean, a rate).
MEAN_YEAR: Final = Fraction(31_556_952)


def is_working(duration: Duration) -> bool:
    """Whether the unit counts working time."""
    return duration.unit in _WORKING


def working_amount(duration: Duration, calendar: Calendar) -> int | None:
    """Working seconds in a duration of working hours or working days; None for other units."""
    if not is_working(duration):
        return None
    unit = 3600 if duration.unit == "working hour" else calendar.day_length
    return round(Fraction(duration.amount) * unit)


def seconds(duration: Duration) -> int:
    """Elapsed seconds in a duration; a month or year has its mean length. Not for working hours or days."""
    if duration.unit == "month":
        return round(Fraction(duration.amount) * MEAN_YEAR / 12)
    if duration.unit == "year":
        return round(Fraction(duration.amount) * MEAN_YEAR)
    return round(Fraction(duration.amount) * _FIXED[duration.unit])


def moment_after(calendar: Calendar, moment: int, duration: Duration) -> int:
    """When a duration that began at `moment` is over.

    Working hours and days count working time. Whole months and years go by the date (31 January and one month is
    28 or 29 February); a part of a month or year has its share of the mean length.
    """
    work = working_amount(duration, calendar)
    if work is not None:
        return calendar.add(moment, work)
    if duration.unit in ("month", "year") and duration.amount == int(duration.amount):
        from dateutil.relativedelta import relativedelta

        whole = int(duration.amount)
        step = relativedelta(months=whole) if duration.unit == "month" else relativedelta(years=whole)
        return calendar.moment_of(calendar.date_of(moment) + step)
    return moment + seconds(duration)


@lru_cache(maxsize=64)  # scenarios of a study begin and end on the same dates
def days_after(first: date, days: int, duration: Duration) -> tuple[int, ...]:
    """The day on which whole months or years are over that began on each of so many days; days count from 0."""
    calendar = continuous(first)
    return tuple(moment_after(calendar, day * DAY, duration) // DAY for day in range(days))
