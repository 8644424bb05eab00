"""The kernel against closed forms, at 4.5 standard errors (1 in 150,000 for a normal mean).

Time runs continuously here, so a working day is 24 hours. Every expected value comes from `theory`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from pathways.machine import CompiledPathway
from pathways.measures import Key
from pathways.simulation.run import prepare
from pathways.simulation.running.pool import run_all

from .building import compiled, one_queue, study
from .theory import agrees, erlang_c_wait, pollaczek_khinchine_wait, slotted_wait

LONG = "clock: {starts: 2018-01-01, warm_up: 200 days, length: 3000 days, calendar: continuous}"


def values(
    seed: int, text: str, pathways: Mapping[str, CompiledPathway], *keys: Key, replications: int = 16
) -> list[list[float]]:
    """Each measure's value in each replication. Every test has its own seed, so that they do not share their luck."""
    sample = run_all(prepare(study(text), pathways, []), seed, range(replications), 1)["baseline"]
    return [sample.values[:, sample.keys.index(key)].tolist() for key in keys]


@pytest.mark.parametrize(("load", "replications"), [(0.5, 16), (0.7, 36)])
def test_wait_for_one_worker_agrees_with_mm1(load: float, replications: int) -> None:
    """Oracle: M/M/1, wait = load * service / (1 - load)."""
    text, pathways = one_queue(f"exponential: {{mean: {load * 3:g} hours}}", rate="8 per day", clock=LONG)
    waits, stays = values(
        1, text, pathways, Key("wait", "q", "work", "mean"), Key("time_in_state", "q", "work", "mean"),
        replications=replications,
    )  # fmt: skip
    assert agrees(waits, load * load / 8 / (1 - load))
    assert agrees(stays, load / 8 / (1 - load))


def test_wait_for_three_workers_agrees_with_erlang_c() -> None:
    """Oracle: Erlang C with load 2.25 on 3 staff."""
    text, pathways = one_queue("exponential: {mean: 6.75 hours}", staff=3, rate="8 per day", clock=LONG)
    waits, busy = values(
        2, text, pathways, Key("wait", "q", "work", "mean"), Key("utilisation", "", "desk", "mean"), replications=60
    )
    assert agrees(waits, erlang_c_wait(3, 8.0, 6.75 / 24))
    assert agrees(busy, 0.75)


@pytest.mark.parametrize(("family", "cv", "replications"), [("lognormal", 1.2, 50), ("gamma", 0.5, 20)])
def test_wait_with_any_service_agrees_with_pollaczek_khinchine(family: str, cv: float, replications: int) -> None:
    """Oracle: M/G/1 at load 0.5, by the mean and variance that the study gives (not those of the table)."""
    text, pathways = one_queue(f"{family}: {{mean: 1.5 hours, cv: {cv}}}", rate="8 per day", clock=LONG)
    (waits,) = values(3, text, pathways, Key("wait", "q", "work", "mean"), replications=replications)
    assert agrees(waits, pollaczek_khinchine_wait(8.0, 1 / 16, (cv / 16) ** 2))


PANEL = """
pathway: p
title: Panel
status: as-is
version: "1"
lanes: {board: Board}
start: hearing
states:
  hearing: {kind: panel, lane: board, then: out}
  out: {kind: end, lane: board, outcome: done}
"""


@pytest.mark.parametrize("slots", [100, 12])
def test_wait_for_a_panel_agrees_with_its_markov_chain(slots: int) -> None:
    """Oracle: the chain of those left over after each meeting; with room for all, half the gap between meetings."""
    text = f"""
study: panel
title: Panel
pathways: p
clock: {{starts: 2018-01-01, warm_up: 400 days, length: 8000 days, calendar: continuous}}
arrivals: {{p: {{rate: 0.5 per day}}}}
panels: {{board: {{meets: every 20 days, at: "00:00", slots: {slots}}}}}
service_times: {{p.hearing: {{panel: board}}}}
"""
    expected = slotted_wait(10.0, slots, 20.0)
    if slots == 100:
        assert math.isclose(expected, 10.0, rel_tol=1e-6)
    (waits,) = values(4, text, compiled(PANEL), Key("wait", "p", "hearing", "mean"), replications=40)
    assert agrees(waits, expected)


