"""How often each way was taken, read off a log: by hand on small logs, and against the counts of measures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pathways.calendars.durations import MEAN_YEAR
from pathways.commands.simulate import study_and_pathways
from pathways.definition.linked import DONE
from pathways.eventlog import Event, EventLog, Row
from pathways.measures.transitions import transitions
from pathways.simulation import event_log, simulate
from pathways.simulation.run import prepare
from tests.diagram.given import small

PATHWAY = small(
    """\
  look: {lane: team, then: both}
  both:
    kind: parallel
    lane: team
    branches:
      a: {one: {lane: team, then: done}}
      b: {two: {lane: police, then: three}, three: {lane: team, then: done}}
    then: closed
  gone: {kind: end, lane: team, outcome: gone}
  closed: {kind: end, lane: team, outcome: closed}
""",
    "start: look\ninterrupts: {moved: {title: Moved away, during: [both], then: gone}}\n",
)
A, E, L, X = Event.ARRIVE, Event.ENTER, Event.LEAVE, Event.END


def log(*events: tuple[Event, str, int], referral: int = 0) -> list[Row]:
    return [Row(0, referral, "small", state, 1, event, time) for event, state, time in events]


BEGIN = ((A, "look", 1), (E, "look", 1), (L, "look", 5), (E, "both", 5), (E, "both.a.one", 5), (E, "both.b.two", 5))
WHOLE = (*BEGIN, (L, "both.b.two", 6), (E, "both.b.three", 6), (L, "both.a.one", 7), (L, "both.b.three", 9),
         (L, "both", 9), (E, "closed", 9), (X, "closed", 9))  # fmt: skip
BROKEN = (*BEGIN, (L, "both.a.one", 7), (L, "both.b.two", 8), (L, "both", 8), (E, "gone", 8), (X, "gone", 8))


def test_a_way_through_side_by_side_by_hand() -> None:
    found = transitions(EventLog.of(log(*WHOLE)), "small", PATHWAY, 0, 100)
    assert found == Counter({
        (None, "look"): 1, ("look", "both"): 1, ("both.b.two", "both.b.three"): 1, ("both.a.one", DONE): 1,
        ("both.b.three", DONE): 1, ("both", "closed"): 1,
    })  # fmt: skip


def test_a_branch_broken_off_is_not_done() -> None:
    """By hand: one branch was done before the interrupt; the other stood in its last state as it happened."""
    last = (*WHOLE[:8], (L, "both.a.one", 7), (L, "both.b.three", 8), (L, "both", 8), (E, "gone", 8), (X, "gone", 8))
    for events in (BROKEN, last):
        found = transitions(EventLog.of(log(*events)), "small", PATHWAY, 0, 100)
        assert found["both.a.one", DONE] == 1
        assert found["both.b.three", DONE] == 0
        assert (found["both", "gone"], found["both", "closed"]) == (1, 0)


def test_referrals_that_move_at_the_same_moment_are_kept_apart() -> None:
    rows = [row for pair in zip(log(*WHOLE), log(*WHOLE, referral=1)) for row in pair]
    found = transitions(EventLog.of(rows), "small", PATHWAY, 0, 100)
    assert set(found.values()) == {2}


def test_only_what_happens_within_the_time_counts() -> None:
    assert transitions(EventLog.of(log(*WHOLE)), "small", PATHWAY, 6, 9) == Counter(
        {("both.b.two", "both.b.three"): 1, ("both.a.one", DONE): 1}
    )


@pytest.mark.parametrize("role", ["child", "adult"])
def test_what_flows_into_a_state_is_how_often_measures_say_it_is_visited(role: str) -> None:
    """Oracle: `visits` of the measures, which count entries; each is reached by one way, or by its parallel state."""
    study, _, loaded = study_and_pathways("borough-baseline", Path(__file__).parents[2])
    compiled = {pathway.id: pathway.compiled for pathway in loaded}
    setting = prepare(study, compiled, [])["baseline"].setting
    result = simulate(study, compiled, replications=1, scenarios=[])
    linked = compiled[role].linked
    found = transitions(event_log(study, compiled), role, linked, setting.warm_up, setting.end)
    years = (setting.end - setting.warm_up) / float(MEAN_YEAR)
    entered: Counter[str] = Counter()
    for (_, to), count in found.items():
        entered[to] += count
    started = {
        linked.regions[region].start: state.name for state in linked.states.values() for region in state.branches
    }
    for first, parallel in started.items():
        entered[first] += entered[parallel]
    visits = {e.of: e.value * years for e in result.scenarios["baseline"] if (e.measure, e.pathway) == ("visits", role)}
    assert sum(visits.values()) > 500
    assert {name: entered[name] for name in visits} == pytest.approx(visits)
