"""How large a backlog gets and when it is over, on series written by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pathways.errors import PathwaysError
from pathways.measures import WeekFigure
from pathways.report.names import Names
from pathways.report.recovery import backlog, is_dated, recovery
from pathways.simulation import simulate
from tests.simulation.building import one_queue, study

CLOCK = "clock: {starts: 2018-01-01, warm_up: 2 weeks, length: 8 weeks, calendar: continuous}"
SURGE = "{from: 2018-01-29, for: 2 weeks, times: 3}"  # it begins with the third week that is measured
TEXT, PATHWAYS = one_queue("exponential: {mean: 4 hours}", clock=CLOCK)
TEXT += "\nmeasures: [queue of desk]\n"
IN_SCENARIO = f"{TEXT}scenarios: {{surge: {{arrivals.q.surge: {SURGE}}}}}\n"
IN_BASELINE = TEXT.replace("rate: 1 per day", f"rate: 1 per day, surge: {SURGE}")


def rows(means: list[float], p95: float) -> tuple[WeekFigure, ...]:
    return tuple(WeekFigure("queue", "", "desk", at, mean, None, None, 0.0, p95) for at, mean in enumerate(means))


def told(text: str, weekly: dict[str, tuple[WeekFigure, ...]]) -> tuple[str, ...]:
    written = study(text)
    result = replace(simulate(written, PATHWAYS, replications=2), weekly=weekly)
    return recovery(written, result, Names(written, {name: each.linked for name, each in PATHWAYS.items()}))


@pytest.mark.parametrize(
    ("means", "says"),
    [
        (
            [1, 1, 5, 9, 6, 2, 4, 2],
            "from week 8 on it stays no higher than in nineteen of twenty",
        ),  # week 7 is over again
        ([1, 1, 5, 9, 6, 2, 2, 4], "at the end, after 8 weeks, it is still higher than in nineteen of twenty"),
        ([1, 1, 2, 3, 2, 1, 1, 1], "it is never higher than in nineteen of twenty"),
    ],
)
def test_a_surge_in_a_scenario_is_over_once_it_stays_within_the_band_of_the_baseline(means, says):
    (sentence,) = told(IN_SCENARIO, {"baseline": rows([1.0] * 8, 3.0), "surge": rows(means, 20.0)})
    assert says in sentence
    assert sentence.startswith(f"Desk: waiting, 'surge': at most {max(means)}.0 on average, in week 4, against 1.0")


def test_a_surge_of_the_baseline_itself_is_held_against_the_weeks_before_it():
    """By hand: before are the first two weeks, with 1.5 on average and a band up to 3."""
    (sentence,) = told(IN_BASELINE, {"baseline": rows([1, 2, 5, 9, 6, 4, 3, 2], 3.0)})
    assert sentence == (
        "Desk: waiting: at most 9.0 on average, in week 4, against 1.5 before; "
        "from week 7 on it stays no higher than in nineteen of twenty replications before."
    )


def test_weeks_that_only_one_side_has_are_not_compared():
    other = tuple(replace(row, week=row.week + 1) for row in rows([9.0] * 7, 20.0))
    (sentence,) = told(IN_SCENARIO, {"baseline": rows([1.0] * 4, 3.0), "surge": other})
    assert "at the end, after 4 weeks" in sentence


def test_only_a_study_with_a_date_has_a_chart():
    plain = study(TEXT)
    assert not is_dated(plain)
    assert backlog(plain, simulate(plain, PATHWAYS, replications=2, weekly=True)) is None
    dated = study(IN_SCENARIO)
    result = simulate(dated, PATHWAYS, replications=5, weekly=True)
    found = backlog(dated, result)
    assert found is not None
    assert {name: {row.of for row in each} for name, each in found.scenarios.items()} == {
        "baseline": {"desk"},
        "surge": {"desk"},
    }
    (axes,) = found.plot().axes
    assert axes.get_title(loc="left") == "queue desk"
    assert len([line for line in axes.lines if not line.get_label().startswith("_")]) == 2


def test_series_are_there_where_they_were_asked_for_in_frames_and_in_json():
    written = study(IN_SCENARIO)
    result = simulate(written, PATHWAYS, replications=5, weekly=True)
    frame = result.series("queue", of="desk").to_frame()
    assert list(frame.columns[:5]) == ["scenario", "measure", "pathway", "of", "week"]
    assert len(frame) == 2 * 8
    assert (frame["p5"] <= frame["mean"]).all()
    document = json.loads(result.to_json(weekly=True))
    queue = next(row for row in document["weekly"]["surge"] if (row["measure"], row["of"]) == ("queue", "desk"))
    told = frame[frame["scenario"] == "surge"]
    assert set(queue) == set(frame.columns) - {"scenario", "week"}
    assert all(queue[name] == told[name].to_list() for name in ("mean", "low", "high", "p5", "p95"))
    assert "weekly" not in json.loads(result.to_json())
    for workers in (2, 3):
        again = simulate(written, PATHWAYS, replications=5, weekly=True, workers=workers)
        assert again.weekly == result.weekly
    with pytest.raises(PathwaysError, match="no weekly 'queue' of 'dusk'"):
        result.series("queue", of="dusk")
    with pytest.raises(PathwaysError, match="not counted week by week"):
        simulate(written, PATHWAYS, replications=2).series("queue")


def test_the_command_tells_of_weeks_where_asked(starter, invoke):
    document = json.loads(invoke("simulate", "waits", "--replications", "2", "--json", "--weekly").stdout)
    assert {row["measure"] for row in document["weekly"]["baseline"]} == {"open", "queue", "left_over"}
    refused = invoke("simulate", "waits", "--weekly")
    assert refused.exit_code == 2
    assert "add --json or -o DIR" in refused.output


def test_the_page_has_the_chart_with_words_for_those_who_do_not_see_it(starter, invoke, tmp_path):
    path = starter / "simulations" / "waits.yaml"
    text = path.read_text(encoding="utf-8").partition("scenarios:")[0]
    surge = "scenarios: {surge: {arrivals.*.surge: {from: 2024-09-02, for: 4 weeks, times: 2}}}"
    path.write_text(f"{text}{surge}\n", encoding="utf-8")
    assert invoke("simulate", "waits", "--replications", "2", "-o", str(tmp_path)).exit_code in (0, 1)
    page, words = ((tmp_path / f"waits.{ending}").read_text(encoding="utf-8") for ending in ("html", "md"))
    assert "## Through time" in words
    said = next(line.removeprefix("- ") for line in words.splitlines() if "'surge': at most" in line)
    assert said in page.partition("<desc")[2].partition("</desc>")[0]
