"""What is different from a date until a date: staff, times, shares, meetings, pathways, and what may not be."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.errors import StudyError
from pathways.eventlog import Event, Row
from pathways.simulation.language.inputs import inputs
from pathways.simulation.language.relative import number_after
from pathways.simulation.model import UNIT, Model
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study, simulate

from .building import compiled, model, study, verify_log

DAY = 86_400
PATHWAYS = compiled(
    """
pathway: q
title: As it is
status: as-is
version: "1"
lanes: {desk: Desk, board: Board}
attributes:
  sector: {values: [school, police], from: arrival}
  view: {values: [more, enough]}
start: work
states:
  work: {lane: desk, finds: view, then: hearing}
  hearing: {kind: panel, lane: board, then: sort}
  sort: {kind: decision, lane: desk, choose: [{when: {view: enough}, then: out}, {otherwise: work}]}
  out: {kind: end, lane: desk, outcome: done}
interrupts:
  leaves: {during: work, then: out}
""",
    """
pathway: new
title: As proposed
status: proposed
version: "1"
lanes: {desk: Desk}
attributes:
  sector: {values: [police, school, health], from: arrival}
start: door
states:
  door: {lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
""",
)


def text(changes: str, *, more: str = "", length: int = 400) -> str:
    return f"""
study: s
title: S
pathways: [q]
clock: {{starts: 2018-01-01, length: {length} days, calendar: continuous}}
replications: 2
arrivals:
  q: {{rate: 2 per day, attributes: {{sector: {{school: 60%, police: 40%}}}}}}
teams: {{desk: {{staff: 4}}}}
panels: {{board: {{meets: every 7 days, at: "00:00", slots: 40}}}}
service_times:
  q.work: {{team: desk, exponential: {{mean: 24 hours}}}}
  q.hearing: {{panel: board}}
findings: {{q.work: {{view: {{more: 20%, enough: 80%}}}}}}
interrupts: {{q.leaves: {{rate: 0.01 per day}}}}
changes:
  {changes}
{more}
"""


def rows(bound: Model, number: int = 0) -> list[Row]:
    """The events of a replication, of which every count is held against the kernel's own."""
    kernel = Kernel(bound, 8, number, is_checked=True)
    log = kernel.run()
    verify_log(bound, kernel.tally, log)
    return list(log.rows())


def at_work(seen: list[Row], moment: int) -> int:
    """How many are in work as a moment begins."""
    started: set[int] = set()
    for row in seen:
        if row.time >= moment:
            break
        if row.event == Event.START and row.state == "work":
            started.add(row.referral)
        if row.event == Event.LEAVE and row.state == "work":
            started.discard(row.referral)
    return len(started)


def test_vacancy_leaves_no_more_in_work_than_there_are_staff_once_those_in_work_have_finished() -> None:
    """From day 89 on one of four is left for 61 days: work begins only where fewer than one are in it."""
    vacancy = text("vacancy: {from: 2018-03-31, for: 61 days, teams.desk.staff: 1}")
    seen = rows(model(vacancy, PATHWAYS))
    plain = rows(model(vacancy.split("changes:")[0], PATHWAYS))
    assert [row for row in seen if row.time < 89 * DAY] == [row for row in plain if row.time < 89 * DAY]
    assert at_work(seen, 89 * DAY) > 1  # they finish
    assert all(at_work(seen, day * DAY) <= 1 for day in range(100, 150))
    # As soon as they are back, all four begin, though nothing else happens then.
    begun = [row.time for row in seen if row.event == Event.START and row.state == "work" and row.time >= 150 * DAY]
    assert begun[:3] == [150 * DAY] * 3


def test_team_may_be_away_for_a_time() -> None:
    """Hand count: with nobody there from day 100 to 120 no work begins, and it begins as day 120 does."""
    seen = rows(model(text("away: {from: 2018-04-11, for: 20 days, teams.desk.staff: 0}"), PATHWAYS))
    begun = [row.time // DAY for row in seen if row.event == Event.START and row.state == "work"]
    assert not [day for day in begun if 100 <= day < 120]
    assert begun.count(120) > 3


def test_meetings_and_slots_change_at_the_date() -> None:
    """Hand count: every 7 days until day 70, then every 10 counted from the first date, and 3 heard at each."""
    bound = model(text("often: {from: 2018-03-12, panels.board.meets: every 10 days, panels.board.slots: 3}"), PATHWAYS)
    days = [moment // DAY for moment in bound.panels[0].meetings]
    assert days[:13] == [7, 14, 21, 28, 35, 42, 49, 56, 63, 70, 80, 90, 100]
    seen = rows(bound)
    heard = [row.time // DAY for row in seen if row.event == Event.START and row.state == "hearing"]
    assert max(heard.count(day) for day in days if day >= 70) == 3
    assert max(heard.count(day) for day in days if day < 70) > 3


def test_times_and_shares_hold_for_visits_that_begin_while_they_are_in_force() -> None:
    """Hand count: from day 100 to 200 work takes an hour and all find 'enough', so all end at their first hearing."""
    seen = rows(
        model(
            text(
                "quick: {from: 2018-04-11, until: 2018-07-20, service_times.q.work.exponential.mean: 1 hour, "
                "findings.q.work.view: {enough: 100%}}"
            ),
            PATHWAYS,
        )
    )
    entered: dict[tuple[int, int], int] = {}
    stays: list[tuple[int, int]] = []
    visits: dict[int, int] = {}
    for row in seen:
        if row.state == "work" and row.event == Event.ENTER:
            entered[row.referral, row.visit] = row.time
            visits[row.referral] = row.visit
        if row.state == "work" and row.event == Event.LEAVE:
            stays.append((entered[row.referral, row.visit], row.time))
    quick = [leave - enter for enter, leave in stays if 110 * DAY <= enter < 200 * DAY]
    slow = [leave - enter for enter, leave in stays if enter < 100 * DAY]
    assert math.fsum(quick) / len(quick) < 2 * 3600 < 20 * 3600 < math.fsum(slow) / len(slow)
    first = {n: time for (n, visit), time in entered.items() if visit == 1}
    again = {n for (n, visit) in entered if visit > 1}
    assert not [n for n in again if 100 * DAY <= first[n] < 190 * DAY]
    assert [n for n in again if first[n] < 80 * DAY]


def test_arrivals_change_by_rate_and_attributes_and_new_ones_begin_at_the_date() -> None:
    """Hand count: 2 per day, thrice as many for 30 days; the expected number is exact."""
    bound = model(
        text(
            "wave: {from: 2018-04-11, for: 30 days, arrivals.q.rate: {times: 3}, "
            "arrivals.q.attributes.sector: {police: 100%}}\n"
            "  source: {from: 2018-08-01, arrivals.extra: {pathway: q, rate: 1 per day, "
            "attributes: {sector: {school: 100%}}}}"
        ),
        PATHWAYS,
    )
    expected = {stream.name: stream.expected for stream in bound.streams}
    assert [round(expected["q"][day] / UNIT) for day in (100, 130, 400)] == [200, 380, 920]
    assert [round(expected["extra"][day] / UNIT) for day in (212, 213, 400)] == [0, 1, 188]
    kernel = Kernel(bound, 8, 0)
    found: list[tuple[int, int]] = []
    make = kernel._referral

    def noting(stream: int, number: int, plan: object, configuration: object, start: int) -> object:
        if bound.streams[stream].name == "q":
            found.append((kernel.now // DAY, configuration.values[0]))  # type: ignore[attr-defined]
        return make(stream, number, plan, configuration, start)  # type: ignore[arg-type]

    kernel._referral = noting  # type: ignore[method-assign, assignment]
    kernel.run()
    assert {sector for day, sector in found if 100 <= day < 130} == {1}
    assert {sector for day, sector in found if day < 100} == {0, 1}


POLICY = (
    "policy: {from: 2018-04-11, pathways.q: new, service_times.q.door: {team: desk, fixed: 1 hour}, "
    "arrivals.q.attributes.sector: {school: 50%, health: 50%}}"
)


def test_new_pathway_is_entered_from_its_date_by_those_who_come_and_by_nobody_else() -> None:
    bound = model(text(POLICY), PATHWAYS)
    assert [role.name for role in bound.roles] == ["q", "new"]
    seen = rows(bound)
    arrived = {row.referral: (row.pathway, row.time) for row in seen if row.event == Event.ARRIVE}
    assert {pathway for pathway, time in arrived.values() if time < 100 * DAY} == {"q"}
    assert {pathway for pathway, time in arrived.values() if time >= 100 * DAY} == {"new"}
    assert all(row.pathway == arrived[row.referral][0] for row in seen)
    ended = {row.referral: row.time for row in seen if row.event == Event.END and row.pathway == "q"}
    assert max(ended.values()) > 100 * DAY  # those already in go on as they began
    plain = rows(model(text(POLICY).split("changes:")[0], PATHWAYS))
    assert [row for row in seen if row.time < 100 * DAY] == [row for row in plain if row.time < 100 * DAY]


def test_pathway_comes_back_when_the_change_is_over() -> None:
    bound = model(text(POLICY.replace("{from: 2018-04-11,", "{from: 2018-04-11, for: 30 days,")), PATHWAYS)
    arrived = [(row.time // DAY, row.pathway) for row in rows(bound) if row.event == Event.ARRIVE]
    assert all((pathway == "new") == (100 <= day < 130) for day, pathway in arrived)


def test_whole_study_with_changes_runs_and_lists_them_as_inputs() -> None:
    written = study(text(POLICY.replace("{from", "{hardness: PEER_REVIEW, source: Section 4, from")))
    result = simulate(written, PATHWAYS)
    assert {e.pathway for e in result.scenarios["baseline"] if e.measure == "arrivals"} == {"q", "new"}
    (found,) = (each for each in inputs(written.baseline) if each.section == "changes")
    assert (found.name, found.hardness, found.source) == ("policy", "PEER_REVIEW", "Section 4")
    assert "pathways.q: new" in found.says


def test_scenario_adds_and_moves_changes() -> None:
    more = (
        "scenarios:\n"
        "  later: {changes.vacancy.from: 2018-06-01}\n"
        "  worse: {changes.vacancy.teams.desk.staff: 1}\n"
        "  none: {changes.vacancy.teams.desk.staff: 4}\n"
        "  more: {changes.second: {from: 2018-12-01, teams.desk.staff: {plus: 2}}}"
    )
    written = text("vacancy: {from: 2018-04-11, for: 50 days, teams.desk.staff: {plus: -1}}", more=more)

    def staff(scenario: str) -> list[tuple[int, int]]:
        bound = model(written, PATHWAYS, scenario)
        return [(epoch.starts // DAY, epoch.staff[0]) for epoch in bound.later]

    assert staff("baseline") == [(100, 3), (150, 4)]
    assert staff("later") == [(151, 3), (201, 4)]
    assert staff("worse") == [(100, 1), (150, 4)]
    assert staff("none") == [(100, 4), (150, 4)]
    assert staff("more") == [(100, 3), (150, 4), (334, 6)]


def test_changes_that_overlap_add_up_in_the_order_they_are_written() -> None:
    bound = model(
        text(
            "a: {from: 2018-02-01, teams.desk.staff: {times: 2}}\n  b: {from: 2018-03-01, teams.desk.staff: {plus: 1}}"
        ),
        PATHWAYS,
    )
    assert [epoch.staff for epoch in bound.later] == [(8,), (9,)]


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("40 per year", {"times": "1.8"}, "72 per year"),
        ("2", {"plus": "1"}, "3"),
        ("3 hours", {"plus": "-1 hour"}, "2 hours"),
        ("15%", {"plus": "5%"}, "20%"),
        ("0.25", {"times": "2"}, "0.5"),
        ("10 working days", {"times": "0.5"}, "5 working days"),
    ],
)
def test_number_changes_by_what_is_said(before: str, value: dict[str, str], after: str) -> None:
    assert number_after(before, value) == after


@given(st.decimals(0, 1000, places=2), st.decimals(0, 100, places=2))
def test_relative_changes_are_exact(number: Decimal, by: Decimal) -> None:
    assert number_after(f"{number} per year", {"times": str(by)}) == f"{(number * by).normalize():f} per year"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("x: {from: 2020-01-01, teams.desk.staff: 1}", "the change 'x' falls outside the study"),
        ("x: {from: 2018-05-01, until: 2018-04-01, teams.desk.staff: 1}", "the change 'x' would be over on 2018-04-01"),
        ("x: {from: 2018-05-01}", "'x' changes nothing"),
        ("x: {from: 2018-05-01, seed: 3}", "a dated change cannot change 'seed'"),
        ("x: {from: 2018-05-01, clock.length: 3 weeks}", "a dated change cannot change 'clock'"),
        ("x: {from: 2018-05-01, teams.other: {staff: 3}}", "a dated change cannot add a team: 'other'"),
        ("x: {from: 2018-05-01, teams.disk.staff: 3}", "the study has no 'teams.disk' to change"),
        ("x: {from: 2018-05-01, teams.desk.hours: always}", "a dated change cannot alter 'hours' of 'desk'"),
        ("x: {from: 2018-05-01, teams.desk.staff: {plus: -5}}", "'4' would become less than nothing"),
        ("x: {from: 2018-05-01, teams.desk.staff: {plus: 1 hour}}", "'4' and '1 hour' are not in the same unit"),
        ("x: {from: 2018-05-01, teams.desk.staff: {times: 1.1}}", "'4.4' is not a whole number from 1 to 999999"),
        ("x: {from: 2018-05-01, panels.board.meets: {times: 2}}", "'every 7 days' is not a number"),
        ("x: {from: 2018-05-01, pathways.q: nowhere}", "there is no pathway 'nowhere'"),
        ("x: {from: 2018-05-01, service_times.q.work: {fixed: 3 days}}", "a dated change cannot alter who does"),
        ("x: {from: 2018-05-01, arrivals.q.come: working time}", None),
        ("x: {from: 2018-05-01, findings.q.work.view: {more: 90%}}", "these shares add up to 0.9, not to 1"),
        ("x: {for: 2 weeks, teams.desk.staff: 1}", "the change 'x' lasts 2 weeks, but nothing says from when"),
    ],
)
def test_fault_in_a_change_is_told(change: str, expected: str | None) -> None:
    try:
        found = check_study(study(text(change)), PATHWAYS)
    except StudyError as error:
        found = list(error.findings)
    if expected is None:
        assert found == []
        return
    assert any(expected in each.message for each in found), found
    assert all(each.place.line == 17 for each in found if expected in each.message)


def test_misspelt_date_of_a_change_is_told_what_was_meant() -> None:
    written = text("x: {from: 2018-05-01, untill: 2018-06-01, teams.desk.staff: 1}")
    found = next(each for each in check_study(study(written), PATHWAYS) if "untill" in each.message)
    assert "nearest is 'until'" in (found.expected or "")


def test_new_pathway_needs_times_for_its_states() -> None:
    found = check_study(study(text("x: {from: 2018-05-01, pathways.q: new}")), PATHWAYS)
    assert [each.message for each in found] == ["no time given for 'q.door'"]


def test_nobody_there_for_all_of_a_study_is_refused() -> None:
    with pytest.raises(StudyError, match="'0' is not a whole number"):
        study(text("x: {from: 2018-05-01, teams.desk.staff: 1}").replace("staff: 4", "staff: 0"))


def test_change_to_what_stands_already_leaves_every_event_as_it_is() -> None:
    same = text(
        "a: {from: 2018-03-01, for: 30 days, teams.desk.staff: 4, panels.board.slots: {plus: 0}}\n"
        "  b: {from: 2018-03-15, service_times.q.work.exponential.mean: {times: 1}, arrivals.q.rate: 2 per day, "
        "interrupts.q.leaves.rate: {times: 1}}"
    )
    bound = model(same, PATHWAYS)
    assert len(bound.later) == 3
    assert rows(bound) == rows(model(same.split("changes:")[0], PATHWAYS))


def test_new_stream_and_change_leave_the_others_as_they_were() -> None:
    """A change of something that is not there yet: until its date, every event is as without it."""
    extra = "{pathway: q, rate: 9 per day, attributes: {sector: {school: 1}}}"
    late = text(f"x: {{from: 2018-12-31, arrivals.extra: {extra}}}")
    seen, plain = rows(model(late, PATHWAYS)), rows(model(late.split("changes:")[0], PATHWAYS))
    assert [row for row in seen if row.time < 364 * DAY] == [row for row in plain if row.time < 364 * DAY]
    assert len(seen) > len(plain)
