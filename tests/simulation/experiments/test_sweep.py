"""Sweeps: their points, and their main effects against what theory says of each point."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.errors import StudyError, WorkspaceError
from pathways.simulation.experiments.design import latin_hypercube, permutation
from pathways.simulation.experiments.sweep import planned_sweep, run_sweep
from pathways.simulation.run import check_study
from tests.simulation.building import one_queue, study

SHORT = "clock: {starts: 2018-01-01, warm_up: 20 days, length: 200 days, calendar: continuous}"
TIME = "service_times.q.work.fixed"


def swept(sweep: str, measures: str = "[utilisation of desk]", time: str = "fixed: 12 hours"):
    text, pathways = one_queue("fixed: 12 hours", clock=SHORT)
    return text + f"measures: {measures}\nsweeps:\n  s: {sweep}\n", pathways


@given(st.integers(1, 60), st.integers(0, 2**40), st.text("ab.", min_size=1, max_size=5))
def test_permutation_holds_every_number_once(number: int, seed: int, name: str) -> None:
    assert sorted(permutation(number, seed, name)) == list(range(number))
    assert permutation(number, seed, name) == permutation(number, seed, name)
    assert number < 9 or permutation(number, seed, name) != permutation(number, seed, f"{name}x")


@given(st.integers(1, 40), st.lists(st.integers(1, 60), min_size=1, max_size=4), st.integers(0, 2**40))
def test_latin_hypercube_meets_each_stratum_once(points: int, sizes: list[int], seed: int) -> None:
    """Of as many values as points each is met once; of fewer each as often as any other, give or take one."""
    names = [f"f{n}" for n in range(len(sizes))]
    found = latin_hypercube(sizes, points, seed, names)
    assert len(found) == points
    for column, size in enumerate(sizes):
        met = [point[column] for point in found]
        counts = [met.count(value) for value in range(size)]
        assert min(counts) >= points // size
        assert max(counts) <= -(-points // size)
        # A further factor leaves the order of this one as it was.
        assert [p[0] for p in latin_hypercube([size], points, seed, [names[column]])] == met
    if points > 4:
        assert found != latin_hypercube(sizes, points, seed + 1, names) or max(sizes) == 1


def test_factorial_has_every_combination_in_order() -> None:
    text, _ = swept(f"{{vary: {{teams.desk.staff: [1, 2], {TIME}: {{from: 6 hours, to: 12 hours, step: 3 hours}}}}}}")
    planned = planned_sweep(study(text), "s", 1)
    assert [planned.settings(n) for n in range(len(planned.points))] == [
        {"teams.desk.staff": staff, TIME: time} for staff in "12" for time in ("6 hours", "9 hours", "12 hours")
    ]


def test_range_without_a_step_is_cut_into_strata_by_a_latin_hypercube() -> None:
    """By hand: four strata of 6 to 8 hours have their middles at 6.25, 6.75, 7.25, 7.75."""
    vary = f"{{teams.desk.staff: {{from: 1, to: 8}}, {TIME}: {{from: 6 hours, to: 8 hours}}}}"
    planned = planned_sweep(study(swept(f"{{vary: {vary}, design: latin_hypercube, points: 4}}")[0]), "s", 1)
    assert planned.factors[1].values == ("6.25 hours", "6.75 hours", "7.25 hours", "7.75 hours")
    assert sorted(point[1] for point in planned.points) == [0, 1, 2, 3]
    assert sorted(point[0] for point in planned.points) == [1, 3, 5, 7]  # the upper of each pair of values


def test_main_effects_of_all_combinations_agree_with_theory() -> None:
    """Oracle: use is rate x time / staff, so 0.25, 0.5 with one and 0.125, 0.25 with two: either effect is 0.1875."""
    text, pathways = swept(f"{{vary: {{teams.desk.staff: [1, 2], {TIME}: [6 hours, 12 hours]}}}}")
    found = run_sweep(study(text), pathways, "s", replications=12)
    assert [point.measures["utilisation of desk"].value for point in found.points] == pytest.approx(
        [0.25, 0.5, 0.125, 0.25], abs=0.03
    )
    staff, time = found.effects
    for effect, expected in ((staff, -0.1875), (time, 0.1875)):
        assert effect.claim.low is not None
        half = effect.claim.difference - effect.claim.low  # 2.2 standard errors
        assert abs(effect.claim.difference - expected) <= 4.5 / 2.2 * half
    assert [staff.word, time.word] == ["lower", "higher"]
    assert found.told()[0].startswith("teams.desk.staff, from 1 to 2: the utilisation of desk is lower by 1")


def test_slope_through_a_latin_hypercube_is_that_of_a_plane() -> None:
    """Oracle: arrivals a year are 365.2425 times the rate a day, whatever the staff."""
    listed = "{arrivals.q.rate: [1 per day, 2 per day, 3 per day], teams.desk.staff: {from: 4, to: 9}}"
    text, pathways = swept(f"{{vary: {listed}, design: latin_hypercube, points: 6}}", "[arrivals of q]")
    sweep = run_sweep(study(text), pathways, "s", replications=10)
    rate, staff = sweep.effects
    assert rate.claim.low is not None
    half = rate.claim.difference - rate.claim.low
    assert abs(rate.claim.difference - 2 * 365.2425) <= 4.5 / 2.2 * half
    assert staff.word == "cannot tell"
    rows = sweep.to_rows()
    assert len(rows) == len(sweep.points) == 6
    assert list(sweep.to_frame().columns) == [
        "point", "arrivals.q.rate", "teams.desk.staff", "measure", "value", "low", "high"
    ]  # fmt: skip
    assert len(json.loads(sweep.to_json())["effects"]) == 2


@pytest.mark.parametrize(
    ("sweep", "expected"),
    [
        ("{vary: {teams.desk.staff: [1, 1]}}", "14:32 study-sweep there is no value here, or one twice"),
        ("{vary: {teams.desk.staff: [1]}, points: 4}", "14:46 study-sweep all combinations are as many as they are"),
        ("{vary: {teams.desk.staff: [1]}, design: latin_hypercube}", "14:46 study-sweep nothing says how many points"),
        (
            "{vary: {teams.desk.staff: {from: 5, to: 1}}}",
            "14:32 study-sweep '5' to '1' does not lead from less to more",
        ),
        ("{vary: {teams.desk.staff: {from: one, to: 4}}}", "14:39 study-sweep 'one' is not a number"),
        ("{vary: {a.b.fixed: {from: 1 hour, to: 4 days}}}", "14:25 study-sweep this mixes units"),
        ("{vary: {a.b.fixed: {from: 1 hour, to: 4 hours}}}", "14:25 study-sweep nothing says which values lie between"),
        ("{vary: {a.b.c: {from: 1, to: 200}, d.e.f: {from: 1, to: 200}}}", "14:6 study-sweep this makes 40,000 points"),
        ("{design: factorial}", "14:6 missing-field the sweep 's' has no 'vary'"),
    ],
)
def test_a_sweep_that_cannot_be_is_told_with_its_place(sweep: str, expected: str) -> None:
    text, pathways = swept(sweep)
    try:
        found = check_study(study(text), pathways)
    except StudyError as error:
        found = list(error.findings)
    told = [f"{f.place.line}:{f.place.column} {f.id} {f.message}" for f in found]
    assert any(fault.startswith(expected) for fault in told), told


def test_names_that_a_sweep_does_not_know_are_told() -> None:
    text, pathways = swept("{vary: {teams.desc.staff: [1, 2]}}")
    said = "study.yaml:14:14  the study has no 'teams.desc' to change"
    assert [str(finding).startswith(said) for finding in check_study(study(text), pathways)] == [True]
    with pytest.raises(StudyError, match=said):
        run_sweep(study(text), pathways, "s", replications=2)
    text, pathways = swept("{vary: {service_times.q.wrk.fixed: [1 hour, 2 hours]}}")
    (finding,) = check_study(study(text), pathways)
    assert finding.message == "the study has no 'service_times.q.wrk' to change"
    assert (finding.expected, finding.remedy) == ("'q.work'", "write 'q.work', or add 'q.wrk'")
    with pytest.raises(WorkspaceError, match=r"(?s)'queue' has no sweep 't'.*expected 's'"):
        run_sweep(study(text), pathways, "t")
