"""The compiled kernel held against the reference kernel: every event, every time, every count.

`PATHWAYS_EXAMPLES=5000` asks of 5,000 random studies.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.errors import PathwaysError, StudyError
from pathways.simulation.compiled import cached, layout, wheel
from pathways.simulation.compiled.run import Compiled, Workspace
from pathways.simulation.compiled.supported import unsupported
from pathways.simulation.model import Model, Team
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import prepare
from pathways.simulation.running.kernels import Runner
from pathways.simulation.running.pool import run_all
from pathways.testing.studies import WrittenStudy, written_studies

from .building import compiled, model, one_queue, study
from .test_study import PATHWAY, STUDY

EXAMPLES: Final = int(os.environ.get("PATHWAYS_EXAMPLES", "40"))
MOST_TOLD: Final = 1 << 23  # below the 24 bits that an event has for it
SPACE = Workspace()


def assert_both_tell_the_same(model: Model, seed: int, replication: int, tables: Compiled | None = None) -> int:
    """Of a replication: every event, every count, and how many events were planned. Returns how many there were."""
    reference = Kernel(model, seed, replication)
    events = reference.run().packed()
    for is_logged in (True, False):
        found = (tables or Compiled(model)).run(seed, replication, SPACE, is_logged=is_logged)
        assert found.row(model).tolist() == list(reference.tally.row())
        assert found.planned == reference._running
        assert np.array_equal(found.log, events if is_logged else events[:0])
    return len(events)


def telling_all(model: Model) -> Model:
    """The model with logs that tell of as many attributes as there is room for, on arrival and at the end."""
    roles = []
    for role in model.roles:
        told, weight = [], 1
        for attribute, domain in enumerate(role.pathway.domains):
            if weight * (len(domain) + 1) < MOST_TOLD:
                told.append((attribute, weight))
                weight *= len(domain) + 1
        roles.append(replace(role, known=tuple(told), told=tuple(reversed(told))))
    return replace(model, roles=tuple(roles))


@settings(max_examples=EXAMPLES, deadline=None)
@given(written_studies(), st.booleans())
def test_both_kernels_tell_the_same_of_any_study(written: WrittenStudy, is_told: bool) -> None:
    """Oracle: the reference kernel, which moves referrals by the stepper."""
    try:
        jobs = prepare(written.study, written.compiled, None)
    except StudyError:
        return
    for job in jobs.values():
        bound = telling_all(job.model) if is_told else job.model
        if (missing := unsupported(bound)) is not None:
            assert "regions" in missing  # pieces of pieces may have more than there is room for
            return
        assert_both_tell_the_same(bound, written.study.seed, 1)


def test_an_order_by_due_dates_is_kept_where_nothing_has_a_target() -> None:
    """Oracle: the reference kernel. A day of work for each, and one member of staff: the queue is long."""
    text, pathways = one_queue("fixed: 1 working days")
    bound = model(text.replace("staff: 1", "staff: 1, order: due_date"), pathways)
    assert_both_tell_the_same(bound, 1, 0)


def test_who_queues_after_a_place_stands_behind_those_whose_memory_held_a_rank() -> None:
    """Oracle: the reference kernel. One team is shared by who holds a place and by who later queues by longest wait."""

    def pathway(name: str, states: str) -> str:
        return f"""
pathway: {name}
title: {name}
status: as-is
version: "1"
lanes: {{desk: Desk}}
start: first
states:
  {states}
  out: {{kind: end, lane: desk, outcome: done}}
"""

    pathways = compiled(
        pathway("p", "first: {lane: desk, then: out}"),
        pathway("q", "first: {lane: desk, then: second}\n  second: {lane: desk, then: out}"),
    )
    text = """
study: s
title: Places before a queue
pathways: {p: p, q: q}
clock: {starts: 2018-01-01, length: 100 days, calendar: continuous}
arrivals: {p: {rate: 2 per day}, q: {rate: 3 per day}}
teams: {shared: {staff: 1}, other: {staff: 1, order: longest_wait}}
places: {bed: {places: 2, held: {from: [p.first]}}}
service_times:
  p.first: {team: shared, exponential: {mean: 4 hours}}
  q.first: {team: shared, exponential: {mean: 4 hours}}
  q.second: {team: other, exponential: {mean: 7 hours}}
"""
    assert_both_tell_the_same(model(text, pathways), 1, 0)


def test_order_is_the_same_whatever_the_width_of_buckets() -> None:
    """Oracle: the reference kernel's one heap. With the least width nearly all is in coarse wheels at first."""
    bound = model(STUDY, compiled(PATHWAY))
    for width in (0, 1, 5, 9, 14, 20):
        tables = Compiled(bound)
        tables.tables.words[layout.WIDTH] = width
        assert assert_both_tell_the_same(bound, 3, 0, tables) > 1_000


def test_a_replication_is_the_same_however_little_room_it_begins_with() -> None:
    bound = model(STUDY, compiled(PATHWAY))
    events = Kernel(bound, 5, 2).run().packed()
    space = Workspace()
    space.events, space.referrals, space.rows = 2, 1, 1
    for _ in range(2):  # the second time in memory that has grown, with what the first left there
        found = Compiled(bound).run(5, 2, space)
        assert np.array_equal(found.log, events)
    assert space.events < 4_096
    assert not space.heads.any()
    assert not space.marks.any()


