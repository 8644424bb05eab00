"""A standard and a stretch of time to how much of the standard it used up, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pathways.calendars import DAY, Calendar, moment_after, working_amount
from pathways.units import Duration

# A standard has so many parts, and a part begun is used up: no more than so many are used up exactly where it was kept.
ON_TIME_BITS: Final = 26
ON_TIME: Final = 1 << ON_TIME_BITS


@dataclass(frozen=True)
class Standard:
    """A duration that something may take."""

    within: Duration
    calendar: Calendar

    @cached_property
    def work(self) -> int | None:
        """Working seconds; None where it is not counted in working time."""
        work = working_amount(self.within, self.calendar)
        return None if work is None else max(work, 1)

    def due(self, start: int) -> int:
        """Elapsed seconds from `start` until it runs out; months and years go by the date. Not for working time."""
        return max(moment_after(self.calendar, start, self.within) - start, 1)

    def due_by_day(self, days: int) -> Sequence[int]:
        """`due` for a start on each day: the time of day does not matter. Not for working time."""
        if self.within.unit not in ("month", "year"):
            return [self.due(0)] * days
        return [self.due(day * DAY) for day in range(days)]

    def used(self, start: int, end: int) -> int:
        """How many of its `ON_TIME` parts were used up from `start` to `end`."""
        if self.work is not None:
            return -((-self.calendar.between(start, end) << ON_TIME_BITS) // self.work)
        return -((-(end - start) << ON_TIME_BITS) // self.due(start))
