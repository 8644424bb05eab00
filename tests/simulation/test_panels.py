"""Panels with an agenda in minutes, deadlines, reviews, urgent cases and cancelled meetings: dates worked by hand.

The panel meets on the first Wednesday, at 10:00: 4 April (two days after Easter Monday), 2 May, 6 June 2018 and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from pathways.measures import Key
from pathways.simulation.draws import draw, purpose_words, stream_key
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import prepare
from pathways.simulation.running.pool import run_all

from .building import compiled, model, on_dates, study
from .by_hand import a_study, faults, moment, spans

DEFINITION = """
pathway: p
title: Board
status: as-is
version: "1"
lanes: {board: Board}
attributes: {risk: {values: [low, high], from: arrival}}
start: [new, review, long, dated]
states:
  new: {kind: panel, lane: board, then: out}
  review: {kind: panel, lane: board, then: out}
  long: {kind: panel, lane: board, then: out}
  dated: {kind: panel, lane: board, target: 1 week, then: out}
  out: {kind: end, lane: board, outcome: done}
"""
TIMES = (
    "{p.new: {panel: board}, p.review: {panel: board}, p.long: {panel: board, takes: TAKES}, p.dated: {panel: board}}"
)
APRIL, MAY, JUNE = "2018-04-04 10:00", "2018-05-02 10:00", "2018-06-06 10:00"


def text(panel: str, doors: Mapping[str, str], starts: date = date(2018, 3, 26)) -> str:
    """A study with that panel; a door may say how high the risk is."""
    arrivals = {}
    for name, door in doors.items():
        state, _, risk = door.partition(" ")
        arrivals[name] = f"starts: {{{state}: 100%}}, attributes: {{risk: {{{risk or 'low'}: 100%}}}}"
    times = TIMES.replace(", takes: TAKES", "") if "slots" in panel else TIMES.replace("TAKES", "50 minutes")
    return a_study("{}", times, arrivals, f"panels: {{board: {{meets: first Wednesday, {panel}}}}}", starts)


def heard(panel: str, doors: Mapping[str, str], come: Mapping[str, str] | None = None) -> dict[str, str]:
    """When each is heard; unless said, they come one after the other on 27 March, by name."""
    moments = {name: f"2018-03-27 09:{minute:02}" for minute, name in enumerate(sorted(doors))} | dict(come or {})
    return {name: start for name, (start, _) in spans(text(panel, doors), DEFINITION, moments).items()}


AGENDA = "agenda: 1 hour, new_case: 20 minutes, review: 10 minutes, reviews: [p.review]"


def test_agenda_is_filled_in_order_until_the_next_does_not_fit() -> None:
    """20 + 10 minutes, then one of 50 does not fit in the 30 that are left; nobody overtakes it.

    In May it is heard, and a review of 10 minutes after it.
    """
    doors = {"a": "new", "b": "review", "c": "long", "d": "review", "e": "new"}
    assert heard(AGENDA, doors) == {"a": APRIL, "b": APRIL, "c": MAY, "d": MAY, "e": JUNE}
    assert heard(f"{AGENDA}, fill: yes", doors) == {"a": APRIL, "b": APRIL, "c": MAY, "d": APRIL, "e": APRIL}


@pytest.mark.parametrize(
    ("order", "april"),
    [
        ("first_come", "abcd"),  # 20 + 10 + 20 + 10 minutes
        ("reviews_first", "abcd"),  # 10 + 10 + 20 + 20 minutes
        ("new_first", "ace"),  # 20 + 20 + 20 minutes
    ],
)
def test_those_who_are_not_heard_are_carried_over(order: str, april: str) -> None:
    doors = {"a": "new", "b": "review", "c": "new", "d": "review", "e": "new"}
    found = heard(f"{AGENDA}, order: {order}", doors)
    assert found == {name: APRIL if name in april else MAY for name in doors}
    # With three slots the order decides who waits.
    found = heard(f"slots: 3, reviews: [p.review], order: {order}", doors)
    heard_now = {"first_come": "abc", "reviews_first": "abd", "new_first": "ace"}[order]
    assert found == {name: APRIL if name in heard_now else MAY for name in doors}


def test_case_whose_target_is_over_first_is_heard_first() -> None:
    """One slot: `b`, with a target of a week, before `a`, which has none and came first."""
    assert heard("slots: 1, order: due_date", {"a": "new", "b": "dated"}) == {"a": MAY, "b": APRIL}
    assert heard("slots: 1, order: longest_wait", {"a": "new", "b": "dated"}) == {"a": APRIL, "b": MAY}


def test_classes_decide_who_is_heard() -> None:
    """One slot: the high risk first, though it came last."""
    doors = {"a": "new", "b": "new high"}
    assert heard("slots: 1, order: priority, first: [{when: {risk: high}}]", doors) == {"a": MAY, "b": APRIL}


@pytest.mark.parametrize(
    ("papers", "latest"),
    [
        # Five working days before Wednesday 4 April, 10:00: Tuesday 3 April, and 29, 28, 27 and 26 March count, with an
        # hour on 4 April and the seven hours after 10:00 on 26 March.
        ("5 working days", "2018-03-26 10:00"),
        ("1 working day", "2018-04-03 10:00"),
        ("2 working days", "2018-03-29 10:00"),
        # An hour of office time: 09:00 on the day, though the night before is no earlier.
        ("1 working hour", "2018-04-04 09:00"),
        ("1 week", "2018-03-28 10:00"),
    ],
)
def test_papers_are_due_in_office_time(papers: str, latest: str) -> None:
    """One second late is a month late."""
    doors = {"a": "new", "b": "new"}
    bound = model(text(f"slots: 9, papers_due: {papers}", doors), compiled(DEFINITION))
    assert bound.panels[0].deadlines[0] == moment(latest)
    late = on_dates(bound, {"a": moment(latest), "b": moment(latest) + 1})
    starts = {row.referral: row.time for row in Kernel(late, 1, 0).run().rows() if row.event.name == "START"}
    assert starts == {0: moment(APRIL), 1: moment(MAY)}


def test_cancelled_meeting_does_not_take_place() -> None:
    assert heard("slots: 9, cancelled: [2018-04-04, 2018-05-02]", {"a": "new"}) == {"a": JUNE}


def test_meetings_cancelled_at_random_are_those_that_their_draws_say() -> None:
    """The draw of each date, by its name; and 30% of the first Wednesdays of 95 years, within 4.5 standard errors."""
    panel = text("slots: 9, cancels: 30%", {"a": "new"})
    bound = on_dates(model(panel, compiled(DEFINITION)), {"a": 0})
    cancels, purpose = bound.panels[0].cancels, purpose_words("panel", "board", "cancels")
    for number in range(20):
        key = stream_key(7, number, "panel board")
        expected = next(m for m in bound.panels[0].meetings if draw(key, m // 86_400, 0, purpose) >= cancels)
        log = Kernel(on_dates(bound, {"a": 0}, 7, number), 7, number).run()
        assert [row.time for row in log.rows() if row.event.name == "START"] == [expected]
    key = stream_key(7, 0, "panel board")
    dropped = [draw(key, day, 0, purpose) < cancels for day in range(1140)]
    assert abs(sum(dropped) / 1140 - 0.3) < 4.5 * (0.3 * 0.7 / 1140) ** 0.5


@pytest.mark.parametrize("by_reference", [False, True])
def test_meeting_cancelled_at_random_has_no_slots(by_reference: bool) -> None:
    """By hand: two come a day and a meeting hears three a month, so after the first month each is full if it is held.

    So all slots are used, and three times as many hearings are held as there are days on which somebody is heard.
    """
    panel = text("slots: 3, cancels: 50%", {"a": "new"}).replace("rate: 1 per day", "rate: 2 per day")
    panel = panel.replace("length: 60 weeks", "warm_up: 60 days, length: 60 weeks") + "\nreplications: 20\nseed: 3\n"
    pathways = compiled(DEFINITION)
    job = replace(prepare(study(panel), pathways, [])["baseline"], by_reference=by_reference)
    sample = run_all({"baseline": job}, 3, range(20), 1)["baseline"]
    seen = set()
    for number in range(20):
        used = sample.figures(number)[Key("slots_used", "", "board", "share")]
        starts = [row.time for row in Kernel(job.model, 3, number).run().rows() if row.event.name == "START"]
        held = {time for time in starts if time >= job.model.warm_up}
        assert used == (1, len(held))
        seen.add(len(held))
    assert len(seen) > 3  # of 14 meetings about half are held, now more and now fewer


def test_urgent_cases_have_room_of_their_own_and_need_no_papers() -> None:
    """Three slots, one of them kept. Papers are due on 27 March at 10:00, so `d` and `u` are late; but `u` is urgent.

    Of `a`, `b` and `c` two are heard in April; in May what is kept is lost, as nobody urgent is left: `c` and `d`.
    """
    doors = {"a": "new", "b": "new", "c": "new", "d": "new", "u": "new high"}
    come = {"d": "2018-04-03 11:00", "u": "2018-04-03 12:00"}
    panel = "slots: 3, papers_due: 4 working days, urgent: {reserve: 1, when: {risk: high}}"
    assert heard(panel, doors, come) == {"a": APRIL, "b": APRIL, "c": MAY, "d": MAY, "u": APRIL}
    # Of two urgent cases the second is heard among the others, behind `a`, if its papers were there.
    doors = {"a": "new", "b": "new high", "c": "new high"}
    assert heard(panel, doors) == {"a": APRIL, "b": APRIL, "c": APRIL}
    assert heard(panel, doors, {"b": "2018-04-03 12:00", "c": "2018-04-03 12:01"}) == {"a": APRIL, "b": APRIL, "c": MAY}


def test_meeting_that_the_bank_holiday_moves_is_cancelled_by_its_own_date() -> None:
    """The first Tuesday of January 2019 is New Year's Day; the meeting is on 2 January."""
    panel = "panels: {board: {meets: first Tuesday, slots: 9, cancelled: [2019-01-02]}}"
    doors = {"a": "starts: {new: 100%}, attributes: {risk: {low: 100%}}"}
    written = a_study("{}", TIMES.replace(", takes: TAKES", ""), doors, panel)
    assert faults(written, DEFINITION) == []
    assert spans(written, DEFINITION, {"a": "2018-12-28 09:00"})["a"][0] == "2019-02-05 10:00"


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        ("slots: 0", "bad-value '0' is not a whole number from 1 to 999999"),
        ("at: '10:00'", "study-panel 'board' has neither slots nor an agenda"),
        ("slots: 3, agenda: 1 hour, new_case: 5 minutes", "study-panel 'board' has both slots and an agenda"),
        ("agenda: 1 hour", "study-panel nothing says how much of the agenda of 'board' a case takes"),
        ("agenda: 2 days, new_case: 5 minutes", "study-panel '2 days' is no part of a meeting"),
        ("agenda: 60 minutes, new_case: 2 hours",
         "study-panel an agenda of 60 minutes is shorter than one case of 2 hours"),
        ("agenda: 60 minutes, new_case: 1 hour, review: 2 hours, reviews: [p.review]",
         "study-panel an agenda of 60 minutes is shorter than one review of 2 hours"),
        ("agenda: 1 hour, new_case: 50 minutes, urgent: {reserve: 15 minutes, when: {risk: high}}",
         "study-panel an agenda of 1 hour, less 15 minutes for urgent cases, is shorter than one case of 50 minutes"),
        ("slots: 3, new_case: 5 minutes", "study-panel 'board' has slots, each of which hears one case"),
        ("agenda: 1 hour, new_case: 9 minutes, review: 5 minutes", "study-panel nothing says which states are reviews"),
        ("slots: 3, order: reviews_first", "study-panel nothing says which states are reviews at 'board'"),
        ("slots: 3, reviews: [p.out]", "study-state 'p.out' is heard by no panel"),
        ("slots: 3, reviews: [p.reviw]", "study-state 'p.reviw' is not a state of this study's pathways"),
        ("slots: 3, order: priority", "study-order nothing says who comes first"),
        ("slots: 3, cancelled: [2018-04-05]", "study-panel 'board' has no meeting on Thursday 2018-04-05"),
        ("slots: 3, cancels: 100%", "study-panel 'board' never meets while the study measures"),
        ("slots: 3, urgent: {reserve: 4, when: {risk: high}}", "study-panel 4 cannot be kept of 3 slots"),
        ("slots: 3, urgent: {reserve: 3, when: {risk: high}}", "study-panel all of a meeting is kept for urgent cases"),
        ("agenda: 1 hour, new_case: 9 minutes, urgent: {reserve: 60 minutes, when: {risk: high}}",
         "study-panel all of a meeting is kept for urgent cases, so no other is ever heard"),
        ("slots: 3, urgent: {reserve: 5 minutes, when: {risk: high}}", "study-panel '5 minutes' is no part of so many"),
        ("slots: 3, urgent: {reserve: soon, when: {risk: high}}", "bad-value 'soon' is not a duration"),
        ("slots: 3, urgent: {reserve: 1, when: {risk: hihg}}", "unknown-value 'risk' has no value 'hihg'"),
        ("slots: 3, fill: perhaps", "unknown-word"),
        ("slots: 3, papers_due: 5", "bad-duration '5' is a number without a unit"),
    ],
)  # fmt: skip
def test_fault_of_a_panel_is_told_with_its_place(panel: str, expected: str) -> None:
    """On the line of the panels."""
    written = text(panel, {"a": "new"}).replace(", takes: 50 minutes", "")
    found = faults(written, DEFINITION)
    assert len(found) == 1, found
    assert found[0].startswith(f"10 {expected}"), found


@pytest.mark.parametrize(
    ("panel", "expected"),
    [
        ("slots: 3", "study-panel 'board' has slots, each of which hears one case"),
        (
            "agenda: 40 minutes, new_case: 20 minutes",
            "study-panel a hearing of 50 minutes does not fit in an agenda of 40",
        ),
    ],
)
def test_fault_of_a_hearing_is_told_with_its_place(panel: str, expected: str) -> None:
    """On the line of the times."""
    times = TIMES.replace("TAKES", "50 minutes")
    doors = {"a": "starts: {new: 100%}, attributes: {risk: {low: 100%}}"}
    written = a_study("{}", times, doors, f"panels: {{board: {{meets: first Wednesday, {panel}}}}}")
    found = faults(written, DEFINITION)
    assert len(found) == 1, found
    assert found[0].startswith(f"9 {expected}"), found
