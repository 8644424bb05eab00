"""A study to its caseload week by week: how many referrals of each pathway are open, with a band over replications."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pathways.eventlog import Event, EventLog
from pathways.machine.compiled import CompiledPathway
from pathways.measures.intervals import mean_and_half_width
from pathways.simulation.answers.frame import data_frame
from pathways.simulation.language.study import BASELINE, Study
from pathways.simulation.run import event_logs, prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WEEK: Final = 604_800


@dataclass(frozen=True)
class Week:
    """How many referrals of a pathway are open in a week on average.

    Attributes
    ----------
    week
        Counted from the first date of the study, its warm-up included.
    low, high
        The 95% interval of the mean over replications.
    least, most
        Between which four in five replications lie.
    """

    scenario: str
    pathway: str
    week: int
    mean: float
    low: float | None
    high: float | None
    least: float
    most: float


@dataclass(frozen=True)
class Caseload:
    """The weeks of a study, by scenario and pathway. `warm_up` is how many of them are not measured."""

    title: str
    weeks: tuple[Week, ...]
    warm_up: float
    replications: int

    def to_frame(self) -> Any:
        """A `pandas.DataFrame`, a row for each week.

        Raises
        ------
        PathwaysError
            If pandas is not installed.
        """
        names = list(Week.__dataclass_fields__)
        return data_frame([{name: getattr(week, name) for name in names} for week in self.weeks], names)

    def plot(self) -> Figure:
        """The caseload through time: a line for each scenario with a band, a panel for each pathway."""
        from pathways.simulation.answers.timelines import caseload_figure

        return caseload_figure(self)


def caseload(
    study: Study,
    pathways: Mapping[str, CompiledPathway],
    *,
    scenarios: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
) -> Caseload:
    """Count who is open, week by week, in the replications of a study.

    See `simulate` for what may be asked for and what is raised.
    """
    found: dict[str, list[dict[str, list[float]]]] = {}
    jobs = prepare(study, pathways, scenarios)
    warm_up, end = jobs[BASELINE].model.warm_up / WEEK, jobs[BASELINE].model.end
    for name, log in event_logs(study, pathways, scenarios=scenarios, replications=replications, seed=seed):
        found.setdefault(name, []).append(open_by_week(log, end // WEEK))
    weeks = []
    for scenario, rows in found.items():
        for pathway in rows[0]:
            for week in range(end // WEEK):
                values = sorted(row[pathway][week] for row in rows)
                mean, half = mean_and_half_width(values)
                low, high = (None, None) if half is None else (max(mean - half, 0.0), mean + half)
                edge = len(values) // 10
                weeks.append(Week(scenario, pathway, week, mean, low, high, values[edge], values[-1 - edge]))
    return Caseload(study.title, tuple(weeks), warm_up, len(next(iter(found.values()))))


def open_by_week(log: EventLog, weeks: int) -> dict[str, list[float]]:
    """The mean number of open referrals of each pathway in each of the first weeks of one replication."""
    area = {pathway: [0] * weeks for pathway in log.pathways}
    change = {pathway: [0] * (weeks + 1) for pathway in log.pathways}
    for row in log.rows():
        by = 1 if row.event == Event.ARRIVE else -1 if row.event == Event.END else 0
        week, within = divmod(row.time, WEEK)
        if by and week < weeks:
            area[row.pathway][week] += by * (WEEK - within)
            change[row.pathway][week + 1] += by
    found = {}
    for pathway in log.pathways:
        number, values = 0, []
        for week in range(weeks):
            number += change[pathway][week]
            values.append(number + area[pathway][week] / WEEK)
        found[pathway] = values
    return found
