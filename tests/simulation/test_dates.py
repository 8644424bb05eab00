"""Christmas 2018 and Easter 2019, worked by hand on a calendar of England, through whole studies.

Bank holidays: Tuesday 25 and Wednesday 26 December 2018, Tuesday 1 January, Friday 19 and Monday 22 April, Mondays 6
and 27 May 2019. Office hours are 09:00 to 17:00, so five working days are 40 hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from pathways.eventlog import Event
from pathways.simulation.reference.kernel import Kernel

from .building import compiled, model, on_dates

START = date(2018, 9, 3)
WAY = """
pathway: p
title: Ways through the year
status: as-is
version: "1"
lanes: {board: Board}
start: [hearing, sixth, month, late]
states:
  hearing: {kind: panel, lane: board, then: out}
  sixth: {kind: wait, lane: board, for: 6 months, then: out}
  month: {kind: wait, lane: board, for: 1 month, then: out}
  late: {kind: wait, lane: board, after: {LIMIT: out}, then: out}
  out: {kind: end, lane: board, outcome: done}
"""
STUDY = """
study: year
title: Year
pathways: p
clock: {starts: 2018-09-03, length: 52 weeks}
arrivals: ARRIVALS
panels: {board: {meets: MEETS, slots: 20, papers_due: 5 working days}}
service_times: {p.hearing: {panel: board}, p.late: {fixed: 300 days}}
"""


def moment(text: str) -> int:
    return int((datetime.fromisoformat(text) - datetime(START.year, START.month, START.day)).total_seconds())


def left(door: str, come: Iterable[str], meets: str = "every Wednesday", limit: str = "10 working days") -> list[str]:
    """When each referral leaves the state that it enters at the given dates."""
    names = {f"s{number}": when for number, when in enumerate(come)}
    streams = "".join(f"\n  {name}: {{pathway: p, rate: 1 per day, starts: {{{door}: 1}}}}" for name in names)
    text = STUDY.replace("ARRIVALS", streams).replace("MEETS", meets)
    bound = model(text, compiled(WAY.replace("LIMIT", limit)))
    bound = on_dates(bound, {name: moment(when) for name, when in names.items()})
    rows = [row for row in Kernel(bound, 1, 0).run().rows() if row.event is Event.LEAVE]
    dates = {row.referral: f"{bound.calendar.date_of(row.time):%Y-%m-%d %H:%M}" for row in rows}
    return [dates[number] for number in range(len(names))]


@pytest.mark.parametrize(
    ("deadline", "meeting", "after"),
    [
        # 40 hours back from 10:00: 1, then 8 on each of four working days, then 7 from 10:00.
        ("2018-12-12 10:00", "2018-12-19 10:00", "2018-12-27 10:00"),
        # Boxing Day's meeting is held on the 27th. 1 on the 27th, 8 on the 24th, 21st, 20th and 19th.
        ("2018-12-18 10:00", "2018-12-27 10:00", "2019-01-02 10:00"),
        # 1 on 2 January, 8 on the 31st, 28th, 27th and 24th.
        ("2018-12-21 10:00", "2019-01-02 10:00", "2019-01-09 10:00"),
        ("2019-01-02 10:00", "2019-01-09 10:00", "2019-01-16 10:00"),
        ("2019-04-10 10:00", "2019-04-17 10:00", "2019-04-24 10:00"),
        # 1 on the 24th, 8 on the 23rd, 18th, 17th and 16th: Good Friday and Easter Monday between.
        ("2019-04-15 10:00", "2019-04-24 10:00", "2019-05-01 10:00"),
        ("2019-04-24 10:00", "2019-05-01 10:00", "2019-05-08 10:00"),
        # The first bank holiday of May between, and then the last.
        ("2019-04-30 10:00", "2019-05-08 10:00", "2019-05-15 10:00"),
        ("2019-05-21 10:00", "2019-05-29 10:00", "2019-06-05 10:00"),
    ],
)
def test_papers_are_due_five_working_days_before_a_meeting(deadline: str, meeting: str, after: str) -> None:
    due = datetime.fromisoformat(deadline)
    come = [f"{due + timedelta(minutes=late):%Y-%m-%d %H:%M}" for late in (-1, 1)]
    assert left("hearing", come) == [meeting, after]


@pytest.mark.parametrize(
    ("meets", "dates"),
    [
        ("first Wednesday", ["2018-12-05", "2019-01-02", "2019-02-06", "2019-03-06", "2019-04-03", "2019-05-01"]),
        ("last Friday", ["2018-11-30", "2018-12-28", "2019-01-25", "2019-02-22", "2019-03-29", "2019-04-26"]),
        ("every 2 weeks on Monday", ["2019-03-18", "2019-04-01", "2019-04-15", "2019-04-29", "2019-05-13"]),
        # Easter Monday's meeting is held a day later, and so is that of 27 May.
        ("third and fourth Monday", ["2019-03-25", "2019-04-15", "2019-04-23", "2019-05-20", "2019-05-28"]),
        # Christmas Day is held on the 27th, New Year's Day on the 2nd.
        ("every Tuesday", ["2018-12-11", "2018-12-18", "2018-12-27", "2019-01-02", "2019-01-08", "2019-01-15"]),
        ("third Friday", ["2019-02-15", "2019-03-15", "2019-04-23", "2019-05-17"]),
    ],
)  # fmt: skip
def test_meetings_are_held_on_the_dates_of_a_printed_calendar(meets: str, dates: list[str]) -> None:
    bound = model(STUDY.replace("MEETS", meets).replace("ARRIVALS", "{p: {rate: 1 per day, starts: {hearing: 1}}}"),
                  compiled(WAY.replace("LIMIT", "1 day")))  # fmt: skip
    held = [bound.calendar.date_of(when) for when in bound.panels[0].meetings]
    first, last = (datetime.fromisoformat(f"{day} 10:00") for day in (dates[0], dates[-1]))
    assert [f"{day:%Y-%m-%d}" for day in held if first <= day <= last] == dates
    assert all((day.hour, day.minute) == (10, 0) for day in held)


@pytest.mark.parametrize(
    ("door", "come", "leave"),
    [
        ("month", "2019-01-31 12:00", "2019-02-28 12:00"),  # no 31 February
        ("month", "2018-12-25 12:00", "2019-01-25 12:00"),  # time by the clock, on Christmas Day too
        ("sixth", "2018-10-31 08:00", "2019-04-30 08:00"),
        ("sixth", "2018-10-19 20:00", "2019-04-19 20:00"),  # on Good Friday, in the evening
        # 80 hours: 5 on the 19th, 48 until the 31st, 24 until the 4th, 3 on the 7th.
        ("late", "2018-12-19 12:00", "2019-01-07 12:00"),
        # 1 on the 12th, 32 until the 18th, 8 each on the 23rd, 24th, 25th, 26th and 29th, 7 on the 30th.
        ("late", "2019-04-12 16:00", "2019-04-30 16:00"),
        # Evening: the clock of working days begins the next morning, and stops with the last of its hours.
        ("late", "2018-12-23 21:00", "2019-01-09 17:00"),
    ],
)
def test_months_and_working_days_end_on_the_date_counted_by_hand(door: str, come: str, leave: str) -> None:
    assert left(door, [come]) == [leave]


def test_school_terms_are_the_weeks_of_the_printed_table() -> None:
    """2018-19 by the built-in rule: holidays begin on 22 Oct, 24 Dec, 18 Feb, 1 April, 27 May, 22 July."""
    text = STUDY.replace("MEETS", "every Wednesday").replace(
        "ARRIVALS",
        "{p: {rate: 2000 per year, starts: {hearing: 1}, profile: {school_terms: {term: 1, holiday: 0.000001}}}}",
    )
    bound = model(text, compiled(WAY.replace("LIMIT", "1 day")))
    weeks = {
        (bound.calendar.date_of(row.time).date() - START).days // 7
        for row in Kernel(bound, 1, 0).run().rows()
        if row.event is Event.ARRIVE
    }
    holidays = {
        "2018-10-22": 1, "2018-12-24": 2, "2019-02-18": 1, "2019-04-01": 2, "2019-05-27": 1, "2019-07-22": 6,
    }  # fmt: skip
    off = {
        (date.fromisoformat(monday) - START).days // 7 + week
        for monday, length in holidays.items()
        for week in range(length)
    }
    assert weeks == set(range(52)) - off
