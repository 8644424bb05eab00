"""The reference studies that speed is measured on are what the peers' programs simulate, and give what they give."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pathways.simulation.model import UNIT, Model
from tests.benchmarks.peers import spec
from tests.benchmarks.peers.by_pathways import DAY, STATES, WORKSPACE, job, row
from tests.benchmarks.peers.by_simpy import replicate
from tests.stays import log_of, workspace_jobs

from .theory import mean_and_error

REPLICATIONS = 8


@pytest.mark.parametrize("scale", [1, 10, 100])
@pytest.mark.parametrize("workload", ["A", "B"])
def test_reference_study_holds_the_numbers_of_the_peers(workload: str, scale: int) -> None:
    model = job(workload, scale).model
    assert (model.warm_up, model.end) == (0, spec.HORIZON * DAY)
    (stream,) = model.streams
    assert stream.expected[-1] / UNIT == pytest.approx(spec.RATE * scale * spec.HORIZON, rel=1e-6)
    assert {team.name: team.staff for team in model.teams} == {
        name: station.servers * scale for name, station in spec.STATIONS[workload].items()
    }
    if workload == "A":
        (panel,) = model.panels
        assert panel.slots == spec.PANEL_SLOTS * scale
        meetings = range(1, round(spec.HORIZON / spec.PANEL_EVERY))
        assert [moment / DAY for moment in panel.meetings] == [number * spec.PANEL_EVERY for number in meetings]
    assert times(model) == {
        **{name: (each.family, each.mean, each.cv) for name, each in spec.STATIONS[workload].items()},
        "support": ("lognormal", spec.SUPPORT_MEAN, spec.SUPPORT_CV),
    }
    further = 1 - spec.P_NFA - spec.P_SIGNPOST
    assert shares(model) == {
        "view": pytest.approx([spec.P_NFA, spec.P_SIGNPOST, further]),
        "consent": pytest.approx([1 - spec.P_CONSENT, spec.P_CONSENT]),
        "way": pytest.approx([spec.P_PANEL, 1 - spec.P_PANEL]),
        "decision": pytest.approx([spec.P_ADOPT, 1 - spec.P_ADOPT]),
        "review": pytest.approx([spec.P_REVIEW, 1 - spec.P_REVIEW]),
    }


def times(model: Model) -> dict[str, tuple[str, float, float]]:
    """The law of each state that takes time, by the peers' names: family, mean in days, spread."""
    found = {}
    (role,) = model.roles
    for state, plan in zip(role.pathway.states, role.states, strict=True):
        law = None if plan.time is None else plan.time.law
        if law is not None and law.amounts != (Fraction(0),):
            cv = law.spread if law.family == "lognormal" else 1.0
            found[STATES.get(state.name, state.name)] = (law.family, float(law.amounts[0]) / DAY, cv)
    return found


def shares(model: Model) -> dict[str, list[float]]:
    """The shares of each attribute's values, which must be the same wherever it is found."""
    (role,) = model.roles
    found: dict[str, list[float]] = {}
    for plan in role.states:
        for finding in plan.finds:
            (case,) = finding.cases
            name = role.pathway.attributes[finding.attribute]
            exact = [float(share) for share, _ in sorted(case.exact, key=lambda pair: pair[1])]
            assert found.setdefault(name, exact) == exact
    return found


def test_reference_study_in_office_hours_has_the_same_capacity_and_times() -> None:
    office, continuous = workspace_jobs(WORKSPACE, "reference-a-office")["baseline"].model, job("A", 1).model
    assert [(team.name, team.staff) for team in office.teams] == [(team.name, team.staff) for team in continuous.teams]
    assert shares(office) == shares(continuous)
    third = {key: (family, mean / 3, cv) for key, (family, mean, cv) in times(continuous).items()}
    assert times(office) == {key: (family, pytest.approx(mean), cv) for key, (family, mean, cv) in third.items()}


@pytest.mark.parametrize("workload", ["A", "B"])
def test_reference_study_agrees_with_simpy(workload: str) -> None:
    """Oracle: the same pathway written in SimPy, every statistic that it reports."""
    made = job(workload, 1)
    ours = [row(log_of(made, 1, number), workload) for number in range(REPLICATIONS)]
    theirs = [replicate(workload, 1, 1, number) for number in range(REPLICATIONS)]
    for name in theirs[0]:
        (mean, error), (other, its_error) = (mean_and_error([r[name] or 0.0 for r in rows]) for rows in (ours, theirs))
        assert abs(mean - other) <= 4.5 * (error**2 + its_error**2) ** 0.5, (name, mean, other)
