"""Shares by time where some times are cut short."""

from __future__ import annotations

import pytest

from pathways.measures.incidence import CENSORED, EVENT, OTHER, incidence

# Weeks of remission of 21 patients on 6-mercaptopurine; a minus marks those still in remission. Freireich et al.
# (1963), as printed, with the estimate below, in Kalbfleisch and Prentice, Statistical Analysis of Failure Time Data.
REMISSION = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
SURVIVAL = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def test_one_kind_of_event_agrees_with_a_printed_kaplan_meier_table() -> None:
    found = incidence((abs(weeks), EVENT if weeks > 0 else CENSORED) for weeks in REMISSION)
    assert found.times == tuple(SURVIVAL)
    for week, survival in SURVIVAL.items():
        assert 1 - found.by(week) == pytest.approx(survival, abs=5e-5)
    assert found.quantile(0.5) == 23
    assert found.quantile(0.9) is None


# Weeks until relapse in acute myelogenous leukaemia, with and without maintenance chemotherapy; a minus marks those who
# had none. Miller (1981), Survival Analysis, p. 49. The restricted means are those that R's `survival` prints for it.
MAINTAINED = [9, 13, -13, 18, 23, -28, 31, 34, -45, 48, -161]
NOT_MAINTAINED = [5, 5, 8, 8, 12, -16, 23, 27, 30, 33, 43, 45]


@pytest.mark.parametrize(("weeks", "median", "mean"), [(MAINTAINED, 31, 52.6), (NOT_MAINTAINED, 23, 22.7)])
def test_medians_and_restricted_means_agree_with_printed_ones(weeks: list[int], median: int, mean: float) -> None:
    found = incidence((abs(week), EVENT if week > 0 else CENSORED) for week in weeks)
    assert found.quantile(0.5) == median
    assert found.restricted_mean(161) == pytest.approx(mean, abs=0.05)


def test_restricted_mean_stops_at_the_horizon() -> None:
    """By hand: of four, one after 2 and one after 6; two seen for 10. 2 x 1 + 4 x 3/4 + 2 x 1/2 until 8."""
    found = incidence([(2, EVENT), (6, EVENT), (10, CENSORED), (10, CENSORED)])
    assert found.restricted_mean(8) == pytest.approx(6.0)
    assert found.restricted_mean(20) == pytest.approx(12.0)  # beyond 10 the curve stays
    assert found.free_at(5) == pytest.approx(0.75)


def test_mean_of_those_that_get_there_by_the_horizon() -> None:
    """By hand: of six, 1/6 by day 1 and 2/9 more on day 4: (1 x 1/6 + 4 x 2/9) / (7/18)."""
    found = incidence([(1, EVENT), (2, OTHER), (3, CENSORED), (4, EVENT), (5, OTHER), (6, OTHER)])
    assert found.mean_by(10) == pytest.approx((1 / 6 + 8 / 9) / (7 / 18))
    assert found.mean_by(3) == pytest.approx(1.0)
    assert found.mean_by(0) is None


def test_two_kinds_of_event_agree_with_a_hand_count() -> None:
    """Aalen-Johansen by hand: of six, one gets there on day 1, one ends otherwise on day 2, one is cut short on day 3,
    one gets there on day 4; the last two end otherwise. Reached: 1/6 by day 1, then 1/6 + (4/6) / 3 by day 4.
    """
    found = incidence([(1, EVENT), (2, OTHER), (3, CENSORED), (4, EVENT), (5, OTHER), (6, OTHER)])
    assert found.times == (1, 2, 4, 5, 6)
    assert found.shares == pytest.approx((1 / 6, 1 / 6, *(1 / 6 + 4 / 6 / 3,) * 3))
    assert found.by(3) == pytest.approx(1 / 6)
    assert found.total == pytest.approx(7 / 18)


def test_without_cuts_the_shares_are_the_plain_ones() -> None:
    found = incidence([(3, EVENT), (1, EVENT), (2, OTHER), (2, EVENT)])
    assert found.shares == pytest.approx((0.25, 0.5, 0.75))
    assert found.quantile(0.5) == 2


def test_no_observations_give_nothing() -> None:
    assert incidence([]).total == 0
