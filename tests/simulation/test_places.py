"""Places that referrals hold from state to state: dates worked by hand, and the same queue told by a team."""

from __future__ import annotations

import pytest

from pathways.calendars import DAY
from pathways.eventlog import Event
from pathways.measures import Key
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study
from pathways.simulation.running.checks import CheckFailedError

from .building import compiled, model, same_states, study, verify_log
from .by_hand import a_study, faults, rows, when
from .test_theory import values
from .theory import agrees

# Support by a provider: sessions, a review that may lead back to them, then an exit report.
DEFINITION = """
pathway: p
title: Support
status: as-is
version: "1"
lanes: {desk: Desk}
attributes:
  again: {values: ["yes", "no"], starts: "no"}
  risk: {values: [low, high], from: arrival}
start: sessions
states:
  sessions: {kind: wait, lane: desk, after: {30 days: gave_up}, then: review}
  review: {lane: desk, finds: again, then: enough}
  enough:
    kind: decision
    lane: desk
    choose: [{when: {again: "yes"}, then: sessions}, {otherwise: report}]
  report: {lane: desk, then: out}
  gave_up: {kind: end, lane: desk, outcome: gave_up}
  out: {kind: end, lane: desk, outcome: done}
"""
TIMES = "{p.sessions: {fixed: 10 days}, p.review: {fixed: 2 days}, p.report: {fixed: 3 days}}"
FINDINGS = 'findings: {p.review: {again: {"yes": AGAIN, "no": REST}}}'


def a_places_study(places: str, who: str, again: str = "0%", rest: str = "100%", risk: str = "") -> str:
    doors = {name: f"attributes: {{risk: {{{'high' if name in risk else 'low'}: 100%}}}}" for name in who}
    more = FINDINGS.replace("AGAIN", again).replace("REST", rest)
    return a_study("{}", TIMES, doors, f"places: {{provider: {places}}}\n{more}")


