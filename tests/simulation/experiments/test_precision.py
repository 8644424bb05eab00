"""The number of replications against series worked by hand, and the coverage of what it stops at."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from pathways.simulation.experiments.precision import Enough, enough, look_ahead, precisions


def test_precision_after_each_replication_is_that_of_students_interval() -> None:
    """Oracle: scipy's t interval of the first values, each time anew."""
    values = [3.0, 5.0, 4.0, 8.0, 1.0, 4.5]
    expected = [
        stats.sem(values[:n]) * stats.t.ppf(0.975, n - 1) / abs(np.mean(values[:n])) for n in range(2, len(values) + 1)
    ]
    assert precisions(values)[0] == math.inf
    assert precisions(values)[1:] == pytest.approx(expected)
    assert precisions([-v for v in values])[1:] == pytest.approx(expected)


def test_values_that_do_not_vary_are_enough_at_three() -> None:
    """The algorithm begins at three replications, and looks five further."""
    assert enough([10.0] * 8, 0.1) == Enough(3, 8)
    assert enough([10.0] * 7, 0.1) is None
    assert enough([10.0] * 20, 0.1, at_least=10) == Enough(10, 15)


def test_an_outlier_in_the_look_ahead_begins_the_search_anew() -> None:
    """Worked by hand: with one 20 among tens the precision after n is t(n - 1) / (n + 1).

    By a table of t: 2.101 / 20 = 0.105 after 19, 2.093 / 21 = 0.0997 after 20.
    """
    values = [10.0] * 5 + [20.0] + [10.0] * 40
    assert enough(values, 0.1) == Enough(20, 25)
    assert enough(values[:25], 0.1) == Enough(20, 25)
    assert enough(values[:24], 0.1) is None


def test_a_replication_without_a_value_leaves_the_precision_as_it_was() -> None:
    with_gaps = [10.0, math.nan, 12.0, math.nan, 11.0]
    assert precisions(with_gaps)[-1] == precisions([10.0, 12.0, 11.0])[-1]
    assert precisions(with_gaps)[2] == precisions(with_gaps)[3]


def test_nothing_is_told_of_a_mean_of_nothing() -> None:
    assert precisions([-1.0, 1.0])[-1] == math.inf
    assert precisions([0.0, 0.0])[-1] == 0.0


def test_look_ahead_grows_with_the_number() -> None:
    """Hoad, Robinson and Davies (2010): 5 up to 100 replications, then 5 in 100."""
    assert [look_ahead(n) for n in (3, 100, 101, 150, 1000)] == [5, 5, 5, 7, 50]


def test_interval_at_the_stop_covers_the_mean_as_often_as_it_says() -> None:
    """A known process (normal, mean 10, deviation 4): 95% of 1,500 intervals, within 4.5 standard errors."""
    random = np.random.default_rng(20180227)
    covered, needed = 0, []
    for _ in range(1_500):
        values = random.normal(10, 4, 200)
        stop = enough(values.tolist(), 0.1, at_least=10)
        assert stop is not None
        seen = values[: stop.seen]
        half = stats.sem(seen) * stats.t.ppf(0.975, stop.seen - 1)
        assert half <= 0.1 * seen.mean()
        covered += abs(seen.mean() - 10) <= half
        needed.append(stop.replications)
    share = covered / 1_500
    print(f"covered {share:.4f}, needed {np.mean(needed):.1f}")
    assert abs(share - 0.95) <= 4.5 * math.sqrt(0.95 * 0.05 / 1_500)
    # By the normal law (1.96 x 0.4 / 0.1) squared, 61.5, would be needed.
    assert 50 <= np.mean(needed) <= 70
