"""A result that was counted week by week to series: a queue, agendas left over, places held, open referrals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from pathways.definition.report import one_of
from pathways.errors import PathwaysError, WorkspaceError
from pathways.measures import WeekFigure
from pathways.simulation.answers.frame import data_frame

if TYPE_CHECKING:
    from matplotlib.figure import Figure


_NAMES: Final = ("measure", "pathway", "of")
_FIGURES: Final = ("mean", "low", "high", "p5", "p95")


class Counted(Protocol):
    """A result, as far as it is needed here."""

    @property
    def title(self) -> str: ...
    @property
    def replications(self) -> int: ...
    @property
    def weekly(self) -> Mapping[str, tuple[WeekFigure, ...]]: ...


@dataclass(frozen=True)
class Weekly:
    """Series week by week, by scenario, the baseline first. Weeks count from the end of the warm-up."""

    title: str
    replications: int
    scenarios: Mapping[str, tuple[WeekFigure, ...]]

    def only(self, scenarios: Collection[str]) -> Weekly:
        """The same of these scenarios alone."""
        return replace(self, scenarios={name: rows for name, rows in self.scenarios.items() if name in scenarios})

    def to_rows(self) -> list[dict[str, Any]]:
        """A row for each scenario, series and week."""
        return [{"scenario": name, **asdict(row)} for name, rows in self.scenarios.items() for row in rows]

    def to_frame(self) -> Any:
        """The same as a `pandas.DataFrame`.

        Raises
        ------
        PathwaysError
            If pandas is not installed.
        """
        return data_frame(self.to_rows(), ["scenario", *(field.name for field in fields(WeekFigure))])

    def plot(self) -> Figure:
        """The series through time: a panel for each, a line with its band for each scenario."""
        from pathways.simulation.answers.timelines import weekly_figure

        return weekly_figure(self)


def by_series(weeks: Sequence[WeekFigure]) -> list[dict[str, Any]]:
    """An entry for each series, with lists that have a number for each week, from the first that is measured on."""
    found: dict[tuple[str, str, str], list[WeekFigure]] = {}
    for row in sorted(weeks, key=lambda row: row.week):
        found.setdefault((row.measure, row.pathway, row.of), []).append(row)
    return [
        {**dict(zip(_NAMES, name, strict=True)), **{each: [getattr(row, each) for row in rows] for each in _FIGURES}}
        for name, rows in found.items()
    ]


def weekly_of(result: Counted, measure: str, pathway: str | None, of: str | None, scenario: str | None) -> Weekly:
    """The series of a result that are asked for; see `Result.series`."""
    if not result.weekly:
        raise PathwaysError(
            "this study was not counted week by week\n    fix: run it with 'weekly=True', or 'simulate --weekly'"
        )
    if scenario is not None and scenario not in result.weekly:
        expected, remedy = one_of(scenario, result.weekly, "scenarios")
        raise WorkspaceError(f"the study was not run with '{scenario}'\n    expected {expected}\n    fix: {remedy}")
    found = {
        name: tuple(
            row for row in rows if row.measure == measure and pathway in (None, row.pathway) and of in (None, row.of)
        )
        for name, rows in result.weekly.items()
        if scenario in (None, name)
    }
    if not any(found.values()):
        known = dict.fromkeys(row.measure for rows in result.weekly.values() for row in rows)
        where = "".join(f" of '{name}'" for name in (pathway, of) if name is not None)
        expected, remedy = one_of(measure, known, "series")
        if measure in known:
            names = {
                n for rows in result.weekly.values() for r in rows if r.measure == measure for n in (r.pathway, r.of)
            }
            expected, remedy = one_of(of or pathway or "", sorted(names - {""}), "names")
        raise PathwaysError(f"there is no weekly '{measure}'{where}\n    expected {expected}\n    fix: {remedy}")
    return Weekly(result.title, result.replications, found)
