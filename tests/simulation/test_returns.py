"""Referrals that come back: how often, when, as what; and nobody else is moved by it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from pathways.eventlog import Event, Row
from pathways.simulation.model import Entering, Model, Stream
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study

from .building import compiled, entries, model, study
from .theory import agrees

DAY = 86_400
PATHWAYS = compiled("""
pathway: q
title: Those who come back
status: as-is
version: "1"
lanes: {desk: Desk}
attributes:
  sector: {values: [school, police], from: arrival}
  before: {range: [0, 3], from: arrival}
  lately: {values: ["yes", "no"], from: arrival}
start: sort
states:
  sort:
    kind: decision
    lane: desk
    choose:
      - {when: {before: {at_least: 2}, lately: "yes"}, then: senior}
      - {otherwise: work}
  work: {lane: desk, then: out}
  senior: {lane: desk, then: out_by_senior}
  out: {kind: end, lane: desk, outcome: done}
  out_by_senior: {kind: end, lane: desk, outcome: done_by_senior}
""")


def text(returns: str, *, more: str = "", rate: str = "1 per day") -> str:
    return f"""
study: s
title: S
pathways: q
clock: {{starts: 2018-01-01, length: 2000 days, calendar: continuous}}
arrivals:
  q: {{rate: {rate}, until: 2020-01-01, attributes: {{sector: {{school: 60%, police: 40%}}{more}}}}}
service_times:
  q.work: {{exponential: {{mean: 2 days}}}}
  q.senior: {{exponential: {{mean: 2 days}}}}
returns:
  q: {{{returns}}}