def held_by(text: str, come: dict[str, str], definition: str = DEFINITION) -> dict[str, list[tuple[str, str]]]:
    """When each referral took a place and when it gave it back."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, events in rows(text, definition, come).items():
        taken = [when(row)[:10] for row in events if row.event is Event.TAKE]
        given = [when(row)[:10] for row in events if row.event is Event.RETURN]
        found[name] = list(zip(taken, given + [""] * (len(taken) - len(given)), strict=True))
    return found


COME = {"a": "2018-04-01", "b": "2018-04-02", "c": "2018-04-03"}


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        # Ten days of sessions and two of review; the next takes the place the same day. The sessions of c, which came
        # on 3 April, time out 30 days later.
        (", until: report", {"a": ("04-01", "04-13"), "b": ("04-13", "04-25"), "c": ("04-25", "05-03")}),
        # The report's three days too; c times out two days after it had a place.
        ("", {"a": ("04-01", "04-16"), "b": ("04-16", "05-01"), "c": ("05-01", "05-03")}),
        (", until: review", {"a": ("04-01", "04-11"), "b": ("04-11", "04-21"), "c": ("04-21", "05-01")}),
    ],
)
def test_place_is_held_until_it_is_given_back(until: str, expected: dict[str, tuple[str, str]]) -> None:
    """One place. A visit that times out while its sessions go on ends, and so gives the place back."""
    text = a_places_study(f"{{places: 1, held: {{from: sessions{until}}}}}", "abc")
    assert {name: (t[5:], g[5:]) for name, [(t, g)] in held_by(text, COME).items()} == expected


def test_who_times_out_while_waiting_takes_no_place() -> None:
    """Two places, three months of waiting in front of the third: it gives up after 30 days."""
    slow = TIMES.replace("10 days", "29 days")
    text = a_places_study("{places: 2, held: {from: p.sessions, until: p.out}}", "abc").replace(TIMES, slow)
    found = held_by(text, COME)
    assert found == {"a": [("2018-04-01", "2018-05-05")], "b": [("2018-04-02", "2018-05-06")], "c": []}


def test_place_is_taken_once_however_often_its_state_is_entered() -> None:
    """Everybody goes back for ever: the first keeps its place, and the second gives up."""
    text = a_places_study("{places: 1, held: {from: sessions, until: report}}", "ab", "100%", "0%")
    assert held_by(text, {"a": "2018-04-01", "b": "2018-04-02"}) == {"a": [("2018-04-01", "")], "b": []}


def test_place_that_is_given_back_is_taken_anew() -> None:
    """With `until: review` the one who goes back to sessions waits again, behind the one who waited meanwhile.

    a from 1 to 11 April, b to 21, a again until 1 May, b again until 11 May.
    """
    text = a_places_study("{places: 1, held: {from: sessions, until: review}}", "ab", "100%", "0%")
    found = held_by(text, {"a": "2018-04-01", "b": "2018-04-02"})
    assert found["a"][:2] == [("2018-04-01", "2018-04-11"), ("2018-04-21", "2018-05-01")]
    assert found["b"][:2] == [("2018-04-11", "2018-04-21"), ("2018-05-01", "2018-05-11")]


def test_order_of_those_who_wait_for_a_place() -> None:
    """The one at high risk came last, and is next."""
    order = "order: priority, first: [{when: {risk: high}}]"
    text = a_places_study(f"{{places: 1, held: {{from: sessions, until: report}}, {order}}}", "abc", risk="c")
    found = held_by(text, COME)
    assert [name for name, _ in sorted(found.items(), key=lambda item: item[1])] == ["a", "c", "b"]


def test_those_who_stand_there_as_the_study_begins_hold_the_places_as_far_as_they_go() -> None:
    """Three have been in sessions for four days, and there are two places: two go on for six days, and two of review.

    Then the third, who was waiting, takes a place for its own ten days and two.
    """
    text = a_places_study("{places: 2, held: {from: sessions, until: report}}", "a")
    text += "start: {open_caseload: {p: [{state: sessions, count: 3, age: {fixed: 4 days}}]}}\n"
    log = Kernel(model(text, compiled(DEFINITION)), 1, 0).run()
    events = [row for row in log.rows() if row.referral < 3]
    taken = [row.time // DAY for row in events if row.event is Event.TAKE]
    given = [row.time // DAY for row in events if row.event is Event.RETURN]
    assert (taken, given) == ([0, 0, 8], [8, 8, 20])


PARALLEL = """
pathway: p
title: Parallel
status: as-is
version: "1"
lanes: {desk: Desk}
start: support
states:
  support:
    kind: parallel
    lane: desk
    branches:
      one:
        needed: {kind: decision, lane: desk, choose: [{otherwise: visit}]}
        visit: {kind: wait, lane: desk, then: call}
        call: {kind: wait, lane: desk, then: done}
      two: {other: {kind: wait, lane: desk, then: done}}
    then: after
  after: {kind: wait, lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
  cut: {kind: end, lane: desk, outcome: cut}
interrupts:
  withdrawn: {during: support, then: after}
"""
PARALLEL_TIMES = (
    "{p.support.one.visit: {fixed: 2 days}, p.support.one.call: {fixed: 1 day}, p.support.two.other: {fixed: 9 days},"
    " p.after: {fixed: 4 days}}"
)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        # All of the branches need the place, once; it is held beyond the join.
        ("{from: support, until: out}", [("04-01", "04-14"), ("04-14", "04-27")]),
        ("{from: support, until: after}", [("04-01", "04-10"), ("04-10", "04-19")]),
        # Within one branch.
        ('{from: "*.visit", until: "*.call"}', [("04-01", "04-03"), ("04-03", "04-05")]),
        ('{from: [support.one.visit, "*.other"], until: [support.one.call, after]}',
         [("04-01", "04-03"), ("04-03", "04-05")]),
    ],
)  # fmt: skip
def test_place_taken_in_branches(way: str, expected: list[tuple[str, str]]) -> None:
    text = a_study("{}", PARALLEL_TIMES, {"a": "", "b": ""}, f"places: {{provider: {{places: 1, held: {way}}}}}")
    text = text.replace("per day, }", "per day}")
    found = held_by(text, {"a": "2018-04-01", "b": "2018-04-01"}, PARALLEL)
    assert [(t[5:], g[5:]) for name in "ab" for t, g in found[name][:1]] == expected


def test_place_within_a_branch_is_given_back_when_the_branches_are_left() -> None:
    """The referral withdraws during its visit: the place would be given back at the call, which it never enters."""
    way = '{from: "*.visit", until: "*.call"}'
    more = f"places: {{provider: {{places: 1, held: {way}}}}}\ninterrupts: {{p.withdrawn: {{rate: 24 per day}}}}"
    text = a_study("{}", PARALLEL_TIMES, {"a": "", "b": ""}, more).replace("per day, }", "per day}")
    found = rows(text, PARALLEL, {"a": "2018-04-01", "b": "2018-04-30"})
    for events in found.values():
        by_kind = {row.event: row.time for row in events if row.state.endswith((".visit", "support"))}
        assert by_kind[Event.RETURN] == by_kind[Event.LEAVE]


def test_scenario_changes_how_many_places_there_are() -> None:
    text = (
        a_places_study("{places: 2, held: {from: sessions}}", "a") + "scenarios: {fewer: {places.provider.places: 1}}\n"
    )
    found = [model(text, compiled(DEFINITION), scenario).capacity(0) for scenario in ("baseline", "fewer")]
    assert found == [(2,), (1,)]


# --- theory

QUEUE = """
pathway: q
title: Queue
status: as-is
version: "1"
lanes: {desk: Desk}
start: work
states:
  work: {KIND, lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
"""
QUEUE_STUDY = """
study: queue
title: Queue
pathways: q
clock: {starts: 2018-01-01, warm_up: 100 days, length: 1500 days, calendar: continuous}
seed: 7
arrivals: {q: {rate: 2 per day}}
CAPACITY
service_times: {q.work: {TEAMexponential: {mean: 32 hours}}}
"""


def test_places_as_servers_are_a_team_that_never_rests() -> None:
    """Three places held for the time itself, and three staff: every referral leaves in the same second."""
    by_team = QUEUE_STUDY.replace("CAPACITY", "teams: {desk: {staff: 3}}").replace("TEAM", "team: desk, ")
    by_place = QUEUE_STUDY.replace("CAPACITY", "places: {desk: {places: 3, held: {from: work}}}").replace("TEAM", "")
    task, wait = compiled(QUEUE.replace("KIND, ", "")), compiled(QUEUE.replace("KIND", "kind: wait"))

    def moments(text: str, pathways: dict, of: Event) -> list[tuple[int, int]]:  # type: ignore[type-arg]
        return [(row.referral, row.time) for row in Kernel(model(text, pathways), 7, 0).run().rows() if row.event is of]

    assert moments(by_team, task, Event.END) == moments(by_place, wait, Event.END)
    assert moments(by_team, task, Event.START) == moments(by_place, wait, Event.TAKE)
    assert len(moments(by_place, wait, Event.END)) > 2500


def test_places_without_end_are_held_as_in_an_infinite_server_queue() -> None:
    """Oracle: M/G/infinity: the mean number held is rate times mean, 2 x 4/3."""
    text = QUEUE_STUDY.replace("CAPACITY", "places: {desk: {places: 999999, held: {from: work}}}").replace("TEAM", "")
    pathways = compiled(QUEUE.replace("KIND", "kind: wait"))
    (held,) = values(71, text, pathways, Key("held", "", "desk", "mean"), replications=16)
    assert agrees(held, 2 * 4 / 3)


def test_tampered_log_is_caught_by_the_self_checks() -> None:
    """A place taken a second later, or given back a second later."""
    text = QUEUE_STUDY.replace("CAPACITY", "places: {desk: {places: 3, held: {from: work}}}").replace("TEAM", "")
    bound = model(text, compiled(QUEUE.replace("KIND", "kind: wait")))
    kernel = Kernel(bound, 1, 0)
    kept = list(kernel.run().rows())
    verify_log(bound, kernel.tally, kernel.log)
    for event in (Event.TAKE, Event.RETURN):
        last = max(number for number, row in enumerate(kept[:8000]) if row.event is event)
        changed = [row._replace(time=row.time + 1) if number == last else row for number, row in enumerate(kept)]
        with pytest.raises(CheckFailedError):
            verify_log(bound, kernel.tally, same_states(kernel.log, changed))


# --- faults


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("{places: 0, held: {from: sessions}}", "bad-value '0' is not a whole number from 1 to 999999"),
        ("{places: 1}", "missing-field the places 'provider' has no 'held'"),
        ("{places: 1, held: {until: report}}", "missing-field"),
        ("{places: 1, held: {from: sesions}}", "study-places 'sesions' is not a state of this study's pathways"),
        ("{places: 1, held: {from: sessions, until: reprot}}", "study-places 'reprot' is not a state of this study's"),
        ("{places: 1, held: {from: enough}}", "study-places 'enough' is a decision and takes no time"),
        ("{places: 1, held: {from: out}}", "study-places 'out' is an end and takes"),
        ('{places: 1, held: {from: "p.eno*"}}', "study-places no state that 'p.eno*' fits takes time"),
        ("{places: 1, held: {from: sessions, until: sessions}}", "study-places 'p.sessions' both needs the place"),
        ("{places: 1, held: {from: report, until: review}}", "study-places no way leads from where the place"),
        ("{places: 1, held: {from: sessions}}, second: {places: 2, held: {from: sessions}}",
         "study-places 'p.sessions' needs a place of 'provider' and one of 'second'"),
        ("{places: 1, held: {from: sessions}, order: soonest}", "unknown-word"),
    ],
)  # fmt: skip
def test_fault_of_places_is_told_with_its_place(places: str, expected: str) -> None:
    """On the line of the places."""
    found = faults(a_places_study(places, "a"), DEFINITION)
    assert len(found) == 1, found
    assert found[0].startswith(f"10 {expected}"), found


def test_places_that_one_of_the_pathways_never_gives_back_are_told() -> None:
    """`sessions` is a state of both pathways, `report` of one."""
    other = DEFINITION.replace("pathway: p", "pathway: other").replace("report", "write_up")
    text = a_places_study("{places: 1, held: {from: sessions, until: report}}", "a")
    for old, new in (
        ("pathways: p", "pathways: [p, other]"),
        ("arrivals:\n", "arrivals:\n  z: {pathway: other, rate: 1 per day, attributes: {risk: {low: 100%}}}\n"),
        ("{p.sessions", '{"other.*": {fixed: 1 day}, p.sessions'),
        ("{p.review: {again", '{other.review: {again: {"no": 100%}}, p.review: {again'),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    found = [finding.message for finding in check_study(study(text), compiled(DEFINITION, other))]
    assert found == ["a place of 'provider' that is taken on 'other' is never given back there"]
