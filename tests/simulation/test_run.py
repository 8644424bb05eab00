"""Whole studies: the result, its independence of machine and order, scenarios, warnings."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pathways.errors import PathwaysError, StudyError
from pathways.simulation import Result, event_log, simulate

from .building import compiled, one_queue, study
from .test_study import PATHWAY, STUDY

ROOT = Path(__file__).resolve().parents[2]


def run(text: str = STUDY, **options: object) -> Result:
    return simulate(study(text), compiled(PATHWAY), **options)  # type: ignore[arg-type]


def digest(result: Result) -> str:
    return hashlib.sha256(result.to_json().encode()).hexdigest()


@pytest.fixture(scope="module")
def result() -> Result:
    return run()


def test_result_is_the_same_for_any_number_of_workers(result: Result) -> None:
    assert run(workers=2).to_json() == result.to_json()


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_result_is_the_same_under_another_hash_seed(result: Result, hash_seed: str) -> None:
    """A fresh interpreter each time, with another order of sets, another time zone and another locale."""
    script = "from tests.simulation.test_run import digest, run; print(digest(run()))"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == digest(result)


def test_result_does_not_depend_on_the_order_of_entries(result: Result) -> None:
    """Moves whole parts of the file about, an entry within one, and the shares of values."""
    head, rest = STUDY.split("arrivals:")
    arrivals, rest = rest.split("teams:")
    moved = f"{head}teams:{rest.rstrip()}\narrivals:{arrivals}"
    check = next(line for line in STUDY.splitlines() if line.startswith("  child.check: {team"))
    panel = "  child.panel: {panel: channel_panel}"
    moved = moved.replace(f"{check}\n{panel}", f"{panel}\n{check}")
    moved = moved.replace("school: 60%, police: 40%", "police: 40%, school: 60%")
    moved = moved.replace("none: 0.25, real: 0.75", "real: 0.75, none: 0.25")
    assert moved != STUDY
    assert run(moved).to_json() == result.to_json()


def test_other_seed_and_fewer_replications_give_another_result(result: Result) -> None:
    assert run(seed=2).to_json() != result.to_json()
    assert run(replications=2).replications == 2


def test_json_has_the_agreed_shape(result: Result) -> None:
    """The shape agreed for `simulate --json`."""
    document = json.loads(result.to_json())
    assert set(document) == {
        "study", "seed", "replications", "scenarios", "comparisons", "expectations", "checks", "closed_forms", "asked",
        "precision",
    }  # fmt: skip
    assert list(document["scenarios"]) == ["baseline", "fortnightly"]
    measures = document["scenarios"]["baseline"]["measures"]
    every = {"measure", "pathway", "of", "statistic", "value", "low", "high", "n"}
    of_those_reached = [m for m in measures if "reached" in m]
    assert all(set(m) - {"reached"} == every for m in measures)
    assert {m["of"] for m in of_those_reached} >= {"panel within 30 working days"}
    assert {m["measure"] for m in of_those_reached} == {"time_to_milestone", "within_target"}
    assert all(0 < m["reached"]["share"] < 1 < m["reached"]["per_year"] for m in of_those_reached)
    assert {"finding", "asked", "reached", "reached_per_year"} <= set(document["expectations"][0])
    assert {m["measure"] for m in measures} >= {
        "arrivals", "open", "outcome", "time_to_end", "time_in_state", "wait", "visits", "utilisation", "queue",
        "slots_used", "left_over", "within_target", "reached", "time_to_milestone",
    }  # fmt: skip


def test_scenario_changes_nothing_but_what_it_changes(result: Result) -> None:
    """How often the panel meets leaves arrivals and the work before it exactly as they were."""
    rows = {(row.measure, row.of, row.statistic): row for row in result.compare("fortnightly").to_rows()}
    assert rows["arrivals", "", "per_year"].says == "the same"
    assert rows["time_in_state", "check", "p90"].says == "the same"
    shorter = rows["wait", "panel", "mean"]
    assert shorter.says == "lower"
    assert shorter.difference == pytest.approx(shorter.value - shorter.baseline)


def test_expectation_is_judged_by_its_interval(result: Result) -> None:
    """Every referral waits up to five weeks for a monthly panel; none waits as long as 30 working days (6 weeks)."""
    verdicts = {(v.scenario, v.verdict) for v in result.expectations}
    assert verdicts == {("baseline", "met"), ("fortnightly", "met")}
    sooner = run(STUDY.replace("within 30 working days", "within 1 working day"))
    assert {v.verdict for v in sooner.expectations} == {"unmet"}
    one = run(replications=1)
    assert {v.verdict for v in one.expectations} == {"undecided"}
    assert one.estimate("wait", "child", "panel").low is None  # type: ignore[union-attr]


def test_an_expectation_says_of_whom_it_speaks(result: Result) -> None:
    """By the study's own shares, 0.6 x 0.75 + 0.4 x 0.5 = 65% have a concern, of 200 a year; few withdraw first."""
    short = next(v for v in result.expectations if v.scenario == "baseline")
    assert short.reached == pytest.approx(0.65, abs=0.1)
    assert short.reached_per_year == pytest.approx(0.65 * 200, abs=25)
    told = re.fullmatch(
        r"of the child referrals that reach 'Panel' \((\d+)% of all, about (\d+) a year\), 100\.0% do so within "
        r"30 working days; asked for 90%",
        short.finding,
    )
    assert told is not None, short.finding
    assert (int(told[1]), int(told[2])) == (round(100 * short.reached), round(short.reached_per_year))
    long = "child referrals that reach panel do so within 30 working days"
    explicit = run(STUDY.replace("child referrals reach panel within 30 working days", long))
    assert [(v.verdict, v.finding) for v in explicit.expectations] == [
        (v.verdict, v.finding) for v in result.expectations
    ]


