"""Dates to the months and quarters that a pack counts by, as moments of a log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

_DAY: Final = 86_400
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Period:
    """From the moment `start` until before `end`, in seconds since the log's first date."""

    label: str
    start: int
    end: int

    def has(self, moment: int | None) -> bool:
        """Whether it lies in the period; what never happened does not."""
        return moment is not None and self.start <= moment < self.end


def first_quarter(measured_from: date) -> date:
    """The first day of the first whole quarter from a date on."""
    month = (measured_from.month - 1) // 3 * 3 + 1
    start = date(measured_from.year, month, 1)
    return start if start >= measured_from else _later(start, 3)


def quarters(first: date, count: int, log_starts: date) -> tuple[Period, ...]:
    """So many quarters from a first day on."""
    return tuple(_period(_later(first, 3 * n), 3, log_starts) for n in range(count))


def months(first: date, count: int, log_starts: date) -> tuple[Period, ...]:
    """The months of so many quarters."""
    return tuple(_period(_later(first, n), 1, log_starts) for n in range(3 * count))


def end_of(first: date, count: int) -> date:
    """The day after so many quarters."""
    return _later(first, 3 * count)


def _period(start: date, length: int, log_starts: date) -> Period:
    end = _later(start, length)
    last = _MONTHS[(start.month + length - 2) % 12]
    name = _MONTHS[start.month - 1] if length == 1 else f"{_MONTHS[start.month - 1]}\u2013{last}"
    return Period(f"{name} {start.year}", (start - log_starts).days * _DAY, (end - log_starts).days * _DAY)


def _later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
