"""A date to whether schools in England are in term, by a plain table of weeks. An ASSUMPTION.

There is no national calendar: each local authority and many a school set their own dates. The table has 39 weeks of
term in most years, and its weeks run from Monday to Sunday.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

BUILT_IN: Final = (
    "the built-in table of term weeks: holidays in February, at Easter, in May, in summer, October and at Christmas"
)
# (month, day, weeks): a holiday of so many weeks from the first Monday on or after that day.
_HOLIDAYS: Final = (
    (2, 12, 1),  # half-term in February
    (4, 1, 2),  # Easter, whatever its date
    (5, 25, 1),  # half-term with the last Monday in May
    (10, 22, 1),  # half-term in October
    (12, 19, 2),  # Christmas
)
_SUMMER: Final = ((7, 20), (9, 1))  # from the first Monday on or after the one to that on or after the other


def is_in_term(day: date) -> bool:
    """Whether a date lies in a week of term."""
    return day - timedelta(days=day.weekday()) not in _weeks_off(day.year) | _weeks_off(day.year - 1)


def is_within(day: date, terms: Sequence[tuple[date, date]]) -> bool:
    """Whether a date lies in one of the terms, each given by its first and last day."""
    return any(first <= day <= last for first, last in terms)


@cache
def _weeks_off(year: int) -> frozenset[date]:
    """The Mondays of the weeks of holiday that begin in a year."""
    found: set[date] = set()
    for month, day, weeks in _HOLIDAYS:
        first = _monday(date(year, month, day))
        found |= {first + timedelta(weeks=week) for week in range(weeks)}
    week, back = (_monday(date(year, month, day)) for month, day in _SUMMER)
    while week < back:
        found.add(week)
        week += timedelta(weeks=1)
    return frozenset(found)


def _monday(day: date) -> date:
    """The first Monday on or after a date."""
    return day + timedelta(days=-day.weekday() % 7)
