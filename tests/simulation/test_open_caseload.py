"""Those who stand there as a study begins: how long they still stay, given how long they have been there."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from pathways.errors import StudyError
from pathways.eventlog import Event, Row
from pathways.eventlog.packed import EVENT_BITS, TIME_SHIFT
from pathways.measures import Key, figures, histories
from pathways.simulation.binding.measured import setting_of
from pathways.simulation.binding.unknowns import unknown_later
from pathways.simulation.distributions import lognormal, uniform
from pathways.simulation.draws import BITS
from pathways.simulation.model import Model
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.reference.opening import rest_of
from pathways.simulation.run import check_study
from pathways.simulation.running.kernels import Runner

from .building import compiled, model, study, verify_log
from .theory import agrees

DAY = 86_400
PATHWAYS = compiled("""
pathway: q
title: Support
status: as-is
version: "1"
lanes: {desk: Desk}
attributes:
  sector: {values: [school, police], from: arrival}
  view: {values: [more, enough]}
start: check
states:
  check: {lane: desk, finds: view, then: both}
  both:
    kind: parallel
    branches:
      help: {visits: {lane: desk, then: talk}, talk: {lane: desk, then: done}}
      watch: {keep: {lane: desk, then: done}}
    then: pause
  pause: {kind: wait, lane: desk, for: 1 month, then: sort}
  sort:
    kind: decision
    lane: desk
    choose: [{when: {view: enough}, then: out}, {otherwise: again}]
  again: {lane: desk, after: {20 working days: late}, then: out}
  out: {kind: end, lane: desk, outcome: done}
  late: {kind: end, lane: desk, outcome: late}
""")


def text(
    stands: str,
    *,
    arrivals: str = "q: {rate: 1 per 1000 years, attributes: {sector: {school: 1}}}",
    length: int = 200,
    more: str = "",
    calendar: str = "continuous",
) -> str:
    arrivals = arrivals.replace("per 1000 years", "per year, until: 2018-01-02")
    return f"""
study: s
title: S
pathways: q
clock: {{starts: 2018-01-01, length: {length} days, calendar: {calendar}}}
arrivals:
  {arrivals}
service_times:
  q.check: {{fixed: 1 day}}
  q.both.help.visits: {{lognormal: {{mean: 40 days, cv: 1}}}}
  q.both.help.talk: {{fixed: 2 days}}
  q.both.watch.keep: {{fixed: 3 days}}
  q.again: {{lognormal: {{mean: 60 days, cv: 1}}}}
findings: {{q.check: {{view: {{more: 100%}}}}}}
start:
  open_caseload:
    q:
      {stands}
{more}
"""


def rows(bound: Model, number: int = 0) -> list[Row]:
    return list(Kernel(bound, 8, number).run().rows())


VISITS = "- {state: both.help.visits, count: 300, age: {fixed: 30 days}, attributes: {view: {more: 1}}}"


def test_rest_of_a_time_is_as_the_law_has_it_above_the_age() -> None:
    """Oracle: P(X > age + t) / P(X > age) by scipy; the count of 300 still there at each time is binomial."""
    bound = model(text(VISITS), PATHWAYS)
    sigma = math.sqrt(math.log(2))
    law = stats.lognorm(sigma, scale=40 * math.exp(-sigma * sigma / 2))
    leaves = [
        [row.time for row in rows(bound, n) if row.event == Event.LEAVE and row.state == "both.help.visits"]
        for n in range(8)
    ]
    for days in (1, 5, 20, 60, 150):
        share = law.sf(30 + days) / law.sf(30)
        still = [300.0 - sum(time <= days * DAY for time in each) for each in leaves]
        error = math.sqrt(300 * share * (1 - share) / len(still))
        assert abs(math.fsum(still) / len(still) - 300 * share) <= 4.5 * error, days


def test_caseload_after_a_start_agrees_with_the_transient_of_infinitely_many_servers() -> None:
    """Oracle: M/G/infinity from n with ages: n P(X > a + t) / P(X > a), plus rate times integral of P(X > u)."""
    queue = compiled("""
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
    bound = model(
        """
study: s
title: S
pathways: q
clock: {starts: 2018-01-01, length: 100 days, calendar: continuous}
arrivals: {q: {rate: 3 per day}}
service_times: {q.support: {gamma: {mean: 30 days, cv: 0.5}}}
start: {open_caseload: {q: [{state: support, count: 50, age: {fixed: 20 days}}]}}
""",
        queue,
    )
    law = stats.gamma(4, scale=7.5)
    runner = Runner(bound)
    seen = [runner.log(8, number).packed()[:, 0] for number in range(600)]
    for days in (5, 25, 90):
        so_far = [each[each >> TIME_SHIFT <= days * DAY] & ((1 << EVENT_BITS) - 1) for each in seen]
        open_then = [float((each == Event.ARRIVE).sum() - (each == Event.END).sum()) for each in so_far]
        arrived = 3 * integrate.quad(law.sf, 0, days)[0]
        assert agrees(open_then, 50 * law.sf(20 + days) / law.sf(20) + arrived)


