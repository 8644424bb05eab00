"""Teams with hours, closing dates, a share of their time, policies at closing and orders: dates worked by hand.

In 2018 Good Friday was 30 March and Easter Monday 2 April; Christmas Day was a Tuesday, and New Year's Day too.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pathways.eventlog import Event
from pathways.simulation.language.inputs import inputs
from pathways.simulation.reference.kernel import Kernel

from .building import compiled, model, on_dates, one_queue, study
from .by_hand import a_study, faults, spans
from .test_study import PATHWAY, STUDY


def pathway(*tasks: str, with_: str = "", attributes: str = "") -> str:
    """A pathway of tasks, each a door of its own, and with another lane if that is said."""
    states = "\n".join(f"  {task}: {{lane: desk{with_}, then: out}}" for task in tasks)
    return f"""
pathway: p
title: Doors
status: as-is
version: "1"
lanes: {{desk: Desk, other: Other}}
{attributes}
start: [{", ".join(tasks)}]
states:
{states}
  out: {{kind: end, lane: desk, outcome: done}}
"""


ONE = {"a": "starts: {work: 100%}"}


@pytest.mark.parametrize(
    ("team", "hours", "arrives", "ends"),
    [
        # Three hours to half past four on Thursday, three on Tuesday after Easter.
        ("{staff: 1, hours: Mon-Fri 09:00-16:30}", 6, "2018-03-29 13:30", "2018-04-03 12:00"),
        # Friday is Good Friday: its shorter hours do not count.
        ('{staff: 1, hours: "Mon-Thu 08:30-17:00, Fri 08:30-16:30"}', 9, "2018-03-29 08:30", "2018-04-03 09:00"),
        # The Friday after is worked, to half past four.
        ('{staff: 1, hours: "Mon-Thu 08:30-17:00, Fri 08:30-16:30"}', 9, "2018-04-06 08:30", "2018-04-09 09:30"),
        # Bank holidays are worked: five hours of Good Friday.
        ("{staff: 1, hours: Mon-Fri 09:00-17:00, bank_holidays: worked}", 8, "2018-03-29 14:00", "2018-03-30 14:00"),
        # Day and night, Easter or not; and not on Easter Monday if so said, so that the work pauses for a day.
        ("{staff: 1, hours: always}", 72, "2018-03-30 12:00", "2018-04-02 12:00"),
        ("{staff: 1, hours: always, bank_holidays: closed}", 72, "2018-03-31 12:00", "2018-04-04 12:00"),
        # Closed from Christmas Eve to New Year's Eve; New Year's Day is a bank holiday.
        ("{staff: 1, closed: [2018-12-24..2018-12-31]}", 8, "2018-12-21 13:00", "2019-01-02 13:00"),
        ("{staff: 1, closed: [2018-12-24, 2018-12-31]}", 8, "2018-12-21 13:00", "2018-12-27 13:00"),
        # Half of each hour: four hours of work take eight.
        ("{staff: 1, availability: 50%}", 4, "2018-03-29 13:00", "2018-04-03 13:00"),
        # Weekend work, over midnight of Saturday: 14 hours on each day.
        ("{staff: 1, hours: Sat-Sun 10:00-24:00}", 20, "2018-03-26 09:00", "2018-04-01 16:00"),
    ],
)  # fmt: skip
def test_work_ends_as_counted_by_hand(team: str, hours: int, arrives: str, ends: str) -> None:
    text = a_study(f"{{desk: {team}}}", f"{{p.work: {{team: desk, fixed: {hours} hours}}}}", ONE)
    assert spans(text, pathway("work"), {"a": arrives})["a"][1] == ends


def test_availability_is_rounded_up_once() -> None:
    """An hour at 7% takes 3600 / 0.07 = 51,428.57 seconds: 14 hours, 17 minutes and 9 seconds."""
    text = a_study("{desk: {staff: 1, hours: always, availability: 7%}}", "{p.work: {team: desk, fixed: 1 hour}}", ONE)
    bound = on_dates(model(text, compiled(pathway("work"))), {"a": 0})
    assert max(row.time for row in Kernel(bound, 1, 0).run().rows()) == 14 * 3600 + 17 * 60 + 9


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        # Three works of 3 hours on Thursday before Easter from 12:00, 13:00 and 14:00, one at a time.
        ("suspend", [("03-29 12:00", "03-29 15:00"), ("03-29 15:00", "04-03 10:00"), ("04-03 10:00", "04-03 13:00")]),
        # The second goes on to 18:00; the third is taken then, out of hours, and begins on Tuesday.
        ("finish", [("03-29 12:00", "03-29 15:00"), ("03-29 15:00", "03-29 18:00"), ("03-29 18:00", "04-03 12:00")]),
        # From 15:00 it would not be done by 17:00.
        ("do_not_start",
         [("03-29 12:00", "03-29 15:00"), ("04-03 09:00", "04-03 12:00"), ("04-03 12:00", "04-03 15:00")]),
    ],
)  # fmt: skip
def test_policy_at_closing_time(policy: str, expected: list[tuple[str, str]]) -> None:
    text = a_study(
        f"{{desk: {{staff: 1, at_closing: {policy}}}}}",
        "{p.work: {team: desk, fixed: 3 hours}}",
        dict.fromkeys("abc", "starts: {work: 100%}"),
    )
    found = spans(
        text, pathway("work"), {f"{c}": f"2018-03-29 {h}:00" for c, h in zip("abc", (12, 13, 14), strict=True)}
    )
    assert [tuple(when[5:] for when in found[name]) for name in "abc"] == expected


def test_what_would_not_be_done_does_not_hold_up_what_would() -> None:
    """At 15:00 on the day before Easter: four hours wait for Tuesday, one hour is done; ten begin at an opening only.

    On Tuesday at 09:00 the ten hours are next and begin, as no day is long enough for them; the four hours follow on
    Wednesday at 11:00.
    """
    text = a_study(
        "{desk: {staff: 1, at_closing: do_not_start}}",
        "{p.long: {team: desk, fixed: 10 hours}, p.middle: {team: desk, fixed: 4 hours},"
        " p.short: {team: desk, fixed: 1 hour}}",
        {name: f"starts: {{{name}: 100%}}" for name in ("long", "middle", "short")},
    )
    come = {"long": "2018-03-29 15:00", "middle": "2018-03-29 15:01", "short": "2018-03-29 15:02"}
    found = spans(text, pathway("long", "middle", "short"), come)
    assert found == {
        "long": ("2018-04-03 09:00", "2018-04-04 11:00"),
        "middle": ("2018-04-04 11:00", "2018-04-04 15:00"),
        "short": ("2018-03-29 15:02", "2018-03-29 16:02"),
    }


# --- several teams at once


def test_two_teams_work_when_both_do() -> None:
    """Mornings and afternoons meet from 11:00 to 13:00: five hours take from Wednesday to Tuesday after Easter.

    Two hours on Wednesday 28 and two on Thursday 29 March, the last on Tuesday 3 April.
    """
    text = a_study(
        "{desk: {staff: 1, hours: Mon-Fri 08:00-13:00}, other: {staff: 1, hours: Mon-Fri 11:00-18:00}}",
        "{p.work: {team: desk, fixed: 5 hours}}",
        ONE,
    )
    assert spans(text, pathway("work", with_=", with: [other]"), {"a": "2018-03-28 07:00"}) == {
        "a": ("2018-03-28 07:00", "2018-04-03 12:00")
    }


def test_visit_with_two_teams_waits_for_both_and_holds_up_nobody() -> None:
    """One member each. Both are needed by `b`, which waits for the other team until 12:00; `c` needs the desk alone and
    goes first, at 10:30, but at 12:00 the desk is busy with it until 13:30, so `b` begins then.
    """
    text = a_study(
        "{desk: {staff: 1}, other: {staff: 1}}",
        "{p.one: {teams: [other], fixed: 3 hours}, p.both: {teams: [desk, other], fixed: 1 hour},"
        " p.alone: {teams: [desk], fixed: 3 hours}}",
        {"a": "starts: {one: 100%}", "b": "starts: {both: 100%}", "c": "starts: {alone: 100%}"},
    )
    come = {"a": "2018-03-26 09:00", "b": "2018-03-26 10:00", "c": "2018-03-26 10:30"}
    assert spans(text, pathway("one", "both", "alone"), come) == {
        "a": ("2018-03-26 09:00", "2018-03-26 12:00"),
        "b": ("2018-03-26 13:30", "2018-03-26 14:30"),
        "c": ("2018-03-26 10:30", "2018-03-26 13:30"),
    }


DOORS = ("one", "both", "alone")
TOGETHER = (
    "{p.one: {teams: [other], fixed: 3 hours}, p.both: {teams: [desk, other], fixed: 1 hour},"
    " p.alone: {teams: [desk], fixed: 1 hour}}"
)


def together(doors: Mapping[str, str], come: Mapping[str, str], teams: str = "") -> dict[str, tuple[str, str]]:
    """Times of the day on 26 March, for doors by referral."""
    text = a_study(
        teams or "{desk: {staff: 1}, other: {staff: 1}}",
        TOGETHER,
        {name: f"starts: {{{door}: 100%}}" for name, door in doors.items()},
    )
    found = spans(text, pathway(*DOORS), {name: f"2018-03-26 {hour}" for name, hour in come.items()})
    return {name: (start[5:], end[5:]) for name, (start, end) in found.items()}


def test_both_teams_of_a_visit_that_ends_look_for_work() -> None:
    """`a` takes both until 10:00; then the desk goes on with `b` and the other team with `c`."""
    doors = {"a": "both", "b": "alone", "c": "one"}
    assert together(doors, {"a": "09:00", "b": "09:10", "c": "09:20"}) == {
        "a": ("03-26 09:00", "03-26 10:00"),
        "b": ("03-26 10:00", "03-26 11:00"),
        "c": ("03-26 10:00", "03-26 13:00"),
    }


def test_team_that_is_free_again_passes_over_who_needs_another_team_too() -> None:
    """The other team is taken by `a` until 12:00, the desk by `b` until 10:00; `c` needs both, and `d` does not."""
    doors = {"a": "one", "b": "alone", "c": "both", "d": "alone"}
    assert together(doors, {"a": "09:00", "b": "09:00", "c": "09:10", "d": "09:20"}) == {
        "a": ("03-26 09:00", "03-26 12:00"),
        "b": ("03-26 09:00", "03-26 10:00"),
        "c": ("03-26 12:00", "03-26 13:00"),
        "d": ("03-26 10:00", "03-26 11:00"),
    }


@pytest.mark.parametrize(
    ("teams", "ends"),
    [
        ("{desk: {staff: 1, availability: 50%}, other: {staff: 1}}", "03-27 09:30"),  # two hours from 15:30
        ("{desk: {staff: 1}, other: {staff: 1, availability: 25%}}", "03-27 11:30"),  # four hours
        ("{desk: {staff: 1, at_closing: finish, availability: 50%}, other: {staff: 1}}", "03-26 17:30"),
        ("{desk: {staff: 1, availability: 50%}, other: {staff: 1, at_closing: finish}}", "03-27 09:30"),
    ],
)
def test_teams_go_by_the_least_availability_and_the_policy_of_the_first(teams: str, ends: str) -> None:
    """An hour of work from 15:30 on."""
    assert together({"a": "both"}, {"a": "15:30"}, teams)["a"] == ("03-26 15:30", ends)


def test_nobody_waits_while_all_teams_that_it_needs_have_somebody_free() -> None:
    """Oracle: the log itself, read by its own count of who is free. Work of each set of three teams comes at random.

    And of those who need the same teams, whoever came first begins first.
    """
    teams = {"a": 1, "b": 2, "c": 1}
    sets = ["a", "b", "c", "ab", "ac", "bc", "abc"]
    staff = ", ".join(f"{name}: {{staff: {many}}}" for name, many in teams.items())
    times = ", ".join(f"p.{each}: {{teams: [{', '.join(each)}], lognormal: {{mean: 5 hours, cv: 1}}}}" for each in sets)
    doors = {each: f"starts: {{{each}: 100%}}" for each in sets}
    text = a_study(f"{{{staff}}}", f"{{{times}}}", doors, length="150 days, calendar: continuous")
    text = text.replace("1 per day", "0.75 per day")
    log = list(Kernel(model(text, compiled(pathway(*sets))), 2, 0).run().rows())
    free, waiting, started = dict(teams), dict[tuple[int, str], int](), 0
    for number, row in enumerate(log):
        who = row.referral, row.state
        if row.event is Event.ENTER and row.state in sets:
            waiting[who] = number
        elif row.event is Event.START:
            earlier = [each for each, since in waiting.items() if each[1] == row.state and since < waiting[who]]
            assert earlier == []
            del waiting[who]
            started += 1
        if row.event in (Event.START, Event.FINISH):
            for team in row.state:
                free[team] += 1 if row.event is Event.FINISH else -1
        assert min(free.values()) >= 0
        if number + 1 < len(log) and log[number + 1].time > row.time:
            assert not [each for _, each in waiting if all(free[team] > 0 for team in each)]
    assert started > 600


def test_teams_of_lanes_join_the_team_of_a_task() -> None:
    """`with: [other]` adds the team that the lane's entry names, or the one called like the lane; `teams` says all."""
    definition = compiled(pathway("work", with_=", with: [other]"))
    for teams, times, expected in [
        ("{desk: {staff: 1}, other: {staff: 1}}", "{p.work: {team: desk, fixed: 1 hour}}", ["desk", "other"]),
        ("{desk: {staff: 1}, helpers: {staff: 1}}",
         '{p.work: {team: desk, fixed: 1 hour}, "lane:other": {team: helpers, fixed: 1 hour}}', ["desk", "helpers"]),
        ("{desk: {staff: 1}, other: {staff: 1}}", "{p.work: {teams: [desk], fixed: 1 hour}}", ["desk"]),
        ("{desk: {staff: 1}}", "{p.work: {team: desk, fixed: 1 hour}}", ["desk"]),
    ]:  # fmt: skip
        text = a_study(teams, times, ONE)
        bound = model(text, definition)
        work = bound.roles[0].states[0].work
        assert work is not None
        assert [bound.teams[number].name for number in work.teams] == expected
        assert bound.unstaffed == (("other",) if len(expected) == 1 and "teams: [" not in times else ())


