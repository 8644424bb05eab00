"""Words to the dates of meetings. Expected dates are read off a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from pathways.calendars import DAY, continuous, england, parse_meetings

HOUR = 3600


def dates(words: str, days: int, first: date = date(2018, 4, 2)) -> list[str]:
    calendar = england(first)
    moments = parse_meetings(words).moments(calendar, days * DAY, 10 * HOUR)
    assert all(moment % DAY == 10 * HOUR for moment in moments)
    return [calendar.date_of(moment).date().isoformat() for moment in moments]


@pytest.mark.parametrize(
    ("words", "days", "expected"),
    [
        ("first Wednesday", 95, ["2018-04-04", "2018-05-02", "2018-06-06", "2018-07-04"]),
        ("First Wednesday of the month", 40, ["2018-04-04", "2018-05-02"]),
        ("last Thursday", 60, ["2018-04-26", "2018-05-31"]),
        ("first and third Wednesday", 40, ["2018-04-04", "2018-04-18", "2018-05-02"]),
        ("every Tuesday", 22, ["2018-04-03", "2018-04-10", "2018-04-17"]),
        ("every 2 weeks on Wednesday", 35, ["2018-04-04", "2018-04-18", "2018-05-02"]),
        ("every 3 months on the second Friday", 120, ["2018-04-13", "2018-07-13"]),
    ],
)
def test_words_give_the_dates_of_the_calendar(words: str, days: int, expected: list[str]) -> None:
    assert dates(words, days) == expected


def test_meeting_on_a_bank_holiday_moves_to_the_next_working_day() -> None:
    """7 May 2018, the first Monday, is the early May bank holiday; Christmas 2019 falls on a Wednesday."""
    assert dates("first Monday", 40) == ["2018-04-03", "2018-05-08"]  # 2 April 2018 is Easter Monday
    assert dates("fourth Wednesday", 62, date(2019, 11, 1)) == ["2019-11-27", "2019-12-27"]


def test_every_so_many_days_counts_from_the_start() -> None:
    calendar = continuous(date(2018, 1, 1))
    assert parse_meetings("every 20 days").moments(calendar, 61 * DAY, 0) == [20 * DAY, 40 * DAY, 60 * DAY]


@pytest.mark.parametrize("words", ["monthly", "first wednsday", "every 0 weeks on Monday", "every other Monday", ""])
def test_words_that_are_not_understood_are_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValueError, match="write for example 'first Wednesday'"):
        parse_meetings(words)
