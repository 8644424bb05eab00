"""Working time by tables of days: what `pathways.calendars` works out by date, compiled.

A calendar stands in the tables as six words: how many days it covers; where the working seconds before each day, the
moment at which each day opens, and the day by which so many stretches of 2**`STRETCH` working seconds are over begin;
the working seconds of all its days; and those of its longest day. Every second counts where it is NONE.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from pathways.simulation.compiled.access import Inline, U, only_here, word

DAY: Final = 86_400
STRETCH: Final = 13
NEVER: Final = 1 << 40
DAYS, BEFORE, OPENS, INDEX, TOTAL, LONGEST = 0, 1, 2, 3, 4, 5


@Inline
def day_of(moment: int) -> Any:
    """The number of the day of a moment."""
    return np.int64(U(moment) // U(DAY))


@Inline
def worked(table: Any, calendar: int, moment: int) -> int:
    """Working seconds from moment 0 to `moment`."""
    if calendar < 0:
        return moment
    day = day_of(only_here(moment))
    place = word(table, calendar + BEFORE) + day
    before = word(table, place)
    length = word(table, place + 1) - before
    clock = moment - word(table, word(table, calendar + OPENS) + day)
    return before + min(max(clock, 0), length)


@Inline
def reached(table: Any, calendar: int, target: int) -> int:
    """When so much working time, more than none, has been worked since moment 0; NEVER if the tables end before."""
    if target > word(table, calendar + TOTAL):
        return NEVER
    before = word(table, calendar + BEFORE)
    day = word(table, word(table, calendar + INDEX) + (target >> STRETCH))
    while word(table, before + day + 1) < target:
        day += 1
    return word(table, word(table, calendar + OPENS) + day) + target - word(table, before + day)


@Inline
def moment_when(table: Any, calendar: int, moment: int, work: int) -> int:
    """The moment when `work` working seconds after `moment` are done."""
    if work <= 0:
        return moment
    if calendar < 0:
        return moment + work
    return reached(table, calendar, worked(table, calendar, moment) + work)


@Inline
def left_today(table: Any, calendar: int, moment: int) -> int:
    """Working seconds until the next closing time if it is open at `moment`, else 0."""
    if calendar < 0:
        return NEVER
    day = day_of(moment)
    place = word(table, calendar + BEFORE) + day
    length = word(table, place + 1) - word(table, place)
    clock = moment - word(table, word(table, calendar + OPENS) + day)
    return max(length - clock, 0) if clock >= 0 else 0


@Inline
def is_opening(table: Any, calendar: int, moment: int) -> bool:
    """Whether a day's work begins at this moment."""
    if calendar < 0:
        return False
    day = day_of(moment)
    place = word(table, calendar + BEFORE) + day
    return moment == word(table, word(table, calendar + OPENS) + day) and word(table, place + 1) > word(table, place)


@Inline
def opening_after(table: Any, calendar: int, moment: int) -> int:
    """When it next opens after `moment`."""
    day = day_of(moment)
    place = word(table, calendar + BEFORE) + day
    opens = word(table, word(table, calendar + OPENS) + day)
    if word(table, place + 1) > word(table, place) and moment < opens:
        return opens
    return reached(table, calendar, word(table, place + 1) + 1) - 1


@Inline
def same_clock(table: Any, days: int, moment: int) -> int:
    """The moment at the same time of the day that stands for the present one in a table of days."""
    day = day_of(moment)
    return word(table, days + day) * DAY + moment - day * DAY
