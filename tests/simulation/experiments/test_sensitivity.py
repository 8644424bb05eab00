"""Which assumption moves an answer, against the derivatives of M/M/1; and which numbers are assumptions."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.errors import StudyError, WorkspaceError
from pathways.simulation.experiments.assumptions import Number, assumptions
from pathways.simulation.experiments.sensitivity import find_sensitivity
from pathways.simulation.experiments.varied import starting_from, with_changes
from tests.simulation.building import compiled, one_queue, study
from tests.simulation.test_study import PATHWAY, STUDY

LONG = "clock: {starts: 2018-01-01, warm_up: 60 days, length: 400 days, calendar: continuous}"


def named(numbers: list[Number]) -> dict[str, Number]:
    return {number.name: number for number in numbers}


def test_every_number_of_an_entry_that_is_assumed_moves() -> None:
    """The study by hand: the time of 'child.check' has a source, so neither its mean nor its spread is there."""
    found = named(assumptions(study(STUDY).baseline))
    assert list(found) == [
        "arrivals child: rate", "arrivals child: attributes sector police", "teams mash: staff",
        "panels channel_panel: slots", "findings child.check: concern none",
        "findings child.check: concern otherwise none", "interrupts child.withdrawn: rate",
    ]  # fmt: skip
    sides = {name: tuple(side and side[0] for side in (n.down, n.up)) for name, n in found.items()}
    assert sides["arrivals child: rate"] == ("150 per year", "250 per year")
    assert sides["teams mash: staff"] == ("1", "3")
    assert sides["panels channel_panel: slots"] == ("15", "25")
    assert sides["arrivals child: attributes sector police"] == ("0.3", "0.5")
    down = found["arrivals child: attributes sector police"].down
    assert down is not None
    path = ("arrivals", "child", "attributes", "sector")
    assert down[1] == {(*path, "school"): "0.7", (*path, "police"): "0.3"}


def test_times_of_an_entry_move_together_and_its_spread_alone() -> None:
    text = STUDY.replace(", hardness: PEER_REVIEW, source: Section 4", "").replace("staff: 2", "staff: 1")
    found = named(assumptions(study(text).baseline, Fraction(1, 10)))
    time, spread = found["service times child.check: time"], found["service times child.check: lognormal cv"]
    assert (time.down, time.up) == (
        ("mean 2.7 hours", {("service_times", "child.check", "lognormal", "mean"): "2.7 hours"}),
        ("mean 3.3 hours", {("service_times", "child.check", "lognormal", "mean"): "3.3 hours"}),
    )
    assert [side and side[0] for side in (spread.down, spread.up)] == ["0.9", "1.1"]
    assert found["teams mash: staff"].down is None  # nobody would be left
    three = text.replace("lognormal: {mean: 3 hours, cv: 1}", "triangular: {low: 1 hour, mode: 2 hours, high: 4 hours}")
    moved = named(assumptions(study(three).baseline))["service times child.check: time"].up
    assert moved is not None
    assert moved[0] == "low 1.25 hours, mode 2.5 hours, high 5 hours"


@given(st.lists(st.integers(0, 400), min_size=3, max_size=6), st.fractions(Fraction(1, 100), Fraction(99, 100)))
def test_moved_shares_still_add_up_to_one(parts: list[int], by: Fraction) -> None:
    from pathways.simulation.experiments.assumptions import _Numbers

    parts = [*parts, 1000 - min(sum(parts), 1000)]
    if sum(parts) != 1000:
        return
    shares = {f"v{n}": f"{part / 1000:.3f}" for n, part in enumerate(parts)}
    for number in _Numbers("findings", "x", by).all({"a": shares}):
        for side in (number.down, number.up):
            assert side is not None
            moved = {path[-1]: Fraction(text) for path, text in side[1].items()}
            assert sum(moved.values()) == 1
            assert all(0 <= share <= 1 for share in moved.values())
            name = number.name.rpartition(" ")[2]
            rest = {v: Fraction(s) for v, s in shares.items() if v != name and Fraction(s)}
            ratios = [float(moved[v] / share) for v, share in rest.items()]
            assert max(ratios) == pytest.approx(min(ratios), rel=1e-6)  # the others keep their proportions


def test_every_assumption_of_the_study_can_be_moved_and_run() -> None:
    parsed = starting_from(study(STUDY), None)
    numbers = assumptions(parsed.baseline)
    changes = {f"{n.name} {k}": m[1] for n in numbers for k, m in enumerate((n.down, n.up)) if m}
    assert len(with_changes(parsed, changes, compiled(PATHWAY))) == 1 + len(changes) == 15


def test_movement_agrees_with_the_derivative_of_a_queue() -> None:
    """Oracle: M/M/1 with one a day, wait s x s / (1 - s), derivative (2s - s x s) / (1 - s)^2 = 3 at s = 0.5 days.

    In the rate r the wait is r s x s / (1 - r s), derivative s x s / (1 - r s)^2 = 1 at r = 1. Both move by 4%.
    """
    text, pathways = one_queue("exponential: {mean: 12 hours}", clock=LONG)
    told: list[str] = []
    found = find_sensitivity(
        study(text), pathways, measure="mean wait for q.work", by=Fraction(1, 25), replications=16, tell=told.append
    )
    assert told == ["3 assumptions, moved by 4% down and up (staff by one): 6 scenarios, 96 replications"]
    assert [bar.number for bar in found.bars] == ["teams desk: staff", "service times q.work: time", "arrivals q: rate"]
    for bar, expected in zip(found.bars[1:], (3 * 0.04, 1 * 0.08), strict=True):
        assert bar.claim.low is not None
        half = bar.claim.difference - bar.claim.low  # 2.13 standard errors
        print(bar.number, bar.claim.difference, expected, half / 2.13)
        assert abs(bar.claim.difference - expected) <= 4.5 / 2.13 * half
        assert half / 2.13 < 0.125 * expected
        assert bar.claim.says == "higher"
    staff = found.bars[0]
    assert (staff.down, staff.up, staff.claim.says) == ("1", "2", "lower")
    assert found.told()[1].startswith("teams desk: staff: 0.")
    assert len(found.to_frame()) == 3
    assert json.loads(found.to_json())["numbers"][0]["down"] == "1"
    axes = found.plot().axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()][::-1] == [bar.number for bar in found.bars]
    assert len(axes.patches) == 6


def test_what_does_not_move_the_answer_cannot_be_told() -> None:
    """Staff beyond all need: utilisation of another desk is what it was."""
    text, pathways = one_queue("fixed: 2 hours", staff=9, clock=LONG.replace("400", "60"))
    found = find_sensitivity(study(text), pathways, measure="mean wait for q.work", replications=4)
    assert all(bar.claim.says in ("cannot tell", "the same") for bar in found.bars)
    assert "cannot be told whether they move it at all" in found.told()[1]


def test_the_first_expectation_is_looked_at_unless_a_measure_is_named() -> None:
    found = find_sensitivity(study(STUDY), compiled(PATHWAY), replications=2, only=["staff"])
    assert found.measure.key.of == "panel within 30 working days"
    assert [bar.number for bar in found.bars] == ["teams mash: staff"]


def test_what_is_assumed_but_no_number_that_moves_is_named() -> None:
    dated = "changes: {shut: {from: 2018-06-04, for: 2 weeks, teams.mash.staff: 1}}"
    found = find_sensitivity(study(STUDY + dated), compiled(PATHWAY), replications=2)
    assert found.not_moved == ("its dated changes", "when panels meet")
    assert "Not moved, though assumed: its dated changes; when panels meet." in found.told()
    assert json.loads(found.to_json())["not_moved"] == list(found.not_moved)


def test_what_cannot_be_looked_at_is_explained() -> None:
    text, pathways = one_queue("fixed: 1 hour")
    with pytest.raises(StudyError, match="'queue' expects nothing, and no measure is named"):
        find_sensitivity(study(text), pathways)
    with pytest.raises(StudyError, match=r"--measure:1:10  'q\.wrk' is none of this study's states"):
        find_sensitivity(study(text), pathways, measure="wait for q.wrk")
    with pytest.raises(WorkspaceError, match="nothing in the study is an assumption that could move and has 'x' in"):
        find_sensitivity(study(text), pathways, measure="wait for q.work", only=["x"])
    with pytest.raises(WorkspaceError, match=r"numbers cannot move by 1\.5"):
        find_sensitivity(study(text), pathways, measure="wait for q.work", by=Fraction(3, 2))
