"""Every family against scipy, and spreads as people state them against what they were to give."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from scipy import stats

from pathways.errors import StudyError
from pathways.simulation.binding.spreads import mean_by_median, spread_within
from pathways.simulation.distributions import Pieces, gamma, lognormal, pieces, weibull
from pathways.simulation.draws import BITS, draw, purpose_words, stream_key
from pathways.simulation.laws import MARGIN
from pathways.simulation.model import TimeTaken
from pathways.simulation.run import check_study

from .building import model, one_queue, study

DAY = 86_400
HALF_TAIL = 1e-9


def of_scipy(family: str, mean: float, cv: float) -> Any:
    """The same distribution by scipy, from the textbook relations between its parameters and its moments."""
    if family == "lognormal":
        sigma = math.sqrt(math.log1p(cv * cv))
        return stats.lognorm(sigma, scale=mean * math.exp(-sigma * sigma / 2))
    if family == "gamma":
        return stats.gamma(1 / cv**2, scale=mean * cv**2)
    from scipy.optimize import brentq

    shape = brentq(lambda k: stats.weibull_min(k).std() / stats.weibull_min(k).mean() - cv, 0.15, 200, xtol=1e-13)
    return stats.weibull_min(shape, scale=mean / stats.weibull_min(shape).mean())


MAKERS = {"lognormal": lognormal, "gamma": gamma, "weibull": weibull}


@pytest.mark.parametrize("cv", [0.05, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("family", MAKERS)
def test_table_agrees_with_scipy(family: str, cv: float) -> None:
    """Oracle: scipy. The mean within 1e-4 of what was asked for; every quantile within 3 seconds or one in 500."""
    mean = 30 * DAY
    table, exact = MAKERS[family](mean, cv), of_scipy(family, mean, cv)
    assert table.mean == pytest.approx(mean, rel=1e-4)
    assert exact.mean() == pytest.approx(mean, rel=1e-9)
    assert exact.std() == pytest.approx(cv * mean, rel=1e-9)
    for share in (1e-6, 0.01, 0.1, 0.3, 0.4999, 0.7, 0.95, 0.9999):
        assert table.sample(int(share * (1 << BITS))) == pytest.approx(exact.ppf(share), rel=2e-3, abs=3)


@pytest.mark.parametrize("family", MAKERS)
def test_samples_follow_the_exact_law(family: str) -> None:
    """Oracle: Kolmogorov and Smirnov against scipy's law; 1 in 100,000 by chance."""
    table, exact = MAKERS[family](3 * DAY, 0.8), of_scipy(family, 3 * DAY, 0.8)
    key, purpose = stream_key(11, 0, family), purpose_words("samples")
    samples = [table.sample(draw(key, number, 0, purpose)) for number in range(20_000)]
    assert stats.kstest(samples, exact.cdf).pvalue > 1e-5


def taken(entry: str) -> TimeTaken:
    """The time that an entry gives, without a team."""
    text, pathways = one_queue("fixed: 1 hour")
    time = model(text.replace("{team: desk, fixed: 1 hour}", f"{{{entry}}}"), pathways).roles[0].states[0].time
    assert time is not None
    return time


@pytest.mark.parametrize("middle", ["mean", "median"])
@pytest.mark.parametrize(("share", "days"), [("95%", 20), ("85%", 11), ("10%", 2)])
@pytest.mark.parametrize("family", MAKERS)
def test_stated_spread_is_what_the_law_has(family: str, share: str, days: int, middle: str) -> None:
    """Oracle: scipy's law with the mean and cv that were found has the stated share and middle."""
    time = taken(f"{family}: {{{middle}: 8 days, within: {share} within {days} days}}")
    assert time.law is not None
    exact = of_scipy(family, float(time.law.mean), time.law.spread)
    assert exact.cdf(days * DAY) == pytest.approx(float(share[:-1]) / 100, abs=1e-9)
    assert (exact.mean() if middle == "mean" else exact.median()) == pytest.approx(8 * DAY, rel=1e-9)
    low, high = time.law.longer_than(Fraction(days * DAY))
    assert low <= 1 - Fraction(share[:-1]) / 100 <= high or float(high - low) <= float(2 * MARGIN) + HALF_TAIL


