"""What came out of a study: estimates, differences, verdicts and checks, as rows and as one JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pathways.definition.report import listed, nearest
from pathways.errors import PathwaysError, WorkspaceError
from pathways.measures import Estimate, WeekFigure
from pathways.simulation.answers.asked import Asked
from pathways.simulation.answers.expectations import ExpectationVerdict
from pathways.simulation.answers.frame import data_frame
from pathways.simulation.answers.indented import indented
from pathways.simulation.answers.weekly import Weekly, by_series, weekly_of
from pathways.simulation.experiments.paired import Contrast
from pathways.simulation.experiments.paired import told as differences_told
from pathways.simulation.experiments.sequential import Precision, told
from pathways.simulation.language.inputs import Input
from pathways.simulation.language.study import BASELINE
from pathways.simulation.running.checks import Check
from pathways.simulation.theory.known import Beside

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from pathways.simulation.running.truncation import Truncation

T = TypeVar("T")
# Measures of targets and expectations that are worked out over those alone that get there.
OF_THOSE_REACHED: Final = ("time_to_milestone", "within_target")


@dataclass(frozen=True)
class Comparison:
    """A scenario against the baseline."""

    scenario: str
    rows: tuple[Contrast, ...]

    def to_rows(self) -> list[Contrast]:
        """One row for each measure that both have. Any table library reads a list of dataclasses."""
        return list(self.rows)

    @property
    def asked(self) -> tuple[Contrast, ...]:
        """The rows that the study asks for, corrected for how many they are; all others are exploratory."""
        return tuple(row for row in self.rows if not row.is_exploratory)

    def to_frame(self) -> Any:
        """The same as a `pandas.DataFrame`, with columns `says` and `word`.

        Raises
        ------
        PathwaysError
            If pandas is not installed.
        """
        names = [field.name for field in fields(Contrast)]
        return data_frame([_contrast(row) for row in self.rows], [*names, "says", "word"])


@dataclass(frozen=True)
class Reached:
    """How many get to a milestone: the share of those that begin, and the number a year."""

    share: float
    per_year: float


@dataclass(frozen=True)
class Result:
    """A study's answer. Times are in working days; all intervals are of 95% over the replications.

    Attributes
    ----------
    scenarios
        Estimates by scenario, the baseline first.
    comparisons
        By scenario, each against the baseline.
    checks
        Those before the run that do not hold are warnings about the study; those after it always hold.
    inputs
        Every number that went in, with where it comes from.
    stopped_of
        How many replications there should have been, where somebody stopped it before; else None.
    asked
        The figures that the study is about.
    precision, half_width
        Where the study asks for a precision: which, as a share of each figure, and how precise each has become.
    known
        Figures that theory knows, each beside the simulated one.
    truncations
        By scenario, how MSER-5 found the warm-up; empty where the study says it.
    weekly
        By scenario, what is there week by week, where it was asked for.
    measured_from
        The date on which the warm-up is over.
    """

    study: str
    title: str
    question: str | None
    seed: int
    replications: int
    scenarios: Mapping[str, tuple[Estimate, ...]]
    comparisons: Mapping[str, Comparison]
    expectations: tuple[ExpectationVerdict, ...]
    checks: tuple[Check, ...]
    inputs: tuple[Input, ...]
    stopped_of: int | None = None
    asked: tuple[Asked, ...] = ()
    precision: tuple[Precision, ...] = ()
    half_width: float | None = None
    known: tuple[Beside, ...] = ()
    truncations: Mapping[str, Truncation] = field(default_factory=dict)
    weekly: Mapping[str, tuple[WeekFigure, ...]] = field(default_factory=dict)
    measured_from: date | None = None

    def estimate(
        self,
        measure: str,
        pathway: str = "",
        of: str = "",
        statistic: str = "mean",
        scenario: str = BASELINE,
        group: str = "",
    ) -> Estimate | None:
        """One estimate by name; None if there was nothing to estimate it from.

        Raises
        ------
        WorkspaceError
            If the study was not run with such a scenario.
        """
        wanted = (measure, pathway, of, statistic, group)
        found = (e for e in self.to_rows(scenario) if (e.measure, e.pathway, e.of, e.statistic, e.group) == wanted)
        return next(found, None)

    def compare(self, scenario: str) -> Comparison:
        """The scenario against the baseline.

        Raises
        ------
        WorkspaceError
            If the study was not run with such a scenario; names the nearest.
        """
        return _named(self.comparisons, scenario, self.study)

    def to_rows(self, scenario: str = BASELINE) -> list[Estimate]:
        """One row for each measure.

        Raises
        ------
        WorkspaceError
            If the study was not run with such a scenario; names the nearest.
        """
        return list(_named(self.scenarios, scenario, self.study))

    def to_frame(self, scenario: str = BASELINE) -> Any:
        """The same as a `pandas.DataFrame`.

        Raises
        ------
        PathwaysError
            If pandas is not installed; WorkspaceError as for `to_rows`.
        """
        names = [field.name for field in fields(Estimate)]
        return data_frame([asdict(row) for row in self.to_rows(scenario)], names)

    def notes(self) -> list[str]:
        """How far what is said of differences and precision may be relied on, in words."""
        rows = [row for comparison in self.comparisons.values() for row in comparison.rows]
        return differences_told(rows) + ([] if self.half_width is None else told(self.precision, self.half_width))

    def plot(
        self,
        measure: str = "wait",
        *,
        statistic: str | None = None,
        pathway: str | None = None,
        scenarios: Iterable[str] | None = None,
        most: int = 12,
        by_week: bool = False,
    ) -> Figure:
        """A picture of one measure of everything that has it: a dot with its interval for each scenario.

        Parameters
        ----------
        measure
            Such as `wait`, `within_target`, `utilisation` or `outcome`.
        statistic
            Such as `p90`; if not given the first that the measure has of mean, share, median and per year.
        pathway
            Only of this one; of all if not given.
        scenarios
            The baseline and which others; all if not given.
        most
            How many rows are drawn, the greatest first.
        by_week
            Draw what `series` has of the measure, through time: a line with its band for each scenario.

        Returns
        -------
        matplotlib.figure.Figure
            A notebook shows it; `.savefig("waits.png")` writes it.

        Raises
        ------
        WorkspaceError
            If the study was not run with such a scenario.
        PathwaysError
            If nothing has such a measure, or not with this statistic.
        """
        from pathways.simulation.answers.plots import plot_estimates

        names = self.scenarios if scenarios is None else dict.fromkeys((BASELINE, *scenarios))
        if by_week:
            return self.series(measure, pathway).only(names).plot()
        rows = {name: _named(self.scenarios, name, self.study) for name in names}
        return plot_estimates(self.title, rows, measure, statistic=statistic, pathway=pathway, most=most)

    def series(
        self, measure: str, pathway: str | None = None, of: str | None = None, scenario: str | None = None
    ) -> Weekly:
        """What is there week by week: `queue`, `left_over`, `held` or `open`, of all that have it if not told which.

        Parameters
        ----------
        measure
            `queue` of a team or places, `left_over` at a panel, places `held`, or `open` referrals of a pathway.
        pathway, of
            Only of this pathway; only of this team, panel or kind of places.
        scenario
            Only in this one.

        Raises
        ------
        WorkspaceError
            If the study was not run with such a scenario.
        PathwaysError
            If it was not run week by week, or nothing has such a series.
        """
        return weekly_of(self, measure, pathway, of, scenario)

    def plot_warm_up(self, scenario: str = BASELINE) -> Figure:
        """A picture of how MSER-5 found the warm-up: open referrals by week, and what was minimised.

        Raises
        ------
        WorkspaceError
            If the study was not run with such a scenario.
        PathwaysError
            If the study says itself how long it warms up.
        """
        from pathways.simulation.answers.timelines import warm_up_figure

        found = _named({name: self.truncations.get(name) for name in self.scenarios}, scenario, self.study)
        if found is None:
            raise PathwaysError(
                f"'{self.study}' says itself how long it warms up\n    fix: write 'warm_up: by MSER-5' in its clock"
            )
        return warm_up_figure(self.title, scenario, found)

    def as_document(self, *, weekly: bool = False) -> dict[str, Any]:
        """What `pathways simulate --json` prints; with `weekly`, lists of each week's figures too."""
        return {
            "study": self.study,
            "seed": self.seed,
            "replications": self.replications,
            "scenarios": {
                name: {"measures": [self._row(name, estimate) for estimate in estimates]}
                for name, estimates in self.scenarios.items()
            },
            "comparisons": [_contrast(row) for comparison in self.comparisons.values() for row in comparison.rows],
            "asked": [{**asked.key._asdict(), "says": asked.says, "better": asked.better} for asked in self.asked],
            "precision": [row.as_row() for row in self.precision],
            "expectations": [asdict(verdict) for verdict in self.expectations],
            "checks": [{**asdict(check), "value": _finite(check.value)} for check in self.checks],
            "closed_forms": [asdict(row) for row in self.known],
            **({"weekly": {name: by_series(weeks) for name, weeks in self.weekly.items()}} if weekly else {}),
            **({} if self.stopped_of is None else {"stopped_of": self.stopped_of}),
        }

    def to_json(self, *, weekly: bool = False) -> str:
        """The document as text, the same byte for byte on every machine."""
        return indented(self.as_document(weekly=weekly)) + "\n"

    def reached(self, pathway: str, of: str, scenario: str = BASELINE) -> Reached | None:
        """How many get to a target's or an expectation's milestone; None of anything else."""
        share, per_year = (self.estimate("reached", pathway, of, what, scenario) for what in ("share", "per_year"))
        return None if share is None or per_year is None else Reached(share.value, per_year.value)

    def _row(self, scenario: str, estimate: Estimate) -> dict[str, Any]:
        """An estimate; beside what is said of those that get to a milestone, how many these are."""
        row = _plain(estimate)
        del row["replications"]
        reached = (
            self.reached(estimate.pathway, estimate.of, scenario) if estimate.measure in OF_THOSE_REACHED else None
        )
        return row if reached is None else {**row, "reached": asdict(reached)}


def _contrast(row: Contrast) -> dict[str, Any]:
    return {**_plain(row), "says": row.says, "word": row.word}


def _plain(row: Estimate | Contrast) -> dict[str, Any]:
    """A row as it is in JSON: with its group only where it is of a part of the referrals."""
    return {key: value for key, value in vars(row).items() if key != "group" or value}


def _finite(value: float | None) -> float | None:
    """The number, or None for one that JSON cannot say: what is asked of nothing at all."""
    return value if value is not None and isfinite(value) else None


def _named(known: Mapping[str, T], scenario: str, study: str) -> T:
    """What there is for a scenario."""
    if scenario in known:
        return known[scenario]
    near = nearest(scenario, known)
    raise WorkspaceError(
        f"'{scenario}' is not among the scenarios that '{study}' was run with\n"
        f"    expected {listed(known) if known else 'none: it was run without scenarios'}\n"
        f"    fix: {f'write {near!r}' if near else 'give one of these, or run the study with it'}"
    )
