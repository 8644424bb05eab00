"""Weeks to pictures: queues, caseloads and places through time with bands; how much MSER-5 leaves out, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pathways.simulation.answers.plots import MARKS, WIDTH_INCHES, bare

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from pathways.simulation.answers.weekly import Weekly
    from pathways.simulation.running.truncation import Truncation

_STYLES: Final = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)), (0, (1, 3)))
_UNITS: Final = {
    "open": "Open referrals", "queue": "Referrals waiting", "left_over": "Left over", "held": "Places held"
}  # fmt: skip
_NO_LABELS: Final[Mapping[tuple[str, str, str], str]] = {}
_HEIGHT_INCHES: Final = 2.6
_WEEKS_OF_BATCH: Final = 5


def weekly_figure(found: Weekly, labels: Mapping[tuple[str, str, str], str] = _NO_LABELS) -> Figure:
    """What is there week by week: a panel for each series, a line with a band for each scenario.

    Parameters
    ----------
    labels
        By measure, pathway and team, panel or places: what to write over its panel.
    """
    from matplotlib.figure import Figure

    names = list(dict.fromkeys((r.measure, r.pathway, r.of) for rows in found.scenarios.values() for r in rows))
    figure = Figure(figsize=(WIDTH_INCHES, 0.9 + _HEIGHT_INCHES * len(names)), layout="constrained")
    panels = figure.subplots(len(names), 1, sharex=True, squeeze=False)[:, 0]
    for axes, name in zip(panels, names, strict=True):
        for number, (scenario, rows) in enumerate(found.scenarios.items()):
            told = [row for row in rows if (row.measure, row.pathway, row.of) == name]
            at, colour = [row.week + 0.5 for row in told], MARKS[number % len(MARKS)][1]
            low, high = [row.p5 for row in told], [row.p95 for row in told]
            axes.fill_between(at, low, high, color=colour, alpha=0.13, linewidth=0)
            style, label = _STYLES[number % len(_STYLES)], scenario.replace("_", " ")
            axes.plot(at, [row.mean for row in told], color=colour, linestyle=style, linewidth=1.5, label=label)
        measure, pathway, of = name
        words = labels.get(name, f"{measure} {pathway or of}".replace("_", " "))
        axes.set_title(words, loc="left", fontsize=9)
        axes.set_ylabel(_UNITS[measure])
        axes.set_ylim(bottom=0)
        bare(axes, "top", "right")
    panels[-1].set_xlabel("Weeks from the end of the warm-up")
    figure.suptitle(
        f"{found.title} (synthetic)\nlines: mean of {found.replications} replications; bands: nine in ten of them",
        fontsize=10,
    )
    if len(found.scenarios) > 1:
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower left", ncols=4, frameon=False)
    return figure


def warm_up_figure(title: str, scenario: str, found: Truncation) -> Figure:
    """What MSER-5 looked at, and what it chose: the open referrals by week, and the statistic by what is left out."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, 2 * _HEIGHT_INCHES + 0.6), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    above.plot(
        [week + 0.5 for week in range(len(found.open_by_week))], found.open_by_week, color=MARKS[0][1], linewidth=1.4
    )
    above.set_ylabel("Open referrals")
    above.set_ylim(bottom=0)
    tried = [_WEEKS_OF_BATCH * number for number in range(len(found.statistic))]
    below.plot(tried, found.statistic, color=MARKS[1][1], linewidth=1.4)
    chosen = found.weeks // _WEEKS_OF_BATCH
    below.plot([found.weeks], [found.statistic[chosen]], marker="o", color=MARKS[3][1], linestyle="none")
    below.annotate(
        f"least at {found.weeks} weeks", (found.weeks, found.statistic[chosen]), xytext=(10, 70),
        textcoords="offset points",
    )  # fmt: skip
    below.set_ylabel("MSER-5 (referrals squared)")
    below.set_yscale("log")
    below.set_xlabel("Weeks from the first date of the study (grey: left out)")
    for axes in (above, below):
        _shade(axes, found.weeks)
        bare(axes, "top", "right")
    figure.suptitle(
        f"{title}, {scenario.replace('_', ' ')}: warm-up from {found.pilots} pilots (synthetic)", fontsize=10
    )
    return figure


def _shade(axes: Axes, until: float) -> None:
    """The weeks that are not measured."""
    if until:
        axes.axvspan(0, until, color="#dfe6ec", linewidth=0, zorder=0)
        axes.axvline(until, color="#4a5660", linewidth=1, linestyle=(0, (4, 3)))
