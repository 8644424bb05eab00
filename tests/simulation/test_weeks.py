"""The pictures of what is there week by week, and of the warm-up."""

from __future__ import annotations

import pytest

from pathways.errors import PathwaysError
from pathways.measures import WeekFigure
from pathways.simulation import simulate
from pathways.simulation.answers.timelines import warm_up_figure
from pathways.simulation.answers.weekly import Weekly
from pathways.simulation.running.truncation import Truncation
from tests.simulation.building import one_queue, study

CLOCK = "clock: {starts: 2018-01-01, warm_up: 2 weeks, length: 10 weeks, calendar: continuous}"


def test_the_picture_of_a_series_has_a_line_for_each_scenario_told_apart_without_colour():
    scenarios = {
        name: tuple(
            WeekFigure("open", "p", "", week, level + week, level, level + 2, level, level + 3) for week in range(3)
        )
        for name, level in (("baseline", 1.0), ("more_staff", 5.0))
    }
    figure = Weekly("Panels", 7, scenarios).plot()
    (axes,) = figure.axes
    lines = {line.get_label(): line for line in axes.lines if not line.get_label().startswith("_")}
    assert lines["baseline"].get_ydata().tolist() == [1.0, 2.0, 3.0]
    assert lines["more staff"].get_ydata().tolist() == [5.0, 6.0, 7.0]
    assert len({line.get_linestyle() for line in lines.values()}) == 2
    assert axes.get_ylabel() == "Open referrals"
    assert axes.get_xlabel().startswith("Weeks from the end of the warm-up")
    assert "Panels (synthetic)" in figure.get_suptitle()
    assert "mean of 7 replications" in figure.get_suptitle()


def test_the_picture_of_a_warm_up_marks_what_was_chosen():
    found = Truncation(10, tuple(range(60)), (4.0, 3.0, 1.0, 2.0), 12)
    above, below = warm_up_figure("Panels", "baseline", found).axes
    marked = below.lines[1]
    assert (list(marked.get_xdata()), list(marked.get_ydata())) == ([10], [1.0])
    assert above.get_ylabel() == "Open referrals"
    assert below.get_ylabel() == "MSER-5 (referrals squared)"


def test_a_study_that_says_its_own_warm_up_has_no_picture_of_it():
    text, pathways = one_queue("exponential: {mean: 2 hours}", clock=CLOCK)
    result = simulate(study(text), pathways, replications=2)
    with pytest.raises(PathwaysError, match="says itself how long it warms up"):
        result.plot_warm_up()
    settled = study(text.replace("warm_up: 2 weeks, length: 10 weeks", "warm_up: by MSER-5, length: 60 weeks"))
    result = simulate(settled, pathways, replications=2)
    assert result.plot_warm_up().axes[1].lines[1].get_xdata()[0] == result.truncations["baseline"].weeks