def test_lognormal_spread_is_the_smaller_root_of_its_closed_form() -> None:
    """Oracle: with L = log(limit / mean) and z the normal quantile, sigma solves s^2/2 - z s + L = 0."""
    z, ratio = stats.norm.ppf(0.9), math.log(2)
    sigma = z - math.sqrt(z * z - 2 * ratio)
    cv = spread_within("lognormal", 5.0, 10.0, 0.9, is_median=False)
    assert cv == pytest.approx(math.sqrt(math.expm1(sigma * sigma)), rel=1e-9)
    # By the median: sigma = log(limit / median) / z.
    by_median = spread_within("lognormal", 5.0, 10.0, 0.9, is_median=True)
    assert by_median == pytest.approx(math.sqrt(math.expm1((ratio / z) ** 2)), rel=1e-9)
    assert mean_by_median("lognormal", 5.0, by_median) == pytest.approx(5 * math.exp((ratio / z) ** 2 / 2), rel=1e-9)


def test_counted_values_come_as_often_as_they_were_seen() -> None:
    """Hand count: 2 days thrice as often as 5; the mean is (3 x 2 + 5) / 4."""
    time = taken("empirical: {values: [5 days, 2 days], weights: [1, 3]}")
    steps = [time.table.sample(step << (BITS - 10)) for step in range(1 << 10)]
    assert (steps.count(2 * DAY), steps.count(5 * DAY)) == (768, 256)
    assert time.law is not None
    assert time.law.mean == Fraction(11 * DAY, 4)
    assert time.table.mean == pytest.approx(11 / 4 * DAY, rel=1e-12)
    assert time.law.longer_than(Fraction(2 * DAY)) == (Fraction(1, 4), Fraction(1, 4))


def test_quantiles_are_joined_by_straight_lines_that_go_on_beyond_the_last() -> None:
    """Hand count: 10% in 2 days and 50% in 6 is a day for each tenth, down to 1; 90% in 22 is 4 days, up to 26."""
    time = taken("empirical: {quantiles: {10%: 2 days, 50%: 6 days, 90%: 22 days}}")
    for share, days in ((0, 1), (0.1, 2), (0.3, 4), (0.5, 6), (0.6, 10), (0.9, 22), (0.99, 25.6)):
        assert time.table.sample(round(share * (1 << BITS))) == pytest.approx(days * DAY, abs=2)
    assert time.law is not None
    assert time.law.longer_than(Fraction(24 * DAY)) == (Fraction(1, 20), Fraction(1, 20))
    assert time.table.mean == pytest.approx(float(time.law.mean), rel=1e-6)


def test_parts_hold_their_shares() -> None:
    """Hand count: the mean of the parts' middles by share; half is within 5 days."""
    time = taken(
        "piecewise: [{from: 1 day, until: 5 days, share: 50%}, {until: 10 days, share: 30%}, "
        "{until: 30 days, share: 20%}]"
    )
    assert time.law is not None
    assert time.law.mean == (Fraction(3, 2) + Fraction(9, 4) + 4) * DAY
    assert time.table.mean == pytest.approx(float(time.law.mean), rel=1e-9)
    key, purpose = stream_key(3, 0, "parts"), purpose_words("samples")
    samples = [time.table.sample(draw(key, number, 0, purpose)) for number in range(20_000)]
    exact = stats.uniform(DAY, 4 * DAY), stats.uniform(5 * DAY, 5 * DAY), stats.uniform(10 * DAY, 20 * DAY)
    result = stats.kstest(samples, lambda x: 0.5 * exact[0].cdf(x) + 0.3 * exact[1].cdf(x) + 0.2 * exact[2].cdf(x))
    assert result.pvalue > 1e-5