def test_they_come_first_and_the_oldest_of_them_before_the_others() -> None:
    stands = (
        "- {state: both.help.visits, count: 3, age: {fixed: 10 days}, attributes: {view: {more: 1}}}\n"
        "      - {state: again, count: 2, age: {fixed: 20 days}}"
    )
    arrivals = "q: {rate: 5 per day, attributes: {sector: {school: 1}}}"
    seen = rows(model(text(stands, arrivals=arrivals, length=10), PATHWAYS))
    first = [(row.referral, row.state, row.time) for row in seen if row.event == Event.ARRIVE][:6]
    assert first[:5] == [(0, "again", 0), (1, "again", 0), (2, "both", 0), (3, "both", 0), (4, "both", 0)]
    assert first[5][1:2] == ("check",)
    # In the branches: where they stand, and beside it the other branch from its beginning.
    entered = [row.state for row in seen if row.referral == 2 and row.event == Event.ENTER]
    assert entered[:3] == ["both", "both.help.visits", "both.watch.keep"]
    keep = next(
        row for row in seen if row.referral == 2 and row.event == Event.LEAVE and row.state == "both.watch.keep"
    )
    assert keep.time == 3 * DAY


def test_dates_of_what_began_before_are_as_worked_by_hand() -> None:
    """Hand count, England. A month that began 20 days before 1 January 2018, on 12 December, is over on 12 January.

    Twenty working days from Monday 11 December 2017, 21 days before: 13 are gone by the end of the year (11 to 15, 18
    to 22, and 27 to 29 December), so seven are left: 2, 3, 4, 5, 8, 9 and 10 January, the first being a holiday.
    """
    pause = "- {state: pause, count: 1, age: {fixed: 20 days}, attributes: {view: {enough: 1}}}"
    seen = rows(model(text(pause, calendar="england"), PATHWAYS))
    assert next(row.time for row in seen if row.event == Event.LEAVE) == 11 * DAY
    again = "- {state: again, count: 40, age: {fixed: 21 days}}"
    seen = rows(model(text(again, calendar="england"), PATHWAYS))
    late = {row.time for row in seen if row.event == Event.END and row.state == "late"}
    assert late == {9 * DAY + 17 * 3600}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60 * DAY), st.integers(0, (1 << BITS) - 1), st.integers(0, (1 << BITS) - 1))
def test_rest_is_never_negative_and_rises_with_the_draw(age: int, one: int, other: int) -> None:
    table = lognormal(20 * DAY, 1)
    low, high = sorted((one, other))
    assert 0 <= rest_of(table, age, low) <= rest_of(table, age, high)
    assert rest_of(uniform(0, DAY), 2 * DAY, one) == 0


def test_without_an_age_they_have_just_come() -> None:
    """Hand count: a fixed time of 3 days is over after 3 days."""
    seen = rows(model(text("- {state: both.watch.keep, count: 2, attributes: {view: {more: 1}}}"), PATHWAYS))
    assert [row.time for row in seen if row.event == Event.LEAVE and row.state == "both.watch.keep"] == [3 * DAY] * 2


@pytest.mark.parametrize(
    ("stand", "expected"),
    [
        ("{state: pauses, count: 1}", "no referral can stand in 'pauses' of 'q'"),
        ("{state: sort, count: 1}", "no referral can stand in 'sort' of 'q'"),
        ("{state: pause, count: 1}", "nothing says what 'view' is for those who stand in 'pause', and it is asked for"),
        ("{state: both.watch.keep, count: 1}", "nothing says what 'view' is for those who stand in 'both.watch.keep'"),
        ("{state: again, count: 1, attributes: {vew: {more: 1}}}", "'q' has no attribute 'vew'"),
        ("{state: again, count: 1, attributes: {view: {more: 0.5}}}", "these shares add up to 0.5, not to 1"),
        ("{state: again, count: 1, age: {gamma: {mean: 1 day}}}", "'gamma' lacks a spread"),
        ("{state: again, count: 0}", "'0' is not a whole number from 1 to 999999"),
        ("{state: again}", "has no 'count'"),
        ("{state: both.watch.keep, count: 1, age: {fixed: 4 days}, attributes: {view: {more: 1}}}",
         "nobody is in 'both.watch.keep' for as long as 4 days"),
    ],
)  # fmt: skip
def test_fault_in_the_open_caseload_is_told(stand: str, expected: str) -> None:
    try:
        found = check_study(study(text(f"- {stand}")), PATHWAYS)
    except StudyError as error:
        found = list(error.findings)
    assert len(found) == 1, found
    assert expected in found[0].message
    assert found[0].place.line == 18


