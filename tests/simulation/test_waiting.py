"""Interrupts that strike only while somebody waits, or is worked on, or a time after a state was entered."""

from __future__ import annotations

import math

import pytest

from pathways.eventlog import Event
from pathways.measures import Key
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study, prepare
from pathways.simulation.running.pool import run_all

from .building import compiled, model, study
from .theory import agrees

PATHWAYS = compiled("""
pathway: q
title: Queue of the impatient
status: as-is
version: "1"
lanes: {desk: Desk}
start: work
states:
  work: {lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
  gone: {kind: end, lane: desk, outcome: gone}
interrupts:
  leaves: {during: work, then: gone}
""")


def text(
    interrupt: str, *, service: str = "exponential: {mean: 24 hours}", staff: int = 3, rate: str = "3 per day"
) -> str:
    return f"""
study: s
title: S
pathways: q
clock: {{starts: 2018-01-01, warm_up: 100 days, length: 2000 days, calendar: continuous}}
arrivals: {{q: {{rate: {rate}}}}}
teams: {{desk: {{staff: {staff}}}}}
service_times: {{q.work: {{team: desk, {service}}}}}
interrupts: {{q.leaves: {{{interrupt}}}}}
"""


def erlang_a(servers: int, arrivals: float, service: float, patience: float) -> tuple[float, float]:
    """The share that leaves before service, and the mean queue, of M/M/c with exponential patience.

    By the stationary law of the birth-death chain of Palm (1957), cut where it no longer matters.
    """
    weights = [1.0]
    for number in range(1, 400):
        out = min(number, servers) / service + max(number - servers, 0) / patience
        weights.append(weights[-1] * arrivals / out)
    total = math.fsum(weights)
    queue = math.fsum(max(n - servers, 0) * w for n, w in enumerate(weights)) / total
    return queue / patience / arrivals, queue


def test_patience_in_the_queue_agrees_with_erlang_a() -> None:
    """Oracle: Palm (1957). Load 3 on 3 staff, patience twice the service: without patience it would not settle."""
    left, queue = erlang_a(3, 3.0, 1.0, 2.0)
    patience = text("time: {exponential: {mean: 2 days}}, while: waiting")
    found = run_all(prepare(study(patience), PATHWAYS, []), 21, range(40), 1)["baseline"]
    assert agrees(found.of_key(Key("outcome", "q", "gone", "share")).tolist(), left)
    assert agrees(found.of_key(Key("queue", "", "desk", "mean")).tolist(), queue)


def test_rate_is_an_exponential_time() -> None:
    rate, time = (
        list(Kernel(model(text(f"{entry}, while: waiting"), PATHWAYS), 4, 0).run().rows())
        for entry in ("rate: 0.5 per day", "time: {exponential: {mean: 2 days}}")
    )
    assert rate == time


def test_nobody_leaves_once_work_has_begun_if_the_clock_is_of_waiting() -> None:
    log = Kernel(model(text("rate: 2 per day, while: waiting"), PATHWAYS), 1, 0).run()
    started = {row.referral for row in log.rows() if row.event == Event.START}
    gone = {row.referral for row in log.rows() if row.event == Event.END and row.state == "gone"}
    assert len(gone) > 100
    assert not started & gone


def test_clock_of_work_starts_as_work_begins() -> None:
    """Hand count: work takes 24 hours and the clock 10, so all are taken out of it 10 hours after it began."""
    written = text("time: {fixed: 10 hours}, while: working", service="fixed: 24 hours", staff=1, rate="1 per day")
    log = Kernel(model(written, PATHWAYS), 1, 0).run()
    started = {row.referral: row.time for row in log.rows() if row.event == Event.START}
    ended = {row.referral: (row.state, row.time) for row in log.rows() if row.event == Event.END}
    assert len(ended) > 1000
    assert all(ended[n] == ("gone", started[n] + 36_000) for n in ended)


def test_time_of_an_interrupt_runs_from_entering_the_state() -> None:
    """Hand count: whoever has not been served 5 days after entering leaves then, waiting or not."""
    log = Kernel(model(text("time: {fixed: 5 days}", rate="4 per day"), PATHWAYS), 1, 0).run()
    entered = {row.referral: row.time for row in log.rows() if row.event == Event.ENTER and row.state == "work"}
    gone = {row.referral: row.time for row in log.rows() if row.event == Event.END and row.state == "gone"}
    longest = max(row.time - entered[row.referral] for row in log.rows() if row.event == Event.LEAVE)
    assert len(gone) > 100
    assert all(gone[n] - entered[n] == 5 * 86_400 for n in gone)
    assert longest == 5 * 86_400


def test_interrupt_that_no_state_lets_strike_is_told() -> None:
    """The task takes a time of its own, for which nobody waits."""
    written = text("rate: 1 per day, while: waiting").replace("{team: desk, exp", "{exp")
    (found,) = check_study(study(written), PATHWAYS)
    assert found.message == "nobody ever waits in a state where 'q.leaves' may strike"


def test_interrupts_that_are_waited_for_change_nobody_else() -> None:
    """A clock of waiting that is too long to strike leaves every event as without it."""
    slow = text("time: {fixed: 100000 days}, while: waiting")
    with_clock = list(Kernel(model(slow, PATHWAYS), 3, 0).run().rows())
    without = list(Kernel(model(slow.split("interrupts:")[0], PATHWAYS), 3, 0).run().rows())
    assert with_clock == without


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("while: waiting", "'q.leaves' does not say when it strikes"),
        ("rate: 1 per day, time: {fixed: 1 day}", "'q.leaves' has both a rate and a time"),
        ("time: {gamma: {mean: 1 day}}", "'gamma' lacks a spread"),
        ("rate: 1 per working day", "an interrupt may strike at any hour"),
    ],
)
def test_fault_in_an_interrupt_is_told(entry: str, expected: str) -> None:
    (found,) = check_study(study(text(entry)), PATHWAYS)
    assert (found.message.startswith(expected), found.place.line) == (True, 9)
