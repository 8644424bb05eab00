"""Estimates to pictures for a notebook or a paper: a dot with its interval for each measure and scenario.

matplotlib is loaded when the first picture is drawn. Scenarios are told apart by the shape of their marks as well as by
colour, and by lightness, so that grey printing and colour blindness lose nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from pathways.definition.report import one_of
from pathways.errors import PathwaysError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pathways.measures import Estimate

MARKS: Final = (
    ("o", "#1d2b36"),
    ("s", "#00558c"),
    ("^", "#7a5300"),
    ("D", "#a3195b"),
    ("v", "#1e6b3a"),
    ("P", "#5b3a8c"),
)
WIDTH_INCHES: Final = 7.2
ROW_INCHES: Final = 0.42
Interval = tuple[float, float | None, float | None]  # a value, and the ends of its interval
_STATISTICS: Final = ("mean", "share", "median", "per_year", "p90")
_UNITS: Final = {"share": "%", "per_year": "a year"}
_COUNTED: Final = ("open", "queue", "left_over")  # referrals, not working days


def plot_estimates(
    title: str,
    estimates: Mapping[str, Sequence[Estimate]],
    measure: str,
    *,
    statistic: str | None = None,
    pathway: str | None = None,
    most: int = 12,
) -> Figure:
    """One measure of everything that has it, in every scenario.

    Parameters
    ----------
    title
        Of the study.
    estimates
        By scenario, the baseline first.
    measure, statistic, pathway
        What to draw. Without a statistic the first that the measure has, of mean, share, median, per year and p90;
        without a pathway those of all.
    most
        How many are drawn, the greatest first.

    Raises
    ------
    PathwaysError
        If no scenario has such a measure, or not with this statistic.
    """
    wanted = [e for rows in estimates.values() for e in rows if e.measure == measure and pathway in (None, e.pathway)]
    if not wanted:
        known = sorted({e.measure for rows in estimates.values() for e in rows if pathway in (None, e.pathway)})
        expected, remedy = one_of(measure, known, "measures")
        raise PathwaysError(f"nothing here has a measure '{measure}'\n    expected {expected}\n    fix: {remedy}")
    has = [each for each in _STATISTICS if any(e.statistic == each for e in wanted)]
    if statistic is not None and statistic not in has:
        expected, remedy = one_of(statistic, has, "statistics")
        raise PathwaysError(f"'{measure}' has no '{statistic}'\n    expected {expected}\n    fix: {remedy}")
    chosen = statistic or has[0]
    unit = "%" if measure == "utilisation" else _UNITS.get(chosen, "working days")
    unit = "referrals" if measure in _COUNTED else unit
    scale = 100.0 if unit == "%" else 1.0
    found = {
        name: {(e.pathway, e.of): _scaled(e, scale) for e in rows if (e.measure, e.statistic) == (measure, chosen)}
        for name, rows in estimates.items()
    }
    size: dict[tuple[str, str], float] = {}
    for rows in found.values():
        for key, interval in rows.items():
            if pathway in (None, key[0]):
                size[key] = max(size.get(key, interval[0]), interval[0])
    keys = sorted(size, key=lambda key: (-size[key], key))[:most]
    words = measure.replace("_", " ")
    figure = interval_figure(
        [".".join(filter(None, key)).replace("_", " ") for key in keys],
        [name.replace("_", " ") for name in estimates],
        [[rows.get(key) for rows in found.values()] for key in keys],
        f"{words[:1].upper()}{words[1:]}, {chosen.replace('_', ' ')} ({unit}), with 95% intervals",
    )
    figure.suptitle(f"{title} (synthetic)", fontsize=10)
    return figure


def interval_figure(
    labels: Sequence[str],
    scenarios: Sequence[str],
    intervals: Sequence[Sequence[Interval | None]],
    axis: str,
    *,
    limit: float | None = None,
) -> Figure:
    """A dot with its interval for each row and scenario.

    Parameters
    ----------
    intervals
        For each row, one of each scenario (None where it has none).
    axis
        What the numbers are, with their unit.
    limit
        Where a line is drawn, such as 100 % of working time.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, 1.5 + ROW_INCHES * len(labels)), layout="constrained")
    axes = figure.subplots()
    step = 0.56 / max(1, len(scenarios))
    for number, scenario in enumerate(scenarios):
        shift = (number - (len(scenarios) - 1) / 2) * step
        points = [(place + shift, found) for place, row in enumerate(intervals) if (found := row[number])]
        _draw(axes, points, number, scenario)
    if limit is not None:
        axes.axvline(limit, color="#a3195b", linewidth=1.2, linestyle=(0, (4, 3)))
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_xlim(left=-0.015 * axes.get_xlim()[1])  # a mark at 0 is seen whole
    axes.set_xlabel(axis)
    axes.grid(axis="x", color="#dfe6ec", linewidth=0.8)
    bare(axes, "top", "right", "left")
    axes.tick_params(axis="y", length=0)
    if len(scenarios) > 1:
        figure.legend(loc="outside lower left", ncols=min(4, len(scenarios)), frameon=False)
    return figure


def bare(axes: Axes, *sides: str) -> None:
    """Axes without these sides of their frame, with what is drawn in front of the grid."""
    axes.set_axisbelow(True)
    for side in sides:
        axes.spines[side].set_visible(False)


def _draw(axes: Axes, points: Sequence[tuple[float, Interval]], number: int, scenario: str) -> None:
    marker, colour = MARKS[number % len(MARKS)]
    values = [value for _, (value, _, _) in points]
    below = [value - (value if low is None else low) for _, (value, low, _) in points]
    above = [(value if high is None else high) - value for _, (value, _, high) in points]
    axes.errorbar(
        values, [place for place, _ in points], xerr=[below, above], fmt=marker, color=colour, markersize=5,
        capsize=2.5, linewidth=1.3, label=scenario,
    )  # fmt: skip


def _scaled(estimate: Estimate, scale: float) -> Interval:
    low, high = (None if end is None else end * scale for end in (estimate.low, estimate.high))
    return estimate.value * scale, low, high
