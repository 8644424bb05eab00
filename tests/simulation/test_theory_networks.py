"""Networks of queues against closed forms, at 4.5 standard errors of less than 1% of the exact value.

Time runs continuously, so a working day is 24 hours. Every expected value comes from `theory`.
"""

from __future__ import annotations

import numpy as np
import pytest

from pathways.measures import Key
from pathways.simulation.run import prepare
from tests.stays import logs, present, stays

from .building import compiled, one_queue, study
from .test_theory import values
from .theory import agrees, erlang_c_wait, fork_join_time

LONG = "clock: {starts: 2018-01-01, warm_up: 200 days, length: 3000 days, calendar: continuous}"

FEEDBACK = """
pathway: f
title: Work that comes back
status: as-is
version: "1"
lanes: {a: A}
attributes: {again: {values: ["yes", "no"]}}
start: work
states:
  work: {lane: a, finds: again, then: enough}
  enough: {kind: decision, lane: a, choose: [{when: {again: "yes"}, then: work}, {otherwise: out}]}
  out: {kind: end, lane: a, outcome: done}
"""


def test_open_referrals_agree_with_a_queue_that_a_quarter_comes_back_to() -> None:
    """Oracle: M/M/1 with Bernoulli feedback is M/M/1 with 1 / (1 - p) as much to do. Source: Jackson (1957)."""
    text = f"""
study: feedback
title: Feedback
pathways: f
{LONG}
arrivals: {{f: {{rate: 2 per day}}}}
teams: {{a: {{staff: 1}}}}
service_times: {{f.work: {{team: a, exponential: {{mean: 4.8 hours}}}}}}
findings: {{f.work: {{again: {{"yes": 0.25, "no": 0.75}}}}}}
"""
    open_now, visits = values(
        21, text, compiled(FEEDBACK), Key("open", "f", "", "mean"), Key("visits", "f", "work", "per_year"),
        replications=40,
    )  # fmt: skip
    load = 2 / 0.75 * 0.2
    assert agrees(open_now, load / (1 - load))
    assert agrees(visits, 365.2425 * 2 / 0.75)


NETWORK = """
pathway: j
title: Three desks
status: as-is
version: "1"
lanes: {a: A, b: B, c: C}
attributes:
  way: {values: [b, c, out]}
start: first
states:
  first: {lane: a, finds: {way: [b, c]}, then: from_first}
  from_first: {kind: decision, lane: a, choose: [{when: {way: b}, then: second}, {otherwise: third}]}
  second: {lane: b, finds: {way: [c, out]}, then: from_second}
  from_second: {kind: decision, lane: b, choose: [{when: {way: c}, then: third}, {otherwise: out}]}
  third: {lane: c, finds: {way: [b, out]}, then: from_third}
  from_third: {kind: decision, lane: c, choose: [{when: {way: b}, then: first}, {otherwise: out}]}
  out: {kind: end, lane: c, outcome: done}
"""


def test_queues_of_three_desks_agree_with_jackson() -> None:
    """Oracle: Jackson (1957): with the rates that the ways add up to, each desk is an M/M/c queue by itself."""
    text = f"""
study: network
title: Network
pathways: j
{LONG}
arrivals: {{j: {{rate: 3 per day}}}}
teams: {{a: {{staff: 2}}, b: {{staff: 1}}, c: {{staff: 3}}}}
service_times:
  j.first: {{team: a, exponential: {{mean: 9 hours}}}}
  j.second: {{team: b, exponential: {{mean: 9 hours}}}}
  j.third: {{team: c, exponential: {{mean: 18 hours}}}}
findings:
  j.first: {{way: {{b: 0.4, c: 0.6}}}}
  j.second: {{way: {{c: 0.5, out: 0.5}}}}
  j.third: {{way: {{b: 0.25, out: 0.75}}}}
"""
    ways = np.array([[0, 0.4, 0.6], [0, 0, 0.5], [0.25, 0, 0]])
    first, second, third = np.linalg.solve(np.eye(3) - ways.T, [3.0, 0.0, 0.0])
    found = values(
        22, text, compiled(NETWORK),
        *(Key("time_in_state", "j", desk, "mean") for desk in ("first", "second", "third")),
        replications=40,
    )  # fmt: skip
    desks = ((2, first, 9 / 24), (1, second, 9 / 24), (3, third, 18 / 24))
    for times, (staff, rate, work) in zip(found, desks, strict=True):
        assert agrees(times, erlang_c_wait(staff, rate, work) + work)


FORK = """
pathway: k
title: Two answers
status: as-is
version: "1"
lanes: {p: Partners}
start: ask
states:
  ask:
    kind: parallel
    lane: p
    branches:
      a: {one: {lane: p, then: done}}
      b: {two: {lane: p, then: done}}
    then: out
  out: {kind: end, lane: p, outcome: done}
"""


@pytest.mark.parametrize("load", [0.3, 0.6])
def test_time_until_two_queues_are_both_done_agrees_with_flatto_and_hahn(load: float) -> None:
    """Oracle: two M/M/1 queues fed together, which are not independent (Flatto, Hahn 1984; Nelson, Tantawi 1988)."""
    text = f"""
study: fork
title: Fork
pathways: k
{LONG}
arrivals: {{k: {{rate: 1 per day}}}}
teams: {{a: {{staff: 1}}, b: {{staff: 1}}}}
service_times:
  k.ask.a.one: {{team: a, exponential: {{mean: {24 * load} hours}}}}
  k.ask.b.two: {{team: b, exponential: {{mean: {24 * load} hours}}}}
"""
    (times,) = values(23, text, compiled(FORK), Key("time_in_state", "k", "ask", "mean"), replications=50)
    assert agrees(times, fork_join_time(1.0, load))


def test_open_referrals_that_nobody_waits_for_follow_the_law_of_poisson() -> None:
    """Oracle: M/G/infinity: as many as come in a mean stay, whatever its distribution, and each number as often."""
    text, pathways = one_queue("lognormal: {mean: 5 days, cv: 2}", rate="1 per day")
    text = text.replace("{team: desk, lognormal", "{lognormal").replace("teams: {desk: {staff: 1}}", "")
    job = prepare(study(text), pathways, [])["baseline"]
    shares = []
    for log in logs(job, 24, 30):
        seen = stays(log, "work")
        found = present(seen.enter, seen.leave, job.model.warm_up, job.model.end)
        shares.append(np.pad(found, (0, 60 - len(found))))
    law = np.exp(-5.0) * np.cumprod([1.0, *(5.0 / n for n in range(1, 60))])
    assert agrees([float(row @ np.arange(60)) for row in shares], 5.0)
    for number in (2, 5, 8):
        assert agrees([float(row[number]) for row in shares], float(law[number]), precision=0.05)