JACKSON = """
pathway: j
title: Two desks with a way back
status: as-is
version: "1"
lanes: {a: A, b: B}
attributes: {again: {values: ["yes", "no"]}}
start: first
states:
  first: {lane: a, then: second}
  second: {lane: b, finds: again, then: enough}
  enough:
    kind: decision
    lane: b
    choose:
      - {when: {again: "yes"}, then: first}
      - {otherwise: out}
  out: {kind: end, lane: b, outcome: done}
"""


def test_open_referrals_of_two_desks_with_a_way_back_agree_with_jackson() -> None:
    """Oracle: Jackson (1957). A quarter goes back, so each desk sees 4/3 per day; L is the sum of load / (1 - load)."""
    text = f"""
study: jackson
title: Jackson
pathways: j
{LONG}
arrivals: {{j: {{rate: 1 per day}}}}
teams: {{a: {{staff: 1}}, b: {{staff: 1}}}}
service_times:
  "lane:a": {{team: a, exponential: {{mean: 9 hours}}}}
  "lane:b": {{team: b, exponential: {{mean: 12 hours}}}}
findings: {{j.second: {{again: {{"yes": 25%, "no": 75%}}}}}}
"""
    open_now, visits = values(
        5,
        text,
        compiled(JACKSON),
        Key("open", "j", "", "mean"),
        Key("visits", "j", "first", "per_year"),
        replications=60,
    )
    assert agrees(open_now, 0.5 / 0.5 + (2 / 3) / (1 / 3))
    assert agrees(visits, 365.2425 * 4 / 3)


JOIN = """
pathway: w
title: Three partners at once
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
      c: {three: {lane: p, then: done}}
    then: out
  out: {kind: end, lane: p, outcome: done}
"""


def test_time_to_the_last_of_three_answers_agrees_with_the_maximum_of_exponentials() -> None:
    """Oracle: the mean of the greatest of three exponential times is m (1 + 1/2 + 1/3)."""
    text = """
study: join
title: Join
pathways: w
clock: {starts: 2018-01-01, warm_up: 100 days, length: 1500 days, calendar: continuous}
arrivals: {w: {rate: 1 per day}}
service_times: {"lane:p": {exponential: {mean: 6 days}}}
"""
    (stays,) = values(6, text, compiled(JOIN), Key("time_in_state", "w", "ask", "mean"), replications=12)
    assert agrees(stays, 6 * (1 + 1 / 2 + 1 / 3))


LEAVING = """
pathway: l
title: Ways to leave
status: as-is
version: "1"
lanes: {a: A}
start: support
states:
  support: {kind: wait, lane: a, after: {10 days: late}, then: on_time}
  on_time: {kind: end, lane: a, outcome: on_time}
  late: {kind: end, lane: a, outcome: late}
  withdrawn: {kind: end, lane: a, outcome: withdrawn}
interrupts:
  withdraws: {during: support, then: withdrawn}
"""


def test_shares_of_three_competing_ways_to_leave_agree_with_exponential_clocks() -> None:
    """Oracle: two exponential clocks (means 8 and 20 days) race until day 10; the first to ring wins."""
    text = """
study: leaving
title: Leaving
pathways: l
clock: {starts: 2018-01-01, warm_up: 50 days, length: 2000 days, calendar: continuous}
arrivals: {l: {rate: 1 per day}}
service_times: {l.support: {exponential: {mean: 8 days}}}
interrupts: {l.withdraws: {rate: 0.05 per day}}
"""
    keys = [Key("outcome", "l", outcome, "share") for outcome in ("on_time", "withdrawn", "late")]
    on_time, withdrawn, late = values(7, text, compiled(LEAVING), *keys, replications=30)
    either = 1 / 8 + 1 / 20
    rings = 1 - math.exp(-10 * either)
    assert agrees(on_time, rings / 8 / either)
    assert agrees(withdrawn, rings / 20 / either)
    assert agrees(late, 1 - rings)