# --- orders

SORTED = "attributes: {kind: {values: [plain, soon, now], from: arrival}}"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("order: first_come", "abcde"),
        ("order: longest_wait", "abcde"),
        # b has a day, d half a working day, the others no target; a is in work when they come.
        ("order: due_date", "adbce"),
        ("order: priority, first: [{when: {kind: now}}, {when: {kind: soon}}]", "aecdb"),
    ],
)
def test_order_of_the_queue(order: str, expected: str) -> None:
    """Five come within an hour, and each takes a day."""
    definition = pathway("plain", "day", "half", attributes=SORTED)
    definition = definition.replace("day: {lane: desk", "day: {lane: desk, target: 1 working day")
    definition = definition.replace("half: {lane: desk", "half: {lane: desk, target: 4 working hours")
    doors = {
        "a": ("plain", "plain"),
        "b": ("day", "plain"),
        "c": ("plain", "soon"),
        "d": ("half", "soon"),
        "e": ("plain", "now"),
    }
    text = a_study(
        f"{{desk: {{staff: 1, {order}}}}}",
        '{"p.*": {team: desk, fixed: 8 hours}}',
        {
            name: f"starts: {{{door}: 100%}}, attributes: {{kind: {{{kind}: 100%}}}}"
            for name, (door, kind) in doors.items()
        },
    )
    found = spans(text, definition, {name: f"2018-03-26 09:{at}0" for at, name in enumerate("abcde")})
    assert "".join(sorted(found, key=lambda name: found[name][0])) == expected