def test_memory_follows_the_open_caseload_and_not_the_length_of_the_study() -> None:
    text, pathways = one_queue(
        "fixed: 1 hours", clock="clock: {starts: 2018-01-01, length: 9 years, calendar: continuous}"
    )
    bound, space = model(text, pathways), Workspace()
    space.events, space.referrals = 8, 8
    found = Compiled(bound).run(1, 0, space)
    assert found.row(bound)[0] > 3_000  # arrived
    assert (space.events, space.referrals) == (8, 8)


CIRCLE = """
pathway: c
title: Circle
status: as-is
version: "1"
lanes: {desk: Desk}
attributes: {again: {values: ["yes", "no"]}}
start: work
states:
  work: {lane: desk, finds: again, then: settled}
  settled:
    kind: decision
    lane: desk
    choose:
      - {when: {again: "yes"}, then: work}
      - {otherwise: out}
  out: {kind: end, lane: desk, outcome: done}
"""
IN_CIRCLES = """
study: circle
title: Circle
pathways: c
clock: {starts: 2018-01-01, length: 10 days}
arrivals: {c: {rate: 1 per day}}
no_time: c.work
findings: {c.work: {again: {"yes": 1}}}
"""


def test_a_referral_that_goes_in_circles_is_reported_in_the_same_words() -> None:
    bound = model(IN_CIRCLES, compiled(CIRCLE))
    with pytest.raises(PathwaysError) as reference:
        Kernel(bound, 1, 0).run()
    with pytest.raises(PathwaysError) as found:
        Compiled(bound).run(1, 0, SPACE)
    assert str(found.value) == str(reference.value)
    assert_both_tell_the_same(model(STUDY, compiled(PATHWAY)), 1, 0)  # in the same memory


def test_figures_are_the_same_on_any_number_of_threads() -> None:
    jobs = prepare(study(STUDY), compiled(PATHWAY), None)
    seen: list[tuple[int, int]] = []
    alone = run_all(jobs, 7, range(3, 9), 1)
    for workers in (2, 5):
        found = run_all(jobs, 7, range(3, 9), workers, progress=lambda done, of: seen.append((done, of)))
        assert list(found) == list(alone)
        for name, sample in found.items():
            assert sample.keys == alone[name].keys
            assert np.array_equal(sample.values, alone[name].values, equal_nan=True)
            assert np.array_equal(sample.counts, alone[name].counts)
    assert seen[-1] == (6 * len(jobs), 6 * len(jobs))


def test_what_the_tables_do_not_know_is_left_to_the_reference_kernel() -> None:
    @dataclass(frozen=True)
    class Newer(Team):
        breaks: int = 0

    Newer.__name__ = "Team"
    bound = model(STUDY, compiled(PATHWAY))
    assert unsupported(bound) is None
    newer = [Newer(team.name, team.staff, team.hours, team.order, breaks=1) for team in bound.teams]
    other = replace(bound, teams=tuple(newer))
    assert unsupported(other) == "Team.breaks"
    events, counts = Runner(other).run(1, 0, SPACE)
    assert np.array_equal(events, Kernel(bound, 1, 0).run().packed())
    assert counts.tolist() == Compiled(bound).run(1, 0, SPACE).row(bound).tolist()


def test_fingerprint_changes_with_any_constant_or_function(monkeypatch: pytest.MonkeyPatch) -> None:
    before = cached.fingerprint()
    assert cached.fingerprint() == before
    with monkeypatch.context() as patch:
        patch.setattr(layout, "VISIT_BITS", 27)
        assert cached.fingerprint() != before
    monkeypatch.setattr(wheel, "place", wheel.free)
    assert cached.fingerprint() != before


def test_where_nothing_can_be_kept_measures_load_and_it_is_said_that_each_run_compiles() -> None:
    code = (
        "from numba.core import caching\n"
        "caching.CacheImpl._locator_classes = []\n"
        "import pathways.measures.compiled.walk\n"
        "from pathways.commands.simulate import tell_if_compiling\n"
        "tell_if_compiling(print)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert "a quarter of a minute each time: no folder to keep it in can be written" in done.stdout


@pytest.mark.slow
def test_it_works_where_nothing_can_be_kept_on_disk(tmp_path: Path) -> None:
    """Compiled in memory, and said before."""
    code = (
        "from numba.core import caching\n"
        "caching.CacheImpl._locator_classes = []\n"
        "from pathways.simulation.running.kernels import is_compiled, lend, Runner\n"
        "from tests.simulation.test_compiled import STUDY, PATHWAY, compiled, model\n"
        "assert not is_compiled()\n"
        "print(len(Runner(model(STUDY, compiled(PATHWAY))).run(1, 0, lend()).events))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert int(done.stdout) == len(Kernel(model(STUDY, compiled(PATHWAY)), 1, 0).run().packed())
