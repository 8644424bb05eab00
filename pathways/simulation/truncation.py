"""A model to how many weeks to leave out until it has settled, by MSER-5 on the open referrals of pilot replications.

MSER leaves out as much from the beginning as makes the mean of what is left most certain: it minimises the squared
standard error of the mean of what is left, as if its values were independent. MSER-5 does so on means of five values
(White 1997, Simulation 69(6); White, Cobb and Spratt 2000, Proc. Winter Simulation Conference 755-760). Here a value is
the mean number of open referrals in one week, over pilot replications. The last five means are not tried as a beginning
(Hoad and Robinson 2011, Proc. Winter Simulation Conference 450-461): so few can look steady by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from pathways.eventlog import Event, EventLog
from pathways.simulation.kernel import Kernel
from pathways.simulation.model import Model

WEEK: Final = 604_800
_BATCH: Final = 5
_LEAST_BATCHES: Final = 10
_NOT_TRIED: Final = 5
_PILOTS: Final = range(10, 41)  # at least and at most
_ENOUGH_REFERRALS: Final = 10_000
_FIRST_PILOT: Final = 1 << 30  # no replication that is measured has such a number


@dataclass(frozen=True)
class Truncation:
    """How much to leave out, and what that rests on.

    Attributes
    ----------
    weeks
        To leave out.
    open_by_week
        The mean number of open referrals in each week, over all pilots.
    statistic
        What was minimised: entry n is for leaving out the first n batches of five weeks.
    pilots
        How many replications there were.
    """

    weeks: int
    open_by_week: tuple[float, ...]
    statistic: tuple[float, ...]
    pilots: int

    @property
    def is_sure(self) -> bool:
        """Whether no more than half is left out, and more was tried: if not, it had not settled while one looked."""
        return 2 * self.weeks <= len(self.open_by_week) and self.weeks < _BATCH * (len(self.statistic) - 1)


def find_truncation(model: Model, seed: int) -> Truncation | None:
    """Leave out how much of a model without a warm-up? None if it lasts for less than 50 weeks.

    Parameters
    ----------
    seed
        Of the study; the pilots draw other numbers than the replications that are measured.
    """
    weeks = model.end // WEEK
    if weeks < _LEAST_BATCHES * _BATCH:
        return None
    totals, pilots, referrals = [0] * weeks, 0, 0
    while pilots < _PILOTS.start or (pilots + 1 in _PILOTS and referrals < _ENOUGH_REFERRALS):
        log = Kernel(model, seed, _FIRST_PILOT + pilots).run()
        totals = [a + b for a, b in zip(totals, _open_by_week(log, weeks), strict=True)]
        pilots += 1
        referrals += sum(row.event == Event.ARRIVE for row in log.rows())
    series = tuple(total / (pilots * WEEK) for total in totals)
    left_out, statistic = mser5(series)
    return Truncation(left_out, series, statistic, pilots)


def mser5(series: Sequence[float]) -> tuple[int, tuple[float, ...]]:
    """How many values of a series to leave out, and what was minimised, by number of batches left out.

    Parameters
    ----------
    series
        At least 50 values; those after the last whole batch of five are not used.

    Raises
    ------
    ValueError
        If there are fewer values.
    """
    batches = [fsum(series[at : at + _BATCH]) / _BATCH for at in range(0, len(series) - _BATCH + 1, _BATCH)]
    if len(batches) < _LEAST_BATCHES:
        raise ValueError(f"{len(series)} values are too few to tell: at least {_LEAST_BATCHES * _BATCH}")
    statistic = tuple(_mser(batches[first:]) for first in range(len(batches) - _NOT_TRIED))
    return _BATCH * statistic.index(min(statistic)), statistic


def _mser(values: Sequence[float]) -> float:
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values) / len(values) ** 2


def _open_by_week(log: EventLog, weeks: int) -> list[int]:
    """Seconds that referrals were open in each of the first weeks, added up over referrals."""
    change = [0] * (weeks + 1)  # of the number that is open, from the beginning of a week on
    area = [0] * weeks
    for row in log.rows():
        by = 1 if row.event == Event.ARRIVE else -1 if row.event == Event.END else 0
        week, within = divmod(row.time, WEEK)
        if by and week < weeks:
            area[week] += by * (WEEK - within)
            change[week + 1] += by
    number = 0
    for week in range(weeks):
        number += change[week]
        area[week] += number * WEEK
    return area