def test_longest_wait_counts_from_arrival() -> None:
    """`old` comes first to the first desk, so it joins the second queue last; but it has waited longest."""
    definition = """
pathway: p
title: Two
status: as-is
version: "1"
lanes: {desk: Desk}
start: [slow, quick]
states:
  slow: {lane: desk, then: last}
  quick: {lane: desk, then: last}
  last: {lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
"""
    for order, first in (("first_come", "new"), ("longest_wait", "old")):
        text = a_study(
            f"{{desk: {{staff: 1, order: {order}}}}}",
            "{p.slow: {fixed: 4 working hours}, p.quick: {fixed: 1 working hour},"
            " p.last: {team: desk, fixed: 6 hours}}",
            {"block": "starts: {quick: 100%}", "new": "starts: {quick: 100%}", "old": "starts: {slow: 100%}"},
        )
        come = {"old": "2018-03-26 09:30", "block": "2018-03-26 09:40", "new": "2018-03-26 11:00"}
        found = spans(text, definition, come)
        assert sorted(found, key=lambda name: found[name][0]) == ["block", first, "old" if first == "new" else "new"]


# --- what must hold whatever the dates


def test_team_is_told_in_words() -> None:
    """What a reader of the inputs sees."""
    team = "{staff: 2, hours: Mon-Fri 08:00-13:00, closed: [2018-12-24..2018-12-31, 2019-04-23], availability: 15%}"
    (told, *_) = (
        each.says
        for each in inputs(study(a_study(f"{{desk: {team}}}", "{p.work: {team: desk, fixed: 1 hour}}", ONE)).baseline)
        if each.section == "teams"
    )
    assert told == (
        "staff 2, hours Mon-Fri 08:00-13:00, closed 2018-12-24 to 2018-12-31; 2019-04-23, availability 0.15"
    )


