"""Weeks of a replication, counted again in plain Python, held against the whole, and against queueing theory."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.eventlog import Event, EventLog
from pathways.measures import Key, WeekFigure
from pathways.measures.compiled import Measurer
from pathways.measures.weekly import WEEK, all_series, week_figures
from pathways.simulation import simulate
from pathways.simulation.run import event_log, prepare
from tests.simulation.building import compiled, study

DAY = 86_400
PATHWAYS = compiled("""
pathway: q
title: Support
status: as-is
version: "1"
lanes: {desk: Desk}
start: check
states:
  check: {kind: task, lane: desk, then: meet}
  meet: {kind: panel, lane: desk, then: support}
  support: {kind: task, lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
""")


def text(rate: int, length: str, places: int) -> str:
    return f"""
study: s
title: S
pathways: q
clock: {{starts: 2018-01-01, warm_up: 3 weeks, length: {length}, calendar: continuous}}
replications: 3
arrivals: {{q: {{rate: {rate} per week}}}}
teams: {{desk: {{staff: 1, hours: always}}}}
places: {{providers: {{places: {places}, held: {{from: q.support, until: q.out}}}}}}
panels: {{panel: {{meets: every 2 weeks on Wednesday, slots: 8}}}}
service_times:
  q.check: {{team: desk, exponential: {{mean: 1 day}}}}
  q.meet: {{panel: panel}}
  q.support: {{exponential: {{mean: 2 weeks}}}}
"""


def overlap(start: int, end: int, warm_up: int, last: int, week: int) -> int:
    """Seconds of a stretch that lie in a week."""
    first = warm_up + week * WEEK
    return max(0, min(end, first + WEEK, last) - max(start, first))


def by_hand(log: EventLog, warm_up: int, last: int, meetings: tuple[int, ...]) -> list[list[int]]:
    """By week: open, waiting for the desk, left over, waiting for a place, places held; from named rows alone."""
    spans: list[list[tuple[int, int]]] = [[], [], [], [], []]
    at: dict[tuple[int, str, Event], int] = {}
    for row in log.rows():
        at[row.referral, row.state, row.event] = row.time
    for (referral, state, event), time in at.items():
        if event == Event.ARRIVE:
            spans[0].append((time, at.get((referral, "out", Event.END), last)))
        if event == Event.ENTER and state in ("check", "meet"):
            start = at.get((referral, state, Event.START), last)
            spans[1 if state == "check" else 2].append((time, start))
        if event == Event.ENTER and state == "support":
            spans[3].append((time, at.get((referral, state, Event.TAKE), last)))
        if event == Event.TAKE:
            spans[4].append((time, at.get((referral, state, Event.RETURN), last)))
    found = []
    for week in range(-(-(last - warm_up) // WEEK)):
        line = [sum(overlap(*span, warm_up, last, week) for span in each) for each in spans]
        here = [m for m in meetings if warm_up + week * WEEK <= m < min(warm_up + (week + 1) * WEEK, last)]
        line[2] = sum(start <= meeting < end for meeting in here for start, end in spans[2])
        found.append(line)
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 12), st.sampled_from(["9 weeks", "60 days", "5 weeks"]), st.integers(1, 9), st.integers(0, 99))
def test_weeks_are_those_counted_by_hand_from_the_log_and_add_up_to_the_whole(rate, length, places, seed):
    """Oracle: plain counts over named rows; and the seconds of all weeks are those of the whole time."""
    written = study(text(rate, length, places))
    job = prepare(written, PATHWAYS, None)["baseline"]
    log, setting = event_log(written, PATHWAYS, seed=seed), job.setting
    measurer = Measurer(setting)
    found = measurer.measure(log.packed(), by_week=True)
    assert found.weekly is not None
    assert found.weekly.tolist() == by_hand(log, setting.warm_up, setting.end, setting.meetings["panel"])
    values = dict(zip(measurer.plan.keys, found.values.tolist(), strict=True))
    for each, total in zip(all_series(setting), found.weekly.sum(axis=0).tolist(), strict=True):
        over = len(setting.measured_meetings("panel")) if each.measure == "left_over" else setting.end - setting.warm_up
        assert values[Key(*each, "mean")] == pytest.approx(total / over, rel=1e-12)


def test_means_and_bands_are_those_of_numpy_and_a_panel_has_the_weeks_in_which_it_meets():
    setting = prepare(study(text(3, "9 weeks", 4)), PATHWAYS, None)["baseline"].setting
    counted = np.random.default_rng(5).integers(0, 10 * WEEK, (40, 9, 5))
    found = {(row.measure, row.of, row.week): row for row in week_figures(setting, counted)}
    values = counted[:, 4, 1] / WEEK
    row = found["queue", "desk", 4]
    assert row.mean == pytest.approx(values.mean())
    assert (row.p5, row.p95) == pytest.approx((np.quantile(values, 0.05), np.quantile(values, 0.95)))
    assert row.high is not None
    assert row.high - row.mean == pytest.approx(2.0226909 * values.std(ddof=1) / math.sqrt(40))  # t, 39 degrees
    met = {(moment - setting.warm_up) // WEEK for moment in setting.measured_meetings("panel")}
    assert {week for measure, _, week in found if measure == "left_over"} == met


def test_open_referrals_fill_up_as_theory_has_it():
    """Oracle: M/M/inf from empty, rho (1 - exp(-mu t)), averaged over the week; rho = 30, mu = 1/3 a week."""
    pathways = compiled("""
pathway: q
title: Support
status: as-is
version: "1"
lanes: {desk: Desk}
start: support
states:
  support: {kind: wait, lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
""")
    written = study("""
study: s
title: S
pathways: q
clock: {starts: 2018-01-01, length: 20 weeks, calendar: continuous}
replications: 400
arrivals: {q: {rate: 10 per week}}
service_times: {q.support: {exponential: {mean: 3 weeks}}}
""")
    result = simulate(written, pathways, weekly=True)
    rows: tuple[WeekFigure, ...] = result.series("open", "q").scenarios["baseline"]
    assert [row.week for row in rows] == list(range(20))
    for row in rows:
        expected = 30 * (1 - 3 * (math.exp(-row.week / 3) - math.exp(-(row.week + 1) / 3)))
        assert row.high is not None
        error = (row.high - row.mean) / 1.96593  # t, 399 degrees
        assert abs(row.mean - expected) <= 4.5 * error
