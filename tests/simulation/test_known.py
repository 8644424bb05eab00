"""Figures that theory knows: worked out by hand, found by the simulation, kept back where they would not be sure."""

from __future__ import annotations

import pytest

from pathways.simulation import simulate
from pathways.simulation.theory.closed_forms import mmc_wait
from pathways.simulation.theory.flows import InexactError, flow
from pathways.simulation.theory.known import beside, known
from tests.simulation.building import CLOCK, compiled, model, one_queue, study

TWO_STEPS = """
pathway: p
title: Two steps
status: as-is
version: "1"
lanes: {desk: Desk}
attributes:
  kind: {values: [plain, odd], starts: plain}
  rounds: {range: [0, 3], starts: 0}
start: first
states:
  first: {lane: desk, finds: kind, then: which}
  which: {kind: decision, lane: desk, choose: [{when: {kind: odd}, then: second}, {otherwise: soon}]}
  second: {lane: desk, set: {kind: plain}, then: again}
  again: {lane: desk, finds: kind, then: back}
  back: {kind: decision, lane: desk, choose: [{when: {kind: odd}, then: first}, {otherwise: late}]}
  soon: {kind: end, lane: desk, outcome: early}
  late: {kind: end, lane: desk, outcome: late}
"""
STUDY = f"""
study: two
title: Two
pathways: p
{CLOCK}
replications: 20
seed: 11
arrivals: {{p: {{rate: 1 per day}}}}
teams: {{front: {{staff: 1}}, rear: {{staff: 2}}}}
service_times:
  p.first: {{team: front, exponential: {{mean: 10 hours}}}}
  p.second: {{team: rear, exponential: {{mean: 24 hours}}}}
  p.again: {{lognormal: {{mean: 5 days, cv: 2}}}}
findings:
  p.first: {{kind: {{plain: 0.25, odd: 0.75}}}}
  p.again: {{kind: {{plain: 0.6, odd: 0.4}}}}
"""


def values(text, pathways):
    return {(k.measure, k.of): k.value for k in known(model(text, pathways))}


def test_visits_and_ends_of_a_loop_agree_with_geometric_sums():
    """By hand: the way back is taken with 0.75 x 0.4 = 0.3, so the first step is visited 1/0.7 times."""
    bound = model(STUDY, compiled(TWO_STEPS))
    found = flow(bound.roles[0], bound.streams[0])
    index = bound.roles[0].pathway.index
    assert found.visits[index["first"]] == pytest.approx(1 / 0.7, abs=1e-11)
    assert found.visits[index["second"]] == pytest.approx(0.75 / 0.7, abs=1e-11)
    assert found.ends == {
        index["soon"]: pytest.approx(0.25 / 0.7, abs=1e-11),
        index["late"]: pytest.approx(0.45 / 0.7, abs=1e-11),
    }


def test_figures_of_a_network_with_feedback_are_those_of_its_queues_alone():
    """By hand: each team sees 1/0.7 and 0.75/0.7 a day; Jackson's theorem."""
    found = values(STUDY, compiled(TWO_STEPS))
    assert found["utilisation", "front"] == pytest.approx(10 / 24 / 0.7, rel=1e-3)
    assert found["utilisation", "rear"] == pytest.approx(0.75 / 0.7 / 2, rel=1e-3)
    assert found["wait", "first"] == pytest.approx(mmc_wait(1, 1 / 0.7, 10 / 24), rel=1e-3)
    assert found["wait", "second"] == pytest.approx(mmc_wait(2, 0.75 / 0.7, 1.0), rel=1e-3)
    assert found["queue", "front"] == pytest.approx(mmc_wait(1, 1 / 0.7, 10 / 24) / 0.7, rel=1e-3)