def test_defaults_that_are_written_out_change_nothing() -> None:
    """Every event of a study with a team, a panel, findings and interrupts."""
    written = STUDY.replace(
        "mash: {staff: 2,",
        "mash: {staff: 2, hours: Mon-Fri 09:00-17:00, bank_holidays: closed, availability: 100%, at_closing: suspend,"
        " order: first_come,",
    ).replace("slots: 20", "slots: 20, order: first_come, fill: no, at: 10:00")
    plain, explicit = (model(each, compiled(PATHWAY)) for each in (STUDY, written))
    for number in range(3):
        assert list(Kernel(plain, 1, number).run().rows()) == list(Kernel(explicit, 1, number).run().rows())


def test_team_of_all_hours_is_a_team_in_a_continuous_calendar() -> None:
    """Only the calendar's name differs; targets are no part of what happens."""
    text, pathways = one_queue("lognormal: {mean: 5 hours, cv: 1}", staff=2, rate="7 per day")
    text = text.replace("length: 2000 days", "length: 400 days")
    other = text.replace("calendar: continuous", "calendar: england").replace("staff: 2", "staff: 2, hours: always")
    assert other.count("england") == 1
    one, two = (list(Kernel(model(each, pathways), 5, 0).run().rows()) for each in (text, other))
    assert len(one) > 15_000
    assert one == two


