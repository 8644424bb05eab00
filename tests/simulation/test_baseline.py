"""The repository's own study against its own definitions, and against the published shares that it is built on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pathways.machine import CompiledPathway
from pathways.measures import Key, Sample, figures, histories
from pathways.simulation import parse_study
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import prepare
from pathways.simulation.running.load import offered_load
from pathways.simulation.running.pool import Job, run_all
from pathways.source import read_document

from .building import compiled
from .theory import agrees

ROOT = Path(__file__).resolve().parents[2]
REPLICATIONS = 400


@pytest.fixture(scope="module")
def jobs() -> Mapping[str, Job]:
    pathways: dict[str, CompiledPathway] = compiled(
        *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "definitions").glob("*.yaml")))
    )
    path = ROOT / "simulations" / "borough-baseline.yaml"
    return prepare(parse_study(read_document(path.read_text(encoding="utf-8"), path.name)), pathways, None)


@pytest.fixture(scope="module")
def found(jobs: Mapping[str, Job]) -> Sample:
    return run_all({"baseline": jobs["baseline"]}, 1, range(REPLICATIONS), 2)["baseline"]


def test_first_replication_is_the_reference_s_to_the_last_bit(jobs: Mapping[str, Job], found: Sample) -> None:
    """The stepper offers every move of it."""
    job = jobs["baseline"]
    kernel = Kernel(job.model, 1, 0, is_checked=True)
    assert figures(histories(kernel.run()), job.setting) == found.figures(0)


@pytest.mark.parametrize(
    ("key", "share"),
    [
        # Four in five concerns become referrals; then 42.3%, 39.7% and 18.0% as published for 2017/18.
        (Key("outcome", "child", "closed_nfa", "share"), 0.8 * 0.423),
        (Key("outcome", "child", "signposted", "share"), 0.8 * 0.397),
        # Six in a hundred refuse, or are judged unlikely to agree, before the panel.
        (Key("reached", "child", "to_panel", "share"), 0.8 * 0.180 * 0.94),
        (Key("outcome", "adult", "closed_nfa", "share"), 0.423),
        (Key("outcome", "adult", "signposted", "share"), 0.377),
        (Key("outcome", "adult", "safeguarding_only", "share"), 0.02),
    ],
)
def test_shares_of_the_baseline_are_those_it_was_given(found: Sample, key: Key, share: float) -> None:
    # One adult in fifty ends as `safeguarding_only`: so many replications tell that to a twenty-fifth.
    assert agrees(found.of_key(key).tolist(), share, precision=0.04)


def test_nothing_in_the_baseline_is_overloaded(jobs: Mapping[str, Job]) -> None:
    for job in jobs.values():
        assert all(check.holds for check in offered_load(job.model, 1))


def test_rate_of_arrivals_is_the_one_written(found: Sample) -> None:
    """Though all come in working time."""
    assert agrees(found.of_key(Key("arrivals", "child", "", "per_year")).tolist(), 60)
    assert agrees(found.of_key(Key("arrivals", "adult", "", "per_year")).tolist(), 52)


def test_tasks_that_lanes_do_together_need_the_team_of_each(jobs: Mapping[str, Job]) -> None:
    """The pathways say `with`; partners are the one lane that has part in a team's work and no team of its own."""
    model = jobs["baseline"].model
    teams = {"so15": "so15", "prevent": "prevent", "social_care": "social_care", "channel": "channel_support",
             "adult_care": "adult_care"}  # fmt: skip
    together = 0
    for role in model.roles:
        for state, plan in zip(role.pathway.states, role.states, strict=True):
            lanes = role.pathway.linked.states[state.name].lanes
            if plan.work is not None and len(lanes) > 1:
                needed = [teams[lane] for lane in lanes if lane in teams]
                assert [model.teams[number].name for number in plan.work.teams] == needed, state.name
                together += len(needed) > 1
    assert together == 16  # eight of each pathway, counted in the definitions
    assert model.unstaffed == ("partners",)