def test_the_simulation_finds_what_theory_knows():
    """4.5 standard errors, for some thirty figures of three studies."""
    network = compiled(TWO_STEPS)
    one = one_queue("lognormal: {mean: 16 hours, cv: 1.5}")
    spent = STUDY.replace("team: front, ", "").replace("team: rear, ", "").replace(
        "teams: {front: {staff: 1}, rear: {staff: 2}}\n", "")  # fmt: skip
    for text, pathways in ((STUDY, network), one, (spent, network)):
        parsed = study(text.replace("length: 2000 days", "length: 6000 days").replace("warm_up: 100", "warm_up: 400"))
        result = simulate(parsed, pathways, replications=40)
        rows = beside("baseline", known(model(text, pathways)), result.to_rows())
        assert len(rows) >= 3
        for row in rows:
            print(row)
            if row.standard_error:
                assert abs(row.errors) <= 4.5
            else:
                assert row.simulated == row.exact


def test_what_theory_knows_of_one_queue_with_times_of_any_kind():
    """By hand: Pollaczek and Khinchine with load 2/3, cv 1.5: 2/3 x 16 h x 3.25 / (2/3) = 52 hours."""
    found = values(*one_queue("lognormal: {mean: 16 hours, cv: 1.5}"))
    assert found["wait", "work"] == pytest.approx(2 / 3 * 16 * (1 + 1.5**2) / (2 * (1 / 3)) / 24, rel=5e-3)
    assert found["outcome", "done"] == 1
    assert ("wait", "work") not in values(*one_queue("lognormal: {mean: 16 hours, cv: 1.5}", staff=2))


def test_those_who_never_wait_are_as_many_as_the_rate_times_the_stay():
    """By hand: 1 a day, each for 5 days."""
    text, pathways = one_queue("lognormal: {mean: 5 days, cv: 2}")
    text = text.replace("{team: desk, ", "{").replace("teams: {desk: {staff: 1}}\n", "")
    assert values(text, pathways)["open", ""] == pytest.approx(5, rel=1e-3)


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        (
            "rate: 1 per day}",
            "rate: 1 per day, profile: {weekdays: {saturday: 2}}}",
            ("utilisation", "wait", "outcome"),
        ),
        ("rate: 1 per day}", "rate: 3 per day}", ("utilisation", "wait")),
        ("exponential: {mean: 10 hours}", "uniform: {low: 9 hours, high: 11 hours}", ("wait",)),
        ("{front: {staff: 1}", "{front: {staff: 1, order: longest_wait}", ("wait",)),
        ("{front: {staff: 1}", "{front: {staff: 1, hours: Mon-Fri 00:00-24:00}", ("wait",)),
    ],
)
def test_what_would_not_be_sure_is_kept_back(old, new, gone):
    assert old in STUDY
    found = {measure for measure, of in values(STUDY.replace(old, new), compiled(TWO_STEPS)) if of != "second"}
    assert found.isdisjoint(gone)
    assert {"utilisation", "wait", "outcome"} - set(gone) <= found


def test_use_of_a_team_in_office_hours_is_known_but_not_its_waits():
    """By hand: 1/0.7 visits a week of 10 hours each, in 40 hours a week less eight bank holidays a year."""
    text = STUDY.replace("calendar: continuous", "calendar: england")
    found = values(text.replace("1 per day", "1 per week").replace("24 hours", "8 hours"), compiled(TWO_STEPS))
    assert found["utilisation", "front"] == pytest.approx(10 / 0.7 / 40 / (1 - 8 / 261), rel=5e-3)
    assert {measure for measure, _ in found} == {"utilisation", "outcome"}


def test_a_timeout_leaves_nothing_exact():
    pathway = TWO_STEPS.replace("finds: kind, then: which", "finds: kind, after: {3 days: late}, then: which")
    bound = model(STUDY, compiled(pathway))
    with pytest.raises(InexactError, match=r"'p\.first' may time out"):
        flow(bound.roles[0], bound.streams[0])
    assert known(bound) == []


def test_nothing_is_held_against_theory_where_somebody_is_asked_for_more_than_they_have():
    """At 1.4 a day the front desk, with 0.42 x 1/0.7 of a day for each, does its part; at 3 a day it does not."""
    known_of = {
        rate: simulate(study(STUDY.replace("rate: 1", f"rate: {rate}")), compiled(TWO_STEPS), replications=2).known
        for rate in (1, 3)
    }
    assert {row.measure for row in known_of[1]} >= {"outcome", "utilisation"}
    assert known_of[3] == ()