# --- faults


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        ("{staff: 0}", "bad-value '0' is not a whole number from 1 to 999999"),
        ("{staff: 1, hours: nine to five}", "bad-value 'nine to five' does not say when the team works"),
        ("{staff: 1, hours: Mon-Fri 17:00-09:00}", "bad-value 'mon-fri 17:00-09:00' ends before it begins"),
        ('{staff: 1, hours: "Mon-Fri 09:00-17:00, Wed 10:00-12:00"}',
         "bad-value 'Mon-Fri 09:00-17:00, Wed 10:00-12:00' gives Wed twice"),
        ("{staff: 1, closed: [2018-12-31..2018-12-24]}", "bad-value '2018-12-31..2018-12-24' ends before it begins"),
        ("{staff: 1, closed: [2018-02-30]}", "bad-value '2018-02-30' is not a date"),
        ("{staff: 1, closed: 2018-01-01..2030-01-01}", "study-team 'desk' never works while the study measures"),
        ("{staff: 1, availability: 0%}", "bad-value '0%' is not a share of each working hour"),
        ("{staff: 1, availability: 120%}", "bad-value a share is at most 1, or 100%; '120%' is more"),
        ("{staff: 1, bank_holidays: maybe}", "unknown-word"),
        ("{staff: 1, at_closing: stop}", "unknown-word"),
        ("{staff: 1, order: random}", "unknown-word"),
        ("{staff: 1, order: priority}", "study-order nothing says who comes first"),
        ("{staff: 1, first: [{when: {kind: now}}]}", "study-order only 'order: priority' has classes"),
        ("{staff: 1, order: priority, first: [{when: {kindd: now}}]}", "unknown-attribute"),
        ("{staff: 1, order: priority, first: [{when: {kind: never}}]}", "unknown-value 'kind' has no value 'never'"),
    ],
)  # fmt: skip
def test_fault_of_a_team_is_told_with_its_place(team: str, expected: str) -> None:
    """On the line of the teams."""
    text = a_study(
        f"{{desk: {team}}}",
        "{p.work: {team: desk, fixed: 1 hour}}",
        {"a": "attributes: {kind: {plain: 100%}}"},
    )
    found = faults(text, pathway("work", attributes=SORTED))
    assert len(found) == 1, found
    assert found[0].startswith(f"8 {expected}"), found


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ("{p.work: {teams: [desk, nobody], fixed: 1 hour}}", "study-name 'nobody' is not one of the study's teams"),
        ("{p.work: {team: desk, teams: [other], fixed: 1 hour}}", "study-time 'p.work' names both a team and teams"),
        ("{p.work: {teams: [desk, other], fixed: 1 hour}}", "study-team 'desk' and 'other' are never at work"),
        ("{p.work: {team: desk, takes: 5 minutes, fixed: 1 hour}}", "study-time 'p.work' is a task, which no panel"),
    ],
)  # fmt: skip
def test_fault_of_teams_together_is_told_with_its_place(times: str, expected: str) -> None:
    teams = "{desk: {staff: 1, hours: Mon-Fri 09:00-12:00}, other: {staff: 1, hours: Mon-Fri 12:00-17:00}}"
    found = faults(a_study(teams, times, ONE), pathway("work"))
    assert len(found) == 1, found
    assert found[0].startswith(f"9 {expected}"), found
