"""Figures of a small log, counted by hand. A working day is 24 hours here, so that days are easy to see."""

from __future__ import annotations

from datetime import date

import pytest

from pathways.calendars import DAY, continuous
from pathways.eventlog import Event, EventLog, Row
from pathways.measures import Figure, Key, Milestone, Sample, Setting, Working, compare, estimate, figures, histories
from pathways.units import parse_duration
from tests.simulation.building import compiled

PATHWAY = """
pathway: p
title: P
status: as-is
version: "1"
lanes: {desk: Desk, board: Board}
start: work
states:
  work: {lane: desk, target: 4 days, then: hearing}
  hearing: {kind: panel, lane: board, then: good}
  good: {kind: end, lane: desk, outcome: good}
  bad: {kind: end, lane: desk, outcome: bad}
interrupts:
  lost: {during: work, then: bad}
"""
# Each referral's days: arrival, start of work, end of work, hearing, and the day on which it was lost instead.
# None where it did not happen by day 30.
REFERRALS = [
    (8, 8, 9, 10, None),  # began before the warm-up ended on day 10
    (11, 12, 14, 20, None),
    (12, 14, 20, 30.5, None),  # heard after the end
    (15, None, None, None, 18),  # lost while it waited
    (16, 20, 22, 25, None),
    (27, 28, None, None, None),  # still in work
]
END = 30


@pytest.fixture
def found() -> dict[Key, Figure]:
    rows: list[Row] = []
    for number, (arrive, start, finish, heard, lost) in enumerate(REFERRALS):

        def add(state: str, event: Event, day: float, number: int = number) -> None:
            if day < END:
                rows.append(Row(0, number, "p", state, 1, event, int(day * DAY)))

        add("work", Event.ARRIVE, arrive)
        add("work", Event.ENTER, arrive)
        if lost is not None:
            add("work", Event.LEAVE, lost)
            add("bad", Event.ENTER, lost)
            add("bad", Event.END, lost)
        if start is not None:
            add("work", Event.START, start)
        if finish is not None and heard is not None:
            add("work", Event.FINISH, finish)
            add("work", Event.LEAVE, finish)
            add("hearing", Event.ENTER, finish)
            add("hearing", Event.START, heard)
            add("hearing", Event.FINISH, heard)
            add("hearing", Event.LEAVE, heard)
            add("good", Event.ENTER, heard)
            add("good", Event.END, heard)
    rows.sort(key=lambda row: row.time)
    setting = Setting(
        calendar=continuous(date(2018, 1, 1)),
        warm_up=10 * DAY,
        end=END * DAY,
        pathways=compiled(PATHWAY),
        working=(Working({("p", "work"): ("desk",)}, {("p", "hearing"): "board"}),),
        staff={"desk": ((0, 2),)},
        slots={"board": ((0, 3),)},
        meetings={"board": (5 * DAY, 10 * DAY, 15 * DAY, 20 * DAY, 25 * DAY)},
        milestones=(Milestone("to_board", "p", "work", "hearing", parse_duration("9 days")),),
    )
    return figures(histories(EventLog.of(rows)), setting)