def test_load_asked_for_is_what_is_used_where_nobody_queues() -> None:
    """A referral may withdraw while it waits for the panel, so that fewer are heard than sent there."""
    pathways = compiled(PATHWAY.replace("during: pause", "during: [panel, pause]"))
    result = simulate(study(STUDY.replace("rate: 1 per year", "rate: 20 per year")), pathways, replications=40)
    (check,) = (c for c in result.checks if (c.name, c.scenario, c.of) == ("offered_load", "baseline", "channel_panel"))
    used = result.estimate("slots_used", "", "channel_panel", "share")
    assert used is not None
    assert used.value < 0.5  # without the interrupt: 130 hearings a year for 240 slots
    assert check.says.startswith(f"The panel 'channel_panel' is asked for about {used.value:.0%} of its slots")


def test_overload_is_told_before_the_run() -> None:
    """Hand count: 200 a year for three hours each; 65% of them go to 12 meetings of 2 slots."""
    result = run(STUDY.replace("slots: 20}", "slots: 2}").replace("staff: 2", "staff: 1"), replications=1, scenarios=[])
    said = {check.of: check for check in result.checks if check.name == "offered_load"}
    assert not said["channel_panel"].holds
    assert "grows without limit" in said["channel_panel"].says
    assert said["mash"].holds
    share = int(said["mash"].says.split("about ")[1].split("%")[0])
    assert share == pytest.approx(100 * 200 * 3 / (253 * 8), abs=1.5)
    hearings = int(said["channel_panel"].says.split("(")[1].split(" hearings")[0])
    assert hearings == pytest.approx(200 * (0.6 * 0.75 + 0.4 * 0.5), abs=200 * 4.5 * 0.034)


def test_interrupt_without_a_rate_is_mentioned() -> None:
    text = STUDY.replace("interrupts:\n  child.withdrawn: {rate: 1 per year}\n", "")
    result = run(text, replications=1, scenarios=[])
    assert [c.of for c in result.checks if c.name == "interrupt_without_rate"] == ["child.withdrawn"]


def test_no_replications_are_refused() -> None:
    with pytest.raises(PathwaysError, match="0 replications give no answer"):
        run(replications=0)


def test_unknown_scenario_is_refused_with_the_nearest() -> None:
    with pytest.raises(StudyError, match="there is no scenario 'fortnight'"):
        run(scenarios=["fortnight"])


def test_inputs_tell_what_is_assumed(result: Result) -> None:
    told = {(entry.section, entry.name): entry for entry in result.inputs}
    check = told["service_times", "child.check"]
    assert (check.hardness, check.source) == ("PEER_REVIEW", "Section 4")
    assert check.says == "team mash, lognormal mean 3 hours, cv 1.0"
    assert told["panels", "channel_panel"].hardness == "ASSUMPTION"


def test_event_log_of_one_replication_is_that_of_the_run() -> None:
    text, pathways = one_queue("lognormal: {mean: 1 hour, cv: 1}")
    first = event_log(study(text), pathways, replication=1)
    assert list(first.rows()) == list(event_log(study(text), pathways, replication=1).rows())
    assert list(first.rows()) != list(event_log(study(text), pathways, replication=2).rows())


def test_circle_that_takes_no_time_is_refused_in_words() -> None:
    circle = """
pathway: q
title: Circle
status: as-is
version: "1"
lanes: {desk: Desk}
attributes: {again: {values: ["yes", "no"]}}
start: work
states:
  work: {lane: desk, finds: again, then: sort}
  sort: {kind: decision, lane: desk, choose: [{when: {again: "no"}, then: out}, {otherwise: work}]}
  out: {kind: end, lane: desk, outcome: done}
"""
    text = """
study: circle
title: Circle
pathways: q
clock: {starts: 2018-01-01, length: 26 weeks}
arrivals: {q: {rate: 1 per day}}
no_time: q.work
findings: {q.work: {again: {"yes": 1}}}
"""
    with pytest.raises(PathwaysError, match="without any time passing"):
        simulate(study(text), compiled(circle), replications=1)
