"""What a picture of a result shows: the estimates themselves, with their units, told apart by more than colour."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pathways.errors import PathwaysError
from pathways.measures import Estimate
from pathways.simulation.answers.plots import interval_figure, plot_estimates

ROWS = {
    "baseline": [
        Estimate("wait", "child", "panel", "mean", 12.0, 10.0, 14.0, 90, 5),
        Estimate("wait", "child", "panel", "p90", 30.0, 20.0, 40.0, 90, 5),
        Estimate("wait", "adult", "panel", "mean", 3.0, None, None, 9, 1),
        Estimate("utilisation", "", "hub", "mean", 0.5, 0.4, 0.6, 5, 5),
        Estimate("open", "child", "", "mean", 7.0, 6.0, 8.0, 90, 5),
        Estimate("outcome", "child", "closed", "share", 0.25, 0.2, 0.3, 90, 5),
    ],
    "more_staff": [Estimate("wait", "child", "panel", "mean", 6.0, 5.0, 7.0, 90, 5)],
}


def drawn(figure):
    """Of each scenario: the mark, and the values by the labels of their rows."""
    (axes,) = figure.axes
    labels = [label.get_text() for label in axes.get_yticklabels()]
    found = {}
    for bars in axes.containers:
        line = bars.lines[0]
        points = {labels[round(y)]: float(x) for x, y in zip(*line.get_data(), strict=True)}
        ends = [sorted(float(x) for x, _ in segment) for segment in bars.lines[2][0].get_segments()]
        found[bars.get_label()] = (line.get_marker(), points, ends)
    return found


def test_a_picture_shows_the_estimates_the_greatest_first():
    figure = plot_estimates("Panels", ROWS, "wait")
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["child.panel", "adult.panel"]
    found = drawn(figure)
    assert found["baseline"][1:] == ({"child.panel": 12.0, "adult.panel": 3.0}, [[10.0, 14.0], [3.0, 3.0]])
    assert found["more staff"][1:] == ({"child.panel": 6.0}, [[5.0, 7.0]])
    assert len({mark for mark, _, _ in found.values()}) == 2  # told apart in grey print, too
    assert "(synthetic)" in figure.get_suptitle()
    assert figure.axes[0].get_xlabel() == "Wait, mean (working days), with 95% intervals"


@pytest.mark.parametrize(
    ("measure", "statistic", "axis", "value"),
    [
        ("wait", "p90", "Wait, p90 (working days), with 95% intervals", 30.0),
        ("utilisation", None, "Utilisation, mean (%), with 95% intervals", 50.0),
        ("open", None, "Open, mean (referrals), with 95% intervals", 7.0),
        ("outcome", None, "Outcome, share (%), with 95% intervals", 25.0),
    ],
)
def test_every_axis_has_its_unit(measure, statistic, axis, value):
    figure = plot_estimates("Panels", ROWS, measure, statistic=statistic)
    assert figure.axes[0].get_xlabel() == axis
    assert list(drawn(figure)["baseline"][1].values()) == [value]


def test_what_was_not_measured_cannot_be_drawn():
    with pytest.raises(PathwaysError, match=r"nothing here has a measure 'waits'\n.*'wait'"):
        plot_estimates("Panels", ROWS, "waits")
    with pytest.raises(PathwaysError, match="'open' has no 'p90'"):
        plot_estimates("Panels", ROWS, "open", statistic="p90")


def test_scenarios_without_a_value_leave_a_gap():
    figure = interval_figure(["a", "b"], ["x", "y"], [[(1.0, 0.5, 1.5), None], [None, (2.0, 1.0, 3.0)]], "days")
    assert [points for _, points, _ in drawn(figure).values()] == [{"a": 1.0}, {"b": 2.0}]


def test_the_library_that_draws_is_loaded_only_to_draw():
    modules = "pathways.simulation.answers.result, pathways.simulation.answers.plots"
    code = f"import sys, {modules}; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