def test_a_state_before_the_finding_needs_no_value() -> None:
    assert check_study(study(text("- {state: check, count: 1}")), PATHWAYS) == []


def test_they_count_among_the_open_and_the_ended_but_not_as_arrivals_nor_for_how_long_anything_took() -> None:
    """Hand count: 40 stand there, 10 days into a fixed 30; nobody else arrives. All end on day 20."""
    bound = model(
        text("- {state: pause, count: 40, age: {fixed: 10 days}, attributes: {view: {enough: 1}}}", length=40), PATHWAYS
    )
    kernel = Kernel(bound, 8, 0)
    log = kernel.run()
    verify_log(bound, kernel.tally, log)
    found = figures(histories(log), setting_of(bound))
    assert found[Key("arrivals", "q", "", "per_year")].value == 0
    assert found[Key("visits", "q", "pause", "per_year")].value == 0
    assert found[Key("outcome", "q", "done", "share")].n == 40
    ended = next(row.time for row in log.rows() if row.event == Event.END)
    assert found[Key("open", "q", "", "mean")].value == pytest.approx(40 * ended / (40 * DAY))
    assert not [key for key in found if key.measure in ("time_in_state", "time_to_end", "time_from_entry")]
    empty = replace(bound, streams=tuple(stream for stream in bound.streams if stream.stand is None))
    assert not setting_of(empty).has_standing


def test_a_start_amid_arrivals_is_measured_alike_by_both_measurers() -> None:
    """Oracle: the plain measures; every figure to the last bit, and every count against the kernel's own."""
    arrivals = "q: {rate: 3 per day, attributes: {sector: {school: 0.5, police: 0.5}}}"
    stands = VISITS + "\n      - {state: again, count: 9, age: {uniform: {low: 1 day, high: 90 days}}}"
    for calendar in ("continuous", "england"):
        bound = model(text(stands, arrivals=arrivals, length=120, calendar=calendar), PATHWAYS)
        kernel = Kernel(bound, 8, 1, is_checked=True)
        verify_log(bound, kernel.tally, kernel.run())


SEVERAL = compiled("""
pathway: q
title: Several
status: as-is
version: "1"
lanes: {desk: Desk}
attributes: {view: {values: [more, enough]}, word: {values: [a, b]}}
start: first
states:
  first: {lane: desk, finds: word, then: both}
  both:
    kind: parallel
    branches:
      ask: {letter: {lane: desk, then: inner}, inner: {kind: parallel, branches: {one: {left: {lane: desk, then: done}}, two: {right: {lane: desk, finds: view, then: done}}}, then: done}}
      watch: {keep: {lane: desk, after: {3 days: done}, then: done}}
    then: sort
  sort: {kind: decision, lane: desk, choose: [{when: {view: enough}, then: out}, {otherwise: again}]}
  again: {kind: decision, lane: desk, choose: [{when: {word: a}, then: out}, {otherwise: both}]}
  out: {kind: end, lane: desk, outcome: done}
interrupts:
  gone: {during: both, then: again}
""")  # noqa: E501


@pytest.mark.parametrize(
    ("state", "lacking"),
    [
        ("first", set()),
        # 'view' is found in a branch that has just begun, or within it; 'word' was found before.
        ("both.watch.keep", {"word"}),
        ("both.ask.letter", {"word"}),
        ("both.ask.inner.two.right", {"word"}),
        ("both.ask.inner.one.left", {"word"}),
        ("both", {"word"}),
    ],
)
def test_only_what_may_be_asked_for_without_having_been_found_must_be_given(state: str, lacking: set[str]) -> None:
    """Hand count of the ways from each state."""
    pathway = SEVERAL["q"]
    found = unknown_later(pathway, pathway.index[state], set())
    assert {pathway.attributes[index] for index in found} == lacking