@pytest.mark.parametrize(
    ("key", "value", "n"),
    [
        (("arrivals", "p", "", "per_year"), 5 / (20 / 365.2425), 5),
        # Open from day 10 to 30: 0, 9, 18, 3, 9, 3 days.
        (("open", "p", "", "mean"), 42 / 20, 6),
        # Left work after day 10: stays of 3, 8, 3 and 6 days.
        (("time_in_state", "p", "work", "mean"), 5.0, 4),
        (("time_in_state", "p", "work", "median"), 4.5, 4),
        (("time_in_state", "p", "work", "p90"), 7.4, 4),
        (("wait", "p", "work", "mean"), (1 + 2 + 4) / 3, 3),
        (("visits", "p", "work", "per_year"), 5 / (20 / 365.2425), 5),
        # Ended from day 10 on: the first (on day 10), second and fifth good, the fourth bad.
        (("outcome", "p", "good", "share"), 0.75, 4),
        (("outcome", "p", "bad", "share"), 0.25, 4),
        # Four days in work: after 3 days two of five are out; the last is cut short then; nothing else by day 4.
        (("within_target", "p", "work", "share"), 0.4, 5),
        # To the board: heard after 9 days twice; lost after 3; cut short after 3 and 18. Reached: 4/5 x 2/3.
        (("reached", "p", "to_board", "share"), 4 / 5 * 2 / 3, 5),
        # Five begin in 20 days, of which that share gets there.
        (("reached", "p", "to_board", "per_year"), 5 * 4 / 5 * 2 / 3 / (20 / 365.2425), 5),
        (("within_target", "p", "to_board", "share"), 1.0, 5),
        (("time_to_milestone", "p", "to_board", "median"), 9.0, 5),
        # To the end: 9, 9 and 3 days; cut short after 18 and 3. Median: 1/5 by 3, then 1 - 4/5 x 1/3 by 9.
        (("time_to_end", "p", "", "median"), 9.0, 5),
        # Three good ends in 20 days.
        (("outcome", "p", "good", "per_year"), 3 / (20 / 365.2425), 3),
        # As above: the four days ran out on the others.
        (("breached", "p", "work", "share"), 0.6, 5),
        # In work from day 10: stays of 0, 3, 8, 3, 6 and 3 days.
        (("caseload", "p", "work", "mean"), 23 / 20, 6),
        # Waits for the desk of those who left from day 10 on: as by state; for the board 6 and 3, and 1 on day 10.
        (("wait", "", "desk", "mean"), (1 + 2 + 4) / 3, 3),
        (("wait", "", "board", "mean"), (1 + 6 + 3) / 3, 3),
        # Begun within: started after 1, 2, 4 and 1 days, lost after 3: 2/5 by 1, 3/5 by 2, 4/5 by 4 (one left at risk).
        (("time_to_start", "", "desk", "median"), 1.0, 5),
        (("time_to_start", "", "desk", "p90"), 4.0, 5),
        (("heard", "", "board", "per_year"), 3 / (20 / 365.2425), 3),
        # Ten days are the horizon: 9, 9, 3, and open after 18 and 3. 3 x 1 + 6 x 4/5 + 1 x 4/15.
        (("time_to_end", "p", "", "restricted_mean"), 3 + 6 * 4 / 5 + 4 / 5 / 3, 5),
        # In work from day 10: 0, 2, 6, 0, 2, 2 days of two people's twenty.
        (("utilisation", "", "desk", "mean"), 12 / 40, 6),
        # In the queue: 0, 1, 2, 3, 4, 1 days.
        (("queue", "", "desk", "mean"), 11 / 20, 6),
        # Meetings on days 10, 15, 20, 25 heard one, none, one and one.
        (("slots_used", "", "board", "share"), 3 / 12, 4),
        # The second referral waits as the meeting of day 15 closes, the third as those of days 20 and 25 do.
        (("left_over", "", "board", "mean"), 3 / 4, 4),
    ],
)
def test_figure_is_as_counted_by_hand(
    found: dict[Key, Figure], key: tuple[str, str, str, str], value: float, n: int
) -> None:
    assert found[Key(*key)] == (pytest.approx(value), n)


def test_interval_is_students() -> None:
    """Oracle: printed t of 4 degrees of freedom, 2.776; values 1 to 5 have a standard error of root 0.5."""
    key = Key("wait", "p", "work", "mean")
    (row,) = estimate(Sample.of([{key: Figure(value, 10)} for value in (1, 2, 3, 4, 5)]))
    assert (row.value, row.n, row.replications) == (3, 50, 5)
    assert row.high == pytest.approx(3 + 2.776 * 0.5**0.5, abs=1e-3)


def test_difference_is_paired() -> None:
    """Oracle: differences 1, 1.1 and 0.9 have mean 1 and a standard error of 0.1 / root 3; printed t of 2 is 4.303."""
    key = Key("wait", "p", "work", "mean")
    before = Sample.of([{key: Figure(value, 1)} for value in (10.0, 50.0, 90.0)])
    after = Sample.of([{key: Figure(value, 1)} for value in (11.0, 51.1, 90.9)])
    (row,) = compare("more", before, after)
    assert row.difference == pytest.approx(1)
    assert row.low == pytest.approx(1 - 4.303 * 0.1 / 3**0.5, abs=1e-3)
    assert row.says == "higher"
    assert compare("none", before, before)[0].says == "the same"


def test_difference_adds_up_where_a_measure_is_missing_from_some_replications() -> None:
    """By hand: only the first and third have it on both sides, so the baseline there is 5 and the scenario 6."""
    key = Key("wait", "p", "work", "mean")
    before = Sample.of([{key: Figure(4.0, 1)}, {key: Figure(90.0, 1)}, {key: Figure(6.0, 1)}])
    after = Sample.of([{key: Figure(4.5, 1)}, {}, {key: Figure(7.5, 1)}])
    (row,) = compare("less", before, after)
    assert (row.baseline, row.value, row.difference, row.replications) == (5.0, 6.0, 1.0, 2)
