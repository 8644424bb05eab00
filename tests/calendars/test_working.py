"""Working time on real dates. Every expected value is counted by hand on a 2018 calendar of England."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.calendars import (
    DAY,
    Calendar,
    EnglishBankHolidays,
    Weekly,
    common,
    continuous,
    england,
    moment_after,
    parse_hours,
)
from pathways.units import parse_duration

HOUR = 3600
CALENDAR = england(date(2018, 3, 26))  # the Monday before Easter


def at(text: str) -> int:
    return CALENDAR.moment_of(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2018-03-28 09:00", 8, "2018-03-28 17:00"),  # to closing time, not to the next morning
        ("2018-03-28 16:00", 2, "2018-03-29 10:00"),
        ("2018-03-29 16:00", 10, "2018-04-04 10:00"),  # Good Friday, the weekend and Easter Monday between
        ("2018-03-31 03:00", 1, "2018-04-03 10:00"),
        ("2018-03-27 20:00", 1, "2018-03-28 10:00"),
        ("2018-03-27 06:00", 1, "2018-03-27 10:00"),
        ("2018-12-24 16:00", 2, "2018-12-27 10:00"),  # Christmas Day and Boxing Day
        ("2021-12-24 16:00", 2, "2021-12-29 10:00"),  # both fall on the weekend, so Monday and Tuesday are holidays
        ("2022-06-01 16:00", 2, "2022-06-06 10:00"),  # the moved spring holiday and the jubilee
    ],
)
def test_work_stops_overnight_at_weekends_and_on_bank_holidays(start: str, hours: int, end: str) -> None:
    assert CALENDAR.add(at(start), hours * HOUR) == at(end)


def test_working_days_of_2018() -> None:
    """Hand count: 261 weekdays less 8 bank holidays."""
    year = england(date(2018, 1, 1))
    assert year.worked(365 * DAY) == 253 * 8 * HOUR


@settings(max_examples=150)
@given(start=st.integers(0, 900 * DAY), work=st.integers(1, 400 * HOUR))
def test_adding_work_and_measuring_it_agree(start: int, work: int) -> None:
    """Property: exactly that much work lies between, and none of the last second is idle."""
    end = CALENDAR.add(start, work)
    assert CALENDAR.between(start, end) == work
    assert CALENDAR.between(start, end - 1) == work - 1


@settings(max_examples=40)
@given(start=st.integers(0, 60 * DAY), length=st.integers(0, 12 * DAY))
def test_working_time_agrees_with_a_count_of_minutes(start: int, length: int) -> None:
    """Oracle: every minute looked at by itself."""
    start, length = start // 60 * 60, length // 60 * 60
    holidays = {date(2018, 3, 30), date(2018, 4, 2), date(2018, 5, 7), date(2018, 5, 28)}

    def is_worked(moment: int) -> bool:
        when = CALENDAR.date_of(moment)
        return when.weekday() < 5 and when.date() not in holidays and 9 <= when.hour < 17

    assert CALENDAR.between(start, start + length) == sum(60 for m in range(start, start + length, 60) if is_worked(m))


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2018-03-28 12:00", "1 day", "2018-03-29 12:00"),
        ("2018-03-28 12:00", "2 working days", "2018-04-03 12:00"),
        ("2018-03-29 16:30", "1 working hour", "2018-04-03 09:30"),
        ("2019-01-31 12:00", "1 month", "2019-02-28 12:00"),
        ("2018-03-31 12:00", "6 months", "2018-09-30 12:00"),
        ("2020-02-29 12:00", "1 year", "2021-02-28 12:00"),
        ("2018-03-28 12:00", "1.5 weeks", "2018-04-08 00:00"),
    ],
)
def test_duration_ends_on_the_right_date(start: str, duration: str, end: str) -> None:
    assert moment_after(CALENDAR, at(start), parse_duration(duration)) == at(end)


def test_every_second_counts_on_the_continuous_calendar() -> None:
    calendar = continuous(date(2018, 3, 30))
    assert calendar.add(5, 100) == 105
    assert calendar.worked(3 * DAY) == 3 * DAY
    assert moment_after(calendar, 7, parse_duration("2 working days")) == 7 + 2 * DAY


def test_calendar_can_be_sent_to_a_worker() -> None:
    import pickle

    copy: Calendar = pickle.loads(pickle.dumps(CALENDAR))
    assert copy.add(at("2018-03-29 16:00"), 10 * HOUR) == at("2018-04-04 10:00")
    assert copy.date_of(at("2018-03-29 16:00")) - timedelta(hours=1) == datetime(2018, 3, 29, 15)


# --- hours of teams

WEEK = parse_hours("Mon-Thu 08:30-17:00, Fri 08:30-16:30, Sun 22:00-24:00").week
assert WEEK is not None
TEAM = Calendar(
    "team", date(2018, 3, 26), Weekly(WEEK, EnglishBankHolidays(), ((date(2018, 12, 24), date(2018, 12, 31)),))
)


def test_a_week_of_hours() -> None:
    """By hand: four days of 8.5 hours, one of 8, and two hours on Sunday, after Easter: 44 hours."""
    assert TEAM.between(at("2018-04-09 00:00"), at("2018-04-16 00:00")) == 44 * HOUR
    assert TEAM.day_length == 8.5 * HOUR
    assert parse_hours("always").week is None
    assert parse_hours("Sat-Mon 10:00-11:00").week == parse_hours("Mon 10:00-11:00, Sat to Sun 10:00-11:00").week


@settings(max_examples=100)
@given(start=st.integers(0, 500 * DAY), work=st.integers(1, 300 * HOUR))
def test_the_latest_moment_that_leaves_enough_work_is_found(start: int, work: int) -> None:
    """Property: so much is left from then on, and a second later there is less; or there was never so much."""
    for calendar in (CALENDAR, TEAM):
        latest = calendar.take_off(start, work)
        if latest < 0:
            assert calendar.worked(start) < work
        else:
            assert calendar.between(latest, start) == work
            assert calendar.between(latest + 1, start) < work


@settings(max_examples=100)
@given(moment=st.integers(0, 500 * DAY))
def test_openings_and_what_is_left_of_a_day_agree_with_the_hours(moment: int) -> None:
    """Oracle: working time itself, second by second."""
    opening = TEAM.opening_after(moment)
    assert opening > moment
    assert TEAM.is_opening(opening)
    assert TEAM.between(opening, opening + 1) == 1
    assert TEAM.between(opening - 1, opening) == 0 or opening % DAY == 0
    left = TEAM.left_today(moment)
    assert TEAM.between(moment, moment + left) == left
    assert left == 0 or TEAM.between(moment, moment + left + 1) == left
    assert TEAM.between(moment, opening) == left
    assert TEAM.opening_from(moment) == (moment if left else opening)


@settings(max_examples=60)
@given(moment=st.integers(0, 400 * DAY))
def test_common_hours_are_those_in_which_both_work(moment: int) -> None:
    """Oracle: each calendar asked about that second."""
    both = common([CALENDAR, TEAM])
    works = [calendar.between(moment, moment + 1) for calendar in (CALENDAR, TEAM)]
    assert both.between(moment, moment + 1) == min(works)
    assert common([CALENDAR, continuous(CALENDAR.first)]).days is CALENDAR.days
