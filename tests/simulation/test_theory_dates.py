"""What a date changes, against exact means over time of caseloads that nobody waits for, at 4.5 standard errors.

A caseload that comes at a rate r(t) and stays an exponential time with mean m has the mean n(t) with n' = r - n / m
(Eick, Massey, Whitt 1993). Its mean over a stretch of time is n's integral.
"""

from __future__ import annotations

from math import exp

from pathways.measures import Key

from .building import one_queue
from .test_theory import values
from .theory import agrees

STAY = 20.0  # days


def caseload(stretches: list[tuple[float, float]], at_first: float = 0.0) -> float:
    """The mean caseload over stretches of time, each with a length and a rate."""
    n, area = at_first, 0.0
    for length, rate in stretches:
        level = rate * STAY
        after = level + (n - level) * exp(-length / STAY)
        area += level * length + STAY * (n - after)
        n = after
    return area / sum(length for length, _ in stretches)


def open_cases(seed: int, arrivals: str, more: str = "") -> list[float]:
    text, pathways = one_queue(
        f"exponential: {{mean: {STAY:.0f} days}}", rate=arrivals,
        clock="clock: {starts: 2018-01-01, length: 200 days, calendar: continuous}",
    )  # fmt: skip
    text = text.replace("{team: desk, exponential", "{exponential").replace("teams: {desk: {staff: 1}}", more)
    return values(seed, text, pathways, Key("open", "q", "", "mean"), replications=40)[0]


def test_caseload_from_nothing_agrees_with_its_growth() -> None:
    assert agrees(open_cases(41, "5 per day"), caseload([(200, 5.0)]))


def test_caseload_of_a_surge_agrees_with_its_rise_and_fall() -> None:
    """1.8 times as many from 1 March, day 59, for 13 weeks."""
    surge = "5 per day, surge: {from: 2018-03-01, for: 13 weeks, times: 1.8}"
    assert agrees(open_cases(42, surge), caseload([(59, 5.0), (91, 9.0), (50, 5.0)]))


def test_caseload_of_a_source_that_comes_and_goes_agrees() -> None:
    """From 1 February, day 31, until 1 June, day 151."""
    cut = "5 per day, from: 2018-02-01, until: 2018-06-01"
    assert agrees(open_cases(43, cut), caseload([(31, 0.0), (120, 5.0), (49, 0.0)]))


def test_caseload_that_is_open_at_the_start_agrees_with_its_decline() -> None:
    """200 there at first, twice as many as stay; an exponential time has no memory of their ages."""
    there = "start: {open_caseload: {q: [{state: work, count: 200, age: {uniform: {low: 1 day, high: 60 days}}}]}}"
    assert agrees(open_cases(44, "5 per day", there), caseload([(200, 5.0)], at_first=200.0))


def test_referrals_that_come_back_agree_with_a_geometric_sum() -> None:
    """A quarter comes back within a day of ending: 1 / (1 - 1/4) times as many arrive."""
    text, pathways = one_queue(
        "fixed: 1 day", rate="5 per day",
        clock="clock: {starts: 2018-01-01, warm_up: 100 days, length: 2000 days, calendar: continuous}",
    )  # fmt: skip
    text = text.replace("{team: desk, fixed", "{fixed").replace("teams: {desk: {staff: 1}}", "")
    text += "returns: {q: {after: {done: 25%}, delay: {uniform: {low: 1 hour, high: 1 day}}}}\n"
    (arrivals,) = values(45, text, pathways, Key("arrivals", "q", "", "per_year"), replications=8)
    assert agrees(arrivals, 365.2425 * 5 / 0.75)
