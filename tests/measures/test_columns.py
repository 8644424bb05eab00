"""Means and intervals of many columns at once, against those of one at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pathways.measures.columns import averages, means, products, sums
from pathways.measures.intervals import mean_and_half_width


def test_columns_with_gaps_are_averaged_as_each_alone() -> None:
    random = np.random.default_rng(7)
    values = random.lognormal(0, 3, (50, 40))
    values[random.random((50, 40)) < 0.3] = np.nan
    values[:, 3], values[:49, 4], values[:, 5] = np.nan, np.nan, 0.1  # none, one, all the same
    values[49, 4] = 2.5
    found = averages(values)
    for column in range(40):
        seen = [value for value in values[:, column].tolist() if not math.isnan(value)]
        assert found.n[column] == len(seen)
        if seen:
            mean, half = mean_and_half_width(seen)
            assert found.mean[column] == pytest.approx(mean, rel=1e-15)
            assert math.isnan(found.half[column]) if half is None else found.half[column] == pytest.approx(half)


def test_sums_lose_nothing_to_rounding() -> None:
    """By hand; plain addition makes 0 of it."""
    assert sums(np.array([[1e100], [1.0], [np.nan], [-1e100]])).tolist() == [1.0]


def test_products_are_those_of_the_covariance() -> None:
    """Oracle: numpy's, which divides by one less than the number."""
    left, right = np.random.default_rng(8).random((2, 30, 5))
    for column in range(5):
        assert products(left, means(left), right, means(right))[column] / 29 == pytest.approx(
            np.cov(left[:, column], right[:, column])[0, 1]
        )
