"""A calendar to how working time and time by the clock bound each other, whenever something begins."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.calendars import Calendar

DAY: Final = 86_400  # seconds


class Pace:
    """How working time and time by the clock bound each other, whenever something begins.

    Over any stretch of the study, and a year beyond it: elapsed <= slack + ratio * worked, and
    worked <= spare + elapsed / ratio. The least slack for a given ratio is the greatest rise of
    elapsed - ratio * worked, found in one pass over the moments at which offices open and close.
    """

    def __init__(self, calendar: Calendar, end: int) -> None:
        last = end + 366 * DAY
        total = calendar.worked(last)
        self.ratio = Fraction(last, total)
        lowest = highest = rise = fall = 0  # of elapsed * total - last * worked, a whole number
        for day in range(0 if calendar.is_continuous else last // DAY):
            for moment in calendar.hours_of(day):
                drift = moment * total - last * calendar.worked(moment)
                lowest, highest = min(lowest, drift), max(highest, drift)
                rise, fall = max(rise, drift - lowest), max(fall, highest - drift)
        self.slack, self.spare = Fraction(rise, total), Fraction(fall, last)

    def clock(self, work: Fraction) -> Fraction:
        """The greatest time by the clock that so much work can take."""
        return self.slack + self.ratio * work if work else work

    def work(self, elapsed: Fraction) -> Fraction:
        """The greatest working time in so much time by the clock."""
        return min(self.spare + elapsed / self.ratio, elapsed)

    def least_work(self, elapsed: Fraction) -> Fraction:
        """The least working time in so much time by the clock."""
        return max((elapsed - self.slack) / self.ratio, Fraction(0))
