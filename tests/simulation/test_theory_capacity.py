"""Who goes first, who gives up and who is turned away, against closed forms, at 4.5 standard errors of less than 1%.

Places say both: a referral that needs one of so many waits for it, and may give up or be turned away meanwhile.
"""

from __future__ import annotations

import pytest

from pathways.measures import Key

from .building import compiled
from .test_theory import values
from .theory import agrees, cobham_waits, erlang_b, mean_of, stationary

LONG = "clock: {starts: 2018-01-01, warm_up: 200 days, length: 3000 days, calendar: continuous}"

CLASSES = """
pathway: c
title: Three classes
status: as-is
version: "1"
lanes: {desk: Desk}
attributes: {risk: {values: [high, raised, low], from: arrival}}
start: sort
states:
  sort:
    kind: decision
    lane: desk
    choose: [{when: {risk: high}, then: high}, {when: {risk: raised}, then: raised}, {otherwise: low}]
  high: {lane: desk, then: out}
  raised: {lane: desk, then: out}
  low: {lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
"""


def test_waits_of_three_classes_agree_with_cobham() -> None:
    """Oracle: Cobham (1954), one server, work is never broken off; classes differ in how long they take."""
    text = f"""
study: classes
title: Classes
pathways: c
{LONG}
arrivals: {{c: {{rate: 8 per day, attributes: {{risk: {{high: 0.2, raised: 0.3, low: 0.5}}}}}}}}
teams: {{desk: {{staff: 1, order: priority, first: [{{when: {{risk: high}}}}, {{when: {{risk: raised}}}}]}}}}
service_times:
  c.high: {{team: desk, exponential: {{mean: 3 hours}}}}
  c.raised: {{team: desk, exponential: {{mean: 1.5 hours}}}}
  c.low: {{team: desk, exponential: {{mean: 2 hours}}}}
"""
    found = values(
        31, text, compiled(CLASSES), *(Key("wait", "c", each, "mean") for each in ("high", "raised", "low")),
        replications=50,
    )  # fmt: skip
    expected = cobham_waits([1.6, 2.4, 4.0], [3 / 24, 1.5 / 24, 2 / 24])
    for waits, mean in zip(found, expected, strict=True):
        assert agrees(waits, mean)


BY_PLACES = """
pathway: a
title: Some give up
status: as-is
version: "1"
lanes: {desk: Desk}
start: queue
states:
  queue: {kind: wait, lane: desk, then: help}
  help: {kind: wait, lane: desk, then: helped}
  helped: {kind: end, lane: desk, outcome: helped}
  gone: {kind: end, lane: desk, outcome: gone}
interrupts:
  gives_up: {during: queue, then: gone}
"""
BY_STAFF = (
    BY_PLACES.replace("start: queue", "start: help")
    .replace("  queue: {kind: wait, lane: desk, then: help}\n", "")
    .replace("help: {kind: wait", "help: {kind: task")
    .replace("during: queue", "during: help")
)


@pytest.mark.parametrize(
    ("pathway", "parts"),
    [
        (BY_PLACES, """
places: {desks: {places: 3, held: {from: queue, until: helped}}}
service_times: {a.help: {exponential: {mean: 12 hours}}}
no_time: a.queue
interrupts: {a.gives_up: {rate: 1 per day}}
"""),
        (BY_STAFF, """
teams: {desks: {staff: 3}}
service_times: {a.help: {team: desks, exponential: {mean: 12 hours}}}
interrupts: {a.gives_up: {rate: 1 per day, while: waiting}}
"""),
    ],
    ids=["places", "staff"],
)  # fmt: skip
def test_those_who_give_up_agree_with_erlang_a(pathway: str, parts: str) -> None:
    """Oracle: M/M/3 where whoever waits gives up after an exponential time (Palm 1946), as a birth-and-death chain."""
    text = f"""
study: giving-up
title: Giving up
pathways: a
{LONG}
arrivals: {{a: {{rate: 6 per day}}}}
{parts}
"""
    law = stationary([6.0] * 80, [2.0 * min(n, 3) + 1.0 * max(n - 3, 0) for n in range(1, 81)])
    waiting = sum((n - 3) * share for n, share in enumerate(law) if n > 3)
    open_now, gone = values(
        32, text, compiled(pathway), Key("open", "a", "", "mean"), Key("outcome", "a", "gone", "share"), replications=20
    )
    assert agrees(open_now, mean_of(law))
    assert agrees(gone, waiting * 1.0 / 6.0)


TURNED_AWAY = """
pathway: b
title: Some are turned away
status: as-is
version: "1"
lanes: {desk: Desk}
start: door
states:
  door: {kind: wait, lane: desk, after: {1 second: full}, then: work}
  work: {lane: desk, then: helped}
  helped: {kind: end, lane: desk, outcome: helped}
  full: {kind: end, lane: desk, outcome: full}
"""


@pytest.mark.parametrize(("staff", "room"), [(2, 2), (2, 6), (1, 4)])
def test_those_who_are_turned_away_agree_with_a_finite_queue(staff: int, room: int) -> None:
    """Oracle: M/M/c/K by its birth-and-death chain; with no room to wait, Erlang B.

    There is a place for each who works or waits; who finds none is turned away after one second.
    """
    text = f"""
study: full
title: Full
pathways: b
{LONG}
arrivals: {{b: {{rate: 6 per day}}}}
teams: {{desk: {{staff: {staff}}}}}
places: {{room: {{places: {room}, held: {{from: door, until: helped}}}}}}
service_times: {{b.work: {{team: desk, exponential: {{mean: 8 hours}}}}}}
no_time: b.door
"""
    law = stationary([6.0] * room, [3.0 * min(n, staff) for n in range(1, room + 1)])
    if staff == room:
        assert law[-1] == pytest.approx(erlang_b(2.0, room))
    open_now, full = values(
        33, text, compiled(TURNED_AWAY), Key("open", "b", "", "mean"), Key("outcome", "b", "full", "share"),
        replications=16,
    )  # fmt: skip
    assert agrees(full, law[-1])
    assert agrees(open_now, mean_of(law))
