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
from typing import TYPE_CHECKING, Final

from pathways.eventlog import Event
from pathways.eventlog.packed import EVENT_BITS, TIME_SHIFT
from pathways.simulation.model import Model
from pathways.simulation.running.kernels import Runner, aside, give_back, lend

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

WEEK: Final = 604_800
_BATCH: Final = 5
_LEAST_BATCHES: Final = 10
_NOT_TRIED: Final = 5
_LEAST_PILOTS: Final = 10
_MOST_PILOTS: Final = 400
_ENOUGH_REFERRALS: Final = 10_000  # before it is looked whether they allow a decision
_MOST_REFERRALS: Final = 2_000_000  # no more pilots are run after so many, whether or not they do
_EVENT: Final = (1 << EVENT_BITS) - 1
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


def find_truncation(model: Model, seed: int, *, by_reference: bool = False) -> Truncation | None:
    """Leave out how much of a model without a warm-up? None if it lasts for less than 50 weeks.

    Where few referrals come, many pilots are needed before chance no longer hides when the number has settled. So there
    are as many as bring 10,000 referrals; and twice as many, again and again, while no decision is sure, up to 400.

    Parameters
    ----------
    seed
        Of the study; the pilots draw other numbers than the replications that are measured.
    by_reference
        By the reference kernel. The result is the same.
    """
    weeks = model.end // WEEK
    if weeks < _LEAST_BATCHES * _BATCH:
        return None
    return aside(_find, model, seed, weeks, by_reference)


def _find(model: Model, seed: int, weeks: int, by_reference: bool) -> Truncation:
    import numpy as np

    runner, space = Runner(model, by_reference=by_reference), lend()
    total, pilots, referrals, look_at = np.zeros(weeks, dtype=np.int64), 0, 0, _LEAST_PILOTS
    try:
        while True:
            events = runner.run(seed, _FIRST_PILOT + pilots, space).events
            total += _open_by_week(events, weeks)
            pilots += 1
            referrals += int(np.count_nonzero(events[:, 0] & _EVENT == Event.ARRIVE))
            is_last = pilots == _MOST_PILOTS or referrals >= _MOST_REFERRALS
            if not is_last and (pilots < look_at or referrals < _ENOUGH_REFERRALS):
                continue
            series = tuple(seconds / (pilots * WEEK) for seconds in total.tolist())
            left_out, statistic = mser5(series)
            found = Truncation(left_out, series, statistic, pilots)
            if found.is_sure or is_last:
                return found
            look_at = 2 * pilots
    finally:
        give_back(space)


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


def _open_by_week(events: NDArray[int64], weeks: int) -> NDArray[int64]:
    """Seconds that referrals were open in each of the first weeks, added up over the referrals of packed events."""
    import numpy as np

    change = np.zeros(weeks + 1, dtype=np.int64)  # of the number that is open, from the beginning of a week on
    area = np.zeros(weeks, dtype=np.int64)
    for event, by in ((Event.ARRIVE, 1), (Event.END, -1)):
        times = events[events[:, 0] & _EVENT == event, 0] >> TIME_SHIFT
        times = times[times < weeks * WEEK]
        np.add.at(area, times // WEEK, by * (WEEK - times % WEEK))
        np.add.at(change, times // WEEK + 1, by)
    return area + np.cumsum(change)[:weeks] * WEEK
