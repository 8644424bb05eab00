"""Arrivals by day: counts against exact integrals, and nothing that depends on what it should not."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pathways.calendars.terms import is_in_term
from pathways.errors import StudyError
from pathways.eventlog import Event
from pathways.simulation.model import UNIT, Model, Stream
from pathways.simulation.reference.kernel import Kernel
from pathways.simulation.run import check_study

from .building import compiled, model, study

DAY = 86_400
PATHWAYS = compiled("""
pathway: q
title: Queue
status: as-is
version: "1"
lanes: {desk: Desk}
start: work
states:
  work: {kind: wait, lane: desk, then: out}
  out: {kind: end, lane: desk, outcome: done}
""")


def text(arrivals: str, *, clock: str = "starts: 2018-01-01, length: 730 days", more: str = "") -> str:
    return f"""
study: s
title: S
pathways: q
clock: {{{clock}}}
arrivals:
  {arrivals}
service_times: {{q.work: {{exponential: {{mean: 2 days}}}}}}
{more}
"""


def arrivals(bound: Model, replications: int, seed: int = 1) -> list[list[int]]:
    """The moments of arrival in each replication."""
    return [
        [row.time for row in Kernel(bound, seed, number).run().rows() if row.event == Event.ARRIVE]
        for number in range(replications)
    ]


def month(moment: int) -> tuple[int, int]:
    day = date(2018, 1, 1) + timedelta(days=moment // DAY)
    return day.year, day.month


def test_counts_of_each_month_agree_with_the_exact_integral_of_the_intensity() -> None:
    """Oracle: the integral, day by day in floating point; a month's count is Poisson: its variance is its mean."""
    bound = model(
        text(
            "q: {rate: 730 per year, profile: {months: {january: 3, august: 0}, "
            "weekdays: {saturday: 0.5, sunday: 0.25}}, "
            "surge: [{from: 2018-10-01, for: 13 weeks, times: 1.8}, {from: 2019-03-10, until: 2019-03-20, times: 5}]}"
        ),
        PATHWAYS,
    )

    def weight(day: date) -> float:
        return {1: 3.0, 8: 0.0}.get(day.month, 1.0) * {5: 0.5, 6: 0.25}.get(day.weekday(), 1.0)

    days = [date(2018, 1, 1) + timedelta(days=n) for n in range(730)]
    scale = 730 / 365.2425 * 730 / sum(map(weight, days))  # two whole years are the average year
    expected: Counter[tuple[int, int]] = Counter()
    for day in days:
        surge = 1.8 if date(2018, 10, 1) <= day < date(2018, 12, 31) else 1.0
        surge *= 5 if date(2019, 3, 10) <= day < date(2019, 3, 20) else 1
        expected[day.year, day.month] += scale * weight(day) * surge
    seen = [Counter(map(month, moments)) for moments in arrivals(bound, 50)]
    for when, mean in expected.items():
        counts = [float(each[when]) for each in seen]
        if mean == 0:
            assert sum(counts) == 0
            continue
        error = math.sqrt(mean / len(counts))
        assert abs(math.fsum(counts) / len(counts) - mean) <= 4.5 * error, when
    total = [float(sum(each.values())) for each in seen]
    spread = math.fsum((t - sum(expected.values())) ** 2 for t in total) / len(total)
    # A Poisson variance from 50 counts: its own relative error is sqrt(2 / 50).
    assert abs(spread / sum(expected.values()) - 1) <= 4.5 * math.sqrt(2 / 50)


def test_rate_is_the_mean_over_whole_years_whatever_the_profile() -> None:
    """Hand count: 365 days at 2 per day, in office hours or not, by term or by month."""
    for entry in (
        "come: working time",
        "profile: {school_terms: {term: 1.2, holiday: 0.3}}",
        "come: working time, profile: {months: {may: 9}, weekdays: {friday: 0}}",
    ):
        bound = model(text(f"q: {{rate: 2 per day, {entry}}}", clock="starts: 2018-04-02, length: 365 days"), PATHWAYS)
        assert bound.streams[0].expected[-1] / UNIT == pytest.approx(730, rel=1e-7)


def test_average_year_is_the_first_whole_years_of_the_study_and_at_least_one() -> None:
    """Hand count: 2 per day in the first 365 days, whatever comes after; in a study of January, its share."""
    entry = "q: {rate: 2 per day, profile: {months: {january: 3, august: 0}}}"
    long = model(text(entry, clock="starts: 2018-01-01, length: 550 days"), PATHWAYS).streams[0].expected
    assert long[365] / UNIT == pytest.approx(730, rel=1e-7)
    assert long[550] / UNIT == pytest.approx(730 + long[185] / UNIT, rel=1e-7)
    short = model(text(entry, clock="starts: 2018-01-01, length: 31 days"), PATHWAYS).streams[0].expected
    assert short[31] / UNIT == pytest.approx(730 * 31 * 3 / (31 * 3 + 365 - 62), rel=1e-6)