def test_pieces_never_fall_and_reach_both_ends() -> None:
    made: Pieces = pieces([(Fraction(1, 3), Fraction(10), Fraction(20)), (Fraction(2, 3), Fraction(20), Fraction(90))])
    steps = [made.sample(step) for step in range(0, 1 << BITS, (1 << BITS) // 10_000)]
    assert steps == sorted(steps)
    assert (made.sample(0), made.sample((1 << BITS) - 1), made.longest) == (10, 90, 90)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("lognormal: {mean: 5 days, within: 60% within 10 days}",
         "no lognormal time with a mean of 5 days has 60% within 10 days"),
        ("weibull: {median: 5 days, within: 40% within 10 days}",
         "no weibull time with a median of 5 days has 40% within 10 days"),
        ("gamma: {mean: 5 days, cv: 1, within: 60% within 10 days}", "'gamma' has a spread twice, by cv and within"),
        ("gamma: {mean: 5 days, median: 4 days, cv: 1}", "'gamma' has a middle twice, by mean and median"),
        ("gamma: {cv: 1}", "'gamma' gives no time"),
        ("gamma: {mean: 5 days}", "'gamma' lacks a spread"),
        ("gamma: {mean: 5 days, within: 60% within 10 hours}", None),
        ("gamma: {mean: 5 days, within: 60% within 10 working hours}", "'q.work' mixes working time with time by the"),
        ("gamma: {mean: 5 days, within: most within 10 days}", "'most within 10 days' is not understood"),
        ("gamma: {mean: 5 days, within: 100% within 10 days}", "a share within a time lies between 0 and 100%"),
        ("lognormal: {mean: 80 years, cv: 9}", "with this spread the mean would hang on times of more than 270 years"),
        ("empirical: {values: [2 days, 3 days], weights: [1]}", "there are 2 values and 1 weights"),
        ("empirical: {values: [2 days, 3 days], weights: [0, 0]}", "all of these weights are 0"),
        ("empirical: {quantiles: {10%: 2 days, 50%: 1 day}}", "'10%: 2 days' and '50%: 1 day': fewer would"),
        ("empirical: {quantiles: {10%: 2 days, 0.1: 3 days}}", "one share is given twice"),
        ("empirical: {quantiles: {some: 2 days, 50%: 3 days}}", "'some' is not a share"),
        ("empirical: {values: [1 day], quantiles: {10%: 2 days, 50%: 3 days}}", "gives both values and quantiles"),
        ("piecewise: [{until: 5 days, share: 50%}, {until: 9 days, share: 40%}]", "these shares add up to 0.9"),
        ("piecewise: [{until: 5 days, share: 50%}, {until: 4 days, share: 50%}]", "this part would end at 4 days"),
        ("fixed: 1 day, weibull: {mean: 5 days, cv: 1}", "'q.work' gives 'fixed' and 'weibull' at once"),
    ],
)  # fmt: skip
def test_impossible_distribution_is_explained(entry: str, expected: str | None) -> None:
    text, pathways = one_queue("fixed: 1 hour")
    try:
        found = check_study(study(text.replace("{team: desk, fixed: 1 hour}", f"{{{entry}}}")), pathways)
    except StudyError as error:
        found = list(error.findings)
    if expected is None:
        assert found == []
        return
    assert len(found) == 1, found
    assert expected in found[0].message
    assert found[0].place.line == 11
    assert found[0].remedy


def test_impossible_spread_says_what_would_be_possible() -> None:
    """Oracle: a lognormal with mean 5 has at least Phi(sqrt(2 log 2)) = 88.05% within 10, whatever its spread."""
    text, pathways = one_queue("fixed: 1 hour")
    entry = "lognormal: {mean: 5 days, within: 60% within 10 days}"
    (found,) = check_study(study(text.replace("{team: desk, fixed: 1 hour}", f"{{{entry}}}")), pathways)
    assert found.expected is not None
    least = float(stats.norm.cdf(math.sqrt(2 * math.log(2)))) * 100
    assert found.expected.startswith(f"from {least:.3g}% to 100% within 10 days")