"""


COUNTED = "delay: {exponential: {mean: 20 days}}, counts: before, recent: {attribute: lately, within: 12 months}"


def once(stream: Stream) -> tuple[Entering, ...]:
    """How the stream enters its pathways, with nobody who comes back."""
    return tuple(replace(each, returns=None) for each in stream.entering)


def rows(bound: Model, number: int = 0) -> list[Row]:
    return list(Kernel(bound, 8, number).run().rows())


def test_number_of_referrals_of_one_person_is_geometric() -> None:
    """Oracle: with share p coming back each time, 1 / (1 - p) referrals each, and p**k come back k times or more.

    Arrivals end three and a half years before the study does, so next to nobody's returns are cut off.
    """
    bound = model(text(f"after: {{done: 40%, done_by_senior: 40%}}, {COUNTED}"), PATHWAYS)
    nobody_returns = replace(bound, streams=tuple(replace(each, entering=once(each)) for each in bound.streams))
    ratios, third = [], []
    for number in range(160):
        first, seen = entries(nobody_returns, 8, number)["work"], entries(bound, 8, number)
        ratios.append((seen["work"] + seen["senior"]) / first)
        third.append(seen["senior"] / first)
    assert agrees(ratios, 1 / (1 - 0.4))
    # By the guard, the third and every later referral within a year goes to the senior; nearly all are within one.
    assert agrees(third, 0.4**2 / (1 - 0.4), errors=6)


def test_a_return_comes_after_its_delay_and_counts_as_an_arrival() -> None:
    """Hand count: everybody who ends by 'done' for the first time would come back 30 days later, but half do not."""
    bound = model(text("after: {done: 50%}, delay: {fixed: 30 days}, counts: before, "
                       "recent: {attribute: lately, within: 1 day}", rate="0.2 per day"), PATHWAYS)  # fmt: skip
    seen = rows(bound)
    ends = {row.time for row in seen if row.event == Event.END}
    arrivals = [row.time for row in seen if row.event == Event.ARRIVE]
    returning = [time for time in arrivals if time - 30 * DAY in ends]
    assert 0.35 < len(returning) / len(ends) < 0.65
    assert len(arrivals) == len(ends) > 200


def test_what_is_same_stays_and_what_is_anew_is_drawn_by_its_shares() -> None:
    """Oracle: with the sector the same, a return has it always; drawn anew from 'police' alone, all are police."""

    def pairs(entry: str) -> list[tuple[int, int, int, int]]:
        """Of each referral: its number in the stream, its episode, and the values of sector and of before."""
        kernel = Kernel(model(text(f"after: {{out: 60%, out_by_senior: 60%}}, {COUNTED}{entry}"), PATHWAYS), 8, 0)
        found = []
        make = kernel._referral

        def noting(stream: int, number: int, plan: object, configuration: object, start: int) -> object:
            values = configuration.values  # type: ignore[attr-defined]
            found.append((number & 0xFFFFF, number >> 20, values[0], values[1]))
            return make(stream, number, plan, configuration, start)  # type: ignore[arg-type]

        kernel._referral = noting  # type: ignore[method-assign, assignment]
        kernel.run()
        return found

    same = pairs("")
    first = {number: sector for number, episode, sector, _ in same if episode == 0}
    assert sum(episode > 0 for _, episode, _, _ in same) > 500
    assert all(first[number] == sector for number, _, sector, _ in same)
    assert all(before == min(episode, 3) for _, episode, _, before in same)
    anew = pairs(", attributes: {sector: {police: 100%}}")
    assert all(sector == (first[number] if episode == 0 else 1) for number, episode, sector, _ in anew)
    assert [row[:2] for row in anew] == [row[:2] for row in same]


def test_recent_is_counted_by_the_date_from_arrival_to_arrival() -> None:
    """Hand count: back 100 days after ending is recent within 12 months and not within 1."""
    lately = {}
    for within in ("1 month", "12 months"):
        entry = f"after: {{done: 90%, done_by_senior: 90%}}, delay: {{fixed: 100 days}}, counts: before, recent: {{attribute: lately, within: {within}}}"  # noqa: E501
        seen = rows(model(text(entry), PATHWAYS))
        lately[within] = sum(row.event == Event.ENTER and row.state == "senior" for row in seen)
    assert lately["1 month"] == 0
    assert lately["12 months"] > 500


def test_returns_leave_the_events_of_first_referrals_as_they_are() -> None:
    """There is no team, so that nobody waits for another: with and without returns, first referrals are the same."""
    with_returns = rows(model(text(f"after: {{done: 40%}}, {COUNTED}"), PATHWAYS))
    without = rows(model(text(f"after: {{done: 0%}}, {COUNTED}"), PATHWAYS))
    moments = [(row.state, row.event, row.time) for row in with_returns]
    first = [(row.state, row.event, row.time) for row in without]
    assert len(moments) > len(first)
    rest = iter(moments)
    assert all(event in rest for event in first)  # in this order


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("after: {dun: 10%}, " + COUNTED, "nothing on 'q' ends as 'dun'"),
        ("after: {done: 100%}, " + COUNTED, "all would come back, again and again"),
        ("after: {done: 10%}, delay: {fixed: 1 day}, counts: sector, recent: {attribute: lately, within: 1 day}",
         "'sector' does not count: it has values with names"),
        ("after: {done: 10%}, delay: {fixed: 1 day}, counts: after, recent: {attribute: lately, within: 1 day}",
         "'after' is not known when a referral arrives"),
        ("after: {done: 10%}, delay: {fixed: 1 day}, counts: before, "
         "recent: {attribute: lately, within: 1 day, value: maybe}", "'lately' is never 'maybe'"),
        ("after: {done: 10%}, delay: {fixed: 1 day}, recent: {attribute: lately, within: 1 day}",
         "nothing says what 'before' is when a referral arrives"),
        ("after: {done: 10%}, delay: {gamma: {mean: 1 day}}, counts: before, "
         "recent: {attribute: lately, within: 1 day}",
         "'gamma' lacks a spread"),
        ("after: {done: 10%}, attributes: {sector: {school: 50%}}, " + COUNTED, "these shares add up to 0.5, not to 1"),
    ],
)  # fmt: skip
def test_fault_in_returns_is_told(entry: str, expected: str) -> None:
    found = [each for each in check_study(study(text(entry)), PATHWAYS) if each.message.startswith(expected)]
    assert len(found) == 1
    assert found[0].place.line in (7, 12)


def test_returns_of_no_stream_are_told() -> None:
    written = text(f"after: {{done: 10%}}, {COUNTED}").replace("returns:\n  q:", "returns:\n  p:")
    assert "'p' is not a stream of arrivals" in [each.message for each in check_study(study(written), PATHWAYS)]


def test_shares_on_arrival_may_depend_on_what_is_drawn_before() -> None:
    """Correlated by sector. Oracle: shares of the second attribute among those of each sector."""
    more = ", before: [{when: {sector: school}, shares: {0: 0.9, 1: 0.1}}, {otherwise: {0: 0.2, 1: 0.8}}]"
    bound = model(text(f"after: {{done: 0%}}, {COUNTED}", more=more, rate="20 per day"), PATHWAYS)
    kernel = Kernel(bound, 8, 0)
    found: list[tuple[int, int]] = []
    make = kernel._referral

    def noting(stream: int, number: int, plan: object, configuration: object, start: int) -> object:
        found.append(configuration.values[:2])  # type: ignore[attr-defined]
        return make(stream, number, plan, configuration, start)  # type: ignore[arg-type]

    kernel._referral = noting  # type: ignore[method-assign, assignment]
    kernel.run()
    for sector, share in ((0, 0.1), (1, 0.8)):
        befores = [before for at, before in found if at == sector]
        error = math.sqrt(share * (1 - share) / len(befores))
        assert len(befores) > 5000
        assert abs(sum(befores) / len(befores) - share) <= 4.5 * error