@pytest.mark.parametrize(("come", "opens", "hours"), [("any time", 0, DAY), ("working time", 9 * 3600, 8 * 3600)])
def test_arrivals_of_a_day_are_spread_evenly_over_its_hours(come: str, opens: int, hours: int) -> None:
    """Oracle: Kolmogorov and Smirnov against the uniform law; 1 in 100,000 by chance."""
    (moments,) = arrivals(model(text(f"q: {{rate: 5 per day, come: {come}}}"), PATHWAYS), 1)
    assert stats.kstest([(moment % DAY - opens) / hours for moment in moments], "uniform").pvalue > 1e-5


def test_arrivals_in_working_time_come_on_working_days_in_office_hours() -> None:
    bound = model(
        text("q: {rate: 5 per day, come: working time}", clock="starts: 2018-03-26, length: 28 days"), PATHWAYS
    )
    (moments,) = arrivals(bound, 1)
    assert len(moments) > 50
    for moment in moments:
        assert 9 * 3600 <= moment % DAY < 17 * 3600
        assert bound.calendar.between(moment // DAY * DAY, moment) >= 0
        assert bound.calendar.next_open_day(moment // DAY) == moment // DAY


def test_no_arrival_is_timed_by_the_rate_of_the_day_of_the_one_before() -> None:
    """A rate of 1 a day but for one day with 400: the day's count is right though most gaps before it are long.

    Oracle: Poisson with mean 400. Timed by the rate at the arrival before, the day would have about one.
    """
    bound = model(
        text("q: {rate: 1 per day, surge: {from: 2018-03-01, for: 1 day, times: 400}}",
            clock="starts: 2018-01-01, length: 100 days"),
        PATHWAYS,
    )  # fmt: skip
    counts = [float(sum(moment // DAY == 59 for moment in moments)) for moments in arrivals(bound, 30)]
    assert abs(math.fsum(counts) / 30 - 400) <= 4.5 * math.sqrt(400 / 30)


def test_stream_comes_from_its_date_until_its_date() -> None:
    bound = model(text("q: {rate: 9 per day, from: 2018-02-01, until: 2018-02-11}"), PATHWAYS)
    (moments,) = arrivals(bound, 1)
    assert {moment // DAY for moment in moments} == set(range(31, 41))


def test_surge_and_a_new_stream_leave_the_events_of_others_as_they_are() -> None:
    def events(written: str) -> dict[int, list[tuple[str, int, int]]]:
        """What happens to the referrals of stream a, by their order."""
        bound = model(text(written), PATHWAYS)
        names = [stream.name for stream in bound.streams]
        kernel = Kernel(bound, 5, 0)
        streams: dict[int, str] = {}
        admit = kernel._referral

        def noting(stream: int, *more: object) -> object:
            referral = admit(stream, *more)  # type: ignore[arg-type]
            streams[referral.id] = names[stream]
            return referral

        kernel._referral = noting  # type: ignore[method-assign, assignment]
        found: dict[int, list[tuple[str, int, int]]] = {}
        for row in kernel.run().rows():
            if streams[row.referral] == "a":
                found.setdefault(row.referral, []).append((row.state, row.event, row.time))
        return dict(enumerate(found.values()))

    alone = events("a: {pathway: q, rate: 1 per day}")
    with_b = events("a: {pathway: q, rate: 1 per day}\n  b: {pathway: q, rate: 1 per day}")
    surging = events(
        "a: {pathway: q, rate: 1 per day}\n"
        "  b: {pathway: q, rate: 1 per day, surge: {from: 2018-05-01, for: 2 weeks, times: 10}}"
    )
    assert len(alone) > 600
    assert alone == with_b == surging


def test_more_in_a_surge_changes_no_moment_before_it() -> None:
    plain, surging = (
        arrivals(model(text("q: {rate: 2 per day" + more + "}"), PATHWAYS), 1)[0]
        for more in ("", ", surge: {from: 2018-07-01, for: 4 weeks, times: 3}")
    )
    before = [moment for moment in plain if moment < 181 * DAY]
    assert surging[: len(before)] == before
    assert len(surging) > len(plain)


def test_term_weeks_are_those_of_the_published_calendar_of_2018() -> None:
    """Oracle: term dates 2018/19 as many English authorities set them: half-terms from 22 October, 18 February and 27
    May, Christmas from 24 December, summer from 22 July; Easter, which differs between them, in April.
    """
    holidays = [(date(2018, 10, 22), 7), (date(2018, 12, 24), 14), (date(2019, 2, 18), 7), (date(2019, 5, 27), 7)]
    off = {first + timedelta(days=n) for first, length in holidays for n in range(length)}
    for n in range(200):
        day = date(2018, 9, 3) + timedelta(days=n)
        assert is_in_term(day) == (day not in off), day
    assert not is_in_term(date(2019, 7, 22))
    assert is_in_term(date(2019, 7, 21))
    year = [date(2018, 9, 3) + timedelta(days=n) for n in range(364)]
    assert sum(map(is_in_term, year)) == 39 * 7


TERMS = "school_terms: {dates: [{first: 2018-01-08, last: 2018-03-29}, {first: 2018-04-16, last: 2018-07-20}, {first: 2018-09-03, last: 2018-12-21}]}"  # noqa: E501


def test_term_dates_of_the_study_itself_count_with_their_first_and_last_day() -> None:
    bound = model(
        text("q: {rate: 9 per day, profile: {school_terms: {term: 1, holiday: 0}}}",
             clock="starts: 2018-01-01, length: 365 days", more=TERMS),
        PATHWAYS,
    )  # fmt: skip
    expected = bound.streams[0].expected
    present = [after > before for before, after in pairwise(expected)]
    assert [n for n, (a, b) in enumerate(pairwise(present)) if a != b] == [
        6,
        87,
        104,
        200,
        244,
        354,
    ]


@pytest.mark.parametrize(
    ("entry", "more", "expected"),
    [
        ("surge: {from: 2017-10-01, for: 13 weeks, times: 2}", "", "a surge falls outside the study"),
        ("surge: {from: 2020-10-01, for: 13 weeks, times: 2}", "", "a surge falls outside the study"),
        ("surge: {from: 2018-10-01, until: 2018-09-01, times: 2}", "", "a surge would be over on 2018-09-01, before"),
        ("surge: {from: 2018-10-01, until: 2018-12-01, for: 1 week, times: 2}", "", "a surge ends in two ways"),
        ("surge: {for: 1 week, times: 2}", "", "a surge lasts 1 week, but nothing says from when"),
        ("surge: {from: 2018-10-01, for: 5 hours, times: 2}", "", "'5 hours' is not counted in dates"),
        ("surge: {from: 2018-10-01, for: 5 days, times: -2}", "", "'-2' is not a number of times"),
        ("surge: {from: 2018-10-01, for: 5 days}", "", "has no 'times'"),
        ("from: 2021-01-01", "", "the stream 'q' falls outside the study"),
        ("profile: {months: {agust: 2}}", "", "'agust'"),
        ("profile: {weekdays: {monday: 0, tuesday: 0, wednesday: 0, thursday: 0, friday: 0}}, come: working time", "",
         "by this profile there is no day on which any referral comes"),
        ("profile: {school_terms: {term: 1.2}}", "", "has no 'holiday'"),
        ("rate: 5 per day", "school_terms: {dates: [{first: 2018-03-29, last: 2018-01-08}]}",
         "this term ends on 2018-01-08, before it begins on 2018-03-29"),
        ("rate: 5 per day", TERMS, "the last term is over on 2018-12-21, but dates are needed until 2020-01-01"),
    ],
)  # fmt: skip
def test_fault_in_arrivals_is_told(entry: str, more: str, expected: str) -> None:
    written = text(f"q: {{{entry if entry.startswith('rate') else 'rate: 1 per day, ' + entry}}}", more=more)
    try:
        found = check_study(study(written), PATHWAYS)
    except StudyError as error:
        found = list(error.findings)
    assert len(found) == 1, found
    assert expected in found[0].message
    assert found[0].expected or found[0].remedy
    assert found[0].place.line >= 6


def test_surge_that_a_scenario_gives_to_every_stream_is_located_where_it_is_written() -> None:
    written = text(
        "q: {rate: 1 per day}",
        more="scenarios:\n  surge: {arrivals.*.surge: {from: 2030-10-01, for: 1 week, times: 1.8}}",
    )
    (found,) = check_study(study(written), PATHWAYS)
    assert (found.place.line, found.message) == (10, "a surge falls outside the study")
    kept = model(written.replace("2030", "2018"), PATHWAYS, "surge").streams[0]
    plain = model(written.replace("2030", "2018"), PATHWAYS).streams[0]
    assert Fraction(kept.expected[-1] - plain.expected[-1], UNIT) == pytest.approx(0.8 * 7, rel=1e-6)


@given(
    st.lists(st.integers(0, 5 * UNIT), min_size=1, max_size=30),
    st.integers(0, 40_000),
    st.integers(1, 46_400),
    st.data(),
)
def test_an_arrival_comes_on_the_day_in_which_the_expected_number_reaches_it(
    days: list[int], opens: int, hours: int, data: st.DataObject
) -> None:
    """Oracle: the definition. The day's share is passed in proportion to the hours that have gone, to the second."""
    expected = (0, *accumulate(days))
    stream = Stream("s", expected, opens, hours, ())
    reached = data.draw(st.integers(0, expected[-1] + 1))
    moment = stream.when(reached)
    if reached >= expected[-1]:
        assert moment is None
        return
    assert moment is not None
    day, clock = divmod(moment, DAY)
    assert expected[day] <= reached < expected[day + 1]
    gone = Fraction(reached - expected[day], expected[day + 1] - expected[day]) * hours
    assert 0 <= gone - (clock - opens) < 1
