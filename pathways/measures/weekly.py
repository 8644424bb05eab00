"""What every replication counted week by week to means with bands: the queue, the caseload, through time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pathways.measures.columns import averages
from pathways.measures.setting import Setting

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

WEEK: Final = 604_800
BAND: Final = (0.05, 0.95)


class Series(NamedTuple):
    """The `queue` of a team or places, what is `left_over` at a panel, places `held`, what is `open` of a pathway."""

    measure: str
    pathway: str
    of: str


@dataclass(frozen=True)
class WeekFigure:
    """A series in one week of the time that is measured.

    Attributes
    ----------
    week
        0 is the first that is measured.
    mean
        Over replications; of one replication the mean over the week, of what is left over that over its meetings.
    low, high
        The 95% interval of the mean; None of a single replication.
    p5, p95
        Between which nine in ten replications lie.
    """

    measure: str
    pathway: str
    of: str
    week: int
    mean: float
    low: float | None
    high: float | None
    p5: float
    p95: float


def all_series(setting: Setting) -> tuple[Series, ...]:
    """The series of a setting, in the order in which they are counted."""
    return (
        *(Series("open", pathway, "") for pathway in setting.pathways),
        *(Series("queue", "", team) for team in setting.staff),
        *(Series("left_over", "", panel) for panel in setting.slots),
        *(Series("queue", "", places) for places in setting.places),
        *(Series("held", "", places) for places in setting.places),
    )


def week_figures(setting: Setting, counted: NDArray[int64]) -> tuple[WeekFigure, ...]:
    """Each series week by week; of a panel, the weeks in which it meets.

    Parameters
    ----------
    counted
        Of shape (replications, weeks, series).
    """
    return tuple(_figures(setting, counted, all_series(setting)))


def _figures(setting: Setting, counted: NDArray[int64], series: Sequence[Series]) -> Iterator[WeekFigure]:
    import numpy as np

    weeks = range(counted.shape[1])
    length = setting.end - setting.warm_up
    for number, each in enumerate(series):
        over = [min(WEEK, length - week * WEEK) for week in weeks]
        if each.measure == "left_over":
            over = [0 for _ in weeks]
            for meeting in setting.measured_meetings(each.of):
                over[(meeting - setting.warm_up) // WEEK] += 1
        told = [week for week in weeks if over[week]]
        values: NDArray[float64] = counted[:, told, number] / np.array([over[week] for week in told], np.float64)
        found = averages(values)
        low, high = np.quantile(values, BAND, axis=0) if told else ((), ())
        for at, week in enumerate(told):
            mean, half = float(found.mean[at]), float(found.half[at])
            is_one = half != half
            yield WeekFigure(
                measure=each.measure,
                pathway=each.pathway,
                of=each.of,
                week=week,
                mean=mean,
                low=None if is_one else max(mean - half, 0.0),
                high=None if is_one else mean + half,
                p5=float(low[at]),
                p95=float(high[at]),
            )
